import type { ClientBase, Pool } from 'pg';
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
