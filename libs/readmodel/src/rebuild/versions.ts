import type { ClientBase } from 'pg';
import { SETTINGS } from '../transactions.ts';
import { inTurn } from './compare.ts';
import { type Model, type ModelName, nextOf, positionOf, previousOf } from './model.ts';
import { type Plan, dropPlan, exists, planOf } from './plan.ts';

export type Version = { readonly version: 'live' | 'next' | 'previous'; readonly position: number; readonly isCurrent: boolean };
export type Versions = { readonly model: ModelName; readonly versions: readonly Version[]; readonly plan?: Plan };

/** What was asked for cannot be done as things stand; the message says what stands against it. */
export class NotSwitchable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotSwitchable';
  }
}

const SIZE = 5000;
/** Readers queue behind whoever waits for the lock: so it is not waited for long, but asked for again. */
const WAIT = `begin; ${SETTINGS}; set local lock_timeout = '2s'`;
/** Lock not available, deadlock. */
const BUSY: readonly unknown[] = ['55P03', '40P01'];

/** Which versions of a model there are, and how far the next one is. */
export async function versionsOf(db: ClientBase, model: Model): Promise<Versions> {
  const schemas = { live: model.serving, next: nextOf(model), previous: previousOf(model) } as const;
  const versions: Version[] = [];
  for (const [version, schema] of Object.entries(schemas) as [Version['version'], string][])
    if (await exists(db, schema)) versions.push({ version, position: await positionOf(db, schema), isCurrent: await model.isCurrent(db, schema) });
  const plan = await planOf(db, model);
  return { model: model.name, versions, ...(plan && { plan }) };
}

/** Whether a model's next version is built, so that it can be compared and switched to. */
export async function isReady(db: ClientBase, model: Model): Promise<boolean> {
  if (!(await exists(db, nextOf(model)))) return false;
  return (await planOf(db, model))?.isFinished ?? true;
}

/**
 * Lets the next versions of some models serve, all of them in one transaction, and answers with the positions they then stand at. The locks keep projectors
 * and readers out of the old tables for a moment, so that nobody sees half of each; what was shown already is never taken back. The caller holds the
 * models' locks.
 */
export async function switchToNext(db: ClientBase, models: readonly Model[]): Promise<readonly number[]> {
  for (const model of models) while (await inTurn(db, 'begin', () => model.advance(db, nextOf(model), SIZE)));
  return holding(db, models, async () => {
    const positions: number[] = [];
    for (const model of models) {
      const [next, previous] = [nextOf(model), previousOf(model)];
      const limit = await positionOf(db, model.serving);
      while (await model.advance(db, next, SIZE, limit));
      positions.push(await positionOf(db, next));
      await db.query(`${dropPlan(next)} ${model.grants(next)}
        drop schema if exists ${previous} cascade; alter schema ${model.serving} rename to ${previous}; alter schema ${next} rename to ${model.serving}`);
      if (limit === 0) await db.query(`drop schema ${previous} cascade`); // nothing was in it that anybody could go back to
    }
    return positions;
  });
}

/**
 * Lets the previous versions of some models serve again, in one transaction; those they replace become the next ones. Their projectors go on from where they
 * stopped. The caller holds the models' locks. @throws NotSwitchable
 */
export async function switchBack(db: ClientBase, models: readonly Model[]): Promise<readonly number[]> {
  for (const model of models) {
    if (!(await exists(db, previousOf(model)))) throw new NotSwitchable(`There is no previous version of the ${model.name}.`);
    if (await exists(db, nextOf(model))) throw new NotSwitchable(`There is a next version of the ${model.name}: cancel it before you go back.`);
    if (!(await model.isCurrent(db, previousOf(model))))
      throw new NotSwitchable(`The previous version of the ${model.name} was made by another program than this one, which could not go on with it.`);
  }
  return holding(db, models, async () => {
    const positions: number[] = [];
    for (const model of models) {
      const [next, previous] = [nextOf(model), previousOf(model)];
      await db.query(`alter schema ${model.serving} rename to ${next}; alter schema ${previous} rename to ${model.serving}`);
      positions.push(await positionOf(db, model.serving));
    }
    return positions;
  });
}

/** Throws the next version of a model away, whatever it is worth; false when there is none. Tasks that are under way are waited for. The caller holds the model's lock. */
export async function cancelNext(db: ClientBase, model: Model): Promise<boolean> {
  if (!(await exists(db, nextOf(model)))) return false;
  await untilNotBusy(() => db.query(`drop schema ${nextOf(model)} cascade`));
  return true;
}

const holding = <T>(db: ClientBase, models: readonly Model[], work: () => Promise<T>): Promise<T> =>
  untilNotBusy(() =>
    inTurn(db, WAIT, async () => {
      await db.query(`lock table ${models.map(({ serving }) => `${serving}.checkpoint`).join(', ')} in access exclusive mode`);
      return work();
    }),
  );

async function untilNotBusy<T>(work: () => Promise<T>): Promise<T> {
  for (;;)
    try {
      return await work();
    } catch (error) {
      if (!BUSY.includes((error as { code?: string }).code)) throw error;
    }
}
