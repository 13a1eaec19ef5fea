import { z } from 'zod';
import { scopes } from '../criminal-case/criminal-case-messages.ts';
import { civilDate } from '../kernel/civil-date.ts';
import { district } from '../kernel/districts.ts';
import type { MessagesOf } from '../kernel/envelope.ts';
import { docketNumber, documentNumber, text } from '../kernel/fields.ts';
import { streamId } from '../kernel/identifiers.ts';

const docketId = streamId('court_docket');
const suspectId = streamId('suspect');
const prosecutionId = streamId('prosecution');
const scope = z.enum(scopes);
const suspects = z.array(suspectId).min(1).max(400);
const party = { suspect: suspectId, person: streamId('person') };

export const instances = ['FIRST', 'APPEAL', 'RETRIAL'] as const;
export const verdicts = ['GUILTY', 'NOT_GUILTY', 'NOT_RESPONSIBLE', 'EXEMPT', 'TERMINATED'] as const;
export const conclusions = ['JUDGMENT', 'TERMINATION', 'WITHDRAWAL_ALLOWED', 'AFFIRMED', 'VARIED', 'REMANDED'] as const;
const verdict = {
  verdict: z.enum(verdicts),
  /** What the court found the offence to be; it may differ from what was charged. */
  scopeFound: scope.optional(),
  /** Imprisonment in months; 999 is for life. */
  months: z.int().min(0).max(999).optional(),
};
const conclusion = { kind: z.enum(conclusions), remandGround: z.enum(['FACTS', 'PROCEDURE']).optional() };
const remandSaysWhy = ({ kind, remandGround }: { kind: string; remandGround?: string | undefined }) => (kind === 'REMANDED') === (remandGround !== undefined);
/** CPL 2018 art. 204, items 1–3: new evidence, a supplementary investigation, a challenge of somebody who takes part. */
export const adjournmentGrounds = ['NEW_EVIDENCE', 'SUPPLEMENT', 'CHALLENGE'] as const;
/** CPL 2018 arts 208 and 243: who may extend the term of a trial. */
export const trialExtenders = ['OWN_COURT', 'COURT_ABOVE', 'HIGH_COURT', 'SUPREME_COURT'] as const;
const transfer = { scope: z.enum(['DISTRICT', 'CITY_OUT', 'CITY_IN']), toCourt: text, toDistrict: district.optional() };

export const courtDocketCommands = {
  /** A first instance tries an indictment or, remanded, a docket before it; an appeal and a retrial follow a docket. */
  AcceptDocket: z.strictObject({
    docketNumber,
    court: text,
    instance: z.enum(instances),
    prosecution: prosecutionId.optional(),
    parent: docketId.optional(),
    defendants: suspects,
    scope,
  }),
  HoldTrialHearing: z.strictObject({}),
  SuspendTrial: z.strictObject({ ground: text }),
  /** `because`: which item of CPL 204, where it is said by code. */
  AdjournTrial: z.strictObject({ ground: text, because: z.enum(adjournmentGrounds).optional() }),
  ResumeTrial: z.strictObject({}),
  /** To what day follows from who approves it; the Supreme People's Court alone says the day. */
  ExtendTrial: z
    .strictObject({ approvedBy: z.enum(trialExtenders), decisionNumber: documentNumber, until: civilDate.optional() })
    .refine(({ approvedBy, until }) => (approvedBy === 'SUPREME_COURT') === (until !== undefined), {
      path: ['until'],
      error: "is said by the Supreme People's Court, and by nobody else",
    }),
  RecordVerdict: z.strictObject({ suspect: suspectId, ...verdict }),
  ConcludeDocket: z.strictObject(conclusion).refine(remandSaysWhy, { path: ['remandGround'], error: 'is needed for a remand, and for nothing else' }),
  ServeJudgment: z.strictObject({}),
  LodgeAppeal: z.strictObject({ suspect: suspectId }),
  LodgeProtest: z.strictObject({ protestNumber: text }),
  DeclareEffective: z.strictObject({}),
  OrderRetrial: z.strictObject({ ground: text }),
  ReclassifyDocket: z.strictObject({ scope, basis: text }),
  MergeDocket: z.strictObject({ survivor: docketId }),
  SplitDocket: z.strictObject({ docketNumber, defendants: suspects }),
  TransferDocket: z.strictObject(transfer).refine((data) => (data.scope === 'CITY_OUT') === (data.toDistrict === undefined), {
    path: ['toDistrict'],
    error: 'is needed for a transfer to a court of the city, and not for one out of the city',
  }),
};

/** Stored for ever: never rename an event or one of its fields. */
export const courtDocketEvents = {
  /** `supplements`: how often the docket it was split from had been adjourned for one. */
  DocketAccepted: z.strictObject({
    docketNumber,
    court: text,
    instance: z.enum(instances),
    prosecution: prosecutionId.optional(),
    parent: docketId.optional(),
    scope,
    district,
    splitFrom: docketId.optional(),
    supplements: z.int().min(1).max(2).optional(),
  }),
  DocketDefendantListed: z.strictObject(party),
  TrialHearingHeld: courtDocketCommands.HoldTrialHearing,
  TrialSuspended: courtDocketCommands.SuspendTrial,
  TrialAdjourned: courtDocketCommands.AdjournTrial,
  TrialResumed: courtDocketCommands.ResumeTrial,
  TrialExtended: courtDocketCommands.ExtendTrial,
  VerdictRecorded: z.strictObject({ ...party, ...verdict }),
  DocketConcluded: z.strictObject(conclusion),
  JudgmentServed: courtDocketCommands.ServeJudgment,
  AppealLodged: z.strictObject(party),
  ProtestLodged: courtDocketCommands.LodgeProtest,
  JudgmentBecameEffective: courtDocketCommands.DeclareEffective,
  RetrialOrdered: courtDocketCommands.OrderRetrial,
  DocketReclassified: z.strictObject({ from: scope, scope, basis: text }),
  /** In the stream of the absorbed docket. */
  DocketsMerged: courtDocketCommands.MergeDocket,
  DocketSplit: z.strictObject({ child: docketId, defendants: suspects }),
  DocketTransferred: z.strictObject(transfer),
};

export type CourtDocketCommand = MessagesOf<typeof courtDocketCommands>;
export type CourtDocketEvent = MessagesOf<typeof courtDocketEvents>;
