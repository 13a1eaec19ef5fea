import { TestApi, problemIn } from './testing/index.ts';
import { filing, report, reportedCase } from './testing/stories.ts';

let api: TestApi;
beforeEach(async () => (api = await TestApi.start()));
afterEach(() => api.stop());

const probe = (url: string) => api.send('GET', url, undefined, {});

describe('when the database', () => {
  it('is gone, everything that needs it says so, and what does not goes on', async () => {
    await api.ledger.pool.end();
    for (const url of ['/v1/figures', '/v1/ledger/events']) {
      const answer = await api.get(url);
      expect(problemIn(answer)).toMatchObject({ status: 503, code: 'service/database-unavailable' });
      expect(answer.headers).toMatchObject({ 'retry-after': '1' });
    }
    expect(problemIn(await api.post('/v1/criminal-cases', report()))).toMatchObject({ status: 503, code: 'service/database-unavailable' });
    expect((await probe('/health/live')).status).toBe(200);
    expect(await probe('/health/ready')).toMatchObject({ status: 503, body: { status: 'unavailable', database: { ok: false } } });
  });

  it('drops its connections, nothing is a fault, and soon everything goes on', async () => {
    const id = await reportedCase(api);
    await api.catchUp();
    const drop = () => api.owner.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');
    const askMuch = () =>
      Array.from({ length: 20 }, (_, i) => [
        api.post('/v1/criminal-cases', report()),
        api.get('/v1/figures'),
        api.get(`/v1/criminal-cases?limit=${i + 1}`),
      ]).flat();
    await Promise.all(askMuch()); // opens all the connections there may be
    const asked = askMuch();
    await drop();
    for (const [i, answer] of (await Promise.all(asked)).entries()) {
      const isList = i % 3 === 2; // the connection may be lost to the look at it
      const code = isList ? expect.stringMatching(/^(service\/database-unavailable|look\/not-recorded)$/) : 'service/database-unavailable';
      if (![200, 201].includes(answer.status)) expect(problemIn(answer)).toMatchObject({ status: 503, code });
    }
    const file = filing();
    const until = async (done: () => Promise<number>) => {
      let status = await done();
      for (; status === 503; status = await done());
      return status;
    };
    expect(await until(async () => (await api.post(`/v1/criminal-cases/${id}/file`, file, { key: 'once' })).status)).toBe(201);
    expect(await until(async () => (await api.get(`/v1/criminal-cases/${id}`)).status)).toBe(200);
    expect(await until(async () => (await probe('/health/ready')).status)).toBe(200);
  });

  it('is locked by somebody, the request gives up in time', async () => {
    const locked = await api.owner.connect();
    try {
      await locked.query('begin; lock table counting.checkpoint in access exclusive mode');
      expect(problemIn(await api.get('/v1/figures'))).toMatchObject({ status: 503, code: 'service/database-unavailable' });
    } finally {
      await locked.query('rollback');
      locked.release();
    }
  });
});

it('a fault says nothing of itself but the request id', async () => {
  await api.owner.query('drop schema counting cascade; drop schema views cascade');
  for (const url of ['/v1/figures', '/v1/criminal-cases', '/v1/criminal-cases/criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV']) {
    const answer = await api.get(url);
    expect(problemIn(answer)).toMatchObject({ status: 500, code: 'service/fault', requestId: expect.any(String) });
    expect(answer.text).not.toMatch(/relation|counting|select|\.ts/i);
  }
});

it('a ledger that can be changed is not ready', async () => {
  await api.owner.query('grant delete on ledger.commands to casetrail_api; alter table ledger.commands disable trigger append_only');
  expect(await probe('/health/ready')).toMatchObject({
    status: 503,
    body: { status: 'unavailable', database: { ok: true }, ledger: { ok: false, isAppendOnly: false } },
  });
});
