import type { EventId, RecordedEvent } from '@casetrail/domain';
import { eventIdOf } from '@casetrail/domain';

/** An event with its place in the ledger. */
export type StoredEvent = { readonly position: number; readonly streamNo: number; readonly recordedAt: Date; readonly event: RecordedEvent };

export type StoredRow = { position: string; stream: string; recorded_at: Date; bytes: Buffer };

export const parseBytes = (bytes: Buffer): RecordedEvent => JSON.parse(bytes.toString('utf8')) as RecordedEvent;

export const storedEvent = (row: StoredRow): StoredEvent => ({
  position: Number(row.position),
  streamNo: Number(row.stream),
  recordedAt: row.recorded_at,
  event: parseBytes(row.bytes),
});

export const idOf = (event: RecordedEvent): EventId => eventIdOf(event.stream, event.version);
