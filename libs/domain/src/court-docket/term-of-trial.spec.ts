import { type Issue, type Said, given, judge, secondJudge, voidOf } from '../kernel/specify.ts';
import { bothIndicted, otherFileIndicted } from '../prosecution/prosecution-fixtures.ts';
import {
  acceptedAfterRemand,
  adjournedForSupplement,
  afterRemand,
  appealAccepted,
  childDocket,
  courtDocketCommandsOf,
  docketAccepted,
  docketCameBack,
  docketLeftTheCity,
  docketSplit,
  hearingHeld,
  retrialAccepted,
  theAppeal,
  theDocket,
  theRetrial,
  trialAdjourned,
  trialExtended,
  trialResumed,
  trialSuspended,
} from './court-docket-fixtures.ts';
import { courtDocket } from './court-docket.ts';

const { ExtendTrial: extend, AdjournTrial: adjourn, SuspendTrial: suspend, TransferDocket: transfer, SplitDocket: split } = courtDocketCommandsOf;
const later = (said: Said, occurredOn: string): Said => ({ ...said, occurredOn });
const of = (stream: Said['stream'], said: Said): Said => ({ ...said, stream });
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn, approvedBy: secondJudge });
const by = (approvedBy: string, until?: string): Issue => ({ ...extend, data: { approvedBy, decisionNumber: 'EX-2', ...(until && { until }) } });
const at = (stream: Said['stream'], issue: Issue): Issue => ({ ...issue, stream });
const forSupplement: Issue = { ...adjourn, data: { ground: 'for the test', because: 'SUPPLEMENT' } };

const around = [...bothIndicted, ...otherFileIndicted].map((said) => later(said, '2020-01-01'));
/** Until 20 May; with the extension of the court itself until 20 June, with that of the court above until 20 September. */
const accepted = [...around, ...docketAccepted];
const [own, above] = [trialExtended('OWN_COURT'), trialExtended('COURT_ABOVE')];
const longAgo = [...around, ...docketAccepted.map((said) => later(said, '2019-12-30'))];

