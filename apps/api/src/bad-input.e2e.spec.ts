import type { Server } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';
import { problems } from '@casetrail/contracts';
import { TestApi, problemIn, today } from './testing/index.ts';
import { filing, report, reportedCase } from './testing/stories.ts';

let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());

const cases = '/v1/criminal-cases';
const json = { 'content-type': 'application/json', 'idempotency-key': 'k' };
const post = (payload: string | Buffer, headers: Record<string, string> = {}, url = cases) =>
  api.send('POST', url, payload, { ...api.bearer('leader'), ...json, ...headers });

describe('a body', () => {
  it.each([
    ['that is cut off', '{"a":'],
    ['that is not JSON', 'reportNumber=1'],
    ['that is not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
    ['that ends twice', '{}{}'],
  ])('%s is malformed', async (_, payload) => expect(problemIn(await post(payload))).toMatchObject({ status: 400, code: 'request/malformed-json' }));

  it.each(['[]', '"text"', '1', 'null', 'true'])('is an object, not %s', async (payload) =>
    expect(problemIn(await post(payload))).toMatchObject({ status: 400, code: 'request/invalid' }),
  );

  it('is an object where it may be empty, too, and not null', async () => {
    const unknown = '/v1/publications/publication-01ARZ3NDEKTSV4RRFFQ69G5FAV/compute';
    expect(problemIn(await api.post(unknown, null, { as: 'statistician' }))).toMatchObject({ status: 400, code: 'request/invalid' });
    expect(problemIn(await api.post(unknown, {}, { as: 'statistician' }))).toMatchObject({ status: 404, code: 'publication/is-unknown' });
  });

  it('may be 256 KiB', async () => {
    const limit = 256 * 1024;
    const padded = (size: number) => JSON.stringify(report()).padEnd(size, ' ');
    expect(problemIn(await post(padded(limit + 1)))).toMatchObject({ status: 413, code: 'request/too-large' });
    expect((await post(padded(limit))).status).toBe(201);
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/problem+json', 'nonsense'])(
    'is not %s',
    async (type) => expect(problemIn(await post('{}', { 'content-type': type }))).toMatchObject({ status: 415, code: 'request/unsupported-media-type' }),
  );
  it('may name its character set', async () =>
    expect((await post(JSON.stringify(report()), { 'content-type': 'application/json; charset=utf-8', 'idempotency-key': 'charset' })).status).toBe(201));

  const wrong = async (more: object, url = cases) => problemIn(await api.post(url, { ...report(), ...more })).errors;
  it.each([
    ['a missing field', { source: undefined }, { path: 'source', code: 'required' }],
    ['a wrong type', { reportNumber: 7 }, { path: 'reportNumber', code: 'invalid-type' }],
    ['a value that is not listed', { source: 'RUMOUR' }, { path: 'source', code: 'invalid-value' }],
    ['an unknown field', { colour: 'red' }, { path: 'colour', code: 'unknown' }],
    ['the actor', { actor: { user: 'god' } }, { path: 'actor', code: 'unknown' }],
    ['the recorded time', { recordedAt: '2019-01-01T00:00:00Z' }, { path: 'recordedAt', code: 'unknown' }],
    ['a constructor', { constructor: { prototype: {} } }, { path: 'constructor', code: 'unknown' }],
    ['an unknown field inside', { document: { kind: 'a', number: '1', date: today(), colour: 'red' } }, { path: 'document.colour', code: 'unknown' }],
    ['a day that there is not', { occurredOn: '2019-02-29' }, { path: 'occurredOn', code: 'invalid-format' }],
    ['a moment for a day', { occurredOn: '2019-02-28T00:00:00Z' }, { path: 'occurredOn', code: 'invalid-format' }],
    ['a district that there is not', { district: '110101' }, { path: 'district', code: 'invalid-value' }],
    ['a text that is too long', { reportNumber: 'x'.repeat(61) }, { path: 'reportNumber', code: 'too-big' }],
    ['a text of spaces', { reportNumber: '     ' }, { path: 'reportNumber', code: 'too-small' }],
    ['half a character', { reportNumber: 'R-\ud800-1' }, { path: 'reportNumber', code: 'invalid-text' }],
    ['a NUL', { reportNumber: 'R-\0-1' }, { path: 'reportNumber', code: 'invalid-text' }],
    ['half a character further in', { document: { kind: '\udfff', number: '1', date: today() } }, { path: 'document.kind', code: 'invalid-text' }],
    ['a reason that is not a code', { reason: { code: 'because' } }, { path: 'reason.code', code: 'invalid-format' }],
  ])('with %s is told which', async (_, more, error) => expect(await wrong(more)).toEqual([expect.objectContaining(error)]));

  const raw = async (text: string) => problemIn(await post(JSON.stringify({ ...report(), reportNumber: 'R-7' }).replace('"R-7"', text)));
  it.each([
    ['a name twice, of which the last would win', '"R-7","reportNumber":"R-8"', 'reportNumber', 'duplicate'],
    ['a name twice, the second time written otherwise', '"R-7","report\\u004eumber":"R-8"', 'reportNumber', 'duplicate'],
    ['a name twice, further in', '"R-7","document":{"kind":"a","kind":"b"}', 'document.kind', 'duplicate'],
    ['a number beyond 2^53, which would become another one', '9007199254740993', 'reportNumber', 'not-a-whole-number'],
    ['a number without end', '1e999', 'reportNumber', 'not-a-whole-number'],
    ['a fraction', '0.1', 'reportNumber', 'not-a-whole-number'],
    ['a fraction that is whole', '7.0', 'reportNumber', 'not-a-whole-number'],
    ['a fraction that becomes whole', '[1,{"a":1.00000000000000000001}]', 'reportNumber.1.a', 'not-a-whole-number'],
    ['an exponent', '1e3', 'reportNumber', 'not-a-whole-number'],
    ['minus nothing', '-0', 'reportNumber', 'not-a-whole-number'],
    ['half a character', '"R-\\ud800"', 'reportNumber', 'invalid-text'],
    ['a NUL', '"R-\\u0000"', 'reportNumber', 'invalid-text'],
    ['text that is not normalised', '"Re\u0301sume\u0301"', 'reportNumber', 'not-normalised'],
    ['text that is not normalised, in escapes', '"R-e\\u0301"', 'reportNumber', 'not-normalised'],
    ['a sign that stands for another one', '"\u212b-12"', 'reportNumber', 'not-normalised'],
  ])('with %s is refused, and nothing is recorded', async (_, text, path, code) => {
    const { position } = await api.ledger.head();
    expect(await raw(text)).toMatchObject({ status: 400, code: 'request/invalid', errors: [expect.objectContaining({ path, code })] });
    expect((await api.ledger.head()).position).toBe(position);
  });
  it('may say the same name in two places, and quotes, braces and commas in text', async () => {
    const text = '{"a":{"a":1},"a,\"b":2} [1.5]';
    const recorded = await api.post(cases, { ...report(), reportNumber: text, document: { kind: text, number: '{"kind":1,"kind":2}', date: today() } });
    expect(recorded.status).toBe(201);
  });

  it('that sets __proto__ is told so', async () =>
    expect(problemIn(await post(JSON.stringify(report()).replace('{', '{"__proto__":{"x":1},'))).errors).toEqual([
      expect.objectContaining({ path: '__proto__', code: 'unknown' }),
    ]));
  it('is told everything that is wrong, but not a thousand times', async () => {
    expect(await wrong({ source: 1, district: 2, a: 3, b: 4 })).toHaveLength(4);
    const many = await wrong(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`x${i}`, i])));
    expect(many!.length).toBeLessThanOrEqual(50);
  });
  it('nested without end is refused', async () =>
    expect(problemIn(await post(`{"document":${'['.repeat(100_000)}${']'.repeat(100_000)}}`))).toMatchObject({ code: 'request/invalid' }));
  it('with the statistical code of the high-tech zone is told where that belongs', async () =>
    expect((await wrong({ district: '370271' }))![0]!.message).toContain('370214'));
  it('holds money as text, and whole', async () => {
    const answer = await api.post('/v1/suspects/suspect-01ARZ3NDEKTSV4RRFFQ69G5FAV/bail', { depositInFen: '10.5', occurredOn: today() });
    expect(problemIn(answer).errors).toEqual([expect.objectContaining({ path: 'depositInFen' })]);
  });
  it('is not repeated in the answer', async () =>
    expect((await api.post(cases, { ...report(), source: 'a secret of somebody' })).text).not.toContain('secret'));
});

