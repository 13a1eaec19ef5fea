import type { Benchmark, Measured, Opened, Target } from '../benchmark.ts';
import { closedLoop } from '../load/closed-loop.ts';
import type { Stage } from '../stage/stage.ts';
import { type Store, type StoreOptions, bareInserts, casetrail, castore, emmett } from './stores.ts';
import { type StoryName, stories } from './stories.ts';

const kinds: Readonly<Record<string, (stage: Stage, options: StoreOptions) => Promise<Store>>> = { casetrail, bare: bareInserts, emmett, castore };
const ofPeers = ['emmett', 'castore'];

/** At first it is not known how many a second fit. */
const FIRST_GUESS = 3000;
const MORE_THAN_EXPECTED = 1.3;
/** Ids of copies go no further. */
const MOST_COPIES = 100_000;

const CONCURRENT = [1, 8, 32, 128];

function targetsFor(atOnce: number, events: number): Target[] {
  const of = 'casetrail';
  const rate = (against: string, atLeast: number): Target => ({ of, metric: 'rate', against, atLeast });
  if (events > 1) return atOnce === 32 ? [rate('emmett', 4), rate('castore', 4)] : [];
  if (atOnce === 1) return [{ of, metric: 'p50', against: 'bare', atMost: 1.5 }];
  if (atOnce === 32) return [rate('bare', 1), rate('emmett', 4), rate('castore', 4)];
  return atOnce === 128 ? [rate('bare', 2)] : [];
}

/** Commands as one api process executes them: loaded, decided, appended. The others only write what the command comes to. */
function append(name: StoryName, atOnce: number): Benchmark {
  const story = stories[name];
  return {
    name: `append-${name}-at-${atOnce}`,
    what: `${atOnce === 1 ? 'One client' : `${atOnce} clients at once`}, each of which ${story.what}. Casetrail loads, decides and appends; bare inserts and peers are given the finished events and only write them, and peers write all of them to one stream.`,
    isQuick: name === 'new-1' && atOnce === 32,
    targets: () => targetsFor(atOnce, story.events),
    open: (stage) => openStores(stage, { story, connections: atOnce }, Object.keys(kinds)),
  };
}

export async function openStores(stage: Stage, options: StoreOptions, names: readonly string[]): Promise<Opened> {
  const there = names.filter((name) => !stage.peers.missing || !ofPeers.includes(name));
  const stores: [string, Store][] = [];
  for (const name of there) stores.push([name, await (kinds[name] as (typeof kinds)[string])(stage, options)]);
  const { connections: atOnce } = options;
  return {
    variants: Object.fromEntries(stores.map(([name, store]) => [name, roundsOf(store, atOnce, stage.scale.seconds)])),
    absent: Object.fromEntries(names.filter((name) => !there.includes(name)).map((name) => [name, stage.peers.missing ?? ''])),
    close: async () => {
      for (const [, store] of stores) await store.close();
    },
  };
}

/** Each round is made ready for a little more than the round before it came to. */
export function roundsOf({ prepare, write }: Store, atOnce: number, seconds: number): () => Promise<Measured> {
  let expected = FIRST_GUESS;
  return async () => {
    const most = Math.min(MOST_COPIES, Math.ceil(expected * seconds * MORE_THAN_EXPECTED) + atOnce);
    await prepare(most);
    const measured = await closedLoop({ atOnce, seconds, most }, write);
    expected = Math.max(measured.rate ?? 0, 1);
    return measured;
  };
}

export const appends: readonly Benchmark[] = (Object.keys(stories) as StoryName[]).flatMap((name) => CONCURRENT.map((atOnce) => append(name, atOnce)));