describe('the term of a trial', () => {
  it('is extended step by step at first instance', () => {
    given(accepted).when(by('OWN_COURT')).then('TrialExtended');
    given(accepted).when(by('COURT_ABOVE')).thenRejected('court-docket/extension-out-of-order');
    given(accepted).when(by('SUPREME_COURT', '2020-06-20')).thenRejected('court-docket/extension-out-of-order');
    given(accepted).when(by('HIGH_COURT')).thenRejected('court-docket/not-at-this-instance');
    given(accepted, own).when(by('COURT_ABOVE')).then('TrialExtended');
    given(accepted, own).when(by('OWN_COURT')).thenRejected('court-docket/extension-out-of-order');
    given(accepted, own, above).when(by('COURT_ABOVE')).thenRejected('court-docket/extension-out-of-order');
    given(accepted, own, above).when(by('SUPREME_COURT', '2020-12-20')).then('TrialExtended');
  });
  it('is extended in the same steps after a remand', () => {
    given(around, acceptedAfterRemand)
      .when(at(afterRemand, by('OWN_COURT')))
      .then('TrialExtended');
    given(around, acceptedAfterRemand, of(afterRemand, own))
      .when(at(afterRemand, by('COURT_ABOVE')))
      .then('TrialExtended');
  });
  it("is extended by the High Court at second instance, and then by the Supreme People's Court", () => {
    const high = of(theAppeal, trialExtended('HIGH_COURT'));
    given(appealAccepted)
      .when(at(theAppeal, by('HIGH_COURT')))
      .then('TrialExtended');
    for (const other of ['OWN_COURT', 'COURT_ABOVE'])
      given(appealAccepted)
        .when(at(theAppeal, by(other)))
        .thenRejected('court-docket/not-at-this-instance');
    given(appealAccepted, high)
      .when(at(theAppeal, by('HIGH_COURT')))
      .thenRejected('court-docket/extension-out-of-order');
    given(appealAccepted, high)
      .when(at(theAppeal, by('SUPREME_COURT', '2020-08-31')))
      .then('TrialExtended');
  });
  it('is not extended in a retrial', () =>
    given(retrialAccepted)
      .when(at(theRetrial, by('OWN_COURT')))
      .thenRejected('court-docket/not-at-this-instance'));
  it("is extended by the Supreme People's Court by up to three months, more than once", () => {
    const before = [...accepted, own, above];
    given(before).when(by('SUPREME_COURT', '2020-09-20')).thenRejected('court-docket/extension-too-long');
    given(before).when(by('SUPREME_COURT', '2020-12-21')).thenRejected('court-docket/extension-too-long');
    const said = [...before, trialExtended('SUPREME_COURT', '2020-10-20')];
    given(said).when(by('SUPREME_COURT', '2020-10-20')).thenRejected('court-docket/extension-too-long');
    given(said).when(by('SUPREME_COURT', '2021-01-20')).then('TrialExtended');
  });
  it('is extended once by one decision, and a number may be that of two', () => {
    given(accepted, own).when(extend).thenNothing();
    given(accepted, own)
      .when({ ...extend, data: { approvedBy: 'COURT_ABOVE', decisionNumber: 'EX-1' } })
      .then('TrialExtended');
  });
  it('is extended by its last day, as it stands', () => {
    given(longAgo).when(dated(extend, '2020-02-29')).then('TrialExtended');
    given(longAgo).when(dated(extend, '2020-03-01')).thenRejected('court-docket/extension-after-expiry');
    const suspended = [...longAgo, later(trialSuspended, '2020-01-10'), later(trialResumed, '2020-01-20')];
    given(suspended).when(dated(extend, '2020-03-10')).then('TrialExtended');
    given(suspended).when(dated(extend, '2020-03-11')).thenRejected('court-docket/extension-after-expiry');
    const once = [...longAgo, later(own, '2020-02-01')];
    given(once)
      .when(dated(by('COURT_ABOVE'), '2020-03-30'))
      .then('TrialExtended');
    given(once)
      .when(dated(by('COURT_ABOVE'), '2020-03-31'))
      .thenRejected('court-docket/extension-after-expiry');
  });
  it('is not extended while the trial is suspended or waits for a supplement, and is through another adjournment', () => {
    given(accepted, trialSuspended).when(extend).thenRejected('court-docket/is-suspended');
    given(accepted, adjournedForSupplement).when(extend).thenRejected('court-docket/waits-for-supplement');
    given(accepted, trialAdjourned).when(extend).then('TrialExtended');
  });
  it('is extended anew once it began anew', () => {
    given(accepted, own, adjournedForSupplement, trialResumed).when(by('COURT_ABOVE')).thenRejected('court-docket/extension-out-of-order');
    given(accepted, own, adjournedForSupplement, trialResumed).when(by('OWN_COURT')).then('TrialExtended');
    given(accepted, own, docketLeftTheCity, docketCameBack).when(by('OWN_COURT')).then('TrialExtended');
  });
  it('of who was split off is extended by any step: what was granted before is not known', () => {
    const apart = [...longAgo, later(own, '2020-02-01'), ...docketSplit];
    for (const step of ['OWN_COURT', 'COURT_ABOVE'])
      given(apart)
        .when(at(childDocket, by(step)))
        .then('TrialExtended');
    given(apart, of(childDocket, above))
      .when(at(childDocket, by('OWN_COURT')))
      .thenRejected('court-docket/extension-out-of-order');
  });
  it.each<[string, Issue]>([
    ['suspended', suspend],
    ['adjourned', adjourn],
    ['moved', { ...transfer, data: { scope: 'CITY_OUT', toCourt: 'court-370100' } }],
    ['extended again', by('COURT_ABOVE')],
  ])('is not %s before it was extended', (_, issue) =>
    given(accepted, later(own, '2020-04-01')).when(dated(issue, '2020-03-31')).thenRejected('court-docket/before-extension'),
  );
});

