import type { Role } from '../kernel/envelope.ts';
import { type Issue, type Outcomes, chiefProcurator, everyPair, given, procurator, rolesFor, unfit } from '../kernel/specify.ts';
import {
  approvalRevoked,
  arrestApproved,
  arrestDisapproved,
  arrestReviewCommandsOf,
  beforeReview,
  otherApproved,
  otherReviewOpened,
  reconsiderationRequested,
  reconsidered,
  reviewClosed,
  reviewOpened,
  reviewReclassified,
  reviewSplit,
  reviewsMerged,
  theReview,
} from './arrest-review-fixtures.ts';
import type { ArrestReviewCommand } from './arrest-review-messages.ts';

type Type = ArrestReviewCommand['type'];
const byProcurators = (issue: Issue): Issue => ({ ...issue, by: procurator, approvedBy: chiefProcurator });

const around = [...beforeReview, ...otherReviewOpened];
const opened = [...around, ...reviewOpened];
const decided = [...opened, arrestApproved, arrestDisapproved];
const situations = {
  unknown: { is: 'unknown', said: around },
  open: { is: 'open', said: opened },
  'open, one approved': { is: 'open', said: [...opened, arrestApproved] },
  split: { is: 'open', said: [...opened, ...reviewSplit] },
  'split and decided': { is: 'decided', said: [...opened, ...reviewSplit, arrestApproved] },
  decided: { is: 'decided', said: decided },
  'decided, approval revoked': { is: 'decided', said: [...decided, approvalRevoked] },
  'to be reconsidered': { is: 'decided', said: [...decided, reconsiderationRequested] },
  upheld: { is: 'decided', said: [...decided, reconsiderationRequested, reconsidered('UPHELD')] },
  changed: { is: 'decided', said: [...decided, reconsiderationRequested, reconsidered('CHANGED'), otherApproved] },
  reclassified: { is: 'open', said: [...opened, reviewReclassified] },
  closed: { is: 'closed', said: [...decided, reviewClosed] },
  merged: { is: 'merged', said: [...decided, reviewsMerged] },
};

const always = { OpenArrestReview: 'nothing', VoidRecords: 'RecordVoided' };
const classifiable = { ReclassifyArrestReview: 'ArrestReviewReclassified' };
const askable = { RequestReconsideration: 'ReconsiderationRequested', DecideReconsideration: 'arrest-review/no-reconsideration' };
const undecided = {
  RevokeArrestApproval: 'arrest-review/suspect-undecided',
  RequestReconsideration: 'arrest-review/suspect-undecided',
  DecideReconsideration: 'arrest-review/suspect-undecided',
};
const isOpen = {
  ...always,
  ...classifiable,
  ...undecided,
  ApproveArrest: 'ArrestApproved',
  DisapproveArrest: 'ArrestDisapproved',
  SplitArrestReview: 'ArrestReviewSplit + ArrestReviewOpened + ArrestReviewListed',
};
const approved = { ApproveArrest: 'nothing', RevokeArrestApproval: 'ArrestApprovalRevoked' };
const inHand = { ...always, ...classifiable, ...approved, MergeArrestReview: 'ArrestReviewsMerged', CloseArrestReview: 'ArrestReviewClosed' };
const disapproved = { DisapproveArrest: 'nothing' };
const matrix: Outcomes<keyof typeof situations, Type> = {
  unknown: { OpenArrestReview: 'ArrestReviewOpened + ArrestReviewListed + ArrestReviewListed', VoidRecords: 'correction/no-such-record' },
  open: isOpen,
  'open, one approved': { ...isOpen, ...approved },
  split: {
    ...isOpen,
    DisapproveArrest: 'arrest-review/suspect-moved',
    RequestReconsideration: 'arrest-review/suspect-moved',
    DecideReconsideration: 'arrest-review/suspect-moved',
    SplitArrestReview: 'arrest-review/suspect-moved',
    VoidRecords: 'correction/relied-on',
  },
  'split and decided': { ...inHand, RequestReconsideration: 'arrest-review/suspect-moved', DecideReconsideration: 'arrest-review/suspect-moved' },
  decided: { ...inHand, ...disapproved, ...askable },
  'decided, approval revoked': { ...inHand, ...disapproved, ...askable, ApproveArrest: 'arrest-review/is-decided', RevokeArrestApproval: 'nothing' },
  // the void is asked for by the procuratorate: the request is the police's to void
  'to be reconsidered': {
    ...inHand,
    ...disapproved,
    RequestReconsideration: 'nothing',
    DecideReconsideration: 'ReconsiderationDecided + ArrestApproved',
    CloseArrestReview: 'arrest-review/reconsideration-pending',
    VoidRecords: 'role/not-allowed',
  },
  upheld: { ...inHand, ...disapproved, ...askable, RequestReconsideration: 'arrest-review/level-out-of-order' },
  changed: {
    ...inHand,
    RequestReconsideration: 'arrest-review/suspect-approved',
    DecideReconsideration: 'arrest-review/suspect-approved',
    VoidRecords: 'correction/relied-on', // both, or none
  },
  reclassified: { ...isOpen, ReclassifyArrestReview: 'nothing' },
  closed: { ...always, ...classifiable, ...approved, ...disapproved, ...askable, CloseArrestReview: 'nothing' },
  merged: { ...always, ...approved, ...disapproved, ...askable, MergeArrestReview: 'nothing' },
};

const procurators: readonly Role[] = ['PROCURATOR', 'CHIEF_PROCURATOR'];
const allowed: Record<Type, readonly Role[]> = {
  OpenArrestReview: procurators,
  ApproveArrest: procurators,
  DisapproveArrest: procurators,
  RevokeArrestApproval: procurators,
  RequestReconsideration: ['POLICE_LEADER'],
  DecideReconsideration: procurators,
  ReclassifyArrestReview: procurators,
  MergeArrestReview: procurators,
  SplitArrestReview: procurators,
  CloseArrestReview: procurators,
};

describe('an arrest review', () => {
  it.each(everyPair(theReview, situations, arrestReviewCommandsOf, matrix))('%s: %s → %s', (_situation, command, expected, said, issue) => {
    const outcome = given(said).when(command === 'VoidRecords' ? byProcurators(issue) : issue);
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theReview)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) => expect(rolesFor(arrestReviewCommandsOf[command])).toEqual(roles));
});
