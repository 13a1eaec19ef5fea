import { courtDocket } from '@casetrail/domain';
import { aggregateRoutes, voiding } from './command-routes.ts';

export const courtDocketRoutes = aggregateRoutes(courtDocket, 'Court dockets', '/v1/court-dockets', {
  AcceptDocket: [null, 'Accept an indictment, an appeal or a retrial: the docket begins'],
  HoldTrialHearing: ['hold-hearing', 'Record that a hearing of the trial was held'],
  SuspendTrial: ['suspend', 'Suspend the trial'],
  AdjournTrial: ['adjourn', 'Adjourn the trial'],
  ResumeTrial: ['resume', 'Resume the trial'],
  ExtendTrial: ['extend', 'Extend the term of the trial, as it was approved'],
  RecordVerdict: ['record-verdict', 'Record the verdict on a defendant'],
  ConcludeDocket: ['conclude', 'Conclude the docket'],
  ServeJudgment: ['serve-judgment', 'Record that the judgment was served'],
  LodgeAppeal: ['lodge-appeal', 'Record the appeal of a defendant'],
  LodgeProtest: ['lodge-protest', 'Record the protest of the procuratorate'],
  DeclareEffective: ['declare-effective', 'Declare that the judgment took effect'],
  OrderRetrial: ['order-retrial', 'Order a retrial'],
  ReclassifyDocket: ['reclassify', 'Change the classification of the docket (K4)'],
  MergeDocket: ['merge', 'Merge the docket into another one (K5)'],
  SplitDocket: ['split', 'Split defendants off into a docket of their own (K6)'],
  TransferDocket: ['transfer', 'Transfer the docket to another court of the city (K8), out of the city or back (K7)'],
  ...voiding,
});
