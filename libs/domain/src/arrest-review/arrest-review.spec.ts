import { arrestRequested, deceased, detained, elsewhere, otherSuspect, released, terminated, theCase, thePerson, theSuspect } from '../fixtures.ts';
import { type Issue, type Said, chiefProcurator, given, investigator, leader, procurator, streamNamed, voidOf } from '../kernel/specify.ts';
import {
  approvalRevoked,
  arrestApproved,
  arrestDisapproved,
  arrestReviewCommandsOf,
  arrestedOnApproval,
  beforeReview,
  childReview,
  otherApproved,
  otherReview,
  otherReviewOpened,
  reconsiderationRequested,
  reconsidered,
  reviewClosed,
  reviewOpened,
  reviewReclassified,
  reviewSplit,
  reviewsMerged,
  theReview,
  thirdSuspect,
} from './arrest-review-fixtures.ts';
import { disapprovalGrounds } from './arrest-review-messages.ts';
import { arrestReview } from './arrest-review.ts';

const {
  OpenArrestReview: open,
  ApproveArrest: approve,
  DisapproveArrest: disapprove,
  RevokeArrestApproval: revoke,
  RequestReconsideration: request,
  DecideReconsideration: reconsider,
  ReclassifyArrestReview: reclassify,
  MergeArrestReview: merge,
  SplitArrestReview: split,
  CloseArrestReview: close,
} = arrestReviewCommandsOf;
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn = '2020-04-02'): Said => ({ ...said, occurredOn });
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;
const byProcurators = (issue: Issue): Issue => ({ ...issue, by: procurator, approvedBy: chiefProcurator });
const stateOf = (...said: (Said | readonly Said[])[]) => given(...said).state(arrestReview, theReview);
const outcomes = (...said: (Said | readonly Said[])[]) => stateOf(...said).suspects.map(({ outcome }) => outcome);

const around = [...beforeReview, ...otherReviewOpened];
const opened = [...around, ...reviewOpened];
const decided = [...opened, arrestApproved, arrestDisapproved];
const changed = [...decided, reconsiderationRequested, reconsidered('CHANGED'), otherApproved];

