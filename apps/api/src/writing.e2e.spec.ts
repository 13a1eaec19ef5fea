import { randomUUID } from 'node:crypto';
import { TestApi, ago, problemIn, today } from './testing/index.ts';
import { filing, openCase, report, reportedCase } from './testing/stories.ts';

let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());

const cases = '/v1/criminal-cases';
const head = async () => (await api.ledger.head()).position;

describe('a repeated request', () => {
  it('has the same receipt, and says that it is one', async () => {
    const key = randomUUID();
    const body = report();
    const first = await api.post(cases, body, { key });
    const position = await head();
    const again = await api.post(cases, body, { key });
    expect(again.status).toBe(201);
    expect(again.body).toEqual({ ...first.body, isRepeated: true });
    expect(again.headers).toMatchObject({ 'idempotent-replayed': 'true', location: first.headers['location'], etag: '"1"' });
    expect(await head()).toBe(position);
  });
  it('has the same receipt when the record has moved on', async () => {
    const id = await reportedCase(api);
    const sent = { key: randomUUID(), headers: { 'if-match': '"1"' } };
    const body = filing();
    const first = await api.post(`${cases}/${id}/file`, body, sent);
    await api.recorded(`${cases}/${id}/start-investigation`, { investigators: ['a'], occurredOn: today() });
    expect((await api.post(`${cases}/${id}/file`, body, sent)).body).toEqual({ ...first.body, isRepeated: true });
  });
  it('has the same receipt as a request for a correction, and when it is decided', async () => {
    const id = await openCase(api);
    const sent = { key: randomUUID(), headers: { 'if-match': '"3"' } };
    const body = { ground: 'NO_CRIME', occurredOn: today(), reason: { code: 'NO_CRIME' } };
    const first = await api.post(`${cases}/${id}/withdraw`, body, sent);
    await api.recorded(first.body.correction.approve, {}, { as: 'deputy' });
    const again = await api.post(`${cases}/${id}/withdraw`, body, sent);
    expect(again).toMatchObject({ status: 202, headers: { 'idempotent-replayed': 'true', location: first.headers['location'] } });
    expect(again.body).toEqual({ ...first.body, isRepeated: true });
  });
  it('of a late beginning names the same record to begin', async () => {
    const key = randomUUID();
    const body = { ...report(ago(40)), reason: { code: 'FOUND_ON_PAPER' } };
    const first = await api.post(cases, body, { key });
    expect((await api.post(cases, body, { key })).body.correction).toEqual(first.body.correction);
  });
  it('is recorded once, however many arrive at the same time', async () => {
    const key = randomUUID();
    const body = report();
    const position = await head();
    const answers = await Promise.all(Array.from({ length: 12 }, () => api.post(cases, body, { key })));
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(201));
    expect(new Set(answers.map(({ body }) => body.stream)).size).toBe(1);
    expect(answers.filter(({ body }) => !body.isRepeated)).toHaveLength(1);
    expect(await head()).toBe(position + 1);
  });
  it('may be spelt differently, as long as it says the same', async () => {
    const key = randomUUID();
    const { occurredOn, ...rest } = report();
    const first = await api.post(cases, { occurredOn, ...rest }, { key });
    expect((await api.post(cases, { ...rest, reportNumber: ` ${rest.reportNumber} `, occurredOn }, { key })).body).toEqual({ ...first.body, isRepeated: true });
  });
  it('that asks for what already holds records nothing, and is remembered too', async () => {
    const id = await reportedCase(api);
    const body = filing();
    await api.recorded(`${cases}/${id}/file`, body);
    const key = randomUUID();
    expect(await api.recorded(`${cases}/${id}/file`, body, { key })).toMatchObject({ stream: id, version: 2, events: [], isRepeated: false });
    expect(await api.recorded(`${cases}/${id}/file`, body, { key })).toMatchObject({ stream: id, version: 2, events: [], isRepeated: true });
  });
});

describe('a key', () => {
  it('is for one request', async () => {
    const key = randomUUID();
    await api.recorded(cases, report(), { key });
    const position = await head();
    expect(problemIn(await api.post(cases, report(), { key }))).toMatchObject({ status: 422, code: 'idempotency/key-reused' });
    expect(problemIn(await api.post(`${cases}/${await reportedCase(api)}/file`, filing(), { key }))).toMatchObject({
      status: 422,
      code: 'idempotency/key-reused',
    });
    expect(await head()).toBe(position + 1); // the case of the second attempt
  });
  it('belongs to its user', async () => {
    const key = randomUUID();
    const one = await api.recorded(cases, report(), { key, as: 'leader' });
    const other = await api.recorded(cases, report(), { key, as: 'deputy' });
    expect(other.commandId).not.toBe(one.commandId);
  });
  it('of a refused request is free', async () => {
    const key = randomUUID();
    const id = await reportedCase(api);
    expect((await api.post(`${cases}/${id}/close`, { occurredOn: today() }, { key })).status).toBe(409);
    expect((await api.post(`${cases}/${id}/file`, filing(), { key })).status).toBe(201);
  });
});

describe('If-Match', () => {
  it('lets the version through that it names', async () => {
    const id = await reportedCase(api);
    expect(await api.post(`${cases}/${id}/file`, filing(), { headers: { 'if-match': '"1"' } })).toMatchObject({ status: 201, headers: { etag: '"2"' } });
  });
  it.each(['"0"', '"2"', '"7"'])('stops another one: %s', async (version) => {
    const id = await reportedCase(api);
    expect(problemIn(await api.post(`${cases}/${id}/file`, filing(), { headers: { 'if-match': version } }))).toMatchObject({
      status: 412,
      code: 'request/stale-version',
      details: { version: 1 },
    });
  });
  it('is about the record that a correction is about', async () => {
    const id = await openCase(api);
    const body = { ground: 'NO_CRIME', occurredOn: today(), reason: { code: 'NO_CRIME' } };
    expect(problemIn(await api.post(`${cases}/${id}/withdraw`, body, { headers: { 'if-match': '"1"' } }))).toMatchObject({
      status: 412,
      details: { version: 3 },
    });
    expect((await api.post(`${cases}/${id}/withdraw`, body, { headers: { 'if-match': '"3"' } })).status).toBe(202);
  });
  it('lets one of many through', async () => {
    const id = await reportedCase(api);
    const answers = await Promise.all(Array.from({ length: 6 }, () => api.post(`${cases}/${id}/file`, filing(), { headers: { 'if-match': '"1"' } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 412, 412, 412, 412, 412]);
  });
});
