import { Views1700000000300 } from '../migrations/1700000000300-views.ts';

export type { CorrectionRow } from './correction-row.ts';
export type { CrimeGroupRow, GroupMemberRow } from './crime-group-row.ts';
export type { CriminalCaseRow } from './criminal-case-row.ts';
export { type ViewsDigest, viewsDigest } from './digest.ts';
export { withAllAbout } from './about.ts';
export { NotProjectable } from './history.ts';
export { InvalidCursor, MOST_ON_A_PAGE, type Page, type Paged } from './page.ts';
export type { PersonRow } from './person-row.ts';
export { ViewsOutdated, projectViews } from './projector.ts';
export { type RecordCategory, type RecordRow, isRecordCategory } from './record-row.ts';
export type { SuspectRow } from './suspect-row.ts';
export type { LimitFilters, RunningOut } from './time-limits.ts';
export type { TimelineEntry } from './timeline.ts';
export * from './seen-views.ts';
export * from './views.ts';

/** What `views` is made of, for whoever migrates. */
export const viewMigrations = [Views1700000000300];
export { knownAs } from './known-as.ts';
