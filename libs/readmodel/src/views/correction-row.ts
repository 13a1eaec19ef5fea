import {
  type Act,
  type Actor,
  type CivilDate,
  type Correction,
  type CorrectionEvent,
  type CorrectionId,
  type CorrectionKind,
  type District,
  type StreamId,
  correction,
  expiryOf,
} from '@casetrail/domain';
import type { StoredEvent } from '@casetrail/ledger';
import { type Head, type Involved, entity, head } from './entity.ts';
import { type Notes, fold, headOf } from './history.ts';
import { projection } from './projection.ts';
import { withoutIdHash } from './timeline.ts';

type Reason = NonNullable<Act['reason']>;

export type CorrectionRow = Head<CorrectionId> & {
  /** `expired`: as a reader sees what was requested and not decided in time; it is stored as requested. */
  readonly status: Exclude<Correction['status'], 'unknown'> | 'expired';
  readonly kind: CorrectionKind;
  /** The record to be corrected, and the command that does it. */
  readonly target: StreamId;
  readonly command: string;
  readonly effectiveOn: CivilDate;
  readonly reason: Reason;
  readonly proposal: { readonly stream: string; readonly type: string; readonly data: Readonly<Record<string, unknown>>; readonly act: Act };
  /** The district of the organ that asked: there, or at the city level, it is decided. */
  readonly district: District;
  readonly requestedBy: Actor;
  readonly requestedOn: CivilDate;
  readonly requestedAt: string;
  /** From when on it cannot be approved any more; null where the request does not say when it was made. */
  readonly expiresAt: string | null;
  /** Who approved, rejected or withdrew it. */
  readonly decidedBy: Actor | null;
  readonly decidedOn: CivilDate | null;
  readonly decidedAt: string | null;
  readonly decisionReason: Reason | null;
};

export const correctionEntity = entity<CorrectionRow & Involved>('correction', {
  ...head,
  status: 'text',
  kind: 'text',
  target: 'text',
  command: 'text',
  effectiveOn: 'date',
  reason: 'json',
  proposal: 'json',
  district: 'text',
  requestedBy: 'json',
  requestedOn: 'date',
  requestedAt: 'moment',
  expiresAt: 'moment',
  decidedBy: 'json',
  decidedOn: 'date',
  decidedAt: 'moment',
  decisionReason: 'json',
});

type Noted = Pick<CorrectionRow, 'decidedBy' | 'decidedOn' | 'decidedAt' | 'decisionReason'> & {
  readonly requestedOn?: CivilDate;
  readonly requestedAt?: string;
};
const unnoted: Noted = { decidedBy: null, decidedOn: null, decidedAt: null, decisionReason: null };
const decided = ({ event, recordedAt }: StoredEvent) => ({ decidedBy: event.actor, decidedOn: event.occurredOn, decidedAt: recordedAt.toISOString() });
const notes: Notes<CorrectionEvent, Noted> = {
  CorrectionRequested: (_, { event, recordedAt }) => ({ requestedOn: event.occurredOn, requestedAt: recordedAt.toISOString() }),
  CorrectionApproved: (_, stored) => decided(stored),
  CorrectionRejected: ({ reason }, stored) => ({ ...decided(stored), decisionReason: reason as Reason }),
  CorrectionWithdrawn: (_, stored) => decided(stored),
};

export const corrections = projection<CorrectionId, CorrectionRow & Involved>('correction', correctionEntity, (history) => {
  const { state, noted } = fold(correction, notes, unnoted, history);
  const { status, kind, proposal, requestedBy, reason } = state;
  const { requestedOn, requestedAt, ...decision } = noted;
  if (status === 'unknown' || !kind || !proposal || !requestedBy || !reason || !requestedOn || !requestedAt) return [];
  return [
    {
      ...headOf(history),
      ...decision,
      status,
      kind,
      requestedBy,
      requestedOn,
      requestedAt,
      expiresAt: expiryOf(state) ?? null,
      reason,
      target: proposal.stream as StreamId,
      command: proposal.type,
      effectiveOn: proposal.act.occurredOn,
      district: requestedBy.district,
      proposal: { ...proposal, data: withoutIdHash(proposal.data) },
    },
  ];
});

/** As it is at this moment: what nobody has decided on in time has expired, without anybody recording that. */
export const atThisMoment = (row: CorrectionRow): CorrectionRow =>
  row.status === 'requested' && row.expiresAt !== null && Date.parse(row.expiresAt) <= Date.now() ? { ...row, status: 'expired' } : row;
