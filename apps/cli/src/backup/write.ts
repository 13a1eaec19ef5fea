import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Pool, PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type CivilDate, figures, rulesInForce } from '@casetrail/domain';
import { GrowingTree, leafHash, leafOf } from '@casetrail/ledger';
import { Figures } from '@casetrail/readmodel';
import { SNAPSHOT, ledgerIn, writeBundle } from '@casetrail/readmodel/audit';
import { copyBeside } from './beside.ts';
import { eventLinesAfter, eventsIn } from './lines.ts';
import { CHECKPOINTS, COMMANDS, KEYS, MANIFEST, type Manifest, NEWER, type Summary, eventFiles } from './manifest.ts';

/** One snapshot for all of the ledger: what is recorded meanwhile is in the next backup. */
const BEGIN = `${SNAPSHOT}; set local statement_timeout = 0; set local timezone = 'UTC'; set local datestyle = 'ISO'`;
/** No field of these lines is ever quoted: the ledger holds no control characters. */
const LINES = "with (format csv, delimiter e'\\x02', quote e'\\x01')";

export const commandColumns = 'id, fingerprint, first_position, last_position, recorded_at';
const checkpointLines = `select json_build_object('size', size, 'root', encode(root, 'base64'), 'note', note, 'signedAt', signed_at)::text from seal.checkpoints order by size`;
const keyLines = `select json_build_object('verifier', verifier, 'since', since)::text from seal.keys order by since`;

/**
 * Writes the ledger, everything that was signed of it, and what the figures were, into a new folder: an audit bundle up to the newest checkpoint, and
 * what such a bundle lacks, and what stands beside the ledger: the vault, and who was let see what. Reads the ledger as an auditor, the rest as its owner. The folder comes into being at
 * once: where the machine fails halfway, there is none.
 * @throws Error where there is such a folder already, or nothing to back up
 */
export async function writeBackup(pool: Pool, owner: Pool, target: string, today: CivilDate): Promise<Manifest> {
  const folder = resolve(target);
  if (await stat(folder).catch(() => undefined)) throw new Error(`${target} is there already: a backup is written into a new folder.`);
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const summary = await summaryOf(pool, today);
  const written = await copied(pool, unfinished);
  await copyBeside(owner, unfinished);
  const files = await filesIn(unfinished);
  const root = await rootOf(eventFiles({ files }).map((name) => join(unfinished, name)));
  const manifest: Manifest = {
    format: 'casetrail-backup/v1',
    createdAt: new Date().toISOString(),
    ledger: { position: written.position, commands: written.commands, root: root.toString('base64') },
    sealed: written.sealed,
    files,
    summary,
  };
  await writeFile(join(unfinished, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const name of [...Object.keys(files), MANIFEST]) await sync(join(unfinished, name));
  await rename(unfinished, folder);
  await sync(dirname(folder));
  return manifest;
}

async function copied(pool: Pool, folder: string): Promise<{ readonly position: number; readonly commands: number; readonly sealed: number }> {
  const db = await pool.connect();
  let isWhole = false;
  try {
    await db.query(BEGIN);
    const { rows } = await db.query<{ position: string; commands: string; sealed: string }>(
      `select (select coalesce(max(position), 0) from ledger.events) as position, (select count(*) from ledger.commands) as commands,
         (select coalesce(max(size), 0) from seal.checkpoints) as sealed`,
    );
    const [position, commands, sealed] = [Number(rows[0]?.position), Number(rows[0]?.commands), Number(rows[0]?.sealed)];
    if (position === 0) throw new Error('The ledger is empty: there is nothing to back up.');
    if (sealed > 0) await writeBundle(await ledgerIn(db), folder, { now: new Date() });
    await copyInto(db, join(folder, NEWER), eventLinesAfter(sealed), LINES);
    await copyInto(db, join(folder, COMMANDS), `select ${commandColumns} from ledger.commands order by recorded_at, first_position, id`);
    await copyInto(db, join(folder, CHECKPOINTS), checkpointLines, LINES);
    await copyInto(db, join(folder, KEYS), keyLines, LINES);
    await db.query('commit');
    isWhole = true;
    return { position, commands, sealed };
  } finally {
    db.release(!isWhole);
  }
}

const copyInto = (db: PoolClient, file: string, query: string, format = ''): Promise<void> =>
  pipeline(db.query(copyTo(`copy (${query}) to stdout ${format}`)), createWriteStream(file));

/** What the figures are today, and on the day of the newest paper that was published, as far as they are counted. */
async function summaryOf(pool: Pool, today: CivilDate): Promise<Summary> {
  const reader = new Figures(pool);
  const position = await reader.checkpoint();
  const published = await newestPublished(pool);
  const days = [...new Set([today, ...(published ? [published] : [])])];
  return { rules: rulesInForce, position, totals: await totalsOf(reader, days, position) };
}

/** All figures on some days, as known at a position. */
export async function totalsOf(reader: Figures, days: readonly CivilDate[], position: number): Promise<Summary['totals']> {
  const totals: Summary['totals'] = [];
  for (const asOf of days) {
    const { values } = await reader.values({ asOf, knownAt: { position } });
    totals.push({ asOf, values: Object.fromEntries(figures.map(({ id }) => [id, values[id]])) });
  }
  return totals;
}

async function newestPublished(pool: Pool): Promise<CivilDate | undefined> {
  const { rows } = await pool.query<{ as_of: CivilDate | null }>(
    `select convert_from(d.bytes, 'UTF8')::json #>> '{data,asOf}' as as_of
     from (select stream from ledger.events where type = 'PublicationPublished' order by position desc limit 1) p join ledger.events d on d.stream = p.stream and d.version = 1`,
  );
  return rows[0]?.as_of ?? undefined;
}

/** Every file below a folder, by its path in it. */
async function filesIn(folder: string): Promise<Manifest['files']> {
  const found = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const names = found.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/')).sort();
  const files: Manifest['files'] = {};
  for (const name of names) files[name] = await fingerprintOf(join(folder, name));
  return files;
}

export async function fingerprintOf(file: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function rootOf(files: readonly string[]): Promise<Buffer> {
  const tree = new GrowingTree();
  for await (const event of eventsIn(files)) tree.add(leafHash(leafOf(event)));
  return tree.root();
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
