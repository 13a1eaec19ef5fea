import { arrestReviewCommandsOf } from '../../arrest-review/arrest-review-fixtures.ts';
import { assetCommandsOf } from '../../asset/asset-fixtures.ts';
import type { Correctable } from '../../correction/correction.ts';
import { courtDocketCommandsOf } from '../../court-docket/court-docket-fixtures.ts';
import { approve, caseCommandsOf, groupCommandsOf, personCommandsOf, rejectIt, requestOf, suspectCommandsOf, withdrawIt } from '../../fixtures.ts';
import { hearingCommandsOf } from '../../hearing/hearing-fixtures.ts';
import { indicatorCommandsOf } from '../../indicator/indicator-fixtures.ts';
import { prosecutionCommandsOf } from '../../prosecution/prosecution-fixtures.ts';
import { checkExceptionCommandsOf } from '../../publication/check-exception-fixtures.ts';
import { publicationCommandsOf } from '../../publication/publication-fixtures.ts';
import { mechanismCommandsOf } from '../../rectification/mechanism-fixtures.ts';
import { problemCommandsOf } from '../../rectification/problem-fixtures.ts';
import { recommendationCommandsOf } from '../../rectification/recommendation-fixtures.ts';
import { rectificationPlanCommandsOf } from '../../rectification/rectification-plan-fixtures.ts';
import { registerCommandsOf } from '../../register/register-entry-fixtures.ts';
import { majorProjectCommandsOf } from '../../risk-assessment/major-project-fixtures.ts';
import { investigationCommandsOf } from '../../umbrella/investigation-fixtures.ts';
import { leadCommandsOf } from '../../umbrella/lead-fixtures.ts';
import type { Issue } from '../specify.ts';

/** One lawful sample of every command of the aggregates that can be corrected. */
export const commandsOf: Readonly<Record<Correctable, Readonly<Record<string, Issue>>>> = {
  criminal_case: caseCommandsOf,
  person: personCommandsOf,
  suspect: suspectCommandsOf,
  crime_group: groupCommandsOf,
  arrest_review: arrestReviewCommandsOf,
  prosecution: prosecutionCommandsOf,
  court_docket: courtDocketCommandsOf,
  asset: assetCommandsOf,
  umbrella_lead: leadCommandsOf,
  umbrella_investigation: investigationCommandsOf,
  recommendation: recommendationCommandsOf,
  rectification_plan: rectificationPlanCommandsOf,
  mechanism: mechanismCommandsOf,
  problem: problemCommandsOf,
  register_entry: registerCommandsOf,
  indicator: indicatorCommandsOf,
  hearing: hearingCommandsOf,
  major_project: majorProjectCommandsOf,
  check_exception: checkExceptionCommandsOf,
};
/** What corrections themselves are asked for and decided by. */
export const correctionCommandsOf = { RequestCorrection: requestOf(caseCommandsOf.RevokeCrack, 'K2'), approve, rejectIt, withdrawIt };
/** All of them, one after the other. */
export const samples: readonly Issue[] = [...Object.values(commandsOf), publicationCommandsOf, correctionCommandsOf].flatMap((commands) =>
  Object.values<Issue>(commands),
);
