import { type AnyDecider, type CivilDate, type RecordedEvent, apply, civilDateAt, deciderOf, isVoid, liveEvents } from '@casetrail/domain';
import type { StoredEvent } from '@casetrail/ledger';
import type { KnownAt } from '../counting/index.ts';
import { type TimelineEntry, entriesOf, withoutIdHash } from '../views/timeline.ts';
import { type Change, changesBetween } from './changes.ts';

/**
 * A point of a record's history. `version`: when it had so many events. `position`: when the ledger ended there. `asOf`: what was true on that day, as known
 * at a position or at the end of a day: events that occurred later, or were recorded later, are not in it, and voids are in it whenever they occurred.
 */
export type PointInTime = { readonly version: number } | { readonly position: number } | { readonly asOf: CivilDate; readonly knownAt?: KnownAt | undefined };

/** An event, and what changed when it was recorded. For a void: what the absence of its target changed. */
export type Step = TimelineEntry & {
  /** Whether it is in the state: it is no void, none stands against it, and it had occurred. */
  readonly isLive: boolean;
  readonly changes: readonly Change[];
};

export type State = Readonly<Record<string, unknown>>;
export type Replay = {
  /** How many events it had; 0 before it began. */
  readonly version: number;
  /** Where the last of them stands in the ledger. */
  readonly position: number;
  readonly state: State;
  /** Every event known at that point, in the order of the ledger; of a long history a part. */
  readonly steps: readonly Step[];
  /** The version after which the next part begins; null at the end. */
  readonly next: number | null;
};
export type ReplayOptions = {
  /** Steps after this version only, */
  readonly after?: number | undefined;
  /** and at most so many. */
  readonly limit?: number | undefined;
  /** Fields of the state that are not for whoever asks. */
  readonly unshown?: readonly string[];
};

/** The record has no such version yet. */
export class BeyondRecord extends Error {
  readonly version: number;
  constructor(asked: number, version: number) {
    super(`There is no version ${asked}: the record is at version ${version}.`);
    this.name = 'BeyondRecord';
    this.version = version;
  }
}

/**
 * A record as it stood at some point, and how it got there: the live events of its stream, folded by its own decider in the order in which they were
 * recorded, which is the order in which everything was ever decided. Without a point: as it stands. @throws BeyondRecord
 */
export function replay(stored: readonly StoredEvent[], point?: PointInTime, { after = 0, limit = Infinity, unshown = [] }: ReplayOptions = {}): Replay {
  const [opening] = stored;
  if (!opening) throw new Error('A record that does not exist has no history.');
  const known = knownAtPoint(stored, point);
  const asOf = point !== undefined && 'asOf' in point ? point.asOf : undefined;
  const hasOccurred = ({ occurredOn }: RecordedEvent) => asOf === undefined || occurredOn <= asOf;
  const entries = entriesOf(known);
  const first = entries.findIndex(({ version }) => version > after);
  const isAsked = (i: number) => first >= 0 && i >= first && i < first + limit;
  const shown = (state: unknown): State => withoutIdHash(Object.fromEntries(Object.entries(state as State).filter(([field]) => !unshown.includes(field))));

  const states = statesOf(
    deciderOf(opening.event.stream),
    known.map(({ event }) => event),
    hasOccurred,
  );
  let state = states.next().value as unknown;
  const steps: Step[] = [];
  for (const [i, entry] of entries.entries()) {
    const before = state;
    state = states.next().value as unknown;
    if (!isAsked(i)) continue;
    const { event } = known[i] as StoredEvent;
    const isLive = !isVoid(event) && !entry.isVoided && hasOccurred(event);
    steps.push({ ...entry, isLive, changes: state === before ? [] : changesBetween(shown(before), shown(state)) });
  }
  const last = steps.at(-1)?.version;
  const { version = 0, position = 0 } = entries.at(-1) ?? {};
  return { version, position, state: shown(state), steps, next: last === undefined || last === version ? null : last };
}

function knownAtPoint(stored: readonly StoredEvent[], point: PointInTime | undefined): readonly StoredEvent[] {
  if (point === undefined) return stored;
  if ('version' in point) {
    const { version = 0 } = stored.at(-1)?.event ?? {};
    if (point.version > version) throw new BeyondRecord(point.version, version);
    return stored.filter(({ event }) => event.version <= point.version);
  }
  const knownAt = 'position' in point ? point : point.knownAt;
  if (knownAt === undefined) return stored;
  return stored.filter(({ position, recordedAt }) => ('day' in knownAt ? civilDateAt(recordedAt) <= knownAt.day : position <= knownAt.position));
}

/** The state before the first event, and after each was recorded. */
function* statesOf(decider: AnyDecider, events: readonly RecordedEvent[], isCounted: (event: RecordedEvent) => boolean): Generator<unknown> {
  let state = decider.initialState as unknown;
  yield state;
  for (const [i, event] of events.entries()) {
    if (isVoid(event))
      state = liveEvents(events.slice(0, i + 1))
        .filter(isCounted)
        .reduce((before, one) => apply(decider, before, one), decider.initialState as unknown);
    else if (isCounted(event)) state = apply(decider, state, event);
    yield state;
  }
}
