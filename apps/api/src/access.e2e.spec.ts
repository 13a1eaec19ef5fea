import { randomUUID } from 'node:crypto';
import { SignJWT, exportSPKI, importJWK } from 'jose';
import { addDays } from '@casetrail/domain';
import { type Grant, grantOffice, revokeOffices } from '@casetrail/runtime';
import { identify } from './http/identify.ts';
import { AUDIENCE, TestIssuer } from './testing/issuer.ts';
import { report } from './testing/stories.ts';
import { type Answered, TestApi, ago, problemIn, today } from './testing/index.ts';

const OPEN = '/v1/figures?asOf=2020-04-08';
let issuer: TestIssuer;
let stranger: TestIssuer;
let api: TestApi;

beforeAll(async () => {
  [issuer, stranger] = [await TestIssuer.start(), await TestIssuer.start()];
  api = await TestApi.start({ oidc: { issuer: issuer.address, audience: AUDIENCE } });
  await api.openLedger();
  await api.catchUp();
});
afterAll(async () => {
  await api.stop();
  await Promise.all([issuer.stop(), stranger.stop()]);
});

const grant = (subject: string, more: Partial<Grant> = {}) =>
  grantOffice(api.owner, 'spec', { issuer: issuer.address, subject, role: 'POLICE_LEADER', org: 'psb-370202', district: '370202', ...more });
const asking = (token: string, headers: Readonly<Record<string, string>> = {}, url = OPEN): Promise<Answered> =>
  api.send('GET', url, undefined, { authorization: `Bearer ${token}`, ...headers });
const seconds = () => Math.floor(Date.now() / 1000);
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

const reporting = (token: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> =>
  api.send('POST', '/v1/criminal-cases', JSON.stringify(report()), {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
    ...headers,
  });
/** Who did the last act, according to the ledger. */
async function lastActor(): Promise<unknown> {
  const { rows } = await api.owner.query("select convert_from(bytes, 'UTF8')::jsonb -> 'actor' as actor from ledger.events order by position desc limit 1");
  return rows[0].actor;
}

describe('a token that is not valid', () => {
  const made: Readonly<Record<string, () => Promise<string>>> = {
    'is none': async () => 'rubbish',
    'is not signed': async () => `${encoded({ alg: 'none', typ: 'at+jwt' })}.${encoded(issuer.claims('leader'))}.`,
    'is signed with the public key as a secret': async () => {
      const key = await importJWK(issuer.publicKey('ES256'), 'ES256', { extractable: true });
      return new SignJWT(issuer.claims('leader'))
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'key-ES256' })
        .sign(Buffer.from(await exportSPKI(key as never)));
    },
    'names another issuer': () => issuer.token('leader', { iss: stranger.address }),
    'names this issuer and one letter more': () => issuer.token('leader', { iss: `${issuer.address}/` }),
    'names no issuer': () => issuer.token('leader', { iss: undefined }),
    'is meant for something else': () => issuer.token('leader', { aud: 'payroll' }),
    'is meant for others too': () => issuer.token('leader', { aud: [AUDIENCE, 'payroll'] }),
    'is meant for nobody': () => issuer.token('leader', { aud: undefined }),
    'is one of identity': () => issuer.token('leader', {}, { typ: 'JWT' }),
    'does not say what it is': () => issuer.token('leader', {}, { typ: undefined as never }),
    'has expired': () => issuer.token('leader', { exp: seconds() - 31 }),
    'never expires': () => issuer.token('leader', { exp: undefined }),
    'is not valid yet': () => issuer.token('leader', { nbf: seconds() + 60 }),
    'was issued in the future': () => issuer.token('leader', { iat: seconds() + 60 }),
    'was issued too long ago': () => issuer.token('leader', { iat: seconds() - 3700 }),
    'does not say when it was issued': () => issuer.token('leader', { iat: undefined }),
    'says of nobody': () => issuer.token('leader', { sub: undefined }),
    'says of a subject without a name': () => issuer.token(''),
    'is of a key that nobody knows': () => issuer.token('leader', {}, { kid: 'key-unknown' }),
    'is signed by another issuer, under this name': () => stranger.token('leader', { iss: issuer.address }),
    'says itself where its key is': () => stranger.token('leader', { iss: issuer.address }, { jku: `${stranger.address}/jwks`, kid: 'its-own' }),
    'brings its key along': () => stranger.token('leader', { iss: issuer.address }, { jwk: stranger.publicKey('ES256'), kid: 'its-own' }),
    'wants something that is not known to be understood': () => issuer.token('leader', {}, { crit: ['casetrail'], casetrail: true } as never),
    'was changed by one word': async () => {
      const [header, , signature] = (await issuer.token('nobody')).split('.');
      return `${header}.${encoded(issuer.claims('leader'))}.${signature}`;
    },
    'claims to be a development token': () => issuer.token('leader', { iss: 'casetrail-development', role: 'POLICE_LEADER', org: 'x', district: '370202' }),
  };
  let usual: string;
  const bodyOf = ({ text, headers }: Answered) => text.replace(String(headers['x-request-id']), '…');
  beforeAll(async () => {
    await grant('leader');
    expect((await asking(await issuer.token('leader'))).status).toBe(200); // what all the others are held against
    usual = bodyOf(await asking(await issuer.token('leader', { aud: 'other' })));
  });

  it.each(Object.entries(made))('because it %s, answers what all of them answer', async (_, make) => {
    const answer = await asking(await make());
    expect(problemIn(answer)).toMatchObject({ status: 401, code: 'authentication/invalid-token' });
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="casetrail", error="invalid_token"');
    expect(bodyOf(answer)).toBe(usual);
  });
  it('is not listened to about where keys are', () => expect(stranger.asked).toEqual([]));
  it('of a key that nobody knows does not make us ask the issuer each time', async () => {
    const before = issuer.asked.length;
    for (let i = 0; i < 5; i++) await asking(await issuer.token('leader', {}, { kid: `invented-${i}` }));
    expect(issuer.asked.length - before).toBe(0);
  });
  it('is asked for where there is none', async () =>
    expect(problemIn(await api.send('GET', OPEN, undefined, {}))).toMatchObject({ status: 401, code: 'authentication/required' }));
});

