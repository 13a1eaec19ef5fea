import fc from 'fast-check';
import { isCanonical } from './canonical-bytes.ts';
import { canonicalJson } from './canonical-json.ts';

const bytes = (text: string) => Buffer.from(text);

/** What isCanonical means, the slow way. */
function isWritten(text: string): boolean {
  try {
    return canonicalJson(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('寻衅滋事罪', '鲁公〔2019〕1号', '（一）', 'é', 'e\u0301', 'Å', '\u212b', 'a"b', 'a\\', '〪', '\u3099'),
);
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.constantFrom(null, true, false, 0, 2 ** 53 - 1),
    fc.maxSafeInteger(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value;

/** In canonical form where there is one. */
function inOrder(any: unknown): string {
  try {
    return canonicalJson(any);
  } catch {
    return JSON.stringify(any);
  }
}

describe('bytes', () => {
  it('are canonical exactly where canonicalJson writes them: whatever JSON they are', () => {
    let accepted = 0;
    fc.assert(
      fc.property(value, fc.boolean(), (any, isSorted) => {
        const written = isSorted ? inOrder(any) : JSON.stringify(any);
        expect(isCanonical(bytes(written))).toBe(isWritten(written));
        if (isWritten(written)) accepted++;
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(200);
  });

  it('are not once a bit of them is another, unless they say something else in its canonical form', () => {
    const event = bytes(
      canonicalJson({ data: { district: '370202', offences: ['寻衅滋事罪', 'é'], n: [1, -20, 0], none: null, is: true }, type: 'CaseFiled', version: 3 }),
    );
    let refused = 0;
    for (let i = 0; i < event.length * 8; i++) {
      const other = Buffer.from(event);
      other[i >> 3] = (other[i >> 3] as number) ^ (1 << (i & 7));
      const decoded = other.toString();
      const expected = bytes(decoded).equals(other) && isWritten(decoded);
      expect([i, isCanonical(other)]).toEqual([i, expected]);
      if (!expected) refused++;
    }
    expect(refused).toBeGreaterThan(event.length);
  });

  it.each([
    ['nothing', ''],
    ['a space', '{"a": 1}'],
    ['a newline at the end', '{"a":1}\n'],
    ['keys out of order', '{"b":1,"a":2}'],
    ['a key out of order after a longer one', '{"ab":1,"a":2}'],
    ['a key twice', '{"a":1,"a":1}'],
    ['a key twice, the second time written otherwise', '{"a":1,"\\u0061":1}'],
    ['a fraction', '{"a":1.5}'],
    ['a fraction that is whole', '{"a":1.0}'],
    ['an exponent', '{"a":1e3}'],
    ['a number beyond 2^53', '{"a":9007199254740993}'],
    ['minus nothing', '{"a":-0}'],
    ['a number that begins with nothing', '{"a":01}'],
    ['a lone surrogate', '{"a":"\\ud800"}'],
    ['NUL', '{"a":"\\u0000"}'],
    ['an escape that is not needed', '{"a":"\\u4e00"}'],
    ['an escaped slash', '{"a":"\\/"}'],
    ['text that is not normalised', '{"a":"e\u0301"}'],
    ['a word that is none', '{"a":nul}'],
    ['a comma too many', '[1,]'],
    ['an end too few', '{"a":{"b":1}'],
    ['what comes after the end', '{"a":1}}'],
  ])('with %s are not canonical', (_, written) => expect(isCanonical(bytes(written))).toBe(false));

  it('that are no UTF-8 are not canonical', () => {
    expect(isCanonical(Buffer.from([0x22, 0xff, 0x22]))).toBe(false);
    expect(isCanonical(Buffer.from([0x22, 0xe4, 0xb8, 0x22]))).toBe(false);
    expect(isCanonical(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))).toBe(false);
  });

  it.each([
    '{}',
    '[]',
    '""',
    '0',
    '-1',
    'true',
    'null',
    '{"":{"a":[[],{}]}}',
    '{"a":1,"ab":2,"b":3}',
    '"\\u001f\\n\\"\u007f"',
    '{"é":1}',
    '"扫黑除恶,〔2018〕3号"',
    '9007199254740991',
  ])('%s is canonical', (written) => expect(isCanonical(bytes(written))).toBe(true));
});
