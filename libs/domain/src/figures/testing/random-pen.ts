import type { CivilDate } from '../../kernel/civil-date.ts';
import type { District } from '../../kernel/districts.ts';
import type { CaseId, Category, PersonId, StreamId, SuspectId } from '../../kernel/identifiers.ts';
import type { DomainEvent } from '../told-events.ts';

/** Something that may happen in a random log, and how often beside the others. */
export type Act = readonly [weight: number, act: () => unknown];

/** What a random log offers to whoever adds to it. */
export type Pen = {
  readonly int: (n: number) => number;
  readonly next: () => number;
  readonly pick: <T>(list: readonly T[]) => T;
  /** Tells an event, about today or some day before, or about a day that is named. Returns its version. */
  readonly tell: (stream: StreamId, message: DomainEvent, on?: CivilDate) => number;
  readonly fresh: <C extends Category>(category: C) => StreamId<C>;
  /** The streams of a category that there are so far. */
  readonly streams: <C extends Category>(category: C) => readonly StreamId<C>[];
  readonly file: () => CaseId;
  readonly person: () => PersonId;
  /** Somebody who is a suspect in some case. */
  readonly party: () => { readonly suspect: SuspectId; readonly person: PersonId };
  readonly district: () => District;
  readonly scope: () => 'MAFIA' | 'EVIL' | 'ORDINARY';
  /** So many days from today. */
  readonly inDays: (days: number) => CivilDate;
};

/** One stream of a category; where there is none yet, or now and then, one that begins now. */
export const someOf =
  <C extends Category>({ streams, fresh, pick, next }: Pen, category: C, begin: (stream: StreamId<C>) => void, newOnes = 0.12) =>
  (): StreamId<C> => {
    const known = streams(category);
    if (known.length > 0 && next() > newOnes) return pick(known);
    const stream = fresh(category);
    begin(stream);
    return stream;
  };

/** Merges one stream into another of its kind, in whatever direction. */
export const merging =
  <S extends StreamId>({ tell }: Pen, some: () => S, message: (survivor: S) => DomainEvent) =>
  () => {
    const [absorbed, survivor] = [some(), some()];
    if (absorbed !== survivor) tell(absorbed, message(survivor));
  };

/** Begins a new stream that comes from another one of its kind, and says so there. */
export const splitting =
  <C extends Category>(
    { tell, fresh }: Pen,
    category: C,
    some: () => StreamId<C>,
    begin: (from: StreamId<C>) => DomainEvent,
    said: (child: StreamId<C>, from: StreamId<C>) => DomainEvent,
  ) =>
  () => {
    const from = some();
    const beginning = begin(from);
    const child = fresh(category);
    tell(child, beginning);
    tell(from, said(child, from));
  };

/** Where something goes: to a district, out of the city, back into it. */
export const moved = ({ pick, district }: Pen) => {
  const scope = pick(['DISTRICT', 'DISTRICT', 'CITY_OUT', 'CITY_IN'] as const);
  return { scope, ...(scope !== 'CITY_OUT' && { toDistrict: district() }) };
};
