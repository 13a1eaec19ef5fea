import { type Metric, type Target, metrics } from '../benchmark.ts';
import { type Result, type Verdict, valuesOf } from '../runner/run.ts';
import { type Spread, spreadOf } from '../runner/statistics.ts';
import type { Machine } from './machine.ts';

type Row = readonly string[];
export type Report = { readonly machine: Machine; readonly command: string; readonly results: readonly Result[]; readonly seconds: number };

/** Three digits say what there is to say. */
export function short(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en', { minimumFractionDigits: Math.min(digits, 3), maximumFractionDigits: Math.min(digits, 3) });
}

export const spreadText = ({ median, least, most }: Spread): string => (least === most ? short(median) : `${short(median)} (${short(least)} … ${short(most)})`);

/** What a target asks for. */
export function targetText({ of, metric, against, atLeast, atMost }: Target): string {
  const { name, unit } = metrics[metric];
  const what = metric === 'rate' ? 'rate' : name;
  const limit = atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`;
  return `${of}, ${what}: ${limit} ${against === undefined ? unit : `× ${against}`}`;
}

export function verdictText({ isMet, metIn, untold }: Verdict): string {
  if (isMet === undefined) return untold ?? 'not measured';
  const [met, of] = metIn ?? [0, 0];
  return `${isMet ? 'met' : 'NOT MET'}${of > 1 ? `, in ${met} of ${of} rounds` : ''}`;
}

/** By variant, what was measured of it: the median of the rounds, the least and the most. */
export function measuredTable({ rounds, absent }: Result): { readonly head: Row; readonly rows: readonly Row[] } {
  const used = (Object.keys(metrics) as Metric[]).filter((metric) => Object.keys(rounds).some((variant) => valuesOf(rounds, variant, metric)[0] !== undefined));
  const cell = (variant: string, metric: Metric) => {
    const spread = spreadOf(valuesOf(rounds, variant, metric).filter((value) => value !== undefined));
    return spread ? spreadText(spread) : '';
  };
  return {
    head: ['', ...used.map((metric) => (metric === 'rate' ? metrics[metric].name : `${metrics[metric].name}, ${metrics[metric].unit}`))],
    rows: [
      ...Object.keys(rounds).map((variant) => [variant, ...used.map((metric) => cell(variant, metric))]),
      ...Object.entries(absent).map(([variant, why]) => [variant, `not there: ${why}`, ...used.slice(1).map(() => '')]),
    ],
  };
}

const targetsTable = (verdicts: readonly Verdict[]) => ({
  head: ['target', 'measured', ''] as Row,
  rows: verdicts.map((verdict): Row => [targetText(verdict), verdict.measured ? spreadText(verdict.measured) : '', verdictText(verdict)]),
});

function plain({ head, rows }: { readonly head: Row; readonly rows: readonly Row[] }): string {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => (row[i] ?? '').length)));
  return [head, ...rows].map((row) => `  ${row.map((text, i) => text.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd()).join('\n');
}

function markdown({ head, rows }: { readonly head: Row; readonly rows: readonly Row[] }): string {
  const line = (row: Row) => `| ${row.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** One benchmark, for a terminal. */
export function resultText(result: Result): string {
  const { name, what, verdicts, notes, failure } = result;
  return [
    `${name}: ${what}`,
    plain(measuredTable(result)),
    ...(verdicts.length > 0 ? [plain(targetsTable(verdicts))] : []),
    ...notes.map((note) => `  ${note}`),
    ...(failure ? [`  BROKE OFF: ${failure}`] : []),
  ].join('\n\n');
}

/** The whole run, as a page of the documentation. */
export function reportPage({ machine, command, results, seconds }: Report): string {
  const judged = results.flatMap(({ verdicts }) => verdicts);
  const met = judged.filter(({ isMet }) => isMet === true).length;
  const missed = judged.filter(({ isMet }) => isMet === false).length;
  const missing = results.flatMap(({ name, verdicts }) => verdicts.filter(({ isMet }) => isMet === false).map((verdict) => ({ name, verdict })));
  return `# Benchmarks

Written by \`${command}\` on ${machine.at.slice(0, 10)}, in ${Math.round(seconds / 60)} minutes, at commit ${machine.commit}. Not edited by hand.

| | |
| --- | --- |
| Machine | ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.platform}; load before it began: ${machine.loadBefore.toFixed(1)} |
| Node.js | ${machine.node.slice(1)} |
| PostgreSQL | ${machine.postgres}, embedded; ${Object.entries(machine.settings)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ')} |
| Peers | ${Object.entries(machine.peers)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')} |

The load comes from the same machine as the database answers on: absolute numbers are of this machine only, ratios say more. What is compared takes turns in the
same run, in another order each round. A number is the median of the rounds, with the least and the most in brackets; a ratio is the median of the ratios within
each round. A target is held against the median.

${met} targets are met, ${missed} are not, ${judged.length - met - missed} cannot be told here.${
    missing.length === 0
      ? ''
      : `

${markdown({ head: ['not met', 'target', 'measured'], rows: missing.map(({ name, verdict }) => [name, targetText(verdict), verdict.measured ? spreadText(verdict.measured) : '']) })}`
  }

${results.map(sectionOf).join('\n\n')}
`;
}

function sectionOf(result: Result): string {
  const { name, what, verdicts, notes, failure } = result;
  return [
    `## ${name}`,
    what,
    markdown(measuredTable(result)),
    ...(verdicts.length > 0 ? [markdown(targetsTable(verdicts))] : []),
    ...notes,
    ...(failure ? [`It broke off: ${failure}`] : []),
  ].join('\n\n');
}
