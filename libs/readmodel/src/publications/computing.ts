import {
  type CivilDate,
  type ComputedFigures,
  type RuleSet,
  type StreamId,
  civilDateAt,
  figureOf,
  printPaper,
  printedFigures,
  ruledBy,
  rulesInForce,
} from '@casetrail/domain';
import { type Ledger, Seal, type SignedCheckpoint, readCheckpointText } from '@casetrail/ledger';
import type { Pool } from 'pg';
import { RulesChanged } from '../counting/advance.ts';
import type { Contributions } from '../counting/contributions.ts';
import type { Figures } from '../counting/figures.ts';
import { projectorTroubles, unnamed } from '../operations/projectors.ts';
import { type Publications, printedValues } from './publications.ts';

/** Nothing is sealed, or sealing has stopped: there is no checkpoint that a publication could stand on. */
export class NotSealedYet extends Error {}
/** The figures have not come to any checkpoint, stay behind it for long, or are counted by other rules. */
export class FiguresBehind extends Error {}

/** What the figures are computed from. `exceptions`: those that two persons have signed for a day, by the name of the check. */
export type Sources = {
  readonly ledger: Ledger;
  readonly figures: Figures;
  readonly publications: Publications;
  readonly exceptions: (asOf: CivilDate) => Promise<ReadonlyMap<string, StreamId>>;
};

/** Figures that do not come to a checkpoint for longer than this are not busy, but stopped. */
const BUSY = '60 seconds';

/** Nothing is computed or published while there is an event that a read model cannot take. @throws FiguresBehind */
export async function assertProjecting(pool: Pool): Promise<void> {
  const [trouble] = await projectorTroubles(pool);
  if (trouble) throw new FiguresBehind(`${trouble.name} has stopped before position ${trouble.position}. ${unnamed(trouble.reason)}`);
}

/** The newest signed checkpoint that the figures have come to. @throws NotSealedYet, FiguresBehind */
export async function checkpointReached(pool: Pool, countedTo: number): Promise<SignedCheckpoint> {
  const seal = new Seal(pool);
  const { size, refusal } = await seal.status();
  if (refusal !== undefined) throw new NotSealedYet(`The ledger is not sealed any more: ${refusal}`);
  if (size === 0) throw new NotSealedYet('Nothing of the ledger is sealed yet.');
  const { rows } = await pool.query<{ size: string | null; stuck: boolean }>({
    name: 'publications.checkpoint',
    text: `select (select max(size) from seal.checkpoints where size <= $1) as size,
             exists (select from seal.checkpoints where size > $1 and signed_at < clock_timestamp() - $2::interval) as stuck`,
    values: [countedTo, BUSY],
  });
  const reached = rows[0]?.size;
  if (!reached || rows[0]?.stuck) throw new FiguresBehind(`The figures are counted to position ${countedTo}, and the ledger is sealed to ${size}.`);
  return (await seal.checkpointAt(Number(reached))) as SignedCheckpoint;
}

/** Computes all that a publication freezes: at a signed checkpoint, in one reading of the figures. @throws NotSealedYet, FiguresBehind */
export async function computeFigures(
  { ledger, figures, publications, exceptions }: Sources,
  { asOf, ruleSet }: { readonly asOf: CivilDate; readonly ruleSet: RuleSet },
): Promise<ComputedFigures> {
  await assertProjecting(ledger.pool);
  const checkpoint = await checkpointReached(ledger.pool, await figures.checkpoint());
  const { origin, size, root } = readCheckpointText(checkpoint.note.slice(0, checkpoint.note.lastIndexOf('\n\n') + 1));
  const read = await figures.publication({ asOf, position: size, ruleSet }, civilDateAt(new Date())).catch((error: unknown) => {
    throw error instanceof RulesChanged ? new FiguresBehind(error.message) : error;
  });
  const older = await publications.newestBefore(asOf, size);
  const synthetic = (await ledger.kind()) === 'demo';
  const previous = older?.computed && printedValues(older.computed.figures);
  const { values, months, steps, releasedOn, edition } = read;
  const sources = { asOf, ruleSet, publicationVersion: String(size), isDemo: synthetic, isPublication: true, values, months, steps, previous, releasedOn };
  const [zh, en] = [printPaper(sources, 'zh'), printPaper(sources, 'en')];
  const checks = en.checks;
  const signed = checks.every(({ holds }) => holds) ? new Map<string, StreamId>() : await exceptions(asOf);
  const explained = checks.flatMap(({ name, holds }) => {
    const exception = holds ? undefined : signed.get(name);
    return exception ? [{ check: name, exception: exception as StreamId<'check_exception'> }] : [];
  });
  return {
    ledger: { origin, size, root: root.toString('base64') },
    position: size,
    ruleSet,
    rules: rulesInForce,
    released: { releasedOn: edition.day, ...edition.counted },
    synthetic,
    figures: printedFigures.map(({ id }, i) => {
      const { id: rule, version, owner } = figureOf(ruledBy(ruleSet, id));
      const { units, events, root: made } = read.contributions[i] as Contributions;
      return { figure: id, rule, version, owner, value: values[id] as number, units, events, root: made.toString('base64') };
    }),
    values: Object.fromEntries(Object.entries(values).flatMap(([id, value]) => (value === null ? [] : [[id, value]]))),
    months: [...months],
    steps: steps.map(({ figure, gross, lines }) => ({ figure, gross, lines: lines.map(({ kind, net }) => ({ ...(kind && { kind }), net })) })),
    annex: en.annex.map((row) => ({ ...row })),
    checks: checks.map((check) => ({ ...check })),
    exceptions: explained,
    ...(older && { previous: older.id }),
    text: { zh: [...zh.paper.paragraphs], en: [...en.paper.paragraphs] },
  };
}
