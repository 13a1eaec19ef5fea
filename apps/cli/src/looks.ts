import { userInfo } from 'node:os';
import { Command, Option } from 'commander';
import { type CivilDate, type PersonId, type StreamId, reachOf } from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { Views, knownAs, viewEntities } from '@casetrail/readmodel';
import {
  LookAnchoring,
  LookTree,
  anchorsIn,
  follow,
  listLooks,
  looksTo,
  officeName,
  openDataSource,
  recordReading,
  searchWordHasher,
} from '@casetrail/runtime';
import { readCount, readDate, readPerson, readRecord } from './arguments.ts';
import { configuration, withPool } from './database.ts';
import { tableOf } from './table.ts';

const out = (text: string): void => void process.stdout.write(`${text}\n`);

type Asked = {
  readonly person?: PersonId;
  readonly record?: StreamId;
  readonly user?: string;
  readonly from?: CivilDate;
  readonly to?: CivilDate;
  readonly limit: number;
  readonly json?: boolean;
  readonly by: string;
};

export function looksCommand(): Command {
  return new Command('looks')
    .description('who looked at what, the newest first; reading this is recorded as well')
    .addOption(
      new Option('--person <id>', 'at this person: also at files, lists and parts in cases that showed them').argParser(readPerson).conflicts('record'),
    )
    .addOption(new Option('--record <id>', 'at this record, or at lists and files that showed it').argParser(readRecord))
    .option('--user <name>', 'by this user, as the ledger names them')
    .addOption(new Option('--from <date>', 'since this day').argParser(readDate))
    .addOption(new Option('--to <date>', 'until this day').argParser(readDate))
    .addOption(new Option('--limit <n>', 'at most so many').argParser(readCount).default(100))
    .option('--json', 'JSON instead of text')
    .addOption(new Option('--by <name>', 'who reads it').default(userInfo().username, 'this account'))
    .action(list)
    .addCommand(
      new Command('verify')
        .description(
          'hold all looks against every anchor in the ledger; ends with 1 and names the first that is wrong where one was changed, removed or put in',
        )
        .action(verify),
    )
    .addCommand(new Command('anchor').description('anchor the looks so far in the ledger now, as the worker does once an hour').action(anchor));
}

async function list({ person, record, user, from, to, limit, json = false, by }: Asked): Promise<void> {
  const config = configuration();
  await withPool('auditor', async (pool) => {
    const query = { ...(user !== undefined && { user: searchWordHasher(config)(user) }), ...(from && { from }), ...(to && { to }) };
    await recordReading(pool, by, person ?? record, { route: 'casetrail looks', query });
    const records = person ? await idsOf(person) : record ? [record] : undefined;
    const looks = await listLooks(pool, { records, user, from, to }, undefined, limit);
    if (json) return out(JSON.stringify(looks, null, 2));
    out(
      tableOf([
        ['look', 'at', 'by', 'office', 'what', 'record', 'came of it', 'records shown'],
        ...looks.map((one) => [
          String(one.id),
          one.at.slice(0, 19),
          one.by.user,
          officeName(one.by),
          one.action,
          one.subject ?? '',
          one.outcome,
          one.shownCount === 0 ? '' : String(one.shownCount),
        ]),
      ]),
    );
  });
}

async function idsOf(person: PersonId): Promise<readonly StreamId[]> {
  const source = await openDataSource(configuration(), 'auditor', viewEntities, { max: 1, onError: () => undefined });
  try {
    const reach = reachOf({ user: 'casetrail', role: 'AUDITOR', org: 'office-370200', district: '370200' });
    return await knownAs(new Views(source).seenBy(reach), person);
  } finally {
    await source.destroy();
  }
}

async function verify(): Promise<void> {
  await withPool('auditor', async (pool) => {
    const to = await looksTo(pool);
    const anchors = await anchorsIn(new Ledger(pool));
    const tree = new LookTree(pool);
    await follow(tree, anchors, to);
    const last = anchors.at(-1);
    if (!last) return out(`There are ${tree.size} looks, and none is anchored yet.`);
    out(
      `${last.size} looks are those that were anchored${anchors.length > 1 ? ` (${anchors.length} times)` : ''}, the last at position ${last.position} on ${last.recordedAt}.`,
    );
    if (tree.size > last.size) out(`${tree.size - last.size} are newer than that.`);
  });
}

async function anchor(): Promise<void> {
  await withPool('worker', (pool) =>
    withPool('api', async (appending) => {
      const made = await new LookAnchoring(pool, new Ledger(appending)).anchor();
      out(made ? `${made.size} looks are anchored at position ${made.position}, of ${made.recordedAt}.` : 'There is nothing to anchor.');
    }),
  );
}
