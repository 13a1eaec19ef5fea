import type { Actor, Category, CivilDate, CorrectionKind, District, FigureId, Month, RuleSet, StreamId } from '@casetrail/domain';
import type { DomainCommand } from '../record-book.ts';
import { secondFor } from './actors.ts';

/** A short story that tries the counting rules where they are easily got wrong: what is done, what of it is refused, and how the figures move. */
export type Scenario = {
  /** What it is called by, in kebab-case. */
  readonly name: string;
  readonly number: number;
  readonly title: Words;
  readonly what: Words;
  /** The scenes in their order, for one playing: streams are new, and days are reckoned from the day it is played. */
  readonly scenes: (run: Run) => readonly Scene[];
};

export type Words = { readonly zh: string; readonly en: string };

/** One playing of a scenario. */
export type Run = {
  readonly today: CivilDate;
  /** Some days from today; mostly before it. */
  readonly day: (days: number) => CivilDate;
  /** The stream that a name stands for in this playing, and in no other. */
  readonly stream: <C extends Category>(category: C, name: string) => StreamId<C>;
  /** Tells the documents of this playing from those of another. */
  readonly serial: number;
};

export type Scene = {
  readonly tells: Words;
  readonly acts: readonly Act[];
  /** Files that somebody asks for after the acts. */
  readonly exports?: readonly ExportAttempt[];
  /** The acts are done at the same moment: one is recorded, every other one is refused with this code. */
  readonly onlyOne?: string;
  /** Holds as known after this scene, for ever: whatever is recorded later does not change it. */
  readonly expected: readonly Expectation[];
};

/** Somebody issues a command. */
export type Act = {
  readonly stream: StreamId;
  readonly type: string;
  readonly data: object;
  readonly by: Actor;
  readonly on: CivilDate;
  /** The first person asks for it, this one approves. */
  readonly approvedBy?: Actor;
  /** The code with which it is refused: when it is issued or asked for, or when it is to be approved. */
  readonly refused?: string;
  /** It voids what this earlier act recorded in the same stream. */
  readonly voids?: Act;
  /** It is this earlier command, delivered again. */
  readonly repeats?: Act;
};

/** Somebody asks for a list as a file. No file is written in a scenario: what it tries is the door. */
export type ExportAttempt = {
  readonly asked: Readonly<Record<string, unknown>>;
  readonly by: Actor;
  /** The code with which it is refused. */
  readonly refused?: string;
};

export type Expectation = FiguresMoved | StepsMoved | RateIs | TermEnds;
/** How figures differ from what they were before the scenario, on a day, in the city or a district. A figure that is not named has not moved. */
export type FiguresMoved = {
  readonly asOf: CivilDate;
  readonly moved: Readonly<Partial<Record<FigureId, number>>>;
  readonly in?: District;
  readonly ruleSet?: RuleSet;
};
/** How the steps from gross to net of a figure differ. A step that is not named has not moved. */
export type StepsMoved = {
  readonly asOf: CivilDate;
  readonly figure: FigureId;
  readonly steps: Readonly<Partial<Record<'gross' | CorrectionKind | 'REPEAT', number>>>;
};
/** How the appearance rate (F42) of a month in a district differs, and how it is printed. */
export type RateIs = {
  readonly month: Month;
  readonly in: District;
  readonly numerator: number;
  readonly denominator: number;
  readonly printed?: Words;
};
/** When a term of months ends that runs from a day. */
export type TermEnds = { readonly from: CivilDate; readonly months: number; readonly ends: CivilDate };

type DataOf<T extends DomainCommand['type']> = Extract<DomainCommand, { type: T }>['data'];

export const act = <T extends DomainCommand['type']>(
  stream: StreamId,
  type: T,
  data: DataOf<T>,
  by: Actor,
  on: CivilDate,
  more: Pick<Act, 'approvedBy' | 'refused'> = {},
): Act => ({ stream, type, data, by, on, ...more });

/** A correction: approved by whoever may approve what the first person asks for. */
export const corrected = (one: Act): Act => ({ ...one, approvedBy: one.approvedBy ?? secondFor(one.by) });
/** Acts that are recorded so long after their day that it takes two persons (K10). */
export const late = (acts: readonly Act[]): readonly Act[] => acts.map(corrected);
export const refusedWith = (refused: string, one: Act): Act => ({ ...one, refused });
export const voidOf = (voids: Act, by: Actor, on: CivilDate): Act => corrected({ stream: voids.stream, type: 'VoidRecords', data: {}, by, on, voids }); // the targets are known once it is played

export const scene = (zh: string, en: string, acts: readonly Act[], ...expected: readonly Expectation[]): Scene => ({ tells: { zh, en }, acts, expected });
export const moved = (asOf: CivilDate, figures: FiguresMoved['moved'], more: Pick<FiguresMoved, 'in' | 'ruleSet'> = {}): FiguresMoved => ({
  asOf,
  moved: figures,
  ...more,
});
export const date = (text: string): CivilDate => text as CivilDate;
