import { responses } from '@casetrail/contracts';
import { rulesInForce } from '@casetrail/domain';
import { canonicalJson } from '@casetrail/ledger';
import { projectFigures } from '@casetrail/readmodel';
import { TestApi, type Who, actors, ago, problemIn, today } from './testing/index.ts';
import { openCase, openSuspect, receivedLead, registeredPerson } from './testing/stories.ts';

const PUBLICATION = 21;
const first = 'publication-01ARZ3NDEKTSV4RRFFQ69G5FA1';
const second = 'publication-01ARZ3NDEKTSV4RRFFQ69G5FA2';
const draft = 'publication-01ARZ3NDEKTSV4RRFFQ69G5FA3';
const tampered = 'publication-01ARZ3NDEKTSV4RRFFQ69G5FA4';

let api: TestApi;
let detained: string;
let lead: string;

/** A publication as it lies in the ledger, put there past its decider. */
async function publish(id: string, asOf: string, position: number, values: Readonly<Record<string, number>>, types = ['PublicationPublished']): Promise<void> {
  const computed = { position, ruleSet: 'v1', rules: rulesInForce, figures: Object.entries(values).map(([figure, value]) => ({ figure, value })) };
  const events = [
    ['PublicationDrafted', { asOf, ruleSet: 'v1' }] as const,
    ['FiguresComputed', computed] as const,
    ...types.map((type) => [type, {}] as const),
  ];
  const { position: head } = await api.ledger.head();
  const no = (head + 1) * 32 + PUBLICATION;
  await api.owner.query('insert into ledger.streams (id, no) values ($1, $2)', [id, no]);
  for (const [i, [type, data]] of events.entries()) {
    const event = { stream: id, version: i + 1, type, schema: 1, occurredOn: today(), secrecy: 'PUBLIC', correlation: id, data, actor: actors.publisher };
    await api.owner.query(
      'insert into ledger.events (position, stream, version, occurred_on, recorded_at, type, bytes) values ($1, $2, $3, $4, now(), $5, $6)',
      [head + 1 + i, no, i + 1, today(), type, Buffer.from(canonicalJson(event))],
    );
  }
}

beforeAll(async () => {
  api = await TestApi.start();
  await api.openLedger('demo');
  const file = await openCase(api);
  await api.recorded(`/v1/criminal-cases/${file}/classify`, { scope: 'EVIL', listVersion: '2019', basis: 'opinion', occurredOn: ago(6) });
  const detain = async (on: string, warrantNumber: string) => {
    const suspect = await openSuspect(api, file);
    await api.recorded(`/v1/suspects/${suspect}/detain`, { warrantNumber, at: `${on}T09:00:00+08:00`, ground: 'CPL82_1', occurredOn: on });
    return suspect;
  };
  await detain(ago(5), 'D-000001');
  const { position: then } = await api.ledger.head();
  detained = await detain(ago(5), 'D-000002');
  await detain(ago(2), 'D-000003');
  lead = await receivedLead(api);
  await api.recorded(`/v1/umbrella-leads/${lead}/screen`, { outcome: 'RELEVANT', occurredOn: ago(2) }, { as: 'disciplineLeader' });
  await api.recorded(`/v1/umbrella-leads/${lead}/open-verification`, { occurredOn: ago(2) }, { as: 'disciplineLeader' });
  await registeredPerson(api);
  const { position: now } = await api.ledger.head();
  await publish(first, ago(4), then, { F05: 1, F14: 0 });
  await publish(second, ago(1), now, { F05: 3, F14: 1 });
  await publish(draft, ago(1), now, { F05: 3 }, []);
  await publish(tampered, ago(1), now, { F05: 4 });
  while (await projectFigures(api.worker, 1000));
});
afterAll(() => api.stop());

const difference = async (path: string, as: Who = 'disciplineLeader') => {
  const { status, text, body } = await api.get(path, { as });
  if (status !== 200) throw new Error(text);
  return responses.Difference.parse(body);
};
const cellsOf = ({ figures }: Awaited<ReturnType<typeof difference>>, id: string) =>
  Object.fromEntries((figures.find(({ figure }) => figure === id)?.cells ?? []).map(({ cell, change }) => [cell, change]));