describe('an address', () => {
  it.each(['/', '/v1', '/v2/criminal-cases', '/v1/criminal-cases/x/unheard-of', '/v1/criminal-case', '/favicon.ico', '/v1/criminal-cases/'])(
    'that is not served is not found: %s',
    async (url) => expect(problemIn(await api.get(url))).toMatchObject({ status: 404, code: 'request/unknown-route' }),
  );
  it('takes the methods it takes', async () => {
    const answer = await api.send('DELETE', cases, undefined, api.bearer('leader'));
    expect(problemIn(answer)).toMatchObject({ status: 405, code: 'request/method-not-allowed' });
    expect(answer.headers).toMatchObject({ allow: expect.stringContaining('POST') });
    expect(problemIn(await api.get(`${cases}/criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV/file`))).toMatchObject({ status: 405 });
  });
  it('that is not well formed is refused', async () =>
    expect(problemIn(await api.get('/v1/figures/%E0%A4%A'))).toMatchObject({ status: 400, code: 'request/malformed' }));
  it.each(['/v1/publications/%00/diff/x', '/v1/publications/x/diff/%00', '/v1/persons/%00', '/v1/history/%00', '/v1/criminal-cases/%00'])(
    'with a part that cannot be an id is not found: %s',
    async (url) => expect(problemIn(await api.get(url)).status).toBe(404),
  );
  it('with a part longer than any id is refused', async () =>
    expect(problemIn(await api.get(`/v1/figures/${'x'.repeat(2000)}`)).status).toBeGreaterThanOrEqual(400));
  it('of a command takes no query', async () =>
    expect(problemIn(await api.post(`${cases}?dryRun=true`, report())).errors).toEqual([expect.objectContaining({ path: 'dryRun', code: 'unknown' })]));
});

