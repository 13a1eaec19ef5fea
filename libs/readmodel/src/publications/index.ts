export { FiguresBehind, NotSealedYet, type Sources, checkpointReached, computeFigures } from './computing.ts';
export { type Placed, type PublicationFile, Publications, type PublicationsPage, printedValues } from './publications.ts';
export { type FigureReceipt, type InEvent, positionOfEvent, receiptOf } from './receipts.ts';
