import {
  approvalRevoked,
  arrestApproved,
  arrestDisapproved,
  arrestedOnApproval,
  beforeReview,
  otherApproved,
  reconsiderationRequested,
  reconsidered,
  reviewOpened,
  theReview,
} from '../arrest-review/arrest-review-fixtures.ts';
import type { CourtDocketEvent } from '../court-docket/court-docket-messages.ts';
import {
  annulled,
  arrestDecided,
  arrestRequested,
  arrestedByDecision,
  bailed,
  closed,
  concluded,
  detained,
  elsewhere,
  lifted,
  openedElsewhere,
  otherFiled,
  otherSuspect,
  released,
  sameElsewhere,
  summoned,
  surveilled,
  suspectCommandsOf,
  theCase,
  theSuspect,
  transferred,
  withdrawn,
} from '../fixtures.ts';
import {
  type Issue,
  type Said,
  chiefProcurator,
  given,
  investigator,
  judge,
  leader,
  procurator,
  saidOf,
  secondJudge,
  streamNamed,
  voidOf,
} from '../kernel/specify.ts';
import type { ProsecutionEvent } from '../prosecution/prosecution-messages.ts';
import { suspect } from './suspect.ts';
import type { SuspectEvent } from './suspect-messages.ts';

const {
  Detain: detain,
  DecideArrest: decideArrest,
  ExecuteArrest: byDecision,
  ExtendCustody: extend,
  RestartCustody: restart,
  HandOverCustody: handOver,
  ReviewCustodyNecessity: reviewNecessity,
  RecordPlea: plead,
  ImposeBail: bail,
  ImposeResidentialSurveillance: surveil,
  LiftMeasure: lift,
  Release: release,
  ConfirmInterrogation: interrogate,
} = suspectCommandsOf;
const said = saidOf<SuspectEvent>(theSuspect);
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (one: Said, occurredOn = '2020-04-01'): Said => ({ ...one, occurredOn });
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const stateOf = (...past: (Said | readonly Said[])[]) => given(...past).state(suspect, theSuspect);

/** The detained suspect's arrest is asked for, under review, approved, and executed. */
const asked = [...beforeReview, ...otherFiled, ...openedElsewhere];
const approved = [...asked, ...reviewOpened, arrestApproved];
const arrested = [...approved, arrestedOnApproval];
/** A suspect under no measure. */
const free = [...asked.filter(({ stream, type }) => stream !== theSuspect || type === 'SuspectOpened')];
const onApproval: Issue = { ...saying(byDecision, { review: theReview }), after: [] };
const decidedNowhere: Issue = { ...byDecision, after: [] };

