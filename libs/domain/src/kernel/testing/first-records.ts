import { reviewOpened } from '../../arrest-review/arrest-review-fixtures.ts';
import { assetIdentified } from '../../asset/asset-fixtures.ts';
import type { Correctable } from '../../correction/correction.ts';
import { docketAccepted } from '../../court-docket/court-docket-fixtures.ts';
import { identified, provisional, reported, requested, suspectOpened, theCase } from '../../fixtures.ts';
import { scheduled } from '../../hearing/hearing-fixtures.ts';
import { defined } from '../../indicator/indicator-fixtures.ts';
import { prosecutionOpened } from '../../prosecution/prosecution-fixtures.ts';
import { checkExplained } from '../../publication/check-exception-fixtures.ts';
import { drafted } from '../../publication/publication-fixtures.ts';
import { mechanismDrafted } from '../../rectification/mechanism-fixtures.ts';
import { found } from '../../rectification/problem-fixtures.ts';
import { recommendationDrafted } from '../../rectification/recommendation-fixtures.ts';
import { planDrafted } from '../../rectification/rectification-plan-fixtures.ts';
import { supervisorAppointed } from '../../register/register-entry-fixtures.ts';
import { registered } from '../../risk-assessment/major-project-fixtures.ts';
import { investigationFiled } from '../../umbrella/investigation-fixtures.ts';
import { received } from '../../umbrella/lead-fixtures.ts';
import { type Said, voidOf } from '../specify.ts';

const beginning = ([first]: readonly Said[]): Said => first as Said;

/** The first record on each aggregate that can be corrected. */
export const firstOn: Readonly<Record<Correctable, Said>> = {
  criminal_case: reported,
  person: provisional,
  suspect: beginning(suspectOpened),
  crime_group: identified,
  arrest_review: beginning(reviewOpened),
  prosecution: beginning(prosecutionOpened),
  court_docket: beginning(docketAccepted),
  asset: assetIdentified,
  umbrella_lead: received,
  umbrella_investigation: investigationFiled,
  recommendation: recommendationDrafted,
  rectification_plan: planDrafted,
  mechanism: mechanismDrafted,
  problem: found,
  register_entry: supervisorAppointed,
  indicator: defined,
  hearing: scheduled,
  major_project: registered,
  check_exception: checkExplained,
};
/** And on the others that have routes: a correction of the case, and a publication. */
export const firstRecords = { ...firstOn, correction: requested(voidOf([reported], theCase, 1), 'K1'), publication: drafted };
