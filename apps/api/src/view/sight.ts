import {
  type Actor,
  type AnyDecider,
  type Category,
  type FigureId,
  type Reach,
  Rejection,
  type StreamId,
  StreamNeeded,
  canRead,
  deciderOf,
  figureOf,
  isSealed,
  reading,
} from '@casetrail/domain';
import type { LoadedStreams } from '@casetrail/ledger';

/** The organs to which sealed records are open. To everybody else they are records that are not there. */
const seesSealed = ({ role }: Actor): boolean => reading.sealed[role] !== undefined;
export const isHidden = (category: Category, actor: Actor): boolean => isSealed(category) && !seesSealed(actor);
/** The totals of the discipline organs are everybody's. Which records and persons are behind them, is sealed as the records are. */
export const isFigureHidden = (id: FigureId, actor: Actor): boolean => figureOf(id).owner === 'discipline' && !seesSealed(actor);
/** What a list of what a figure counts among sealed records answers. */
export const areSealed = (): Rejection => new Rejection('role/not-allowed', 'These records are sealed: they are for the discipline organs.');

/** Whether somebody reaches a record, as the ledger tells it: also before the read models show it. */
export async function canSee(streams: LoadedStreams, id: StreamId, reach: Reach): Promise<boolean> {
  for (;;)
    try {
      return streams.world.version(id) > 0 && canRead(id, streams.world, reach, deciderOf as (stream: StreamId) => AnyDecider);
    } catch (error) {
      if (!(error instanceof StreamNeeded)) throw error;
      await streams.load([error.stream]);
    }
}
