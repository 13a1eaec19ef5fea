import { approvals, arrestFilesApproved, arrestsApproved } from './arrests-approved.ts';
import { assetsHeld, assetsInTreasury, assetsReturned, assetsTaken } from './assets-under-measure.ts';
import { casesCracked } from './cases-cracked.ts';
import { acquitted, defences, defendantsConcluded, defendantsTaken, docketsConcluded, docketsTaken } from './dockets-concluded.ts';
import { type Figure, type FigureId, type PrintedId, printedIds } from './figure.ts';
import { allGroups, evilForceGroups, mafiaTypeOrganisations, otherGangs } from './groups-dismantled.ts';
import { appearancesDeclared, hearingsAttended, hearingsAttendedInOctober, hearingsHeld, hearingsHeldInOctober } from './hearings-attended.ts';
import * as indicators from './indicators-certified.ts';
import { arrestedWithoutPart, indictedWithoutPart, indictedWithoutPath } from './persons-unaccounted.ts';
import { projectsAssessed, projectsDecided } from './projects-assessed.ts';
import { defendantsEverIndicted, defendantsIndicted, indictments, prosecutionsEverInstituted, prosecutionsInstituted } from './prosecutions-instituted.ts';
import { mechanismsIssued, plansAdopted, problemsRemedied, recommendationsServed } from './rectification-done.ts';
import * as register from './register-entries.ts';
import { detentions, suspectsDetained } from './suspects-detained.ts';
import {
  investigationsPursued,
  leadsChecked,
  openings,
  otherInvestigations,
  otherPersons,
  personsInvestigated,
  principalInvestigations,
  principalPersons,
} from './umbrella-pursued.ts';

const declared: readonly Figure[] = [
  ...[mafiaTypeOrganisations, evilForceGroups, otherGangs, allGroups, casesCracked, ...suspectsDetained, detentions],
  ...[arrestFilesApproved, ...arrestsApproved, approvals, prosecutionsInstituted, prosecutionsEverInstituted],
  ...[...defendantsIndicted, defendantsEverIndicted, indictments, arrestedWithoutPart, indictedWithoutPart, indictedWithoutPath],
  ...[docketsTaken, defendantsTaken, docketsConcluded, ...defendantsConcluded, defences, acquitted],
  ...[assetsTaken, assetsReturned, assetsInTreasury, assetsHeld],
  ...[leadsChecked, investigationsPursued, otherInvestigations, ...personsInvestigated, openings, otherPersons, principalInvestigations, ...principalPersons],
  ...[recommendationsServed, plansAdopted, mechanismsIssued, problemsRemedied],
  ...Object.values(indicators),
  ...[projectsAssessed, projectsDecided],
  ...Object.values(register),
  ...[hearingsAttended, hearingsHeld, appearancesDeclared, hearingsAttendedInOctober, hearingsHeldInOctober],
];
const byId = new Map<string, Figure>(declared.map((figure) => [figure.id, figure]));
export const isPrinted = (id: FigureId): id is PrintedId => (printedIds as readonly string[]).includes(id);

/** Those the paper prints, in its order. */
export const printedFigures: readonly Figure[] = printedIds.map(figureOf);
/** Every declared figure: first the printed ones. */
export const figures: readonly Figure[] = [...printedFigures, ...declared.filter(({ id }) => !isPrinted(id))];

export const isFigureId = (id: string): id is FigureId => byId.has(id);
export function figureOf(id: FigureId): Figure {
  const figure = byId.get(id);
  if (!figure) throw new Error(`There is no figure ${id}`);
  return figure;
}

/**
 * Rule sets: which counting rule answers for a figure, where that is not its own. `v1-gross` lets a withdrawn prosecution stay, as other cities
 * publish it. Every rule is counted all the time, so both can be asked for at any date, known at any position.
 */
export const ruleSets = { v1: {}, 'v1-gross': { F08: 'F08-gross', F09: 'F09-gross' } } as const satisfies Record<string, Partial<Record<PrintedId, FigureId>>>;
export type RuleSet = keyof typeof ruleSets;
export const RULE_SET: RuleSet = 'v1';
export const ruleSetNames = Object.keys(ruleSets) as [RuleSet, ...RuleSet[]];
export const ruledBy = (ruleSet: RuleSet, id: FigureId): FigureId => (ruleSets[ruleSet] as Partial<Record<FigureId, FigureId>>)[id] ?? id;

/** The version of the counting rules together: it changes when any figure's rule does. What was counted under other rules must be counted again. */
export const rulesInForce = figures.map(({ id, version }) => `${id}@${version}`).join(',');
