import type { Category, StreamId } from '@casetrail/domain';
import type { EntitySchema, EntitySchemaColumnOptions } from 'typeorm';
import type { History } from './history.ts';

/** How rows of one table follow from the streams of one category. Categories may share a table: every row belongs to one stream. */
export type Projection = {
  readonly category: Category;
  readonly table: string;
  readonly columns: readonly string[];
  /** The first of them holds the id of the stream. */
  readonly key: readonly [stream: string, ...others: string[]];
  /** The stream's rows as they are written; none when nothing stands of it. */
  readonly records: (history: History) => readonly Readonly<Record<string, unknown>>[];
};

export function projection<Id extends StreamId, R extends object>(
  category: Category,
  entity: EntitySchema<R>,
  rows: (history: History<Id>) => readonly R[],
): Projection {
  const { tableName = entity.options.name, columns } = entity.options;
  const properties = Object.entries<EntitySchemaColumnOptions | undefined>(columns).map(([property, options]) => ({
    property: property as keyof R,
    name: options?.name ?? property,
    isKey: options?.primary === true,
  }));
  return {
    category,
    table: tableName,
    columns: properties.map(({ name }) => name),
    key: properties.filter(({ isKey }) => isKey).map(({ name }) => name) as [string, ...string[]],
    records: (history) => rows(history as History<Id>).map((row) => Object.fromEntries(properties.map(({ property, name }) => [name, row[property]]))),
  };
}
