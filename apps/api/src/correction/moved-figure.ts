import { type FigureId, figureOf, isPrinted } from '@casetrail/domain';

/** A figure that a correction moves, or has moved. */
export const movedFigure = (figure: FigureId, before: number, after: number) => ({
  figure,
  name: figureOf(figure).name,
  isPrinted: isPrinted(figure),
  before,
  change: after - before,
  after,
});

export const printedFirst = (a: { readonly isPrinted: boolean }, b: { readonly isPrinted: boolean }): number => Number(b.isPrinted) - Number(a.isPrinted);
