import { aggregates, eventSchemas } from '@casetrail/contracts';
import { z } from 'zod';
import { codeName, codeNames } from './code-names.ts';
import { eventName, knownEvents } from './event-names.ts';
import { fieldName, fieldNames } from './field-names.ts';

type Schema = { readonly enum?: readonly unknown[]; readonly const?: unknown; readonly properties?: Readonly<Record<string, Schema>> };
/** Where a value or a field stands: in which event, under which field, and in which group of fields, where it is in one. */
type Place = { readonly of: string; readonly field: string };

const schemasOf = (type: z.ZodType) => z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as Schema;
/** What every event carries, and what every command asks for; a command goes by what it records. */
const messages: readonly (readonly [event: string, Schema])[] = [
  ...Object.entries(eventSchemas).map(([event, type]) => [event, schemasOf(type)] as const),
  ...aggregates.flatMap(({ commands }) => commands.map(({ emits, body }) => [emits[0] ?? 'RecordVoided', schemasOf(body)] as const)),
];

function* within(schema: Schema, place: Place): Generator<{ readonly schema: Schema; readonly place: Place }> {
  yield { schema, place };
  for (const [key, inner] of Object.entries(schema))
    if (key === 'properties')
      for (const [field, of] of Object.entries(inner as NonNullable<Schema['properties']>)) yield* within(of, { of: place.field || place.of, field });
    else if (typeof inner === 'object' && inner !== null && key !== 'enum') yield* within(inner as Schema, place);
}
const everything = messages.flatMap(([event, schema]) => [...within(schema, { of: event, field: '' })]);
const codes = everything.flatMap(({ schema, place }) =>
  [...(schema.enum ?? []), ...('const' in schema ? [schema.const] : [])].map((code) => ({ code, place })),
);

/** Codes that stay what they are, by why. */
const asTheyAre: Readonly<Record<string, (code: unknown) => boolean>> = {
  'a number is read as one': (code) => typeof code === 'number',
  'the server names districts': (code) => /^3702\d\d$/.test(String(code)),
  'the server names the fields of the paper': (code) => /^A[1-6]$/.test(String(code)),
  'a set of rules goes by its id, in print as well': (code) => /^v1(-gross)?$/.test(String(code)),
  'a sign of a check is a sign': (code) => ['=', '≤'].includes(String(code)),
};
const isBare = (code: unknown) => Object.values(asTheyAre).some((holds) => holds(code));
/** Characters that a name in that language cannot do without, or would not have. */
const isChinese = (text: string) => /[\u4e00-\u9fff]/.test(text);

describe('every code that a command or an event carries', () => {
  it('is found', () => {
    expect(codes.length).toBeGreaterThan(900);
    expect(codes).toContainEqual({ code: 'DEPUTY', place: { of: 'AppearanceDeclared', field: 'official' } });
    expect(codes).toContainEqual({ code: 'CONFISCATE', place: { of: 'lines', field: 'disposition' } });
  });
  it('has a name in both languages', () => {
    const unnamed = codes.filter(({ code, place }) => {
      const { zh, en } = codeName(String(code), place.field, place.of);
      return !isBare(code) && !(isChinese(zh) && en !== '' && en !== code && !isChinese(en));
    });
    expect([...new Set(unnamed.map(({ code, place }) => `${place.of}.${place.field}: ${String(code)}`))]).toEqual([]);
  });
  it('or has a reason to stay a code, and no reason is idle', () =>
    expect(Object.entries(asTheyAre).filter(([, holds]) => !codes.some(({ code }) => holds(code)))).toEqual([]));
  it('is told apart where it means something else', () => {
    const said = (code: string, field: string, of = '') => codeName(code, field, of).zh;
    expect([said('UPHELD', 'outcome', 'ObjectionDecided'), said('UPHELD', 'outcome', 'ReconsiderationDecided')]).toEqual(['成立', '维持原决定']);
    expect([said('DISTRICT', 'scope', 'CaseTransferred'), said('DISTRICT', 'level')]).toEqual(['本市区市间', '区市级']);
    expect([said('accepted', 'status', 'court_docket'), said('accepted', 'status', 'problem')]).toEqual(['已受理', '已销号']);
    expect([said('SUPERVISOR', 'role'), said('SUPERVISOR', 'kind', 'register_entry')]).toEqual(['督导', '监督员']);
  });
});

describe('every field that a command asks for, or an event carries', () => {
  it('has a name in both languages', () => {
    const unnamed = everything.map(({ place }) => place.field).filter((field) => field !== '' && fieldNames[field] === undefined);
    expect([...new Set(unnamed)]).toEqual([]);
  });
  it.each([
    ['scope', 'CaseTransferred', '移送方向', 'direction'],
    ['scope', 'CaseScopeClassified', '认定', 'classification'],
    ['code', 'GroupRegistered', '团伙编号', 'code of the group'],
    ['code', 'reason', '理由代码', 'code of the reason'],
    ['code', 'children', '编号', 'code'],
  ])('is called what it is in its place: %s of %s is %s', (field, of, zh, en) => expect(fieldName(field, of)).toEqual({ zh, en }));
});

describe('a name for one place', () => {
  const places = new Set(everything.flatMap(({ place: { of, field } }) => [`${of}.${field}`, field]));
  const categories = new Set<string>([...aggregates.map(({ category }) => category), 'correction', 'ledger']);
  /** Parts of states are told apart by their category or their group, and what a list calls a record by no field at all. */
  const isOfState = (of: string) => categories.has(of) || ['spells', 'persons', 'members', 'cells', 'review', 'reconsideration', 'label'].includes(of);

  it('is of a place that there is', () => {
    const ofFields = Object.keys(fieldNames).filter((key) => key.includes('.'));
    expect(ofFields.filter((key) => !places.has(key) && !isOfState(key.split('.')[0] as string))).toEqual([]);
    const ofCodes = Object.keys(codeNames).flatMap((key) => (/\.[A-Z_0-9]+$|\.status\./.test(key) ? [key.slice(0, key.lastIndexOf('.'))] : []));
    expect(ofCodes.filter((key) => !places.has(key) && !isOfState(key.split('.')[0] as string))).toEqual([]);
  });
});

it('every type of event has a name in both languages', () => {
  expect(Object.keys(eventSchemas).filter((type) => !knownEvents.includes(type))).toEqual([]);
  expect(knownEvents.filter((type) => !isChinese(eventName(type, 'zh')) || isChinese(eventName(type, 'en')))).toEqual([]);
});