describe('an arrest review', () => {
  describe('is opened', () => {
    it('in the district of the procurator, and each suspect lists it', () => {
      const [review, ...listed] = given(around).when({ ...open, by: { ...procurator, district: '370203' } }).events;
      expect(review?.data).toMatchObject({ district: '370203', scope: 'MAFIA', suspects: [theSuspect, otherSuspect] });
      expect(listed.map(({ on, data }) => [on, data])).toEqual([theSuspect, otherSuspect].map((id) => [id, { review: theReview }]));
    });
    it('on suspects of the case', () => {
      const notOurs = saying(open, { case: streamNamed('criminal_case', 2) });
      given(around).when(notOurs).thenRejected('arrest-review/not-of-this-case', { suspect: theSuspect });
      given(around)
        .when(saying(open, { suspects: [streamNamed('suspect', 7)] }))
        .thenRejected('arrest-review/not-of-this-case');
    });
    it('on suspects whose arrest the police ask for', () => {
      given(around, released).when(open).thenRejected('arrest-review/arrest-not-requested', { suspect: theSuspect });
      given(around, deceased).when(open).thenRejected('arrest-review/arrest-not-requested');
    });
    it('naming each suspect once', () =>
      given(around)
        .when(saying(open, { suspects: [theSuspect, theSuspect] }))
        .thenRejected('arrest-review/named-twice'));
    it('not before the request', () => given(around).when(dated(open, '2020-03-30')).thenRejected('arrest-review/before-request'));
    it('not on a suspect whose arrest is still under review', () => {
      const again = { ...saying(open, { fileNumber: 'AR-9', suspects: [otherSuspect] }), stream: streamNamed('arrest_review', 9) };
      given(opened).when(again).thenRejected('arrest-review/already-under-review', { suspect: otherSuspect, review: theReview });
      given(opened, reviewSplit).when(again).thenRejected('arrest-review/already-under-review', { suspect: otherSuspect, review: childReview });
      given(opened, arrestDisapproved).when(again).then('ArrestReviewOpened', 'ArrestReviewListed');
    });
    it('under one number', () =>
      given(opened)
        .when(saying(open, { fileNumber: 'AR-7' }))
        .thenRejected('arrest-review/is-open'));
  });

  describe('decides', () => {
    it('about each suspect of the file, and is decided with the last of them', () => {
      expect(outcomes(opened)).toEqual(['undecided', 'undecided']);
      expect(stateOf(opened, arrestApproved)).toMatchObject({ status: 'open', case: theCase, scope: 'MAFIA' });
      expect(outcomes(decided)).toEqual(['approved', 'disapproved']);
      expect(stateOf(decided).status).toBe('decided');
      expect(outcomes(decided, approvalRevoked)).toEqual(['revoked', 'disapproved']);
    });
    it('naming the person', () => expect(given(opened).when(approve).events[0]?.data).toMatchObject({ person: thePerson, decisionNumber: 'AP-1' }));
    it.each(disapprovalGrounds)('not to approve on the ground %s', (ground) => given(opened).when(saying(disapprove, { ground })).then('ArrestDisapproved'));
    it.each<[string, Issue]>([
      ['ApproveArrest', approve],
      ['DisapproveArrest', disapprove],
      ['RevokeArrestApproval', revoke],
      ['RequestReconsideration', request],
      ['DecideReconsideration', reconsider],
      ['SplitArrestReview', split],
    ])('%s on nobody else', (_, issue) =>
      given(opened)
        .when(saying(issue, { suspect: thirdSuspect, suspects: [thirdSuspect] }))
        .thenRejected('arrest-review/not-in-this-file', { suspect: thirdSuspect }),
    );
    it('once', () => {
      given(opened, arrestApproved)
        .when(saying(disapprove, { suspect: theSuspect }))
        .thenRejected('arrest-review/suspect-approved');
      given(opened, arrestDisapproved)
        .when(saying(approve, { suspect: otherSuspect }))
        .thenRejected('arrest-review/suspect-disapproved');
      given(opened, arrestApproved, approvalRevoked)
        .when(saying(disapprove, { suspect: theSuspect }))
        .thenRejected('arrest-review/suspect-revoked');
    });
    it('within seven days on who is detained, within twenty on who is not', () => {
      given(opened).when(dated(approve, '2020-04-07')).then('ArrestApproved');
      given(opened).when(dated(approve, '2020-04-08')).thenRejected('arrest-review/term-expired');
      given(opened)
        .when(dated(saying(disapprove, { suspect: theSuspect }), '2020-04-08'))
        .thenRejected('arrest-review/term-expired');
      given(opened).when(dated(disapprove, '2020-04-08')).then('ArrestDisapproved');
      const early = (said: readonly Said[]) => said.map((one) => later(one, one.stream === otherSuspect ? '2020-03-18' : '2020-03-19'));
      given(early(beforeReview), early(reviewOpened)).when(dated(disapprove, '2020-04-08')).then('ArrestDisapproved');
      given(
        early(beforeReview),
        early(reviewOpened).map((one) => later(one, '2020-03-18')),
      )
        .when(dated(disapprove, '2020-04-08'))
        .thenRejected('arrest-review/term-expired');
    });
    it('not before it was opened', () => {
      given(opened).when(dated(approve, '2020-03-30')).thenRejected('arrest-review/before-opening');
      given(opened).when(dated(disapprove, '2020-03-30')).thenRejected('arrest-review/before-opening');
    });
    it('not to arrest whom the proceedings have left', () => {
      given(opened, deceased).when(approve).thenRejected('arrest-review/not-a-suspect-any-more', { suspect: theSuspect });
      given(opened, released, terminated).when(approve).thenRejected('arrest-review/not-a-suspect-any-more');
      given(decided, reconsiderationRequested, elsewhere([deceased], otherSuspect))
        .when(reconsider)
        .thenRejected('arrest-review/not-a-suspect-any-more');
      given(opened, deceased)
        .when(saying(disapprove, { suspect: theSuspect }))
        .then('ArrestDisapproved');
    });
  });

  it('revokes what it approved (K2), also after the arrest', () => {
    given(decided).when(alone(revoke)).thenRejected('correction/second-person-required', { kind: 'K2' });
    given(decided).when(dated(revoke, '2020-03-30')).thenRejected('arrest-review/before-decision');
    given(decided, arrestedOnApproval).when(revoke).then('ArrestApprovalRevoked');
    given(decided)
      .when(saying(revoke, { suspect: otherSuspect }))
      .thenRejected('arrest-review/suspect-disapproved');
  });

  describe('is reconsidered', () => {
    const upper = saying(request, { level: 'UPPER' });
    const upheld = [...decided, reconsiderationRequested, reconsidered('UPHELD')];
    const upperAsked = { ...reconsiderationRequested, data: { ...(reconsiderationRequested.data as object), level: 'UPPER' } };
    it('by the same procuratorate first, then by the upper one, each once', () => {
      given(decided).when(upper).thenRejected('arrest-review/level-out-of-order');
      given(decided, reconsiderationRequested).when(upper).thenRejected('arrest-review/reconsideration-pending');
      given(upheld).when(upper).then('ReconsiderationRequested');
      given(upheld, upperAsked, reconsidered('UPHELD')).when(upper).thenRejected('arrest-review/level-out-of-order');
    });
    it('where the arrest was not approved', () =>
      given(decided)
        .when(saying(request, { suspect: theSuspect }))
        .thenRejected('arrest-review/suspect-approved'));
    it('by another procurator than the one who decided', () =>
      given(decided, reconsiderationRequested)
        .when({ ...reconsider, by: procurator })
        .thenRejected('arrest-review/own-decision'));
    it('at the upper level by the upper procuratorate', () => {
      given(upheld, upperAsked).when(reconsider).thenRejected('arrest-review/upper-level-required');
      given(upheld, upperAsked)
        .when({ ...reconsider, by: { ...chiefProcurator, district: '370200' } })
        .then('ReconsiderationDecided', 'ArrestApproved');
    });
    it('to be approved, or to be left as it is', () => {
      const [, approval] = given(decided, reconsiderationRequested).when(reconsider).events;
      expect(approval?.data).toEqual({ suspect: otherSuspect, person: streamNamed('person', 2), decisionNumber: 'RC-1' });
      given(decided, reconsiderationRequested)
        .when(saying(reconsider, { outcome: 'UPHELD' }))
        .then('ReconsiderationDecided');
      expect(outcomes(changed)).toEqual(['approved', 'approved']);
      expect(outcomes(upheld)).toEqual(['approved', 'disapproved']);
    });
    it('after the decision, and decided after the request', () => {
      given(decided).when(dated(request, '2020-03-30')).thenRejected('arrest-review/before-decision');
      given(decided, reconsiderationRequested, later(reconsidered('UPHELD')))
        .when(dated(upper, '2020-04-01'))
        .thenRejected('arrest-review/before-decision');
      given(decided, later(reconsiderationRequested)).when(dated(reconsider, '2020-04-01')).thenRejected('arrest-review/before-request');
    });
  });

  it('is reclassified by its own organ (K4), after its classification', () => {
    expect(given(opened).when(reclassify).events[0]?.data).toMatchObject({ from: 'MAFIA', scope: 'EVIL' });
    given(opened).when(alone(reclassify)).thenRejected('correction/second-person-required', { kind: 'K4' });
    given(opened).when(dated(reclassify, '2020-03-30')).thenRejected('arrest-review/before-classification');
    given(opened, later(reviewReclassified))
      .when(dated(saying(reclassify, { scope: 'ORDINARY' }), '2020-04-01'))
      .thenRejected('arrest-review/before-classification');
  });

  describe('is merged', () => {
    const absorbed = { ...reviewsMerged, stream: otherReview, data: { survivor: streamNamed('arrest_review', 9) } };
    it('into another file that is in hand (K5)', () => {
      given(decided).when(alone(merge)).thenRejected('correction/second-person-required', { kind: 'K5' });
      given(decided)
        .when({ ...merge, data: { survivor: theReview } })
        .thenRejected('arrest-review/merged-with-itself');
      given(beforeReview, reviewOpened, arrestApproved, arrestDisapproved).when(merge).thenRejected('arrest-review/survivor-not-open');
      given(decided, absorbed).when(merge).thenRejected('arrest-review/survivor-not-open');
    });
    it('when both are there and everything is decided', () => {
      given(decided).when(dated(merge, '2020-03-30')).thenRejected('arrest-review/before-opening');
      given(opened, later(arrestApproved), arrestDisapproved).when(merge).thenRejected('arrest-review/before-decision');
    });
  });

  describe('is split', () => {
    it('into a file that decides about the suspects that move (K6)', () => {
      given(opened).when(alone(split)).thenRejected('correction/second-person-required', { kind: 'K6' });
      const [parent, child, listed] = given(opened).when(split).events;
      expect(parent?.data).toEqual({ child: child?.on, suspects: [otherSuspect] });
      expect(child?.data).toEqual({
        fileNumber: 'AR-3',
        case: theCase,
        suspects: [otherSuspect],
        scope: 'MAFIA',
        district: '370202',
        splitFrom: theReview,
      });
      expect([listed?.on, listed?.data]).toEqual([otherSuspect, { review: child?.on }]);
      expect(outcomes(opened, reviewSplit)).toEqual(['undecided', 'moved']);
      given(opened, reviewSplit)
        .when({ ...disapprove, stream: childReview })
        .then('ArrestDisapproved');
    });
    it('as to those who are undecided, and not all of them', () => {
      const all = saying(split, { suspects: [theSuspect, otherSuspect] });
      given(opened).when(all).thenRejected('arrest-review/nobody-left');
      given(opened, reviewSplit)
        .when(saying(split, { suspects: [theSuspect] }))
        .thenRejected('arrest-review/nobody-left');
      given(opened, arrestApproved).when(all).thenRejected('arrest-review/suspect-approved');
      given(opened)
        .when(saying(split, { suspects: [otherSuspect, otherSuspect] }))
        .thenRejected('arrest-review/named-twice');
      given(opened).when(dated(split, '2020-03-30')).thenRejected('arrest-review/before-opening');
    });
    it('without starting the term anew', () => {
      const late = reviewSplit.map((said) => later(said, '2020-04-06'));
      const heldToo = [
        ...around.filter((said) => said.stream !== otherSuspect || said.type === 'SuspectOpened'),
        ...elsewhere([detained, arrestRequested], otherSuspect),
      ];
      const byChild = { ...approve, stream: childReview, data: { suspect: otherSuspect, decisionNumber: 'AP-2' } };
      given(heldToo, reviewOpened, late).when(dated(byChild, '2020-04-07')).then('ArrestApproved');
      given(heldToo, reviewOpened, late).when(dated(byChild, '2020-04-08')).thenRejected('arrest-review/term-expired');
    });
  });

  it('is closed when nobody is undecided and nothing pending', () => {
    given(opened, arrestApproved).when(close).thenRejected('arrest-review/is-open');
    given(decided, reconsiderationRequested).when(close).thenRejected('arrest-review/reconsideration-pending');
    given(opened, later(arrestApproved), arrestDisapproved).when(dated(close, '2020-04-01')).thenRejected('arrest-review/before-decision');
    given(decided).when(close).then('ArrestReviewClosed');
  });

  describe('with records voided', () => {
    // 1 opened, 2 approved, 3 disapproved
    const voided = (said: readonly Said[], ...versions: number[]) => given(said).when(byProcurators(voidOf(said, theReview, ...versions)));
    const voiding = (stream: Said['stream'], version: number): Said => ({ stream, type: 'RecordVoided', data: { target: `${stream}@${version}` } });
    it('an arrest stands on its approval', () => {
      voided([...decided, arrestedOnApproval], 2).thenRejected('correction/relied-on', { reliedOnBy: [theSuspect] });
      voided([...opened, arrestedOnApproval], 1).thenRejected('correction/relied-on');
      voided([...decided, arrestedOnApproval, approvalRevoked], 4).then('RecordVoided');
      voided(decided, 2).then('RecordVoided');
      voided([...decided, arrestedOnApproval], 3).then('RecordVoided');
    });
    it('a revocation stands on the approval, and a closure on every decision', () => {
      voided([...decided, approvalRevoked], 2).thenRejected('correction/relied-on', { reliedOnBy: `${theReview}@4` });
      voided([...decided, reviewClosed], 3).thenRejected('correction/relied-on', { reliedOnBy: `${theReview}@4` });
      voided([...decided, reviewClosed], 3, 4).then('RecordVoided', 'RecordVoided');
    });
    it('what is put back does not decide about a suspect once more', () => {
      const other = (said: Said): Said => ({ ...said, data: { ...(said.data as object), suspect: theSuspect } });
      voided([...opened, arrestApproved, voiding(theReview, 2), other(arrestDisapproved)], 3).thenRejected('correction/relied-on');
      voided([...opened, other(arrestDisapproved), voiding(theReview, 2), arrestApproved], 3).thenRejected('correction/relied-on');
      voided([...opened, otherApproved, voiding(theReview, 2), ...reviewSplit], 3).thenRejected('correction/relied-on');
    });
    it('a reconsideration stands on its request, and a closure on its decision', () => {
      const asPolice = (said: readonly Said[], version: number) => given(said).when({ ...voidOf(said, theReview, version), by: leader, approvedBy: leader });
      asPolice([...decided, reconsiderationRequested, reconsidered('UPHELD')], 4).thenRejected('correction/relied-on', { reliedOnBy: `${theReview}@5` });
      asPolice([...decided, reconsiderationRequested], 4).then('RecordVoided');
      asPolice([...decided, reconsiderationRequested, voiding(theReview, 4), reviewClosed], 5).thenRejected('correction/relied-on');
    });
    it('a reclassification stands on the scope that it changed', () => {
      const toOrdinary = { ...reviewReclassified, data: { from: 'EVIL', scope: 'ORDINARY', basis: 'for the test' } };
      voided([...opened, reviewReclassified, toOrdinary], 2).thenRejected('correction/relied-on', { reliedOnBy: `${theReview}@3` });
      voided([...opened, reviewReclassified, toOrdinary], 3).then('RecordVoided');
    });
    it('a changed decision is voided with its approval', () => {
      voided(changed, 6).thenRejected('correction/relied-on');
      voided(changed, 5, 6).then('RecordVoided', 'RecordVoided');
      voided(changed, 3).thenRejected('correction/relied-on');
    });
    it('a suspect is decided about in one file', () => {
      const again = [saidAgain('ArrestReviewOpened'), saidAgain('ArrestReviewListed')];
      voided([...decided, ...again], 3).thenRejected('arrest-review/already-under-review');
      voided([...decided, ...again], 2).then('RecordVoided');
    });
    it('a split is taken back in the new file first', () => {
      const parted = [...opened, ...reviewSplit];
      voided(parted, 2).thenRejected('correction/relied-on', { reliedOnBy: [childReview] });
      voided([...parted, voiding(childReview, 1)], 2).then('RecordVoided');
      const undone = [...parted, voiding(childReview, 1), voiding(theReview, 2)];
      given(undone)
        .when(byProcurators(voidOf(undone, childReview, 2)))
        .thenRejected('correction/relied-on');
    });
    it('a file is not merged into one that is no more', () => {
      const undone = [...decided, reviewsMerged, voiding(theReview, 4)];
      voided(undone, 5).then('RecordVoided');
      voided([...undone, voiding(otherReview, 1)], 5).thenRejected('arrest-review/survivor-not-open');
    });
    it('a file is not put back on a request that was taken back', () => {
      const undone = [...opened, voiding(theReview, 1)];
      const requestOfTheSuspect = undone.filter(({ stream }) => stream === theSuspect).findIndex(({ type }) => type === 'ArrestRequested') + 1;
      voided(undone, 2).then('RecordVoided');
      voided([...undone, voiding(theSuspect, requestOfTheSuspect)], 2).thenRejected('correction/relied-on');
    });
    it('each organ voids its own acts', () => {
      const asked = [...decided, reconsiderationRequested];
      given(asked)
        .when({ ...voidOf(asked, theReview), by: leader, approvedBy: leader })
        .then('RecordVoided');
      given(decided)
        .when({ ...voidOf(decided, theReview), by: leader, approvedBy: leader })
        .thenRejected('role/not-allowed');
      given(decided)
        .when({ ...voidOf(decided, theReview), by: investigator })
        .thenRejected('role/not-allowed');
    });
  });
});

/** The disapproved suspect, asked for once more, in a file of their own. */
function saidAgain(type: string): Said {
  const [first, second] = reviewOpened;
  const review = streamNamed('arrest_review', 9);
  return type === 'ArrestReviewOpened'
    ? { ...(first as Said), stream: review, data: { ...(first?.data as object), suspects: [otherSuspect] } }
    : { ...(second as Said), stream: otherSuspect, data: { review } };
}
