import { tiers } from '../../crime-group/crime-group-messages.ts';
import { type CivilDate, type Day, dateOf, dayOf } from '../../kernel/civil-date.ts';
import { type District, districtCodes } from '../../kernel/districts.ts';
import type { RecordedEvent } from '../../kernel/envelope.ts';
import { type CaseId, type Category, type GroupId, type PersonId, type StreamId, type SuspectId, categoryOf, eventIdOf } from '../../kernel/identifiers.ts';
import type { LedgerEvent } from '../../kernel/ledger-opened.ts';
import type { RecordVoided } from '../../kernel/void.ts';
import { type Stream, streamNumber } from '../history.ts';
import type { DomainEvent } from '../told-events.ts';
import { assessmentDays, decisionDays, hearingDays } from './random-departments.ts';
import { organThemes } from './random-organs.ts';
import type { Act, Pen } from './random-pen.ts';

type AnyEvent = DomainEvent | RecordVoided | LedgerEvent;
/** An event where the ledger put it. */
export type LoggedEvent = { readonly position: number; readonly streamNo: Stream; readonly recordedAt: Date; readonly event: RecordedEvent<AnyEvent> };

/** A small generator of numbers that a seed decides (mulberry32). */
export function random(seed: number) {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (n: number) => Math.floor(next() * n);
  return { next, int, pick: <T>(list: readonly T[]): T => list[int(list.length)] as T };
}

/** The first day of a random log, some days before the campaign, and the span of days that is worth asking about. */
export const LOG_START: Day = 6580;
export const LOG_DAYS = 260;
/** Days after those that are worth asking about too: major projects are decided and hearings held in 2019, and one day makes the difference. */
export const LOG_LATER_DAYS: readonly Day[] = [...decisionDays, ...assessmentDays, ...hearingDays].map(dayOf);
/** Districts that occur in random logs. Few, so that persons are counted in several. */
export const logDistricts: readonly District[] = [...districtCodes.slice(0, 2), '370200'];

/** How many of the organs besides the police a random log plays. */
const THEMES = 4;
const SHANGHAI_OFFSET = 8 * 3_600_000;
const text = 'for the test';
const certainties = [{}, { certainty: 'SURE' }, { certainty: 'UNSURE' }] as const;
const actor = { user: 'tester', role: 'SYSTEM', org: 'test', district: '370200' } as const;

/**
 * A history of `length` events that the seed decides; a shorter one with the same seed is its beginning. Rude on purpose: late entries, causes after
 * effects, merges in circles, splits of what was never merged, voids of voids. A decider would refuse much of it; counting must not care.
 */
