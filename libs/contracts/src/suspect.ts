import { z } from 'zod';
import { suspect } from '@casetrail/domain';
import { aggregateRoutes, voiding } from './command-routes.ts';
import { correctionRow, crimeGroupRow, criminalCaseRow, suspectInCase, timelineEntry } from './rows.ts';

export const suspectRoutes = aggregateRoutes(suspect, 'Suspects', '/v1/suspects', {
  OpenSuspect: [null, 'Open the part of a person in a case'],
  SummonSuspect: ['summon', 'Summon the suspect'],
  Detain: ['detain', 'Impose criminal detention'],
  RecordIntake: ['record-intake', 'Record the intake into a detention house'],
  NotifyFamily: ['notify-family', 'Record that the family was notified, or why not'],
  NotifyRights: ['notify-rights', 'Record that the suspect was told of their rights'],
  ConfirmInterrogation: ['confirm-interrogation', 'Record the first interrogation in custody'],
  ExtendDetention: ['extend', 'Extend the detention'],
  RequestArrest: ['request-arrest', 'Request approval of arrest'],
  DecideArrest: ['decide-arrest', 'Decide that a suspect who is free is to be arrested'],
  ExecuteArrest: ['execute-arrest', 'Execute an arrest that was approved or decided'],
  ExtendCustody: ['extend-custody', 'Extend the custody after arrest'],
  RestartCustody: ['restart-custody', 'Let the time of custody begin anew'],
  HandOverCustody: ['hand-over-custody', 'Hand the custody over with the file'],
  ReviewCustodyNecessity: ['review-custody-necessity', 'Review whether custody is still necessary'],
  RecordPlea: ['record-plea', 'Record whether the suspect admits guilt and accepts punishment'],
  ImposeBail: ['bail', 'Impose bail pending trial'],
  ImposeResidentialSurveillance: ['residential-surveillance', 'Impose residential surveillance'],
  LiftMeasure: ['lift', 'Lift the measure in force'],
  Release: ['release', 'Release the suspect from custody'],
  ChangeCustodyBasis: ['change-custody-basis', 'Base the custody on this case instead of another one'],
  AnnulDetention: ['annul-detention', 'Annul a detention that should not have been (K2)'],
  TerminateInvestigation: ['terminate', 'Terminate the investigation as to this person'],
  CloseParticipation: ['close', 'Close the part of the person in a case that was withdrawn or left the city'],
  RecordDeath: ['record-death', 'Record the death of the suspect'],
  ...voiding,
});

export const suspectFile = z.strictObject({
  suspect: suspectInCase,
  case: criminalCaseRow.nullable(),
  groups: z.array(crimeGroupRow),
  corrections: z.array(correctionRow),
  timeline: z.array(timelineEntry),
});
