import type { ArrestReviewEvent } from '../arrest-review/arrest-review-messages.ts';
import type { AssetEvent } from '../asset/asset-messages.ts';
import type { CourtDocketEvent } from '../court-docket/court-docket-messages.ts';
import type { CrimeGroupEvent } from '../crime-group/crime-group-messages.ts';
import type { CriminalCaseEvent } from '../criminal-case/criminal-case-messages.ts';
import type { HearingEvent } from '../hearing/hearing-messages.ts';
import type { IndicatorEvent } from '../indicator/indicator-messages.ts';
import { type EventId, type StreamId, versionOfEvent } from '../kernel/identifiers.ts';
import type { PersonEvent } from '../person/person-messages.ts';
import type { ProsecutionEvent } from '../prosecution/prosecution-messages.ts';
import type { RecommendationEvent } from '../rectification/recommendation-messages.ts';
import type { MechanismEvent, ProblemEvent, RectificationPlanEvent } from '../rectification/rectification-messages.ts';
import type { RegisterEvent } from '../register/register-messages.ts';
import type { MajorProjectEvent } from '../risk-assessment/risk-assessment-messages.ts';
import type { SuspectEvent } from '../suspect/suspect-messages.ts';
import type { InvestigationEvent } from '../umbrella/investigation-messages.ts';
import type { LeadEvent } from '../umbrella/lead-messages.ts';
import type { Relations, Stream, Told } from './history.ts';

/** What the aggregates of the field tell. */
export type DomainEvent =
  | CriminalCaseEvent
  | PersonEvent
  | SuspectEvent
  | CrimeGroupEvent
  | ArrestReviewEvent
  | ProsecutionEvent
  | CourtDocketEvent
  | AssetEvent
  | LeadEvent
  | InvestigationEvent
  | RecommendationEvent
  | RectificationPlanEvent
  | MechanismEvent
  | ProblemEvent
  | RegisterEvent
  | IndicatorEvent
  | HearingEvent
  | MajorProjectEvent;
type DataOf<T> = Extract<DomainEvent, { type: T }>['data'];
type FieldOf<D> = D extends unknown ? keyof D : never;
type Fields = { readonly [T in DomainEvent['type']]?: readonly FieldOf<DataOf<T>>[] };

