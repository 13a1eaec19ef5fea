import type { DifferenceCell, FigureId } from '@casetrail/domain';
import type { FigureDifference } from './difference.ts';
import { unexplained } from './difference.ts';
import type { Point } from './difference-points.ts';
import type { ChangedUnit } from './difference-units.ts';
import type { Figures } from './figures.ts';

const PAGE = 1000;

/**
 * What is wrong with the difference between two points, in words; nothing where all is well. Every cell is opened to its last unit: the values, which
 * come from the cube, must differ by the cells, the cells by their units, and each unit by what its events changed.
 */
export async function faultsOfDifference(figures: Figures, from: Point, to: Point): Promise<readonly string[]> {
  const difference = await figures.difference(from, to);
  const faults = unexplained(difference).map(({ figure, residual, from: a, to: b }) => `${figure}: ${residual} not explained (${a.state}, ${b.state})`);
  for (const one of difference.figures) faults.push(...(await faultsOfCells(figures, from, to, one)));
  return faults;
}

async function faultsOfCells(figures: Figures, from: Point, to: Point, { figure, cells }: FigureDifference): Promise<string[]> {
  const faults: string[] = [];
  const ofUnit = new Map<string, { readonly moved: number; readonly sum: number }>();
  for (const { cell, change, lines } of cells) {
    const ofOtherRules = lines.reduce((sum, line) => (line.type === undefined ? sum + line.change : sum), 0);
    let sum = ofOtherRules;
    for await (const { unit, change: changed, before, after } of everyUnit(figures, from, to, figure, cell)) {
      sum += changed;
      ofUnit.set(unit, { moved: after - before, sum: (ofUnit.get(unit)?.sum ?? 0) + changed });
    }
    if (sum !== change) faults.push(`${figure}/${cell}: ${change}, its units ${sum}`);
  }
  for (const [unit, { moved, sum }] of ofUnit) if (moved !== sum) faults.push(`${figure}: ${unit} moved by ${moved}, its events ${sum}`);
  return faults;
}

async function* everyUnit(figures: Figures, from: Point, to: Point, figure: FigureId, cell: DifferenceCell): AsyncGenerator<ChangedUnit> {
  for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
    const page = await figures.differenceUnits(from, to, figure, cell, { after, limit: PAGE });
    yield* page.units;
    after = page.next;
  }
}
