import type { DataSource, ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** In what share of a table's rows a pair of letters stands, by the server's statistics: what they do not name is rarer than what they do. Empty where there are none yet. */
export type Shares = ReadonlyMap<string, number>;

const KEPT_MS = 600_000;
const FEW = 3;
const kept = new WeakMap<DataSource, Map<string, { readonly until: number; readonly shares: Promise<Shares> }>>();

/** Of the table that a query reads, at most ten minutes old: the server looks at a table again when a tenth of it has changed. */
export function pairSharesOf({ connection, expressionMap }: SelectQueryBuilder<ObjectLiteral>): Promise<Shares> {
  const { schema, tableName } = expressionMap.mainAlias!.metadata;
  const tables = kept.get(connection) ?? new Map<string, { readonly until: number; readonly shares: Promise<Shares> }>();
  kept.set(connection, tables);
  const found = tables.get(tableName);
  if (found && found.until > Date.now()) return found.shares;
  const shares = read(connection, schema, tableName);
  shares.catch(() => tables.delete(tableName)); // whoever asked is told
  tables.set(tableName, { until: Date.now() + KEPT_MS, shares });
  return shares;
}

async function read(connection: DataSource, schema: string | undefined, table: string): Promise<Shares> {
  const rows = await connection.query<{ pair: string; share: number }[]>(
    `select pair, share from pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) stands(pair, share)
     where schemaname = $1 and tablename = $2 and attname = 'search_pairs' and pair is not null`,
    [schema, table],
  );
  return new Map(rows.map(({ pair, share }) => [pair, share]));
}

/** The pairs by which the index finds a text with the least work, and the share of rows that it finds by the rarest of them: all pairs, and every row, where nothing is known. */
export function rarestOf(pairs: readonly string[], shares: Shares): { readonly pairs: readonly string[]; readonly share: number } {
  if (shares.size === 0) return { pairs, share: 1 };
  const shareOf = (pair: string) => shares.get(pair) ?? 0;
  const rarest = [...pairs].sort((one, other) => shareOf(one) - shareOf(other)).slice(0, FEW);
  return { pairs: rarest, share: Math.min(...rarest.map(shareOf)) };
}
