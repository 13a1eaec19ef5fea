import type { CivilDate } from '../kernel/civil-date.ts';
import { dayOf } from '../kernel/civil-date.ts';
import type { District } from '../kernel/districts.ts';
import type { Category } from '../kernel/identifiers.ts';
import type { Stream } from './history.ts';
import type { Marker } from './printing.ts';
import { type Span, timeline } from './spans.ts';
import type { ToldData, ToldEvent, ToldOf, ToldType } from './told-events.ts';

export const printedIds = [
  ...(['F01', 'F02', 'F03', 'F04', 'F05', 'F06', 'F07', 'F08', 'F09', 'F10', 'F11', 'F12', 'F13', 'F14', 'F15', 'F16', 'F17', 'F18', 'F19', 'F20'] as const),
  ...(['F21', 'F22', 'F23', 'F24', 'F25', 'F26', 'F27', 'F28', 'F29', 'F30', 'F31', 'F32', 'F33', 'F34', 'F35', 'F36', 'F37', 'F38', 'F39', 'F40'] as const),
  ...(['F41', 'F42', 'F43'] as const),
] as const;
export type PrintedId = (typeof printedIds)[number];
/** The figures that count distinct persons. */
export type PersonFigureId = 'F05' | 'F07' | 'F09' | 'F12' | 'F16' | 'F18';
/** Figures that are not printed by themselves: they explain, divide, check or replace one that is. */
export type FigureId =
  | PrintedId
  | `${'F05' | 'F07' | 'F09' | 'F12' | 'F16'}-times`
  | `${PersonFigureId}-${'unsure' | 'if-right' | 'if-wrong'}`
  | `${'F28' | 'F29' | 'F30' | 'F37' | 'F42' | 'F43'}-of`
  | `${'F08' | 'F09'}-gross`
  | `${'F13'}-${'returned' | 'treasury' | 'held'}`
  | `${'F15' | 'F16'}-other`
  | `${'F01' | 'F34'}-all`
  | 'F10-persons'
  | 'F12-acquitted'
  | `${'F07' | 'F09'}-without-part`
  | 'F09-without-path'
  | 'F42-declared';

/** The figures of the discipline organs, which count sealed records. What of them is disclosed, and when, is decided in `disclosure`. */
export type SealedFigureId =
  'F14' | 'F15' | 'F15-other' | 'F16' | 'F16-times' | 'F16-other' | 'F17' | 'F18' | `${'F16' | 'F18'}-${'unsure' | 'if-right' | 'if-wrong'}`;
/** Every figure, as it is disclosed: null is not published separately. */
export type DisclosedValues = Readonly<Record<Exclude<FigureId, SealedFigureId>, number> & Record<SealedFigureId, number | null>>;

/** One unit counted in a district, with the amount it counts for. */
export type Counted = { readonly district: District; readonly amount: number };
/** The live events about each stream that a unit may look at. */
export type Histories = { of(stream: Stream): readonly ToldEvent[] };
export type InTwoLanguages = { readonly zh: string; readonly en: string };

export const owners = {
  police: { zh: '公安机关', en: 'the police' },
  procuratorate: { zh: '检察机关', en: 'the procuratorates' },
  court: { zh: '人民法院', en: 'the courts' },
  discipline: { zh: '纪检监察机关', en: 'the discipline and supervision organs' },
  campaign_office: { zh: '扫黑办', en: 'the campaign office' },
  departments: { zh: '行业主管部门', en: 'the competent departments' },
  political_legal: { zh: '政法委', en: 'the political-legal commission' },
  justice: { zh: '司法局', en: 'the justice bureau' },
} as const;
export type Owner = keyof typeof owners;

/** How a figure is printed. `of`: the figure that is its denominator. A monthly rate is told by its course over the months. */
export type Print =
  | { readonly as: 'exact' }
  | { readonly as: 'approximate'; readonly marker: Marker }
  | { readonly as: 'money' }
  | { readonly as: 'rate' | 'monthly-rate'; readonly of: FigureId };

