import { leafDigest } from '@casetrail/ledger';
import { hash } from 'node:crypto';
import { type Finding, NotHolding } from './finding.ts';
import type { AuditSource, StoredLine } from './source.ts';
import type { Leaves } from './tree-reader.ts';

const SECOND = 1000;
/** So many moments are tried for an event of which nothing but its recorded time may have been changed. */
const MOST_MOMENTS = 200_000;

/** A line that is not what was sealed for its place, which is number `index` from 0. `before`: when the event before it was recorded. */
export type Misfit = { readonly line: StoredLine; readonly index: number; readonly before: string };

/**
 * What became of the history where a line is not what was sealed for its place. The tree is trusted: each line that was sealed belongs to one leaf of
 * it, at whatever place it stands now. So this asks where the line belongs, and which of the following lines belongs here.
 */
export async function whatHappened(source: AuditSource, leaves: Leaves, misfit: Misfit): Promise<Finding> {
  const { line, index } = misfit;
  const position = index + 1;
  const found = (code: Finding['code'], message: string): Finding => ({ code, message, position, ...(line.path && { path: line.path }) });
  const own = await placeOf(line, index, leaves);
  const { here, copy, next } = await following(source, leaves, index, own);

  if (own === undefined) {
    if (here !== undefined) return found('event/inserted', `${here - index} event(s) that were never sealed stand before the event of position ${position}.`);
    const moment = await momentOf(misfit, next, leaves);
    if (moment) return found('event/recorded-time-changed', `The event at position ${position} was recorded at ${moment}, not at ${line.recordedAt}.`);
    return found(
      'event/edited',
      `The event at position ${position} is not the one that was sealed${(await isHashSealed(line, index, leaves)) ? ': its hash is, its bytes are not' : ''}.`,
    );
  }
  if (here !== undefined && (own < index || copy))
    return found('event/inserted', `At position ${position} stands a copy of the event of position ${own + 1}, before the one that was sealed there.`);
  if (here !== undefined) return found('event/reordered', `At position ${position} stands the event of position ${own + 1}.`);
  if (own < index || copy === own)
    return found('event/edited', `At position ${position} stands a copy of the event of position ${own + 1}, instead of the one that was sealed there.`);
  const gone = own - index;
  return found(
    'event/deleted',
    `${gone === 1 ? `The event of position ${position} is` : `The events of positions ${position} to ${own} are`} missing: the event of position ${own + 1} stands there.`,
  );
}

/** The place to which a line belongs: nearest ones first, then any. */
async function placeOf(line: StoredLine, index: number, leaves: Leaves): Promise<number | undefined> {
  const digest = hash('sha256', line.bytes);
  const isAt = (place: number) => leaves.isAt(place, leafDigest(place + 1, line.recordedAt, digest));
  if (await isAt(line.position - 1)) return line.position - 1;
  for (let place = index; place < leaves.size; place++) if (await isAt(place)) return place;
  for (let place = 0; place < index; place++) if (await isAt(place)) return place;
  return undefined;
}

/** In the lines that follow: where one is that belongs here, where one that belongs to the same place as the misfit, and the next one. */
async function following(source: AuditSource, leaves: Leaves, index: number, own: number | undefined) {
  const leafHere = await leaves.digest(index);
  const leafOfOwn = own === undefined ? undefined : await leaves.digest(own);
  let [here, copy, next]: [number | undefined, number | undefined, StoredLine | undefined] = [undefined, undefined, undefined];
  let at = 0;
  try {
    for await (const lines of source.events())
      for (const line of lines) {
        const place = at++;
        if (place <= index) continue;
        if (place === index + 1) next = { ...line, bytes: Buffer.from(line.bytes) };
        const digest = hash('sha256', line.bytes);
        const isOf = (leaf: number) => leafDigest(leaf + 1, line.recordedAt, digest);
        if (here === undefined && isOf(index) === leafHere) here = place;
        if (own !== undefined && copy === undefined && isOf(own) === leafOfOwn) copy = place;
      }
  } catch (error) {
    if (!(error instanceof NotHolding)) throw error; // what follows is no ledger any more: what was found until there counts
  }
  return { here, copy, next };
}

/** When an event was recorded of which everything else is as it was sealed: a moment between those of its neighbours. */
async function momentOf({ line, index, before }: Misfit, next: StoredLine | undefined, leaves: Leaves): Promise<string | undefined> {
  const digest = hash('sha256', line.bytes);
  const leaf = await leaves.digest(index);
  const isAt = (moment: number) => leafDigest(index + 1, new Date(moment).toISOString(), digest) === leaf;
  const last = next ? Date.parse(next.recordedAt) : Date.parse(before) + MOST_MOMENTS * SECOND;
  const first = before ? Date.parse(before) : last - MOST_MOMENTS * SECOND;
  if (!(first <= last)) return undefined;
  for (const edge of [first, last]) if (isAt(edge)) return new Date(edge).toISOString();
  for (const step of [SECOND, 1]) {
    if ((last - first) / step > MOST_MOMENTS) continue;
    for (let moment = first - (first % step); moment <= last; moment += step) if (isAt(moment)) return new Date(moment).toISOString();
  }
  return undefined;
}

const isHashSealed = ({ recordedAt, hash: claimed }: StoredLine, index: number, leaves: Leaves) =>
  leaves.isAt(index, leafDigest(index + 1, recordedAt, claimed));
