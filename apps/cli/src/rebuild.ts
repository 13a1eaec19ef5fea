import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { type RebuildProgress, type ViewsRebuildProgress, rebuildFigures, rebuildViews } from '@casetrail/readmodel';
import { readCount } from './arguments.ts';
import { configuration, withPool } from './database.ts';
import { Progress } from './progress.ts';

/** Rebuilds beside what serves and takes over in one transaction: reading goes on all the time. */
export function rebuildCommand(): Command {
  return new Command('rebuild')
    .description('build the read models anew from the ledger, beside the ones that serve, and switch')
    .addOption(new Option('--only <model>', 'one of them').choices(['figures', 'views']))
    .addOption(new Option('--workers <n>', 'threads that count').argParser(readCount).default(Math.min(availableParallelism(), 8), 'one for each processor'))
    .action(async ({ only, workers }: { only?: string; workers: number }) => {
      if (only !== 'views') await rebuild('figures', workers);
      if (only !== 'figures') await rebuild('views', workers);
    });
}

async function rebuild(model: 'figures' | 'views', workers: number): Promise<void> {
  let bar: { phase: string; progress: Progress } | undefined;
  const onProgress = ({ phase, done, total }: RebuildProgress | ViewsRebuildProgress) => {
    if (bar?.phase !== phase) bar = { phase, progress: new Progress(`${model}: ${phase}`, total) };
    bar.progress.update(done);
  };
  const finished = new Progress(model, 1);
  if (model === 'figures') {
    const { events, facts, position, isSame } = await rebuildFigures(
      { connectionString: configuration().databaseUrl },
      { workers, parts: workers * 2, onProgress, compare: true },
    );
    finished.done(
      `${events.toLocaleString('en')} events, ${facts.toLocaleString('en')} facts, up to position ${position}, ${isSame ? 'the same as before' : 'NOT the same as before'}`,
    );
    if (isSame === false) process.exitCode = 1;
  } else {
    const position = await withPool('owner', (pool) => rebuildViews(pool, { onProgress }));
    finished.done(`up to position ${position}`);
  }
}
