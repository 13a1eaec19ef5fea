import { umbrellaInvestigation, umbrellaLead } from '@casetrail/domain';
import { aggregateRoutes, voiding } from './command-routes.ts';

export const umbrellaLeadRoutes = aggregateRoutes(umbrellaLead, 'Umbrella leads', '/v1/umbrella-leads', {
  ReceiveLead: [null, 'Receive a lead to a protective umbrella'],
  ScreenLead: ['screen', 'Screen the lead'],
  OpenVerification: ['open-verification', 'Open the verification of the lead'],
  CloseVerification: ['close-verification', 'Close the verification with its outcome'],
  MergeLead: ['merge', 'Merge the lead into another one (K5)'],
  PutLeadOutOfScope: ['put-out-of-scope', 'Put a checked lead out of scope (K4)'],
  ReferLead: ['refer', 'Refer a checked lead to an organ elsewhere (K7)'],
  SplitLead: ['split', 'Split a lead of its own off (K6)'],
  ...voiding,
});

export const umbrellaInvestigationRoutes = aggregateRoutes(umbrellaInvestigation, 'Umbrella investigations', '/v1/umbrella-investigations', {
  FileInvestigation: [null, 'File an investigation of a protective umbrella'],
  OpenPersonInvestigation: ['open-person', 'Open the investigation of a person'],
  ChangePrincipalKind: ['change-principal-kind', 'Change the principal kind (K4)'],
  ImposeRetention: ['impose-retention', 'Impose retention on a person'],
  ExtendRetention: ['extend-retention', 'Extend the retention of a person'],
  LiftRetention: ['lift-retention', 'Lift the retention of a person'],
  ReviewInvestigation: ['review', 'Record the opinion of the review'],
  ImposePartySanction: ['impose-party-sanction', 'Impose a Party sanction on a person'],
  ImposeAdministrativeSanction: ['impose-administrative-sanction', 'Impose an administrative sanction on a person'],
  DecideAccountability: ['decide-accountability', 'Hold a person accountable'],
  Admonish: ['admonish', 'Admonish a person'],
  DecideNoAction: ['decide-no-action', 'Decide to take no action against a person'],
  TransferToProsecution: ['transfer-to-prosecution', 'Transfer a person to a procuratorate'],
  RequestDispositionReview: ['request-disposition-review', 'Record that a person asks for the disposition to be reviewed'],
  DecideDispositionReview: ['decide-disposition-review', 'Decide on a review of a disposition'],
  ClearName: ['clear-name', 'Clear the name of a person'],
  CloseInvestigation: ['close', 'Close the investigation'],
  WithdrawInvestigation: ['withdraw', 'Withdraw the investigation (K2)'],
  MergeInvestigation: ['merge', 'Merge the investigation into another one (K5)'],
  SplitInvestigation: ['split', 'Split persons off into an investigation of their own (K6)'],
  ReferInvestigation: ['refer', 'Refer the investigation to an organ elsewhere (K7)'],
  ...voiding,
});
