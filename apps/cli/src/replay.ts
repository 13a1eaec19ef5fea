import { Argument, Command, Option } from 'commander';
import { type CivilDate, type StreamId, civilDateAt } from '@casetrail/domain';
import { Ledger, type StoredEvent } from '@casetrail/ledger';
import { type KnownAt, type PointInTime, replay } from '@casetrail/readmodel';
import { knownAt, readCount, readDate, readRecord } from './arguments.ts';
import { withPool } from './database.ts';
import { bold, stateLines, stepLines } from './step-text.ts';
import { stepperAt } from './stepper.ts';
import { stepThrough } from './terminal.ts';

type Options = {
  readonly version?: number;
  readonly position?: number;
  readonly asOf?: CivilDate;
  readonly knownAt?: KnownAt;
  readonly all?: boolean;
  readonly json?: boolean;
};

export function replayCommand(): Command {
  return new Command('replay')
    .description('step through the history of a record: what each event changed, and where the record stood')
    .addArgument(new Argument('<record>', 'its id, like suspect-01ARZ3NDEKTSV4RRFFQ69G5FAV').argParser(readRecord))
    .addOption(new Option('--version <n>', 'up to this version').argParser(readCount).conflicts(['position', 'asOf', 'knownAt']))
    .addOption(new Option('--position <n>', 'up to this position of the ledger').argParser(readCount).conflicts(['asOf', 'knownAt']))
    .addOption(new Option('--as-of <date>', 'what was true on this date; beside --known-at alone, today').argParser(readDate))
    .addOption(knownAt())
    .option('--all', 'print all steps instead of stepping through them; without a terminal it always does')
    .option('--json', 'the state and all steps as JSON')
    .addHelpText(
      'after',
      `
Keys: → or n next · ← or p back · g first · G last · a number and Enter: that version · ↑ ↓ scroll · s the whole state · q quit
Marks: + came · - went · ~ changed. A void takes an event out of the history, and shows what its absence changed.`,
    )
    .action(async (id: StreamId, options: Options) => {
      const point = pointIn(options);
      const stored = await withPool('auditor', (pool) => history(new Ledger(pool), id, point));
      const code = await show(id, stored, point, options);
      if (code !== 0) process.exitCode = code;
    });
}

async function history(ledger: Ledger, id: StreamId, point: PointInTime | undefined): Promise<readonly StoredEvent[]> {
  const stored = await ledger.stored(id);
  if (stored.length === 0) throw new Error(`There is no record ${id}.`);
  const asked = point === undefined || 'version' in point ? undefined : 'position' in point ? point : point.knownAt;
  const { position } = await ledger.head();
  if (asked && 'position' in asked && asked.position > position) throw new Error(`Position ${asked.position} is beyond the end of the ledger, ${position}.`);
  return stored;
}

/** @returns the exit code */
async function show(id: StreamId, stored: readonly StoredEvent[], point: PointInTime | undefined, { json, all }: Options): Promise<number> {
  const { state, steps, version, position } = replay(stored, point);
  if (json) {
    process.stdout.write(`${JSON.stringify({ id, ...point, version, position, state, steps }, null, 2)}\n`);
    return 0;
  }
  const title = `${id}${toldOf(point)}`;
  if (!all && process.stdin.isTTY && process.stdout.isTTY && steps.length > 0)
    return stepThrough(stepperAt(title, replay(stored, { version: 0 }).state, steps, point === undefined ? 0 : steps.length - 1));
  const ending = steps.length > 0 ? [`      ${bold(`state at version ${version}`)}`, ...stateLines(state)] : ['Nothing of it was recorded then.'];
  process.stdout.write(`${[bold(title), '', ...steps.flatMap((step) => [...stepLines(step), '']), ...ending].join('\n')}\n`);
  return 0;
}

function pointIn({ version, position, asOf, knownAt }: Options): PointInTime | undefined {
  if (version !== undefined) return { version };
  if (position !== undefined) return { position };
  if (asOf === undefined && knownAt === undefined) return undefined;
  return { asOf: asOf ?? civilDateAt(new Date()), knownAt };
}

function toldOf(point: PointInTime | undefined): string {
  if (point === undefined) return '';
  if ('version' in point) return ` up to version ${point.version}`;
  const known = (at: KnownAt) => ('day' in at ? `at the end of ${at.day}` : `at position ${at.position}`);
  if ('position' in point) return ` as known ${known(point)}`;
  return ` as of ${point.asOf}${point.knownAt ? `, known ${known(point.knownAt)}` : ''}`;
}
