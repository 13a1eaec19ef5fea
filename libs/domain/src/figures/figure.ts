import type { CivilDate } from '../kernel/civil-date.ts';
import { dayOf } from '../kernel/civil-date.ts';
import type { District } from '../kernel/districts.ts';
import type { Category } from '../kernel/identifiers.ts';
import type { Stream } from './history.ts';
import { type Span, timeline } from './spans.ts';
import type { ToldData, ToldEvent, ToldOf, ToldType } from './told-events.ts';

export type FigureId = 'F01' | 'F02' | 'F03' | 'F04' | 'F05' | 'F05-times';
/** One unit counted in a district, with the amount it counts for. */
export type Counted = { readonly district: District; readonly amount: number };
/** The live events about each stream that a unit may look at. */
export type Histories = { of(stream: Stream): readonly ToldEvent[] };
type InTwoLanguages = { readonly zh: string; readonly en: string };

type Declared = {
  readonly id: FigureId;
  /** The number it is stored under. Stored: never renumber. */
  readonly code: number;
  readonly name: InTwoLanguages;
  /** The category of streams that are its units. */
  readonly unit: Category;
  /** The Chinese measure word of a unit. */
  readonly measureWord: string;
  readonly owner: 'police';
  readonly area: 'A2';
  /** Computed from events, not reported by an agency. */
  readonly kind: 'computed';
  /** A stage fact survives a different outcome later on; a standing fact follows the state. */
  readonly fact: 'stage' | 'standing';
  readonly version: number;
  readonly scopeStart: CivilDate;
  /** What is counted, in words. */
  readonly rule: InTwoLanguages;
  /** The same acts counted by occurrence instead of by person. It explains this figure, and is not printed itself. */
  readonly companion?: FigureId;
};

type Evolution<S> = { readonly [T in ToldType]?: (state: S, data: ToldData<T>, event: ToldOf<T>) => S };
/** The state of one unit decides. The keys of `evolve` are what the figure reads: an event that is not named there is not told to it. */
type Standing<S> = Declared & {
  readonly initial: S;
  readonly evolve: Evolution<S>;
  readonly counted: (state: S) => District | undefined;
};

/** A counting rule: a pure function from the history of one unit to the spans of time in which it counts. */
export type Figure = Declared & {
  readonly reads: readonly ToldType[];
  readonly count: (unit: Stream, histories: Histories) => readonly Span<Counted>[];
};

/** The national campaign began on 24 January 2018; figures of area A2 are cumulative from then on. */
export const CAMPAIGN_START = '2018-01-24' as CivilDate;
export const inCampaign = (day: number | undefined): boolean => day !== undefined && day >= campaignStartDay;
const campaignStartDay = dayOf(CAMPAIGN_START);
/** What the figures of the police in the campaign against organised crime have in common. */
export const policeFigure = { owner: 'police', area: 'A2', kind: 'computed', version: 1, scopeStart: CAMPAIGN_START } as const;

/** A figure whose units count while their own state says so, once each. */
export function standingFigure<S>({ initial, evolve, counted, ...declared }: Standing<S>): Figure {
  const step = (state: S, event: ToldEvent): S => {
    // The table is typed event by event; here they come mixed.
    const handler = evolve[event.type as ToldType] as ((state: S, data: unknown, event: ToldEvent) => S) | undefined;
    return handler ? handler(state, event.data, event) : state;
  };
  return {
    ...declared,
    reads: Object.keys(evolve) as ToldType[],
    count: (unit, histories) => timeline(histories.of(unit), initial, step, counted).map((span) => ({ ...span, value: { district: span.value, amount: 1 } })),
  };
}
