import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, type JWK, type JWTHeaderParameters, SignJWT, exportJWK, generateKeyPair } from 'jose';

export const AUDIENCE = 'casetrail';
const algorithms = ['EdDSA', 'ES256', 'PS256'] as const;
type Algorithm = (typeof algorithms)[number];
type Claims = Readonly<Record<string, unknown>>;

const now = () => Math.floor(Date.now() / 1000);

/** An OpenID Connect issuer of its own for one spec file: it shows its keys over HTTP, and signs whatever it is asked to. */
export class TestIssuer {
  /** What it was asked for. */
  readonly asked: string[] = [];
  /** What it says of itself; a test may let it say something else. */
  name: string;

  private constructor(
    private readonly server: Server,
    readonly address: string,
    private readonly keys: Readonly<Record<Algorithm, { readonly privateKey: CryptoKey; readonly jwk: JWK }>>,
  ) {
    this.name = address;
    server.on('request', ({ url }, response) => {
      this.asked.push(url as string);
      if (url === '/.well-known/openid-configuration') response.end(JSON.stringify({ issuer: this.name, jwks_uri: `${address}/jwks` }));
      else if (url === '/jwks') response.end(JSON.stringify({ keys: algorithms.map((alg) => this.publicKey(alg)) }));
      else response.writeHead(404).end();
    });
  }

  static async start(port = 0): Promise<TestIssuer> {
    const made = algorithms.map(async (alg) => {
      const { privateKey, publicKey } = await generateKeyPair(alg);
      return [alg, { privateKey, jwk: { ...(await exportJWK(publicKey)), kid: `key-${alg}`, alg, use: 'sig' } }] as const;
    });
    const keys = Object.fromEntries(await Promise.all(made)) as Record<Algorithm, { privateKey: CryptoKey; jwk: JWK }>;
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new TestIssuer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys);
  }

  publicKey(alg: Algorithm): JWK {
    return this.keys[alg].jwk;
  }

  claims(subject: string, more: Claims = {}): Claims {
    return { iss: this.address, aud: AUDIENCE, sub: subject, iat: now(), exp: now() + 300, ...more };
  }

  /** An access token that is valid, but for what is said otherwise. A claim or a header that is undefined is left out. */
  token(subject: string, more: Claims = {}, header: Partial<JWTHeaderParameters> = {}, alg: Algorithm = 'ES256'): Promise<string> {
    return new SignJWT(this.claims(subject, more))
      .setProtectedHeader({ alg, typ: 'at+jwt', kid: `key-${alg}`, ...header })
      .sign(this.keys[alg].privateKey, { crit: { casetrail: true } });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
