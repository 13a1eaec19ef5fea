import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import {
  type ModelName,
  type RebuildProgress,
  type Rebuilt,
  type Verdict,
  cancelRebuild,
  compareNext,
  goBack,
  isSame,
  modelNames,
  rebuildHere,
  switchVersions,
} from '@casetrail/readmodel';
import { readCount } from './arguments.ts';
import { configuration, withPool } from './database.ts';
import { Progress } from './progress.ts';
import { rebuildByWorkers } from './rebuild-by-workers.ts';
import { printStatus, printVerdict } from './rebuild-report.ts';

/** One for each processor. */
export const allWorkers = (): number => Math.min(availableParallelism(), 8);

type Which = { readonly only?: ModelName };
type Options = Which & { readonly version?: 'next'; readonly workers: number; readonly switch: boolean; readonly acceptDifferences?: boolean };
type Accepting = Which & { readonly acceptDifferences?: boolean };

const only = () => new Option('--only <model>', 'one of them').choices(modelNames);
const accepting = () => new Option('--accept-differences', 'switch although the new ones differ from those that serve');
const chosen = ({ only: one }: Which): readonly ModelName[] => (one ? [one] : modelNames);

/** Rebuilds beside what serves and takes over in one transaction: reading goes on all the time. */
export function rebuildCommand(): Command {
  return new Command('rebuild')
    .description('build the read models anew from the ledger, beside the ones that serve; compare both; switch')
    .enablePositionalOptions()
    .addOption(only())
    .addOption(new Option('--version <name>', 'let the workers build the next version, and leave the switch to "rebuild switch"').choices(['next']))
    .addOption(new Option('--workers <n>', 'threads, where this process builds by itself').argParser(readCount).default(allWorkers(), 'one for each processor'))
    .option('--no-switch', 'build and compare, and leave the switch to "rebuild switch"')
    .addOption(accepting())
    .addHelpText(
      'after',
      `
Without --version, this process does everything: it builds, compares, and switches if nothing differs.
With --version next, the workers build while everything goes on; Ctrl-C here does not stop them.

  casetrail rebuild --version next    build beside, by the workers; goes on where a queue got lost
  casetrail rebuild status            how far it is, and which versions there are
  casetrail rebuild compare           what differs, figure by figure and unit by unit
  casetrail rebuild switch            let the next version serve; the one before stays as the previous one
  casetrail rebuild back              let the previous version serve again
  casetrail rebuild cancel            throw the next version away`,
    )
    .action((options: Options) => (options.version ? byWorkers(options) : byThisProcess(options)))
    .addCommand(new Command('status').description('show which versions there are, and how far a rebuild is').action(() => withPool('owner', printStatus)))
    .addCommand(new Command('compare').description('hold the next version against the one that serves').addOption(only()).action(compareThem))
    .addCommand(new Command('switch').description('let the next version serve').addOption(only()).addOption(accepting()).action(switchThem))
    .addCommand(new Command('back').description('let the previous version serve again').addOption(only()).action(back))
    .addCommand(new Command('cancel').description('throw the next version away').addOption(only()).action(cancel));
}

async function byThisProcess({ workers, switch: switches, acceptDifferences = false, ...which }: Options): Promise<void> {
  const rebuilt = await build(chosen(which), workers, (verdicts) => mayTakeOver(verdicts, acceptDifferences) && switches);
  if (rebuilt.some(({ verdict }) => verdict && !isSame(verdict)) && !acceptDifferences) process.exitCode = 1;
}

async function byWorkers(which: Options): Promise<void> {
  if (!(await rebuildByWorkers(chosen(which)))) return;
  await compareThem(which);
}

async function compareThem(which: Which): Promise<void> {
  const verdicts = await withPool('owner', (pool) => compareNext(pool, chosen(which)));
  for (const verdict of verdicts) printVerdict(verdict);
  if (!verdicts.every(isSame)) process.exitCode = 1;
}

async function switchThem({ acceptDifferences = false, ...which }: Accepting): Promise<void> {
  const served = await withPool('owner', (pool) => switchVersions(pool, chosen(which), (verdicts) => mayTakeOver(verdicts, acceptDifferences)));
  if (!served) process.exitCode = 1;
  for (const { model, position } of served ?? []) process.stderr.write(`${model}: the next version serves, from position ${position} on\n`);
}

async function back(which: Which): Promise<void> {
  for (const { model, position } of await withPool('owner', (pool) => goBack(pool, chosen(which))))
    process.stderr.write(`${model}: the previous version serves again, from position ${position} on; the one it replaces is the next version\n`);
}

async function cancel(which: Which): Promise<void> {
  const gone = await withPool('owner', (pool) => cancelRebuild(pool, chosen(which)));
  process.stderr.write(gone.length === 0 ? 'There is no next version.\n' : gone.map((model) => `${model}: the next version is thrown away\n`).join(''));
}

function mayTakeOver(verdicts: readonly Verdict[], acceptDifferences: boolean): boolean {
  for (const verdict of verdicts) printVerdict(verdict);
  if (acceptDifferences || verdicts.every(isSame)) return true;
  process.stderr.write(
    'Not switched. "casetrail rebuild switch --accept-differences" switches all the same; "casetrail rebuild cancel" throws the new version away.\n',
  );
  return false;
}

/** Counts all figures from the ledger. */
export async function countFigures({ workers }: { workers: number }): Promise<void> {
  await build(['figures'], workers);
}

/** Writes all rows for screens from the ledger. */
export async function writeViews(): Promise<void> {
  await build(['views'], allWorkers());
}

async function build(names: readonly ModelName[], workers: number, mayTakeOverThen?: (verdicts: readonly Verdict[]) => boolean): Promise<readonly Rebuilt[]> {
  const { onProgress, finished } = bars(names.join(' and '));
  const connection = { connectionString: configuration().databaseUrl };
  const rebuilt = await rebuildHere(connection, names, {
    workers,
    onProgress,
    compare: mayTakeOverThen !== undefined,
    ...(mayTakeOverThen && { mayTakeOver: mayTakeOverThen }),
  });
  finished(rebuilt.map(amounts).join('; '));
  return rebuilt;
}

function amounts({ model, position, read, written }: Rebuilt): string {
  const made = model === 'figures' ? `${read.toLocaleString('en')} events, ${written.toLocaleString('en')} facts` : `${read.toLocaleString('en')} records`;
  return `${made}, ${position === undefined ? 'beside the ones that serve' : `up to position ${position}`}`;
}

/** A bar for each phase of a rebuild. */
function bars(label: string) {
  let bar: { name: string; progress: Progress } | undefined;
  const whole = new Progress(label, 1);
  return {
    onProgress: ({ model, name, done, total }: RebuildProgress) => {
      const phase = `${model}: ${name}`;
      if (bar?.name !== phase) bar = { name: phase, progress: new Progress(phase, total) };
      bar.progress.update(done);
    },
    finished: (what: string) => whole.done(what),
  };
}