export function randomLog(seed: number, length: number): readonly LoggedEvent[] {
  const { int, pick, next } = random(seed);
  const log: LoggedEvent[] = [];
  const versions = new Map<StreamId, number>();
  const numbers = new Map<StreamId, Stream>();
  const all: { [C in Category]?: StreamId<C>[] } = {};
  const persons = new Map<SuspectId, PersonId>();
  let today = LOG_START;
  let serial = 0;

  const tell = (stream: StreamId, message: AnyEvent, on?: CivilDate) => {
    const position = log.length + 1;
    const version = (versions.get(stream) ?? 0) + 1;
    const streamNo = numbers.get(stream) ?? streamNumber(position, categoryOf(stream));
    versions.set(stream, version);
    numbers.set(stream, streamNo);
    const occurredOn = on ?? dateOf(today - (next() < 0.25 ? int(60) : int(3)));
    const recordedAt = new Date(Date.parse(dateOf(today)) - SHANGHAI_OFFSET + 1000 * Math.min(position, 86_399));
    log.push({
      position,
      streamNo,
      recordedAt,
      event: { ...message, stream, version, schema: 1, occurredOn, actor, secrecy: 'INTERNAL', correlation: 'test' } as LoggedEvent['event'],
    });
    return version;
  };
  const streams = <C extends Category>(category: C) => (all[category] ?? []) as readonly StreamId<C>[];
  const fresh = <C extends Category>(category: C) => {
    const id = `${category}-${String(seed >>> 0).padStart(13, '0')}${String(++serial).padStart(13, '0')}` as StreamId<C>;
    (all as Record<Category, StreamId[]>)[category] = [...streams(category), id];
    return id;
  };
  const some = <C extends Category>(category: C) => pick(streams(category));
  const two = <C extends Category>(category: C, then: (one: StreamId<C>, other: StreamId<C>) => void) => {
    const [one, other] = [some(category), some(category)];
    if (one !== other) then(one, other);
  };
  const suspected = (then: (suspect: SuspectId) => void) => persons.size > 0 && then(some('suspect'));
  const district = () => pick(logDistricts);
  const scope = () => pick(['MAFIA', 'EVIL', 'EVIL', 'ORDINARY'] as const);
  const classification = () => ({ scope: scope(), listVersion: text, basis: text });
  const tier = () => pick(tiers);
  const grouping = () => ({
    tier: tier(),
    basis: text,
    features: [],
    stage: pick(['POLICE', 'POLICE', 'POLICE', 'PROCURATORATE'] as const),
    approvedByLevel: 'CITY' as const,
  });
  const transfer = () => {
    const direction = pick(['DISTRICT', 'CITY_OUT', 'CITY_IN'] as const);
    return { scope: direction, toAgency: text, ...(direction !== 'CITY_OUT' && { toDistrict: district() }) };
  };
  const fileCase = (splitFrom?: CaseId) =>
    tell(fresh('criminal_case'), {
      type: 'CaseFiled',
      data: { caseNumber: text, offences: [text], leadAgency: text, district: district(), ...(splitFrom && { splitFrom }) },
    });
  const registerPerson = () => tell(fresh('person'), { type: 'PersonRegistered', data: { pseudonym: 'P-0001', provisional: true } });
  const registerGroup = (splitFrom?: GroupId) =>
    tell(fresh('crime_group'), {
      type: 'GroupRegistered',
      data: { code: text, alias: text, district: district(), industries: [], ...(splitFrom && { splitFrom }) },
    });
  const openSuspect = (person: PersonId, file: CaseId) => {
    const suspect = fresh('suspect');
    persons.set(suspect, person);
    tell(suspect, { type: 'SuspectOpened', data: { person, case: file } });
    tell(file, { type: 'CaseSuspectListed', data: { suspect } });
    return { suspect, person };
  };
  const party = () => {
    if (persons.size < 2) return openSuspect(some('person'), some('criminal_case'));
    const suspect = some('suspect');
    return { suspect, person: persons.get(suspect) as PersonId };
  };

  const acts: readonly Act[] = [
    [3, () => fileCase()],
    [3, registerPerson],
    [2, () => registerGroup()],
    [8, () => tell(some('criminal_case'), { type: 'CaseScopeClassified', data: classification() })],
    [4, () => tell(some('criminal_case'), { type: 'CaseScopeReclassified', data: { ...classification(), from: scope() } })],
    [6, () => tell(some('criminal_case'), { type: 'CaseCracked', data: { suspects: [] } })],
    [1, () => tell(some('criminal_case'), { type: 'CrackRevoked', data: { ground: text } })],
    [2, () => tell(some('criminal_case'), { type: 'CaseWithdrawn', data: { ground: 'NO_CRIME' } })],
    [1, () => tell(some('criminal_case'), { type: 'CaseReopened', data: { newFact: text } })],
    [3, () => tell(some('criminal_case'), { type: 'CaseTransferred', data: { ...transfer(), fromAgency: text } })],
    [1, () => tell(some('criminal_case'), { type: 'InvestigationConcluded', data: {} })],
    [1, () => fileCase(some('criminal_case'))],
    [3, () => two('criminal_case', (absorbed, survivor) => tell(absorbed, { type: 'CasesMerged', data: { survivor } }))],
    [8, () => openSuspect(some('person'), some('criminal_case'))],
    [
      9,
      () =>
        suspected((suspect) =>
          tell(suspect, {
            type: 'CriminalDetentionImposed',
            data: { warrantNumber: text, at: '2018-02-01T08:00:00+08:00', ground: 'CPL82_1', district: district() },
          }),
        ),
    ],
    [1, () => suspected((suspect) => tell(suspect, { type: 'Released', data: { ground: text } }))],
    [2, () => suspected((suspect) => tell(suspect, { type: 'DetentionAnnulled', data: { ground: text } }))],
    [3, () => two('person', (absorbed, survivor) => tell(absorbed, { type: 'IdentitiesMerged', data: { survivor, basis: text, ...pick(certainties) } }))],
    [2, () => two('person', (one, other) => tell(one, { type: 'IdentityMatchMarked', data: { other, basis: text } }))],
    [
      1,
      () => {
        const mark = pick(log.filter(({ event }) => event.type === 'IdentityMatchMarked'));
        if (mark?.event.type !== 'IdentityMatchMarked') return;
        const { stream, data } = mark.event;
        if (next() < 0.5) tell(stream, { type: 'IdentityMatchCleared', data: { other: data.other, basis: text } });
        else tell(data.other, { type: 'IdentityMatchCleared', data: { other: stream as PersonId, basis: text } });
      },
    ],
    [
      2,
      () => {
        const merge = pick(log.filter(({ event }) => event.type === 'IdentitiesMerged'));
        if (merge?.event.type !== 'IdentitiesMerged') return;
        const { stream, data } = merge.event;
        if (next() < 0.5) tell(stream, { type: 'IdentitiesSplit', data: { survivor: data.survivor, basis: text } });
        else tell(data.survivor, { type: 'IdentitiesSplit', data: { survivor: stream as PersonId, basis: text } });
      },
    ],
    [5, () => tell(some('crime_group'), { type: 'GroupClassified', data: grouping() })],
    [4, () => tell(some('crime_group'), { type: 'GroupDismantled', data: { ringleaderControlled: true, coreMembers: 1, coreControlled: 1 } })],
    [2, () => tell(some('crime_group'), { type: 'GroupReclassified', data: { ...grouping(), from: tier() } })],
    [2, () => tell(some('crime_group'), { type: 'GroupTransferred', data: transfer() })],
    [1, () => tell(some('crime_group'), { type: 'GroupWithdrawn', data: { ground: text } })],
    [1, () => tell(some('crime_group'), { type: 'GroupAdjudicated', data: { finding: pick([...tiers, 'NOT_FOUND'] as const), docketNumber: text } })],
    [1, () => tell(some('crime_group'), { type: 'GroupProsecuted', data: { tier: tier(), basis: text, features: [] } })],
    [1, () => registerGroup(some('crime_group'))],
    [1, () => two('crime_group', (absorbed, survivor) => tell(absorbed, { type: 'GroupsMerged', data: { survivor } }))],
    [
      7,
      () => {
        const voids = log.filter(({ event }) => event.type === 'RecordVoided');
        const { stream, version } = pick(voids.length > 0 && next() < 0.3 ? voids : log.slice(1)).event;
        const target = eventIdOf(stream, version);
        tell(stream, { type: 'RecordVoided', data: { target } });
      },
    ],
  ];
  const pen: Pen = {
    ...{ int, next, pick, tell, fresh, streams, party, district, scope },
    ...{ file: () => some('criminal_case'), person: () => some('person'), inDays: (days) => dateOf(today + days) },
  };
  const themes = organThemes(pen);
  const played = [...acts, ...Array.from({ length: THEMES }, () => pick(themes)).flat()];
  const bag = played.flatMap(([weight, act]) => Array<() => unknown>(weight).fill(act));

  tell(`ledger-${'0'.repeat(26)}` as StreamId<'ledger'>, { type: 'LedgerOpened', data: { kind: 'demo', city: '370200' } });
  fileCase();
  fileCase();
  registerPerson();
  registerPerson();
  registerGroup();
  while (log.length < length) {
    if (next() < 0.3) today += 1 + int(6);
    pick(bag)();
  }
  return log.slice(0, length);
}
