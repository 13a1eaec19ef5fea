import { once } from 'node:events';
import { Agent, request as ask } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';
import { TestApi, problemIn, uncounted } from './testing/index.ts';
import { openCase, report } from './testing/stories.ts';

const cases = '/v1/criminal-cases';
const file = { what: 'cases', format: 'csv', purpose: 'CASE_HANDLING' };
const statuses = async (count: number, send: () => Promise<{ readonly status: number }>) => {
  const seen: number[] = [];
  for (let i = 0; i < count; i++) seen.push((await send()).status);
  return seen;
};

describe('what tells much about persons', () => {
  let api: TestApi;
  beforeAll(async () => (api = await TestApi.start({ edge: { ...uncounted, rates: { ...uncounted.rates, searches: 3, exports: 2 } } })));
  afterAll(() => api.stop());

  it('may be looked for so often in a minute, and listed without end', async () => {
    expect(await statuses(4, () => api.get(`${cases}?text=x`, { as: 'clerk' }))).toEqual([200, 200, 200, 429]);
    expect(problemIn(await api.get('/v1/crime-groups?text=y', { as: 'clerk' }))).toMatchObject({
      code: 'request/too-many',
      detail: expect.stringContaining('3 searches of a user in a minute'),
    });
    expect(await statuses(5, () => api.get(cases, { as: 'clerk' }))).toEqual([200, 200, 200, 200, 200]);
    expect((await api.get(`${cases}?text=x`, { as: 'judge' })).status).toBe(200);
  });
  it('may be taken away so often in an hour; what is refused for its form does not count', async () => {
    expect(await statuses(4, () => api.post('/v1/exports', { ...file, purpose: 'NONE' }, { as: 'clerk' }))).toEqual([400, 400, 400, 400]);
    expect(await statuses(3, () => api.post('/v1/exports', file, { as: 'clerk' }))).toEqual([200, 200, 429]);
    const { rows } = await api.owner.query('select count(*)::int as count from access.exports');
    expect(rows).toEqual([{ count: 2 }]);
    const refused = await api.post('/v1/exports', file, { as: 'clerk' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(60);
    expect((await api.post('/v1/exports', file, { as: 'judge' })).status).toBe(200);
  });
});

describe('with more under way than may be', () => {
  let api: TestApi;
  beforeAll(async () => (api = await TestApi.start({ edge: { ...uncounted, atOnce: 3 } })));
  afterAll(() => api.stop());
  /** Holds the ledger, so that whoever writes waits. */
  async function held<T>(work: () => Promise<T>): Promise<T> {
    const client = await api.owner.connect();
    await client.query('begin; lock table ledger.events in access exclusive mode');
    try {
      return await work();
    } finally {
      await client.query('rollback');
      client.release();
    }
  }
  const waiting = async () =>
    Number(
      (await api.owner.query("select count(*) as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")).rows[0].count,
    );

  it('the next is told to come again, and those under way get done', async () => {
    const [admitted, refused, probed] = await held(async () => {
      const admitted = [1, 2, 3].map(() => api.post(cases, report(), { as: 'investigator' }));
      while ((await waiting()) === 0);
      return [admitted, await api.post(cases, report(), { as: 'investigator' }), await api.send('GET', '/health/live', undefined, {})] as const;
    });
    expect(problemIn(refused)).toMatchObject({ status: 503, code: 'service/busy' });
    expect([refused.headers['retry-after'], probed.status]).toEqual(['1', 200]);
    expect((await Promise.all(admitted)).map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await api.post(cases, report(), { as: 'investigator' })).status).toBe(201);
  });
  it('whoever hangs up leaves the place to others', async () => {
    await api.app.listen(0, '127.0.0.1');
    const { port } = api.app.getHttpServer().address() as AddressInfo;
    await held(async () => {
      for (let i = 0; i < 3; i++) {
        const sent = ask({
          port,
          method: 'POST',
          path: cases,
          headers: { ...api.bearer('investigator'), 'content-type': 'application/json', 'idempotency-key': `gone-${i}` },
        });
        sent.on('error', () => undefined).end(JSON.stringify(report()));
        while ((await waiting()) === 0);
        sent.destroy();
      }
    });
    const another = () => api.post(cases, report(), { as: 'investigator' });
    while ((await another()).status === 503); // until it is known here that they have hung up; the spec's time limit ends it otherwise
    await expect(statuses(5, another)).resolves.toEqual([201, 201, 201, 201, 201]);
  });
});

describe('a crowd of connections', () => {
  let api: TestApi;
  let port: number;
  beforeAll(async () => {
    api = await TestApi.start({ edge: { ...uncounted, headersWithin: 2000, requestWithin: 4000, atOnce: 50 } });
    await openCase(api);
    await api.app.listen(0, '127.0.0.1');
    ({ port } = api.app.getHttpServer().address() as AddressInfo);
  });
  afterAll(() => api.stop());

  const open = (text: string) =>
    new Promise<Socket>((settle, fail) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text, () => settle(socket)));
      socket.on('error', fail);
    });
  const overNetwork = (agent: Agent) =>
    new Promise<number>((settle, fail) => {
      ask({ port, agent, path: '/v1/figures', headers: api.bearer('auditor') }, (answer) =>
        answer.resume().on('end', () => settle(answer.statusCode as number)),
      )
        .on('error', fail)
        .end();
    });

  it('that send slowly keeps nobody from being answered, and is sent away', async () => {
    const bearer = Object.entries({ ...api.bearer('leader'), 'content-type': 'application/json', 'content-length': '1000' });
    const head = bearer.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const slow = await Promise.all([
      ...Array.from({ length: 200 }, () => open('GET /v1/figures HTTP/1.1\r\nHost: x\r\nX-Slow: ')),
      ...Array.from({ length: 200 }, () => open(`POST ${cases} HTTP/1.1\r\nHost: x\r\nIdempotency-Key: slow\r\n${head}\r\n{"a":`)),
    ]);
    const answers = slow.map(async (socket) => {
      let answer = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
      await once(socket, 'close');
      return answer;
    });
    const agent = new Agent({ keepAlive: true });
    expect(await Promise.all(Array.from({ length: 20 }, () => overNetwork(agent)))).toEqual(Array.from({ length: 20 }, () => 200));
    agent.destroy();
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(/^(HTTP\/1.1 408 [^]*request\/timeout[^]*)?$/);
  });

  it('that send without end costs no more than what a body may be', async () => {
    const before = process.memoryUsage();
    const chunk = Buffer.alloc(64 * 1024, ' ');
    const sent = Array.from(
      { length: 20 },
      () =>
        new Promise<number>((settle) => {
          const headers = { ...api.bearer('leader'), 'content-type': 'application/json', 'idempotency-key': 'huge', 'transfer-encoding': 'chunked' };
          const upload = ask({ port, method: 'POST', path: cases, headers }, (answer) => {
            settle(answer.statusCode as number);
            upload.destroy();
          });
          let left = 1024; // 64 MiB each
          const more = (): void => {
            while (left-- > 0 && !upload.destroyed) if (!upload.write(chunk)) return void upload.once('drain', more);
          };
          upload.on('error', () => settle(0)); // hung up on while still sending
          more();
        }),
    );
    for (const status of await Promise.all(sent)) expect([413, 0]).toContain(status);
    const { arrayBuffers, rss } = process.memoryUsage();
    expect((arrayBuffers - before.arrayBuffers) / 2 ** 20).toBeLessThan(64);
    expect((rss - before.rss) / 2 ** 20).toBeLessThan(256);
    expect((await api.get(cases, { as: 'leader' })).status).toBe(200);
  });
});
