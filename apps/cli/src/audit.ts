import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { Command, Option } from 'commander';
import type { Pool, PoolClient } from 'pg';
import { Ledger, Seal } from '@casetrail/ledger';
import {
  type AuditSource,
  SNAPSHOT,
  type Verdict,
  type VerifiedStep,
  type VerifyOptions,
  bundleIn,
  ledgerIn,
  verify,
  writeBundle,
} from '@casetrail/readmodel/audit';
import { readCount } from './arguments.ts';
import { withPool } from './database.ts';
import { Progress } from './progress.ts';

const SEALED_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 200;

type ExportOptions = { readonly out: string; readonly size?: number };
type CheckOptions = {
  readonly database?: boolean;
  readonly key?: string[];
  readonly checkpoint?: string;
  readonly ignoreRules?: boolean;
  readonly json?: boolean;
};

export function auditCommands(): Command {
  return new Command('audit')
    .description('take the ledger away as a bundle of files, and verify one, or the database itself')
    .addCommand(
      new Command('export')
        .description('write a bundle: every event, the tree over them, the signed checkpoints, what was published')
        .addOption(new Option('--out <folder>', 'a new folder').makeOptionMandatory())
        .addOption(new Option('--size <n>', 'up to an earlier checkpoint that was signed, of so many events').argParser(readCount))
        .addHelpText(
          'after',
          '\nIt reads as the auditor does, in one snapshot, while the ledger goes on. Nothing is verified here: that is for "casetrail audit verify".',
        )
        .action((options: ExportOptions) => withPool('auditor', (pool) => exportBundle(pool, options), 1)),
    )
    .addCommand(
      new Command('verify')
        .description('verify signatures, tree, every event and every published figure; name the first thing that is wrong')
        .argument('[folder]', 'a bundle; it takes no network and no database')
        .option('--database', 'the live database instead, up to its newest checkpoint')
        .option('--key <key...>', 'believe these public keys alone, as <name>+<id>+<key> or in a file; without, the one that the bundle names')
        .option('--checkpoint <file>', 'an earlier signed checkpoint that you have kept: the ledger must continue it')
        .option('--ignore-rules', 'pass over publications that were counted by other rules than this program has')
        .option('--json', 'the verdict as JSON')
        .addHelpText(
          'after',
          '\nThe key decides: a bundle that names its own key shows no more than that it is whole. Compare the key with the one that the city has made known.\nExit codes: 0 it holds · 1 it does not · 2 it cannot be verified.',
        )
        .action(check),
    );
}

async function exportBundle(pool: Pool, { out, size }: ExportOptions): Promise<void> {
  if (size === undefined) await sealed(pool);
  await inSnapshot(pool, async (db) => {
    const source = await ledgerIn(db, size);
    const progress = new Progress('Writing the bundle', source.size);
    const { files, publications } = await writeBundle(source, out, { now: new Date(), onProgress: (events) => progress.update(events) });
    progress.done(`${english(source.size)} events, ${english(files)} files, ${publications} publications`);
    if (source.head > source.size && size === undefined)
      process.stderr.write(`${english(source.head - source.size)} newer events are not sealed yet, and not in it.\n`);
    process.stdout.write(`Key: ${source.key}\n`);
  });
}

/** Waits until what is recorded now is sealed, if somebody is sealing. */
async function sealed(pool: Pool): Promise<void> {
  const { position } = await new Ledger(pool).head();
  const seal = new Seal(pool);
  for (const until = Date.now() + SEALED_WITHIN_MS; Date.now() < until; await wait(LOOK_AGAIN_MS))
    if (((await seal.checkpoint())?.size ?? 0) >= position) return;
}

async function inSnapshot<T>(pool: Pool, work: (db: PoolClient) => Promise<T>): Promise<T> {
  const db = await pool.connect();
  try {
    await db.query(SNAPSHOT);
    return await work(db);
  } finally {
    db.release(true);
  }
}

async function check(folder: string | undefined, { database, key, checkpoint, ignoreRules, json }: CheckOptions, command: Command): Promise<void> {
  if ((folder === undefined) === !database) command.error('error: name a folder, or say --database');
  const kept =
    checkpoint === undefined
      ? undefined
      : await readFile(checkpoint, 'utf8').catch(() => command.error(`error: ${checkpoint} cannot be read`, { exitCode: 2 }));
  const keys = await Promise.all((key ?? []).map(async (one) => (one.includes('+') ? one : (await readFile(one, 'utf8').catch(() => one)).trim())));
  const options: VerifyOptions = { keys, ...(kept !== undefined && { kept }), ignoreRules: ignoreRules === true, onProgress: bars() };
  const verdict = database
    ? await withPool('auditor', (pool) => inSnapshot(pool, (db) => verify(() => ledgerIn(db), options)), 1)
    : await verify((): Promise<AuditSource> => bundleIn(folder as string), options);
  process.stdout.write(json ? `${JSON.stringify(verdict, null, 2)}\n` : said(verdict, keys.length > 0));
  process.exitCode = verdict.exitCode;
}

/** A bar for each phase. */
function bars(): NonNullable<VerifyOptions['onProgress']> {
  let bar: { what: string; progress: Progress } | undefined;
  return (what, done, total) => {
    if (bar?.what !== what) bar = { what, progress: new Progress(what, total) };
    bar.progress.update(done);
  };
}

const english = (n: number) => n.toLocaleString('en');
const steps: Readonly<Record<VerifiedStep['what'], (count: number) => string>> = {
  checkpoint: () => 'the checkpoint is signed',
  tiles: (n) => `${english(n)} tiles hash up to its root`,
  events: (n) => `${english(n)} events are those that were sealed, in their order`,
  checkpoints: (n) => `${english(n)} other checkpoints are signed, and of this tree`,
  figures: (n) => (n === 0 ? 'no published figures to count' : `${english(n)} published figures follow from the events`),
  rest: () => 'nothing is missing, nothing was added',
};

function said({ verified, checkpoint, publications, otherRules, wrong, exitCode }: Verdict, isKeyGiven: boolean): string {
  const lines = verified.map(({ what, count, milliseconds }) => `✓ ${steps[what](count)} (${(milliseconds / 1000).toFixed(1)} s)`);
  if (wrong) {
    const where = [...(wrong.path ? [wrong.path] : []), ...(wrong.position === undefined ? [] : [`position ${wrong.position}`])].join(', ');
    lines.push(`✗ ${wrong.message}`, `  ${wrong.code}${where ? `, ${where}` : ''}`, exitCode === 2 ? 'It cannot be verified.' : 'It does NOT hold.');
  } else {
    for (const id of otherRules) lines.push(`? ${id} was counted by other rules, and is not confirmed`);
    if (publications.length > 0) lines.push(`  Publications: ${publications.join(', ')}`);
    if (checkpoint) lines.push(`  ${checkpoint.origin}, ${english(checkpoint.size)} events, root ${checkpoint.root}`);
    lines.push(isKeyGiven ? 'It holds.' : 'It holds, by the key that it names itself: compare that with the one that was made known, or give it with --key.');
  }
  return `${lines.join('\n')}\n`;
}
