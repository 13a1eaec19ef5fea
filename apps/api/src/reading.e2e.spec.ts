import { createHash } from 'node:crypto';
import { responses } from '@casetrail/contracts';
import { tellRunning, tellStopped } from '@casetrail/readmodel';
import { TestApi, ago, problemIn, today } from './testing/index.ts';
import { openCase, openSuspect } from './testing/stories.ts';

let api: TestApi;
let detained: { position: number; suspect: string };

beforeAll(async () => {
  api = await TestApi.start();
  await api.openLedger('demo');
  const file = await openCase(api);
  await api.recorded(`/v1/criminal-cases/${file}/classify`, { scope: 'EVIL', listVersion: '2019', basis: 'opinion', occurredOn: ago(6) });
  const suspect = await openSuspect(api, file);
  const body = { warrantNumber: 'D-000001', at: `${ago(5)}T09:00:00+08:00`, ground: 'CPL82_1', occurredOn: ago(5) };
  detained = { suspect, position: (await api.recorded(`/v1/suspects/${suspect}/detain`, body)).position };
  await api.recorded(`/v1/criminal-cases/${file}/crack`, { suspects: [suspect], occurredOn: ago(3) });
  await api.catchUp();
});
afterAll(() => api.stop());

const value = async (query: string) => (await api.get(`/v1/figures/F05${query}`)).body.figure.value as number;

describe('figures', () => {
  it('are all there, and say where they stand', async () => {
    const { status, body } = await api.get('/v1/figures');
    expect(status).toBe(200);
    const { figures, ...standing } = responses.Figures.parse(body);
    const { position } = await api.ledger.head();
    const where = { asOf: today(), knownAt: { position, recordedOn: today() }, countedTo: position, ruleSet: expect.any(String), synthetic: true };
    expect(standing).toEqual({ ...where, releasedOn: expect.stringMatching(/^20\d\d-(04|10)-08$/) });
    expect(figures.map(({ id }) => id)).toEqual(expect.arrayContaining(['F01', 'F02', 'F03', 'F04', 'F05']));
    expect(figures.find(({ id }) => id === 'F05')).toMatchObject({ value: 1, printed: { zh: '1名', en: '1' } });
  });
  it('are as of a day', async () => expect([await value(`?asOf=${ago(6)}`), await value(`?asOf=${ago(5)}`)]).toEqual([0, 1]));
  it('are as known at a position', async () =>
    expect([await value(`?knownAt=${detained.position - 1}`), await value(`?knownAt=${detained.position}`)]).toEqual([0, 1]));
  it('are as known at the end of a day', async () =>
    expect([await value(`?knownAt=${ago(1)}`), await value(`?knownAt=${today()}`), await value('?knownAt=2089-01-01')]).toEqual([0, 1, 1]));
  it('are of one district', async () => {
    expect([await value('?district=370202'), await value('?district=370203')]).toEqual([1, 0]);
    expect((await api.get('/v1/figures?district=370203')).body).toMatchObject({ district: '370203' });
  });
  it('open down to the events', async () => {
    const facts = responses.Facts.parse((await api.get('/v1/figures/F05/facts')).body);
    expect(facts.facts).toHaveLength(1);
    expect(facts.facts[0]).toMatchObject({ district: '370202', from: ago(5), since: { event: `${detained.suspect}@2`, position: detained.position } });
  });
  it('open from gross to net', async () => {
    const { lines, value: net } = responses.Waterfall.parse((await api.get('/v1/figures/F05/waterfall')).body);
    expect(lines.reduce((sum, line) => sum + line.net, 0)).toBe(net);
    expect(net).toBe(1);
  });

  it.each([
    ['?asOf=2019-02-29', 'asOf'],
    ['?asOf=yesterday', 'asOf'],
    ['?knownAt=-1', 'knownAt'],
    ['?knownAt=1.5', 'knownAt'],
    ['?knownAt=', 'knownAt'],
    ['?knownAt=01', 'knownAt'],
    ['?district=1', 'district'],
    ['?unheardOf=1', 'unheardOf'],
    ['?asOf=2019-01-01&asOf=2019-01-02', 'asOf'],
  ])('refuse %s', async (query, path) =>
    expect(problemIn(await api.get(`/v1/figures${query}`))).toMatchObject({ status: 400, code: 'request/invalid', errors: [{ path }] }),
  );
  it('say where the statistical code of the high-tech zone belongs', async () =>
    expect(problemIn(await api.get('/v1/figures?district=370271')).detail).toContain('370214'));
  it.each(['F99', 'f05', 'F05%20', 'constructor'])('that do not exist are not found: %s', async (id) =>
    expect(problemIn(await api.get(`/v1/figures/${id}/facts`))).toMatchObject({ status: 404, code: 'figure/is-unknown' }),
  );
  it('cannot be known beyond the ledger', async () => {
    const { position } = await api.ledger.head();
    expect(problemIn(await api.get(`/v1/figures?knownAt=${position + 1}`))).toMatchObject({
      status: 400,
      code: 'figure/known-at-beyond-ledger',
      details: { position },
    });
  });
  it.each(['?limit=0', '?limit=201', '?limit=x', '?after=nowhere'])('are paged within limits: facts%s', async (query) =>
    expect(problemIn(await api.get(`/v1/figures/F05/facts${query}`))).toMatchObject({ status: 400, code: 'request/invalid' }),
  );
});

