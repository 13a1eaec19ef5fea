import { type EventId, type RecordedEvent, voidedBy } from '@casetrail/domain';
import { type StoredEvent, idOf, parseBytes } from '@casetrail/ledger';

/** An event as a reader of a file sees it, where it stands in the ledger, and whether it still counts. */
export type TimelineEntry = Pick<RecordedEvent, 'stream' | 'version' | 'occurredOn' | 'type' | 'actor'> & {
  readonly id: EventId;
  readonly position: number;
  readonly recordedAt: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly approval: NonNullable<RecordedEvent['approval']> | null;
  readonly corrects: EventId | null;
  readonly causation: EventId | null;
  readonly document: NonNullable<RecordedEvent['document']> | null;
  readonly legalBasis: string | null;
  readonly reason: NonNullable<RecordedEvent['reason']> | null;
  readonly isVoided: boolean;
  /** The void that stands against it. */
  readonly voidedBy: EventId | null;
};

export type TimelineRow = { readonly position: string; readonly recorded_at: Date; readonly bytes: Buffer };

/** $1: the ids of the streams. */
export const timelineSql = `select e.position, e.recorded_at, e.bytes from ledger.streams s join ledger.events e on e.stream = s.no where s.id = any($1) order by e.position`;

/** The keyed hash finds a person again: it is no business of a screen, wherever it stands. */
export function withoutIdHash<T>(data: T): T {
  if (Array.isArray(data)) return data.map(withoutIdHash) as T;
  if (data === null || typeof data !== 'object') return data;
  const kept = Object.entries(data).flatMap(([field, value]) => (field === 'idHash' ? [] : [[field, withoutIdHash(value) as unknown]]));
  return Object.fromEntries(kept) as T;
}

/** The events of whole streams, in ledger order, each told whether it was voided. */
export const timelineOf = (rows: readonly TimelineRow[]): TimelineEntry[] =>
  entriesOf(rows.map(({ position, recorded_at: recordedAt, bytes }) => ({ position: Number(position), recordedAt, event: parseBytes(bytes) })));

/** Events as a reader sees them; what was voided, is so by these events alone. */
export function entriesOf(stored: readonly Pick<StoredEvent, 'position' | 'recordedAt' | 'event'>[]): TimelineEntry[] {
  const voids = voidedBy(stored.map(({ event }) => event));
  return stored.map(({ position, recordedAt, event }) => {
    const {
      stream,
      version,
      occurredOn,
      type,
      actor,
      data,
      approval = null,
      corrects = null,
      causation = null,
      document = null,
      legalBasis = null,
      reason = null,
    } = event;
    const id = idOf(event);
    return {
      id,
      stream,
      version,
      position,
      recordedAt: recordedAt.toISOString(),
      occurredOn,
      type,
      actor,
      data: withoutIdHash(data as Record<string, unknown>),
      approval,
      corrects,
      causation,
      document,
      legalBasis,
      reason,
      isVoided: voids.has(id),
      voidedBy: voids.get(id) ?? null,
    };
  });
}
