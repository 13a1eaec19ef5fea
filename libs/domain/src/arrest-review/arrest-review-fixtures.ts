import {
  arrestRequested,
  bailed,
  detained,
  elsewhere,
  member,
  opened,
  otherOpened,
  otherSuspect,
  theCase,
  theSuspect,
  underInvestigation,
} from '../fixtures.ts';
import type { ArrestReviewId, SuspectId } from '../kernel/identifiers.ts';
import { type Issue, type Said, chiefProcurator, issueOf, leader, procurator, saidOf, streamNamed } from '../kernel/specify.ts';
import type { SuspectEvent } from '../suspect/suspect-messages.ts';
import type { ArrestReviewCommand, ArrestReviewEvent } from './arrest-review-messages.ts';

/** Arrest is asked for of two suspects of the case, one detained and one on bail, on 31 March 2020; the file is opened that day. */
export const theReview = streamNamed('arrest_review', 1);
export const otherReview = streamNamed('arrest_review', 2);
/** Made by a split of the first file. */
export const childReview = streamNamed('arrest_review', 3);
export const thirdSuspect = member(1);

const text = 'for the test';
const on = '2020-03-31';
const person = streamNamed('person', 1);
const otherPerson = streamNamed('person', 2);
const openingOf = (review: ArrestReviewId, fileNumber: string, suspects: SuspectId[], more: { splitFrom?: ArrestReviewId } = {}): Said[] => [
  saidOf<ArrestReviewEvent>(review)(
    'ArrestReviewOpened',
    { fileNumber, case: theCase, suspects, scope: 'MAFIA', district: '370202', ...more },
    { occurredOn: on, by: procurator },
  ),
  ...suspects.map((id) => saidOf<SuspectEvent>(id)('ArrestReviewListed', { review }, { occurredOn: on, by: procurator })),
];

export const askedToArrest: Said[] = [detained, arrestRequested, ...elsewhere([bailed, arrestRequested], otherSuspect)];
export const thirdAsked: Said[] = [...opened(thirdSuspect, streamNamed('person', 11), theCase), ...elsewhere([bailed, arrestRequested], thirdSuspect)];
/** Three suspects of the case under investigation, of whom the police ask for the arrest. */
export const beforeReview: Said[] = [...underInvestigation, ...otherOpened, ...askedToArrest, ...thirdAsked];

const ofReview = saidOf<ArrestReviewEvent>(theReview);
const byProcurator = { occurredOn: on, by: procurator };
export const reviewOpened = openingOf(theReview, 'AR-1', [theSuspect, otherSuspect]);
export const otherReviewOpened = openingOf(otherReview, 'AR-2', [thirdSuspect]);
export const arrestApproved = ofReview('ArrestApproved', { suspect: theSuspect, person, decisionNumber: 'AP-1' }, byProcurator);
export const arrestDisapproved = ofReview('ArrestDisapproved', { suspect: otherSuspect, person: otherPerson, ground: 'NO_NEED' }, byProcurator);
export const approvalRevoked = ofReview('ArrestApprovalRevoked', { suspect: theSuspect, person, ground: text }, byProcurator);
export const reconsiderationRequested = ofReview(
  'ReconsiderationRequested',
  { suspect: otherSuspect, person: otherPerson, level: 'SAME' },
  { occurredOn: on, by: leader },
);
export const reconsidered = (outcome: 'UPHELD' | 'CHANGED') =>
  ofReview('ReconsiderationDecided', { suspect: otherSuspect, person: otherPerson, outcome, decisionNumber: 'RC-1' }, { occurredOn: on, by: chiefProcurator });
export const otherApproved = ofReview(
  'ArrestApproved',
  { suspect: otherSuspect, person: otherPerson, decisionNumber: 'RC-1' },
  { occurredOn: on, by: chiefProcurator },
);
export const reviewReclassified = ofReview('ArrestReviewReclassified', { from: 'MAFIA', scope: 'EVIL', basis: text }, byProcurator);
export const reviewsMerged = ofReview('ArrestReviewsMerged', { survivor: otherReview }, byProcurator);
export const reviewSplit: Said[] = [
  ofReview('ArrestReviewSplit', { child: childReview, suspects: [otherSuspect] }, byProcurator),
  ...openingOf(childReview, 'AR-3', [otherSuspect], { splitFrom: theReview }),
];
export const reviewClosed = ofReview('ArrestReviewClosed', {}, byProcurator);
/** The detained suspect's arrest, executed on its approval. */
export const arrestedOnApproval = saidOf<SuspectEvent>(theSuspect)(
  'ArrestExecuted',
  { review: theReview, warrantNumber: 'W-1', at: '2020-03-31T15:00:00+08:00' },
  { occurredOn: on, by: leader },
);

const toReview = issueOf<ArrestReviewCommand>(theReview);
const by = procurator;
const corrected = { by: procurator, approvedBy: chiefProcurator };
export const arrestReviewCommandsOf = {
  OpenArrestReview: toReview('OpenArrestReview', { fileNumber: 'AR-1', case: theCase, suspects: [theSuspect, otherSuspect], scope: 'MAFIA' }, { by }),
  ApproveArrest: toReview('ApproveArrest', { suspect: theSuspect, decisionNumber: 'AP-1' }, { by }),
  DisapproveArrest: toReview('DisapproveArrest', { suspect: otherSuspect, ground: 'NO_NEED' }, { by }),
  RevokeArrestApproval: toReview('RevokeArrestApproval', { suspect: theSuspect, ground: text }, corrected),
  RequestReconsideration: toReview('RequestReconsideration', { suspect: otherSuspect, level: 'SAME' }),
  DecideReconsideration: toReview('DecideReconsideration', { suspect: otherSuspect, outcome: 'CHANGED', decisionNumber: 'RC-1' }, { by: chiefProcurator }),
  ReclassifyArrestReview: toReview('ReclassifyArrestReview', { scope: 'EVIL', basis: text }, corrected),
  MergeArrestReview: toReview('MergeArrestReview', { survivor: otherReview }, corrected),
  SplitArrestReview: toReview('SplitArrestReview', { fileNumber: 'AR-3', suspects: [otherSuspect] }, corrected),
  CloseArrestReview: toReview('CloseArrestReview', {}, { by }),
} satisfies Record<ArrestReviewCommand['type'], Issue>;
