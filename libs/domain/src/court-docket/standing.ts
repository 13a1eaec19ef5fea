import type { Context } from '../kernel/decider.ts';
import type { DocketId, SuspectId } from '../kernel/identifiers.ts';
import { refuseIf } from '../kernel/rejection.ts';
import { indictmentOf, supposing } from '../prosecution/standing.ts';
import { suspect } from '../suspect/suspect.ts';
import { allDocketsOf, backFrom } from './chain.ts';
import { isHeavier } from './conclusions.ts';
import { type CourtDocket, courtDocket, defendantOf } from './court-docket.ts';
import { canFollow, rivalOf } from './origins.ts';

/** Refuses what a void would leave of a docket, where a docket after it, the suspects' indexes, its indictment or another docket contradict it. */
export function stands(left: CourtDocket, context: Context): void {
  const self = context.self as DocketId;
  const after = supposing(left, context);
  const before = context.state(courtDocket, self);
  for (const { suspect: id } of before.defendants) reliedOn(followerOf(id, left, context), 'follows from what would be voided');
  if (left.status === 'unknown') return;
  refuseIf(left.defendants.length === 0, 'correction/relied-on', 'The docket would be without a defendant: void it too.');
  for (const { suspect: id } of left.defendants) {
    const isListed = context.state(suspect, id).dockets.includes(self);
    refuseIf(!isListed, 'correction/relied-on', `${id} no longer lists this docket: that record was voided.`, { suspect: id });
    if (left.status === 'merged') continue;
    if (before.status === 'merged') reliedOn(survivorListing(id, before, context), 'took this defendant in: void that listing first');
    reliedOn(rivalOf(id, left, after), 'tries this defendant on the same');
    standsOnOrigin(id, left, before, context);
  }
}

/** A docket that follows this one for the defendant, and could not after the void. */
function followerOf(id: SuspectId, left: CourtDocket, context: Context): DocketId | undefined {
  return allDocketsOf(id, context).find(({ docket }) => {
    if (docket.parent !== context.self || docket.instance === undefined) return false;
    const isLost = !canFollow(docket.instance, left) || defendantOf(left, id) === undefined;
    const isAgainstDefence = docket.instance === 'APPEAL' && left.protestNumber === undefined;
    return isLost || (isAgainstDefence && isHeavier(defendantOf(docket, id)?.verdict, defendantOf(left, id)?.verdict));
  })?.id;
}

const survivorListing = (id: SuspectId, { mergedInto }: CourtDocket, context: Context): DocketId | undefined =>
  mergedInto !== undefined && defendantOf(context.state(courtDocket, mergedInto), id) !== undefined ? mergedInto : undefined;

/** What comes back into a trial must still be indicted, or follow a docket that allows it. Who came by a merger is indicted elsewhere. */
function standsOnOrigin(id: SuspectId, left: CourtDocket, before: CourtDocket, context: Context): void {
  const leaves = ({ conclusion }: CourtDocket) => conclusion?.kind === 'WITHDRAWAL_ALLOWED';
  const comesBack = ['unknown', 'merged'].includes(before.status) || leaves(before) || defendantOf(before, id) === undefined;
  const isTakenIn = allDocketsOf(id, context).some(({ docket }) => docket.mergedInto === context.self);
  if (leaves(left) || !comesBack || isTakenIn) return;
  const { instance, parent } = left;
  const isCutOff = parent !== undefined && instance !== undefined && !canFollow(instance, context.state(courtDocket, parent));
  refuseIf(isCutOff, 'correction/relied-on', `This docket can no longer follow ${parent}.`, { reliedOnBy: parent });
  const file = backFrom(left, context).at(-1)?.prosecution;
  const isIndicted = file !== undefined && indictmentOf(id, file, context)?.party.outcome === 'indicted';
  refuseIf(!isIndicted, 'correction/relied-on', `${id} is no longer indicted: the docket cannot go on.`, { reliedOnBy: file });
}

function reliedOn(by: DocketId | undefined, how: string): void {
  refuseIf(by !== undefined, 'correction/relied-on', `The docket ${by} ${how}.`, { reliedOnBy: by });
}
