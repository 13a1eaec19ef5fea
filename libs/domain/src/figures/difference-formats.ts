import { type DifferenceCell, differenceCellNames, differenceCells } from './differences.ts';
import type { FigureId } from './figure.ts';
import { figureOf } from './figures.ts';
import { type Language, printExact } from './printing.ts';

/** One line of a difference: two values of a figure, and what lies between them. A residual is what nothing explains. */
export type DifferenceRow = {
  readonly figure: FigureId;
  readonly from: { readonly value: number };
  readonly to: { readonly value: number };
  readonly cells: readonly { readonly cell: DifferenceCell; readonly change: number }[];
  readonly residual: number;
  readonly state: 'explained' | 'does-not-follow';
};
/** A difference to be laid out: from one point to another, each in a few words. */
export type LaidOutDifference = { readonly from: string; readonly to: string; readonly figures: readonly DifferenceRow[] };

const words = {
  title: { zh: '两次数据之间的差异', en: 'The difference between two points' },
  figure: { zh: '指标', en: 'figure' },
  from: { zh: '原值', en: 'old value' },
  to: { zh: '新值', en: 'new value' },
  residual: { zh: '不能解释', en: 'not explained' },
  sameAll: { zh: '各项指标均未变化。', en: 'No figure has changed.' },
  same: { zh: '未变化', en: 'Unchanged' },
} as const;

/** A number of units, or an amount of money to the fen: rounded, the cells would not add up before the reader's eyes. */
export function printDifferenceValue(id: FigureId, n: number, language: Language): string {
  const sign = n < 0 ? '−' : '';
  const size = Math.abs(n);
  if (figureOf(id).print.as !== 'money') return `${sign}${printExact(size, '', language)}`;
  const fen = size % 100 === 0 ? '' : `.${String(size % 100).padStart(2, '0')}`;
  const yuan = `${printExact(Math.floor(size / 100), '', language)}${fen}`;
  return language === 'zh' ? `${sign}${yuan}元` : `${sign}CNY ${yuan}`;
}
export const printChange = (id: FigureId, n: number, language: Language): string => `${n > 0 ? '+' : ''}${printDifferenceValue(id, n, language)}`;

/** Whether there is anything to tell of a figure. What came and went between the points is told too. */
export const hasMoved = ({ cells, residual, state }: DifferenceRow): boolean => cells.length > 0 || residual !== 0 || state !== 'explained';

/** The difference as text: two lines for each figure that moved. */
export function differenceAsText({ from, to, figures }: LaidOutDifference, language: Language): string {
  const moved = figures.filter(hasMoved);
  const lines = moved.flatMap(({ figure, from: old, to: now, cells, residual, state }) => {
    const changes = cells.map(({ cell, change }) => `${differenceCells[cell][language]} ${printChange(figure, change, language)}`);
    const rest = state === 'explained' ? [] : [`✗ ${words.residual[language]} ${printChange(figure, residual, language)}`];
    const values = `${printDifferenceValue(figure, old.value, language)} → ${printDifferenceValue(figure, now.value, language)}`;
    return [`${figure.padEnd(6)}  ${values}  ${figureOf(figure).name[language]}`, `        ${[...changes, ...rest].join(' · ')}`];
  });
  const still = figures.filter((row) => !hasMoved(row)).map(({ figure }) => figure);
  const rest = still.length === 0 ? [] : [`${words.same[language]}: ${still.join(' ')}`];
  return `${[`${from} → ${to}`, ...(moved.length === 0 ? [words.sameAll[language]] : [...lines, ...rest])].join('\n')}\n`;
}

/** The difference as Markdown: one row for each figure that moved, one column for each cell that any of them has. */
export function differenceAsMarkdown({ from, to, figures }: LaidOutDifference, language: Language): string {
  const moved = figures.filter(hasMoved);
  const used = differenceCellNames.filter((name) => moved.some(({ cells }) => cells.some(({ cell }) => cell === name)));
  const isAllExplained = moved.every(({ state }) => state === 'explained');
  const head = [
    words.figure[language],
    words.from[language],
    ...used.map((name) => differenceCells[name][language]),
    ...(isAllExplained ? [] : [words.residual[language]]),
    words.to[language],
  ];
  const rows = moved.map(({ figure, from: old, to: now, cells, residual, state }) => [
    `${figure} ${figureOf(figure).name[language]}`,
    printDifferenceValue(figure, old.value, language),
    ...used.map((name) => {
      const found = cells.find(({ cell }) => cell === name);
      return found ? printChange(figure, found.change, language) : '';
    }),
    ...(isAllExplained ? [] : [state === 'explained' ? '' : `**${printChange(figure, residual, language)}**`]),
    printDifferenceValue(figure, now.value, language),
  ]);
  const line = (texts: readonly string[]) => `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  const table = [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
  const still = figures.filter((row) => !hasMoved(row)).map(({ figure }) => figure);
  return `${[
    `# ${words.title[language]}`,
    `${from} → ${to}`,
    moved.length === 0 ? words.sameAll[language] : table,
    ...(still.length > 0 && moved.length > 0 ? [`${words.same[language]}: ${still.join(', ')}`] : []),
  ].join('\n\n')}\n`;
}
