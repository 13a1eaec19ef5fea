import type { CivilDate, Clock, TimeLimit } from '@casetrail/domain';
import type { EntitySchema, EntitySchemaColumnOptions } from 'typeorm';
import { SERVING } from './schema.ts';

const read = (from: (value: never) => unknown) => ({ from: (value: unknown) => (value === null ? null : from(value as never)), to: (value: unknown) => value });

/** What a column can be, and what it is in a row: a civil date is a string, a moment an ISO string, a position a number. Search columns are not read back. */
const kinds = {
  id: { type: 'text', primary: true },
  text: { type: 'text' },
  texts: { type: 'text', array: true },
  number: { type: 'int' },
  flag: { type: 'boolean' },
  date: { type: 'date' },
  json: { type: 'jsonb' },
  moment: { type: 'timestamptz', transformer: read((moment: Date) => moment.toISOString()) },
  position: { type: 'bigint', transformer: read(Number) },
  searchText: { type: 'text', select: false },
  searchPairs: { type: 'text', array: true, select: false },
  involved: { type: 'text', array: true, select: false },
} as const satisfies Record<string, EntitySchemaColumnOptions>;

export type Kinds<R> = { readonly [P in keyof R]-?: keyof typeof kinds };

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * A table of rows as TypeORM reads it. Columns are the properties in snake case.
 * TypeORM knows a schema by its mark, not by its class: it is loaded, which takes long, only by who opens a data source.
 */
export const entity = <R extends object>(tableName: string, columns: Kinds<R>): EntitySchema<R> => ({
  '@instanceof': Symbol.for('EntitySchema'),
  options: {
    name: tableName,
    tableName,
    schema: SERVING,
    synchronize: false,
    columns: Object.fromEntries(
      Object.entries<keyof typeof kinds>(columns).map(([property, kind]) => [property, { ...kinds[kind], name: snake(property) }]),
    ) as { [P in keyof R]: EntitySchemaColumnOptions },
  },
});

/** What every row that stands for a stream begins with. */
export type Head<Id> = {
  readonly id: Id;
  /** The ledger position it began at: lists are in its order. */
  readonly openedPosition: number;
  readonly version: number;
  readonly updatedPosition: number;
  readonly updatedAt: string;
};
/** Whom the record concerns, as organs and districts: what decides who reads the row, and is not read back. */
export type Involved = { readonly involved: readonly string[] };
export const head = {
  id: 'id',
  openedPosition: 'position',
  version: 'number',
  updatedPosition: 'position',
  updatedAt: 'moment',
  involved: 'involved',
} as const satisfies Kinds<Head<string> & Involved>;

/** What runs out next on what the row stands for; null where nothing does. */
export type Limited = { readonly limitClock: Clock | null; readonly limitUntil: CivilDate | null };
export const limited = { limitClock: 'text', limitUntil: 'date' } as const satisfies Kinds<Limited>;
export const limitOf = (limit: TimeLimit | undefined): Limited => ({ limitClock: limit?.clock ?? null, limitUntil: limit?.until ?? null });
