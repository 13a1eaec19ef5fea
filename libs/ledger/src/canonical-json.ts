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
  if (typeof value === 'string') return isPlain.test(value) ? `"${value}"` : quoted(value.normalize('NFC'));
  // Array.from, because map() steps over the holes of a sparse array.
  if (Array.isArray(value)) return `[${Array.from(value, (item) => canonicalJson(item)).join(',')}]`;
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    let members = '';
    // Sorted by UTF-16 code units, as RFC 8785 §3.2.3 asks.
    for (const key of Object.keys(value).sort()) {
      const member = (value as Readonly<Record<string, unknown>>)[key];
      if (member !== undefined) members += `${members === '' ? '' : ','}${quoted(key)}:${canonicalJson(member)}`;
    }
    return `{${members}}`;
  }
  throw new TypeError(`${Object.prototype.toString.call(value)} has no place in an event`);
}

/** ASCII that stands for itself, as most of an event is: nothing to normalise or to escape. */
const isPlain = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  if (isPlain.test(text)) return `"${text}"`;
  if (!text.isWellFormed() || text.includes('\0')) throw new TypeError('a string with a lone surrogate or a NUL cannot be stored');
  return JSON.stringify(text);
}
