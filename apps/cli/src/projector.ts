import { setTimeout as wait } from 'node:timers/promises';
import { Argument, Command, Option } from 'commander';
import { type Actor, CITY_LEVEL, type ProjectorName, projectorNames } from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { type ProjectorStanding, projectorStandings, skipEvent } from '@casetrail/readmodel';
import type { Pool } from 'pg';
import { readCount } from './arguments.ts';
import { configuration, withPool } from './database.ts';

const LOOK_AGAIN_MS = 50;
/** A worker looks by itself once a second; so long it may be busy with something else. */
const PATIENCE_MS = 30_000;

const projector = () => new Argument('<name>', 'which one').choices([...projectorNames]);
type SkipOptions = { readonly position: number; readonly reason: string; readonly user: string };

export function projectorCommands(): Command {
  return new Command('projector')
    .description('see how it goes with those who keep the read models up to date, and help one that has stopped')
    .addCommand(
      new Command('show')
        .description('print how far each has come, and what one that has stopped has stopped before')
        .option('--json', 'as JSON')
        .action((options: { json?: boolean }) => withPool('api', (pool) => show(pool, options))),
    )
    .addCommand(
      new Command('retry')
        .description('let one try again now, and wait for what comes of it')
        .addArgument(projector())
        .action((name: ProjectorName) => withPool('api', (pool) => retry(pool, name))),
    )
    .addCommand(
      new Command('skip')
        .description('let one leave out, for good, the event that it has stopped before; recorded in the ledger with who decided it and why')
        .addArgument(projector())
        .addOption(new Option('--position <n>', 'the position that it has stopped before').argParser(readCount).makeOptionMandatory())
        .addOption(new Option('--reason <words>', 'why, for whoever reads it in years; no personal data').makeOptionMandatory())
        .addOption(new Option('--user <name>', 'who decides it').makeOptionMandatory())
        .action((name: ProjectorName, options: SkipOptions) => withPool('api', (pool) => skip(pool, name, options))),
    );
}

const out = (text: string): void => void process.stdout.write(`${text}\n`);

async function show(pool: Pool, { json }: { json?: boolean }): Promise<void> {
  const standings = await projectorStandings(pool);
  if (json) return out(JSON.stringify(standings, null, 2));
  const head = ['name', 'state', 'position', 'lag', 'stopped before', 'since', 'reason'];
  const rows = standings.map(({ name, state, position, lag, stop, since }) =>
    [name, state, position, lag, stop?.position ?? '', stop ? since.toISOString() : '', stop?.reason ?? ''].map(String),
  );
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] as string).length)));
  for (const row of [head, ...rows])
    out(
      row
        .map((cell, i) => (i < row.length - 1 ? cell.padEnd(widths[i] as number) : cell))
        .join('  ')
        .trimEnd(),
    );
}

async function standingOf(pool: Pool, name: ProjectorName): Promise<ProjectorStanding> {
  return (await projectorStandings(pool)).find((one) => one.name === name) as ProjectorStanding;
}

async function retry(pool: Pool, name: ProjectorName): Promise<void> {
  const before = await standingOf(pool, name);
  if (!before.stop && before.lag === 0) return out(`${name} is at the end of the ledger, position ${before.position}: there is nothing to try.`);
  await wake();
  const after = await changed(pool, before);
  if (after.stop && after.position === before.position) {
    out(`${name} has stopped again before position ${after.stop.position}: ${after.stop.reason}`);
    process.exitCode = 1;
  } else out(`${name} has gone on${after.position > before.position ? ` from position ${before.position} to ${after.position}` : ''}.`);
}

async function skip(pool: Pool, name: ProjectorName, { position, reason, user }: SkipOptions): Promise<void> {
  const actor: Actor = { user, role: 'STATISTICIAN', org: 'casetrail', district: CITY_LEVEL };
  const receipt = await withPool('worker', (worker) => skipEvent(worker, new Ledger(pool), { projector: name, position, reason, actor }));
  out(`${name} leaves out the event at position ${position} from now on: recorded at position ${receipt.position}, decided by ${user}.`);
  await retry(pool, name);
}

/** Without a queue, too: the workers look by themselves. */
async function wake(): Promise<void> {
  const { LEDGER_GREW, openQueues } = await import('@casetrail/runtime/queues');
  const wakeUps = openQueues(configuration(), 'api', () => undefined).openQueue('projectors');
  wakeUps.wake(LEDGER_GREW);
  await wakeUps.close();
}

/** Waits until a projector has moved, or has tried to. The first attempt that ends may have begun before it was asked for: the second has not. */
async function changed(pool: Pool, before: ProjectorStanding): Promise<ProjectorStanding> {
  const deadline = Date.now() + PATIENCE_MS;
  const attempts = new Set<number>();
  for (;;) {
    const now = await standingOf(pool, before.name);
    if (now.updatedAt > before.updatedAt) attempts.add(now.updatedAt.getTime());
    if (now.position > before.position || attempts.size === 2 || (before.stop && !now.stop)) return now;
    if (Date.now() > deadline) throw new Error(`No worker has tried within ${PATIENCE_MS / 1000} seconds. Is one running?`);
    await wait(LOOK_AGAIN_MS);
  }
}
