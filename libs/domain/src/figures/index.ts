export { kindOfCorrection } from './correction-kinds.ts';
export { CAMPAIGN_START, type Counted, type Figure, type FigureId, type Histories } from './figure.ts';
export { RULE_SET, figureOf, figures, isFigureId, printedFigures, rulesInForce } from './figures.ts';
export { History, type Position, type Relation, type Relations, type Stream, categoryOfStream, linksOf, streamNumber } from './history.ts';
export { type Language, type Marker, printApproximate, printExact, printMoney, printPercent } from './printing.ts';
export { FOREVER, type Span, joined, overlaps, timeline, within } from './spans.ts';
export { type ToldEvent, type ToldType, namedStreams, relations, tell, toldTypes } from './told-events.ts';
export { type Paper, type PaperFacts, owners, printAsOf, printFigure, whitePaper } from './white-paper.ts';
