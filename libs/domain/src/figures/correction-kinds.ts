import type { CorrectionKind } from '../kernel/decider.ts';

type Transfer = { readonly scope?: unknown };
const transfer = ({ scope }: Transfer): CorrectionKind => (scope === 'DISTRICT' ? 'K8' : 'K7');

/** Which kind of correction an event is when it moves a figure. A first classification is an ordinary act. */
const kinds: Readonly<Record<string, CorrectionKind | ((data: Transfer) => CorrectionKind)>> = {
  RecordVoided: 'K1',
  CrackRevoked: 'K2',
  CaseWithdrawn: 'K2',
  DetentionAnnulled: 'K2',
  GroupWithdrawn: 'K2',
  CaseScopeReclassified: 'K4',
  GroupReclassified: 'K4',
  CasesMerged: 'K5',
  GroupsMerged: 'K5',
  CaseTransferred: transfer,
  GroupTransferred: transfer,
  GroupAdjudicated: 'K9',
  IdentitiesMerged: 'K11',
  IdentitiesSplit: 'K11',
};

/** The kind of correction under which the gross-to-net statement lists a told event, or undefined for an ordinary act. */
export function kindOfCorrection(type: string, data: unknown): CorrectionKind | undefined {
  const kind = kinds[type];
  return typeof kind === 'function' ? kind(data as Transfer) : kind;
}