describe('an arrest', () => {
  describe('that was approved', () => {
    it('is executed, and custody goes on', () => {
      given(approved).when(onApproval).then('ArrestExecuted');
      expect(stateOf(arrested)).toMatchObject({
        measure: 'arrested',
        isInCustody: true,
        spells: [{ from: '2020-03-30' }],
        arrestsExecuted: [theReview],
        custodyWith: 'POLICE',
      });
    });
    it('is executed in the review that approved it', () => {
      given(asked, reviewOpened).when(onApproval).thenRejected('suspect/arrest-not-approved');
      given(approved)
        .when(saying(onApproval, { review: streamNamed('arrest_review', 8) }))
        .thenRejected('suspect/arrest-not-approved');
      given(asked, reviewOpened, arrestApproved, arrestDisapproved)
        .when({ ...onApproval, stream: otherSuspect })
        .thenRejected('suspect/arrest-not-approved');
      given(approved).when(decidedNowhere).thenRejected('suspect/arrest-not-decided');
    });
    it('is not executed once the approval is revoked', () => given(approved, approvalRevoked).when(onApproval).thenRejected('suspect/arrest-not-approved'));
    it('is executed on somebody who is on bail, and custody begins', () => {
      const changed = [arrestDisapproved, reconsiderationRequested, reconsidered('CHANGED'), otherApproved];
      given(approved, changed)
        .when({ ...onApproval, stream: otherSuspect })
        .then('ArrestExecuted');
      const onBail = elsewhere([bailed, arrestRequested], otherSuspect);
      expect(given(approved, onBail, changed, elsewhere([arrestedOnApproval], otherSuspect)).state(suspect, otherSuspect)).toMatchObject({
        isInCustody: true,
        spells: [{ from: '2020-03-31' }],
      });
    });
    it('after a reconsideration is executed on who was released', () => {
      const changed = [...approved, arrestDisapproved, elsewhere([released], otherSuspect), reconsiderationRequested, reconsidered('CHANGED')].flat();
      given(changed, later(otherApproved))
        .when({ ...onApproval, stream: otherSuspect })
        .then('ArrestExecuted');
    });
    it('is executed once, for the request that it answers', () => {
      given(arrested, later(bailed)).when(onApproval).thenRejected('suspect/approval-spent');
      given(arrested, released).when(onApproval).thenRejected('suspect/approval-spent'); // on the same day
      given(approved, later(bailed)).when(onApproval).thenRejected('suspect/approval-spent');
      given(approved, later(bailed), later(lifted), later(summoned)).when(onApproval).thenRejected('suspect/approval-spent');
      given(approved, bailed, later(arrestRequested)).when(onApproval).thenRejected('suspect/approval-spent');
    });
    it('not before the approval', () =>
      given(asked, reviewOpened, later(arrestApproved, '2020-04-02')).when(onApproval).thenRejected('suspect/before-decision'));
  });

  describe('that the court or the procuratorate decided by itself', () => {
    it.each<[string, readonly Said[]]>([
      ['under no measure', []],
      ['summoned', [summoned]],
      ['on bail', [bailed]],
      ['under residential surveillance', [surveilled]],
      ['released', [detained, released]],
    ])('is executed on a suspect %s, and custody begins', (_, measure) => {
      given(free, measure).when(decideArrest).then('ArrestDecided');
      given(free, measure).when(byDecision).then('ArrestExecuted');
      expect(stateOf(free, measure, arrestDecided, arrestedByDecision)).toMatchObject({ measure: 'arrested', isInCustody: true, arrestsExecuted: [] });
      expect(stateOf(free, measure, arrestDecided, arrestedByDecision).spells.at(-1)).toEqual({ from: '2020-03-31' });
      expect(stateOf(free, measure, arrestDecided, arrestedByDecision)).not.toHaveProperty('arrestDecidedOn');
    });
    it('is not executed before it is decided, nor after another measure took its place', () => {
      given(free).when(decidedNowhere).thenRejected('suspect/arrest-not-decided');
      given(free, later(arrestDecided, '2020-04-02')).when(decidedNowhere).thenRejected('suspect/before-decision');
      given(free, arrestDecided, bailed).when(decidedNowhere).thenRejected('suspect/arrest-not-decided');
      given(free, arrestDecided, arrestedByDecision, later(released)).when(decidedNowhere).thenRejected('suspect/arrest-not-decided');
    });
    it('is decided once the case is filed', () => {
      given(free).when(dated(decideArrest, '2020-03-19')).thenRejected('suspect/before-filing');
      given(free, withdrawn).when(decideArrest).thenRejected('criminal-case/not-filed');
    });
    it('is not executed in a case that is withdrawn', () => given(free, arrestDecided, withdrawn).when(decidedNowhere).thenRejected('criminal-case/not-filed'));
    it('is for the court or the procuratorate also when the police have closed their case', () => {
      const shut = [...free, concluded, transferred, closed];
      given(shut).when(decideArrest).then('ArrestDecided');
      given(shut, arrestDecided).when(decidedNowhere).then('ArrestExecuted');
      given(shut)
        .when({ ...bail, by: judge })
        .then('BailImposed');
      given(shut).when(bail).thenRejected('criminal-case/not-filed');
    });
  });

  it('is executed at a time of that day, not before the custody began', () => {
    given(approved)
      .when(saying(onApproval, { at: '2020-04-02T09:00:00+08:00' }))
      .thenRejected('suspect/another-day');
    given(approved)
      .when(dated(saying(onApproval, { at: '2020-03-30T09:00:00+08:00' }), '2020-03-30'))
      .thenRejected('suspect/before-decision');
    const sameDay = [detained, arrestDecided].map((one) => later(one, '2020-03-30'));
    given(free, sameDay, later(arrestRequested, '2020-03-30'))
      .when(dated(saying(decidedNowhere, { at: '2020-03-30T09:59:59+08:00' }), '2020-03-30'))
      .thenRejected('suspect/before-detention');
  });
  it('is not executed on who is held in another case', () =>
    given(free, arrestDecided, { ...detained, stream: sameElsewhere })
      .when(decidedNowhere)
      .thenRejected('suspect/held-elsewhere', { suspect: sameElsewhere }));
  it('is the custody that keeps the person from being detained in another case', () =>
    given(free, arrestDecided, arrestedByDecision)
      .when({ ...detain, stream: sameElsewhere })
      .thenRejected('suspect/held-elsewhere', { suspect: theSuspect }));
  it('has its duties from when custody began', () => {
    const at = (time: string) => saying(dated(interrogate, '2020-03-31'), { at: time });
    given(free, arrestDecided, arrestedByDecision).when(at('2020-03-31T14:59:59+08:00')).thenRejected('suspect/before-detention');
    given(free, arrestDecided, arrestedByDecision).when(at('2020-03-31T15:00:00+08:00')).then('InterrogationConfirmed');
    given(arrested).when(at('2020-03-31T14:00:00+08:00')).then('InterrogationConfirmed');
  });
  it('outlives the detention that is annulled', () =>
    expect(stateOf(arrested, annulled)).toMatchObject({ measure: 'arrested', isInCustody: true, spells: [{ from: '2020-03-30' }] }));
  it.each<[string, Issue, string]>([
    ['Release', release, 'released'],
    ['ImposeBail', bail, 'bail'],
    ['ImposeResidentialSurveillance', surveil, 'residential_surveillance'],
  ])('ends by %s of each organ that has the case', (_, issue, measure) => {
    for (const by of [leader, procurator, judge]) expect(given(arrested).when({ ...issue, by }).events).toHaveLength(1);
    const [ended] = given(arrested).when(issue).events;
    expect(stateOf(arrested, later({ ...(ended as SuspectEvent), stream: theSuspect }))).toMatchObject({
      measure,
      isInCustody: false,
      spells: [{ from: '2020-03-30', to: '2020-04-01' }],
    });
    given(arrested).when(dated(issue, '2020-03-30')).thenRejected('suspect/before-measure');
  });
  it('that is revoked leaves the suspect to be released', () => given(arrested, approvalRevoked).when(release).then('Released'));
  it('that is disapproved leaves the suspect to be released or bailed', () => {
    const refused = [...asked, ...reviewOpened, { ...arrestDisapproved, data: { ...(arrestDisapproved.data as object), suspect: theSuspect } }];
    given(refused).when(release).then('Released');
    given(refused).when(bail).then('BailImposed');
  });
  it('leaves bail to be lifted by the organ that has the case', () => {
    for (const by of [leader, procurator, judge])
      given(free, bailed)
        .when({ ...lift, by })
        .then('MeasureLifted');
  });
});

