import { Counting1700000000200 } from '../migrations/1700000000200-counting.ts';

export { RulesChanged, projectFigures } from './advance.ts';
export { type Digest, digestOf } from './digest.ts';
export type { CountedPerson, CountedUnit, FactsAsked, FactsPage } from './facts.ts';
export type { Contributions } from './contributions.ts';
export { type Asked, Figures, type PaperRead, type PublicationRead, type Standing } from './figures.ts';
export type { FigureChange } from './preview.ts';
export type { Membership, ProvenLeaf } from './membership.ts';
export { type KnownAt, NotCountedYet } from './known.ts';
export { type AskedOffline, type ContributingEvents, type OfflineEvent, type OfflineFigures, OfflineTrace, countOffline } from './offline.ts';
export { type RebuildOptions, type RebuildProgress, RebuildUnderWay, type Rebuilt, rebuildFigures } from './rebuild.ts';
export { NotCountable } from './recount.ts';
export type { ByDistrict, FigureValues } from './values.ts';
export type { Waterfall, WaterfallLine } from './waterfall.ts';
export const countingMigrations = [Counting1700000000200];
