import { z } from 'zod';

export type Cell = string | number | boolean | null;
export type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] };
type Path = readonly string[];

/** Rows laid out in columns. The columns follow from the schema of a row, so that a file looks the same whatever is in it. */
export function tableOf(row: z.ZodObject, items: readonly unknown[]): Table {
  const paths = pathsIn(row);
  return { columns: paths.map((path) => path.join('.')), rows: items.map((item) => paths.map((path) => cellOf(at(item, path)))) };
}

/** One column for each field. A field that holds fields is as many columns. */
const pathsIn = (schema: z.ZodObject, above: Path = []): Path[] =>
  Object.entries(schema.shape as Readonly<Record<string, z.ZodType>>).flatMap(([name, field]) => {
    const inner = bare(field);
    return inner instanceof z.ZodObject ? pathsIn(inner, [...above, name]) : [[...above, name]];
  });

const bare = (field: z.ZodType): z.ZodType => (field instanceof z.ZodOptional || field instanceof z.ZodNullable ? bare(field.unwrap() as z.ZodType) : field);

const at = (value: unknown, path: Path): unknown => path.reduce((one, name) => (one as Readonly<Record<string, unknown>> | null | undefined)?.[name], value);

/** What is no single value is told as JSON; a list of ids or codes, one after the other. */
function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return Array.isArray(value) && value.every((one) => typeof one === 'string' && !/\s/.test(one)) ? value.join(' ') : JSON.stringify(value);
}