describe('a token', () => {
  const asked = (authorization?: string) => api.send('GET', '/v1/figures', undefined, authorization === undefined ? {} : { authorization });

  it.each([undefined, '', 'Basic bGk6d2Vp', 'Bearer', 'Bearer a b', 'bearer: x'])('is required: %s', async (authorization) => {
    const answer = await asked(authorization);
    expect(problemIn(answer)).toMatchObject({ status: 401, code: 'authentication/required' });
    expect(answer.headers).toMatchObject({ 'www-authenticate': 'Bearer realm="casetrail"' });
  });
  it.each(['x', 'a.b.c', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJsaS53ZWkifQ.'])('that is not ours is refused: %s', async (token) => {
    const answer = await asked(`Bearer ${token}`);
    expect(problemIn(answer)).toMatchObject({ status: 401, code: 'authentication/invalid-token' });
    expect(answer.headers).toMatchObject({ 'www-authenticate': expect.stringContaining('invalid_token') });
  });
  it('is asked for before anything is said about the rest', async () => expect((await api.send('POST', `${cases}/x/file`, '{}', json)).status).toBe(401));
  it('is not needed for health, documentation and problems', async () => {
    for (const url of ['/health/live', '/health/ready', '/openapi.json', '/docs', '/problems', '/problems/request/invalid'])
      expect([url, (await api.send('GET', url, undefined, {})).status]).toEqual([url, 200]);
  });
});

describe('a header', () => {
  it.each(['', 'x'.repeat(256), 'two words', 'ключ', 'tab\tbed'])('Idempotency-Key is visible ASCII, 1 to 255: %j', async (key) =>
    expect(problemIn(await post(JSON.stringify(report()), { 'idempotency-key': Buffer.from(key).toString('latin1') }))).toMatchObject({
      status: 400,
      code: 'idempotency/key-required',
    }),
  );
  it('Idempotency-Key is required', async () =>
    expect(problemIn(await api.send('POST', cases, JSON.stringify(report()), { ...api.bearer('leader'), 'content-type': 'application/json' }))).toMatchObject({
      status: 400,
      code: 'idempotency/key-required',
    }));
  it.each(['3', 'W/"3"', '"x"', '*', '"1", "2"', '"99999999999"'])('If-Match names one version, not %s', async (value) =>
    expect(problemIn(await api.post(`${cases}/${await reportedCase(api)}/file`, filing(), { headers: { 'if-match': value } }))).toMatchObject({
      status: 400,
      errors: [{ path: 'If-Match' }],
    }),
  );
  it('X-Request-Id is taken over, where it is one', async () => {
    const idIn = async (id: string) => (await api.send('GET', '/v1/figures', undefined, { 'x-request-id': id })).headers['x-request-id'];
    expect(await idIn('my-request.1')).toBe('my-request.1');
    expect(await idIn('<script>')).toMatch(/^[\da-f-]{36}$/);
  });
});

describe('a page about a problem', () => {
  it.each([...Object.keys(problems), 'criminal-case/is-withdrawn'])('is where its type leads: %s', async (code) =>
    expect((await api.send('GET', `/problems/${code}`, undefined, {})).body).toMatchObject({ code }),
  );
  it('is not found where there is no such problem', async () =>
    expect(problemIn(await api.send('GET', '/problems/weather/is-bad', undefined, {}))).toMatchObject({ status: 404, code: 'problem/is-unknown' }));
});

describe('what is not HTTP', () => {
  let port: number;
  beforeAll(async () => {
    await api.app.listen(0, '127.0.0.1');
    port = (api.app.getHttpServer().address() as AddressInfo).port;
  });
  const answerTo = (text: string) =>
    new Promise<string>((settle, fail) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      socket
        .setEncoding('utf8')
        .on('data', (chunk: string) => (answer += chunk))
        .on('close', () => settle(answer))
        .on('error', fail);
    });

  it('is refused as a problem', async () =>
    expect(await answerTo('HELLO\r\n\r\n')).toMatch(/^HTTP\/1.1 400[^]*application\/problem\+json[^]*request\/malformed/));
  it('and so are headers without end', async () =>
    expect(await answerTo(`GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431[^]*request\/headers-too-large/));
  it('and a request that does not arrive in time may be sent again', async () => {
    const server = api.app.getHttpServer() as Server;
    server.once('connection', (socket: Socket) =>
      server.emit('clientError', Object.assign(new Error('too slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket),
    );
    expect(await answerTo('POST /v1/persons HTTP/1.1\r\n')).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n[^]*request\/timeout/);
  });
});
