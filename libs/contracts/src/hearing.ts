import { hearing } from '@casetrail/domain';
import { aggregateRoutes, voiding } from './command-routes.ts';

export const hearingRoutes = aggregateRoutes(hearing, 'Administrative hearings', '/v1/hearings', {
  ScheduleHearing: [null, 'Schedule a hearing against an organ of administration'],
  DeclareAppearance: ['declare-appearance', 'Declare which official will appear'],
  RecordHearing: ['record', 'Record the hearing, and who appeared'],
  CorrectAppearance: ['correct-appearance', 'Correct who appeared, from the day of the hearing on (K1)'],
  CancelHearing: ['cancel', 'Cancel the hearing'],
  ...voiding,
});