describe('the difference between two publications', () => {
  it('explains every figure, and leaves nothing over', async () => {
    const found = await difference(`/v1/publications/${first}/diff/${second}`);
    expect(found).toMatchObject({ from: { publication: first, asOf: ago(4) }, to: { publication: second, asOf: ago(1) }, synthetic: true });
    expect(cellsOf(found, 'F05')).toEqual({ 'late-entries': 1, 'new-facts': 1 });
    expect(found.figures.filter(({ isPrinted }) => isPrinted)).toHaveLength(43);
    for (const { figure, from, to, change, cells, residual, state } of found.figures)
      expect({ figure, to: cells.reduce((sum, cell) => sum + cell.change, from.value), change, residual, state }).toEqual({
        ...{ figure, to: to.value, change: to.value - from.value, residual: 0, state: 'explained' },
      });
    expect(found.figures.find(({ figure }) => figure === 'F05')).toMatchObject({
      from: { value: 1, counted: 1, state: 'follows' },
      to: { value: 3, state: 'follows' },
    });
  });
  it('opens each cell to its units, and each unit to the event that did it', async () => {
    const { body } = await api.get(`/v1/publications/${first}/diff/${second}/F05/late-entries`);
    const { units } = responses.DifferenceUnits.parse(body);
    expect(units).toMatchObject([{ change: 1, before: 0, after: 1, step: 'knowledge', cause: { event: `${detained}@2`, type: 'CriminalDetentionImposed' } }]);
  });
  it('is turned round when it is asked for backwards', async () =>
    expect(cellsOf(await difference(`/v1/publications/${second}/diff/${first}`), 'F05')).toEqual({ 'late-entries': -1, 'new-facts': -1 }));
  it('can be read as a table, in both languages', async () => {
    const page = async (lang: string) => api.get(`/v1/publications/${first}/diff/${second}?format=md&lang=${lang}`);
    const [zh, en] = [await page('zh'), await page('en')];
    expect([zh.headers['content-type'], zh.headers['content-language'], en.headers['content-language']]).toEqual([
      'text/markdown; charset=utf-8',
      'zh-CN',
      'en',
    ]);
    expect(zh.text).toContain('补录');
    expect(en.text).toMatch(/\| F05 suspects placed under criminal detention \| 1 \| \+1 \| \+1 \| 3 \|/);
  });
  it('says of a value that does not follow from the ledger that it does not', async () => {
    const { figures } = await difference(`/v1/publications/${first}/diff/${tampered}`);
    expect(figures.filter(({ state }) => state !== 'explained')).toMatchObject([
      { figure: 'F05', residual: 1, to: { value: 4, counted: 3, state: 'does-not-follow' } },
    ]);
    expect((await api.get(`/v1/publications/${first}/diff/${tampered}?format=md&lang=en`)).text).toContain('not explained');
  });
  it('is of published ones only', async () => {
    const answer = problemIn(await api.get(`/v1/publications/${first}/diff/${draft}`));
    expect(answer).toMatchObject({ status: 409, code: 'publication/not-published', details: { publication: draft } });
  });
  it.each(['publication-01ARZ3NDEKTSV4RRFFQ69G5FA9', 'nothing', 'constructor'])('is of nothing that is not there: %s', async (id) =>
    expect(problemIn(await api.get(`/v1/publications/${id}/diff/${first}`))).toMatchObject({ status: 404, code: 'publication/is-unknown' }),
  );
  it('is not made with another record', async () =>
    expect(problemIn(await api.get(`/v1/publications/${detained}/diff/${first}`))).toMatchObject({ code: 'publication/is-unknown' }));
  it.each([
    ['F99/K1', 'figure/is-unknown'],
    ['F05-times/K1', 'figure/is-unknown'],
    ['F05/K10', 'difference/cell-is-unknown'],
    ['F05/toString', 'difference/cell-is-unknown'],
  ])('has no cell %s', async (path, code) =>
    expect(problemIn(await api.get(`/v1/publications/${first}/diff/${second}/${path}`))).toMatchObject({ status: 404, code }),
  );
  it.each(['?after=nowhere', '?limit=0', '?format=xml'])('refuses %s', async (query) =>
    expect(problemIn(await api.get(`/v1/publications/${first}/diff/${second}/F05/K1${query}`))).toMatchObject({ status: 400, code: 'request/invalid' }),
  );
});

describe('what an umbrella figure differs by', () => {
  const cell = `/v1/publications/${first}/diff/${second}/F14/new-facts`;
  it('is what was printed for everybody, and why for the discipline organs alone', async () => {
    const between = `/v1/publications/${first}/diff/${second}`;
    expect(cellsOf(await difference(between), 'F14')).toEqual({ 'new-facts': 1 });
    const shown = (await difference(between, 'supervisor')).figures.find(({ figure }) => figure === 'F14');
    expect(shown).toMatchObject({ from: { value: 0 }, to: { value: 1 }, change: 1, cells: [], isSuppressed: true });
  });
  it('opens to the discipline organs alone', async () => {
    expect(responses.DifferenceUnits.parse((await api.get(cell, { as: 'inspector' })).body).units).toMatchObject([{ unit: lead, change: 1 }]);
    for (const as of ['auditor', 'supervisor', 'cityLeader'] as const) {
      expect(problemIn(await api.get(cell, { as }))).toMatchObject({ status: 403, code: 'role/not-allowed' });
      expect(problemIn(await api.get(`/v1/figures/diff/F14/new-facts?fromAsOf=${ago(4)}`, { as }))).toMatchObject({ status: 403, code: 'role/not-allowed' });
    }
  });
});

describe('the difference between any two points', () => {
  it('is the same answer without a publication', async () => {
    const found = await difference(`/v1/figures/diff?fromAsOf=${ago(6)}`);
    expect(found.from).toEqual({ asOf: ago(6), knownAt: found.to.knownAt, ruleSet: 'v1' });
    expect(found.to.asOf).toBe(today());
    expect(cellsOf(found, 'F05')).toEqual({ 'new-facts': 3 });
    const { units } = responses.DifferenceUnits.parse((await api.get(`/v1/figures/diff/F05/new-facts?fromAsOf=${ago(6)}&limit=2`)).body);
    expect(units.map(({ change }) => change)).toEqual([1, 1]);
  });
  it('is nothing between a point and itself', async () => {
    const { figures } = await difference(`/v1/figures/diff?fromAsOf=${ago(1)}&fromKnownAt=20&toAsOf=${ago(1)}&toKnownAt=20`);
    expect(figures.flatMap(({ cells }) => cells)).toEqual([]);
  });
  it.each(['', '?fromAsOf=2020-02-30', '?fromAsOf=2020-02-01&fromRuleSet=v9', '?fromAsOf=2020-02-01&knownAt=5'])('refuses figures/diff%s', async (query) =>
    expect(problemIn(await api.get(`/v1/figures/diff${query}`))).toMatchObject({ status: 400, code: 'request/invalid' }),
  );
  it('cannot be known beyond the ledger', async () =>
    expect(problemIn(await api.get(`/v1/figures/diff?fromAsOf=${ago(1)}&toKnownAt=100000`))).toMatchObject({ code: 'figure/known-at-beyond-ledger' }));
});
