import type { Context } from '../kernel/decider.ts';
import { notBefore } from '../kernel/guards.ts';
import type { ArrestReviewId, CaseId, SuspectId } from '../kernel/identifiers.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { type Suspect, suspect } from '../suspect/suspect.ts';
import { type ArrestReview, arrestReview, outcomeOf } from './arrest-review.ts';

/** Refuses what a void would leave of a file, where an arrest, a file split from it or the requests it answers contradict it. */
export function stands(state: ArrestReview, context: Context): void {
  const self = context.self as ArrestReviewId;
  const stateOf = (id: ArrestReviewId) => context.state(arrestReview, id);
  const before = stateOf(self);
  const arrested = before.suspects
    .map(({ suspect: id }) => id)
    .filter((id) => context.state(suspect, id).arrestsExecuted.includes(self) && !['approved', 'revoked'].includes(outcomeOf({ suspect: id }, state) ?? ''));
  refuseIf(arrested.length > 0, 'correction/relied-on', 'An arrest was executed on an approval that would be voided.', { reliedOnBy: arrested });
  const torn = before.children.filter((id) => !state.children.includes(id) && stateOf(id).status !== 'unknown');
  refuseIf(torn.length > 0, 'correction/relied-on', 'A file was split from this one: void its opening first.', { reliedOnBy: torn });
  if (state.status === 'unknown') return;

  const { splitFrom, mergedInto } = state;
  refuseIf(
    splitFrom !== undefined && !stateOf(splitFrom).children.includes(self),
    'correction/relied-on',
    'The file that this one was split from decides about its suspects itself.',
  );
  refuseIf(
    mergedInto !== undefined && ['unknown', 'merged'].includes(stateOf(mergedInto).status),
    'arrest-review/survivor-not-open',
    'The surviving file is no more.',
  );
  for (const { suspect: id, outcome, reconsideration } of state.suspects) {
    refuseIf(reconsideration === 'changed', 'correction/relied-on', 'A changed decision is followed by the approval it comes to: void both.');
    refuseIf(!restsOnRequest(state, self, context.state(suspect, id)), 'correction/relied-on', 'Nobody asks to arrest this suspect: that record was voided.');
    if (outcome === 'undecided') notUnderReview(id, context);
  }
}

/** The police ask to arrest a suspect of the case, and no other file is to decide about them. */
export function awaitsReview(id: SuspectId, file: CaseId, context: Context): void {
  const { case: own, measure, measureOn } = context.state(suspect, id);
  refuseIf(own !== file, 'arrest-review/not-of-this-case', `${id} is not a suspect in that case.`, { suspect: id });
  refuseIf(measure !== 'arrest_requested', 'arrest-review/arrest-not-requested', `The police do not ask to arrest ${id}.`, { suspect: id });
  notBefore(measureOn, context, 'arrest-review/before-request');
  notUnderReview(id, context);
}

function notUnderReview(id: SuspectId, context: Context): void {
  const other = context
    .state(suspect, id)
    .arrestReviews.find((review) => review !== context.self && outcomeOf({ suspect: id }, context.state(arrestReview, review)) === 'undecided');
  if (other) refuse('arrest-review/already-under-review', 'The arrest of this suspect is already under review.', { suspect: id, review: other });
}

/** Whether a suspect is still of the file's case, lists the file, and was one whom the police asked to arrest before it was opened. */
export const restsOnRequest = (review: ArrestReview, id: ArrestReviewId, part: Suspect): boolean =>
  part.case === review.case && part.arrestReviews.includes(id) && part.arrestRequestedOn.some((on) => on <= (review.openedOn ?? on));
