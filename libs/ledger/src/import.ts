import { StreamNeeded, deciderOf, mentioned } from '@casetrail/domain';
import { type IssuedCommand, LoadedStreams, fingerprintOf, stamped } from './execute.ts';
import type { Entry, Ledger } from './ledger.ts';

export type PlayedCommand = IssuedCommand & { readonly recordedAt: string };

/** How many streams an import keeps in memory: enough for a city of this size to be played without reading any twice. */
const STREAMS_KEPT = 40_000;

/**
 * Plays many commands in order into a demo ledger, each with the time it was recorded, through the same deciders as everyone else's.
 * Commands recorded by an earlier run are passed over, so that an interrupted load goes on where it stopped.
 * `onProgress` hears how many commands are done, after every batch.
 * @returns how many events were recorded
 * @throws Rejection when a command is refused
 */
export async function importCommands(
  ledger: Ledger,
  commands: Iterable<PlayedCommand>,
  { batchSize = 500, onProgress = (_commands: number): void => undefined } = {},
): Promise<number> {
  const streams = new LoadedStreams(ledger);
  let events = 0;
  let decidedOn = 0;
  const store = async (entries: readonly Entry[], done: number) => {
    if (entries.length > 0) await ledger.appendAll(entries, { together: true });
    onProgress(done);
  };
  let storing: Promise<void> = Promise.resolve(); // one batch is stored while the next one is decided
  try {
    for (const batch of batchesOf(commands, batchSize)) {
      const recorded = await ledger.recordedCommands(batch.map(({ id }) => id));
      const fresh = batch.filter(({ id }) => !recorded.has(id));
      await streams.load(fresh.flatMap(({ stream, data }) => [stream, ...mentioned(data)]));
      const entries: Entry[] = [];
      for (const command of fresh) {
        const now = new Date(command.recordedAt);
        const decided = await retryLoading(streams, () => stamped(command, streams.world, now, command.id));
        // The importer is the only writer: what a command reads was written by this run, or loaded by it.
        for (const event of decided) streams.world.learn(event, deciderOf);
        const { id, type, stream, data, act, actor } = command;
        entries.push({
          commandId: id,
          fingerprint: fingerprintOf({ stream, type, data, act, actor }),
          events: decided,
          read: [],
          recordedAt: command.recordedAt,
        });
        events += decided.length;
      }
      await storing;
      streams.keepRecent(STREAMS_KEPT); // all that is forgotten now is stored
      storing = store(entries, (decidedOn += batch.length));
      storing.catch(() => undefined); // told by the await above or below
    }
  } finally {
    await storing; // also when a command is refused: nothing is still being written when the caller hears of it
  }
  return events;
}

async function retryLoading<T>(streams: LoadedStreams, decide: () => T): Promise<T> {
  for (;;)
    try {
      return decide();
    } catch (error) {
      if (!(error instanceof StreamNeeded)) throw error;
      await streams.load([error.stream]);
    }
}

function* batchesOf<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