describe('an adjournment for a supplementary investigation', () => {
  const once = [adjournedForSupplement, trialResumed];
  it('comes twice at most, and any other more often', () => {
    given(accepted, once).when(forSupplement).then('TrialAdjourned');
    given(accepted, once, once).when(forSupplement).thenRejected('court-docket/third-supplement');
    given(accepted, once, once).when(adjourn).then('TrialAdjourned');
    given(accepted, once, once)
      .when({ ...adjourn, data: { ground: 'a witness', because: 'NEW_EVIDENCE' } })
      .then('TrialAdjourned');
    given(accepted, ...Array.from({ length: 5 }, () => [trialAdjourned, trialResumed]))
      .when(forSupplement)
      .then('TrialAdjourned');
  });
  it('is counted on through a change of court and through a split', () => {
    given(accepted, once, once, docketLeftTheCity, docketCameBack).when(forSupplement).thenRejected('court-docket/third-supplement');
    const [, child] = given(accepted, once, once).when(split).events;
    expect(child?.data).toMatchObject({ splitFrom: theDocket, supplements: 2 });
    expect(given(accepted).when(split).events[1]?.data).not.toHaveProperty('supplements');
    const apart = docketSplit.map((said) => (said.type === 'DocketAccepted' ? { ...said, data: { ...(said.data as object), supplements: 2 } } : said));
    given(accepted, once, once, apart).when(at(childDocket, forSupplement)).thenRejected('court-docket/third-supplement');
  });
  it('is repeated for nothing, and is not what another adjournment becomes', () => {
    given(accepted, adjournedForSupplement).when(forSupplement).thenNothing();
    given(accepted, trialAdjourned).when(adjourn).thenNothing();
    given(accepted, trialAdjourned).when(forSupplement).thenRejected('court-docket/is-adjourned');
  });
  it('is told by code while it lasts', () => {
    const stateOf = (...said: (Said | readonly Said[])[]) => given(accepted, ...said).state(courtDocket, theDocket);
    expect(stateOf(adjournedForSupplement)).toMatchObject({ status: 'adjourned', adjournedBecause: 'SUPPLEMENT', supplements: 1 });
    expect(stateOf(once)).toMatchObject({ status: 'on_trial', supplements: 1 });
    for (const said of [[once], [trialAdjourned]]) expect(stateOf(...said)).not.toHaveProperty('adjournedBecause');
  });
});

describe('the term of a trial, with records voided', () => {
  // 1 accepted, 2 and 3 the defendants; what follows, from 4 on
  const voided = (said: readonly Said[], ...versions: number[]) =>
    given(said).when({ ...voidOf(said, theDocket, ...versions), by: judge, approvedBy: secondJudge });
  const undone = (version: number): Said => ({ stream: theDocket, type: 'RecordVoided', data: { target: `${theDocket}@${version}` }, by: judge });

  it('is what it was once its last extension is voided, and not before that', () => {
    voided([...accepted, own, above], 4).thenRejected('correction/relied-on', { reliedOnBy: `${theDocket}@5` });
    voided([...accepted, own, above], 5).then('RecordVoided');
    voided([...accepted, own, above], 4, 5).then('RecordVoided', 'RecordVoided');
    given(accepted, own, undone(4)).when(by('COURT_ABOVE')).thenRejected('court-docket/extension-out-of-order');
    given(accepted, own, undone(4)).when(extend).then('TrialExtended');
  });
  it('is not left extended after its end', () => {
    const suspended = [...longAgo, later(trialSuspended, '2020-01-10'), later(trialResumed, '2020-01-20')];
    voided([...suspended, later(own, '2020-03-05')], 4, 5).thenRejected('correction/relied-on');
    voided([...suspended, later(own, '2020-02-29')], 4, 5).then('RecordVoided', 'RecordVoided');
  });
  it('is not left with a third supplement', () => {
    const once = [adjournedForSupplement, trialResumed];
    const said = [...accepted, ...once, undone(5), undone(4), ...once, ...once];
    voided(said, 6, 7).thenRejected('correction/relied-on');
    voided([...accepted, hearingHeld, ...once], 5, 6).then('RecordVoided', 'RecordVoided');
  });
  it('is not left extended twice where the supplement between is voided', () =>
    voided([...accepted, own, adjournedForSupplement, trialResumed, own], 5, 6).thenRejected('correction/relied-on'));
});
