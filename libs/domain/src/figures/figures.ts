import { casesCracked } from './cases-cracked.ts';
import type { Figure, FigureId } from './figure.ts';
import { evilForceGroups, mafiaTypeOrganisations, otherGangs } from './groups-dismantled.ts';
import { detentions, suspectsDetained } from './suspects-detained.ts';

/** Every declared figure: those the paper prints, in its order, and then their companions. */
export const figures: readonly Figure[] = [mafiaTypeOrganisations, evilForceGroups, otherGangs, casesCracked, suspectsDetained, detentions];

const companions = new Set(figures.map(({ companion }) => companion));
export const printedFigures: readonly Figure[] = figures.filter(({ id }) => !companions.has(id));
export const isFigureId = (id: string): id is FigureId => figures.some((figure) => figure.id === id);
export function figureOf(id: FigureId): Figure {
  const figure = figures.find((one) => one.id === id);
  if (!figure) throw new Error(`There is no figure ${id}`);
  return figure;
}

/** The version of the counting rules together: it changes when any figure's rule does. What was counted under other rules must be counted again. */
export const RULE_SET = 'v1';
export const rulesInForce = `${RULE_SET}:${figures.map(({ id, version }) => `${id}@${version}`).join(',')}`;
