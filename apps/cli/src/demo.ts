import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Command, InvalidArgumentError, Option } from 'commander';
import { civilDateAt } from '@casetrail/domain';
import { MOST_REPLICAS, demoCityCommands, demoIdentities, isAboutIdentity, replicated } from '@casetrail/demo-city';
import { Ledger, type PlayedCommand, importCommands } from '@casetrail/ledger';
import { Figures } from '@casetrail/readmodel';
import { openVaultKeys } from '@casetrail/runtime';
import { fillVault } from '@casetrail/vault';
import { readCount } from './arguments.ts';
import { configuration, withPool } from './database.ts';
import { FINISHED, demoCityIn, opening } from './demo-ledger.ts';
import { Progress } from './progress.ts';
import { allWorkers, countFigures, writeViews } from './rebuild.ts';
import { publishCommand } from './publish-demo.ts';
import { scenarioCommand } from './scenario.ts';

export function demoCommands(): Command {
  return new Command('demo')
    .description('the synthetic demo city')
    .addCommand(
      new Command('load')
        .description('play the demo city into an empty ledger, or finish a load that was interrupted; it is synthetic from the first act to the last')
        .addOption(new Option('--replicas <k>', 'play so many cities of the same make beside each other').argParser(readReplicas).default(1))
        .action(load),
    )
    .addCommand(scenarioCommand())
    .addCommand(publishCommand());
}

function readReplicas(text: string): number {
  const replicas = readCount(text);
  if (replicas > MOST_REPLICAS) throw new InvalidArgumentError(`must be ${MOST_REPLICAS} at most.`);
  return replicas;
}

async function load({ replicas }: { replicas: number }): Promise<void> {
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
    await play(ledger, replicas);
    giveBackMemory();
    await count((await ledger.head()).position, await new Figures(pool).checkpoint());
  });
}

/** All of the city is in memory while it is played, and no longer. */
async function play(ledger: Ledger, replicas: number): Promise<void> {
  // An import makes much that is soon forgotten: the heap is collected before it grows by more than a quarter.
  setFlagsFromString('--heap-growing-percent=25');
  const acts = demoCityCommands();
  const total = acts.length * replicas;
  await importCommands(ledger, [opening]);
  await fill(ledger, acts, replicas);
  const progress = new Progress('Playing the demo city', total);
  const events = await importCommands(ledger, played(acts, replicas), { onProgress: (done) => progress.update(done) });
  progress.done(`${total.toLocaleString('en')} acts, ${events.toLocaleString('en')} events`);
}

/** Who the persons of the city are goes into the vault, before anything is recorded that names it: an interrupted load then lacks nothing. */
async function fill(ledger: Ledger, acts: ReturnType<typeof demoCityCommands>, replicas: number): Promise<void> {
  if ((await ledger.kind()) !== 'demo') throw new Error('Invented persons have no place in a live ledger.');
  const { wrapper, hashes } = openVaultKeys(configuration());
  const began = performance.now();
  const identities = demoIdentities(replicated(acts.filter(isAboutIdentity), replicas));
  const filled = await withPool('owner', (owner) => fillVault(owner, wrapper, hashes, identities));
  process.stderr.write(`The vault holds ${filled.toLocaleString('en')} invented persons more (${((performance.now() - began) / 1000).toFixed(1)} s)\n`);
}

/** What the import is done with goes before counting takes memory of its own; by itself it would wait until there is need. */
function giveBackMemory(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** Opened, played act by act in all replicas at once, and marked as finished. */
function* played(acts: ReturnType<typeof demoCityCommands>, replicas: number): Generator<PlayedCommand> {
  const { recordedAt } = acts.at(-1) ?? opening;
  yield opening;
  yield* replicated(acts, replicas);
  yield { ...opening, id: FINISHED, act: { occurredOn: civilDateAt(new Date(recordedAt)) }, recordedAt };
}

/** Builds figures and views at once for the whole ledger: much faster than following it batch by batch. */
async function count(head: number, counted: number): Promise<void> {
  if (counted === head) return; // a worker was here before
  await countFigures({ workers: allWorkers() });
  await writeViews();
}
