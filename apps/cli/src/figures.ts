import { writeFile } from 'node:fs/promises';
import { Argument, Command, Option } from 'commander';
import type { Pool } from 'pg';
import {
  type CivilDate,
  type District,
  type FigureId,
  type Language,
  RULE_SET,
  type RuleSet,
  districts,
  figureOf,
  figures,
  intervalOf,
  isPersonFigure,
  isSealedFigure,
  paperAsHtml,
  paperAsMarkdown,
  printFigure,
  printPaper as composePaper,
  printedFigures,
  ruleSetNames,
} from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { Figures, type KnownAt, Publications, printedValues } from '@casetrail/readmodel';
import { asOf, inDistrict, knownAt, language, readCount } from './arguments.ts';
import { withPool } from './database.ts';

type Options = {
  readonly asOf: CivilDate;
  readonly knownAt?: KnownAt;
  readonly district?: District;
  readonly ruleSet: RuleSet;
  readonly lang: Language;
  readonly json?: boolean;
};
type FactsOptions = Options & { readonly limit: number; readonly after?: string; readonly sealed?: boolean };
type PaperOptions = Options & { readonly format: 'text' | 'md' | 'html'; readonly out?: string };

export const OPERATOR =
  '\nThis reads the database as its operator does: figures of the discipline organs are printed as they are, not as they are released to everybody else.';

const asked = (name: string, description: string) =>
  new Command(name)
    .description(description)
    .addOption(asOf())
    .addOption(knownAt())
    .addOption(inDistrict())
    .addOption(new Option('--rule-set <name>', 'under which counting rules').choices(ruleSetNames).default(RULE_SET))
    .addOption(language())
    .option('--json', 'JSON instead of text')
    .addHelpText('after', OPERATOR);
const figure = () => new Argument('<figure>', 'like F05').choices(figures.map(({ id }) => id));

export function figureCommands(): Command[] {
  return [
    asked('figures', 'print every figure').action((options: Options) => withPool('api', (pool) => printFigures(pool, options))),
    asked('facts', 'print what a figure counts: each unit, since when, and the events behind it')
      .addArgument(figure())
      .addOption(new Option('--limit <n>', 'how many units').argParser(readCount).default(20))
      .addOption(new Option('--after <cursor>', 'go on after the last page'))
      .option('--sealed', 'also where the records are for the discipline organs alone')
      .action((id: FigureId, options: FactsOptions) => withPool('api', (pool) => printFacts(pool, id, options))),
    asked('waterfall', 'print the steps from gross to a figure, by kind of correction')
      .addArgument(figure())
      .action((id: FigureId, options: Options) => withPool('api', (pool) => printWaterfall(pool, id, options))),
    asked('paper', 'print the white paper; with --format md or html also its annex and the cross-checks')
      .addOption(new Option('--format <format>', 'the sentences alone, or the whole paper').choices(['text', 'md', 'html']).default('text'))
      .addOption(new Option('--out <file>', 'write it to a file'))
      .action((options: PaperOptions) => withPool('api', (pool) => printPaper(pool, options))),
  ];
}

const out = (text: string): void => void process.stdout.write(`${text}\n`);
const asJson = (value: unknown): void => out(JSON.stringify(value, null, 2));

async function printFigures(pool: Pool, { lang, json, ...asked }: Options): Promise<void> {
  const { values, months, position, recordedOn, checkpoint } = await new Figures(pool).paper(asked);
  if (json) return asJson({ ...asked, knownAt: position, recordedOn, checkpoint, values, months });
  out(
    `${asked.district ? districts[asked.district][lang] : lang === 'zh' ? '全市' : 'whole city'}, as of ${asked.asOf}, known at position ${position}${recordedOn ? ` (${recordedOn})` : ''}, rules ${asked.ruleSet}`,
  );
  const printed = printedFigures.map(({ id, name }) => ({ id, name, text: printFigure(id, values, lang, months) }));
  const width = Math.max(...printed.map(({ text }) => text.length));
  for (const { id, name, text } of printed) {
    const interval = isPersonFigure(id) && asked.ruleSet === RULE_SET ? intervalOf(id, values) : undefined;
    const unsure = interval && interval.min < interval.max ? `  (${interval.min}–${interval.max} if unsure matches are right or wrong)` : '';
    out(`${id}  ${text.padStart(width)}  ${name[lang]}${unsure}`);
  }
}

async function printFacts(pool: Pool, id: FigureId, { lang, json, sealed = false, ...asked }: FactsOptions): Promise<void> {
  if (isSealedFigure(id) && !sealed) throw new Error(`What ${id} counts is for the discipline organs alone. With --sealed it is printed all the same.`);
  const page = await new Figures(pool).facts(id, asked);
  if (json) return asJson(page);
  out(`${id}  ${figureOf(id).name[lang]}, as of ${asked.asOf}, known at position ${page.position}`);
  if (page.facts.length === 0) out('Nothing is counted here.');
  for (const { unit, district, amount, from, to, events } of page.facts) {
    out(`${unit}  ${districts[district][lang]}  from ${from}${to ? ` to ${to}` : ''}${amount === 1 ? '' : `  ${amount}`}`);
    for (const event of events) out(`    ${event}`);
  }
  if (page.next) out(`More: add --after ${page.next}`);
}

async function printWaterfall(pool: Pool, id: FigureId, { lang, json, ...asked }: Options): Promise<void> {
  const waterfall = await new Figures(pool).waterfall(id, asked);
  if (json) return asJson(waterfall);
  out(`${id}  ${figureOf(id).name[lang]}, as of ${asked.asOf}, known at position ${waterfall.position}`);
  const width = Math.max(7, String(waterfall.gross).length + 1);
  const signed = (n: number) => (n > 0 ? `+${n}` : String(n)).padStart(width);
  out(`${String(waterfall.gross).padStart(width)}  gross`);
  for (const { kind, type = '', net } of waterfall.lines) if (kind) out(`${signed(net)}  ${kind.padEnd(6)} ${type}`);
  out(`${String(waterfall.value).padStart(width)}  net`);
}

async function printPaper(pool: Pool, { lang, json, format, out: file, ...asked }: PaperOptions): Promise<void> {
  const { values, months, steps, position } = await new Figures(pool).paper(asked);
  const isDemo = (await new Ledger(pool).kind()) === 'demo';
  const older = asked.district ? undefined : await new Publications(pool).newestBefore(asked.asOf, position);
  const previous = older?.computed && printedValues(older.computed.figures);
  const printed = composePaper({ ...asked, publicationVersion: `#${position}`, isDemo, isPublication: false, values, months, steps, previous }, lang);
  const laidOut = { ...printed, asOf: asked.asOf, knownAt: `#${position}`, district: asked.district };
  const formats = {
    text: () => `${printed.paper.paragraphs.map((paragraph) => paragraph.text).join('\n')}\n`,
    md: () => paperAsMarkdown(laidOut),
    html: () => paperAsHtml(laidOut),
  };
  const text = json ? `${JSON.stringify({ ...asked, knownAt: position, ...printed }, null, 2)}\n` : formats[format]();
  if (file === undefined) process.stdout.write(text);
  else await writeFile(file, text);
}
