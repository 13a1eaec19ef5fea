import type { Pool } from 'pg';
import { CITY_LEVEL, civilDateAt } from '@casetrail/domain';
import { type Scenario, scenarios } from '@casetrail/demo-city';
import { Ledger, execute, ledgerMigrations, newStreamId } from '@casetrail/ledger';
import { type TestDatabase, system, testDatabase } from '@casetrail/ledger/testing';
import { Figures, projectFigures, readModelMigrations } from '@casetrail/readmodel';
import { randomUUID } from 'node:crypto';
import { type Stage, playScenario } from './play-scenario.ts';

/** Days on which the calendar is at its most awkward: the ends of months, of a leap February and of years. */
const awkwardDays = ['2020-06-30', '2021-01-01', '2024-02-29', '2025-03-01', '2025-12-31'];

let database: TestDatabase;
let stage: Stage;
let worker: Pool;

beforeAll(async () => {
  database = await testDatabase([...ledgerMigrations, ...readModelMigrations]);
  const ledger = new Ledger(database.pool());
  worker = database.pool('worker');
  const now = new Date();
  const opening = { stream: newStreamId('ledger', now, randomUUID()), type: 'OpenLedger', data: { kind: 'demo', city: CITY_LEVEL } };
  await execute(ledger, { ...opening, id: randomUUID(), act: { occurredOn: civilDateAt(now) }, actor: system }, now);
  const catchUp = async () => {
    while (await projectFigures(worker, 500));
  };
  stage = { ledger, figures: new Figures(database.pool()), catchUp };
});
afterAll(() => database.drop());

const failures = async (scenario: Scenario, now?: Date) => {
  const { scenes, holds } = await playScenario(scenario, { ...stage, ...(now && { now }) });
  const found = scenes.flatMap(({ tells, surprises, checks }) =>
    [...surprises, ...checks.flatMap(({ expectation, differs }) => differs.map((text) => `${JSON.stringify(expectation)}: ${text}`))].map((text) => `${tells.en} ${text}`),
  );
  expect(holds).toBe(found.length === 0);
  return found;
};

describe('the scenarios, one after the other in one ledger', () => {
  it.each(scenarios.map((scenario) => [scenario.number, scenario.name, scenario] as const))('%i: %s', async (_, __, scenario) => {
    expect(await failures(scenario)).toEqual([]);
  });
});
