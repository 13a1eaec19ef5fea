import { type EventId, type RecordedEvent, voidedBy } from '@casetrail/domain';
import { idOf, parseBytes } from '@casetrail/ledger';

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

/** The keyed hash finds a person again: it is no business of a screen. */
export const withoutIdHash = (data: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).filter(([field]) => field !== 'idHash'));

/** The events of whole streams, in ledger order, each told whether it was voided. */
export function timelineOf(rows: readonly TimelineRow[]): TimelineEntry[] {
  const events = rows.map(({ bytes }) => parseBytes(bytes));
  const voids = voidedBy(events);
  return events.map((event, i) => {
    const { position, recorded_at: recordedAt } = rows[i] as TimelineRow;
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
      position: Number(position),
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
