import type { CivilDate, RecordedEvent, StreamId } from '@casetrail/domain';
import type { StoredEvent } from '@casetrail/ledger';
import { BeyondRecord, replay } from './replay.ts';
import { visible } from './visible.ts';
import * as reaches from '../views/testing/reaches.ts';

const wang = { user: 'wang', role: 'POLICE_LEADER', org: 'psb-shinan', district: '370202' } as const;
const id = <C extends string>(category: C) => `${category}-01ARZ3NDEKTSV4RRFFQ69G5FAV` as StreamId;
const file = id('criminal_case');
const day = (date: string) => date as CivilDate;

type Told = readonly [type: string, occurredOn: string, recordedOn: string, data?: unknown];
/** A stream whose events are at the positions 10, 20, 30, …, each recorded at noon in Qingdao. */
const stored = (stream: StreamId, ...events: readonly Told[]): StoredEvent[] =>
  events.map(([type, occurredOn, recordedOn, data = {}], i) => ({
    position: (i + 1) * 10,
    streamNo: 321,
    recordedAt: new Date(`${recordedOn}T04:00:00Z`),
    event: { stream, version: i + 1, type, schema: 1, occurredOn, actor: wang, secrecy: 'CASE', correlation: 'c', data } as RecordedEvent,
  }));

const reported: Told = ['ReportAccepted', '2019-03-01', '2019-03-01', { reportNumber: 'R-1', source: 'VICTIM', district: '370202' }];
const filed: Told = ['CaseFiled', '2019-03-02', '2019-03-02', { caseNumber: 'C-1', offences: ['extortion'], leadAgency: 'psb-shinan', district: '370202' }];
const investigated: Told = ['InvestigationStarted', '2019-03-03', '2019-03-03', { investigators: ['li', 'zhou'] }];
const cracked: Told = ['CaseCracked', '2019-03-10', '2019-03-11', { suspects: [] }];
const crackVoided: Told = ['RecordVoided', '2019-04-01', '2019-04-01', { target: `${file}@4` }];
const voidVoided: Told = ['RecordVoided', '2019-05-01', '2019-05-01', { target: `${file}@5` }];
const history = stored(file, reported, filed, investigated, cracked, crackVoided, voidVoided);
const changesAt = (version: number, point?: Parameters<typeof replay>[1]) => replay(history, point).steps[version - 1]?.changes;

describe('a record', () => {
  it('stands, without a point, as everything recorded makes it', () => {
    const { version, position, state, next } = replay(history);
    expect({ version, position, next }).toEqual({ version: 6, position: 60, next: null });
    expect(state).toMatchObject({ status: 'investigating', crackOn: '2019-03-10' });
  });
  it('stood at a version as it was known then', () => {
    expect(replay(history, { version: 4 }).state).toMatchObject({ crackOn: '2019-03-10' });
    expect(replay(history, { version: 5 }).state).not.toHaveProperty('crackOn');
    expect(replay(history, { version: 6 }).state).toMatchObject({ crackOn: '2019-03-10' });
  });
  it('stood at a position of the ledger', () => {
    expect(replay(history, { position: 29 })).toMatchObject({ version: 2, position: 20, state: { status: 'filed' } });
  });
  it('was nothing before it began', () => {
    for (const point of [{ version: 0 }, { position: 9 }, { asOf: day('2020-01-01'), knownAt: { day: day('2019-02-28') } }])
      expect(replay(history, point)).toMatchObject({ version: 0, position: 0, state: { status: 'unknown' }, steps: [], next: null });
  });
  it('has no version that it has not got to', () => expect(() => replay(history, { version: 7 })).toThrow(BeyondRecord));
});

describe('a step', () => {
  it('tells what its event changed', () =>
    expect(changesAt(2)).toEqual([
      { path: '/caseNumber', after: 'C-1' },
      { path: '/filedOn', after: '2019-03-02' },
      { path: '/leadAgency', after: 'psb-shinan' },
      { path: '/status', before: 'reported', after: 'filed' },
    ]));
  it('tells, for a void, what the absence of its target changed', () => {
    expect(changesAt(4)).toContainEqual({ path: '/crackOn', after: '2019-03-10' });
    expect(changesAt(5)).toContainEqual({ path: '/crackOn', before: '2019-03-10' });
    expect(changesAt(6)).toContainEqual({ path: '/crackOn', after: '2019-03-10' });
  });
  it('is voided only by what was known', () => {
    const standing = (version: number, at: number) => {
      const { isLive, isVoided, voidedBy } = replay(history, { version: at }).steps[version - 1]!;
      return { isLive, isVoided, voidedBy };
    };
    expect(standing(4, 4)).toEqual({ isLive: true, isVoided: false, voidedBy: null });
    expect(standing(4, 5)).toEqual({ isLive: false, isVoided: true, voidedBy: `${file}@5` });
    expect(standing(4, 6)).toEqual({ isLive: true, isVoided: false, voidedBy: null });
    expect(standing(5, 6)).toEqual({ isLive: false, isVoided: true, voidedBy: `${file}@6` });
  });
});

