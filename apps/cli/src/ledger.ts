import { setTimeout as wait } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { Ledger, type StoredEvent, idOf } from '@casetrail/ledger';
import { readCount } from './arguments.ts';
import { withPool } from './database.ts';

const LOOK_AGAIN_MS = 300;

const line = ({ position, recordedAt, event }: StoredEvent) =>
  [String(position).padStart(8), recordedAt.toISOString(), event.occurredOn, event.type.padEnd(28), idOf(event), event.actor.user].join('  ');
const json = (stored: StoredEvent) => JSON.stringify({ position: stored.position, recordedAt: stored.recordedAt.toISOString(), ...stored.event });

type Options = { readonly after?: number; readonly lines: number; readonly follow?: boolean; readonly json?: boolean };

export function ledgerCommands(): Command {
  return new Command('ledger').description('read the ledger').addCommand(
    new Command('tail')
      .description('print the newest events: position, recorded, occurred, type, event id, user')
      .addOption(new Option('--after <position>', 'begin after this position instead of near the end').argParser(readCount))
      .addOption(new Option('--lines <n>', 'how many').argParser(readCount).default(20))
      .option('--follow', 'go on as new events are recorded, until Ctrl-C')
      .option('--json', 'whole events, one JSON object a line')
      .action((options: Options) => withPool('auditor', (pool) => tail(new Ledger(pool), options))),
  );
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
