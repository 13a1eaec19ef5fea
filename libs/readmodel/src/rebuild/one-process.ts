import type { ClientBase, Pool } from 'pg';
import pg from 'pg';
import { type Verdict, compare } from './compare.ts';
import { type Hand, hireThread, ownHand, runAll } from './hands.ts';
import { type Model, type ModelName, nextOf } from './model.ts';
import { modelOf } from './models.ts';
import { type PhaseStanding, leftOf, letGoOfLocks, prepare, takeLock } from './plan.ts';
import { switchToNext } from './versions.ts';

export type RebuildProgress = PhaseStanding & { readonly model: ModelName };
export type RebuildOptions = {
  /** How many parts the work is cut into, at least: the more, the less memory each takes. */
  readonly parts?: number;
  /** Threads; 0 does everything in this one. */
  readonly workers?: number;
  /** Holds old and new against each other before the switch, at the same position. */
  readonly compare?: boolean;
  /** Asked before the switch, with what the comparison has found. Where the answer is no, the next versions stay beside the ones that serve. */
  readonly mayTakeOver?: (verdicts: readonly Verdict[]) => boolean;
  readonly onProgress?: (progress: RebuildProgress) => void;
};
export type Rebuilt = {
  readonly model: ModelName;
  /** Where it stands; undefined while it does not serve. */
  readonly position: number | undefined;
  readonly read: number;
  readonly written: number;
  readonly verdict?: Verdict;
  readonly isSame?: boolean;
};

export const isSame = ({ differences, unlike }: Verdict): boolean => differences.length === 0 && unlike === undefined;

/**
 * Builds some read models in this process beside those that serve, and lets all of them take over in one transaction; the old ones stay as previous ones. The
 * connection must have the rights of the login that migrates: it makes and renames schemas.
 * @throws RebuildUnderWay, NextExists; NotCountable or NotProjectable when the ledger holds what cannot be projected
 */
export async function rebuildHere(connection: pg.ClientConfig, names: readonly ModelName[], options: RebuildOptions = {}): Promise<readonly Rebuilt[]> {
  const db = new pg.Client(connection);
  await db.connect();
  const { workers = 2 } = options;
  try {
    const hire = () => (workers === 0 ? [ownHand(db)] : Array.from({ length: workers }, () => hireThread(connection)));
    return await rebuildWith(db, hire, names.map(modelOf), { ...options, parts: Math.max(options.parts ?? 2, workers * 2) });
  } finally {
    await db.end();
  }
}

/** Counts all figures anew. */
export async function rebuildFigures(connection: pg.ClientConfig, options: RebuildOptions = {}): Promise<Rebuilt> {
  return ((await rebuildHere(connection, ['figures'], options)) as [Rebuilt])[0];
}

/** Writes all rows for screens anew, on one connection of a pool. Returns the position that the new rows stand at. */
export async function rebuildViews(pool: Pool, options: RebuildOptions = {}): Promise<number> {
  const db = await pool.connect();
  const onLost = () => undefined; // the statement under way fails too, and tells
  db.on('error', onLost);
  try {
    const [rebuilt] = (await rebuildWith(db, () => [ownHand(db)], [modelOf('views')], { parts: 2, ...options })) as [Rebuilt];
    return rebuilt.position as number;
  } finally {
    await letGoOfLocks(db);
    db.off('error', onLost);
    db.release(true);
  }
}

async function rebuildWith(
  db: ClientBase,
  hire: () => readonly Hand[],
  models: readonly Model[],
  { parts = 2, compare: compares = false, mayTakeOver = () => true, onProgress = () => undefined }: RebuildOptions,
): Promise<readonly Rebuilt[]> {
  for (const model of models) await takeLock(db, model);
  const plans: string[] = [];
  for (const model of models) plans.push(await prepare(db, model, { by: 'process', parts }));
  const hands = hire();
  try {
    for (const [i, model] of models.entries())
      for (const { name, tasks } of await leftOf(db, model)) {
        const orders = tasks.map((no) => ({ model: model.name, rebuild: plans[i] as string, no }));
        await runAll(hands, orders, (done) => onProgress({ model: model.name, name, done, total: tasks.length }));
      }
  } finally {
    await Promise.all(hands.map((hand) => hand.dismiss()));
  }
  const verdicts: Verdict[] = [];
  if (compares) for (const model of models) verdicts.push(await compare(db, model));
  const amounts: Pick<Rebuilt, 'read' | 'written'>[] = [];
  for (const model of models) amounts.push(await amountOf(db, model));
  const positions = mayTakeOver(verdicts) ? await switchToNext(db, models) : [];
  return models.map(({ name }, i): Rebuilt => {
    const verdict = verdicts[i];
    return { model: name, position: positions[i], ...(amounts[i] as Pick<Rebuilt, 'read' | 'written'>), ...(verdict && { verdict, isSame: isSame(verdict) }) };
  });
}

/** How much a finished plan has read from the ledger, and made of it. */
async function amountOf(db: ClientBase, model: Model): Promise<Pick<Rebuilt, 'read' | 'written'>> {
  const { rows } = await db.query<{ read: string; written: string }>(
    `select coalesce(sum(read), 0) as read, coalesce(sum(written), 0) as written from ${nextOf(model)}.task`,
  );
  return { read: Number(rows[0]?.read), written: Number(rows[0]?.written) };
}
