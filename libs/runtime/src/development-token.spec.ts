import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT, decodeJwt } from 'jose';
import type { Actor } from '@casetrail/domain';
import { developmentTokens } from './development-token.ts';

const home = fs.mkdtempSync(join(tmpdir(), 'casetrail-tokens-'));
const keyFile = join(home, 'development-token.key');
const tokensOf = (file: string) => developmentTokens({ developmentTokens: { keyFile: file, allowed: true } });
const leader: Actor = { user: 'lead-1', role: 'POLICE_LEADER', org: '370202-police', district: '370202' };
const { issueToken, verifyToken } = tokensOf(keyFile);
const saidBy = async (token: string) => (await verifyToken(token)).says;
afterAll(() => fs.rmSync(home, { recursive: true }));

describe('a development token', () => {
  it('says who acts', async () => expect(await saidBy(await issueToken(leader))).toEqual(leader));
  it('is accepted by another process of the same installation', async () =>
    expect(await tokensOf(keyFile).verifyToken(await issueToken(leader))).toMatchObject({ says: leader }));

  it('is valid for 30 days', async () => {
    const { iat, exp } = decodeJwt(await issueToken(leader));
    expect(exp! - iat!).toBe(30 * 86_400);
  });

  it('is refused when another key has signed it', async () =>
    expect(verifyToken(await tokensOf(join(home, 'other.key')).issueToken(leader))).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' }));

  it('is refused when one word is changed', async () => {
    const [header, payload, signature] = (await issueToken(leader)).split('.') as [string, string, string];
    const promoted = Buffer.from(Buffer.from(payload, 'base64url').toString().replace('POLICE_LEADER', 'PUBLISHER')).toString('base64url');
    await expect(verifyToken(`${header}.${promoted}.${signature}`)).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' });
  });

  describe('signed with the right key', () => {
    const key = () => Buffer.from(fs.readFileSync(keyFile, 'utf8').trim(), 'hex');
    const made = (audience: string, expires: string, more = {}) =>
      new SignJWT({ ...leader, ...more })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject('lead-1')
        .setIssuer('casetrail-development')
        .setAudience(audience)
        .setExpirationTime(expires)
        .sign(key());

    it('is accepted', async () => expect(await saidBy(await made('casetrail', '1 hour'))).toEqual(leader));
    it('is refused once it has expired', async () =>
      expect(verifyToken(await made('casetrail', '1 minute ago'))).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' }));
    it('is refused when it is meant for something else', async () =>
      expect(verifyToken(await made('payroll', '1 hour'))).rejects.toMatchObject({ code: 'ERR_JWT_CLAIM_VALIDATION_FAILED' }));
    it('is refused when it names a role there is not', async () =>
      expect(verifyToken(await made('casetrail', '1 hour', { role: 'EMPEROR' }))).rejects.toThrow('role'));
  });

  it('is not issued to a role there is not', async () => {
    const nobody = { ...leader, role: 'EMPEROR' } as unknown as Actor; // what a command line might pass
    await expect(issueToken(nobody)).rejects.toThrow('role');
  });

  it('is neither issued nor accepted where it is not allowed', () =>
    expect(() => developmentTokens({ developmentTokens: { keyFile, allowed: false } })).toThrow('OpenID Connect'));
});

describe('its key', () => {
  it('can be read by one account only', () => expect(fs.statSync(keyFile).mode & 0o777).toBe(0o600));

  it('is refused when it is not a key', () => {
    const short = join(home, 'short.key');
    fs.writeFileSync(short, 'secret');
    expect(() => tokensOf(short)).toThrow('32 bytes');
  });
});
