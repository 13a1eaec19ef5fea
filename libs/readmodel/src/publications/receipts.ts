import { type CivilDate, type EventId, type RuleSet, streamOfEvent, versionOfEvent } from '@casetrail/domain';
import { Seal, readCheckpointText } from '@casetrail/ledger';
import type { Pool } from 'pg';
import type { Placed, PublicationFile } from './publications.ts';

/** Where an event is in the sealed ledger: in the tree of the first signed checkpoint that has it. */
export type InLedger = {
  readonly index: number;
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  readonly proof: readonly string[];
  readonly note: string;
};
/** What anybody needs to check a published figure: all of it is either in the event named here, or proves that the event is in the ledger. */
export type FigureReceipt = {
  readonly publication: string;
  readonly publishedOn: CivilDate;
  readonly asOf: CivilDate;
  readonly ruleSet: RuleSet;
  readonly figure: string;
  readonly rule: string;
  readonly version: number;
  readonly ledger: { readonly origin: string; readonly size: number; readonly root: string };
  readonly value: number;
  readonly units: number;
  readonly events: number;
  readonly root: string;
  readonly synthetic: boolean;
  /** The events in which the figures were computed and published. */
  readonly computedIn: InEvent;
  readonly publishedIn: InEvent;
};
export type InEvent = { readonly event: EventId; readonly position: number; readonly recordedAt: string; readonly hash: string; readonly sealed?: InLedger };

/** The receipt of one figure; undefined where the publication is not published, or prints no such figure. */
export async function receiptOf(pool: Pool, { id, state, computed, published }: PublicationFile, figure: string): Promise<FigureReceipt | undefined> {
  const found = computed?.figures.figures.find((one) => one.figure === figure);
  if (!found || !computed || !published || !state.asOf) return undefined;
  const { rule, version, value, units, events, root } = found;
  const { ledger, ruleSet, synthetic } = computed.figures;
  return {
    ...{ publication: id, publishedOn: published.occurredOn, asOf: state.asOf, ruleSet, figure, rule, version, ledger, value, units, events, root, synthetic },
    computedIn: await inEvent(pool, computed),
    publishedIn: await inEvent(pool, published),
  };
}

async function inEvent(pool: Pool, { id, position, recordedAt, hash }: Placed): Promise<InEvent> {
  const sealed = await inLedger(pool, position);
  return { event: id, position, recordedAt, hash: hash.toString('hex'), ...(sealed && { sealed }) };
}

/** The proof that an event is in the ledger, as the first checkpoint that has it was signed: it stays the same for ever. Undefined until it is sealed. */
async function inLedger(pool: Pool, position: number): Promise<InLedger | undefined> {
  const { rows } = await pool.query<{ note: string }>({
    name: 'publications.first-checkpoint',
    text: 'select note from seal.checkpoints where size >= $1 order by size limit 1',
    values: [position],
  });
  const note = rows[0]?.note;
  if (note === undefined) return undefined;
  const { origin, size, root } = readCheckpointText(note.slice(0, note.lastIndexOf('\n\n') + 1));
  const proof = await new Seal(pool).inclusion(position - 1, size);
  return { index: position - 1, origin, size, root: root.toString('base64'), proof: proof.map((hash) => hash.toString('base64')), note };
}

/** Where an event stands in the ledger; undefined when there is none. */
export async function positionOfEvent(pool: Pool, event: EventId): Promise<number | undefined> {
  const { rows } = await pool.query<{ position: string }>({
    name: 'publications.position',
    text: 'select e.position from ledger.streams s join ledger.events e on e.stream = s.no where s.id = $1 and e.version = $2',
    values: [streamOfEvent(event), versionOfEvent(event)],
  });
  return rows[0] && Number(rows[0].position);
}
