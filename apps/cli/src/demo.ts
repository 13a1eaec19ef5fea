import { Command } from 'commander';
import { civilDateAt } from '@casetrail/domain';
import { demoCityCommands } from '@casetrail/demo-city';
import { Ledger, type PlayedCommand, importCommands } from '@casetrail/ledger';
import { projectFigures, projectViews } from '@casetrail/readmodel';
import { withPool } from './database.ts';
import { FINISHED, demoCityIn, opening } from './demo-ledger.ts';
import { Progress } from './progress.ts';
import { scenarioCommand } from './scenario.ts';

const BATCH = 5000;

export function demoCommands(): Command {
  return new Command('demo')
    .description('the synthetic demo city')
    .addCommand(
      new Command('load')
        .description('play the demo city into an empty ledger, or finish a load that was interrupted; it is synthetic from the first act to the last')
        .action(load),
    )
    .addCommand(scenarioCommand());
}

async function load(): Promise<void> {
  await withPool('api', async (pool) => {
    const ledger = new Ledger(pool);
    const kind = await ledger.kind();
    if (kind === 'live') throw new Error('This ledger is a live one. The demo city is played into a ledger of its own only.');
    const city = await demoCityIn(ledger);
    if (city === 'loaded') {
      process.stderr.write('The demo city is loaded already.\n');
      return;
    }
    if (kind === 'demo' && city === 'not loaded') throw new Error('This ledger holds other records already. The demo city is played into an empty one.');
    const acts: readonly PlayedCommand[] = demoCityCommands();
    const { recordedAt } = acts.at(-1) ?? opening;
    const finished: PlayedCommand = { ...opening, id: FINISHED, act: { occurredOn: civilDateAt(new Date(recordedAt)) }, recordedAt };
    const commands: readonly PlayedCommand[] = [opening, ...acts, finished];
    const progress = new Progress('Playing the demo city', commands.length);
    const events = await importCommands(ledger, commands, { onProgress: (done) => progress.update(done) });
    progress.done(`${acts.length.toLocaleString('en')} acts, ${events.toLocaleString('en')} events`);
    await count((await ledger.head()).position);
  });
}

/** Brings figures and views to the end of the ledger, so that there is something to look at at once. */
async function count(head: number): Promise<void> {
  await withPool('worker', async (pool) => {
    for (const [label, project] of [
      ['Counting figures', projectFigures],
      ['Writing case files', projectViews],
    ] as const) {
      const progress = new Progress(label, head);
      let done = 0;
      while (await project(pool, BATCH)) progress.update(Math.min((done += BATCH), head));
      progress.done(`${head.toLocaleString('en')} events`);
    }
  });
}
