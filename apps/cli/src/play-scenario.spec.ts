import { randomUUID } from 'node:crypto';
import { CITY_LEVEL, civilDateAt } from '@casetrail/domain';
import { type Scenario, type Scene, scenarios } from '@casetrail/demo-city';
import { Ledger, execute, ledgerMigrations, newStreamId } from '@casetrail/ledger';
import { type TestDatabase, system, testDatabase } from '@casetrail/ledger/testing';
import { Figures, projectFigures, readModelMigrations } from '@casetrail/readmodel';
import { type Stage, playScenario } from './play-scenario.ts';

/** Days on which the calendar is at its most awkward: the first of a year, a leap day, the end of a month after a short one. */
const awkwardDays = ['2021-01-01', '2024-02-29', '2025-03-31'];

let database: TestDatabase;
let stage: Stage;

beforeAll(async () => {
  database = await testDatabase([...ledgerMigrations, ...readModelMigrations]);
  const ledger = new Ledger(database.pool());
  const now = new Date();
  const opening = { stream: newStreamId('ledger', now, randomUUID()), type: 'OpenLedger', data: { kind: 'demo', city: CITY_LEVEL } };
  await execute(ledger, { ...opening, id: randomUUID(), act: { occurredOn: civilDateAt(now) }, actor: system }, now);
  const worker = database.pool('worker');
  const catchUp = async () => {
    while (await projectFigures(worker)); // until there is nothing left
  };
  stage = { ledger, figures: new Figures(database.pool()), catchUp };
});
afterAll(() => database.drop());

/** Everything that came otherwise than expected, in a line each. */
async function failures(scenario: Scenario, now?: Date): Promise<readonly string[]> {
  const { scenes, holds } = await playScenario(scenario, { ...stage, ...(now && { now }) });
  const found = scenes.flatMap(({ tells, surprises, checks }) =>
    [...surprises, ...checks.flatMap(({ differs }) => differs)].map(({ of, is, wanted }) => `${tells.en} ${of}: ${is}, not ${wanted}`),
  );
  expect(holds).toBe(found.length === 0);
  return found;
}
const named = (name: string) => scenarios.find((scenario) => scenario.name === name) as Scenario;
/** A scenario with one of its scenes told otherwise. */
const altered = (name: string, change: (scene: Scene, i: number) => Scene): Scenario => ({
  ...named(name),
  scenes: (run) => named(name).scenes(run).map(change),
});

describe('the scenarios, one after the other in one ledger', () => {
  it.each(scenarios.map((scenario) => [scenario.number, scenario.name, scenario] as const))('%i: %s', async (_, __, scenario) =>
    expect(await failures(scenario)).toEqual([]),
  );

  it.each(awkwardDays)(
    'hold on %s as well',
    async (day) => {
      for (const scenario of scenarios) expect(await failures(scenario, new Date(`${day}T01:00:00Z`))).toEqual([]);
    },
    120_000,
  );
});

describe('playing a scenario', () => {
  it('tells what happened, act by act, and what moved', async () => {
    const { scenes } = await playScenario(named('groups-merged-and-reversed'), stage);
    expect(scenes.map(({ moved }) => moved)).toEqual([{ F02: 1, F03: 1 }, { F03: -1 }, { F03: 1 }]);
    expect(scenes[1]?.acts.map(({ act, outcome }) => [act.type, outcome.kind])).toEqual([['MergeGroup', 'approved']]);
  });

  it('lets one of those who act at the same moment succeed', async () => {
    const { scenes } = await playScenario(named('corrected-at-once'), stage);
    expect(
      scenes
        .at(-1)
        ?.acts.map(({ outcome }) => outcome.kind)
        .sort(),
    ).toEqual(['approved', 'refused']);
  });

  it('answers a command that is delivered again with the receipt of the first time', async () => {
    const { scenes } = await playScenario(named('delivered-twice'), stage);
    const [sent, ...again] = [scenes[0]?.acts.at(-1), ...(scenes[1]?.acts ?? [])].map((played) => played?.outcome);
    expect(again.map((outcome) => ({ ...outcome, kind: 'recorded' }))).toEqual([sent, sent]);
  });

  it('notices a figure that moved and was to stay', async () =>
    expect(
      await failures(altered('own-request', (scene, i) => (i === 0 ? { ...scene, expected: [{ asOf: '2100-01-01' as never, moved: { F05: 1 } }] } : scene))),
    ).toEqual(['One detention is entered by mistake. F05-times: 1, not 0']));

  it('notices a figure that stayed and was to move', async () =>
    expect(
      await failures(
        altered('pseudo-district', (scene, i) => (i === 1 ? { ...scene, expected: [{ asOf: '2100-01-01' as never, moved: { F04: 1 } }] } : scene)),
      ),
    ).toEqual(['Recorded for 370214 it is accepted. F04: 0, not 1']));

  it('notices steps, rates and terms that are otherwise', async () => {
    const wrong: Scene['expected'] = [
      { asOf: '2100-01-01' as never, figure: 'F05', steps: { gross: 1, K2: -1 } },
      { month: '2010-05' as never, in: '370202', numerator: 0, denominator: 1, printed: { zh: '无此项', en: '0%' } },
      { from: '2019-01-31' as never, months: 1, ends: '2019-03-03' as never },
    ];
    const scenario = altered('delivered-twice', (scene, i) => (i === 0 ? { ...scene, expected: wrong } : scene));
    expect(await failures(scenario)).toEqual(
      ['K2: 0, not -1', 'denominator: 0, not 1', '2010-05: not applicable, not 0%', '2019-01-31: 2019-02-28, not 2019-03-03'].map(
        (text) => `The detention is sent. ${text}`,
      ),
    );
  });

  it('notices what is recorded and was to be refused, and plays no further', async () => {
    const scenario = altered('own-request', (scene, i) =>
      i === 0 ? { ...scene, acts: scene.acts.map((act) => ({ ...act, refused: 'suspect/unlucky' })) } : scene,
    );
    const { scenes, holds } = await playScenario(scenario, stage);
    expect(holds).toBe(false);
    expect(scenes).toHaveLength(1);
    expect(scenes[0]?.surprises[0]).toEqual({ of: 'AcceptReport', is: 'recorded', wanted: 'suspect/unlucky' });
  });

  it('notices what is refused and was to be recorded', async () => {
    const scenario = altered('voided-twice', (scene, i) => (i === 2 ? { ...scene, acts: scene.acts.map(({ refused: _, ...act }) => act) } : scene));
    const { scenes } = await playScenario(scenario, stage);
    expect(scenes.flatMap(({ surprises }) => surprises)).toEqual([
      { of: 'VoidRecords', is: 'correction/already-so: What is asked for already holds.', wanted: 'approved' },
    ]);
  });
});
