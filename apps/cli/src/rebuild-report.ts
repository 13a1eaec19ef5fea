import type { Pool } from 'pg';
import { type Differing, type Plan, type Verdict, type Version, isSame, versions } from '@casetrail/readmodel';

const number = (n: number) => n.toLocaleString('en');

/** Says whether a new version is the same as the one that serves, and lists what is not. */
export function printVerdict(verdict: Verdict): void {
  const { model, position, parts, differences, unlike } = verdict;
  const where = `at position ${position}`;
  if (parts === 0 && isSame(verdict)) return void process.stderr.write(`${model}: there was nothing before to compare with\n`);
  if (isSame(verdict)) return void process.stderr.write(`${model}: the same as before, in ${number(parts)} parts, ${where}\n`);
  if (unlike !== undefined) return void process.stderr.write(`${model}: cannot be compared with what serves: ${unlike}\n`);
  process.stdout.write(`${model}: NOT the same as before, in ${number(differences.length)} of ${number(parts)} parts, ${where}\n`);
  for (const { table, part, first } of differences) {
    process.stdout.write(`  ${table}, ${part}\n`);
    for (const differing of first) process.stdout.write(inLines(differing));
  }
}

type Row = Differing['live'][number];

function inLines({ what, live, next }: Differing): string {
  const [before] = live;
  const [after] = next;
  // Of one row that has changed, only what has changed is told.
  const isTold = (column: string) => live.length !== 1 || next.length !== 1 || JSON.stringify(before?.[column]) !== JSON.stringify(after?.[column]);
  const line = (side: string, row: Row) =>
    `      ${side}  ${told(Object.fromEntries(Object.entries(row).filter(([column]) => isTold(column) && !(column in what))))}\n`;
  const side = (name: string, rows: readonly Row[]) => (rows.length === 0 ? `      ${name}  nothing\n` : rows.map((row) => line(name, row)).join(''));
  return `    ${told(what)}\n${side('live', live)}${side('next', next)}`;
}

const told = (row: Row): string =>
  Object.entries(row)
    .map(([column, value]) => `${column} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

/** Lists the versions of each read model, and the phases of a rebuild that is under way. */
export async function printStatus(pool: Pool): Promise<void> {
  for (const { model, versions: found, plan } of await versions(pool))
    for (const [i, version] of found.entries())
      process.stdout.write(`${(i === 0 ? model : '').padEnd(9)}${version.version.padEnd(10)}${stateOf(version, plan)}\n`);
}

function stateOf({ version, position, isCurrent }: Version, plan: Plan | undefined): string {
  if (version === 'next' && plan && !plan.isFinished) return underWay(plan);
  const by = isCurrent ? '' : ', made by another program than this one';
  return `position ${position}${by}${version === 'next' ? ', ready: "casetrail rebuild switch"' : ''}`;
}

function underWay({ by, begunAt, phases, troubles }: Plan): string {
  const steps = phases.map(({ name, done, total }) => `${name} ${done === total ? 'done' : `${done} of ${total}`}`).join(' · ');
  return `begun ${begunAt.toISOString()} by ${by === 'workers' ? 'the workers' : 'one process'}: ${steps}${troubles.map((trouble) => `\n${''.padEnd(19)}trouble: ${trouble}`).join('')}`;
}
