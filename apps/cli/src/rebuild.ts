import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { type RebuildProgress, type ViewsRebuildProgress, rebuildFigures, rebuildViews } from '@casetrail/readmodel';
import { readCount } from './arguments.ts';
import { configuration, withPool } from './database.ts';
import { Progress } from './progress.ts';

/** One for each processor. */
export const allWorkers = (): number => Math.min(availableParallelism(), 8);

/** Rebuilds beside what serves and takes over in one transaction: reading goes on all the time. */
export function rebuildCommand(): Command {
  return new Command('rebuild')
    .description('build the read models anew from the ledger, beside the ones that serve, and switch')
    .addOption(new Option('--only <model>', 'one of them').choices(['figures', 'views']))
    .addOption(new Option('--workers <n>', 'threads that count').argParser(readCount).default(allWorkers(), 'one for each processor'))
    .action(async ({ only, workers }: { only?: string; workers: number }) => {
      if (only !== 'views' && !(await countFigures({ workers, compare: true }))) process.exitCode = 1;
      if (only !== 'figures') await writeViews();
    });
}

/** Counts all figures from the ledger; false where a comparison with what served before fails. */
export async function countFigures({ workers, compare = false }: { workers: number; compare?: boolean }): Promise<boolean> {
  const { onProgress, finished } = bars('figures');
  const rebuilt = await rebuildFigures({ connectionString: configuration().databaseUrl }, { workers, onProgress, compare });
  const verdict = compare ? `, ${rebuilt.isSame ? 'the same as before' : 'NOT the same as before'}` : '';
  finished(`${rebuilt.events.toLocaleString('en')} events, ${rebuilt.facts.toLocaleString('en')} facts, up to position ${rebuilt.position}${verdict}`);
  return rebuilt.isSame ?? true;
}

/** Writes all rows for screens from the ledger. */
export async function writeViews(): Promise<void> {
  const { onProgress, finished } = bars('views');
  const position = await withPool('owner', (pool) => rebuildViews(pool, { onProgress }));
  finished(`up to position ${position}`);
}

/** A bar for each phase of a rebuild. */
function bars(model: string) {
  let bar: { phase: string; progress: Progress } | undefined;
  const whole = new Progress(model, 1);
  return {
    onProgress: ({ phase, done, total }: RebuildProgress | ViewsRebuildProgress) => {
      if (bar?.phase !== phase) bar = { phase, progress: new Progress(`${model}: ${phase}`, total) };
      bar.progress.update(done);
    },
    finished: (what: string) => whole.done(what),
  };
}