/** What counting is told: these events, with these fields. Everything else in the ledger is passed over. */
const told = {
  CaseFiled: ['district'],
  CaseScopeClassified: ['scope'],
  CaseScopeReclassified: ['scope'],
  CaseCracked: [],
  CrackRevoked: [],
  CaseTransferred: ['scope', 'toDistrict'],
  CaseWithdrawn: [],
  CaseReopened: [],
  CasesMerged: ['survivor'],
  IdentitiesMerged: ['survivor', 'certainty'],
  IdentitiesSplit: ['survivor'],
  IdentityMatchMarked: ['other'],
  IdentityMatchCleared: ['other'],
  SuspectOpened: ['person', 'case'],
  SuspectSummoned: [],
  CriminalDetentionImposed: ['district'],
  DetentionAnnulled: [],
  BailImposed: [],
  ResidentialSurveillanceImposed: [],
  ArrestDecided: [],
  GroupRegistered: ['district'],
  GroupClassified: ['tier', 'stage'],
  GroupReclassified: ['tier', 'stage'],
  GroupDismantled: [],
  GroupsMerged: [],
  GroupTransferred: ['scope', 'toDistrict'],
  GroupWithdrawn: [],
  GroupAdjudicated: ['finding'],
  ArrestReviewOpened: ['scope', 'district'],
  ArrestApproved: ['suspect', 'person'],
  ArrestApprovalRevoked: ['suspect'],
  ArrestReviewReclassified: ['scope'],
  ArrestReviewsMerged: ['survivor'],
  ProsecutionReviewOpened: ['scope', 'district'],
  IndictmentFiled: [],
  DefendantIndicted: ['suspect', 'person'],
  ProsecutionWithdrawn: [],
  ProsecutionReclassified: ['scope'],
  ProsecutionsMerged: ['survivor'],
  DocketAccepted: ['scope', 'district'],
  DocketDefendantListed: ['suspect', 'person'],
  VerdictRecorded: ['suspect', 'verdict'],
  DocketConcluded: ['kind'],
  DocketReclassified: ['scope'],
  DocketsMerged: ['survivor'],
  DocketSplit: ['defendants'],
  DocketTransferred: ['scope', 'toDistrict'],
  AssetIdentified: ['case', 'district'],
  AssetSealed: [],
  AssetSeized: [],
  AssetFrozen: [],
  QueuedFreezeTookEffect: [],
  AssetMeasureLifted: ['ground'],
  AssetMeasureLapsed: [],
  AssetValued: ['fen'],
  AssetRevalued: ['fen'],
  ValuationCorrected: ['valuation', 'fen'],
  AssetReturned: ['fen'],
  ProceedsPaidToTreasury: ['fen'],
  AssetsMerged: [],
  AssetTransferred: ['scope', 'toDistrict'],
  LeadReceived: ['district'],
  LeadVerificationOpened: [],
  LeadsMerged: [],
  LeadPutOutOfScope: [],
  LeadReferred: [],
  InvestigationFiled: ['principalKind', 'district'],
  PersonInvestigationOpened: ['person'],
  PrincipalKindChanged: ['kind'],
  InvestigationWithdrawn: [],
  InvestigationsMerged: ['survivor'],
  InvestigationSplit: ['persons'],
  InvestigationReferred: [],
  RecommendationDrafted: ['district'],
  RecommendationServed: [],
  RecommendationWithdrawn: [],
  PlanDrafted: ['district'],
  PlanAdopted: [],
  PlanSuperseded: [],
  PlanAbandoned: [],
  MechanismDrafted: ['district'],
  MechanismIssued: ['inForceFrom'],
  MechanismRepealed: [],
  ProblemFound: ['district'],
  ProblemAccepted: [],
  ProblemReopened: [],
  SupervisorAppointed: ['district', 'until'],
  OfficerListed: ['district'],
  EnterpriseListed: ['district'],
  LiaisonEstablished: ['officer', 'enterprise', 'district'],
  InstitutionOpened: ['level', 'district'],
  AdviserEngaged: ['district', 'until'],
  RegisterEntryRenewed: ['until'],
  RegisterEntryEnded: [],
  RegisterEntryMoved: ['toDistrict'],
  IndicatorDefined: ['key', 'district'],
  IndicatorReported: ['period', 'value'],
  IndicatorCertified: ['period'],
  IndicatorCorrected: ['period', 'value'],
  HearingScheduled: ['district'],
  AppearanceDeclared: ['official'],
  AdministrativeHearingHeld: ['official'],
  AppearanceCorrected: ['official'],
  MajorProjectRegistered: ['level', 'requiresAssessment', 'district'],
  RiskAssessmentCompleted: [],
  ProjectDecided: ['decision'],
  RequirementCorrected: ['requiresAssessment'],
} as const satisfies Fields;

/**
 * How told events refer to other streams: person → suspect → case, person → the files of the procuratorate, the court and the discipline organs, an
 * absorbed file → its survivor, asset → case, officer and enterprise → liaison, and the identities of one person → each other. Merges are told in
 * the stream of the absorbed one. Each field named here must be told above.
 */
