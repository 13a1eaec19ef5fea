import fc from 'fast-check';
import { canonicalJson } from './canonical-json.ts';

const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', '').normalize('NFC'));
/** Everything an event may hold. */
const allowed = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, fc.constantFrom(null, true, false), fc.maxSafeInteger(), text, fc.array(tie('value'), { maxLength: 5 }), tie('object')),
  object: fc.dictionary(text, tie('value'), { maxKeys: 6, noNullPrototype: true }),
}));

/** The same value, every object written down in another order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('canonical JSON', () => {
  it('orders the keys by UTF-16 code units, as RFC 8785 §3.2.3 shows', () => {
    const value = { '\u20ac': 'Euro', '\r': 'CR', '\ufb33': 'Dalet', '1': 'One', '\u{1f600}': 'Smiley', '\u0080': 'Control', '\u00f6': 'o' };
    expect(canonicalJson(value)).toBe('{"\\r":"CR","1":"One","\u0080":"Control","\u00f6":"o","\u20ac":"Euro","\u{1f600}":"Smiley","\ufb33":"Dalet"}');
  });
  it('orders the keys at every depth, and leaves arrays as they are', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }, 3, 1], a: {} })).toBe('{"a":{},"b":[{"c":2,"d":1},3,1]}');
  });
  it('orders digits as text', () => {
    expect(canonicalJson({ '10': 1, '9': 2, a: 3, A: 4, '': 5 })).toBe('{"":5,"10":1,"9":2,"A":4,"a":3}');
  });
  it('escapes as little as RFC 8785 §3.2.2.2 allows', () => {
    expect(canonicalJson('\u20ac$\u000f\u000aA\'B"\\\\"/\b\f\r\t\u001f\u007f\u2028')).toBe('"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\\b\\f\\r\\t\\u001f\u007f\u2028"');
  });
  it('writes composed and decomposed text as the same bytes', () => {
    expect(canonicalJson('e\u0301')).toBe('"\u00e9"');
    expect(canonicalJson('扫黑除恶')).toBe('"扫黑除恶"');
  });
  it('leaves out members that are undefined', () => {
    expect(canonicalJson({ a: undefined, b: null, c: { d: undefined } })).toBe('{"b":null,"c":{}}');
  });
  it('writes whole numbers up to the last safe one', () => {
    expect(canonicalJson([0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 1e3])).toBe('[0,-1,9007199254740991,-9007199254740991,1000]');
  });

  it.each<[string, unknown]>([
    ['a fraction', 0.5],
    ['minus zero', -0],
    ['a number that is not safe', 2 ** 53],
    ['NaN', Number.NaN],
    ['Infinity', Infinity],
    ['a bigint', 1n],
    ['undefined', undefined],
    ['undefined in an array', [undefined]],
    ['a hole in an array', new Array(2)],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a lone surrogate', 'a\ud800'],
    ['a lone surrogate in a key', { '\udc00': 1 }],
    ['NUL', 'a\0b'],
    ['NUL in a key', { '\0': 1 }],
    ['a Date', new Date(0)],
    ['a Map', new Map()],
    ['a Set', new Set()],
    ['bytes', Buffer.from('x')],
    ['an instance of a class', new (class Money {})()],
    ['an object without prototype', Object.create(null)],
    ['a boxed number', Object(1)],
  ])('refuses %s, however deep', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson({ deep: [{ value: [value] }] })).toThrow(TypeError);
  });

  it('reads back as what was written', () => {
    fc.assert(fc.property(allowed.value, (value) => expect(JSON.parse(canonicalJson(value))).toEqual(value)));
  });
  it('is the same bytes whatever the order of the keys', () => {
    fc.assert(fc.property(allowed.value, (value) => expect(canonicalJson(reversed(value))).toBe(canonicalJson(value))));
  });
  it('is its own canonical form', () => {
    fc.assert(fc.property(allowed.value, (value) => expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value))));
  });
});
