import { figures } from '@casetrail/domain';
import type { ClientBase, Pool } from 'pg';
import type { Compared } from '../rebuild/model.ts';
import { factColumns } from './advance.ts';
import { CITY, OVERLAP, districtOf } from './buckets.ts';
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

const IN_RANGE = 100_000;
const byFigure = `figure || '/' || bucket`;

/** The tables by their parts: facts and cells by figure and bucket, the rest by ranges of positions; a stream's number is 32 times its first position, and a little. */
export const comparedTables: readonly Compared[] = [
  { table: 'fact', columns: Object.values(factColumns), part: byFigure, group: ['unit'], streams: ['unit'] },
  { table: 'cube', columns: ['figure', 'bucket', 'kind', 'valid', 'known', 'n'], part: byFigure, group: ['valid', 'known', 'kind'], where: 'n <> 0' },
  {
    table: 'trace',
    columns: ['stream', 'position', 'version', 'type', 'occurred_on', 'recorded_on', 'data'],
    part: `position / ${IN_RANGE}`,
    group: ['position'],
    streams: ['stream'],
  },
  { table: 'link', columns: ['reader', 'read'], part: `reader / ${IN_RANGE * 32}`, group: ['reader'], streams: ['reader', 'read'] },
  { table: 'days', columns: ['recorded_on', 'first_position'], part: '0', group: ['recorded_on'] },
];

/** A figure and a bucket in words: "F05 in 370202". */
export function partOfFigures(part: string): string {
  const [code, bucket] = part.split('/').map(Number) as [number, number];
  const id = figures.find((figure) => figure.code === code)?.id ?? `figure ${code}`;
  return `${id} in ${bucket === CITY ? 'the city' : bucket === OVERLAP ? 'several districts at once' : districtOf(bucket)}`;
}