export const relations = {
  SuspectOpened: { about: ['person'], follows: ['case'] },
  CasesMerged: { follows: ['survivor'] },
  IdentitiesMerged: { about: ['survivor'], follows: ['survivor'] },
  IdentitiesSplit: { about: ['survivor'], follows: ['survivor'] },
  IdentityMatchMarked: { about: ['other'], follows: ['other'] },
  IdentityMatchCleared: { about: ['other'], follows: ['other'] },
  ArrestApproved: { about: ['person'], names: ['suspect'] },
  ArrestApprovalRevoked: { names: ['suspect'] },
  ArrestReviewsMerged: { follows: ['survivor'] },
  DefendantIndicted: { about: ['person'], names: ['suspect'] },
  ProsecutionsMerged: { follows: ['survivor'] },
  DocketDefendantListed: { about: ['person'], names: ['suspect'] },
  VerdictRecorded: { names: ['suspect'] },
  DocketsMerged: { follows: ['survivor'] },
  DocketSplit: { names: ['defendants'] },
  AssetIdentified: { follows: ['case'] },
  PersonInvestigationOpened: { about: ['person'] },
  InvestigationsMerged: { follows: ['survivor'] },
  InvestigationSplit: { names: ['persons'] },
  LiaisonEstablished: { about: ['officer', 'enterprise'] },
} as const satisfies Relations & {
  readonly [T in keyof typeof told]?: { readonly [K in 'about' | 'follows' | 'names']?: readonly (typeof told)[T][number][] };
};

export type ToldType = keyof typeof told;
/** Streams become numbers, and an event of the same stream its version. */
type NarrowedField<V> = V extends StreamId ? Stream : V extends readonly StreamId[] ? readonly Stream[] : V extends EventId ? number : V;
type Narrowed<D> = { readonly [F in keyof D]: NarrowedField<D[F]> };
export type ToldData<T extends ToldType> = Narrowed<Pick<DataOf<T>, (typeof told)[T][number] & keyof DataOf<T>>>;
export type ToldOf<T extends ToldType> = T extends ToldType ? Told<T, ToldData<T>> : never;
/** A void names the version of what it voids: that is always in the void's own stream. */
export type ToldVoid = Told<'RecordVoided', { readonly target: number }>;
export type ToldEvent = ToldOf<ToldType> | ToldVoid;

/** Event types that counting has any interest in. */
export const toldTypes: readonly string[] = [...Object.keys(told), 'RecordVoided'];

const streamFields = new Map(
  Object.entries(relations as Relations).map(([type, { about = [], follows = [], names = [] }]) => [type, [...new Set([...about, ...follows, ...names])]]),
);
/** Fields that hold an event of the same stream. */
const eventFields: readonly string[] = ['valuation'];

/** The streams that an event refers to and whose numbers it takes to tell it. */
export const namedStreams = (type: string, data: unknown): readonly StreamId[] =>
  (streamFields.get(type) ?? []).flatMap((field) => (data as Readonly<Record<string, StreamId | readonly StreamId[]>>)[field] ?? []);

const numbersOf = (named: StreamId | readonly StreamId[], numberOf: (stream: StreamId) => Stream): Stream | readonly Stream[] =>
  typeof named === 'string' ? numberOf(named) : named.map(numberOf);

/** A recorded event as counting is told it. `place` says where it stands; `numberOf` knows the number of every stream it names. */
export function tell(place: Omit<Told, 'data'>, data: unknown, numberOf: (stream: StreamId) => Stream): ToldEvent {
  const fields: readonly string[] | undefined = told[place.type as ToldType];
  const streams = streamFields.get(place.type);
  const all = data as Readonly<Record<string, unknown>>;
  const narrow: Record<string, unknown> = {};
  if (place.type === 'RecordVoided') narrow['target'] = versionOfEvent(all['target'] as EventId);
  else if (fields === undefined) throw new Error(`${place.type} is not told to counting`);
  else
    for (const field of fields)
      if (all[field] !== undefined)
        narrow[field] = streams?.includes(field)
          ? numbersOf(all[field] as StreamId | readonly StreamId[], numberOf)
          : eventFields.includes(field)
            ? versionOfEvent(all[field] as EventId)
            : all[field];
  return { ...place, data: narrow } as ToldEvent; // its shape follows from the table above
}
