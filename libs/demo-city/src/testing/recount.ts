import { type CivilDate, type RecordedEvent, eventIdOf } from '@casetrail/domain';
import type { PlayedEvent } from './play.ts';

/** A deliberately plain recount, a second opinion beside the product's figures: everything known at the end, one date at a time. */
export type Recount = {
  readonly F01: number;
  readonly F02: number;
  readonly F03: number;
  readonly F04: number;
  readonly F05: number;
  readonly F05byDistrict: ReadonlyMap<string, number>;
};

const field = (event: RecordedEvent, name: string): string => String((event.data as Record<string, unknown>)[name]);

export function standing(played: readonly PlayedEvent[]): RecordedEvent[] {
  const gone = new Set<string>();
  for (const { event } of played.toReversed())
    if (event.type === 'RecordVoided' && !gone.has(eventIdOf(event.stream, event.version))) gone.add(field(event, 'target'));
  return played.map(({ event }) => event).filter((event) => event.type !== 'RecordVoided' && !gone.has(eventIdOf(event.stream, event.version)));
}

function byStream(events: readonly RecordedEvent[]): Map<string, RecordedEvent[]> {
  const streams = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const list = streams.get(event.stream);
    if (list) list.push(event);
    else streams.set(event.stream, [event]);
  }
  return streams;
}

/** The data field of the last of some events, or undefined. */
const lastOf = (events: readonly RecordedEvent[], types: readonly string[], name: string): string | undefined => {
  const last = events.findLast((event) => types.includes(event.type));
  return last && field(last, name);
};
const has = (events: readonly RecordedEvent[], ...types: string[]) => events.some((event) => types.includes(event.type));

export function recountAt(events: readonly RecordedEvent[], asOf: CivilDate): Recount {
  // the sort is stable: what happened on one day keeps the order of its recording
  const until = byStream(
    events.filter(({ occurredOn }) => occurredOn <= asOf).sort((a, b) => (a.occurredOn < b.occurredOn ? -1 : a.occurredOn > b.occurredOn ? 1 : 0)),
  );
  const tiers = new Map<string, number>();
  const survivors = new Map<string, string>();
  let cracked = 0;
  const scopes = new Map<string, string>();
  for (const [stream, history] of until) {
    if (
      stream.startsWith('crime_group-') &&
      has(history, 'GroupRegistered') &&
      has(history, 'GroupDismantled') &&
      !has(history, 'GroupsMerged', 'GroupWithdrawn')
    ) {
      const isOut = lastOf(history, ['GroupTransferred'], 'scope') === 'CITY_OUT';
      const tier = lastOf(history, ['GroupClassified', 'GroupReclassified'], 'tier') ?? '';
      if (!isOut) tiers.set(tier, (tiers.get(tier) ?? 0) + 1);
    }
    if (!stream.startsWith('criminal_case-')) continue;
    const scope = lastOf(history, ['CaseScopeClassified', 'CaseScopeReclassified'], 'scope') ?? '';
    scopes.set(stream, scope);
    const survivor = lastOf(history, ['CasesMerged'], 'survivor');
    if (survivor) survivors.set(stream, survivor);
    const state = history.findLast(({ type }) => ['CaseCracked', 'CrackRevoked', 'CaseWithdrawn'].includes(type))?.type;
    if (state === 'CaseCracked' && ['MAFIA', 'EVIL'].includes(scope) && !survivor && lastOf(history, ['CaseTransferred'], 'scope') !== 'CITY_OUT') cracked++;
  }

  const bonds = new Map<string, string | undefined>();
  for (const event of events)
    if (event.type === 'IdentitiesMerged' || event.type === 'IdentitiesSplit')
      bonds.set(event.stream, event.type === 'IdentitiesMerged' ? field(event, 'survivor') : undefined);
  const persons = new Map<string, Set<string>>();
  for (const [stream, history] of until) {
    const opened = history.find(({ type }) => type === 'SuspectOpened');
    const decisive = history.findLast(({ type }) => ['CriminalDetentionImposed', 'DetentionAnnulled'].includes(type));
    if (!stream.startsWith('suspect-') || !opened || decisive?.type !== 'CriminalDetentionImposed') continue;
    const file = field(opened, 'case');
    if (!['MAFIA', 'EVIL'].includes(scopes.get(survivors.get(file) ?? file) ?? '')) continue;
    const person = bonds.get(field(opened, 'person')) ?? field(opened, 'person');
    persons.set(person, (persons.get(person) ?? new Set()).add(field(decisive, 'district')));
  }
  const F05byDistrict = new Map<string, number>();
  for (const districts of persons.values()) for (const district of districts) F05byDistrict.set(district, (F05byDistrict.get(district) ?? 0) + 1);
  const tier = (...names: string[]) => names.reduce((sum, name) => sum + (tiers.get(name) ?? 0), 0);
  return {
    F01: tier('MAFIA_TYPE'),
    F02: tier('EVIL_FORCE_GROUP'),
    F03: tier('EVIL_FORCE_GANG', 'EVIL_RELATED_JOINT_CRIME'),
    F04: cracked,
    F05: persons.size,
    F05byDistrict,
  };
}
