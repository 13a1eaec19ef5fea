export { type ClosedTable, type Edition, disclosed, disclosedIn, editionAt, editionsFrom } from './editions.ts';
export { THRESHOLD } from './lines.ts';
export { booksCloseOn, releaseDays } from './release-days.ts';
export { isSealedFigure, releasedByDistrict, releasedIds, sealedFigures } from './sealed-figures.ts';
