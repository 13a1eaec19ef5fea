import type { RecordedEvent } from '@casetrail/domain';
import { creditCodeOf } from './registers.ts';
import type { PlayedCommand } from './record-book.ts';

const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** A stream id or the id of one of its events. */
const record = /^([a-z_]+-[0-7][0-9A-Z]{21})([0-9A-Z]{4})(@\d+)?$/;
/** Numbers and codes go on where those of the copy before end: each is less than this. */
const SERIALS = 1_000_000;
const numbered = new Set(['pseudonym', 'alias', 'code', 'communityCode', 'number', 'ruling']);
/** More would bring a credit code to its end; the ids could tell twice as many apart. */
export const MOST_REPLICAS = 99_999;

/**
 * As many cities of the same make beside each other, recorded act by act at the same moments: whatever is counted becomes so many times as much,
 * and nothing of one city refers to another. Holds no more in memory than the one city. The first one is the city itself.
 */
export function* replicated(commands: Iterable<PlayedCommand>, replicas: number): Generator<PlayedCommand> {
  if (!Number.isInteger(replicas) || replicas < 1 || replicas > MOST_REPLICAS)
    throw new RangeError(`${replicas} is no number of cities up to ${MOST_REPLICAS}`);
  for (const command of commands) {
    yield command;
    for (let copy = 2; copy <= replicas; copy++) yield copyOf(command, copy);
  }
}

/** What a copy has in place of a command of the first city. */
export function copyOf(command: PlayedCommand, copy: number): PlayedCommand {
  const { id, stream, data, act } = command;
  return {
    ...command,
    id: otherHex(id, copy),
    stream: inCopy(stream, 'stream', copy),
    data: inCopy(data, 'data', copy),
    act: inCopy(act, 'act', copy),
  };
}

/** What a copy records where the first city records an event: the same as its deciders would. */
export function eventInCopy(event: RecordedEvent, copy: number): RecordedEvent {
  const { correlation, type, data } = event;
  const salted = { ...inCopy(event, 'event', copy), correlation: otherHex(correlation, copy) };
  if (!type.endsWith('NumberCorrected')) return salted;
  const { from, to } = data as { readonly from: string; readonly to: string };
  return { ...salted, data: { ...(salted.data as object), from: continued(from, copy), to: continued(to, copy) } };
}

/** Every id, number and code in a message, salted; everything else as it is. */
function inCopy<T>(value: T, field: string, copy: number): T;
function inCopy(value: unknown, field: string, copy: number): unknown {
  if (typeof value === 'string') return textInCopy(value, field, copy);
  if (Array.isArray(value)) return value.map((item) => inCopy(item, field, copy));
  if (value === null || typeof value !== 'object' || field === 'reason') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inCopy(member, name, copy)]));
}

function textInCopy(text: string, field: string, copy: number): string {
  if (field === 'idHash') return otherHex(text, copy);
  if (field === 'creditCode') return creditCodeOf(Number(text.slice(-5, -1)), copy);
  if (field.endsWith('Number') || numbered.has(field)) return continued(text, copy);
  const [, start, salt, version = ''] = record.exec(text) ?? [];
  return start && salt ? `${start}${salted(salt, copy)}${version}` : text;
}

/** `青法顾〔2019〕12号` is `青法顾〔2019〕1000012号` in the second city. */
const continued = (text: string, copy: number): string =>
  text.replace(/\d+(?=\D*$)/, (serial) => String(Number(serial) + (copy - 1) * SERIALS).padStart(serial.length, '0'));

/** The last characters of a ULID, which are random, with the bits of the copy flipped. */
function salted(characters: string, copy: number): string {
  let bits = copy - 1;
  let text = '';
  for (let i = characters.length - 1; i >= 0; i--, bits >>>= 5) text = BASE32.charAt(BASE32.indexOf(characters.charAt(i)) ^ (bits & 31)) + text;
  return text;
}

/** The same for the last eight hexadecimal digits. */
function otherHex(digits: string, copy: number): string {
  const last = parseInt(digits.slice(-8), 16) ^ (copy - 1);
  return digits.slice(0, -8) + (last >>> 0).toString(16).padStart(8, '0');
}
