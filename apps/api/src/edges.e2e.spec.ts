import { type AddressInfo, connect } from 'node:net';
import { usualEdge } from '@casetrail/runtime';
import { type Answered, TestApi, problemIn, uncounted } from './testing/index.ts';
import { leaks, leaksIn } from './testing/leaks.ts';
import { report } from './testing/stories.ts';

const cases = '/v1/criminal-cases';
const anonymous = (api: TestApi, url: string, headers: Record<string, string> = {}) => api.send('GET', url, undefined, headers);

const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}`, i]));

describe('a limit', () => {
  let api: TestApi;
  beforeAll(async () => (api = await TestApi.start({ edge: { ...uncounted, body: 4096, json: { depth: 3, names: 20, items: 4, text: 40 } } })));
  afterAll(() => api.stop());
  const flaws = async (body: unknown) => problemIn(await api.post(cases, body)).errors;

  it('of the body is what it is set to', async () => {
    const padded = (size: number) =>
      api.send('POST', cases, JSON.stringify(report()).padEnd(size), {
        ...api.bearer('leader'),
        'content-type': 'application/json',
        'idempotency-key': `padded-${size}`,
      });
    expect((await padded(4096)).status).toBe(201);
    expect(problemIn(await padded(4097))).toMatchObject({ status: 413, code: 'request/too-large' });
  });
  it.each([
    ['depth', { a: { b: {} } }, { a: { b: { c: {} } } }, { path: 'a.b.c', code: 'too-deep' }],
    ['items', { a: [1, 2, 3, 4] }, { a: [1, 2, 3, 4, 5] }, { path: 'a.4', code: 'too-many' }],
    ['names', fields(20), fields(21), { path: 'x20', code: 'too-many' }],
    ['text', { a: 'x'.repeat(38) }, { a: 'x'.repeat(39) }, { path: 'a', code: 'too-long' }],
    ['names that are long', { ['x'.repeat(38)]: 1 }, { ['x'.repeat(39)]: 1 }, { code: 'too-long' }],
  ])('of %s holds at its edge and not below', async (_, within, beyond, flaw) => {
    expect((await flaws(within))!.filter(({ code }) => code.startsWith('too-'))).toEqual([]);
    expect(await flaws(beyond)).toEqual([expect.objectContaining(flaw)]);
  });
});

describe('how often one may ask', () => {
  let api: TestApi;
  beforeAll(
    async () =>
      (api = await TestApi.start({ edge: { ...usualEdge, rates: { ...uncounted.rates, reads: 5, writes: 3, strangers: 4 }, proxies: ['127.0.0.1'] } })),
  );
  afterAll(() => api.stop());
  const statuses = async (count: number, ask: () => Promise<{ readonly status: number }>) => {
    const seen: number[] = [];
    for (let i = 0; i < count; i++) seen.push((await ask()).status);
    return seen;
  };
  const times = (count: number, status: number) => Array.from({ length: count }, () => status);

  it('is counted by who asks, and reading apart from writing', async () => {
    expect(await statuses(6, () => api.get('/v1/figures', { as: 'clerk' }))).toEqual([...times(5, 200), 429]);
    expect(await statuses(4, () => api.post(cases, report(), { as: 'investigator' }))).toEqual([...times(3, 201), 429]);
    expect((await api.get('/v1/figures', { as: 'judge' })).status).toBe(200);
    expect((await api.get('/v1/figures', { as: 'investigator' })).status).toBe(200);
  });
  it('is told with the time to wait, and nothing is recorded', async () => {
    await statuses(3, () => api.post(cases, {}, { as: 'leader' }));
    const { position } = await api.ledger.head();
    const refused = await api.post(cases, report(), { as: 'leader' });
    expect(problemIn(refused)).toMatchObject({ status: 429, code: 'request/too-many', detail: expect.stringContaining('3 writing requests') });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(10);
    expect((await api.ledger.head()).position).toBe(position);
  });
  it('is counted by address where nobody says who is asking, whatever else they say', async () => {
    const from = (address: string) => anonymous(api, '/v1/figures', { authorization: 'Bearer x', 'x-forwarded-for': `1.2.3.4, ${address}` });
    expect(await statuses(5, () => from('198.51.100.7'))).toEqual([...times(4, 401), 429]);
    expect((await from('198.51.100.8')).status).toBe(401);
    expect((await anonymous(api, '/problems', { 'x-forwarded-for': '198.51.100.7' })).status).toBe(429);
    expect((await api.get('/v1/figures', { as: 'auditor', headers: { 'x-forwarded-for': '198.51.100.7' } })).status).toBe(200);
  });
  it('does not matter to probes, and to those who fetch the tree', async () => {
    for (const url of ['/health/live', '/health/ready', '/v1/ledger/tile/0/000']) expect(await statuses(8, () => anonymous(api, url))).not.toContain(429);
  });
});

it('does not believe what somebody says about the address, where no proxy is named', async () => {
  const api = await TestApi.start({ edge: { ...usualEdge, rates: { ...uncounted.rates, strangers: 2 } } });
  const from = async (address: string) => (await anonymous(api, '/problems', { 'x-forwarded-for': address })).status;
  expect([await from('198.51.100.1'), await from('198.51.100.2'), await from('198.51.100.3')]).toEqual([200, 200, 429]);
  await api.stop();
});

describe('every answer', () => {
  let api: TestApi;
  beforeAll(async () => (api = await TestApi.start({ edge: { ...usualEdge, isBehindTls: true } })));
  afterAll(() => api.stop());

  const forBrowsers = {
    'content-security-policy': expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'$/),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
    'cache-control': 'no-store',
    'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
    'x-request-id': expect.any(String),
  };
  const tellsNothing = ({ headers, text }: Answered) => {
    expect(headers).toMatchObject(forBrowsers);
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(server|x-powered-by|via)$/)]));
    expect(leaksIn(text)).toEqual([]);
  };

  it.each([
    ['/health/live', 200],
    ['/health/ready', undefined],
    ['/v1/figures', 401],
    ['/v1/ledger/checkpoint', 503],
    ['/nowhere', 404],
    ['/v1/figures/%E0%A4%A', 400],
    [`/v1/figures/${'x'.repeat(2000)}`, 414],
    ['/problems', 200],
    ['/docs', 200],
    ['/docs/swagger-ui-bundle.js', undefined],
    ['/docs/../../etc/passwd', undefined],
    ['/docs/%2e%2e/%2e%2e/package.json', undefined],
    ['/favicon.ico', 404],
  ])('to anybody tells a browser to do nothing with it: %s', async (url, status) => {
    const answer = await anonymous(api, url);
    if (status) expect(answer.status).toBe(status);
    if (answer.status === 200 && url.endsWith('.js')) expect(answer.headers).toMatchObject({ ...forBrowsers, 'cache-control': 'public, max-age=0' });
    else tellsNothing(answer);
  });
  it.each([
    ['figures', 'GET', '/v1/figures', undefined, {}, 200],
    ['a paper', 'GET', '/v1/white-paper?format=html', undefined, {}, 200],
    ['lines', 'GET', '/v1/ledger/events', undefined, {}, 200],
    ['a file', 'POST', '/v1/exports', '{"what":"cases","format":"csv","purpose":"AUDIT"}', { 'idempotency-key': 'f' }, 200],
    ['only headers', 'HEAD', '/v1/figures', undefined, {}, undefined],
    ['no such method', 'DELETE', cases, undefined, {}, 405],
    ['no such record', 'GET', `${cases}/criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV`, undefined, {}, 404],
    ['no key', 'POST', '/v1/exports', '{}', {}, 400],
    ['no JSON', 'POST', '/v1/exports', '{', { 'idempotency-key': 'k' }, 400],
    ['no JSON by its type', 'POST', '/v1/exports', 'x', { 'content-type': 'text/plain', 'idempotency-key': 'k' }, 415],
    ['no such role', 'POST', cases, '{}', { 'idempotency-key': 'k' }, 403],
    ['too much', 'POST', '/v1/exports', ' '.repeat(300_000), { 'idempotency-key': 'k' }, 413],
    ['a key used before', 'POST', '/v1/exports', '{"what":"cases","format":"xlsx","purpose":"AUDIT"}', { 'idempotency-key': 'f' }, 422],
  ] as const)('to somebody tells a browser to do nothing with it: %s', async (_, method, url, payload, headers, status) => {
    const answer = await api.send(method, url, payload, { ...api.bearer('auditor'), ...(payload && { 'content-type': 'application/json' }), ...headers });
    if (status) expect(answer.status).toBe(status);
    tellsNothing(answer);
  });
  it('tells nothing where the database is not as it should be', async () => {
    await api.owner.query('alter table access.looks rename to looked');
    const answer = await api.get('/v1/figures/F05/facts');
    await api.owner.query('alter table access.looked rename to looks');
    expect(problemIn(answer)).toMatchObject({ status: 503, code: 'look/not-recorded' });
    tellsNothing(answer);
    await api.owner.query('alter table ledger.streams rename to rivers');
    const fault = await api.get(`${cases}/criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV`);
    await api.owner.query('alter table ledger.rivers rename to streams');
    expect(problemIn(fault)).toMatchObject({ status: 500, code: 'service/fault' });
    tellsNothing(fault);
  });
  it('also where it is no HTTP that was sent', async () => {
    await api.app.listen(0, '127.0.0.1');
    const socket = connect((api.app.getHttpServer().address() as AddressInfo).port, '127.0.0.1', () => socket.write('HELLO\r\n\r\n'));
    let answer = '';
    for await (const chunk of socket.setEncoding('utf8')) answer += chunk as string;
    expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\n[^]*request\/malformed/);
    for (const name of Object.keys(forBrowsers)) expect(answer).toContain(`\r\n${name}: `);
    expect(leaksIn(answer)).toEqual([]);
  });
  it('lets the readable documentation run what it is made of, and nothing else', async () => {
    const { headers, text } = await anonymous(api, '/docs');
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    for (const [, attributes, script] of text.matchAll(/<script([^>]*)>([^<]*)<\/script>/g))
      expect([attributes, script!.trim()]).toEqual([expect.stringMatching(/ src="\.?\/?[\w./-]+"/), '']);
    expect(text).not.toMatch(/ on\w+="|https?:\/\/(?!www\.w3\.org)/);
    expect((await anonymous(api, '/problems')).headers['content-security-policy']).not.toContain('script-src');
  });
});

it('promises TLS only where there is some', async () => {
  const api = await TestApi.start();
  expect((await anonymous(api, '/health/live')).headers).not.toHaveProperty('strict-transport-security');
  await api.stop();
});

describe('what must not be told', () => {
  it('is of more than forty kinds', () => expect(new Set(leaks.map(({ what }) => what)).size).toBeGreaterThanOrEqual(40));
  it.each(leaks)('is noticed: $what', ({ what, like }) => expect(leaksIn(`{"detail":"It failed: ${like}"}`)).toContain(what));
  it.each([
    '{"detail":"The record is not shown yet. Select another one from the list.","path":"/v1/corrections/x"}',
    '{"detail":"At most 3 searches of a user in a minute. Nothing was done; the same request may be sent again in 7 s.","code":"request/too-many"}',
    '{"code":"service/database-unavailable","title":"The database does not answer"}',
    '{"warrantNumber":"青公(刑)拘字〔2026〕1号","at":"2026-11-26T00:01:00+08:00","positions":[87856],"amount":117400000000}',
    '{"detail":"POLICE_LEADER may not issue UpdateTable: this is for JUDGE.","type":"/problems/role/not-allowed"}',
  ])('is not what may be: %s', (text) => expect(leaksIn(text)).toEqual([]));
});
