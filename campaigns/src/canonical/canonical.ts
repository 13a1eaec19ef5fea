import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { random } from '@casetrail/domain/testing';
import { canonicalJson } from '@casetrail/ledger';
import type { CampaignOptions, Outcome } from '../campaign.ts';
import { secondCanonicalJson } from './second-implementation.ts';

type Dice = ReturnType<typeof random>;

const AT_ONCE = 1000;
const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', '').normalize('NFC'));
/** Everything an event may hold. */
const { value: anything } = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, fc.constantFrom(null, true, false), fc.maxSafeInteger(), text, fc.array(tie('value'), { maxLength: 5 }), tie('object')),
  object: fc.dictionary(text, tie('value'), { maxKeys: 6, noNullPrototype: true }),
}));

/** What JSON cannot carry exactly, or at all. */
const bad: Readonly<Record<string, (dice: Dice) => unknown>> = {
  'a fraction': (dice) => dice.next() + 1e-9,
  'a number that is not safe': (dice) => 2 ** 53 * (1 + dice.int(1000)) * (dice.int(2) === 0 ? 1 : -1),
  'minus zero': () => -0,
  NaN: () => Number.NaN,
  Infinity: () => -Infinity,
  'a bigint': (dice) => BigInt(dice.int(1000)),
  'a high surrogate alone': (dice) => `a${String.fromCharCode(0xd800 + dice.int(0x400))}b`,
  'a low surrogate alone': (dice) => `a${String.fromCharCode(0xdc00 + dice.int(0x400))}`,
  'a surrogate alone in a key': () => ({ '\udfff': 1 }),
  NUL: () => 'a\0',
  'NUL in a key': () => ({ 'a\0': 1 }),
  'a Date': () => new Date(0),
  'a Map': () => new Map(),
  bytes: () => Buffer.from('x'),
  'a hole in an array': () => new Array(2),
  'undefined in an array': () => [undefined],
  'a function': () => () => 1,
  'an object of a class': () => new (class Money {})(),
  'an object without prototype': () => Object.create(null) as unknown,
};

/** The same value with one part of it replaced. */
function replaced(value: unknown, dice: Dice, by: (old: unknown) => unknown): unknown {
  const children = Array.isArray(value) ? value.length : value !== null && typeof value === 'object' ? Object.keys(value).length : 0;
  if (children === 0 || dice.int(3) === 0) return by(value);
  const at = dice.int(children);
  if (Array.isArray(value)) return value.map((item: unknown, i) => (i === at ? replaced(item, dice, by) : item));
  return Object.fromEntries(Object.entries(value as object).map(([key, member], i) => [key, i === at ? replaced(member, dice, by) : member]));
}

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, shuffled(member)] as const)
      .reverse(),
  );
};

function refuses(value: unknown): boolean {
  try {
    canonicalJson(value);
    return false;
  } catch (error) {
    return error instanceof TypeError;
  }
}

/** Random values through the canonical form: read back, against a second implementation, against their likes, and with something bad in them. */
export async function canonical({ rounds, seed }: Pick<CampaignOptions, 'rounds' | 'seed'>): Promise<Outcome> {
  const dice = random(seed);
  const violations: string[] = [];
  const counts = { values: 0, bytes: 0, differing: 0, refused: 0 };
  const names = Object.keys(bad);
  for (let done = 0; done < rounds; done += AT_ONCE)
    for (const value of fc.sample(anything, { seed: seed + done, numRuns: Math.min(AT_ONCE, rounds - done) })) {
      const written = canonicalJson(value);
      const wrong = (what: string) => violations.push(`round ${counts.values}: ${what}: ${written}`);
      const read = JSON.parse(written) as unknown;
      if (!isDeepStrictEqual(read, value)) wrong('is not read back as what was written');
      if (canonicalJson(read) !== written) wrong('is not its own canonical form');
      if (canonicalJson(shuffled(value)) !== written) wrong('depends on the order of the keys');
      if (secondCanonicalJson(value) !== written) wrong(`the second implementation writes ${secondCanonicalJson(value)}`);

      const [other] = [replaced(value, dice, (old) => (typeof old === 'number' ? (old === 0 ? 1 : old - Math.sign(old)) : dice.int(1000)))];
      if (!isDeepStrictEqual(other, value)) {
        counts.differing++;
        if (canonicalJson(other) === written) wrong('is what another value is written as');
      }
      const name = names[counts.values % names.length] as string;
      if (refuses(replaced(value, dice, () => bad[name]?.(dice)))) counts.refused++;
      else wrong(`${name} was not refused`);
      counts.values++;
      counts.bytes += Buffer.byteLength(written);
    }
  return { rounds: counts.values, counts, violations };
}
