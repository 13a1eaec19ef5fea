import { arrestReview } from '../arrest-review/arrest-review.ts';
import { restsOnRequest } from '../arrest-review/standing.ts';
import { courtDocket } from '../court-docket/court-docket.ts';
import { criminalCase } from '../criminal-case/criminal-case.ts';
import type { Context } from '../kernel/decider.ts';
import { notBefore } from '../kernel/guards.ts';
import type { ArrestReviewId, CaseId, PersonId, StreamId, SuspectId } from '../kernel/identifiers.ts';
import { police } from '../kernel/organs.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { person } from '../person/person.ts';
import { prosecution } from '../prosecution/prosecution.ts';
import { type Spell, isMeasured, overlap } from './custody.ts';
import { type Suspect, suspect } from './suspect.ts';

/** Refuses what a void would leave of a suspect, where the case, the person, the files on them or another custody contradict it. */
export function stands(state: Suspect, context: Context): void {
  const { procedure, person: human, case: file } = state;
  namedByFiles(state, context);
  if (human === undefined || file === undefined) return;
  const { filedOn, status, suspects } = context.state(criminalCase, file);
  const registered = context.state(person, human);
  refuseIf(filedOn === undefined || (status === 'withdrawn' && isMeasured(state)), 'criminal-case/not-filed', `The case is ${status.replaceAll('_', ' ')}.`);
  refuseIf(registered.status === 'unknown', 'person/is-unknown', 'There is no such person.');
  const isListed = [suspects, registered.suspects].every((listed) => listed.includes(context.self as SuspectId));
  refuseIf(!isListed, 'correction/relied-on', 'The case or the person no longer lists this suspect: that record was voided.');
  refuseIf(procedure !== 'suspect' && isMeasured(state), 'correction/relied-on', 'No measure stays in force where the proceedings have ended.');
  if (!hasEnded(state)) notOpenedTwice({ person: human, case: file }, context);
  notHeldElsewhere(state, state.spells, context);
}

/** The part in the case is over, and a new one can be opened where the case is reopened or comes back. */
const hasEnded = ({ procedure }: Suspect): boolean => procedure === 'terminated' || procedure === 'closed';

/** A suspect is opened in a filed case that goes on, under the identity that stands, and once. */
export function canBeOpened(data: { person: PersonId; case: CaseId }, context: Context): void {
  const { status, filedOn, reportedOn } = context.state(criminalCase, data.case);
  refuseIf(status === 'unknown', 'criminal-case/is-unknown', 'There is no such case.');
  refuseIf(filedOn === undefined, 'criminal-case/not-filed', 'A suspect is opened in a filed case only.');
  refuseIf(['merged', 'withdrawn', 'transferred_out', 'closed'].includes(status), 'criminal-case/not-open', `The case is ${status.replaceAll('_', ' ')}.`);
  notBefore(reportedOn ?? filedOn, context, 'suspect/before-report');
  const human = context.state(person, data.person);
  refuseIf(human.status === 'unknown', 'person/is-unknown', 'There is no such person.');
  refuseIf(human.identity === 'merged', 'person/is-merged', `This identity was merged into ${human.mergedInto}: name that person.`, {
    survivor: human.mergedInto,
  });
  notOpenedTwice(data, context);
}

function notOpenedTwice({ person: human, case: file }: { person: PersonId; case: CaseId }, context: Context): void {
  const parts = context
    .state(person, human)
    .suspects.filter((id) => id !== context.self)
    .map((id) => ({ id, state: context.state(suspect, id) }));
  const again = parts.find(({ state }) => state.case === file && !hasEnded(state));
  if (again) refuse('suspect/already-opened', 'The person is already a suspect in this case.', { suspect: again.id });
}

/** No compulsory measure before the case is filed (MPS 174). The police impose none when they have closed their file; the organs after them still do. */
export function filedCase(state: Suspect, context: Context, isOfPolice = police.includes(context.actor.role)) {
  const file = context.state(criminalCase, state.case as CaseId);
  refuseIf(
    !['filed', 'investigating', 'concluded', 'transferred', 'merged', ...(isOfPolice ? [] : ['closed'])].includes(file.status),
    'criminal-case/not-filed',
    `The case is ${file.status.replaceAll('_', ' ')}: no compulsory measure (MPS 174).`,
  );
  return file;
}

export function afterFiling(state: Suspect, context: Context): void {
  notBefore(filedCase(state, context).filedOn, context, 'suspect/before-filing');
}

/** Custody of one person never overlaps across cases. */
export function notHeldElsewhere(state: Suspect, spells: readonly Spell[], context: Context): void {
  if (spells.length === 0) return;
  const elsewhere = context
    .state(person, state.person as PersonId)
    .suspects.find((id: SuspectId) => id !== context.self && context.state(suspect, id).spells.some((other) => spells.some((spell) => overlap(spell, other))));
  if (elsewhere)
    refuse('suspect/held-elsewhere', 'The person is already in custody in another case: change the basis of that custody.', { suspect: elsewhere });
}

/** Nobody is arrested whose arrest was neither approved nor decided (CPL 80); one approval is for one arrest, that of the request it answers. */
export function approvedOrDecided(review: ArrestReviewId | undefined, state: Suspect, context: Context): void {
  if (review === undefined) {
    refuseIf(
      state.arrestDecidedOn === undefined,
      'suspect/arrest-not-decided',
      'No court or procuratorate has decided on an arrest: name the review that approved it.',
    );
    notBefore(state.arrestDecidedOn, context, 'suspect/before-decision');
    return;
  }
  const { outcome, decidedOn } = approvalIn(review, context) ?? {};
  if (outcome !== 'approved' || decidedOn === undefined)
    return refuse('suspect/arrest-not-approved', `That review has not approved the arrest, or no longer does.`);
  const isSpent = state.arrestsExecuted.includes(review) || [state.freedOn, state.arrestRequestedOn.at(-1)].some((on) => on !== undefined && decidedOn < on);
  refuseIf(isSpent, 'suspect/approval-spent', 'That approval was executed, or the person was set free since: ask for arrest again (MPS 163).');
  notBefore(decidedOn, context, 'suspect/before-decision');
}

const approvalIn = (review: ArrestReviewId, context: Context) => context.state(arrestReview, review).suspects.find(({ suspect: id }) => id === context.self);

/** The files of the procuratorate and the court that name the suspect rely on the part in the case; each arrest, on its approval. */
function namedByFiles(state: Suspect, context: Context): void {
  const self = context.self as SuspectId;
  const { arrestReviews, prosecutions, dockets } = context.state(suspect, self);
  const isLive = (file: { readonly status: string }) => file.status !== 'unknown';
  const left: StreamId[] = [
    ...arrestReviews.filter((id) => {
      const review = context.state(arrestReview, id);
      return isLive(review) && !restsOnRequest(review, id, state);
    }),
    ...prosecutions.filter((id) => isLive(context.state(prosecution, id)) && (state.case === undefined || !state.prosecutions.includes(id))),
    ...dockets.filter((id) => isLive(context.state(courtDocket, id)) && (state.case === undefined || !state.dockets.includes(id))),
    ...state.arrestsExecuted.filter((id) => !['approved', 'revoked'].includes(approvalIn(id, context)?.outcome ?? '')),
  ];
  refuseIf(left.length > 0, 'correction/relied-on', 'There are files that rely on what would be voided, or no longer bear what would be put back.', {
    reliedOnBy: left,
  });
}
