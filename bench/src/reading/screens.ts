import { type CaseId, type Reach, reachOf } from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { Station, leader } from '@casetrail/ledger/testing';
import { Figures, Views, projectViews, viewEntities } from '@casetrail/readmodel';
import { openDataSource } from '@casetrail/runtime';
import type { Pool } from 'pg';
import type { Benchmark, Measured, Target } from '../benchmark.ts';
import { closedLoop } from '../load/closed-loop.ts';
import { chanceFrom } from '../runner/chance.ts';
import type { Stage } from '../stage/stage.ts';

const THE_PAPER = '2020-04-08' as const;
const FIGURES = ['F04', 'F05', 'F09'] as const;
const PAGE = 50;
/** Four events of a case's timeline for each: listed, opened, detained, told of their rights. */
const SUSPECTS = 250;
const NUMBERS = 500;
const readers: readonly Reach[] = [reachOf({ user: 'auditor', role: 'AUDITOR', org: 'office-370200', district: '370200' }), reachOf(leader)];
const drillDown = (cities: number) => `first page of a figure ×${cities}`;
const caseFile = (cities: number) => `file of a case with 1,000 events ×${cities}`;
const search = (cities: number) => `list of cases, searched ×${cities}`;

const targetsAt = (cities: number): Target[] => [
  { of: drillDown(cities), metric: 'p99', atMost: 20 },
  { of: caseFile(cities), metric: 'p99', atMost: 50 },
  { of: search(cities), metric: 'p99', atMost: 50 },
];

/** What a screen waits for. */
export const screens: Benchmark = {
  name: 'screens',
  what: 'Reads the first 50 units of a figure at the day of the paper with the events behind each; the file of a case with 250 suspects and more than 1,000 events; a page of the list of cases, searched for a case number, a part of one, or an offence that many have. As an auditor and as a leader of one district in turn, one after the other.',
  isQuick: true,
  targets: ({ scale }) => targetsAt(scale.cities),
  open: openScreens,
};

async function openScreens(stage: Stage) {
  const { seconds, cities } = stage.scale;
  const { database } = await stage.city(cities);
  const source = await openDataSource({ databaseUrl: database.url }, 'api', viewEntities, { max: 2, onError: () => undefined });
  const [views, figures] = [new Views(source), new Figures(database.pool('api', 1))];
  const file = await largeCase(new Ledger(database.pool('api')), database.pool('worker', 1));
  const wanted = await searchedFor(database.pool('owner', 1));
  const chance = chanceFrom(1);
  const one = (act: (no: number) => Promise<unknown>): Promise<Measured> => closedLoop({ atOnce: 1, seconds }, act);
  const seenBy = (no: number) => views.seenBy(readers[no % readers.length] as Reach);
  let events = 0;
  return {
    variants: {
      [drillDown(cities)]: () => one(() => figures.facts(chance.pick(FIGURES), { asOf: THE_PAPER as never, limit: PAGE })),
      [caseFile(cities)]: () => one(async (no) => void (events = (await seenBy(no).caseFile(file))?.timeline.length ?? 0)),
      [search(cities)]: () => one((no) => seenBy(no).caseList({ text: chance.pick(wanted) }, { limit: PAGE })),
    },
    notes: () => [`The case has ${events.toLocaleString('en')} events.`],
    close: async () => {
      await source.destroy();
      await database.leave();
    },
  };
}

async function largeCase(ledger: Ledger, worker: Pool): Promise<CaseId> {
  const station = new Station(ledger);
  const file = await station.filedCase();
  for (let no = 0; no < SUSPECTS; no++) {
    const suspect = await station.detainedIn(file);
    await station.issue(suspect, 'NotifyRights', { at: '2020-04-01T10:00:00+08:00', counsel: false });
  }
  while (await projectViews(worker, 5000));
  return file;
}

/** Whole case numbers, ends of some, and offences. */
async function searchedFor(owner: Pool): Promise<string[]> {
  const { rows } = await owner.query<{ number: string; offence: string }>(
    'select case_number as number, offences[1] as offence from views.criminal_case where case_number is not null order by md5(id) limit $1',
    [NUMBERS],
  );
  return rows.flatMap(({ number, offence }) => [number, number.slice(-5), offence]);
}
