import { z } from 'zod';
import { district } from '../kernel/districts.ts';
import type { MessagesOf } from '../kernel/envelope.ts';
import { documentNumber, text } from '../kernel/fields.ts';
import { streamId } from '../kernel/identifiers.ts';

const caseId = streamId('criminal_case');
const suspectId = streamId('suspect');
const groupId = streamId('crime_group');
export const scopes = ['MAFIA', 'EVIL', 'ORDINARY'] as const;
export type Scope = (typeof scopes)[number];
const classification = { scope: z.enum(scopes), listVersion: text, basis: text };

/** MPS Procedural Provisions art. 186, CPL arts 16 and 163. */
export const withdrawalGrounds = ['NO_CRIME', 'NOT_A_CRIME', 'MINOR', 'TIME_BARRED', 'PARDONED', 'DECEASED', 'NOT_BY_SUSPECT', 'OTHER_BY_LAW'] as const;

export const criminalCaseCommands = {
  AcceptReport: z.strictObject({
    reportNumber: documentNumber,
    source: z.enum(['CITIZEN', 'VICTIM', 'PATROL', 'SELF_SURRENDER', 'LEAD', 'OTHER_ORGAN']),
    district,
  }),
  FileCase: z.strictObject({ caseNumber: documentNumber, offences: z.array(text).min(1).max(20), leadAgency: text }),
  RefuseFiling: z.strictObject({ ground: text }),
  StartInvestigation: z.strictObject({ investigators: z.array(text).min(1).max(20) }),
  ClassifyScope: z.strictObject(classification),
  ReclassifyScope: z.strictObject(classification),
  CrackCase: z.strictObject({ suspects: z.array(suspectId).min(1).max(400) }),
  RevokeCrack: z.strictObject({ ground: text }),
  LinkGroup: z.strictObject({ group: groupId }),
  MergeCase: z.strictObject({ survivor: caseId, designation: text.optional() }),
  SplitCase: z.strictObject({
    children: z
      .array(z.strictObject({ caseNumber: documentNumber, offences: z.array(text).min(1).max(20) }))
      .min(1)
      .max(20),
  }),
  TransferCase: z
    .strictObject({ scope: z.enum(['DISTRICT', 'CITY_OUT', 'CITY_IN']), toAgency: text, toDistrict: district.optional() })
    .refine(({ scope, toDistrict }) => (scope === 'CITY_OUT') === (toDistrict === undefined), {
      path: ['toDistrict'],
      error: 'is needed for a transfer to a district of the city, and not for one out of the city',
    }),
  CorrectCaseNumber: z.strictObject({ caseNumber: documentNumber }),
  WithdrawCase: z.strictObject({ ground: z.enum(withdrawalGrounds) }),
  ReopenCase: z.strictObject({ newFact: text }),
  ConcludeInvestigation: z.strictObject({}),
  TransferForProsecution: z.strictObject({ prosecutionNumber: documentNumber, suspects: z.array(suspectId).min(1).max(400) }),
  CloseCase: z.strictObject({}),
};

/** Stored for ever: never rename an event or one of its fields. */
export const criminalCaseEvents = {
  ReportAccepted: criminalCaseCommands.AcceptReport,
  CaseFiled: z.strictObject({ ...criminalCaseCommands.FileCase.shape, district, splitFrom: caseId.optional() }),
  FilingRefused: criminalCaseCommands.RefuseFiling,
  InvestigationStarted: criminalCaseCommands.StartInvestigation,
  CaseScopeClassified: criminalCaseCommands.ClassifyScope,
  CaseScopeReclassified: z.strictObject({ from: z.enum(scopes), ...classification }),
  CaseSuspectListed: z.strictObject({ suspect: suspectId }),
  CaseCracked: criminalCaseCommands.CrackCase,
  CrackRevoked: criminalCaseCommands.RevokeCrack,
  CaseLinkedToGroup: criminalCaseCommands.LinkGroup,
  CasesMerged: criminalCaseCommands.MergeCase,
  CaseSplit: z.strictObject({ children: z.array(caseId) }),
  CaseTransferred: z.strictObject({ scope: z.enum(['DISTRICT', 'CITY_OUT', 'CITY_IN']), fromAgency: text, toAgency: text, toDistrict: district.optional() }),
  CaseNumberCorrected: z.strictObject({ from: documentNumber, to: documentNumber }),
  CaseWithdrawn: criminalCaseCommands.WithdrawCase,
  CaseReopened: criminalCaseCommands.ReopenCase,
  InvestigationConcluded: criminalCaseCommands.ConcludeInvestigation,
  TransferredForProsecution: criminalCaseCommands.TransferForProsecution,
  CaseClosed: criminalCaseCommands.CloseCase,
};

export type CriminalCaseCommand = MessagesOf<typeof criminalCaseCommands>;
export type CriminalCaseEvent = MessagesOf<typeof criminalCaseEvents>;
