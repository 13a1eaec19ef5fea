import type { CorrectionKind } from '../kernel/decider.ts';
import { kindOfCorrection } from './correction-kinds.ts';
import type { InTwoLanguages } from './figure.ts';

/**
 * Why a figure differs between two points: each cell is one answer. The kinds of correction keep their names; identities are told apart, and a late
 * entry (K10) is an ordinary act that was recorded after the older point though it was true before.
 */
export const differenceCells = {
  'new-facts': { zh: '新发生', en: 'new facts' },
  ended: { zh: '终止或减少', en: 'ended or fell' },
  'late-entries': { zh: '补录', en: 'late entries' },
  K1: { zh: '记录作废、更正（K1）', en: 'records voided or put right (K1)' },
  K2: { zh: '决定撤销（K2）', en: 'decisions revoked (K2)' },
  K3: { zh: '补录的情况变化（K3）', en: 'changed circumstances, told late (K3)' },
  K4: { zh: '重新定性（K4）', en: 'reclassified (K4)' },
  K5: { zh: '合并（K5）', en: 'merged (K5)' },
  K6: { zh: '分立（K6）', en: 'split (K6)' },
  K7: { zh: '移送市外（K7）', en: 'referred or transferred out (K7)' },
  K8: { zh: '区市间移送（K8）', en: 'transferred between districts (K8)' },
  K9: { zh: '法院认定、再审（K9）', en: 'court findings and retrials (K9)' },
  'identities-merged': { zh: '身份合并（K11）', en: 'identities merged (K11)' },
  'identities-unmerged': { zh: '身份拆分（K11）', en: 'identities unmerged (K11)' },
  rule: { zh: '规则变化', en: 'rule change' },
} as const satisfies Readonly<Record<string, InTwoLanguages>>;
export type DifferenceCell = keyof typeof differenceCells;
export const differenceCellNames = Object.keys(differenceCells) as [DifferenceCell, ...DifferenceCell[]];

/** The way from one point to another: the rule is changed first, then what is known, then the day. */
export const differenceSteps = ['rule', 'knowledge', 'time'] as const;
export type DifferenceStep = (typeof differenceSteps)[number];

const isCell = (kind: CorrectionKind | undefined): kind is CorrectionKind & DifferenceCell => kind !== undefined && kind in differenceCells;

/**
 * The cell of what one event changed of one unit in one step. K3 corrects nothing: what ends by circumstances after the older day is no fault of what
 * was published about that day.
 */
export function cellOfChange(step: DifferenceStep, type: string, data: unknown, change: number): DifferenceCell {
  if (step === 'rule') return 'rule';
  const kind = kindOfCorrection(type, data);
  if (kind === 'K11') return type === 'IdentitiesMerged' ? 'identities-merged' : 'identities-unmerged';
  if (isCell(kind) && !(kind === 'K3' && step === 'time')) return kind;
  if (step === 'knowledge') return 'late-entries';
  return change > 0 ? 'new-facts' : 'ended';
}
