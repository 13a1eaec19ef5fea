import { Argument, Command, Option } from 'commander';
import type { Pool } from 'pg';
import {
  type CivilDate,
  type District,
  type FigureId,
  type Language,
  RULE_SET,
  districts,
  figureOf,
  figures,
  printFigure,
  printedFigures,
  whitePaper,
} from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { Figures, type KnownAt } from '@casetrail/readmodel';
import { asOf, inDistrict, knownAt, language, readCount } from './arguments.ts';
import { withPool } from './database.ts';

type Options = { readonly asOf: CivilDate; readonly knownAt?: KnownAt; readonly district?: District; readonly lang: Language; readonly json?: boolean };

const asked = (name: string, description: string) =>
  new Command(name)
    .description(description)
    .addOption(asOf())
    .addOption(knownAt())
    .addOption(inDistrict())
    .addOption(language())
    .option('--json', 'JSON instead of text');

export function figureCommands(): Command[] {
  return [
    asked('figures', 'print every figure').action((options: Options) => withPool('api', (pool) => printFigures(pool, options))),
    asked('facts', 'print what a figure counts: each unit, since when, and the events behind it')
      .addArgument(new Argument('<figure>', 'like F05').choices(figures.map(({ id }) => id)))
      .addOption(new Option('--limit <n>', 'how many units').argParser(readCount).default(20))
      .addOption(new Option('--after <cursor>', 'go on after the last page'))
      .action((figure: FigureId, options: Options & { limit: number; after?: string }) => withPool('api', (pool) => printFacts(pool, figure, options))),
    asked('waterfall', 'print the steps from gross to a figure, by kind of correction')
      .addArgument(new Argument('<figure>', 'like F05').choices(figures.map(({ id }) => id)))
      .action((figure: FigureId, options: Options) => withPool('api', (pool) => printWaterfall(pool, figure, options))),
    asked('paper', 'print the white paper, as far as it is computed').action((options: Options) => withPool('api', (pool) => printPaper(pool, options))),
  ];
}

const out = (text: string): void => void process.stdout.write(`${text}\n`);
const asJson = (value: unknown): void => out(JSON.stringify(value, null, 2));

async function printFigures(pool: Pool, { lang, json, ...asked }: Options): Promise<void> {
  const { values, position, recordedOn, checkpoint } = await new Figures(pool).values(asked);
  if (json) return asJson({ ...asked, knownAt: position, recordedOn, checkpoint, ruleSet: RULE_SET, values });
  out(
    `${asked.district ? districts[asked.district][lang] : lang === 'zh' ? '全市' : 'whole city'}, as of ${asked.asOf}, known at position ${position}${recordedOn ? ` (${recordedOn})` : ''}`,
  );
  for (const { id, name } of printedFigures) out(`${id}  ${printFigure(id, values[id], lang).padStart(8)}  ${name[lang]}`);
}

async function printFacts(pool: Pool, figure: FigureId, { lang, json, ...asked }: Options & { limit: number; after?: string }): Promise<void> {
  const page = await new Figures(pool).facts(figure, asked);
  if (json) return asJson(page);
  out(`${figure}  ${figureOf(figure).name[lang]}, as of ${asked.asOf}, known at position ${page.position}`);
  if (page.facts.length === 0) out('Nothing is counted here.');
  for (const { unit, district, from, to, events } of page.facts) {
    out(`${unit}  ${districts[district][lang]}  from ${from}${to ? ` to ${to}` : ''}`);
    for (const event of events) out(`    ${event}`);
  }
  if (page.next) out(`More: add --after ${page.next}`);
}

async function printWaterfall(pool: Pool, figure: FigureId, { lang, json, ...asked }: Options): Promise<void> {
  const waterfall = await new Figures(pool).waterfall(figure, asked);
  if (json) return asJson(waterfall);
  out(`${figure}  ${figureOf(figure).name[lang]}, as of ${asked.asOf}, known at position ${waterfall.position}`);
  const signed = (n: number) => (n > 0 ? `+${n}` : String(n)).padStart(7);
  out(`${String(waterfall.gross).padStart(7)}  gross`);
  for (const { kind, type = '', net } of waterfall.lines) if (kind) out(`${signed(net)}  ${kind.padEnd(6)} ${type}`);
  out(`${String(waterfall.value).padStart(7)}  net`);
}

async function printPaper(pool: Pool, { lang, json, ...asked }: Options): Promise<void> {
  const { values, position } = await new Figures(pool).values(asked);
  const isDemo = (await new Ledger(pool).kind()) === 'demo';
  const paper = whitePaper({ asOf: asked.asOf, ruleSet: RULE_SET, publicationVersion: `#${position}`, isDemo, values }, lang);
  if (json) return asJson(paper);
  for (const { text } of paper.paragraphs) out(text);
}
