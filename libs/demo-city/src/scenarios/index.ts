import { confiscationQuashed, frozenTwice, revaluedBelowReturned, secondVictim } from './assets.ts';
import { exportWithoutPurpose } from './exports.ts';
import { mergedGroups, reclassifiedGroup } from './groups.ts';
import { emptyMonth } from './hearings.ts';
import { mergedIdentities, onePersonThreeCases, sealedRecord } from './identities.ts';
import { arrestRevoked, reindicted, rulesChanged, transferredCase } from './proceedings.ts';
import { correctedAtOnce, deliveredTwice, ownRequest, voidedTwice, wrongDistrict } from './records.ts';
import { problemReopened, recommendationWithdrawn } from './rectification.ts';
import type { Scenario } from './scenario.ts';
import { afterPublication, edgesOfTheDay, lateEntry, monthEnds } from './times.ts';
import { acquittalReversed, remanded } from './trials.ts';
import { duplicateLead, twoInvestigations } from './umbrella.ts';

export type {
  Act as ScenarioAct,
  Expectation,
  ExportAttempt,
  FiguresMoved,
  RateIs,
  Run as ScenarioRun,
  Scenario,
  Scene,
  StepsMoved,
  TermEnds,
  Words,
} from './scenario.ts';

/** Every scenario, in the order of their numbers. */
export const scenarios: readonly Scenario[] = [
  ...[lateEntry, voidedTwice, onePersonThreeCases, mergedIdentities, mergedGroups, reclassifiedGroup, arrestRevoked, reindicted],
  ...[acquittalReversed, remanded, transferredCase, frozenTwice, revaluedBelowReturned, secondVictim, confiscationQuashed],
  ...[twoInvestigations, duplicateLead, recommendationWithdrawn, problemReopened, edgesOfTheDay, correctedAtOnce, afterPublication],
  ...[sealedRecord, rulesChanged, wrongDistrict, monthEnds, emptyMonth, deliveredTwice, ownRequest, exportWithoutPurpose],
];
