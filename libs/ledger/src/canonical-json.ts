/**
 * RFC 8785 (JSON Canonicalization Scheme) over the values an event may hold: integers within ±(2^53 − 1), strings in NFC, booleans, null,
 * arrays, objects. No floats: two numbers that differ must never share their bytes. Keys whose value is undefined are left out.
 * @throws TypeError on anything else
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new TypeError(`${value} is not a whole number that JSON can carry exactly`);
    return String(value);
  }
  if (typeof value === 'string') return quoted(value.normalize('NFC'));
  // Array.from, because map() steps over the holes of a sparse array.
  if (Array.isArray(value)) return `[${Array.from(value, (item) => canonicalJson(item)).join(',')}]`;
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    members.sort(([a], [b]) => (a < b ? -1 : 1)); // UTF-16 code units, as RFC 8785 §3.2.3 asks
    return `{${members.map(([key, member]) => `${quoted(key)}:${canonicalJson(member)}`).join(',')}}`;
  }
  throw new TypeError(`${Object.prototype.toString.call(value)} has no place in an event`);
}

function quoted(text: string): string {
  if (!text.isWellFormed() || text.includes('\0')) throw new TypeError('a string with a lone surrogate or a NUL cannot be stored');
  return JSON.stringify(text);
}