describe('as of a day', () => {
  it('a record is what had occurred by then, however late it was recorded', () => {
    expect(replay(history, { asOf: day('2019-03-09') }).state).not.toHaveProperty('crackOn');
    expect(replay(history, { asOf: day('2019-03-10') }).state).toHaveProperty('crackOn');
  });
  it('a void counts at every day, once it is known', () => {
    const asOf = day('2019-03-10');
    expect(replay(history, { asOf, knownAt: { day: day('2019-03-31') } }).state).toHaveProperty('crackOn');
    expect(replay(history, { asOf, knownAt: { day: day('2019-04-01') } }).state).not.toHaveProperty('crackOn');
    expect(replay(history, { asOf, knownAt: { position: 60 } }).state).toHaveProperty('crackOn');
  });
  it('a day ends at midnight in Qingdao', () => {
    const late = stored(file, reported).map((one) => ({ ...one, recordedAt: new Date('2019-03-01T16:00:00Z') }));
    const on = (date: string) => replay(late, { asOf: day('2019-03-05'), knownAt: { day: day(date) } }).version;
    expect([on('2019-03-01'), on('2019-03-02')]).toEqual([0, 1]);
  });
  it('what occurred later is among the steps, changes nothing and is not live', () => {
    expect(replay(history, { asOf: day('2019-03-02') }).steps.map(({ isLive, changes }) => [isLive, changes.length > 0])).toEqual([
      [true, true],
      [true, true],
      [false, false],
      [false, false],
      [false, false],
      [false, false],
    ]);
  });
});

describe('a long history', () => {
  it('comes in parts, each with the state of the whole', () => {
    const part = replay(history, undefined, { after: 2, limit: 2 });
    expect([part.steps.map(({ version }) => version), part.next, part.state]).toEqual([[3, 4], 4, replay(history).state]);
    expect(replay(history, undefined, { after: 4, limit: 2 }).next).toBeNull();
    expect(replay(history, undefined, { after: 99 })).toMatchObject({ steps: [], next: null });
  });
});

describe('what is seen of a history within reach', () => {
  const person = id('person');
  const registered: Told = ['PersonRegistered', '2019-03-01', '2019-03-01', { pseudonym: 'P-1', idHash: 'a'.repeat(64), provisional: false }];
  const listed: Told = ['PersonSuspectListed', '2019-03-02', '2019-03-02', { suspect: id('suspect') }];
  const investigated: Told = ['PersonInvestigationListed', '2019-03-03', '2019-03-03', { investigation: id('umbrella_investigation') }];
  const unlisted: Told = ['RecordVoided', '2019-03-04', '2019-03-04', { target: `${person}@3` }];
  const relisted: Told = ['RecordVoided', '2019-03-05', '2019-03-05', { target: `${person}@4` }];
  const sealed: Told = ['RecordSealed', '2019-03-06', '2019-03-06', { ground: 'JUVENILE' }];
  const sealVoided: Told = ['RecordVoided', '2019-03-07', '2019-03-07', { target: `${person}@2` }];
  const versions = (events: readonly StoredEvent[] | undefined) => events?.map(({ event }) => event.version);

  it('is never the keyed hash of an identity number', () => expect(JSON.stringify(replay(stored(person, registered)))).not.toMatch(/idHash|aaaa/));
  it('is nothing where there is nothing', () => expect(visible([], reaches.sealed)).toBeUndefined());
  it('is of a person everything but the lists of records that name them, voided or not', () => {
    const events = stored(person, registered, listed, investigated, unlisted, relisted);
    expect(visible(events, reaches.open)).toMatchObject({ unshown: ['suspects', 'investigations'] });
    expect(versions(visible(events, reaches.open)?.events)).toEqual([1]);
    expect(versions(visible(events, reaches.sealed)?.events)).toEqual([1, 2, 3, 4, 5]);
    const { state, steps } = replay(visible(events, reaches.open)!.events, undefined, visible(events, reaches.open));
    expect(JSON.stringify({ state, steps })).not.toMatch(/investigation/);
  });
  it('is nothing of a person whom the law seals, to anybody, while that stands', () => {
    const events = stored(person, registered, sealed);
    expect([visible(events, reaches.open), visible(events, reaches.sealed)]).toEqual([undefined, undefined]);
    expect(versions(visible(stored(person, registered, sealed, sealVoided), reaches.open)?.events)).toEqual([1, 2, 3]);
  });
});