describe('custody after an arrest', () => {
  // the arrest of the 31st: the last day of each month
  const extended = (rung: 1 | 2 | 3) => said('CustodyExtended', { rung, approvedBy: 'pp-370200' }, { occurredOn: '2020-03-31', by: procurator });
  const rungs = [extended(1), extended(2), extended(3)];
  it.each([
    [0, '2020-05-31'],
    [1, '2020-06-30'],
    [2, '2020-08-31'],
    [3, '2020-10-31'],
  ])('lasts two months and is extended by one, two and two: %i times, until %s', (times, until) =>
    expect(stateOf(arrested, rungs.slice(0, times))).toMatchObject({ rung: times, custodyUntil: until }),
  );
  it('is extended in order, each rung once', () => {
    given(arrested).when(extend).then('CustodyExtended');
    given(arrested)
      .when(saying(extend, { rung: 2 }))
      .thenRejected('suspect/rung-out-of-order');
    given(arrested, extended(1)).when(extend).thenNothing();
    given(arrested, extended(1))
      .when(saying(extend, { rung: 2 }))
      .then('CustodyExtended');
    given(arrested, extended(1), extended(2)).when(extend).thenRejected('suspect/rung-out-of-order');
    given(arrested, extended(1))
      .when(saying(extend, { rung: 3 }))
      .thenRejected('suspect/rung-out-of-order');
  });

  /** Arrested on the last of January: until the last of March. */
  const longAgo = [...free.map((one) => later(one, '2020-01-20')), ...[arrestDecided, arrestedByDecision].map((one) => later(one, '2020-01-31'))];
  it('is not extended after it ran out', () => {
    given(longAgo).when(dated(extend, '2020-03-31')).then('CustodyExtended');
    given(longAgo).when(dated(extend, '2020-04-01')).thenRejected('suspect/extension-after-expiry');
    given(arrested).when(dated(extend, '2020-03-30')).thenRejected('suspect/before-measure');
  });
  it('starts anew with another major offence, or when it is known who the person is', () => {
    given(longAgo).when(dated(restart, '2020-03-31')).then('CustodyRestarted');
    given(longAgo).when(dated(restart, '2020-04-01')).thenRejected('suspect/restart-after-expiry');
    given(longAgo)
      .when(dated(saying(restart, { ground: 'IDENTITY_ESTABLISHED' }), '2020-04-01'))
      .then('CustodyRestarted');
    const anew = said('CustodyRestarted', { ground: 'OTHER_MAJOR_OFFENCE' }, { occurredOn: '2020-04-02' });
    expect(stateOf(arrested, extended(1), anew)).toMatchObject({
      rung: 0,
      custodyFrom: '2020-04-02',
      custodyUntil: '2020-06-02',
      spells: [{ from: '2020-03-30' }],
    });
    given(arrested, anew).when(restart).thenRejected('suspect/before-custody');
    given(arrested).when(dated(restart, '2020-03-30')).thenRejected('suspect/before-custody');
    given(arrested, extended(1), later(anew)).when(extend).then('CustodyExtended');
  });
  it('is handed over with the file', () => {
    given(arrested).when(handOver).then('CustodyHandedOver');
    given(arrested)
      .when(saying(handOver, { to: 'POLICE' }))
      .thenNothing();
    const over = said('CustodyHandedOver', { to: 'PROCURATORATE' }, { occurredOn: '2020-03-31' });
    expect(stateOf(arrested, over).custodyWith).toBe('PROCURATORATE');
    given(arrested, over).when(handOver).thenNothing();
    given(arrested, over)
      .when({ ...saying(handOver, { to: 'COURT' }), by: procurator })
      .then('CustodyHandedOver');
    given(arrested).when(dated(handOver, '2020-03-30')).thenRejected('suspect/before-measure');
    given(free, bailed, arrestRequested).when(handOver).thenRejected('suspect/not-in-custody');
  });
  it('is reviewed as to its necessity, again and again', () => {
    const reviewed = said('CustodyNecessityReviewed', { finding: 'NECESSARY' }, { occurredOn: '2020-03-31', by: procurator });
    given(arrested, reviewed).when(reviewNecessity).then('CustodyNecessityReviewed');
    given(arrested)
      .when(saying(reviewNecessity, { finding: 'NOT_NECESSARY' }))
      .then('CustodyNecessityReviewed');
    given(arrested).when(dated(reviewNecessity, '2020-03-30')).thenRejected('suspect/before-measure');
  });
});

