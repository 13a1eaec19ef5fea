import { z } from 'zod';
import { district } from '../kernel/districts.ts';
import type { MessagesOf } from '../kernel/envelope.ts';
import { documentNumber, text } from '../kernel/fields.ts';
import { streamId } from '../kernel/identifiers.ts';
import { umbrellaKinds } from './lead-messages.ts';

const investigationId = streamId('umbrella_investigation');
const person = streamId('person');
const kind = z.enum(umbrellaKinds);

export const rankBands = ['DIVISION', 'SECTION', 'STAFF', 'VILLAGE', 'OTHER'] as const;
export const partySanctions = ['WARNING', 'SERIOUS_WARNING', 'REMOVAL_FROM_PARTY_POST', 'PROBATION', 'EXPULSION'] as const;
/** Public-Employee Sanctions Law 2020 art. 7: 警告 记过 记大过 降级 撤职 开除. */
export const administrativeSanctions = ['WARNING', 'DEMERIT', 'SERIOUS_DEMERIT', 'DEMOTION', 'REMOVAL', 'DISMISSAL'] as const;

export const investigationCommands = {
  FileInvestigation: z
    .strictObject({
      investigationNumber: documentNumber,
      leads: z.array(streamId('umbrella_lead')).max(50),
      ownInitiative: text.optional(),
      principalKind: kind,
      groups: z.array(streamId('crime_group')).max(20),
      cases: z.array(streamId('criminal_case')).max(20),
    })
    .refine(({ leads, ownInitiative }) => leads.length > 0 || ownInitiative !== undefined, {
      path: ['leads'],
      error: 'names the leads it follows, or the ground of the own initiative',
    }),
  OpenPersonInvestigation: z.strictObject({ person, rankBand: z.enum(rankBands) }),
  ChangePrincipalKind: z.strictObject({ kind, basis: text }),
  /** 留置, by collective decision and the approval of the next level (Supervision Law 2018 art. 43). */
  ImposeRetention: z.strictObject({ person, approvedBy: text }),
  ExtendRetention: z.strictObject({ person, approvedBy: text }),
  LiftRetention: z.strictObject({ person }),
  ReviewInvestigation: z.strictObject({ opinion: text }),
  ImposePartySanction: z.strictObject({ person, sanction: z.enum(partySanctions) }),
  ImposeAdministrativeSanction: z.strictObject({ person, sanction: z.enum(administrativeSanctions) }),
  DecideAccountability: z.strictObject({ person, form: text }),
  Admonish: z.strictObject({ person }),
  DecideNoAction: z.strictObject({ person, ground: text }),
  TransferToProsecution: z.strictObject({ person, procuratorate: text }),
  RequestDispositionReview: z.strictObject({ person }),
  DecideDispositionReview: z.strictObject({ person, outcome: z.enum(['UPHELD', 'CHANGED']), level: z.enum(['REVIEW', 'FURTHER_REVIEW']) }),
  ClearName: z.strictObject({ person }),
  CloseInvestigation: z.strictObject({}),
  WithdrawInvestigation: z.strictObject({ ground: text, unitNotified: z.boolean() }),
  MergeInvestigation: z.strictObject({ survivor: investigationId }),
  SplitInvestigation: z.strictObject({ investigationNumber: documentNumber, persons: z.array(person).min(1).max(100) }),
  ReferInvestigation: z.strictObject({ to: text }),
};

/** Stored for ever: never rename an event or one of its fields. */
export const investigationEvents = {
  InvestigationFiled: z.strictObject({ ...investigationCommands.FileInvestigation.shape, district, splitFrom: investigationId.optional() }),
  PersonInvestigationOpened: investigationCommands.OpenPersonInvestigation,
  PrincipalKindChanged: z.strictObject({ from: kind, kind, basis: text }),
  RetentionImposed: investigationCommands.ImposeRetention,
  RetentionExtended: investigationCommands.ExtendRetention,
  RetentionLifted: investigationCommands.LiftRetention,
  InvestigationReviewed: investigationCommands.ReviewInvestigation,
  PartySanctionImposed: investigationCommands.ImposePartySanction,
  AdministrativeSanctionImposed: investigationCommands.ImposeAdministrativeSanction,
  AccountabilityDecided: investigationCommands.DecideAccountability,
  Admonished: investigationCommands.Admonish,
  NoActionDecided: investigationCommands.DecideNoAction,
  TransferredToProsecution: investigationCommands.TransferToProsecution,
  DispositionReviewRequested: investigationCommands.RequestDispositionReview,
  DispositionReviewed: investigationCommands.DecideDispositionReview,
  NameCleared: investigationCommands.ClearName,
  InvestigationClosed: investigationCommands.CloseInvestigation,
  InvestigationWithdrawn: investigationCommands.WithdrawInvestigation,
  /** In the stream of the absorbed investigation. */
  InvestigationsMerged: investigationCommands.MergeInvestigation,
  InvestigationSplit: z.strictObject({ child: investigationId, persons: z.array(person) }),
  InvestigationReferred: investigationCommands.ReferInvestigation,
};

export type InvestigationCommand = MessagesOf<typeof investigationCommands>;
export type InvestigationEvent = MessagesOf<typeof investigationEvents>;