describe('the white paper', () => {
  it('is data, in one of two languages', async () => {
    const paper = responses.WhitePaper.parse((await api.get('/v1/white-paper?lang=en')).body);
    expect(paper).toMatchObject({ language: 'en', synthetic: true, values: { F05: 1 } });
    expect(paper.paragraphs[0]!.text).toContain('synthetic');
  });
  it('is text', async () => {
    const { headers, text } = await api.get('/v1/white-paper?format=md');
    expect(headers).toMatchObject({ 'content-type': 'text/markdown; charset=utf-8', 'content-language': 'zh-CN' });
    expect(text).toContain('虚构演示数据');
  });
  it.each(['?format=pdf', '?lang=fr', '?district=370271', '?ruleSet=v9'])('refuses %s', async (query) =>
    expect(problemIn(await api.get(`/v1/white-paper${query}`))).toMatchObject({ status: 400, code: 'request/invalid' }),
  );
});

describe('the ledger', () => {
  const lines = (text: string) => text.split('\n').filter(Boolean);

  it('is told line by line, as its bytes are', async () => {
    const { status, headers, text } = await api.get('/v1/ledger/events');
    expect([status, headers['content-type']]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    const told = lines(text);
    expect(told).toHaveLength((await api.ledger.head()).position);
    for (const [i, line] of told.entries()) {
      const { position, hash } = responses.LedgerLine.parse(JSON.parse(line));
      const bytes = line.slice(line.indexOf('"event":') + '"event":'.length, -1);
      expect([position, createHash('sha256').update(bytes).digest('hex')]).toEqual([i + 1, hash]);
    }
  });
  it('is for auditors alone', async () => {
    expect(problemIn(await api.get('/v1/ledger/events', { as: 'leader' }))).toMatchObject({ status: 403, code: 'role/not-allowed' });
  });
  it('goes on after a position', async () => {
    const positions = async (query: string) => lines((await api.get(`/v1/ledger/events${query}`)).text).map((line) => JSON.parse(line).position as number);
    expect(await positions('?after=2&limit=3')).toEqual([3, 4, 5]);
    expect(await positions('?after=100000')).toEqual([]);
  });
  it('is long', async () => {
    const before = (await api.ledger.head()).position;
    await Promise.all(
      Array.from({ length: 560 }, (_, i) =>
        api.recorded('/v1/criminal-cases', { reportNumber: `L-${i}`, source: 'PATROL', district: '370203', occurredOn: today() }, { as: 'investigator' }),
      ),
    );
    const told = lines((await api.get(`/v1/ledger/events?after=${before}&limit=550`)).text);
    expect([told.length, JSON.parse(told.at(-1)!).position]).toEqual([550, before + 550]);
  });
  it.each(['?after=-1', '?after=x', '?limit=0', '?limit=100001', '?from=1'])('refuses %s', async (query) =>
    expect(problemIn(await api.get(`/v1/ledger/events${query}`))).toMatchObject({ status: 400, code: 'request/invalid' }),
  );
});

describe('figures that lag', () => {
  it('say how far they are counted, and refuse what they do not know yet', async () => {
    const { position } = await api.ledger.head();
    const { knownAt, countedTo } = (await api.get('/v1/figures')).body;
    expect([knownAt.position, countedTo]).toEqual([countedTo, expect.any(Number)]);
    expect(countedTo).toBeLessThan(position);
    const answer = await api.get(`/v1/figures?knownAt=${position}`);
    expect(problemIn(answer)).toMatchObject({ status: 503, code: 'figure/not-counted-yet', details: { countedTo } });
    expect(answer.headers).toMatchObject({ 'retry-after': '1' });
  });
  it('show in health', async () => {
    const health = responses.Health.parse((await api.get('/health/ready')).body);
    const { position } = await api.ledger.head();
    expect(health).toMatchObject({ status: 'ok', ledger: { ok: true, position, isAppendOnly: true }, readModels: { figures: { ok: false } } });
    expect(health.readModels['figures']!.lag).toBeGreaterThan(0);
    await api.catchUp();
    expect(responses.Health.parse((await api.get('/health/ready')).body).readModels['figures']).toEqual({
      ok: true,
      position,
      lag: 0,
      state: 'running',
    });
  });
  it('show in health when they have stopped, with the kind of record in the way and not which one', async () => {
    const { position } = await api.ledger.head();
    const stream = 'umbrella_investigation-01ARZ3NDEKTSV4RRFFQ69G5FAV';
    await tellStopped('views', { cause: 'event', position: position + 1, reason: `Enchanted on ${stream} is not known here` }, position, api.worker);
    const answer = await api.get('/health/ready');
    expect(answer.status).toBe(200);
    expect(responses.Health.parse(answer.body).readModels).toEqual({
      figures: { ok: true, position, lag: 0, state: 'running' },
      views: {
        ok: false,
        position,
        lag: 0,
        state: 'stopped',
        stoppedBefore: position + 1,
        reason: 'Enchanted on umbrella_investigation is not known here',
        since: expect.any(String),
      },
    });
    await api.recorded('/v1/persons', { occurredOn: today() }, { as: 'investigator' });
    await api.catchUp();
    expect(await tellRunning('views', api.worker)).toBe(true);
    const readModels = responses.Health.parse((await api.get('/health/ready')).body).readModels;
    expect(readModels['views']).toEqual({ ok: true, position: position + 1, lag: 0, state: 'running' });
  });
});
