import {
  type AnyDecider,
  type Category,
  type EventId,
  type FigureId,
  type Reach,
  Rejection,
  type StreamId,
  StreamNeeded,
  type World,
  acting,
  canRead,
  categoryOf,
  concernOf,
  deciderOf,
  isReached,
  isSealed,
  isSealedFigure,
  leadsInCharge,
  streamOfEvent,
} from '@casetrail/domain';
import { type Ledger, LoadedStreams } from '@casetrail/ledger';

/** The organs to which sealed records are open. To everybody else they are records that are not there. */
export const seesSealed = ({ scope }: Reach): boolean => scope.sealed !== 'none';
/** Whether an event is to somebody one that is not there: of a sealed record, or of one that a conflict of interest hides. */
export const isEventHidden = (event: EventId, reach: Reach): boolean =>
  (isSealed(categoryOf(streamOfEvent(event)) as Category) && !seesSealed(reach)) || reach.closed.includes(streamOfEvent(event));
/** What a figure counts is told of the whole city, but for what a conflict of interest hides from whoever asks. */
export const isFactShown = ({ unit, events }: { readonly unit: StreamId; readonly events: readonly EventId[] }, { closed }: Reach): boolean =>
  !closed.includes(unit) && !events.some((event) => closed.includes(streamOfEvent(event)));
/** The totals of the discipline organs are everybody's. Which records and persons are behind them, is sealed as the records are. */
export const isFigureHidden = (id: FigureId, reach: Reach): boolean => isSealedFigure(id) && !seesSealed(reach);
/** What a list of what a figure counts among sealed records answers. */
export const areSealed = (): Rejection => new Rejection('role/not-allowed', 'These records are sealed: they are for the discipline organs.');

/** Asks the ledger something that takes as many streams as it takes. */
export async function asked<T>(streams: LoadedStreams, question: (world: World) => T): Promise<T> {
  for (;;)
    try {
      return question(streams.world);
    } catch (error) {
      if (!(error instanceof StreamNeeded)) throw error;
      await streams.loadAround(error.stream);
    }
}

/** Whether somebody reaches a record, as the ledger tells it: also before the read models show it. */
export const canSee = (streams: LoadedStreams, id: StreamId, reach: Reach): Promise<boolean> =>
  asked(streams, (world) => canRead(id, world, reach, knownDecider));

/** As `canSee`, of a record that is not loaded yet. */
export async function isShown(ledger: Ledger, id: StreamId, reach: Reach): Promise<boolean> {
  const streams = new LoadedStreams(ledger);
  await streams.load([id]);
  return canSee(streams, id, reach);
}

/** Whether a record is within reach for acting on it: access that was granted, or taken, is for reading. */
export async function canActOn(ledger: Ledger, id: StreamId, reach: Reach): Promise<boolean> {
  const streams = new LoadedStreams(ledger);
  await streams.load([id]);
  return asked(streams, (world) => world.version(id) > 0 && isReached(acting(reach), concernOf(id, world, knownDecider)));
}

/** Whether somebody decides about the access of others to a record. */
export async function decidesAbout(ledger: Ledger, id: StreamId, reach: Reach): Promise<boolean> {
  const streams = new LoadedStreams(ledger);
  await streams.load([id]);
  return asked(streams, (world) => leadsInCharge(id, world, reach, knownDecider));
}

const knownDecider = deciderOf as (stream: StreamId) => AnyDecider;
