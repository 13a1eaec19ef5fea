import { type Checkpoint, verifierOf } from '@casetrail/ledger';
import { checkCheckpoint, keyFrom, opened } from './check-checkpoint.ts';
import { checkEvents } from './check-events.ts';
import { checkPublications, isOfPublication, publishedIn } from './check-publications.ts';
import { checkTiles } from './check-tiles.ts';
import { type Finding, NotHolding, findings } from './finding.ts';
import type { AuditSource } from './source.ts';
import { rootFromTiles, tileIn } from './tree-reader.ts';

export type VerifyOptions = {
  /** Public keys that the auditor has from elsewhere: only they are believed. Left out: the one that the source names. */
  readonly keys?: readonly string[];
  /** An earlier checkpoint that the auditor has kept: the ledger must continue it. */
  readonly kept?: string;
  readonly ignoreRules?: boolean;
  readonly onProgress?: (what: string, done: number, total: number) => void;
};
/** One step that holds: how many of what, and how long it took. */
export type VerifiedStep = {
  readonly what: 'checkpoint' | 'tiles' | 'events' | 'checkpoints' | 'figures' | 'rest';
  readonly count: number;
  readonly milliseconds: number;
};
export type Verdict = {
  readonly holds: boolean;
  readonly verified: readonly VerifiedStep[];
  /** The checkpoint, once its signature is found to hold. */
  readonly checkpoint?: { readonly origin: string; readonly size: number; readonly root: string };
  readonly publications: readonly string[];
  /** Publications that were counted by other rules than this program's, and so not confirmed. */
  readonly otherRules: readonly string[];
  readonly wrong?: Finding;
  /** 0 it holds, 1 it does not, 2 it cannot be verified. */
  readonly exitCode: 0 | 1 | 2;
};

/**
 * Verifies a ledger, from the signature down to the figures: each step relies on those before it alone. It ends with the first thing that is wrong.
 * `open` gives what is verified; it may find that it cannot be opened.
 */
export async function verify(
  open: () => Promise<AuditSource>,
  { keys = [], kept, ignoreRules = false, onProgress = () => undefined }: VerifyOptions = {},
): Promise<Verdict> {
  const verified: VerifiedStep[] = [];
  let checkpoint: Checkpoint | undefined;
  let publications: readonly string[] = [];
  let otherRules: readonly string[] = [];
  const step = async <T>(what: VerifiedStep['what'], work: () => Promise<T>, countOf: (result: T) => number): Promise<T> => {
    const started = performance.now();
    const result = await work();
    verified.push({ what, count: countOf(result), milliseconds: Math.round(performance.now() - started) });
    return result;
  };
  const verdict = (wrong?: Finding): Verdict => ({
    holds: !wrong,
    verified,
    ...(checkpoint && { checkpoint: { origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root.toString('base64') } }),
    publications,
    otherRules,
    ...(wrong && { wrong }),
    exitCode: !wrong ? 0 : findings[wrong.code] === 'unusable' ? 2 : 1,
  });

  try {
    const source = await open();
    const trusted = keys.length > 0 ? keys.map((text) => keyFrom(text, 'The key that was given')) : [keyFrom(source.key, 'The key that the bundle names')];
    const earlier = kept === undefined ? undefined : openKept(kept, [...trusted, ...source.formerKeys.map((text) => keyFrom(text, 'A former key'))]);
    const signed = (checkpoint = await step(
      'checkpoint',
      () => checkCheckpoint(source, trusted),
      () => 1,
    ));
    const { size } = signed;
    await step(
      'tiles',
      () => checkTiles(source, signed, (done, total) => onProgress('Verifying the tree', done, total)),
      (n) => n,
    );
    const rootAt = (at: number) => rootFromTiles((level, index) => tileIn(source, level, index, size), at);
    if (earlier) await continues(earlier, signed, rootAt);
    const publicationEvents = await step(
      'events',
      () => checkEvents(source, { size, keep: isOfPublication, onProgress: (done) => onProgress('Verifying events', done, size) }),
      () => size,
    );
    const others = await step(
      'checkpoints',
      () => checkOthers(source, signed, rootAt),
      (sizes) => sizes.size,
    );
    const published = publishedIn(publicationEvents);
    const ids = published.map(({ id }) => id);
    const compared = await step(
      'figures',
      () => checkPublications(source, { published, size, ignoreRules, rootAt, isSigned: (at) => at === size || others.has(at), onProgress }),
      ({ figures }) => figures,
    );
    await step(
      'rest',
      () => source.checkRest(ids),
      () => 1,
    );
    ({ otherRules } = compared);
    publications = ids;
    return verdict();
  } catch (error) {
    if (error instanceof NotHolding) return verdict(error.finding);
    throw error;
  }
}

function openKept(note: string, keys: Parameters<typeof opened>[1]): Checkpoint {
  try {
    return opened(note, keys, 'the checkpoint that was kept');
  } catch (error) {
    if (!(error instanceof NotHolding)) throw error;
    throw new NotHolding({ code: 'kept/unreadable', message: error.message });
  }
}

/** The ledger continues what an earlier checkpoint sealed. */
async function continues(earlier: Checkpoint, { size }: Checkpoint, rootAt: (size: number) => Promise<Buffer>): Promise<void> {
  if (earlier.size > size)
    throw new NotHolding({
      code: 'checkpoint/shorter-than-kept',
      message: `The ledger has ${size} events; the checkpoint that was kept has ${earlier.size}: an older state was put in its place.`,
    });
  if (earlier.size > 0 && !(await rootAt(earlier.size)).equals(earlier.root))
    throw new NotHolding({
      code: 'checkpoint/not-an-extension',
      message: `The first ${earlier.size} events are not those of the checkpoint that was kept: the history was rewritten.`,
    });
}

/** Every other checkpoint that is kept is signed, and of this tree. Returns their sizes. */
async function checkOthers(source: AuditSource, { size, origin }: Checkpoint, rootAt: (size: number) => Promise<Buffer>): Promise<Set<number>> {
  const keys = [source.key, ...source.formerKeys].map(verifierOf);
  const sizes = new Set<number>();
  for await (const { size: named, note, path, root: stored } of source.checkpoints()) {
    const { root, ...found } = opened(note, keys, path);
    if (found.origin !== origin) throw new NotHolding({ code: 'checkpoint/wrong-origin', message: `${path} is of ${found.origin}, not of ${origin}.`, path });
    if (found.size !== named || named > size) throw new NotHolding({ code: 'checkpoint/wrong-size', message: `${path} is of ${found.size} events.`, path });
    if (!(await rootAt(named)).equals(root) || (stored && !stored.equals(root)))
      throw new NotHolding({ code: 'checkpoint/wrong-root', message: `${path} has another root than the tree had at that size.`, path });
    sizes.add(named);
  }
  return sizes;
}
