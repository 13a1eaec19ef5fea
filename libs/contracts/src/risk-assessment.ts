import { majorProject } from '@casetrail/domain';
import { aggregateRoutes, voiding } from './command-routes.ts';

export const majorProjectRoutes = aggregateRoutes(majorProject, 'Major projects', '/v1/major-projects', {
  RegisterProject: [null, 'Register a major project or decision'],
  CompleteAssessment: ['complete-assessment', 'Complete the assessment of its risks to social stability'],
  DecideProject: ['decide', 'Decide on the project'],
  CorrectRequirement: ['correct-requirement', 'Correct whether an assessment was needed, at every date (K1)'],
  ...voiding,
});
