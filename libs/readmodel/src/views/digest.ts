import type { ClientBase, Pool } from 'pg';
import type { Compared } from '../rebuild/model.ts';
import { viewTables } from './projector.ts';
import { SERVING } from './schema.ts';

/** Fingerprints of the tables, the same for the same rows however they came about. */
export type ViewsDigest = { readonly position: number; readonly tables: Readonly<Record<string, string>> };

export async function viewsDigest(db: Pool | ClientBase, schema = SERVING): Promise<ViewsDigest> {
  const parts = viewTables.map(
    ({ table, columns }) =>
      `(select count(*) || ':' || coalesce(sum(hashtextextended(row(${columns.join(', ')})::text, 0)::numeric), 0) from ${schema}.${table}) as ${table}`,
  );
  const { rows } = await db.query<Record<string, string>>(`select position, ${parts.join(', ')} from ${schema}.checkpoint where projector = 'views'`);
  const [row] = rows;
  if (!row) throw new Error(`${schema} has no checkpoint`);
  const { position, ...tables } = row;
  return { position: Number(position), tables };
}

const IN_RANGE = 100_000;
const POSITION = 'opened_position';

/** The tables by ranges of the positions that their records began at. */
export const comparedTables: readonly Compared[] = viewTables.map(({ table, columns, key }) => ({
  table,
  columns,
  part: columns.includes(POSITION) ? `${POSITION} / ${IN_RANGE}` : '0',
  group: key,
}));

/** A range of positions in words. */
export const partOfViews = (part: string): string => `positions ${Number(part) * IN_RANGE} to ${(Number(part) + 1) * IN_RANGE - 1}`;
