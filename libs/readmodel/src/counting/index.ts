import { Counting1700000000200 } from '../migrations/1700000000200-counting.ts';
import { FactsWithKinds1700000000820 } from '../migrations/1700000000820-facts-with-kinds.ts';

export { RulesChanged, projectFigures } from './advance.ts';
export {
  type Difference,
  type DifferenceLine,
  type ExplainedCell,
  type FigureDifference,
  type Side,
  type SideState,
  comparedIds,
  unexplained,
} from './difference.ts';
export { faultsOfDifference } from './difference-check.ts';
export type { Point, Published, ReadPoint } from './difference-points.ts';
export type { ChangedUnit, ChangedUnitsPage } from './difference-units.ts';
export { DisclosedFigures, type SealedUnit, type ShownFigures } from './disclosed-figures.ts';
export { type Digest, digestOf } from './digest.ts';
export type { CountedPerson, CountedUnit, FactsAsked, FactsPage } from './facts.ts';
export type { Contributions } from './contributions.ts';
export { type Asked, Figures, type DisclosedPaper, type PaperRead, type PublicationRead, type Standing } from './figures.ts';
export type { FigureChange } from './preview.ts';
export type { Membership, ProvenLeaf } from './membership.ts';
export { type KnownAt, NotCountedYet } from './known.ts';
export { type PublicationPoint, PublicationPoints } from './publication-points.ts';
export { type AskedOffline, type ContributingEvents, type OfflineEvent, type OfflineFigures, OfflineTrace, countOffline } from './offline.ts';
export { NotCountable } from './recount.ts';
export type { ByDistrict, FigureValues } from './values.ts';
export type { Waterfall, WaterfallLine } from './waterfall.ts';
export type { SteppedUnit } from './waterfall-units.ts';
export const countingMigrations = [Counting1700000000200, FactsWithKinds1700000000820];
