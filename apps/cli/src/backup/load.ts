import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { NotRestored, restoreTiles } from '@casetrail/ledger';
import { assertLooks, guardsBeside, loadBeside, tablesBeside } from './beside.ts';
import type { CheckedBackup } from './check.ts';
import { type EventLine, Numbering, eventsIn } from './lines.ts';
import { COMMANDS, eventFiles } from './manifest.ts';
import { commandColumns } from './write.ts';

/** The database is not one that a backup can be restored into. Nothing in it was touched. */
export class NotATarget extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotATarget';
  }
}

const APPEND_LOCK = 4_272_838_600;
const CHUNK = 262_144;
const append = `copy ledger.events (position, stream, version, occurred_on, recorded_at, type, bytes) from stdin`;
/** What must be empty, and is emptied again when a restore fails. */
const ledgerTables = ['ledger.events', 'ledger.streams', 'ledger.commands', 'seal.checkpoints', 'seal.keys', 'seal.tiles'] as const;
const tables = [...ledgerTables, ...tablesBeside];
/** Of these, the ones that nobody may change: their owner alone can take the guard away. */
const guarded = [...ledgerTables.filter((table) => table !== 'seal.tiles').map((table) => ({ table, trigger: 'append_only' })), ...guardsBeside];

/** @throws NotATarget where the database is not set up by this version of Casetrail, or holds something */
export async function assertTarget(pool: Pool, migrations: readonly string[]): Promise<void> {
  const { rows: known } = await pool.query<{ name: string | null }>("select to_regclass('public.migrations')::text as name");
  const applied = known[0]?.name ? (await pool.query<{ name: string }>('select name from public.migrations')).rows.map(({ name }) => name) : [];
  if (applied.length === 0) throw new NotATarget('The database is not set up yet: run "casetrail migrate" on it first.');
  const [missing] = migrations.filter((name) => !applied.includes(name));
  const [foreign] = applied.filter((name) => !migrations.includes(name));
  if (missing) throw new NotATarget(`The database is not up to date (${missing} is missing): run "casetrail migrate" on it first.`);
  if (foreign) throw new NotATarget(`The database was set up by another version of Casetrail (${foreign} is not known here).`);
  const held = await heldIn(pool);
  if (held.length > 0) throw new NotATarget(`The database is not empty: it holds ${held.join(', ')}. A backup is restored into an empty one.`);
}

async function heldIn(db: Pool | PoolClient): Promise<string[]> {
  const held: string[] = [];
  for (const table of tables) {
    const { rows } = await db.query<{ count: string }>(`select count(*) from ${table}`);
    if (rows[0]?.count !== '0') held.push(`${rows[0]?.count} rows in ${table}`);
  }
  return held;
}

/**
 * Loads a backup in one transaction, as the owner, with the appending of others kept away, and looks at what arrived: every hash is that of its bytes, no
 * position is missing, the root over them is the backup's, and the looks are those that it anchors. What was sealed is there again with it.
 * @throws NotATarget, NotRestored; the database is then as empty as it was
 */
export async function loadBackup(pool: Pool, { folder, pathOf, manifest, checkpoints, keys, anchors }: CheckedBackup): Promise<void> {
  const db = await pool.connect();
  let isWhole = false;
  try {
    await db.query(`begin; select pg_advisory_xact_lock(${APPEND_LOCK}); set local timezone = 'UTC'`);
    const held = await heldIn(db);
    if (held.length > 0) throw new NotATarget(`The database is not empty any more: it holds ${held.join(', ')}.`);
    const files = eventFiles(manifest).map((name) => join(folder, name));
    await pipeline(Readable.from(rowsOf(files), { objectMode: false }), db.query(copyFrom(append)));
    await db.query(`insert into ledger.streams (id, no) select convert_from(bytes, 'UTF8')::json ->> 'stream', stream from ledger.events where version = 1`);
    await pipeline(createReadStream(join(folder, COMMANDS)), db.query(copyFrom(`copy ledger.commands (${commandColumns}) from stdin`)));
    await assertAccounted(db, manifest.ledger.position);
    const root = (await restoreTiles(db)).toString('base64');
    if (root !== manifest.ledger.root) throw new NotRestored(`The root over what arrived is ${root}, not ${manifest.ledger.root}.`);
    await db.query(`insert into seal.keys (verifier, since) select verifier, since from json_to_recordset($1) k(verifier text, since timestamptz)`, [
      JSON.stringify(keys),
    ]);
    await db.query(
      `insert into seal.checkpoints (size, root, note, signed_at)
       select size, decode(root, 'base64'), note, "signedAt" from json_to_recordset($1) c(size bigint, root text, note text, "signedAt" timestamptz)`,
      [JSON.stringify(checkpoints)],
    );
    await loadBeside(db, manifest, pathOf);
    await assertLooks(db, anchors);
    await db.query(`commit`);
    isWhole = true;
    await db.query(`analyze ${tables.join(', ')}`);
  } finally {
    if (!isWhole) await db.query('rollback').catch(() => undefined); // the connection may be gone, and the transaction with it
    db.release(!isWhole);
  }
}

/** Rows in COPY's text format, in chunks. */
async function* rowsOf(files: readonly string[]): AsyncGenerator<string> {
  const numbers = new Numbering();
  let text = '';
  for await (const event of eventsIn(files)) {
    text += rowOf(event, numbers.of(event));
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  if (text) yield text;
}

const rowOf = ({ position, recordedAt, bytes, event: { version, occurredOn, type } }: EventLine, stream: number): string =>
  `${[position, stream, version, occurredOn, recordedAt, type, `\\\\x${bytes.toString('hex')}`].join('\t')}\n`;

/** Each event was recorded by one command, and no command recorded others. */
async function assertAccounted(db: PoolClient, position: number): Promise<void> {
  const { rows } = await db.query<{ recorded: string }>(
    'select coalesce(sum(last_position - first_position + 1), 0) as recorded from ledger.commands where first_position between 1 and last_position and last_position <= $1',
    [position],
  );
  if (Number(rows[0]?.recorded) !== position) throw new NotRestored(`The commands account for ${rows[0]?.recorded} events, not ${position}.`);
}

/**
 * Takes back what was loaded, so that nothing half restored stays behind.
 * @throws NotRestored where somebody has recorded something since: nothing is taken back then
 */
export async function unload(pool: Pool, position: number): Promise<void> {
  const db = await pool.connect();
  let isWhole = false;
  try {
    await db.query(`begin; select pg_advisory_xact_lock(${APPEND_LOCK})`);
    const { rows } = await db.query<{ head: string }>('select coalesce(max(position), 0) as head from ledger.events');
    if (Number(rows[0]?.head) !== position)
      throw new NotRestored(`Something was recorded since the backup was loaded (position ${rows[0]?.head}): nothing was taken back. Drop this database.`);
    for (const { table, trigger } of guarded) await db.query(`alter table ${table} disable trigger ${trigger}`);
    const { rows: read } = await db.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('counting', 'views') and tablename <> 'checkpoint'",
    );
    await db.query(`truncate ${[...tables, ...read.map(({ name }) => name)].join(', ')}`);
    await db.query("update counting.checkpoint set position = 0, rules = ''; update views.checkpoint set position = 0");
    for (const { table, trigger } of guarded) await db.query(`alter table ${table} enable always trigger ${trigger}`);
    await db.query('commit');
    isWhole = true;
  } finally {
    if (!isWhole) await db.query('rollback').catch(() => undefined);
    db.release(!isWhole);
  }
}
