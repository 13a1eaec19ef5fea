import { type CivilDate, type DifferenceStep, type FigureId, RULE_SET, type RuleSet } from '@casetrail/domain';
import type { ClientBase } from 'pg';
import { countedDay } from './buckets.ts';
import { type Known, type KnownAt, fixKnown } from './known.ts';

/** What a publication has printed, and the version of each rule it was counted under: `F01@1,F02@1,…`. */
export type Published = {
  readonly values: Readonly<Partial<Record<FigureId, number>>>;
  readonly rules: string;
  /** Where its sealed figures were counted, if that is another point than the others'. */
  readonly released?: { readonly asOf: CivilDate; readonly position: number } | undefined;
};
/** One end of a difference: a day, what was known, and a rule set; with what was printed, where that is a publication. */
export type Point = {
  readonly asOf: CivilDate;
  readonly knownAt?: KnownAt | undefined;
  readonly ruleSet?: RuleSet | undefined;
  readonly published?: Published;
};

export type ReadPoint = { readonly asOf: CivilDate; readonly position: number; readonly recordedOn?: CivilDate; readonly ruleSet: RuleSet };

export type FixedPoint = Omit<Point, 'knownAt'> & { readonly known: Known; readonly ruleSet: RuleSet };
/** The same way is gone in both directions: from less to more knowledge. `sign` turns it round for who asked the other way. */
export type Way = { readonly older: FixedPoint; readonly newer: FixedPoint; readonly sign: 1 | -1 };

export async function wayBetween(db: ClientBase, from: Point, to: Point): Promise<Way & { readonly from: FixedPoint; readonly to: FixedPoint }> {
  const fixed = async ({ knownAt, ruleSet = RULE_SET, ...point }: Point): Promise<FixedPoint> => ({ ...point, ruleSet, known: await fixKnown(db, knownAt) });
  const [a, b] = [await fixed(from), await fixed(to)];
  const isForward = (a.known.position - b.known.position || compare(a.asOf, b.asOf) || compare(a.ruleSet, b.ruleSet)) <= 0;
  return { from: a, to: b, ...(isForward ? { older: a, newer: b, sign: 1 } : { older: b, newer: a, sign: -1 }) };
}

/** The point at which the sealed figures of a point stand. */
export const releasedPoint = (point: Point): Point => {
  const released = point.published?.released;
  return released ? { ...point, asOf: released.asOf, knownAt: { position: released.position } } : point;
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Days may run against the positions: the newer publication may be about an older day. */
export function turnOf(step: DifferenceStep, { older, newer, sign }: Way): number {
  const isBackwards = step === 'time' && countedDay(newer.asOf) < countedDay(older.asOf);
  return isBackwards ? -sign : sign;
}

export const readPoint = ({ asOf, known: { position, recordedOn }, ruleSet }: FixedPoint): ReadPoint => ({
  asOf,
  position,
  ...(recordedOn && { recordedOn }),
  ruleSet,
});
