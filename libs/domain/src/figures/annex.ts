import { correctionKinds } from '../correction/correction-messages.ts';
import type { CorrectionKind } from '../kernel/decider.ts';
import { type FigureId, type InTwoLanguages, type PersonFigureId, owners } from './figure.ts';
import { figureOf } from './figures.ts';

type Values = Readonly<Record<FigureId, number>>;
type Step = { readonly kind?: CorrectionKind | 'REPEAT'; readonly net: number };
/** The steps from gross to one figure. */
export type Steps = { readonly figure: FigureId; readonly gross: number; readonly lines: readonly Step[] };

/** One figure of the paper with where it comes from: its rule, its owner, and the way from the raw total to what is printed. */
export type AnnexRow = {
  readonly id: FigureId;
  readonly name: InTwoLanguages;
  readonly owner: InTwoLanguages;
  /** The counting rule and its version: F05@1. */
  readonly rule: string;
  readonly measureWord: string;
  readonly gross: number;
  /** What each kind of correction changed; REPEAT is what person-times count too much. */
  readonly adjustments: Readonly<Partial<Record<CorrectionKind | 'REPEAT', number>>>;
  readonly personTimes?: number;
  readonly net: number;
  /** The denominator of a rate. */
  readonly of?: number;
  /** What a figure of persons would be if every identity match still marked unsure were right, or wrong. */
  readonly interval?: Interval;
};
export type Interval = { readonly min: number; readonly max: number };

const persons: readonly string[] = ['F05', 'F07', 'F09', 'F12', 'F16', 'F18'] satisfies PersonFigureId[];
export const isPersonFigure = (id: string): id is PersonFigureId => persons.includes(id);

/** The interval in which a figure of persons lies, whatever becomes of the matches still marked unsure. */
export function intervalOf(id: PersonFigureId, values: Values): Interval {
  const sure = values[id] - values[`${id}-unsure`];
  const ends = [values[id], sure + values[`${id}-if-right`], sure + values[`${id}-if-wrong`]];
  return { min: Math.min(...ends), max: Math.max(...ends) };
}

export function annexRow(steps: Steps, values: Values): AnnexRow {
  const { id, name, owner, version, measureWord, print, companion } = figureOf(steps.figure);
  const changed = (kind: CorrectionKind | 'REPEAT') => steps.lines.reduce((sum, line) => (line.kind === kind ? sum + line.net : sum), 0);
  const adjustments = Object.fromEntries([...correctionKinds, 'REPEAT' as const].flatMap((kind) => (changed(kind) === 0 ? [] : [[kind, changed(kind)]])));
  return {
    id,
    name,
    owner: owners[owner],
    rule: `${id}@${version}`,
    measureWord,
    gross: steps.gross,
    adjustments,
    ...(companion && { personTimes: values[companion] }),
    net: values[id],
    ...('of' in print && { of: values[print.of] }),
    ...(isPersonFigure(id) && { interval: intervalOf(id, values) }),
  };
}