export type Declared = {
  readonly id: FigureId;
  /** The number it is stored under. Stored: never renumber. */
  readonly code: number;
  readonly name: InTwoLanguages;
  /** The category of streams that are its units. */
  readonly unit: Category;
  /** The Chinese measure word of a unit. */
  readonly measureWord: string;
  readonly owner: Owner;
  readonly area: 'A2' | 'A3' | 'A4' | 'A6';
  /** Computed from events of cases, reported by an agency, kept in a register, or a rate of two counts. */
  readonly kind: 'computed' | 'reported' | 'register' | 'rate';
  /** A stage fact survives a different outcome later on; a standing fact follows the state; a stock stands until the next value; a flow is added up. */
  readonly fact: 'stage' | 'standing' | 'stock' | 'flow';
  readonly print: Print;
  readonly version: number;
  /** The first day whose acts count; a stock has none. */
  readonly scopeStart?: CivilDate;
  /** What is counted, in words. */
  readonly rule: InTwoLanguages;
  /** The same acts counted by occurrence instead of by person. It explains this figure, and is not printed itself. */
  readonly companion?: FigureId;
};

type Evolution<S> = { readonly [T in ToldType]?: (state: S, data: ToldData<T>, event: ToldOf<T>) => S };
/** A state machine over the events of one stream. The keys of `evolve` are what it reads: an event that is not named there is not told to it. */
export type Machine<S> = { readonly initial: S; readonly evolve: Evolution<S> };
/** The state of one unit decides. `counted` says where it counts, once or for an amount. */
type Standing<S> = Declared & Machine<S> & { readonly counted: (state: S) => District | Counted | undefined };

/** A counting rule: a pure function from the history of one unit to the spans of time in which it counts. */
export type Figure = Declared & {
  readonly reads: readonly ToldType[];
  readonly count: (unit: Stream, histories: Histories) => readonly Span<Counted>[];
};

/** The national campaign began on 24 January 2018; figures of area A2 are cumulative from then on. */
export const CAMPAIGN_START = '2018-01-24' as CivilDate;
export const inCampaign = (day: number | undefined): boolean => day !== undefined && day >= campaignStartDay;
const campaignStartDay = dayOf(CAMPAIGN_START);
/** What all figures of the campaign against organised crime have in common. */
export const campaignFigure = { area: 'A2', kind: 'computed', version: 1, scopeStart: CAMPAIGN_START, print: { as: 'exact' } } as const;
export const policeFigure = { ...campaignFigure, owner: 'police' } as const;

export const readsOf = <S>({ evolve }: Machine<S>): readonly ToldType[] => Object.keys(evolve) as ToldType[];
export const isSameCount = (a: Counted, b: Counted): boolean => a.district === b.district && a.amount === b.amount;
/** A set that has lost some of its members. */
export const without = <T>(set: ReadonlySet<T>, gone: readonly T[]): ReadonlySet<T> => new Set([...set].filter((one) => !gone.includes(one)));
export const once = (district: District): Counted => ({ district, amount: 1 });
export const countedOnce = (span: Span<District>): Span<Counted> => ({ ...span, value: once(span.value) });

/** Folds the events of one stream, and only its own, by a machine; tells what `read` finds in its state, and when. */
export function statesOf<S, V>(
  unit: Stream,
  histories: Histories,
  { initial, evolve }: Machine<S>,
  read: (state: S) => V | undefined,
  isSame?: (a: V, b: V) => boolean,
): Span<V>[] {
  const step = (state: S, event: ToldEvent): S => {
    if (event.stream !== unit) return state;
    // The table is typed event by event; here they come mixed.
    const handler = evolve[event.type as ToldType] as ((state: S, data: unknown, event: ToldEvent) => S) | undefined;
    return handler ? handler(state, event.data, event) : state;
  };
  return timeline(histories.of(unit), initial, step, read, isSame);
}

/** A figure whose units count while their own state says so. */
export function standingFigure<S>({ initial, evolve, counted, ...declared }: Standing<S>): Figure {
  const read = (state: S): Counted | undefined => {
    const found = counted(state);
    return typeof found === 'string' ? once(found) : found;
  };
  return { ...declared, reads: readsOf({ initial, evolve }), count: (unit, histories) => statesOf(unit, histories, { initial, evolve }, read, isSameCount) };
}
