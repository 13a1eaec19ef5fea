import {
  type FigureId,
  type RecordedEvent,
  figureOf,
  figures,
  isFigureId,
  isSealedFigure,
  printedIds,
  ruleSetNames,
  ruledBy,
  rulesInForce,
} from '@casetrail/domain';
import { GrowingTree } from '@casetrail/ledger';
import { z } from 'zod';
import { type OfflineFigures, OfflineTrace } from '../counting/offline.ts';
import { NotCountable } from '../counting/recount.ts';
import { asJson, publicationPath } from './bundle-format.ts';
import type { KeptEvent } from './check-events.ts';
import { type FindingCode, NotHolding } from './finding.ts';
import type { AuditSource } from './source.ts';
import { Leaves } from './tree-reader.ts';

export const isOfPublication = (stream: string): boolean => stream.startsWith('publication-');

const count = z.int().nonnegative();
/** What a verifier reads of the figures that were computed for a publication. There is more in them. */
const computed = z.object({
  ledger: z.object({ origin: z.string(), size: z.int().positive(), root: z.string() }),
  position: z.int().positive(),
  ruleSet: z.enum(ruleSetNames),
  rules: z.string(),
  released: z.object({ asOf: z.iso.date().brand<'civil-date'>(), position: count }).optional(),
  figures: z.array(z.object({ figure: z.string(), rule: z.string(), version: z.int(), value: z.int(), units: count, events: count, root: z.string() })),
  values: z.record(z.string(), z.int()).optional(),
  months: z.array(z.object({ month: z.string(), numerator: z.int(), denominator: z.int() })),
});
const everyId = figures.map(({ id }) => id);
const drafted = z.object({ asOf: z.iso.date().brand<'civil-date'>() });
type Computed = z.infer<typeof computed>;

/** A paper that was published: its figures, the last ones computed before, and all that was recorded of it. */
export type Published = {
  readonly id: string;
  readonly asOf: z.infer<typeof drafted>['asOf'];
  /** The position at which its figures were recorded. */
  readonly at: number;
  readonly computed: Computed;
  readonly events: readonly KeptEvent[];
};

/** What was published, by the events of publications. @throws NotHolding where they cannot be read */
export function publishedIn(events: readonly KeptEvent[]): Published[] {
  const streams = new Map<string, KeptEvent[]>();
  for (const kept of events) streams.set(kept.event.stream, [...(streams.get(kept.event.stream) ?? []), kept]);
  return [...streams].flatMap(([id, mine]): Published[] => {
    const published = mine.findIndex(({ event }) => event.type === 'PublicationPublished');
    if (published < 0) return [];
    const draft = mine.find(({ event }) => event.type === 'PublicationDrafted');
    const figures = mine.slice(0, published).findLast(({ event }) => event.type === 'FiguresComputed');
    const position = (mine[published] as KeptEvent).position;
    const [first, last] = [drafted.safeParse(draft?.event.data), computed.safeParse(figures?.event.data)];
    if (!first.success || !last.success || !figures) {
      const why = first.error ?? last.error;
      throw new NotHolding({
        code: 'publication/malformed',
        message: `${id} was published without figures that can be read: ${why?.issues[0]?.path.join('.')} ${why?.issues[0]?.message}.`,
        position,
      });
    }
    return [{ id, asOf: first.data.asOf, at: figures.position, computed: last.data, events: mine }];
  });
}

/** What a bundle says of a publication in a file of its own: everything that was recorded of it. */
export const publicationFile = ({ id, events }: Pick<Published, 'id' | 'events'>): string => asJson({ publication: id, events });

type Asked = {
  readonly published: readonly Published[];
  readonly size: number;
  /** Confirms what can be confirmed where the figures were counted by rules that this program does not have. */
  readonly ignoreRules: boolean;
  /** The root of the log at a size for which a checkpoint was signed. */
  readonly rootAt: (size: number) => Promise<Buffer>;
  /** Whether a checkpoint of this size was signed under this origin. */
  readonly isSigned: (size: number, origin: string) => boolean;
  readonly onProgress: (what: string, done: number, total: number) => void;
};

/**
 * Counts every figure of every publication again from the events, and compares value, units, events and root. Returns how many figures were compared
 * and the publications that were counted by other rules.
 * @throws NotHolding for the first that does not follow
 */
export async function checkPublications(source: AuditSource, asked: Asked): Promise<{ readonly figures: number; readonly otherRules: readonly string[] }> {
  const { published, size, ignoreRules, onProgress } = asked;
  const otherRules: string[] = [];
  for (const one of published) {
    await checkLedgerOf(source, one, asked);
    if (one.computed.rules === rulesInForce) continue;
    if (!ignoreRules)
      throw no(
        'publication/other-rules',
        one,
        'was counted by rules that this program does not have: it cannot be confirmed with it. (--ignore-rules confirms the rest.)',
      );
    otherRules.push(one.id);
  }
  const ours = published.filter(({ id }) => !otherRules.includes(id));
  if (ours.length === 0) return { figures: 0, otherRules };
  const counted = await countTo(source, Math.max(...ours.map(({ computed: { position } }) => position)), onProgress);
  const leaves = new Leaves(source, size);
  let figures = 0;
  for (const [i, one] of ours.entries()) {
    figures += await checkFigures(one, counted, leaves);
    onProgress('Comparing publications', i + 1, ours.length);
  }
  return { figures, otherRules };
}

