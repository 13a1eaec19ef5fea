export { type StepName, discriminatedTypes, kindOfCorrection, stepNamed, stepNames } from './correction-kinds.ts';
export { type DifferenceCell, type DifferenceStep, cellOfChange, differenceCellNames, differenceCells, differenceSteps } from './differences.ts';
export {
  type DifferenceRow,
  type LaidOutDifference,
  differenceAsMarkdown,
  differenceAsText,
  hasMoved,
  printChange,
  printDifferenceValue,
} from './difference-formats.ts';
export {
  CAMPAIGN_START,
  type Counted,
  type DisclosedValues,
  type Figure,
  type FigureId,
  type Histories,
  type InTwoLanguages,
  type Owner,
  type PersonFigureId,
  type Print,
  type PrintedId,
  type SealedFigureId,
  owners,
  printedIds,
} from './figure.ts';
export { RULE_SET, type RuleSet, figureOf, figures, isFigureId, isPrinted, printedFigures, ruleSetNames, ruleSets, ruledBy, rulesInForce } from './figures.ts';
export { History, type Position, type Relation, type Relations, type Stream, categoryOfStream, linksOf, streamNumber } from './history.ts';
export { type Language, type Marker, printApproximate, printExact, printMoney, printPercent } from './printing.ts';
export { FOREVER, type Span, joined, overlaps, timeline, within } from './spans.ts';
export { type ToldEvent, type ToldType, namedStreams, relations, tell, toldTypes } from './told-events.ts';
export { type Paper, type PaperInParts, type PaperPart, paperInParts, printAsOf, printFigure } from './white-paper.ts';
export { type AnnexRow, type Interval, type Steps, intervalOf, isPersonFigure } from './annex.ts';
export { type CheckResult, crossChecks } from './cross-checks.ts';
export { type MonthlyRate, firstDayOf, isRising, lastDayOf, monthsBetween, monthsReported } from './monthly-rate.ts';
export { type LaidOut, paperAsHtml, paperAsMarkdown } from './paper-formats.ts';
export { type PaperSources, type PrintedPaper, printPaper } from './printed-paper.ts';
export { type Area, areas } from './sentences.ts';
