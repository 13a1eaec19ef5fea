import { Command } from 'commander';
import { type Actor, CITY_LEVEL, type CivilDate, civilDateAt } from '@casetrail/domain';
import { demoCityCommands, demoCityVersion } from '@casetrail/demo-city';
import { Ledger, type PlayedCommand, importCommands, newStreamId } from '@casetrail/ledger';
import { projectFigures, projectViews } from '@casetrail/readmodel';
import { withPool } from './database.ts';
import { Progress } from './progress.ts';

const BATCH = 5000;
const OPENED_ON = '2018-01-01';
const system: Actor = { user: 'casetrail', role: 'SYSTEM', org: 'casetrail', district: CITY_LEVEL };

/** The act that makes a ledger a demo ledger: its first event. The same at every run, so that an interrupted load finds it again. */
const opening: PlayedCommand = {
  id: '00000000-0000-4000-8000-000000000001',
  stream: newStreamId('ledger', new Date(OPENED_ON), `demo city ${demoCityVersion}`),
  type: 'OpenLedger',
  data: { kind: 'demo', city: CITY_LEVEL },
  act: { occurredOn: OPENED_ON as CivilDate },
  actor: system,
  recordedAt: `${OPENED_ON}T08:00:00.000+08:00`,
};

/** Under this id the opening is asked for again at the end. It records nothing but that the city was played to its end, and is quickly found. */
const FINISHED = '00000000-0000-4000-8000-000000000002';

export function demoCommands(): Command {
  return new Command('demo')
    .description('the synthetic demo city')
    .addCommand(
      new Command('load')
        .description('play the demo city into an empty ledger, or finish a load that was interrupted; it is synthetic from the first act to the last')
        .action(load),
    );
}

async function load(): Promise<void> {
  await withPool('api', async (pool) => {
    const ledger = new Ledger(pool);
    const kind = await ledger.kind();
    if (kind === 'live') throw new Error('This ledger is a live one. The demo city is played into a ledger of its own only.');
    if ((await ledger.recordedCommands([FINISHED])).size > 0) {
      process.stderr.write('The demo city is loaded already.\n');
      return;
    }
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