const no = (code: FindingCode, { id, at }: Published, what: string) => new NotHolding({ code, message: `${id} ${what}`, position: at });

/** It names a checkpoint of this log, and its file is what the events say. */
async function checkLedgerOf(source: AuditSource, one: Published, { size, rootAt, isSigned }: Asked): Promise<void> {
  const { ledger, position } = one.computed;
  const isKnown = ledger.size === position && position < one.at && ledger.size <= size && isSigned(ledger.size, ledger.origin);
  if (!isKnown || (await rootAt(ledger.size)).toString('base64') !== ledger.root)
    throw no('publication/unknown-checkpoint', one, `names a checkpoint of ${ledger.size} events of ${ledger.origin} that is none of this log.`);
  if (!source.publication) return;
  const path = publicationPath(one.id);
  const text = await source.publication(one.id);
  if (text !== publicationFile(one))
    throw new NotHolding({ code: 'publication/file-differs', message: `${path} is not what the events say of the publication.`, path, position: one.at });
}

/** What is recorded later may still say that something before it is left out. */
const SKIPPED = '"type":"EventSkipped"';

async function countTo(source: AuditSource, last: number, onProgress: Asked['onProgress']): Promise<OfflineFigures> {
  const trace = new OfflineTrace();
  let position = 0;
  try {
    for await (const lines of source.events()) {
      for (const { recordedAt, bytes } of lines) {
        if (++position > last && !bytes.includes(SKIPPED)) continue;
        const event = JSON.parse(bytes.toString()) as RecordedEvent;
        if (position <= last || event.type === 'EventSkipped') trace.tell({ position, recordedAt: new Date(recordedAt), event });
      }
      onProgress('Reading for figures', Math.min(position, last), last);
    }
    return trace.count((done, total) => onProgress('Counting figures', done, total));
  } catch (error) {
    if (!(error instanceof NotCountable)) throw error;
    throw new NotHolding({ code: 'publication/not-countable', message: error.message, position: error.position });
  }
}

async function checkFigures(one: Published, counted: OfflineFigures, leaves: Leaves): Promise<number> {
  const {
    asOf,
    computed: { position, ruleSet, figures, values, months, released = { asOf, position } },
  } = one;
  const { values: own, months: monthly } = counted.paper({ asOf, position, ruleSet });
  const { values: sealed } = counted.paper({ ...released, ruleSet });
  const expected = Object.fromEntries(everyId.map((id) => [id, isSealedFigure(id) ? sealed[id] : own[id]])) as typeof own;
  const differs = (figure: string, what: string, says: unknown, follows: unknown) =>
    no(
      'publication/figure-differs',
      one,
      `says of ${figure} (as of ${asOf}, position ${position}): ${what} ${String(says)}; from the events follows ${String(follows)}.`,
    );
  const missing = printedIds.find((id) => !figures.some(({ figure }) => figure === id));
  if (missing) throw differs(missing, 'figures', 'nothing', expected[missing]);

  for (const { figure, rule, version, value, units, events, root } of figures) {
    if (!isFigureId(figure)) throw differs(figure, 'figure', figure, 'that there is none');
    const ruled: FigureId = ruledBy(ruleSet, figure);
    if (rule !== ruled) throw differs(figure, 'rule', rule, ruled);
    if (version !== figureOf(ruled).version) throw differs(figure, 'version of the rule', version, figureOf(ruled).version);
    if (value !== expected[figure]) throw differs(figure, 'value', value, expected[figure]);
    const contributions = counted.contributions(ruled, isSealedFigure(ruled) ? released : { asOf, position });
    if (units !== contributions.units) throw differs(figure, 'units', units, contributions.units);
    if (events !== contributions.positions.length) throw differs(figure, 'events', events, contributions.positions.length);
    const follows = (await rootOf(contributions.positions, leaves)).toString('base64');
    if (root !== follows) throw differs(figure, 'root', root, follows);
  }
  for (const [id, value] of Object.entries(values ?? {}))
    if (!isFigureId(id) || value !== expected[id]) throw differs(id, 'value', value, isFigureId(id) ? expected[id] : 'that there is no such figure');
  const asText = (all: Computed['months']) => all.map(({ month, numerator, denominator }) => `${month} ${numerator}/${denominator}`).join(', ');
  if (asText(months) !== asText([...monthly])) throw differs('F42', 'months', asText(months), asText([...monthly]));
  return figures.length;
}

/** The root over some events of the log: their leaves are those that are sealed. */
async function rootOf(positions: readonly number[], leaves: Leaves): Promise<Buffer> {
  const tree = new GrowingTree();
  for (const position of positions) tree.add(Buffer.from(await leaves.digest(position - 1), 'hex'));
  return tree.root();
}
