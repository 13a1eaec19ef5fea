import type { Context } from '../kernel/decider.ts';
import type { DocketId, SuspectId } from '../kernel/identifiers.ts';
import { suspect } from '../suspect/suspect.ts';
import { type CourtDocket, type Verdict, courtDocket, defendantOf } from './court-docket.ts';

/** One trial goes through several dockets: first instance, appeal, after a remand a first instance again, retrial. */

type Streams = Pick<Context, 'state'>;
export type Listed = { readonly id: DocketId; readonly docket: CourtDocket };

/** Every docket that lists a defendant, merged ones too, in the order of the suspect's index. */
export const allDocketsOf = (id: SuspectId, context: Streams): readonly Listed[] =>
  context
    .state(suspect, id)
    .dockets.map((docket) => ({ id: docket, docket: context.state(courtDocket, docket) }))
    .filter(({ docket }) => docket.status !== 'unknown' && defendantOf(docket, id) !== undefined);

/** The dockets that a defendant is tried in, the latest last: the survivor stands for a merged one. */
export const docketsOf = (id: SuspectId, context: Streams): readonly Listed[] => allDocketsOf(id, context).filter(({ docket }) => docket.status !== 'merged');

/** A docket and those before it, back to the one that was accepted on the indictment. */
export function backFrom(docket: CourtDocket, context: Streams): readonly CourtDocket[] {
  return docket.parent === undefined ? [docket] : [docket, ...backFrom(context.state(courtDocket, docket.parent), context)];
}

/** The verdict on a defendant as a docket leaves it: its own, or the one before it that it lets stand. */
export const verdictOn = (id: SuspectId, docket: CourtDocket, context: Streams): Verdict | undefined =>
  backFrom(docket, context)
    .map((one) => defendantOf(one, id)?.verdict)
    .find((verdict) => verdict !== undefined);
