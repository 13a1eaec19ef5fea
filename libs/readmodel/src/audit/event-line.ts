import type { StoredLine } from './source.ts';

/** `{"position":1,"recordedAt":"…","hash":"…","event":` and then the bytes of the event as they are stored. */
const head = /^\{"position":([1-9]\d{0,15}),"recordedAt":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)","hash":"([0-9a-f]{64})","event":/;
const LONGEST_HEAD = 180;
const CLOSE = 0x7d;

/** An event as a line of text, without its newline. */
export const eventLine = ({ position, recordedAt, hash, bytes }: StoredLine): Buffer =>
  Buffer.concat([Buffer.from(`{"position":${position},"recordedAt":"${recordedAt}","hash":"${hash}","event":`), bytes, Buffer.of(CLOSE)]);

/** Reads what eventLine writes; undefined for anything else. Whether the event itself is one is not looked at. */
export function readEventLine(line: Buffer, path: string): StoredLine | undefined {
  const found = head.exec(line.toString('latin1', 0, LONGEST_HEAD));
  if (!found || line.at(-1) !== CLOSE) return undefined;
  const [start, position, recordedAt, hash] = found as unknown as [string, string, string, string];
  return { position: Number(position), recordedAt, hash, bytes: line.subarray(start.length, -1), path };
}
