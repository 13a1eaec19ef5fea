import {
  type CorrectionKind,
  type DifferenceCell,
  type DifferenceRow,
  type DifferenceStep,
  type FigureId,
  cellOfChange,
  differenceCellNames,
  figureOf,
  isSealedFigure,
  kindOfCorrection,
  printedIds,
  ruledBy,
} from '@casetrail/domain';
import type { ClientBase } from 'pg';
import { codeOf } from './buckets.ts';
import { type ChangeGroup, changeGroups, stepNames } from './difference-changes.ts';
import { type FixedPoint, type Point, type ReadPoint, type Way, readPoint, releasedPoint, turnOf, wayBetween } from './difference-points.ts';
import { type FigureValues, valuesOf } from './values.ts';

/** How a value came about: counted now, or printed and counted again: then it follows from the ledger, or does not, or was counted under another rule. */
export type SideState = 'counted' | 'follows' | 'does-not-follow' | 'other-rule';
export type Side = { readonly rule: FigureId; readonly version: number; readonly value: number; readonly counted: number; readonly state: SideState };
/** What events of one type changed; none: a rule of another version, which nobody can open any more. */
export type DifferenceLine = { readonly type?: string; readonly kind?: CorrectionKind; readonly step: DifferenceStep; readonly change: number };
/** `restates` is the part that changes what is true of the older day; `units` are the rows that the cell opens to. */
export type ExplainedCell = {
  readonly cell: DifferenceCell;
  readonly change: number;
  readonly restates: number;
  readonly units: number;
  readonly lines: readonly DifferenceLine[];
};
export type FigureDifference = Omit<DifferenceRow, 'from' | 'to' | 'cells'> & {
  readonly from: Side;
  readonly to: Side;
  readonly cells: readonly ExplainedCell[];
};
export type Difference = { readonly from: ReadPoint; readonly to: ReadPoint; readonly figures: readonly FigureDifference[] };

/** Printed figures, each followed by its denominator: a rate moves by either. */
export const comparedIds: readonly FigureId[] = printedIds.flatMap((id) => {
  const { print } = figureOf(id);
  return 'of' in print ? [id, print.of] : [id];
});

/** Why every printed figure differs between two points: the sealed ones between the releases that publications have printed. @throws NotCountedYet */
export async function differenceOf(db: ClientBase, from: Point, to: Point): Promise<Difference> {
  const all = await differenceBetween(db, from, to);
  if (!from.published?.released && !to.published?.released) return all;
  const released = await differenceBetween(db, releasedPoint(from), releasedPoint(to));
  const figures = all.figures.map((one, i) => (isSealedFigure(one.figure) ? (released.figures[i] as FigureDifference) : one));
  return { ...all, figures };
}

async function differenceBetween(db: ClientBase, from: Point, to: Point): Promise<Difference> {
  const way = await wayBetween(db, from, to);
  const groups = await changeGroups(db, way, comparedIds);
  const valuesAt = ({ asOf, known }: FixedPoint) => valuesOf(db, asOf, known, undefined);
  const [old, now] = [await valuesAt(way.from), await valuesAt(way.to)];
  return {
    from: readPoint(way.from),
    to: readPoint(way.to),
    figures: comparedIds.map((id) => {
      const [a, b] = [sideOf(id, way.from, old), sideOf(id, way.to, now)];
      const cells = cellsOf(groups.get(codeOf(ruledBy(way.newer.ruleSet, id))) ?? [], way, otherRules(a, b));
      const residual = cells.reduce((rest, { change }) => rest - change, b.value - a.value);
      const isExplained = residual === 0 && a.state !== 'does-not-follow' && b.state !== 'does-not-follow';
      return { figure: id, from: a, to: b, cells, residual, state: isExplained ? 'explained' : 'does-not-follow' };
    }),
  };
}

/** Figures whose difference is not explained: there are none unless a stored value does not follow from the ledger. */
export const unexplained = ({ figures }: Difference): readonly FigureDifference[] => figures.filter(({ state }) => state !== 'explained');

/** What was printed is compared with what the same rule counts now at the same point. */
function sideOf(id: FigureId, { ruleSet, published }: FixedPoint, values: FigureValues): Side {
  const rule = ruledBy(ruleSet, id);
  const { version } = figureOf(rule);
  const counted = values[rule];
  const printed = published?.values[id];
  if (published === undefined || printed === undefined) return { rule, version, value: counted, counted, state: 'counted' };
  const then = versionIn(published.rules, rule) ?? version;
  return { rule, version: then, value: printed, counted, state: then !== version ? 'other-rule' : printed === counted ? 'follows' : 'does-not-follow' };
}

function versionIn(rules: string, rule: FigureId): number | undefined {
  const named = rules.split(',').find((one) => one.startsWith(`${rule}@`));
  return named === undefined ? undefined : Number(named.slice(rule.length + 1));
}

/** What a rule that is no longer in force counted otherwise, on either side. */
const otherRules = (from: Side, to: Side): number =>
  (from.state === 'other-rule' ? from.counted - from.value : 0) + (to.state === 'other-rule' ? to.value - to.counted : 0);

type Open = { change: number; restates: number; units: number; lines: DifferenceLine[] };

function cellsOf(groups: readonly ChangeGroup[], way: Way, byOtherRules: number): ExplainedCell[] {
  const cells = new Map<DifferenceCell, Open>();
  const open = (cell: DifferenceCell): Open => {
    const found = cells.get(cell) ?? { change: 0, restates: 0, units: 0, lines: [] };
    cells.set(cell, found);
    return found;
  };
  for (const { step: code, type, told, net, units } of groups) {
    const step = stepNames[code] as DifferenceStep;
    const data = { scope: told, kind: told };
    const cell = open(cellOfChange(step, type, data, net));
    const kind = kindOfCorrection(type, data);
    const change = net * turnOf(step, way);
    cell.change += change;
    cell.units += units;
    if (step === 'knowledge') cell.restates += change;
    cell.lines.push({ type, ...(kind && { kind }), step, change });
  }
  if (byOtherRules !== 0) {
    const cell = open('rule');
    cell.change += byOtherRules;
    cell.lines.push({ step: 'rule', change: byOtherRules });
  }
  return differenceCellNames.flatMap((name) => {
    const cell = cells.get(name);
    return cell ? [{ cell: name, ...cell }] : [];
  });
}
