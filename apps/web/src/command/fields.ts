import type { CommandForm, FieldSchema } from './forms.ts';

/** What a field of a form is. Ten kinds cover every command; a spec walks all of them and fails where a schema is something else. */
export type Field = { readonly name: string; readonly isRequired: boolean } & (
  | { readonly kind: 'text' | 'date' | 'moment' | 'flag' | 'fen' | 'event'; readonly schema: FieldSchema }
  | { readonly kind: 'count'; readonly schema: FieldSchema }
  | { readonly kind: 'choice'; readonly options: readonly (string | number)[] }
  | { readonly kind: 'record'; readonly category: string | undefined }
  | { readonly kind: 'organ'; readonly types: readonly string[] }
  | { readonly kind: 'group'; readonly fields: readonly Field[] }
  | { readonly kind: 'list'; readonly of: Field; readonly least: number }
);

/** Texts that name an organ, by the types of organs that they may name; without any, whichever. An organ of another city is named too: no schema can list them. */
const organs: Readonly<Record<string, readonly string[]>> = {
  leadAgency: ['PUBLIC_SECURITY'],
  toAgency: ['PUBLIC_SECURITY'],
  house: ['DETENTION_HOUSE'],
  court: ['COURT'],
  toCourt: ['COURT'],
  procuratorate: ['PROCURATORATE'],
  department: ['INDUSTRY_DEPARTMENT'],
  organ: [],
  addressee: [],
};

const RECORD = /^\^\(?([a-z_]+)\)?-\[0-7\]/;

/** Reads a field from its schema. @throws Error naming what this console cannot draw */
export function fieldOf(name: string, schema: FieldSchema, isRequired: boolean): Field {
  const base = { name, isRequired };
  const choices = schema.anyOf?.flatMap((one) => (one.const === undefined ? [] : [one.const as string | number]));
  if (schema.enum) return { ...base, kind: 'choice', options: schema.enum };
  if (schema.const !== undefined) return { ...base, kind: 'choice', options: [schema.const as string | number] };
  if (choices && choices.length === schema.anyOf?.length) return { ...base, kind: 'choice', options: choices };
  switch (schema.type) {
    case 'boolean':
      return { ...base, kind: 'flag', schema };
    case 'integer':
    case 'number':
      return { ...base, kind: 'count', schema };
    case 'array':
      return { ...base, kind: 'list', of: fieldOf(name, schema.items ?? {}, true), least: schema.minItems ?? 0 };
    case 'object':
      return { ...base, kind: 'group', fields: fieldsOf(schema) };
    case 'string':
      if (schema.format === 'date') return { ...base, kind: 'date', schema };
      if (schema.format === 'date-time') return { ...base, kind: 'moment', schema };
      if (schema.pattern?.includes('@[1-9]')) return { ...base, kind: 'event', schema };
      if (RECORD.test(schema.pattern ?? '')) return { ...base, kind: 'record', category: RECORD.exec(schema.pattern ?? '')?.[1] };
      if (organs[name]) return { ...base, kind: 'organ', types: organs[name] };
      if (/fen$/i.test(name)) return { ...base, kind: 'fen', schema };
      return { ...base, kind: 'text', schema };
  }
  throw new Error(`${name} is something that no form can draw: ${JSON.stringify(schema).slice(0, 200)}`);
}

export const fieldsOf = ({ properties = {}, required = [] }: FieldSchema): readonly Field[] =>
  Object.entries(properties).map(([name, schema]) => fieldOf(name, schema, required.includes(name)));

/** The fields of a command: what it says first, then the day, then what it rests on. */
export function fieldsOfCommand({ schema, fields }: Pick<CommandForm, 'schema' | 'fields'>): readonly Field[] {
  const all = fieldsOf(schema);
  const rank = ({ name }: Field) => (fields.includes(name) ? 0 : ['occurredOn', 'legalBasis', 'document', 'reason'].indexOf(name) + 1);
  return [...all].sort((a, b) => rank(a) - rank(b));
}

export type Values = Readonly<Record<string, unknown>>;

/** What was typed, as the api takes it: empty fields are left out, and groups in which nothing was said. */
export function bodyOf(fields: readonly Field[], values: Values): Record<string, unknown> {
  const said = fields.flatMap((field) => {
    const value = valueOf(field, values[field.name]);
    return value === undefined ? [] : [[field.name, value] as const];
  });
  return Object.fromEntries(said);
}

function valueOf(field: Field, value: unknown): unknown {
  if (field.kind === 'flag') return value === true ? true : field.isRequired ? false : undefined;
  if (value === undefined || value === '' || value === null) return undefined;
  switch (field.kind) {
    case 'count':
      return Number(value);
    case 'choice':
      return field.options.find((option) => String(option) === value);
    case 'moment':
      return /[Z+]/.test(String(value).slice(10)) ? value : `${String(value)}:00+08:00`;
    case 'fen':
      return inFen(String(value));
    case 'group': {
      const body = bodyOf(field.fields, value as Values);
      return Object.keys(body).length === 0 && !field.isRequired ? undefined : body;
    }
    case 'list': {
      const items = (value as readonly unknown[]).map((one) => valueOf(field.of, one)).filter((one) => one !== undefined);
      return items.length === 0 && !field.isRequired ? undefined : items;
    }
    default:
      return String(value).trim().normalize('NFC');
  }
}

/** Yuan as they are typed, in fen as they are kept: 1,234.5 is 123450. What is no amount stays as it is, and is refused with the rest. */
export function inFen(yuan: string): string {
  const [, whole = '', part = ''] = /^(\d+)(?:\.(\d{1,2}))?$/.exec(yuan.replaceAll(/[,，\s]/g, '')) ?? [];
  return whole === '' ? yuan : `${BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'))}`;
}

/** Required fields that nothing was said in, by their paths. Everything else is for the api to refuse. */
export function missingIn(fields: readonly Field[], values: Values, above = ''): readonly string[] {
  return fields.flatMap((field) => {
    const path = above + field.name;
    const value = values[field.name];
    if (field.kind === 'group')
      return field.isRequired || valueOf(field, value) !== undefined ? missingIn(field.fields, (value ?? {}) as Values, `${path}.`) : [];
    const isMissing =
      field.isRequired &&
      field.kind !== 'flag' &&
      (valueOf(field, value) === undefined || (field.kind === 'list' && (valueOf(field, value) as unknown[]).length < field.least));
    return isMissing ? [path] : [];
  });
}
