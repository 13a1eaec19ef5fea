import {
  type Actor,
  type AnyDecider,
  type Category,
  type FigureId,
  type PersonId,
  type Reach,
  Rejection,
  type StreamId,
  StreamNeeded,
  type World,
  canRead,
  categoryOf,
  deciderOf,
  figureOf,
  isSealed,
  leadsInCharge,
  reading,
} from '@casetrail/domain';
import { type Ledger, LoadedStreams } from '@casetrail/ledger';
import type { Views } from '@casetrail/readmodel';

/** The organs to which sealed records are open. To everybody else they are records that are not there. */
const seesSealed = ({ role }: Actor): boolean => reading.sealed[role] !== undefined;
export const isHidden = (category: Category, actor: Actor): boolean => isSealed(category) && !seesSealed(actor);
/** The totals of the discipline organs are everybody's. Which records and persons are behind them, is sealed as the records are. */
export const isFigureHidden = (id: FigureId, actor: Actor): boolean => figureOf(id).owner === 'discipline' && !seesSealed(actor);
/** What a list of what a figure counts among sealed records answers. */
export const areSealed = (): Rejection => new Rejection('role/not-allowed', 'These records are sealed: they are for the discipline organs.');

/** Asks the ledger something that takes as many streams as it takes. */
export async function asked<T>(streams: LoadedStreams, question: (world: World) => T): Promise<T> {
  for (;;)
    try {
      return question(streams.world);
    } catch (error) {
      if (!(error instanceof StreamNeeded)) throw error;
      await streams.load([error.stream]);
    }
}

/** Whether somebody reaches a record, as the ledger tells it: also before the read models show it. */
export const canSee = (streams: LoadedStreams, id: StreamId, reach: Reach): Promise<boolean> =>
  asked(streams, (world) => world.version(id) > 0 && canRead(id, world, reach, knownDecider));

/** Whether a record is shown to somebody. A person is reached through a case as well: those the read models know. */
export async function isShown(ledger: Ledger, views: Views, id: StreamId, reach: Reach): Promise<boolean> {
  const streams = new LoadedStreams(ledger);
  await streams.load([id]);
  return (await canSee(streams, id, reach)) || (categoryOf(id) === 'person' && (await views.seenBy(reach).personFile(id as PersonId)) !== undefined);
}

/** Whether somebody decides about the access of others to a record. */
export async function decidesAbout(ledger: Ledger, id: StreamId, reach: Reach): Promise<boolean> {
  const streams = new LoadedStreams(ledger);
  await streams.load([id]);
  return asked(streams, (world) => leadsInCharge(id, world, reach, knownDecider));
}

const knownDecider = deciderOf as (stream: StreamId) => AnyDecider;
