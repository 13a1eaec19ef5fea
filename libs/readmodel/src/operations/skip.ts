import { randomUUID } from 'node:crypto';
import { type Actor, type ProjectorName, Rejection, civilDateAt } from '@casetrail/domain';
import { type Ledger, type Receipt, execute } from '@casetrail/ledger';
import type { Pool } from 'pg';
import { inTransaction } from '../transactions.ts';
import { modelOf } from '../rebuild/models.ts';
import { planOf } from '../rebuild/plan.ts';
import { holdCheckpoint, projectorStandings } from './projectors.ts';

export type SkipAsked = { readonly projector: ProjectorName; readonly position: number; readonly reason: string; readonly actor: Actor };

/**
 * Lets a projector leave out, for good, the event that it has stopped before: recorded in the ledger, with who decided it and why. The projector is held where
 * it is, and a rebuild kept away, until that is recorded: so nobody has counted the event, nor ever will.
 * `worker` has the rights of the workers, the ledger those of the api.
 * @throws Rejection when the projector has not stopped before that very event, or is being rebuilt
 */
export async function skipEvent(worker: Pool, ledger: Ledger, { projector, position, reason, actor }: SkipAsked): Promise<Receipt> {
  return inTransaction(worker, 'begin', async (db) => {
    const model = modelOf(projector);
    const { rows } = await db.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [model.lock]);
    const plan = await planOf(db, model);
    if (!rows[0]?.taken || (plan?.by === 'workers' && !plan.isFinished))
      throw new Rejection('projector/is-being-rebuilt', `${projector} is being rebuilt: wait until that is over, or cancel it.`);
    await holdCheckpoint(projector, db);
    const stop = (await projectorStandings(db)).find(({ name }) => name === projector)?.stop;
    if (!stop) throw new Rejection('projector/is-running', `${projector} has not stopped: there is nothing to leave out.`);
    if (stop.cause === 'rebuild') throw new Rejection('projector/needs-rebuild', `No event keeps ${projector} from going on. ${stop.reason}`);
    if (stop.position !== position)
      throw new Rejection('projector/stopped-elsewhere', `${projector} has stopped before position ${stop.position}, not ${position}.`, {
        position: String(stop.position),
      });
    const [first] = await ledger.read(0, 1);
    if (!first) throw new Rejection('ledger/is-unknown', 'The ledger is empty.');
    const now = new Date();
    return execute(
      ledger,
      {
        id: randomUUID(),
        stream: first.event.stream,
        type: 'SkipEvent',
        data: { projector, position, reason },
        act: { occurredOn: civilDateAt(now) },
        actor,
      },
      now,
    );
  });
}
