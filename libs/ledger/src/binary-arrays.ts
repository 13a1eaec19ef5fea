/**
 * Arrays in PostgreSQL's binary format, as parameters of a statement: the driver sends a Buffer as it is. As text, every string of an array would be escaped
 * here and read character by character there, and bytes would go as twice as many hexadecimal digits.
 */
const ONE_DIMENSION = 1;
const HEADER = 20;
const LENGTH = 4;
const NULL = -1;
/** So many values has half of an int8. */
const HALF = 2 ** 32;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** PostgreSQL counts from the first day of 2000: days for a date, microseconds for a time. */
const EPOCH = Date.UTC(2000, 0, 1);
const DAY = 86_400_000;
const MICROSECONDS = 1000n;
/** Types of elements by their numbers in pg_type, which never change. */
const oids = { bytea: 17, int8: 20, int2: 21, int4: 23, text: 25, date: 1082, timestamptz: 1184, uuid: 2950 } as const;

/** An array without elements has no dimension. */
function header(oid: number, elements: number, bytes: number, hasNull = false): Buffer {
  const array = Buffer.allocUnsafe(elements === 0 ? HEADER - 2 * LENGTH : HEADER + elements * LENGTH + bytes);
  array.writeInt32BE(elements === 0 ? 0 : ONE_DIMENSION, 0);
  array.writeInt32BE(Number(hasNull), 4);
  array.writeInt32BE(oid, 8);
  if (elements === 0) return array;
  array.writeInt32BE(elements, 12);
  array.writeInt32BE(1, 16); // counted from 1
  return array;
}

/** Elements of one size. */
function fixed<T>(oid: number, size: number, values: readonly T[], write: (array: Buffer, value: T, at: number) => void): Buffer {
  const array = header(oid, values.length, values.length * size);
  let at = HEADER;
  for (const value of values) {
    array.writeInt32BE(size, at);
    write(array, value, at + LENGTH);
    at += LENGTH + size;
  }
  return array;
}

export const int4s = (values: readonly number[]): Buffer => fixed(oids.int4, 4, values, (array, value, at) => array.writeInt32BE(value, at));

export const int2s = (values: readonly number[]): Buffer => fixed(oids.int2, 2, values, (array, value, at) => array.writeInt16BE(value, at));

/** Whole numbers that a double holds exactly. */
export const int8s = (values: readonly number[]): Buffer =>
  fixed(oids.int8, 8, values, (array, value, at) => {
    const high = Math.floor(value / HALF);
    array.writeInt32BE(high, at);
    array.writeUInt32BE(value - high * HALF, at + 4);
  });

/** Civil dates, as YYYY-MM-DD. @throws RangeError on what is none */
export const dates = (values: readonly string[]): Buffer => fixed(oids.date, 4, values, (array, value, at) => array.writeInt32BE(dayOf(value), at));

/** `Date.parse` takes the 30th of February for the 1st of March. */
function dayOf(value: string): number {
  const time = Date.parse(value);
  if (Number.isNaN(time) || new Date(time).toISOString() !== `${value}T00:00:00.000Z`) throw new RangeError(`${value} is not a date`);
  return (time - EPOCH) / DAY;
}

/** @throws TypeError on what is not a UUID */
export const uuids = (values: readonly string[]): Buffer =>
  fixed(oids.uuid, 16, values, (array, value, at) => {
    if (!UUID.test(value)) throw new TypeError(`${value} is not a UUID`);
    array.write(value.replaceAll('-', ''), at, 'hex');
  });

/** Times to the millisecond, in ISO 8601; null where there is none. */
export function timestamps(values: readonly (string | null)[]): Buffer {
  const known = values.filter((value) => value !== null).length;
  const array = header(oids.timestamptz, values.length, known * 8, known < values.length);
  let at = HEADER;
  for (const value of values) {
    at = array.writeInt32BE(value === null ? NULL : 8, at);
    if (value !== null) at = array.writeBigInt64BE(BigInt(Date.parse(value) - EPOCH) * MICROSECONDS, at);
  }
  return array;
}

export const texts = (values: readonly string[]): Buffer => inUtf8(oids.text, values);
/** Strings for a column of bytes, in UTF-8. */
export const utf8s = (values: readonly string[]): Buffer => inUtf8(oids.bytea, values);

function inUtf8(oid: number, values: readonly string[]): Buffer {
  const lengths = values.map((value) => Buffer.byteLength(value));
  const array = header(oid, values.length, total(lengths));
  let at = HEADER;
  values.forEach((value, i) => {
    at = array.writeInt32BE(lengths[i] as number, at);
    at += array.write(value, at);
  });
  return array;
}

export function byteas(values: readonly Uint8Array[]): Buffer {
  const array = header(oids.bytea, values.length, total(values.map(({ length }) => length)));
  let at = HEADER;
  for (const value of values) {
    at = array.writeInt32BE(value.length, at);
    array.set(value, at);
    at += value.length;
  }
  return array;
}

const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);
