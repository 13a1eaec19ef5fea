import type { ClientBase } from 'pg';
import { type Done, type Extent, type Given, type Model, type Phase, ranges } from '../rebuild/model.ts';
import { comparedTables, partOfViews } from './digest.ts';
import { skippedBy } from '../operations/skips.ts';
import { SETTINGS } from '../transactions.ts';
import { type Streams, advance, readHistories, viewTables, writeRows } from './projector.ts';
import { SERVING, SHAPE, grants, indexes, tables } from './schema.ts';

const STREAMS = 2000;
const begun: Streams = { name: 'begun', text: `select no from ledger.streams where no > $2 and no <= $3 order by no limit ${STREAMS}` };
const POSITIONS_IN_PART = 10_000;

/** Every stream is read once, as it stood when the rebuild began; a part is those that began in a range of positions. Indexes come after, table by table. */
function phases(schema: string, { pin, parts }: Extent): readonly Phase[] {
  const statements = indexes(schema);
  return [
    { name: 'writing', pieces: ranges('write', pin, Math.max(parts, Math.ceil(pin / POSITIONS_IN_PART))) },
    {
      name: 'indexing',
      pieces: [
        ...viewTables.map(({ table }) => ({
          work: 'make',
          statements: [...statements.filter((statement) => statement.includes(` on ${schema}.${table} `)), `analyze ${schema}.${table}`],
        })),
        { work: 'stand' },
      ],
    },
  ];
}

/** Writes the rows of all streams that began in a range of positions: a stream's number is 32 times its first position, and a little. */
async function write(db: ClientBase, schema: string, { from, to, pin }: Given): Promise<Done> {
  await db.query(SETTINGS);
  const skipped = await skippedBy('views', db);
  let written = 0;
  for (let last = from * 32 + 31; ;) {
    const histories = await readHistories(db, begun, pin, [last, to * 32 + 31], skipped);
    if (histories.length === 0) return { read: written, written };
    await writeRows(db, schema, histories);
    written += histories.length;
    last = Math.max(...histories.map(({ recorded }) => recorded[0]?.streamNo ?? 0));
  }
}

async function stand(db: ClientBase, schema: string, { pin }: Given): Promise<Done> {
  await db.query(`update ${schema}.checkpoint set position = $1`, [pin]);
  return { read: 0, written: 0 };
}

export const viewsModel: Model = {
  name: 'views',
  serving: SERVING,
  lock: 4_272_838_603,
  tables: [...viewTables.map(({ table }) => table), 'checkpoint'],
  create: tables,
  grants,
  phases,
  works: { write, stand },
  advance: async (db, schema, size, limit) => {
    await db.query(SETTINGS);
    return advance(db, size, schema, limit);
  },
  isCurrent: async (db, schema) => (await db.query(`select from ${schema}.checkpoint where shape = ${SHAPE}`)).rowCount === 1,
  compared: comparedTables,
  partName: (_, part) => partOfViews(part),
  readable: (_, row) => row,
};
