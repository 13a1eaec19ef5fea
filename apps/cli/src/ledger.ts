import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Pool } from 'pg';
import { type Category, categories, deciders } from '@casetrail/domain';
import { Ledger, type Selection, type StoredEvent, idOf, ledgerLines } from '@casetrail/ledger';
import { readCount, readDate, readRecord } from './arguments.ts';
import { withPool } from './database.ts';

const LOOK_AGAIN_MS = 300;

const line = ({ position, recordedAt, event }: StoredEvent) =>
  [String(position).padStart(8), recordedAt.toISOString(), event.occurredOn, event.type.padEnd(28), idOf(event), event.actor.user].join('  ');
const json = (stored: StoredEvent) => JSON.stringify({ position: stored.position, recordedAt: stored.recordedAt.toISOString(), ...stored.event });

type Options = { readonly after?: number; readonly lines: number; readonly follow?: boolean; readonly json?: boolean };

export function ledgerCommands(): Command {
  return new Command('ledger')
    .description('read the ledger')
    .addCommand(
      new Command('tail')
        .description('print the newest events: position, recorded, occurred, type, event id, user')
        .addOption(new Option('--after <position>', 'begin after this position instead of near the end').argParser(readCount))
        .addOption(new Option('--lines <n>', 'how many').argParser(readCount).default(20))
        .option('--follow', 'go on as new events are recorded, until Ctrl-C')
        .option('--json', 'whole events, one JSON object a line')
        .action((options: Options) => withPool('auditor', (pool) => tail(new Ledger(pool), options))),
    )
    .addCommand(
      new Command('events')
        .description('print every event that fits as a line of JSON: its stored bytes, their SHA-256, position and time of recording')
        .addOption(new Option('--after <position>', 'after this position').argParser(readCount))
        .addOption(new Option('--before <position>', 'before this position').argParser(readCount))
        .addOption(new Option('--type <types>', 'of these types, like CaseFiled,CaseCracked').argParser(readTypes))
        .addOption(new Option('--category <kinds>', 'of these kinds of records, like suspect,person').argParser(readCategories))
        .addOption(new Option('--stream <record>', 'of this record').argParser(readRecord))
        .addOption(new Option('--from <date>', 'recorded since this day').argParser(readDate))
        .addOption(new Option('--to <date>', 'recorded until this day').argParser(readDate))
        .addOption(new Option('--occurred-from <date>', 'true since this day').argParser(readDate))
        .addOption(new Option('--occurred-to <date>', 'true since a day until this one').argParser(readDate))
        .option('--actor <user>', 'done by this user')
        .addOption(new Option('--limit <n>', 'at most so many').argParser(readCount))
        .addHelpText('after', '\nFilters narrow each other. Days are of Asia/Shanghai and inclusive.')
        .action((options: EventsOptions) => withPool('auditor', (pool) => printEvents(pool, options))),
    );
}

type EventsOptions = Omit<Selection, 'types' | 'categories' | 'recordedFrom' | 'recordedTo' | 'user'> & {
  readonly type?: Selection['types'];
  readonly category?: Selection['categories'];
  readonly from?: Selection['recordedFrom'];
  readonly to?: Selection['recordedTo'];
  readonly actor?: string;
};

function readTypes(text: string): readonly string[] {
  const types = text.split(',');
  const unknown = types.find((type) => type !== 'RecordVoided' && !Object.values(deciders).some(({ events }) => Object.hasOwn(events, type)));
  if (unknown !== undefined) throw new InvalidArgumentError(`There is no event ${unknown}.`);
  return types;
}

function readCategories(text: string): readonly Category[] {
  const kinds = text.split(',');
  const unknown = kinds.find((kind) => !Object.hasOwn(categories, kind));
  if (unknown !== undefined) throw new InvalidArgumentError(`There is no kind of record ${unknown}: there are ${Object.keys(categories).join(', ')}.`);
  return kinds as Category[];
}

async function printEvents(pool: Pool, { type, category, from, to, actor, ...rest }: EventsOptions): Promise<void> {
  const { lines } = await ledgerLines(pool, { ...rest, types: type, categories: category, recordedFrom: from, recordedTo: to, user: actor });
  for await (const chunk of lines) if (!process.stdout.write(chunk.join(''))) await once(process.stdout, 'drain');
}

async function tail(ledger: Ledger, { after, lines, follow, json: asJson }: Options): Promise<void> {
  const { position } = await ledger.head();
  if (position === 0 && !follow) process.stderr.write('The ledger is empty. "casetrail demo load" fills it with the demo city.\n');
  let last = after ?? Math.max(position - lines, 0);
  let left = follow ? Infinity : lines;
  while (left > 0) {
    const events = await ledger.read(last, Math.min(left, 1000));
    for (const event of events) process.stdout.write(`${asJson ? json(event) : line(event)}\n`);
    last = events.at(-1)?.position ?? last;
    left -= events.length;
    if (events.length > 0) continue;
    if (!follow) return;
    await wait(LOOK_AGAIN_MS);
  }
}
