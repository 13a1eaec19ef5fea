import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { root } from '@casetrail/campaigns/processes';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Benchmark } from './benchmark.ts';
import { benchmarks } from './benchmarks.ts';
import { assertDurable, machineOf } from './report/machine.ts';
import { reportPage, resultText, targetText } from './report/report.ts';
import { chanceFrom } from './runner/chance.ts';
import { type Result, run } from './runner/run.ts';
import { type Scale, Stage, huge, quick, usual } from './stage/stage.ts';

type Options = {
  readonly only?: readonly string[];
  readonly rounds?: number;
  readonly quick?: boolean;
  readonly huge?: boolean;
  readonly cities?: number;
  readonly list?: boolean;
  readonly seed: number;
  readonly out?: string;
};

const PAGE = 'docs/benchmarks.md';
const SECOND = 1000;
const INTERRUPTED = 130;
const MOST_SEEDS = 2 ** 31;
/** Then what breaks off does so because the server is gone. */
let isInterrupted = false;
const say = (line: string) => void process.stderr.write(`${line}\n`);
const print = (text: string) => void process.stdout.write(`${text}\n`);

function readCount(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new InvalidArgumentError('must be a whole number from 1 on.');
  return Number(text);
}

function chosen({ only, quick: isQuick, huge: isHuge }: Options): readonly Benchmark[] {
  if (!only) return benchmarks.filter((one) => (isQuick ? one.isQuick === true : isHuge === true || !one.isHuge));
  for (const name of only)
    if (!benchmarks.some((one) => one.name.startsWith(name)))
      throw new InvalidArgumentError(`There is no benchmark whose name begins with ${name}: see --list.`);
  return benchmarks.filter((one) => only.some((name) => one.name.startsWith(name)));
}

function scaleOf({ quick: isQuick, huge: isHuge, cities }: Options): Scale {
  const scale = isQuick ? quick : isHuge ? huge : usual;
  return cities === undefined ? scale : { ...scale, cities };
}

async function bench(options: Options): Promise<void> {
  const list = chosen(options);
  const scale = scaleOf(options);
  const started = performance.now();
  const stage = await Stage.open(scale, say);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      isInterrupted = true;
      process.on('uncaughtException', () => undefined);
      void stage.abandon().finally(() => process.exit(INTERRUPTED));
    });
  const results: Result[] = [];
  try {
    await assertDurable(stage.admin);
    const machine = await machineOf(stage.admin, stage.peers.missing ? { none: stage.peers.missing } : stage.peers.versions);
    const settings = Object.entries(machine.settings).map(([name, value]) => `${name}=${value}`);
    say(`PostgreSQL ${machine.postgres}: ${settings.join(' ')}; load ${machine.loadBefore.toFixed(1)}; seed ${options.seed}`);
    const chance = chanceFrom(options.seed);
    for (const [i, benchmark] of list.entries()) {
      say(`[${i + 1}/${list.length}] ${benchmark.name}`);
      const result = await run(benchmark, stage, { rounds: options.rounds, chance, say });
      results.push(result);
      print(`\n${resultText(result)}`);
    }
    const report = { machine, command: commandLine(options), results, seconds: (performance.now() - started) / SECOND };
    print(`\n${JSON.stringify(report)}`);
    const page = options.out ?? (options.only || options.quick || options.cities ? undefined : join(root, PAGE));
    if (page) writeFileSync(page, reportPage(report));
    say(page ? `Written to ${page}.` : `${PAGE} is written by whole runs: --out writes a page of this one.`);
  } finally {
    await stage.close();
  }
  if (results.some(({ failure }) => failure !== undefined)) process.exitCode = 1;
}

function commandLine({ only, quick: isQuick, huge: isHuge, cities, rounds }: Options): string {
  const options = [
    ...(isQuick ? ['--quick'] : []),
    ...(isHuge ? ['--huge'] : []),
    ...(cities ? [`--cities ${cities}`] : []),
    ...(only ? ['--only', ...only] : []),
    ...(rounds ? [`--rounds ${rounds}`] : []),
  ];
  return ['npm run bench', ...(options.length > 0 ? ['--', ...options] : [])].join(' ');
}

/** Which there are, what they measure and what it should come to. */
function show(options: Options): void {
  const scale = scaleOf({ ...options, quick: false });
  for (const { name, what, isHuge, targets } of chosen({ ...options, huge: true })) {
    print(`${name}${isHuge ? '  (with --huge)' : ''}\n  ${what}`);
    for (const target of targets({ scale, cores: availableParallelism() })) print(`  ${targetText(target)}`);
  }
}

const program = new Command('bench')
  .description(
    'Measures Casetrail against bare SQL and its peers, in turns, on a PostgreSQL of its own that writes durably. Tables and JSON go to standard output, progress to standard error.',
  )
  .option('--quick', 'a few benchmarks, a few moments each: to see that it works, not how fast it is')
  .option('--huge', 'also what takes very long: a ledger of more than ten million events')
  .option('--only <name...>', 'those whose names begin so')
  .addOption(new Option('--cities <n>', 'so many demo cities stand beside each other in the largest ledger').argParser(readCount))
  .addOption(new Option('--rounds <n>', 'so many rounds of each').argParser(readCount))
  .addOption(
    new Option('--seed <n>', 'decides in which order the variants take their turns')
      .argParser(readCount)
      .default(Math.floor(Math.random() * MOST_SEEDS) + 1, 'drawn'),
  )
  .option('--out <file>', `write the page there; by default ${PAGE}, by a run that leaves nothing out`)
  .option('--list', 'show what there is, and measure nothing')
  .action((options: Options) => (options.list ? show(options) : bench(options)));

try {
  await program.parseAsync();
} catch (error) {
  if (isInterrupted) await new Promise(() => undefined); // until the server has stopped
  say(error instanceof InvalidArgumentError ? error.message : ((error as Error).stack ?? String(error)));
  process.exit(error instanceof InvalidArgumentError ? 2 : 1);
}
