import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type RecordedEvent, categoryOf, streamNumber } from '@casetrail/domain';
import { parseBytes } from '@casetrail/ledger';
import { BadBackup } from './manifest.ts';

/** One event as a backup holds it, one to a line: the bytes are those that were stored. */
export type EventLine = {
  readonly position: number;
  readonly recordedAt: string;
  readonly hash: Buffer;
  readonly bytes: Buffer;
  readonly event: RecordedEvent;
};

/** As `GET /v1/ledger/events` answers them. The ledger holds no byte that would have to be escaped in such a line. */
export const eventLinesAfter = (position: number): string =>
  `select '{"position":' || position || ',"recordedAt":"' || to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '","hash":"' ||
   encode(hash, 'hex') || '","event":' || convert_from(bytes, 'UTF8') || '}' from ledger.events where position > ${position} order by position`;

const form = /^\{"position":(\d{1,16}),"recordedAt":"([^"]{24})","hash":"([0-9a-f]{64})","event":(.*)\}$/;

/** Each event with what it must follow from: the next position, its own hash, the next version of its stream, a time that does not run backwards. @throws BadBackup */
export async function* eventsIn(files: readonly string[]): AsyncGenerator<EventLine> {
  const versions = new Map<string, number>();
  let position = 0;
  let last = '';
  for (const file of files)
    for await (const line of linesIn(file)) {
      const event = lineOf(line, ++position);
      const { stream, version } = event.event;
      if (version !== (versions.get(stream) ?? 0) + 1) throw new BadBackup(`The event at position ${position} is not the next one of ${stream}.`);
      if (event.recordedAt < last) throw new BadBackup(`The event at position ${position} was recorded before the one in front of it.`);
      versions.set(stream, version);
      last = event.recordedAt;
      yield event;
    }
}

function lineOf(line: string, position: number): EventLine {
  const [, at, recordedAt = '', hash = '', text = ''] = form.exec(line) ?? [];
  if (at === undefined) throw new BadBackup(`The event at position ${position} was cut off or changed: its line is none of this form.`);
  if (Number(at) !== position) throw new BadBackup(`The event at position ${position} is missing: the one at ${at} stands in its place.`);
  const bytes = Buffer.from(text);
  if (createHash('sha256').update(bytes).digest('hex') !== hash)
    throw new BadBackup(`The event at position ${position} was changed: it does not have its hash.`);
  return { position, recordedAt, hash: Buffer.from(hash, 'hex'), bytes, event: parseBytes(bytes) };
}

export const linesIn = (file: string): AsyncIterable<string> => createInterface({ input: createReadStream(file), crlfDelay: Infinity });

/** The number of each stream follows from the position of its first event. */
export class Numbering {
  readonly #numbers = new Map<string, number>();

  of({ position, event: { stream, version } }: EventLine): number {
    if (version === 1) this.#numbers.set(stream, streamNumber(position, categoryOf(stream)));
    return this.#numbers.get(stream) as number;
  }
}