describe('a valid token', () => {
  it.each(['EdDSA', 'ES256', 'PS256'] as const)('signed with %s is accepted', async (alg) => {
    await grant(`signed-${alg}`);
    expect((await asking(await issuer.token(`signed-${alg}`, {}, {}, alg))).status).toBe(200);
  });
  it('may come from a clock that is somewhat off', async () => {
    await grant('off');
    expect((await asking(await issuer.token('off', { iat: seconds() + 20, nbf: seconds() + 20, exp: seconds() + 320 }))).status).toBe(200);
  });
  it('says who somebody is; the office says what they do it as', async () => {
    await grant('leader-2', { user: 'li-hua', nameShown: '李华' });
    const { status } = await reporting(await issuer.token('leader-2', { role: 'AUDITOR', org: 'x', district: '370200' }));
    expect(status).toBe(201);
    expect(await lastActor()).toEqual({ user: 'li-hua', role: 'POLICE_LEADER', org: 'psb-370202', district: '370202' });
  });
  it('does not let an office do what is for others', async () => {
    await grant('judge', { role: 'JUDGE', org: 'court-370202' });
    expect(problemIn(await reporting(await issuer.token('judge')))).toMatchObject({ status: 403, code: 'role/not-allowed' });
  });
  it('is accepted beside development tokens', async () => expect((await api.get(OPEN, { as: 'leader' })).status).toBe(200));
});

