import { z } from 'zod';
import { instant } from '../kernel/civil-date.ts';
import { district } from '../kernel/districts.ts';
import type { MessagesOf } from '../kernel/envelope.ts';
import { documentNumber, text } from '../kernel/fields.ts';
import { streamId } from '../kernel/identifiers.ts';

const suspectId = streamId('suspect');

/** CPL art. 82, items 1–7. */
export const detentionGrounds = ['CPL82_1', 'CPL82_2', 'CPL82_3', 'CPL82_4', 'CPL82_5', 'CPL82_6', 'CPL82_7'] as const;
/** CPL art. 91, MPS art. 129: one to four days in special cases; up to 30 for roving, repeated (3 acts or more) or gang (2 persons or more) crime. */
export const extensionGrounds = ['SPECIAL', 'ROVING', 'MULTIPLE', 'GANG'] as const;

export const suspectCommands = {
  OpenSuspect: z.strictObject({ person: streamId('person'), case: streamId('criminal_case') }),
  SummonSuspect: z.strictObject({ hours: z.union([z.literal(12), z.literal(24)]) }),
  Detain: z.strictObject({ warrantNumber: documentNumber, at: instant, ground: z.enum(detentionGrounds), onTheSpot: z.boolean().optional() }),
  RecordIntake: z.strictObject({ at: instant, house: text }),
  NotifyFamily: z
    .strictObject({ at: instant.optional(), exception: z.enum(['NATIONAL_SECURITY', 'TERRORISM', 'UNREACHABLE']).optional() })
    .refine(({ at, exception }) => (at === undefined) !== (exception === undefined), {
      error: 'needs either the time of the notice or the exception that stood against it',
    }),
  NotifyRights: z.strictObject({ at: instant, counsel: z.boolean() }),
  ConfirmInterrogation: z.strictObject({ at: instant }),
  ExtendDetention: z
    .strictObject({ days: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(30)]), ground: z.enum(extensionGrounds) })
    .refine(({ days, ground }) => (days === 30) === (ground !== 'SPECIAL'), {
      path: ['days'],
      error: 'SPECIAL allows 1 to 4 days; 30 days need ROVING, MULTIPLE or GANG',
    }),
  RequestArrest: z.strictObject({ fileNumber: documentNumber }),
  /** The court or the procuratorate decides by itself that a suspect who is free is to be arrested (CPL 167; SPC21 178). */
  DecideArrest: z.strictObject({ decisionNumber: documentNumber, ground: text }),
  /** The police execute what was approved or decided (CPL 80). `review`: the file it was approved in; none where the arrest was decided. */
  ExecuteArrest: z.strictObject({ review: streamId('arrest_review').optional(), warrantNumber: documentNumber, at: instant }),
  /** CPL 156, 158, 159: one, two and two months more, each by a higher procuratorate. */
  ExtendCustody: z.strictObject({ rung: z.union([z.literal(1), z.literal(2), z.literal(3)]), approvedBy: text }),
  RestartCustody: z.strictObject({ ground: z.enum(['OTHER_MAJOR_OFFENCE', 'IDENTITY_ESTABLISHED']) }),
  /** 换押: the file moves on, and custody with it. */
  HandOverCustody: z.strictObject({ to: z.enum(['PROCURATORATE', 'COURT', 'POLICE']) }),
  ReviewCustodyNecessity: z.strictObject({ finding: z.enum(['NECESSARY', 'NOT_NECESSARY']) }),
  RecordPlea: z.strictObject({ accepted: z.boolean() }),
  ImposeBail: z
    .strictObject({
      depositInFen: z
        .string()
        .regex(/^[1-9][0-9]{0,14}$/, 'must be fen as a whole number in a string')
        .optional(),
      guarantor: z.boolean().optional(),
    })
    .refine(({ depositInFen, guarantor }) => (depositInFen === undefined) === (guarantor === true), {
      error: 'needs either a deposit or a guarantor (CPL 68)',
    }),
  ImposeResidentialSurveillance: z.strictObject({ place: z.enum(['HOME', 'DESIGNATED']) }),
  LiftMeasure: z.strictObject({ ground: text }),
  Release: z.strictObject({ ground: text }),
  ChangeCustodyBasis: z.strictObject({ from: suspectId, warrantNumber: documentNumber }),
  AnnulDetention: z.strictObject({ ground: text }),
  TerminateInvestigation: z.strictObject({ ground: text }),
  CloseParticipation: z.strictObject({ because: z.enum(['CASE_WITHDRAWN', 'TRANSFERRED_OUT']) }),
  RecordDeath: z.strictObject({}),
};

/** Stored for ever: never rename an event or one of its fields. */
export const suspectEvents = {
  SuspectOpened: suspectCommands.OpenSuspect,
  SuspectSummoned: suspectCommands.SummonSuspect,
  /** The district of the case's lead agency when it was imposed: where the person counts. */
  CriminalDetentionImposed: z.strictObject({ ...suspectCommands.Detain.shape, district }),
  CustodyIntakeRecorded: suspectCommands.RecordIntake,
  FamilyNotified: suspectCommands.NotifyFamily,
  RightsNotified: suspectCommands.NotifyRights,
  InterrogationConfirmed: suspectCommands.ConfirmInterrogation,
  DetentionExtended: suspectCommands.ExtendDetention,
  ArrestRequested: suspectCommands.RequestArrest,
  ArrestDecided: suspectCommands.DecideArrest,
  ArrestExecuted: suspectCommands.ExecuteArrest,
  CustodyExtended: suspectCommands.ExtendCustody,
  CustodyRestarted: suspectCommands.RestartCustody,
  CustodyHandedOver: suspectCommands.HandOverCustody,
  CustodyNecessityReviewed: suspectCommands.ReviewCustodyNecessity,
  PleaRecorded: suspectCommands.RecordPlea,
  /** Where the person is looked for next: the files of the other organs that name this suspect. What they decided is theirs to tell. */
  ArrestReviewListed: z.strictObject({ review: streamId('arrest_review') }),
  ProsecutionListed: z.strictObject({ prosecution: streamId('prosecution') }),
  DocketListed: z.strictObject({ docket: streamId('court_docket') }),
  BailImposed: suspectCommands.ImposeBail,
  ResidentialSurveillanceImposed: suspectCommands.ImposeResidentialSurveillance,
  MeasureLifted: suspectCommands.LiftMeasure,
  Released: suspectCommands.Release,
  /** One person is held on one basis at a time: this participation takes over from another one, whose own stream says CustodyBasisLeft. */
  CustodyBasisChanged: suspectCommands.ChangeCustodyBasis,
  CustodyBasisLeft: z.strictObject({ to: suspectId }),
  DetentionAnnulled: suspectCommands.AnnulDetention,
  InvestigationTerminated: suspectCommands.TerminateInvestigation,
  ParticipationClosed: suspectCommands.CloseParticipation,
  SuspectDeceased: suspectCommands.RecordDeath,
};

export type SuspectCommand = MessagesOf<typeof suspectCommands>;
export type SuspectEvent = MessagesOf<typeof suspectEvents>;
