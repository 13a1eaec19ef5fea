import type { CorrectionKind } from '../kernel/decider.ts';

/** What of an event's data decides which kind of correction it is: the scope of a transfer, the kind of a conclusion. */
type Data = { readonly scope?: unknown; readonly kind?: unknown };
const transfer = ({ scope }: Data): CorrectionKind => (scope === 'DISTRICT' ? 'K8' : 'K7');

/** Which kind of correction an event is when it moves a figure. A first classification is an ordinary act. */
const kinds: Readonly<Record<string, CorrectionKind | ((data: Data) => CorrectionKind | undefined)>> = {
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
  DocketConcluded: ({ kind }) => (kind === 'WITHDRAWAL_ALLOWED' ? 'K2' : undefined),
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
export const discriminatedTypes: readonly string[] = Object.entries(kinds).flatMap(([type, kind]) => (typeof kind === 'function' ? [type] : []));

/** The kind of correction under which the gross-to-net statement lists a told event, or undefined for an ordinary act. */
export function kindOfCorrection(type: string, data: unknown): CorrectionKind | undefined {
  const kind = kinds[type];
  return typeof kind === 'function' ? kind(data as Data) : kind;
}
