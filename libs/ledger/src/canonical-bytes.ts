import { isUtf8 } from 'node:buffer';
import { canonicalJson } from './canonical-json.ts';

const [QUOTE, BACKSLASH, COMMA, COLON, MINUS, ZERO, NINE] = [0x22, 0x5c, 0x2c, 0x3a, 0x2d, 0x30, 0x39];
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];
const FIRST_PRINTABLE = 0x20;
/** First bytes of U+4000 to U+9FFF: Chinese characters, which no normalisation touches, alone or beside others. */
const [FIRST_HAN, LAST_HAN] = [0xe4, 0xe9];
const LAST_FOLLOWING = 0xbf;
const SAFE_DIGITS = 15; // every whole number of so many digits is safe
const MOST_DEPTH = 64;
const literals = ['true', 'false', 'null'].map((word) => Buffer.from(word));

/** Whether bytes are the canonical form of what they say (see canonicalJson): every value has one form only, so that nothing else can pass for it. */
export function isCanonical(bytes: Buffer): boolean {
  if (!isUtf8(bytes)) return false;
  if (valueEnd(bytes, 0, 0) === bytes.length) return true;
  const text = bytes.toString();
  try {
    return canonicalJson(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}

/**
 * Where a plain value ends: one in which text is ASCII and Chinese characters without escapes, and numbers are small, as in most events. One pass sees
 * that it is canonical. -1 where it is not plain: that says nothing, and the whole way takes ten times as long.
 */
function valueEnd(bytes: Buffer, from: number, depth: number): number {
  const first = bytes[from];
  if (first === QUOTE) return stringEnd(bytes, from);
  if (first === OPEN) return depth < MOST_DEPTH ? objectEnd(bytes, from, depth) : -1;
  if (first === OPEN_LIST) return depth < MOST_DEPTH ? listEnd(bytes, from, depth) : -1;
  if (first === MINUS || (first !== undefined && first >= ZERO && first <= NINE)) return numberEnd(bytes, from);
  const word = literals.find((one) => one[0] === first);
  return word && word.compare(bytes, from, from + word.length) === 0 ? from + word.length : -1;
}

function stringEnd(bytes: Buffer, from: number): number {
  for (let i = from + 1; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte === QUOTE) return i + 1;
    if (byte < FIRST_PRINTABLE || byte === BACKSLASH) return -1;
    if (byte > LAST_FOLLOWING && (byte < FIRST_HAN || byte > LAST_HAN) && !isPunctuation(bytes, i)) return -1;
  }
  return -1;
}

/** U+3000 to U+3029 and U+FF00 to U+FF3F: 、。〔〕 and full-width forms, which stay as they are too. */
const isPunctuation = (bytes: Buffer, at: number): boolean =>
  bytes[at] === 0xe3 ? bytes[at + 1] === 0x80 && (bytes[at + 2] as number) <= 0xa9 : bytes[at] === 0xef && bytes[at + 1] === 0xbc;

function numberEnd(bytes: Buffer, from: number): number {
  const first = bytes[from] === MINUS ? from + 1 : from;
  let i = first;
  while (i < bytes.length && (bytes[i] as number) >= ZERO && (bytes[i] as number) <= NINE) i++;
  const digits = i - first;
  if (digits === 0 || digits > SAFE_DIGITS) return -1;
  return bytes[first] === ZERO && (digits > 1 || first > from) ? -1 : i;
}

function listEnd(bytes: Buffer, from: number, depth: number): number {
  if (bytes[from + 1] === CLOSE_LIST) return from + 2;
  for (let i = from; ;) {
    i = valueEnd(bytes, i + 1, depth + 1);
    if (i < 0) return -1;
    if (bytes[i] === CLOSE_LIST) return i + 1;
    if (bytes[i] !== COMMA) return -1;
  }
}

function objectEnd(bytes: Buffer, from: number, depth: number): number {
  if (bytes[from + 1] === CLOSE) return from + 2;
  let [key, keyEnd] = [0, 0];
  for (let i = from; ;) {
    const next = i + 1;
    const nextEnd = bytes[next] === QUOTE ? stringEnd(bytes, next) : -1;
    if (nextEnd < 0 || bytes[nextEnd] !== COLON) return -1;
    if (keyEnd > 0 && !isBefore(bytes, key + 1, keyEnd - 1, next + 1, nextEnd - 1)) return -1;
    [key, keyEnd] = [next, nextEnd];
    i = valueEnd(bytes, nextEnd + 1, depth + 1);
    if (i < 0) return -1;
    if (bytes[i] === CLOSE) return i + 1;
    if (bytes[i] !== COMMA) return -1;
  }
}

/** Whether one key comes before another. In this plane of Unicode, the order of bytes is that of UTF-16. */
function isBefore(bytes: Buffer, one: number, oneEnd: number, other: number, otherEnd: number): boolean {
  while (one < oneEnd && other < otherEnd) {
    const difference = (bytes[one++] as number) - (bytes[other++] as number);
    if (difference !== 0) return difference < 0;
  }
  return oneEnd - one < otherEnd - other;
}
