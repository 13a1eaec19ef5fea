import { TILE_WIDTH, isCanonical, leafDigest } from '@casetrail/ledger';
import { type RecordedEvent, type StreamId, categoryOf, streamNumber } from '@casetrail/domain';
import { hash } from 'node:crypto';
import { type FindingCode, NotHolding } from './finding.ts';
import type { AuditSource, StoredLine } from './source.ts';
import { Leaves } from './tree-reader.ts';
import { whatHappened } from './what-happened.ts';

/** How the canonical bytes of an event end: its last three members, by their names. */
const ending = /[,{]"stream":"([a-z_]+-[0-9A-Z]{26})","type":"\w+","version":([1-9]\d{0,8})\}$/;
const LONGEST_ENDING = 200;
const PROGRESS = 0x3fff;

/** An event that the caller wants to keep while the others pass by. */
export type KeptEvent = { readonly position: number; readonly recordedAt: string; readonly event: RecordedEvent };
type Asked = { readonly size: number; readonly keep: (stream: string) => boolean; readonly onProgress: (done: number) => void };

/**
 * Checks the events one by one against the leaves of a tree that is verified: their bytes, place and time are what was sealed, the bytes are
 * canonical, streams have no gaps, and time never runs backwards. Memory grows with the number of streams alone. Returns the events to keep.
 * @throws NotHolding for the first event that is not as it was sealed, saying what became of it
 */
export async function checkEvents(source: AuditSource, { size, keep, onProgress }: Asked): Promise<KeptEvent[]> {
  const leaves = new Leaves(source, size);
  const versions = new Map<string, number>();
  const kept: KeptEvent[] = [];
  let index = 0;
  let before = '';
  for await (const lines of source.events())
    for (const line of lines) {
      if (index >= size) throw wrong('events/appended', line, size + 1, `Events come after the ${size} that were sealed.`);
      if (index % TILE_WIDTH === 0) await leaves.open(index);
      const digest = hash('sha256', line.bytes);
      if (!leaves.has(index, leafDigest(index + 1, line.recordedAt, digest))) throw new NotHolding(await whatHappened(source, leaves, { index, line, before }));
      index++;
      checkSealed(line, index, digest, before);
      const stream = checkStream(line, index, versions);
      if (keep(stream)) kept.push({ position: index, recordedAt: line.recordedAt, event: JSON.parse(line.bytes.toString()) as RecordedEvent });
      before = line.recordedAt;
      if ((index & PROGRESS) === 0) onProgress(index);
    }
  if (index < size)
    throw new NotHolding({ code: 'events/truncated', message: `The events end with position ${index}; ${size} were sealed.`, position: index + 1 });
  return kept;
}

const wrong = (code: FindingCode, { path }: StoredLine, position: number, message: string) =>
  new NotHolding({ code, message, position, ...(path && { path }) });

/** What was sealed is there; what is said about it beside it must be true too, and it must have been fit to be sealed. */
function checkSealed(line: StoredLine, position: number, digest: string, before: string): void {
  if (line.position !== position)
    throw wrong('event/position-changed', line, position, `The event at position ${position} says that its position is ${line.position}.`);
  if (line.hash !== digest)
    throw wrong('event/hash-changed', line, position, `The hash that is kept beside the event at position ${position} is not that of its bytes.`);
  if (!isCanonical(line.bytes)) throw wrong('event/not-canonical', line, position, `The event at position ${position} is not in canonical form.`);
  if (line.recordedAt < before)
    throw wrong('event/time-backwards', line, position, `The event at position ${position} was recorded at ${line.recordedAt}, before the one in front of it.`);
}

/** Counts the versions of the event's stream, and compares the copies that a database keeps. Returns the stream. */
function checkStream(line: StoredLine, position: number, versions: Map<string, number>): string {
  const found = ending.exec(line.bytes.toString('latin1', Math.max(0, line.bytes.length - LONGEST_ENDING)));
  if (!found) throw wrong('event/malformed', line, position, `What stands at position ${position} is no event.`);
  const version = Number(found[2]);
  const last = versions.get(found[1] as string) ?? 0;
  // A piece of a longer text keeps all of it in memory: the name is copied for the first event of a stream.
  const stream = last === 0 ? Buffer.from(found[1] as string).toString() : (found[1] as string);
  if (version !== last + 1)
    throw wrong('event/version-gap', line, position, `The event at position ${position} is number ${version} of ${stream}, after number ${last}.`);
  versions.set(stream, version);
  if (line.copies) checkCopies(line, line.copies, position);
  return stream;
}

function checkCopies(line: StoredLine, copies: NonNullable<StoredLine['copies']>, position: number): void {
  const { stream, version, type, occurredOn } = JSON.parse(line.bytes.toString()) as RecordedEvent;
  const differs = (column: string, says: unknown, instead: unknown) =>
    wrong(
      'event/copy-differs',
      line,
      position,
      `The column ${column} of the event at position ${position} says ${String(says)}; the event itself says ${String(instead)}.`,
    );
  if (copies.version !== version) throw differs('version', copies.version, version);
  if (copies.type !== type) throw differs('type', copies.type, type);
  if (copies.occurredOn !== occurredOn) throw differs('occurred_on', copies.occurredOn, occurredOn);
  if (copies.isFinerThanMilliseconds) throw differs('recorded_at', 'a fraction of a millisecond more', line.recordedAt);
  if (copies.stream !== stream)
    throw wrong(
      'stream/differs',
      line,
      position,
      `Stream ${copies.streamNo} is ${copies.stream ?? 'not'} in ledger.streams; its event at position ${position} is of ${stream}.`,
    );
  const number = streamNumber(position, categoryOf(stream as StreamId));
  if (version === 1 && copies.streamNo !== number)
    throw wrong('stream/differs', line, position, `${stream} begins at position ${position} and has number ${copies.streamNo}, not ${number}.`);
}
