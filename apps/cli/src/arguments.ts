import { InvalidArgumentError, Option } from 'commander';
import { type CivilDate, type PersonId, type StreamId, civilDate, civilDateAt, district, isStreamId } from '@casetrail/domain';

/** Options that several commands share, read the same way by all of them. */

export function readDate(text: string): CivilDate {
  const date = civilDate.safeParse(text);
  if (!date.success) throw new InvalidArgumentError('must be a date like 2020-04-08.');
  return date.data;
}

export function readKnownAt(text: string): { position: number } | { day: CivilDate } {
  return /^[1-9]\d*$/.test(text) ? { position: Number(text) } : { day: readDate(text) };
}

export function readCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('must be a whole number above 0.');
  return Number(text);
}

export function readRecord(text: string): StreamId {
  if (!isStreamId(text)) throw new InvalidArgumentError('must be the id of a record, like suspect-01ARZ3NDEKTSV4RRFFQ69G5FAV.');
  return text;
}

export function readPerson(text: string): PersonId {
  if (!isStreamId(text) || !text.startsWith('person-')) throw new InvalidArgumentError('must be the id of a person, like person-01ARZ3NDEKTSV4RRFFQ69G5FAV.');
  return text as PersonId;
}

export function readDistrict(text: string) {
  const read = district.safeParse(text);
  if (!read.success) throw new InvalidArgumentError(read.error.issues[0]?.message ?? 'is not a district.');
  return read.data;
}

export function readOrigin(text: string): string {
  if (!/^[^\s+]+$/.test(text)) throw new InvalidArgumentError('must be a name like casetrail.example/370200: no spaces, no "+".');
  return text;
}

/** It is named in a header, which takes no more than this. */
export function readOrgan(text: string): string {
  if (!/^[!-~]{1,80}$/.test(text)) throw new InvalidArgumentError('must be a code like psb-370202: visible ASCII characters, 80 at most.');
  return text;
}

export const asOf = () => new Option('--as-of <date>', 'what was true on this date').argParser(readDate).default(civilDateAt(new Date()), 'today');
export const knownAt = () =>
  new Option('--known-at <position|date>', 'what the ledger held at this position, or at the end of this day').argParser(readKnownAt);
export const inDistrict = () => new Option('--district <code>', 'one district, like 370202').argParser(readDistrict);
export const language = () => new Option('--lang <language>', 'language of the output').choices(['zh', 'en']).default('en');
