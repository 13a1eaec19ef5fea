import {
  type ArrestReviewEvent,
  type AssetEvent,
  type Category,
  type CheckExceptionEvent,
  type CourtDocketEvent,
  type District,
  type HearingEvent,
  type IndicatorEvent,
  type InvestigationEvent,
  type LeadEvent,
  type MajorProjectEvent,
  type MechanismEvent,
  type Message,
  type ProblemEvent,
  type ProsecutionEvent,
  type RecommendationEvent,
  type RectificationPlanEvent,
  type RegisterEvent,
  type StreamId,
  type TimeLimit,
  deciders,
  mentioned,
  timeLimitOfAsset,
  timeLimitOfDocket,
  timeLimitOfProsecution,
  timeLimitOfRecommendation,
} from '@casetrail/domain';
import { type Head, type Involved, type Limited, entity, head, limitOf, limited } from './entity.ts';
import { type History, fold, headOf } from './history.ts';
import { type Projection, projection } from './projection.ts';
import { searchable } from './search-text.ts';
import { withoutIdHash } from './timeline.ts';

/** The fields that the events of an aggregate have. */
type FieldOf<E extends Message> = E extends Message ? keyof E['data'] & string : never;
/** What a list shows of a record: what the events that stand said last in one of these fields. Stored events never rename a field. */
type Shown<F extends string> = {
  /** Or a field of the state that the record is in. */
  readonly label: readonly F[] | { readonly state: string };
  readonly number: readonly F[];
  /** By what it is found besides its label and its number. */
  readonly searched?: readonly F[];
  /** What of its state no screen shows: who signed, by name. */
  readonly unshown?: readonly string[];
  /** What runs out on it, as its state says. */
  readonly limits?: (state: never) => TimeLimit | undefined;
};
const shown = <E extends Message>(fields: Shown<FieldOf<E>>): Shown<string> => fields;

/** The categories whose records need nothing but this to be listed and opened. */
const categories = {
  arrest_review: shown<ArrestReviewEvent>({ label: ['scope'], number: ['fileNumber'], searched: ['decisionNumber'] }),
  prosecution: shown<ProsecutionEvent>({
    label: ['scope'],
    number: ['fileNumber'],
    searched: ['indictmentNumber', 'court'],
    limits: timeLimitOfProsecution,
  }),
  court_docket: shown<CourtDocketEvent>({ label: ['court', 'toCourt'], number: ['docketNumber'], limits: timeLimitOfDocket }),
  asset: shown<AssetEvent>({
    label: ['label'],
    number: ['measureNumber'],
    searched: ['kind', 'receiptNumber'],
    unshown: ['inventory'],
    limits: timeLimitOfAsset,
  }),
  umbrella_lead: shown<LeadEvent>({ label: ['kindHint'], number: ['leadNumber'], searched: ['source'] }),
  umbrella_investigation: shown<InvestigationEvent>({ label: ['kind', 'principalKind'], number: ['investigationNumber'] }),
  recommendation: shown<RecommendationEvent>({
    label: ['addressee'],
    number: ['recommendationNumber'],
    searched: ['industry', 'replyNumber'],
    limits: timeLimitOfRecommendation,
  }),
  rectification_plan: shown<RectificationPlanEvent>({ label: ['department'], number: ['planNumber'], searched: ['industry'] }),
  mechanism: shown<MechanismEvent>({ label: ['title'], number: ['mechanismNumber'], searched: ['department', 'industry'] }),
  problem: shown<ProblemEvent>({ label: ['finding'], number: ['problemNumber'], searched: ['industry', 'department'] }),
  register_entry: shown<RegisterEvent>({ label: { state: 'kind' }, number: ['code', 'creditCode', 'communityCode'], searched: ['contractNumber'] }),
  indicator: shown<IndicatorEvent>({ label: ['key'], number: [] }),
  hearing: shown<HearingEvent>({ label: ['defendant'], number: ['docketNumber'], searched: ['court'] }),
  major_project: shown<MajorProjectEvent>({ label: ['level'], number: ['code'] }),
  check_exception: shown<CheckExceptionEvent>({ label: ['explanation'], number: ['check'] }),
} as const satisfies { readonly [C in Category]?: Shown<string> };

export type RecordCategory = keyof typeof categories;
export const recordCategories = Object.keys(categories) as RecordCategory[];
export const isRecordCategory = (category: Category): category is RecordCategory => Object.hasOwn(categories, category);

export type RecordRow = Head<StreamId> &
  Limited & {
    readonly category: RecordCategory;
    readonly status: string;
    readonly district: District | null;
    readonly label: string | null;
    readonly number: string | null;
    /** Every record that what stands of it refers to. */
    readonly refs: readonly StreamId[];
    readonly state: Readonly<Record<string, unknown>>;
  };
type Search = { readonly searchText: string; readonly searchPairs: readonly string[] };

export const recordEntity = entity<RecordRow & Search & Involved>('record', {
  ...head,
  category: 'text',
  status: 'text',
  district: 'text',
  label: 'text',
  number: 'text',
  refs: 'texts',
  state: 'json',
  ...limited,
  searchText: 'searchText',
  searchPairs: 'searchPairs',
});

/** Where a record is: wherever it began, until it is moved. */
const district = ['district', 'toDistrict'];

/** One projection for each category; all of them write to one table. */
export const records: readonly Projection[] = recordCategories.map((category) => {
  const { label, number, searched = [], unshown = [], limits }: Shown<string> = categories[category];
  return projection<StreamId, RecordRow & Search & Involved>(category, recordEntity, (history) => {
    const { status, ...state } = fold(deciders[category], {}, {}, history).state as Folded;
    if (status === 'unknown') return [];
    const labelled = 'state' in label ? ((state[label.state] ?? null) as string | null) : lastSaid(history, label);
    return [
      {
        ...headOf(history),
        category,
        status,
        district: lastSaid(history, district) as District | null,
        label: labelled,
        number: lastSaid(history, number),
        refs: refsOf(history),
        ...limitOf(limits?.({ status, ...state } as never)),
        state: withoutIdHash(Object.fromEntries(Object.entries(state).filter(([field]) => !unshown.includes(field)))),
        ...searchable([labelled, ...allSaid(history, [...('state' in label ? [] : label), ...number, ...searched])]),
      },
    ];
  });
});

type Folded = Readonly<Record<string, unknown>> & { readonly status: string };

/** Every text that the events said in one of these fields, the last one first. */
function allSaid({ standing }: History, fields: readonly string[]): string[] {
  const said = standing.toReversed().flatMap(({ event }) => fields.map((field) => (event.data as Readonly<Record<string, unknown>>)[field]));
  return [...new Set(said.filter((text): text is string => typeof text === 'string'))];
}
const lastSaid = (history: History, fields: readonly string[]): string | null => allSaid(history, fields)[0] ?? null;

function refsOf({ id, standing }: History): StreamId[] {
  const refs = new Set(standing.flatMap(({ event }) => mentioned(event.data)));
  refs.delete(id);
  return [...refs].sort();
}
