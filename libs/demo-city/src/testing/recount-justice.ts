import { type CivilDate, type RecordedEvent, type StreamId, categoryOf } from '@casetrail/domain';

/** A plain recount of the figures of the procuratorates and the courts, one date at a time, given the events that stand. */
export type JusticeRecount = Readonly<Record<'F06' | 'F07' | 'F07times' | 'F08' | 'F09' | 'F09times' | 'F10' | 'F11' | 'F12' | 'F12times', number>>;

type Data = Record<string, string>;
const data = (event: RecordedEvent | undefined): Data => (event?.data ?? {}) as Data;
const isOrganised = (event: RecordedEvent | undefined) => ['MAFIA', 'EVIL'].includes(data(event).scope ?? '');
export const isJustice = ({ stream }: { readonly stream: StreamId }) => ['arrest_review', 'prosecution', 'court_docket'].includes(categoryOf(stream));

/** The last word on each pair of identities holds at every date. */
export function identities(events: readonly RecordedEvent[]): (person: string) => string {
  const bonds = new Map<string, string | undefined>();
  for (const event of events) {
    if (event.type === 'IdentitiesMerged') bonds.set(event.stream, data(event).survivor);
    if (event.type === 'IdentitiesSplit') bonds.delete(event.stream);
  }
  const survivorOf = (person: string): string => {
    const survivor = bonds.get(person);
    return survivor === undefined ? person : survivorOf(survivor);
  };
  return survivorOf;
}

export function recountJustice(events: readonly RecordedEvent[], asOf: CivilDate, personOf: (person: string) => string): JusticeRecount {
  const histories = new Map<string, RecordedEvent[]>();
  const until = events
    .filter((event) => isJustice(event) && event.occurredOn <= asOf)
    .sort((a, b) => (a.occurredOn < b.occurredOn ? -1 : a.occurredOn > b.occurredOn ? 1 : 0)); // stable: one day keeps the order of its recording
  for (const event of until) histories.set(event.stream, [...(histories.get(event.stream) ?? []), event]);
  const last = (stream: string, ...types: string[]) => histories.get(stream)?.findLast(({ type }) => types.includes(type));

  /** A merged file follows the one it was merged into. */
  const follow = (stream: string, merging: string, stands: (survivor: string) => boolean): boolean => {
    const survivor = data(last(stream, merging)).survivor;
    return survivor === undefined ? stands(stream) : follow(survivor, merging, stands);
  };
  const result = { F06: 0, F07times: 0, F08: 0, F09times: 0, F10: 0, F11: 0, F12times: 0 };
  const persons = { F07: new Set<string>(), F09: new Set<string>(), F12: new Set<string>() };
  const add = (figure: keyof typeof persons, parties: ReadonlyMap<string, string>) => {
    result[`${figure}times`] += parties.size;
    for (const person of parties.values()) persons[figure].add(personOf(person));
  };
  const named = (history: readonly RecordedEvent[], type: string) =>
    new Map(history.filter((event) => event.type === type).map((event) => [data(event).suspect as string, data(event).person as string]));

  for (const [stream, history] of histories) {
    if (last(stream, 'ArrestReviewOpened')) {
      const approved = new Map<string, string>();
      for (const event of history) {
        if (event.type === 'ArrestApproved') approved.set(data(event).suspect as string, data(event).person as string);
        if (event.type === 'ArrestApprovalRevoked') approved.delete(data(event).suspect as string);
      }
      const inScope = (file: string) => isOrganised(last(file, 'ArrestReviewOpened', 'ArrestReviewReclassified'));
      if (approved.size > 0 && inScope(stream) && !last(stream, 'ArrestReviewsMerged')) result.F06++;
      if (follow(stream, 'ArrestReviewsMerged', inScope)) add('F07', approved);
    }
    if (last(stream, 'IndictmentFiled', 'ProsecutionWithdrawn')?.type === 'IndictmentFiled') {
      const inScope = (file: string) => isOrganised(last(file, 'ProsecutionReviewOpened', 'ProsecutionReclassified'));
      if (inScope(stream) && !last(stream, 'ProsecutionsMerged')) result.F08++;
      if (follow(stream, 'ProsecutionsMerged', inScope)) add('F09', named(history, 'DefendantIndicted'));
    }
    if (last(stream, 'DocketAccepted')) {
      const counts = (docket: string) =>
        isOrganised(last(docket, 'DocketAccepted', 'DocketReclassified')) &&
        data(last(docket, 'DocketTransferred')).scope !== 'CITY_OUT' &&
        data(last(docket, 'DocketConcluded')).kind !== 'WITHDRAWAL_ALLOWED';
      const isConcluded = (docket: string) => counts(docket) && last(docket, 'DocketConcluded') !== undefined;
      if (counts(stream) && !last(stream, 'DocketsMerged')) result.F10++;
      if (isConcluded(stream) && !last(stream, 'DocketsMerged')) result.F11++;
      if (follow(stream, 'DocketsMerged', isConcluded)) add('F12', named(history, 'DocketDefendantListed'));
    }
  }
  return { ...result, F07: persons.F07.size, F09: persons.F09.size, F12: persons.F12.size };
}
