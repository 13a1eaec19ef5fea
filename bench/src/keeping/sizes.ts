import type { Pool } from 'pg';
import type { Benchmark, Measured } from '../benchmark.ts';
import { sealAll, sealing } from './keeping.ts';

const schemas = { ledger: 'the ledger', counting: 'facts and figures', views: 'rows for screens', seal: 'the tree' } as const;
const JSON_ALONE = 'raw JSON of the events';

/** What is on disk, tables and indexes. */
export const sizes: Benchmark = {
  name: 'sizes',
  what: 'What a demo city takes on disk, with all indexes, for each event of its ledger; against the bytes of the events as JSON.',
  isLong: true,
  isQuick: true,
  targets: () => [],
  open: async (stage) => {
    const city = await stage.city(1);
    const database = await stage.copyOf(city.database);
    await sealAll(database.pool('worker', 1), sealing());
    const owner = database.pool('owner', 1);
    const perEvent = async (sum: string): Promise<Measured> => ({ bytes: (await sumOf(owner, sum)) / city.events });
    const ofSchema = (schema: string) =>
      `select sum(pg_total_relation_size(c.oid)) as sum from pg_class c where relnamespace = '${schema}'::regnamespace and relkind = 'r'`;
    return {
      variants: {
        [JSON_ALONE]: () => perEvent('select sum(length(bytes)) as sum from ledger.events'),
        ...Object.fromEntries(Object.entries(schemas).map(([schema, name]) => [name, () => perEvent(ofSchema(schema))])),
      },
      close: database.drop,
    };
  },
};

async function sumOf(owner: Pool, query: string): Promise<number> {
  const { rows } = await owner.query<{ sum: string }>(query);
  return Number(rows[0]?.sum);
}
