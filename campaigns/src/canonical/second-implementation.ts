/** RFC 8785 over what an event may hold, written a second time and in another way: from characters, without JSON.stringify, sort() or normalisation. */
export function secondCanonicalJson(value: unknown): string {
  const out: string[] = [];
  write(value, out);
  return out.join('');
}

const SHORT: Readonly<Record<number, string>> = { 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r', 34: '\\"', 92: '\\\\' };

function write(value: unknown, out: string[]): void {
  if (value === null) out.push('null');
  else if (value === true) out.push('true');
  else if (value === false) out.push('false');
  else if (typeof value === 'number') writeInteger(BigInt(value), out);
  else if (typeof value === 'string') writeText(value, out);
  else if (Array.isArray(value)) {
    out.push('[');
    for (let i = 0; i < value.length; i++) {
      if (i > 0) out.push(',');
      write(value[i], out);
    }
    out.push(']');
  } else {
    const members = new Map(Object.entries(value as object));
    out.push('{');
    let isFirst = true;
    for (const key of inOrder([...members.keys()])) {
      if (!isFirst) out.push(',');
      isFirst = false;
      writeText(key, out);
      out.push(':');
      write(members.get(key), out);
    }
    out.push('}');
  }
}

function writeInteger(value: bigint, out: string[]): void {
  if (value < 0n) out.push('-');
  const digits: string[] = [];
  for (let rest = value < 0n ? -value : value; rest > 0n; rest /= 10n) digits.unshift('0123456789'[Number(rest % 10n)] as string);
  out.push(digits.join('') || '0');
}

function writeText(text: string, out: string[]): void {
  out.push('"');
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const short = SHORT[code];
    if (short) out.push(short);
    else if (code < 0x20) out.push('\\u00', '0123456789abcdef'[code >> 4] as string, '0123456789abcdef'[code & 15] as string);
    else out.push(text[i] as string);
  }
  out.push('"');
}

/** By insertion, comparing code unit by code unit. */
function inOrder(keys: readonly string[]): string[] {
  const sorted: string[] = [];
  for (const key of keys) {
    let at = sorted.length;
    while (at > 0 && isBefore(key, sorted[at - 1] as string)) at--;
    sorted.splice(at, 0, key);
  }
  return sorted;
}

function isBefore(a: string, b: string): boolean {
  for (let i = 0; i < a.length && i < b.length; i++) if (a.charCodeAt(i) !== b.charCodeAt(i)) return a.charCodeAt(i) < b.charCodeAt(i);
  return a.length < b.length;
}
