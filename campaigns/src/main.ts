import { appendFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { resultLine } from './campaign.ts';
import { campaigns } from './campaigns.ts';
import type { Backend } from './crash/site.ts';

type Options = { readonly rounds?: number; readonly seed: number; readonly backend: Backend; readonly minutes?: number; readonly out?: string };

const MINUTE = 60_000;
const MOST_SEEDS = 2 ** 31;
const say = (line: string) => void process.stderr.write(`${line}\n`);

function readCount(text: string): number {
  if (!/^(0|[1-9]\d{0,9})$/.test(text)) throw new InvalidArgumentError('must be a whole number.');
  return Number(text);
}

const program = new Command('campaign')
  .description('Counted trials of what is promised. Each ends with one line of JSON; exit code 0 only if every check held.')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

for (const [name, { proves, round, rounds: usual, run }] of Object.entries(campaigns))
  program
    .command(name)
    .description(`${proves} One round: ${round}.`)
    .addOption(new Option('--rounds <n>', 'how many rounds').argParser(readCount).default(usual))
    .addOption(new Option('--seed <n>', 'decides what is done, and when').argParser(readCount).default(Math.floor(Math.random() * MOST_SEEDS), 'drawn'))
    .addOption(new Option('--backend <backend>', 'what the queues are on').choices(['postgres', 'redis']).default('postgres'))
    .addOption(new Option('--minutes <n>', 'end after the round in which so many minutes are over').argParser(readCount))
    .option('--out <file>', 'append the line of JSON to this file')
    .action(async ({ rounds = usual, seed, backend, minutes = Infinity, out }: Options) => {
      const started = performance.now();
      const options = { rounds, seed, backend, say, isOver: () => performance.now() - started > minutes * MINUTE };
      say(`${name}, ${rounds} rounds, seed ${seed}, queues on ${backend}`);
      const outcome = await run(options);
      for (const violation of outcome.violations) say(`VIOLATION  ${violation}`);
      const line = JSON.stringify(resultLine(name, options, outcome, (performance.now() - started) / 1000));
      process.stdout.write(`${line}\n`);
      if (out) appendFileSync(out, `${line}\n`);
      process.exitCode = outcome.violations.length === 0 ? 0 : 1;
    });

try {
  await program.parseAsync();
} catch (error) {
  say((error as Error).stack ?? String(error));
  process.exit(1);
}