describe('a plea', () => {
  it('is recorded by the organ before which it is made, and may be taken back', () => {
    const pleaded = said('PleaRecorded', { accepted: true });
    for (const by of [investigator, procurator, judge])
      given(free)
        .when({ ...plead, by })
        .then('PleaRecorded');
    given(free, pleaded).when(plead).thenNothing();
    given(free, pleaded)
      .when(saying(plead, { accepted: false }))
      .then('PleaRecorded');
  });
  it('not before the case was filed', () => given(free).when(dated(plead, '2020-03-19')).thenRejected('suspect/before-filing'));
});

describe('a suspect whom files name', () => {
  const voided = (past: readonly Said[], type: string, more: readonly Said[] = []) => {
    const all = [...past, ...more];
    const version = all.filter(({ stream }) => stream === theSuspect).findIndex((one) => one.type === type) + 1;
    return given(all).when({ ...voidOf(all, theSuspect, version) });
  };
  const voiding = (stream: Said['stream'], version: number): Said => ({ stream, type: 'RecordVoided', data: { target: `${stream}@${version}` } });
  const reviewed = [...asked, ...reviewOpened];

  it('keeps the request that a review answers, and the listing', () => {
    voided(reviewed, 'ArrestRequested').thenRejected('correction/relied-on', { reliedOnBy: [theReview] });
    voided(reviewed, 'ArrestReviewListed').thenRejected('correction/relied-on', { reliedOnBy: [theReview] });
    voided(asked, 'ArrestRequested').then('RecordVoided');
    voided(reviewed, 'ArrestRequested', [voiding(theReview, 1)]).then('RecordVoided');
  });
  it('keeps what an arrest was decided on', () => {
    const byCourt = [...free, arrestDecided, arrestedByDecision];
    const issue = voidOf(byCourt, theSuspect, 2);
    given(byCourt)
      .when({ ...issue, by: judge, approvedBy: secondJudge })
      .thenRejected('correction/relied-on', { reliedOnBy: `${theSuspect}@3` });
    voided(byCourt, 'ArrestExecuted').then('RecordVoided');
    given(byCourt)
      .when({ ...issue, by: procurator, approvedBy: chiefProcurator })
      .thenRejected('role/not-allowed');
  });
  it('keeps the custody that was handed over', () => {
    const over = said('CustodyHandedOver', { to: 'PROCURATORATE' }, { occurredOn: '2020-03-31' });
    voided([...free, { ...bailed, occurredOn: '2020-03-30' }, detained, arrestRequested, over], 'CriminalDetentionImposed').thenRejected(
      'correction/relied-on',
    );
  });
  it('keeps the order of extensions', () => {
    const extended = (rung: 1 | 2) => said('CustodyExtended', { rung, approvedBy: 'pp-370200' }, { occurredOn: '2020-03-31', by: procurator });
    const past = [...arrested, extended(1), extended(2)];
    const issue = voidOf(past, theSuspect, past.filter(({ stream }) => stream === theSuspect).length - 1);
    given(past)
      .when({ ...issue, by: procurator, approvedBy: chiefProcurator })
      .thenRejected('correction/relied-on');
  });
  it('is not put back under an arrest that is no longer approved', () => {
    const own = arrested.filter(({ stream }) => stream === theSuspect);
    const undone = [...arrested, voiding(theSuspect, own.length)];
    const back = { ...voidOf(undone, theSuspect, own.length + 1) };
    given(undone).when(back).then('RecordVoided');
    given(undone, voiding(theReview, 2))
      .when(back)
      .thenRejected('correction/relied-on', { reliedOnBy: [theReview] });
  });
  it('is listed by the prosecution and the court that have the case', () => {
    const prosecution = streamNamed('prosecution', 1);
    const docket = streamNamed('court_docket', 1);
    const indexed = [said('ProsecutionListed', { prosecution }), said('DocketListed', { docket })];
    expect(stateOf(reviewed, indexed)).toMatchObject({ arrestReviews: [theReview], prosecutions: [prosecution], dockets: [docket], case: theCase });
    const files: Said[] = [
      saidOf<ProsecutionEvent>(prosecution)('ProsecutionReviewOpened', {
        fileNumber: 'P-1',
        case: theCase,
        suspects: [theSuspect],
        scope: 'MAFIA',
        district: '370202',
      }),
      saidOf<CourtDocketEvent>(docket)('DocketAccepted', {
        docketNumber: '（2020）鲁0202刑初1号',
        court: 'court-370202',
        instance: 'FIRST',
        prosecution,
        scope: 'MAFIA',
        district: '370202',
      }),
    ];
    voided([...free, ...indexed], 'SuspectOpened', files).thenRejected('correction/relied-on', { reliedOnBy: [prosecution, docket] });
    voided([...free, ...indexed], 'ProsecutionListed', files).thenRejected('correction/relied-on', { reliedOnBy: [prosecution] });
    voided([...free, ...indexed], 'DocketListed', files).thenRejected('correction/relied-on', { reliedOnBy: [docket] });
    voided([...free, ...indexed], 'DocketListed').then('RecordVoided');
  });
});
