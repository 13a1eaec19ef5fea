import type { ClientBase, Pool } from 'pg';
import { SERVING } from './schema.ts';

/** Fingerprints of the tables of the read model, the same for the same content however it came about. Cells that have become zero do not count. */
export type Digest = Readonly<Record<'trace' | 'link' | 'fact' | 'cube' | 'days', string>> & { readonly position: number };

const tables = { trace: '', link: '', fact: '', cube: 'where n <> 0', days: '' };

export async function digestOf(db: Pool | ClientBase, schema = SERVING): Promise<Digest> {
  const parts = Object.entries(tables).map(
    ([table, where]) => `(select count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) from ${schema}.${table} t ${where}) as ${table}`,
  );
  const { rows } = await db.query<Omit<Digest, 'position'> & { position: string }>(
    `select ${parts.join(', ')}, (select position from ${schema}.checkpoint) as position`,
  );
  const [row] = rows;
  if (!row) throw new Error(`${schema} has no checkpoint`);
  return { ...row, position: Number(row.position) };
}
