import type { PoolClient, Pool } from 'pg';
import { type Verdict, compare } from './compare.ts';
import { type PhaseStep, missingOf, nextStep } from './flow.ts';
import type { Order } from './hands.ts';
import { type Model, type ModelName, nextOf } from './model.ts';
import { modelNames, modelOf } from './models.ts';
import { RebuildUnderWay, exists, letGoOfLocks, planOf, prepare, takeLock } from './plan.ts';
import { tellTrouble } from './run-task.ts';
import { NotSwitchable, type Versions, cancelNext, isReady, switchBack, switchToNext, versionsOf } from './versions.ts';

export type Begun = { readonly model: ModelName; readonly rebuild: string };
export type Served = { readonly model: ModelName; readonly position: number };

/** Works on one connection, and lets go of the locks it has taken. */
async function onConnection<T>(pool: Pool, work: (db: PoolClient) => Promise<T>): Promise<T> {
  const db = await pool.connect();
  const onLost = () => undefined; // the statement under way fails too, and tells
  db.on('error', onLost);
  try {
    return await work(db);
  } finally {
    await letGoOfLocks(db);
    db.off('error', onLost);
    db.release(true);
  }
}

async function locked<T>(pool: Pool, models: readonly Model[], work: (db: PoolClient) => Promise<T>): Promise<T> {
  return onConnection(pool, async (db) => {
    for (const model of models) await takeLock(db, model);
    return work(db);
  });
}

/** Which versions of the read models there are, and how far the next ones are. */
export const versions = (pool: Pool, names: readonly ModelName[] = modelNames): Promise<readonly Versions[]> =>
  onConnection(pool, async (db) => {
    const found: Versions[] = [];
    for (const name of names) found.push(await versionsOf(db, modelOf(name)));
    return found;
  });

/**
 * Makes the empty next versions that workers are going to fill; as the owner. A rebuild by workers that stands still goes on where it was: whether it stands still, only
 * its queue knows, and `isQueued` says. @throws RebuildUnderWay, NextExists
 */
export const beginRebuild = (pool: Pool, names: readonly ModelName[], isQueued: (rebuild: string) => boolean, parts = 4): Promise<readonly Begun[]> =>
  locked(pool, names.map(modelOf), async (db) => {
    const halted = new Map<ModelName, string>();
    for (const model of names.map(modelOf)) {
      const plan = await planOf(db, model);
      if (plan?.by !== 'workers' || plan.isFinished) continue;
      if (isQueued(plan.id)) throw new RebuildUnderWay(model);
      halted.set(model.name, plan.id);
    }
    const begun: Begun[] = [];
    for (const name of names) begun.push({ model: name, rebuild: halted.get(name) ?? (await prepare(db, modelOf(name), { by: 'workers', parts })) });
    return begun;
  });

/** What is to be queued next of a rebuild; undefined when everything is done. @throws RebuildGone */
export const stepOf = (pool: Pool, { model, rebuild }: Begun): Promise<PhaseStep | undefined> => onClient(pool, (db) => nextStep(db, model, rebuild));

/** Tasks that should be done when a phase is over, and are not. @throws RebuildGone */
export const missingAfter = (pool: Pool, { model, rebuild }: Begun, phase: number): Promise<readonly number[]> =>
  onClient(pool, (db) => missingOf(db, model, rebuild, phase));

/** Writes into the plan what has stopped a task, for whoever asks how far the rebuild is. */
export const reportTrouble = (pool: Pool, { model, rebuild, no }: Order, trouble: string): Promise<void> =>
  onClient(pool, (db) => tellTrouble(db, modelOf(model), rebuild, no, trouble));

async function onClient<T>(pool: Pool, work: (db: PoolClient) => Promise<T>): Promise<T> {
  const db = await pool.connect();
  try {
    return await work(db);
  } finally {
    db.release();
  }
}

/** Of the models asked for, those with a next version; all of them must be built. @throws NotSwitchable */
async function readyOnes(db: PoolClient, models: readonly Model[]): Promise<readonly Model[]> {
  const ready: Model[] = [];
  for (const model of models)
    if (await isReady(db, model)) ready.push(model);
    else if (await exists(db, nextOf(model))) throw new NotSwitchable(`The next version of the ${model.name} is not built to its end.`);
  if (ready.length === 0) throw new NotSwitchable('There is no next version.');
  return ready;
}

/** Holds the next versions against those that serve. @throws NotSwitchable, RebuildUnderWay */
export const compareNext = (pool: Pool, names: readonly ModelName[] = modelNames): Promise<readonly Verdict[]> =>
  locked(pool, names.map(modelOf), async (db) => compareAll(db, await readyOnes(db, names.map(modelOf))));

async function compareAll(db: PoolClient, models: readonly Model[]): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const model of models) verdicts.push(await compare(db, model));
  return verdicts;
}

/**
 * Compares once more and lets the next versions serve, all of them in one transaction, if `mayTakeOver` says so; undefined where it does not. As the owner.
 * @throws NotSwitchable, RebuildUnderWay
 */
export const switchVersions = (
  pool: Pool,
  names: readonly ModelName[],
  mayTakeOver: (verdicts: readonly Verdict[]) => boolean,
): Promise<readonly Served[] | undefined> =>
  locked(pool, names.map(modelOf), async (db) => {
    const models = await readyOnes(db, names.map(modelOf));
    if (!mayTakeOver(await compareAll(db, models))) return undefined;
    return served(models, await switchToNext(db, models));
  });

/** Lets the previous versions serve again, in one transaction; the ones that served become the next ones. As the owner. @throws NotSwitchable, RebuildUnderWay */
export const goBack = (pool: Pool, names: readonly ModelName[]): Promise<readonly Served[]> =>
  locked(pool, names.map(modelOf), async (db) => {
    const models = names.map(modelOf);
    return served(models, await switchBack(db, models));
  });

/** Throws the next versions away, and answers which there were. As the owner. @throws RebuildUnderWay where a process is at it */
export const cancelRebuild = (pool: Pool, names: readonly ModelName[]): Promise<readonly ModelName[]> =>
  locked(pool, names.map(modelOf), async (db) => {
    const gone: ModelName[] = [];
    for (const name of names) if (await cancelNext(db, modelOf(name))) gone.push(name);
    return gone;
  });

const served = (models: readonly Model[], positions: readonly number[]): readonly Served[] =>
  models.map(({ name }, i) => ({ model: name, position: positions[i] as number }));
