import { Command, Option } from 'commander';
import { type ComputedFigures, type Language, type PublicationId, frozenPaper, nextSteps, paperAsHtml, paperAsMarkdown } from '@casetrail/domain';
import { canonicalJson } from '@casetrail/ledger';
import { type PublicationFile, Publications, receiptOf } from '@casetrail/readmodel';
import type { Pool } from 'pg';
import { language, readCount } from './arguments.ts';
import { withPool } from './database.ts';

type ShowOptions = { readonly format: 'text' | 'md' | 'html'; readonly lang: Language; readonly json?: boolean };

export function publicationCommands(): Command[] {
  const one = new Command('publication').description('read one publication as it was published');
  one
    .command('show')
    .description('print its figures, with the root of the tree over the events behind each; with --format md or html the paper itself')
    .argument('<id>', 'of the publication')
    .addOption(new Option('--format <format>', 'the figures, or the whole paper').choices(['text', 'md', 'html']).default('text'))
    .addOption(language())
    .option('--json', 'JSON instead of text')
    .action((id: string, options: ShowOptions) => withPool('api', async (pool) => show(await found(pool, id), options)));
  one
    .command('receipt')
    .description('print the receipt of one of its figures: canonical JSON, with the proof that the ledger holds it')
    .argument('<id>', 'of the publication')
    .argument('<figure>', 'like F05')
    .action((id: string, figure: string) => withPool('api', (pool) => receipt(pool, id, figure)));
  return [
    new Command('publications')
      .description('list publications, the newest first')
      .addOption(new Option('--limit <n>', 'how many').argParser(readCount).default(20))
      .addOption(new Option('--after <cursor>', 'go on after the last page'))
      .option('--json', 'JSON instead of text')
      .action((options: ListOptions) => withPool('api', (pool) => list(pool, options))),
    one,
  ];
}

const out = (text: string): void => void process.stdout.write(`${text}\n`);

async function found(pool: Pool, id: string): Promise<PublicationFile> {
  const file = await new Publications(pool).one(id as PublicationId);
  if (!file) throw new Error(`There is no publication ${id}: "casetrail publications" lists them.`);
  return file;
}

type ListOptions = { readonly limit: number; readonly after?: string; readonly json?: boolean };

async function list(pool: Pool, { json, ...page }: ListOptions): Promise<void> {
  const { items, next } = await new Publications(pool).list(page);
  if (json) return out(JSON.stringify({ items: items.map(headOf), next }, null, 2));
  if (items.length === 0) out('Nothing is published yet. "casetrail demo publish" publishes the figures of a demo ledger.');
  for (const { id, state, published } of items)
    out(`${id}  as of ${state.asOf}  ${state.status}${published ? ` on ${published.occurredOn}` : ''}${state.restatedBy ? ` by ${state.restatedBy}` : ''}`);
  if (next) out(`More: add --after ${next}`);
}

const headOf = ({ id, state, published, computed }: PublicationFile) => ({
  id,
  status: state.status,
  asOf: state.asOf,
  ruleSet: state.ruleSet,
  restates: state.restates,
  restatedBy: state.restatedBy,
  publishedOn: published?.occurredOn,
  ledger: computed?.figures.ledger,
});

function show(file: PublicationFile, { format, lang, json }: ShowOptions): void {
  const { computed, certified, published, id, state } = file;
  if (json) return out(JSON.stringify({ ...headOf(file), ...computed?.figures, certified: certified.map(({ agency }) => agency) }, null, 2));
  if (format !== 'text') {
    if (!computed || !state.asOf) throw new Error(`${id} has no figures yet.`);
    const laidOut = frozenPaper(
      { id, asOf: state.asOf, publishedOn: published?.occurredOn, certifiedBy: certified.map(({ agency }) => agency), figures: computed.figures },
      lang,
    );
    return void process.stdout.write(format === 'md' ? paperAsMarkdown(laidOut) : paperAsHtml(laidOut));
  }
  const standing = state.status === 'published' ? [] : [state.status];
  out([`${id}  as of ${state.asOf}`, `rules ${state.ruleSet}`, ...standing, ...(published ? [`published on ${published.occurredOn}`] : [])].join(', '));
  if (state.restates) out(`It restates ${state.restates}`);
  if (state.restatedBy) out(`It is restated by ${state.restatedBy}`);
  if (computed) figuresOf(computed.figures, lang);
  for (const { command, by, agency, check } of nextSteps(state))
    out(`Next: ${command}${agency ? ` for ${agency}` : ''}${check ? ` ${check}` : ''} by ${by.join(' or ')}`);
}

function figuresOf({ ledger, figures, annex, exceptions }: ComputedFigures, lang: Language): void {
  out(`Ledger ${ledger.origin}, ${ledger.size} events, root ${ledger.root}`);
  const width = Math.max(...figures.map(({ value }) => String(value).length));
  for (const [i, { figure, value, units, events, root }] of figures.entries())
    out(`${figure}  ${String(value).padStart(width)}  ${root}  ${events} events of ${units} units  ${annex[i]?.name[lang] ?? ''}`);
  for (const { check, exception } of exceptions) out(`Does not hold, by the signed exception ${exception}: ${check}`);
}

async function receipt(pool: Pool, id: string, figure: string): Promise<void> {
  const file = await found(pool, id);
  const made = await receiptOf(pool, file, figure);
  if (!made) throw new Error(file.published ? `${id} prints no figure ${figure}.` : `${id} is not published.`);
  out(canonicalJson(made));
}
