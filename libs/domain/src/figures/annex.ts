import { correctionKinds } from '../correction/correction-messages.ts';
import type { CorrectionKind } from '../kernel/decider.ts';
import { type DisclosedValues, type FigureId, type InTwoLanguages, type PersonFigureId, owners } from './figure.ts';
import { figureOf } from './figures.ts';

type Step = { readonly kind?: CorrectionKind | 'REPEAT'; readonly net: number };
/** The steps from gross to one figure: null and none for a sealed one, of which no step is disclosed. */
export type Steps = { readonly figure: FigureId; readonly gross: number | null; readonly lines: readonly Step[] };

/** One figure of the paper with where it comes from: its rule, its owner, and the way from the raw total to what is printed. */
export type AnnexRow = {
  readonly id: FigureId;
  readonly name: InTwoLanguages;
  readonly owner: InTwoLanguages;
  /** The counting rule and its version: F05@1. */
  readonly rule: string;
  readonly measureWord: string;
  readonly gross: number | null;
  /** What each kind of correction changed; REPEAT is what person-times count too much. */
  readonly adjustments: Readonly<Partial<Record<CorrectionKind | 'REPEAT', number>>>;
  readonly personTimes?: number;
  readonly net: number | null;
  /** The denominator of a rate. */
  readonly of?: number;
  /** What a figure of persons would be if every identity match still marked unsure were right, or wrong. */
  readonly interval?: Interval;
};
export type Interval = { readonly min: number; readonly max: number };

const persons: readonly string[] = ['F05', 'F07', 'F09', 'F12', 'F16', 'F18'] satisfies PersonFigureId[];
export const isPersonFigure = (id: string): id is PersonFigureId => persons.includes(id);

/** The interval in which a figure of persons lies, whatever becomes of the matches still marked unsure. None where that is not disclosed. */
export function intervalOf(id: PersonFigureId, values: DisclosedValues): Interval | undefined {
  const [value, unsure, right, wrong] = [values[id], values[`${id}-unsure`], values[`${id}-if-right`], values[`${id}-if-wrong`]];
  if (value === null || unsure === null || right === null || wrong === null) return undefined;
  const sure = value - unsure;
  const ends = [value, sure + right, sure + wrong];
  return { min: Math.min(...ends), max: Math.max(...ends) };
}

export function annexRow(steps: Steps, values: DisclosedValues): AnnexRow {
  const { id, name, owner, version, measureWord, print, companion } = figureOf(steps.figure);
  const changed = (kind: CorrectionKind | 'REPEAT') => steps.lines.reduce((sum, line) => (line.kind === kind ? sum + line.net : sum), 0);
  const adjustments = Object.fromEntries([...correctionKinds, 'REPEAT' as const].flatMap((kind) => (changed(kind) === 0 ? [] : [[kind, changed(kind)]])));
  const personTimes = companion && values[companion];
  const interval = isPersonFigure(id) ? intervalOf(id, values) : undefined;
  return {
    id,
    name,
    owner: owners[owner],
    rule: `${id}@${version}`,
    measureWord,
    gross: steps.gross,
    adjustments,
    ...(typeof personTimes === 'number' && { personTimes }),
    net: values[id],
    ...('of' in print && { of: values[print.of] as number }),
    ...(interval && { interval }),
  };
}
