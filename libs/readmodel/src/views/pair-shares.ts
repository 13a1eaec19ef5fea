import type { DataSource, ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** In what share of a table's rows a pair of letters stands, by the server's statistics: what they do not name is rarer than what they do. Empty where there are none yet. */
export type Shares = ReadonlyMap<string, number>;

const KEPT_MS = 600_000;
const FEW = 3;
type Kept = { readonly until: number; readonly shares: Promise<Shares> };
const kept = new WeakMap<DataSource, Map<string, Kept>>();

/**
 * Of the table that a query reads, at most ten minutes old: the server looks at a table again when a tenth of it has changed. It is asked on the connection of that
 * query: whoever holds one must not wait for another.
 */
export function pairSharesOf(query: SelectQueryBuilder<ObjectLiteral>): Promise<Shares> {
  const { schema, tableName } = query.expressionMap.mainAlias!.metadata;
  const tables = kept.get(query.connection) ?? new Map<string, Kept>();
  kept.set(query.connection, tables);
  const found = tables.get(tableName);
  if (found && found.until > Date.now()) return found.shares;
  const shares = read(query, schema, tableName);
  shares.catch(() => tables.delete(tableName)); // whoever asked is told
  tables.set(tableName, { until: Date.now() + KEPT_MS, shares });
  return shares;
}

const statistics = `select pair, share from pg_stats, unnest(cast(cast(most_common_elems as text) as text[]), most_common_elem_freqs) stands(pair, share)
  where schemaname = :schema and tablename = :table and attname = 'search_pairs' and pair is not null`;

async function read(query: SelectQueryBuilder<ObjectLiteral>, schema: string | undefined, table: string): Promise<Shares> {
  const asking = query.createQueryBuilder().select('told.pair', 'pair').addSelect('told.share', 'share').from(`(${statistics})`, 'told');
  const rows = await asking.setParameters({ schema, table }).getRawMany<{ pair: string; share: number }>();
  return new Map(rows.map(({ pair, share }) => [pair, share]));
}

/** The pairs by which the index finds a text with the least work, and the share of rows that it finds by the rarest of them: all pairs, and every row, where nothing is known. */
export function rarestOf(pairs: readonly string[], shares: Shares): { readonly pairs: readonly string[]; readonly share: number } {
  if (shares.size === 0) return { pairs, share: 1 };
  const shareOf = (pair: string) => shares.get(pair) ?? 0;
  const rarest = [...pairs].sort((one, other) => shareOf(one) - shareOf(other)).slice(0, FEW);
  return { pairs: rarest, share: Math.min(...rarest.map(shareOf)) };
}
