import { type EventId, type RecordedEvent, voidedBy } from '@casetrail/domain';
import { type StoredEvent, idOf } from '@casetrail/ledger';

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

export type TimelineRow = { readonly position: string; readonly recorded_at: string; readonly text: string };

/** $1: the ids of the streams. As text: a file may have a thousand events, and dates and bytes are dear to read. */
export const timelineSql = `select e.position, to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as recorded_at, convert_from(e.bytes, 'UTF8') as text
  from ledger.streams s join ledger.events e on e.stream = s.no where s.id = any($1) order by e.position`;

/** The keyed hash finds a person again: it is no business of a screen, wherever it stands. */
export function withoutIdHash<T>(data: T): T {
  if (Array.isArray(data)) return data.map(withoutIdHash) as T;
  if (data === null || typeof data !== 'object') return data;
  const kept = Object.entries(data).flatMap(([field, value]) => (field === 'idHash' ? [] : [[field, withoutIdHash(value) as unknown]]));
  return Object.fromEntries(kept) as T;
}

/** The events of whole streams, in ledger order, each told whether it was voided. */
export const timelineOf = (rows: readonly TimelineRow[]): TimelineEntry[] =>
  toldInOrder(
    rows.map(({ position, recorded_at: recordedAt, text }) => {
      const event = JSON.parse(text) as RecordedEvent;
      return { position: Number(position), recordedAt, event: text.includes('"idHash"') ? shown(event) : event };
    }),
  );

const shown = (event: RecordedEvent): RecordedEvent => ({ ...event, data: withoutIdHash(event.data) }) as RecordedEvent;

/** Events as a reader sees them; what was voided, is so by these events alone. */
export const entriesOf = (stored: readonly StoredEvent[]): TimelineEntry[] =>
  toldInOrder(stored.map(({ position, recordedAt, event }) => ({ position, recordedAt: recordedAt.toISOString(), event: shown(event) })));

type Told = Pick<StoredEvent, 'position' | 'event'> & { readonly recordedAt: string };

function toldInOrder(stored: readonly Told[]): TimelineEntry[] {
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
      recordedAt,
      occurredOn,
      type,
      actor,
      data: data as Record<string, unknown>,
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
