import type { CorrectionKind } from '../kernel/decider.ts';

/** What of an event's data decides which kind of correction it is: the scope of a transfer, the kind of a conclusion. */
type Data = { readonly scope?: unknown; readonly kind?: unknown };
type ByData = { readonly kinds: readonly CorrectionKind[]; readonly of: (data: Data) => CorrectionKind | undefined };
const transfer: ByData = { kinds: ['K7', 'K8'], of: ({ scope }) => (scope === 'DISTRICT' ? 'K8' : 'K7') };

/** Which kind of correction an event is when it moves a figure. A first classification is an ordinary act. */
const kinds: Readonly<Record<string, CorrectionKind | ByData>> = {
  RecordVoided: 'K1',
  ValuationCorrected: 'K1',
  IndicatorCorrected: 'K1',
  AppearanceCorrected: 'K1',
  RequirementCorrected: 'K1',
  CrackRevoked: 'K2',
  CaseWithdrawn: 'K2',
  DetentionAnnulled: 'K2',
  GroupWithdrawn: 'K2',
  ArrestApprovalRevoked: 'K2',
  ProsecutionWithdrawn: 'K2',
  DocketConcluded: { kinds: ['K2'], of: ({ kind }) => (kind === 'WITHDRAWAL_ALLOWED' ? 'K2' : undefined) },
  AssetMeasureLifted: 'K2',
  InvestigationWithdrawn: 'K2',
  RecommendationWithdrawn: 'K2',
  PlanSuperseded: 'K2',
  PlanAbandoned: 'K2',
  MechanismRepealed: 'K2',
  AssetRevalued: 'K3',
  ProblemReopened: 'K3',
  RegisterEntryEnded: 'K3',
  CaseScopeReclassified: 'K4',
  GroupReclassified: 'K4',
  ArrestReviewReclassified: 'K4',
  ProsecutionReclassified: 'K4',
  DocketReclassified: 'K4',
  LeadPutOutOfScope: 'K4',
  PrincipalKindChanged: 'K4',
  CasesMerged: 'K5',
  GroupsMerged: 'K5',
  ArrestReviewsMerged: 'K5',
  ProsecutionsMerged: 'K5',
  DocketsMerged: 'K5',
  AssetsMerged: 'K5',
  LeadsMerged: 'K5',
  InvestigationsMerged: 'K5',
  DocketSplit: 'K6',
  InvestigationSplit: 'K6',
  LeadReferred: 'K7',
  InvestigationReferred: 'K7',
  CaseTransferred: transfer,
  GroupTransferred: transfer,
  DocketTransferred: transfer,
  AssetTransferred: transfer,
  RegisterEntryMoved: 'K8',
  GroupAdjudicated: 'K9',
  IdentitiesMerged: 'K11',
  IdentitiesSplit: 'K11',
};

/** Types of events whose data decides. */
export const discriminatedTypes: readonly string[] = Object.entries(kinds).flatMap(([type, kind]) => (typeof kind === 'object' ? [type] : []));

/** The name of a step from gross to net: what ordinary acts amount to, or the kind of a correction and the type of its events. */
export type StepName = 'gross' | `${CorrectionKind}.${string}`;
export const stepNamed = (kind: CorrectionKind | undefined, type: string): StepName => (kind === undefined ? 'gross' : `${kind}.${type}`);
/** Every step that there can be. */
export const stepNames: readonly StepName[] = [
  'gross',
  ...Object.entries(kinds).flatMap(([type, kind]) => (typeof kind === 'object' ? kind.kinds : [kind]).map((one) => stepNamed(one, type))),
];

/** The kind of correction under which the gross-to-net statement lists a told event, or undefined for an ordinary act. */
export function kindOfCorrection(type: string, data: unknown): CorrectionKind | undefined {
  const kind = kinds[type];
  return typeof kind === 'object' ? kind.of(data as Data) : kind;
}
