import fc from 'fast-check';
import { ago } from './index.ts';

/** The part of JSON Schema that the documentation uses. */
export type JsonSchema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
};
export type Schemas = Readonly<Record<string, JsonSchema>>;

const MOST_ITEMS = 4;
const LONGEST = 40;
/** Ids that are there, by category: what is made up at random would never be found. */
export type Known = Readonly<Record<string, readonly string[]>>;

const anyDay = fc.date({ min: new Date('2018-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
const day = fc.oneof({ weight: 4, arbitrary: fc.nat(25).map(ago) }, { weight: 1, arbitrary: anyDay });
const moment = fc.tuple(day, fc.nat(86_399)).map(([on, second]) => `${on}T${new Date(second * 1000).toISOString().slice(11, 19)}+08:00`);
const letters = fc.constantFrom(...'abzAZ09 -_.,:;/\\\'"<>&%$#@!?{}[]()=+*|~`^', '鲁', '案', 'é', '\u200b', '😀', '\t');

const matches = new Map<string, fc.Arbitrary<string>>();
/** Texts of a pattern. Reading one takes longer than sending a request, and there are few. */
function matching(pattern: string): fc.Arbitrary<string> {
  const made = matches.get(pattern) ?? fc.stringMatching(new RegExp(pattern), { maxLength: 200 });
  matches.set(pattern, made);
  return made;
}

/** Whatever a schema describes: arbitrary values that are valid by it. */
export function valuesOf(schema: JsonSchema, schemas: Schemas, known: Known): fc.Arbitrary<unknown> {
  const values = (one: JsonSchema) => valuesOf(one, schemas, known);
  if (schema.$ref) return values(schemas[schema.$ref.split('/').at(-1) as string] as JsonSchema);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(values));
  switch (schema.type) {
    case 'object':
      return objects(schema, values);
    case 'array': {
      const minLength = schema.minItems ?? 0;
      return fc.array(values(schema.items ?? {}), { minLength, maxLength: Math.max(minLength, Math.min(schema.maxItems ?? MOST_ITEMS, MOST_ITEMS)) });
    }
    case 'integer':
    case 'number':
      return fc.integer({
        min: Math.max(schema.minimum ?? (schema.exclusiveMinimum ?? -10_001) + 1, Number.MIN_SAFE_INTEGER),
        max: Math.min(schema.maximum ?? 1_000_000, Number.MAX_SAFE_INTEGER),
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return texts(schema, known);
    default:
      throw new Error(`No values for the schema ${JSON.stringify(schema)}`);
  }
}

function objects({ properties = {}, required = [], additionalProperties }: JsonSchema, values: (one: JsonSchema) => fc.Arbitrary<unknown>) {
  const named = fc.record(Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, values(one)])), { requiredKeys: [...required] });
  if (additionalProperties === undefined || typeof additionalProperties === 'boolean') return named;
  return fc
    .tuple(fc.dictionary(fc.stringMatching(/^[a-z]{3,8}$/), values(additionalProperties), { maxKeys: 3 }), named)
    .map(([more, own]) => ({ ...more, ...own }));
}

function texts({ format, pattern, minLength = 0, maxLength = LONGEST }: JsonSchema, known: Known): fc.Arbitrary<string> {
  if (format === 'date') return day;
  if (format === 'date-time') return moment;
  const category = /^\^([a-z_]+)-\[0-7\]/.exec(pattern ?? '')?.[1];
  const ids = pattern?.endsWith('{25}$') ? (known[category ?? ''] ?? []) : [];
  if (pattern !== undefined) {
    const texts = matching(pattern).filter((text) => text.length >= minLength);
    return ids.length > 0 ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: texts }) : texts;
  }
  // Texts are normalised and trimmed before they are measured; a sign at each end keeps them as long as they are.
  const least = Math.max(minLength, 2);
  const inner = fc.array(letters, { minLength: least - 2, maxLength: Math.max(least - 2, Math.floor(Math.min(maxLength, LONGEST) / 2) - 2) });
  return maxLength < 2 ? fc.constant('x'.repeat(maxLength)) : inner.map((signs) => `x${signs.join('')}y`.normalize('NFC'));
}

const nonsense: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  2 ** 53 - 1,
  '',
  ' ',
  'x'.repeat(5000),
  [],
  {},
  [[]],
  { $ref: 'x' },
  '\u0000',
  "' or 1=1 --",
  '../../etc/passwd',
  '%00',
  '2019-02-30',
  '🦊',
];

/** A valid value with something wrong in some place: a part of another kind, a part missing, a field too many. */
export const spoilt = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(valid, fc.nat(), fc.constantFrom(...nonsense), fc.constantFrom('replace', 'remove', 'add', 'whole'))
    .map(([value, at, wrong, how]) => (how === 'whole' ? wrong : spoil(structuredClone(value), at, wrong, how)));

function spoil(value: unknown, at: number, wrong: unknown, how: 'replace' | 'remove' | 'add'): unknown {
  const holders: { holder: Record<string, unknown>; key: string }[] = [];
  const objectsIn: Record<string, unknown>[] = [];
  const visit = (one: unknown): void => {
    if (one === null || typeof one !== 'object') return;
    if (!Array.isArray(one)) objectsIn.push(one as Record<string, unknown>);
    for (const [key, member] of Object.entries(one)) {
      holders.push({ holder: one as Record<string, unknown>, key });
      visit(member);
    }
  };
  visit(value);
  const into = objectsIn[at % (objectsIn.length || 1)];
  const place = holders[at % (holders.length || 1)];
  if (how === 'add' && into) into['isUnheardOf'] = wrong;
  else if (how === 'remove' && place && !Array.isArray(place.holder)) delete place.holder[place.key];
  else if (place) place.holder[place.key] = wrong;
  else return wrong;
  return value;
}