describe('an office', () => {
  const noOffice = { status: 403, code: 'authentication/no-office' };

  it('is needed', async () => expect(problemIn(await asking(await issuer.token('nobody')))).toMatchObject(noOffice));
  it.each([
    ['that ended yesterday', { from: ago(10), to: addDays(today(), -1) }],
    ['that ends today', { from: ago(10), to: today() }],
    ['that begins tomorrow', { from: addDays(today(), 1) }],
  ])('%s is none', async (name, when) => {
    await grant(name, when);
    expect(problemIn(await asking(await issuer.token(name)))).toMatchObject(noOffice);
  });
  it('that ends tomorrow is one', async () => {
    await grant('until-tomorrow', { from: ago(10), to: addDays(today(), 1) });
    expect((await asking(await issuer.token('until-tomorrow'))).status).toBe(200);
  });
  it('is over at once when it is revoked, and held again when it is granted again', async () => {
    await grant('leaving', { from: ago(400) });
    const token = await issuer.token('leaving');
    expect((await asking(token)).status).toBe(200);
    expect(await revokeOffices(api.owner, 'spec', { issuer: issuer.address, subject: 'leaving' })).toBe(1);
    expect(problemIn(await asking(token))).toMatchObject(noOffice);
    await grant('leaving');
    expect((await asking(token)).status).toBe(200);
  });
  it('of the same subject at another issuer is not one', async () => {
    await grant('elsewhere', { issuer: stranger.address });
    expect(problemIn(await asking(await issuer.token('elsewhere')))).toMatchObject(noOffice);
  });
  it('is that of another district once somebody has moved there', async () => {
    await grant('moved', { from: ago(400), district: '370202' });
    await grant('moved', { from: ago(1), org: 'psb-370203', district: '370203' });
    await revokeOffices(api.owner, 'spec', { issuer: issuer.address, subject: 'moved', org: 'psb-370202' });
    expect((await reporting(await issuer.token('moved'))).status).toBe(201);
    expect(await lastActor()).toMatchObject({ user: 'moved', district: '370203' });
  });
  it('must be named by whoever holds several', async () => {
    await grant('both');
    await grant('both', { role: 'AUDITOR', org: 'office-370200', district: '370200' });
    const token = await issuer.token('both');
    expect(problemIn(await asking(token))).toMatchObject({
      status: 400,
      code: 'authentication/office-required',
      details: { offices: ['AUDITOR@office-370200', 'POLICE_LEADER@psb-370202'] },
    });
    expect((await reporting(token, { 'casetrail-office': 'POLICE_LEADER@psb-370202' })).status).toBe(201);
    expect(problemIn(await reporting(token, { 'casetrail-office': 'AUDITOR@office-370200' }))).toMatchObject({ code: 'role/not-allowed' });
    for (const office of ['JUDGE@court-370202', 'POLICE_LEADER', ''])
      expect(problemIn(await asking(token, { 'casetrail-office': office }))).toMatchObject(noOffice);
  });
});

describe('where development tokens are not allowed', () => {
  const developmentTokens = { keyFile: '/nonexistent/token.key', allowed: false };
  it('they are not accepted, and no key for them is looked for', async () => {
    const verifyToken = identify({ developmentTokens, oidc: { issuer: issuer.address, audience: AUDIENCE } }, api.ledger.pool);
    await expect(verifyToken(api.bearer('leader')['authorization']?.slice('Bearer '.length) as string)).rejects.toMatchObject({
      code: 'authentication/invalid-token',
    });
    await grant('in-production');
    expect(await verifyToken(await issuer.token('in-production'))).toMatchObject({ user: 'in-production', role: 'POLICE_LEADER' });
  });
  it('there must be an issuer', () =>
    expect(() => identify({ developmentTokens, oidc: undefined }, api.ledger.pool)).toThrow('OIDC_ISSUER must be set in production'));
});

describe('an issuer', () => {
  const unavailable = { status: 503, code: 'authentication/issuer-unavailable' };
  it.each([
    ['that does not answer', async (other: TestIssuer) => other.stop()],
    ['that says it is another', async (other: TestIssuer) => void (other.name = issuer.address)],
  ])('%s is not held against the token', async (_, spoil) => {
    const other = await TestIssuer.start();
    const apart = await TestApi.start({ oidc: { issuer: other.address, audience: AUDIENCE } });
    const token = await other.token('leader');
    await spoil(other);
    const answer = await apart.send('GET', OPEN, undefined, { authorization: `Bearer ${token}` });
    expect(problemIn(answer)).toMatchObject(unavailable);
    expect(answer.headers['retry-after']).toBe('1');
    await apart.stop();
    await other.stop().catch(() => undefined);
  });
});
