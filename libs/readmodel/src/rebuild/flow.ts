import type { ClientBase } from 'pg';
import type { Order } from './hands.ts';
import type { ModelName } from './model.ts';
import { modelNames, modelOf } from './models.ts';
import { leftOf, planOf } from './plan.ts';
import { RebuildGone } from './run-task.ts';

/** What a queue carries of a rebuild: one task, or what comes when a phase is over. */
export type Piece = Order | (Omit<Order, 'no'> & { readonly after: number });
export type PhaseStep = { readonly last: string; readonly before: readonly string[] };

const PATTERN = /^(\w+)\.([0-9a-f-]{36})\.(after-)?(\d+)$/;
const idOf = (model: ModelName, rebuild: string, piece: string | number) => `${model}.${rebuild}.${piece}`;
export const isPieceOf = (rebuild: string, id: string): boolean => id.split('.')[1] === rebuild;

/** @throws Error for what is no piece of a rebuild */
export function readPiece(id: string): Piece {
  const [, name, rebuild = '', isLast, number] = PATTERN.exec(id) ?? [];
  const model = modelNames.find((one) => one === name);
  if (!model) throw new Error(`${id} is no piece of a rebuild`);
  return isLast ? { model, rebuild, after: Number(number) } : { model, rebuild, no: Number(number) };
}

async function phasesLeft(db: ClientBase, name: ModelName, rebuild: string) {
  const model = modelOf(name);
  if ((await planOf(db, model))?.id !== rebuild) throw new RebuildGone(rebuild);
  return leftOf(db, model);
}

/**
 * What is to be queued next of a rebuild: the tasks of its next phase side by side, and after them whoever sees that all are done and queues the phase after
 * that. A phase of one task is that last piece alone. Undefined when everything is done. @throws RebuildGone
 */
export async function nextStep(db: ClientBase, model: ModelName, rebuild: string): Promise<PhaseStep | undefined> {
  const [next] = await phasesLeft(db, model, rebuild);
  if (!next) return undefined;
  const before = next.tasks.length === 1 ? [] : next.tasks.map((no) => idOf(model, rebuild, no));
  return { last: idOf(model, rebuild, `after-${next.phase}`), before };
}

/** Tasks that should be done when a phase is over, and are not. @throws RebuildGone */
export async function missingOf(db: ClientBase, model: ModelName, rebuild: string, phase: number): Promise<readonly number[]> {
  return (await phasesLeft(db, model, rebuild)).filter((one) => one.phase <= phase).flatMap(({ tasks }) => tasks);
}
