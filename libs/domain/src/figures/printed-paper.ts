import { type AnnexRow, type Steps, annexRow } from './annex.ts';
import { type CheckResult, type Checked, runChecks } from './cross-checks.ts';
import { printedFigures, ruledBy } from './figures.ts';
import type { RuleSet } from './figures.ts';
import type { Language } from './printing.ts';
import { type Paper, type PaperFacts, type PaperInParts, paperInParts, textOf } from './white-paper.ts';

export type PaperSources = Omit<PaperFacts, 'ruleSet'> & {
  readonly ruleSet: RuleSet;
  /** The steps from gross to each printed figure, in the paper's order. */
  readonly steps: readonly Steps[];
  /** What the newest earlier publication has printed. */
  readonly previous?: Checked['previous'];
};
/** The paper in one language, its annex with one row per printed figure, and the cross-checks: these are about the whole city, so a district has none. */
export type PrintedPaper = { readonly paper: Paper; readonly annex: readonly AnnexRow[]; readonly checks: readonly CheckResult[] };
/** The same, and its text with each number on its own. */
export type PaperWithParts = PrintedPaper & { readonly inParts: PaperInParts };

export function printPaper({ steps, previous, ...facts }: PaperSources, language: Language): PaperWithParts {
  const { values, months, ruleSet, district } = facts;
  const annex = printedFigures.map(({ id }, i): AnnexRow => {
    const mine = steps[i];
    const ruled = ruledBy(ruleSet, id);
    if (mine?.figure !== ruled) throw new Error(`The steps to ${id} are missing`);
    return { ...annexRow(mine, { ...values, [ruled]: values[id] }), id };
  });
  const inParts = paperInParts(facts, language);
  return {
    paper: { language, paragraphs: textOf(inParts) },
    inParts,
    annex,
    checks: district ? [] : runChecks({ values: values as Checked['values'], months, previous }) /* of the whole city, all that is compared is released */,
  };
}
