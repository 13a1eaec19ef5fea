import { Command, InvalidArgumentError, Option } from 'commander';
import type { Pool } from 'pg';
import {
  type DifferenceCell,
  type FigureId,
  type Language,
  RULE_SET,
  type RuleSet,
  differenceAsText,
  differenceCellNames,
  differenceCells,
  figureOf,
  printChange,
  printDifferenceValue,
  ruleSetNames,
} from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { Figures, type Point, PublicationPoints, type ReadPoint, comparedIds, unexplained } from '@casetrail/readmodel';
import { language, readCount, readDate, readKnownAt } from './arguments.ts';
import { withPool } from './database.ts';
import { OPERATOR } from './figures.ts';

type End = { readonly publication: string } | Pick<Point, 'asOf' | 'knownAt'>;
type Options = {
  readonly figure?: FigureId;
  readonly cell?: DifferenceCell;
  readonly fromRuleSet: RuleSet;
  readonly toRuleSet: RuleSet;
  readonly limit: number;
  readonly after?: string;
  readonly lang: Language;
  readonly json?: boolean;
};

/** A publication by its id, or a day, with what was known of it after an @: `2020-04-08@2020-04-30`, `2020-04-08@81000`. */
function readEnd(text: string): End {
  if (text.startsWith('publication-')) return { publication: text };
  const [asOf = '', known, more] = text.split('@');
  if (more !== undefined) throw new InvalidArgumentError('must be a publication, or a date like 2020-04-08, 2020-04-08@2020-04-30 or 2020-04-08@81000.');
  return { asOf: readDate(asOf), ...(known !== undefined && { knownAt: readKnownAt(known) }) };
}

export function diffCommand(): Command {
  const ruleSet = (side: string) =>
    new Option(`--${side}-rule-set <name>`, 'under which counting rules; a publication has its own').choices(ruleSetNames).default(RULE_SET);
  return new Command('diff')
    .description(
      'print why every figure differs between two points: new facts, late entries, each kind of correction, the rule; ends with 1 where a printed value does not follow',
    )
    .argument('<from>', 'a publication, or a date and what was known of it: 2020-04-08@2020-04-30, 2020-04-08@81000', readEnd)
    .argument('<to>', 'likewise', readEnd)
    .addOption(new Option('--figure <id>', 'with --cell: list what this figure differs by, unit by unit').choices(comparedIds))
    .addOption(new Option('--cell <name>', 'which of its cells').choices(differenceCellNames))
    .addOption(ruleSet('from'))
    .addOption(ruleSet('to'))
    .addOption(new Option('--limit <n>', 'how many units').argParser(readCount).default(20))
    .addOption(new Option('--after <cursor>', 'go on after the last page'))
    .addOption(language())
    .option('--json', 'JSON instead of text')
    .addHelpText('after', OPERATOR)
    .action((from: End, to: End, options: Options, command: Command) => {
      const { figure, cell } = options;
      if ((figure === undefined) !== (cell === undefined)) return command.error('error: --figure and --cell go together', { exitCode: 2 });
      return withPool('api', async (pool) => {
        const points = [await pointOf(pool, from, options.fromRuleSet), await pointOf(pool, to, options.toRuleSet)] as const;
        return figure && cell ? printUnits(pool, points, figure, cell, options) : printDifference(pool, points, options);
      });
    });
}

async function pointOf(pool: Pool, end: End, ruleSet: RuleSet): Promise<Point> {
  if (!('publication' in end)) return { ...end, ruleSet };
  const point = await new PublicationPoints(new Ledger(pool)).find(end.publication);
  if (point === undefined) throw new Error(`There is no publication ${end.publication}.`);
  if (point === 'not-published') throw new Error(`${end.publication} is not published: it has printed no value.`);
  return point;
}

const out = (text: string): void => void process.stdout.write(`${text}\n`);
const inWords = ({ asOf, position, ruleSet }: ReadPoint) => `${asOf} #${position} ${ruleSet}`;

async function printDifference(pool: Pool, [from, to]: readonly [Point, Point], { lang, json }: Options): Promise<void> {
  const difference = await new Figures(pool).difference(from, to);
  if (json) out(JSON.stringify(difference, null, 2));
  else process.stdout.write(differenceAsText({ from: inWords(difference.from), to: inWords(difference.to), figures: difference.figures }, lang));
  if (unexplained(difference).length > 0) process.exitCode = 1;
}

async function printUnits(
  pool: Pool,
  [from, to]: readonly [Point, Point],
  figure: FigureId,
  cell: DifferenceCell,
  { lang, json, limit, after }: Options,
): Promise<void> {
  const page = await new Figures(pool).differenceUnits(from, to, figure, cell, { limit, after });
  if (json) return out(JSON.stringify(page, null, 2));
  out(`${figure}  ${figureOf(figure).name[lang]}, ${differenceCells[cell][lang]}: ${inWords(page.from)} → ${inWords(page.to)}`);
  if (page.units.length === 0) out('Nothing differs by this.');
  for (const { unit, change, before, after: now, cause } of page.units) {
    out(`${unit}  ${printChange(figure, change, lang)}  ${printDifferenceValue(figure, before, lang)} → ${printDifferenceValue(figure, now, lang)}`);
    out(`    ${cause.event}  ${cause.type}  ${cause.occurredOn}, #${cause.position} ${cause.recordedAt.toISOString()}`);
  }
  if (page.next) out(`More: add --after ${page.next}`);
}
