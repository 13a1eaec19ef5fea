import { otherPerson, otherSuspect, thePerson, theSuspect } from '../fixtures.ts';
import type { Role } from '../kernel/envelope.ts';
import { type Issue, type Outcomes, type Said, everyPair, given, judge, procurator, rolesFor, secondJudge, streamNamed, unfit } from '../kernel/specify.ts';
import { bothIndicted, otherFileIndicted, otherProsecution, otherProsecutionOpened, theProsecution } from '../prosecution/prosecution-fixtures.ts';
import {
  adjournedForSupplement,
  childDocket,
  clerk,
  concludedBy,
  courtDocketCommandsOf,
  docketAccepted,
  docketCameBack,
  docketLeftTheCity,
  docketReclassified,
  docketsMerged,
  hearingHeld,
  judged,
  judgmentEffective,
  judgmentServed,
  appealLodged,
  otherDocket,
  otherDocketAccepted,
  otherVerdict,
  protestLodged,
  retrialOrdered,
  theDocket,
  theVerdict,
  trialAdjourned,
  trialExtended,
  trialResumed,
  trialSuspended,
} from './court-docket-fixtures.ts';
import { type CourtDocketCommand, conclusions } from './court-docket-messages.ts';
import { courtDocket } from './court-docket.ts';

type Type = CourtDocketCommand['type'];
const {
  AcceptDocket: accept,
  HoldTrialHearing: hear,
  SuspendTrial: suspend,
  ResumeTrial: resume,
  RecordVerdict: record,
  ConcludeDocket: conclude,
  ServeJudgment: serve,
  LodgeAppeal: appeal,
  LodgeProtest: protest,
  DeclareEffective: declare,
  OrderRetrial: retry,
  ReclassifyDocket: reclassify,
  MergeDocket: merge,
  SplitDocket: split,
  TransferDocket: transfer,
} = courtDocketCommandsOf;
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn = '2020-04-01'): Said => ({ ...said, occurredOn });
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;
const byCourt = (issue: Issue): Issue => ({ ...issue, by: clerk, approvedBy: judge });
const move = (scope: string, toDistrict?: string): Issue => ({ ...transfer, data: { scope, toCourt: 'court-370203', ...(toDistrict && { toDistrict }) } });
const stateOf = (...said: (Said | readonly Said[])[]) => given(...said).state(courtDocket, theDocket);

const around = [...bothIndicted, ...otherFileIndicted, ...otherDocketAccepted];
const accepted = [...around, ...docketAccepted];
const served = [...accepted, ...judged, judgmentServed];
const situations = {
  unknown: { is: 'unknown', said: around },
  accepted: { is: 'accepted', said: accepted },
  'on trial': { is: 'on-trial', said: [...accepted, hearingHeld] },
  suspended: { is: 'suspended', said: [...accepted, trialSuspended] },
  adjourned: { is: 'adjourned', said: [...accepted, hearingHeld, trialAdjourned] },
  'adjourned for a supplement': { is: 'adjourned', said: [...accepted, adjournedForSupplement] },
  extended: { is: 'accepted', said: [...accepted, trialExtended('OWN_COURT')] },
  resumed: { is: 'on-trial', said: [...accepted, trialSuspended, trialResumed] },
  'with one verdict': { is: 'accepted', said: [...accepted, theVerdict] },
  'with every verdict': { is: 'on-trial', said: [...accepted, hearingHeld, theVerdict, otherVerdict] },
  'concluded by a judgment': { is: 'concluded', said: [...accepted, ...judged] },
  'concluded by a withdrawal': { is: 'concluded', said: [...accepted, concludedBy('WITHDRAWAL_ALLOWED')] },
  served: { is: 'served', said: served },
  appealed: { is: 'served', said: [...served, appealLodged] },
  'protested against': { is: 'served', said: [...served, protestLodged] },
  effective: { is: 'effective', said: [...served, judgmentEffective] },
  'to be tried again': { is: 'retrial-ordered', said: [...served, judgmentEffective, retrialOrdered] },
  merged: { is: 'merged', said: [...accepted, ...docketsMerged] },
  'out of the city': { is: 'transferred-out', said: [...accepted, docketLeftTheCity] },
  'back in the city': { is: 'accepted', said: [...accepted, docketLeftTheCity, docketCameBack] },
};
const always = { ReclassifyDocket: 'DocketReclassified', VoidRecords: 'RecordVoided' };
const before = {
  ...always,
  MergeDocket: 'DocketsMerged + DocketDefendantListed + DocketDefendantListed + DocketListed + DocketListed',
  SplitDocket: 'DocketSplit + DocketAccepted + DocketDefendantListed + DocketListed',
  TransferDocket: 'DocketTransferred',
};
const going = {
  ...before,
  HoldTrialHearing: 'TrialHearingHeld',
  SuspendTrial: 'TrialSuspended',
  AdjournTrial: 'TrialAdjourned',
  ExtendTrial: 'TrialExtended',
  RecordVerdict: 'VerdictRecorded',
  ConcludeDocket: 'court-docket/verdicts-missing',
};
const onTrial = { ...going, ResumeTrial: 'nothing' };
const contested = {
  ...always,
  RecordVerdict: 'nothing',
  ServeJudgment: 'nothing',
  LodgeAppeal: 'AppealLodged',
  LodgeProtest: 'ProtestLodged',
  DeclareEffective: 'court-docket/under-appeal',
};
const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: {
    AcceptDocket: 'DocketAccepted + DocketDefendantListed + DocketDefendantListed + DocketListed + DocketListed',
    VoidRecords: 'correction/no-such-record',
  },
  accepted: { ...going, AcceptDocket: 'nothing', VoidRecords: 'correction/relied-on' }, // by its defendants
  'on trial': onTrial,
  suspended: { ...before, SuspendTrial: 'nothing', ResumeTrial: 'TrialResumed' },
  adjourned: { ...before, AdjournTrial: 'nothing', ResumeTrial: 'TrialResumed', ExtendTrial: 'TrialExtended' },
  'adjourned for a supplement': { ...before, ResumeTrial: 'TrialResumed', ExtendTrial: 'court-docket/waits-for-supplement' },
  extended: { ...going, AcceptDocket: 'nothing', ExtendTrial: 'nothing' },
  resumed: onTrial,
  'with one verdict': { ...going, AcceptDocket: 'nothing', RecordVerdict: 'nothing', MergeDocket: 'court-docket/already-recorded' },
  'with every verdict': {
    ...onTrial,
    RecordVerdict: 'nothing',
    ConcludeDocket: 'DocketConcluded',
    MergeDocket: 'court-docket/already-recorded',
    SplitDocket: 'court-docket/already-recorded',
  },
  'concluded by a judgment': { ...always, RecordVerdict: 'nothing', ConcludeDocket: 'nothing', ServeJudgment: 'JudgmentServed' },
  'concluded by a withdrawal': { ...always, ServeJudgment: 'JudgmentServed' },
  served: { ...contested, DeclareEffective: 'JudgmentBecameEffective' },
  appealed: { ...contested, LodgeAppeal: 'nothing' },
  'protested against': { ...contested, LodgeProtest: 'nothing', VoidRecords: 'role/not-allowed' }, // the procuratorate's act
  effective: { ...always, RecordVerdict: 'nothing', DeclareEffective: 'nothing', OrderRetrial: 'RetrialOrdered' },
  'to be tried again': { ...always, RecordVerdict: 'nothing', OrderRetrial: 'nothing' },
  // what the survivor took in is to be voided there first
  merged: { MergeDocket: 'nothing', VoidRecords: 'correction/relied-on' },
  'out of the city': { TransferDocket: 'court-docket/transfer-direction', VoidRecords: 'RecordVoided' },
  'back in the city': { ...going, AcceptDocket: 'nothing', TransferDocket: 'court-docket/same-district' },
};

const court: readonly Role[] = ['JUDGE', 'COURT_CLERK'];
const judges: readonly Role[] = ['JUDGE'];
const clerks: readonly Role[] = ['COURT_CLERK'];
const allowed: Record<Type, readonly Role[]> = {
  AcceptDocket: clerks,
  HoldTrialHearing: court,
  SuspendTrial: judges,
  AdjournTrial: judges,
  ResumeTrial: judges,
  ExtendTrial: judges,
  RecordVerdict: clerks,
  ConcludeDocket: judges,
  ServeJudgment: clerks,
  LodgeAppeal: clerks,
  LodgeProtest: ['PROCURATOR', 'CHIEF_PROCURATOR'],
  DeclareEffective: judges,
  OrderRetrial: judges,
  ReclassifyDocket: court,
  MergeDocket: court,
  SplitDocket: court,
  TransferDocket: court,
};

describe('a court docket', () => {
  it.each(everyPair(theDocket, situations, courtDocketCommandsOf, outcomes))('%s: %s → %s', (_situation, command, expected, said, issue) => {
    const outcome = given(said).when(command === 'VoidRecords' ? byCourt(issue) : issue);
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theDocket)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) => expect(rolesFor(courtDocketCommandsOf[command])).toEqual(roles));

  it('is accepted in the district of the court, with the defendants and their persons', () => {
    const [docket, first, second, listing] = given(around).when({ ...accept, by: { ...clerk, district: '370203' } }).events;
    expect(docket?.data).toMatchObject({ district: '370203', instance: 'FIRST', prosecution: theProsecution });
    expect([first?.data, second?.data]).toEqual([
      { suspect: theSuspect, person: thePerson },
      { suspect: otherSuspect, person: otherPerson },
    ]);
    expect(listing).toMatchObject({ on: theSuspect, type: 'DocketListed', data: { docket: theDocket } });
  });

  describe('records verdicts', () => {
    it('on its defendants', () =>
      given(accepted)
        .when(saying(record, { suspect: streamNamed('suspect', 99) }))
        .thenRejected('court-docket/not-a-defendant'));
    it('once', () =>
      given(accepted, theVerdict)
        .when(saying(record, { months: 24 }))
        .thenRejected('court-docket/already-recorded'));
  });

  describe('is concluded', () => {
    it('by another person than the one who recorded a verdict', () => {
      const twoHats = { ...judge, user: clerk.user };
      given(situations['with every verdict'].said)
        .when({ ...conclude, by: twoHats })
        .thenRejected('court-docket/own-record');
      given(accepted)
        .when({ ...saying(conclude, { kind: 'WITHDRAWAL_ALLOWED' }), by: twoHats })
        .then('DocketConcluded');
    });
    it('by a judgment once every verdict is recorded', () =>
      given(situations['with one verdict'].said)
        .when(conclude)
        .thenRejected('court-docket/verdicts-missing', { missing: [otherSuspect] }));
    it.each(conclusions)('at first instance by %s, or not', (kind) => {
      const isFirst = ['JUDGMENT', 'TERMINATION', 'WITHDRAWAL_ALLOWED'].includes(kind);
      const { summary } = given(situations['with every verdict'].said).when(saying(conclude, { kind, ...(kind === 'REMANDED' && { remandGround: 'FACTS' }) }));
      expect(summary).toBe(isFirst ? 'DocketConcluded' : 'court-docket/not-at-this-instance');
    });
    it.each(['TERMINATION', 'WITHDRAWAL_ALLOWED'])('by %s without a verdict, also while the trial stands still', (kind) => {
      for (const said of [accepted, situations.suspended.said, situations.adjourned.said]) given(said).when(saying(conclude, { kind })).then('DocketConcluded');
    });
    it.each(['suspended', 'adjourned'] as const)('by no judgment while %s', (is) => {
      const said = [...accepted, theVerdict, otherVerdict, is === 'suspended' ? trialSuspended : trialAdjourned];
      given(said).when(conclude).thenRejected(`court-docket/is-${is}`);
      given(said, trialResumed).when(conclude).then('DocketConcluded');
    });
  });

  describe('is appealed', () => {
    const lodging: [string, Issue, string][] = [
      ['an appeal', appeal, 'AppealLodged'],
      ['a protest', protest, 'ProtestLodged'],
    ];
    it.each(lodging)('by %s within ten days after the service', (_, issue, event) => {
      given(served).when(dated(issue, '2020-03-30')).then(event);
      given(served).when(dated(issue, '2020-03-31')).thenRejected('court-docket/appeal-too-late');
      given(served).when(dated(issue, '2020-03-19')).thenRejected('court-docket/before-service');
    });
    it.each(lodging)('by %s against a judgment only', (_, issue) =>
      given(situations['concluded by a withdrawal'].said, judgmentServed).when(issue).thenRejected('court-docket/not-appealable'),
    );
    it('by its defendants', () =>
      given(served)
        .when(saying(appeal, { suspect: streamNamed('suspect', 99) }))
        .thenRejected('court-docket/not-a-defendant'));
    it('by one protest', () =>
      given(served, protestLodged)
        .when(saying(protest, { protestNumber: 'PR-2' }))
        .thenRejected('court-docket/already-protested'));
  });

  describe('becomes effective', () => {
    it('when the days to appeal are over', () => {
      given(served).when(dated(declare, '2020-03-30')).thenRejected('court-docket/may-be-appealed');
      given(served).when(dated(declare, '2020-03-31')).then('JudgmentBecameEffective');
    });
    it('by a judgment only', () =>
      given(situations['concluded by a withdrawal'].said, judgmentServed).when(declare).thenRejected('court-docket/not-a-judgment'));
  });

  describe('is merged', () => {
    it('not into itself', () =>
      given(accepted)
        .when(saying(merge, { survivor: theDocket }))
        .thenRejected('court-docket/merged-with-itself'));
    it('into an open docket', () => {
      given(accepted)
        .when(saying(merge, { survivor: childDocket }))
        .thenRejected('court-docket/survivor-not-open');
      given(accepted, { ...concludedBy('TERMINATION'), stream: otherDocket })
        .when(merge)
        .thenRejected('court-docket/survivor-not-open');
    });
    it('and its defendants are tried there', () => {
      const { defendants } = given(accepted, docketsMerged).state(courtDocket, otherDocket);
      expect(defendants.map(({ person }) => person)).toEqual([streamNamed('person', 11), thePerson, otherPerson]);
      given(accepted, docketsMerged)
        .when({ ...record, stream: otherDocket })
        .then('VerdictRecorded');
    });
  });

  describe('is split', () => {
    it('into a docket on the same indictment', () => {
      const [parent, child, party, listing] = given(accepted).when(split).events;
      expect(parent?.data).toEqual({ child: child?.on, defendants: [otherSuspect] });
      expect(child?.data).toMatchObject({ docketNumber: '（2020）鲁0202刑初3号', prosecution: theProsecution, splitFrom: theDocket, district: '370202' });
      expect(party).toMatchObject({ on: child?.on, data: { suspect: otherSuspect, person: otherPerson } });
      expect(listing).toMatchObject({ on: otherSuspect, data: { docket: child?.on } });
    });
    it('by defendants of its own, each once, and leaves somebody', () => {
      const off = (...defendants: string[]) => given(accepted).when(saying(split, { defendants }));
      off(streamNamed('suspect', 99)).thenRejected('court-docket/not-a-defendant');
      off(theSuspect, otherSuspect).thenRejected('court-docket/nobody-left');
      expect(off(otherSuspect, otherSuspect).events[0]?.data).toMatchObject({ defendants: [otherSuspect] });
    });
    it('under a number of its year and kind', () => {
      given(accepted)
        .when(saying(split, { docketNumber: '（2019）鲁0202刑初3号' }))
        .thenRejected('court-docket/number-of-another-year');
      given(accepted)
        .when(saying(split, { docketNumber: '（2020）鲁02刑终3号' }))
        .thenRejected('court-docket/number-of-another-kind');
    });
  });

  it('is transferred between districts (K8), or out of the city (K7) and back to where it stood', () => {
    given(accepted).when(move('DISTRICT', '370203')).then('DocketTransferred');
    given(accepted).when(move('DISTRICT', '370202')).thenRejected('court-docket/same-district');
    given(accepted).when(move('CITY_IN', '370203')).thenRejected('court-docket/transfer-direction');
    given(accepted)
      .when(alone(move('DISTRICT', '370203')))
      .thenRejected('correction/second-person-required', { kind: 'K8' });
    given(accepted)
      .when(alone(move('CITY_OUT')))
      .thenRejected('correction/second-person-required', { kind: 'K7' });
    given(accepted, docketLeftTheCity).when(move('CITY_IN', '370203')).then('DocketTransferred');
    expect(stateOf(accepted, hearingHeld, docketLeftTheCity, docketCameBack)).toMatchObject({
      status: 'on_trial',
      district: '370203',
      court: 'court-370203',
    });
    expect(stateOf(accepted, { ...docketCameBack, data: { ...(docketCameBack.data as object), scope: 'DISTRICT' } })).toMatchObject({ status: 'accepted' });
  });

  describe('has an order in time', () => {
    const early = '2020-03-19';
    it.each<[Type, readonly Said[]]>([
      ['HoldTrialHearing', accepted],
      ['SuspendTrial', accepted],
      ['AdjournTrial', accepted],
      ['ResumeTrial', situations.suspended.said],
      ['ExtendTrial', accepted],
      ['RecordVerdict', accepted],
      ['MergeDocket', accepted],
      ['SplitDocket', accepted],
      ['TransferDocket', accepted],
    ])('no %s before it was accepted', (command, said) =>
      given(said).when(dated(courtDocketCommandsOf[command], early)).thenRejected('court-docket/before-acceptance'),
    );
    it('not accepted before the indictment', () => given(around).when(dated(accept, early)).thenRejected('court-docket/before-indictment'));
    it.each<[string, Issue]>([
      ['heard again', hear],
      ['suspended', suspend],
      ['judged', record],
    ])('not %s before it was heard', (_, issue) =>
      given(accepted, later(hearingHeld)).when(dated(issue, '2020-03-31')).thenRejected('court-docket/before-hearing'),
    );
    it('not resumed before it stood still', () =>
      given(accepted, later(trialSuspended)).when(dated(resume, '2020-03-31')).thenRejected('court-docket/before-hearing'));
    it('not concluded before the last verdict', () =>
      given(accepted, later(theVerdict), otherVerdict).when(dated(conclude, '2020-03-31')).thenRejected('court-docket/before-verdict'));
    it('not served before it was concluded', () =>
      given(
        accepted,
        judged.map((said) => later(said)),
      )
        .when(dated(serve, '2020-03-31'))
        .thenRejected('court-docket/before-conclusion'));
    it('not effective before it was served', () =>
      given(accepted, judged, later(judgmentServed)).when(dated(declare, '2020-03-31')).thenRejected('court-docket/before-service'));
    it('not tried again before it was effective', () =>
      given(served, later(judgmentEffective)).when(dated(retry, '2020-03-31')).thenRejected('court-docket/before-effect'));
    it('not reclassified before it was classified', () =>
      given(accepted, later(docketReclassified))
        .when(dated(saying(reclassify, { scope: 'EVIL' }), '2020-03-31'))
        .thenRejected('court-docket/before-classification'));
    it('not back before it left', () =>
      given(accepted, later(docketLeftTheCity))
        .when(dated(move('CITY_IN', '370203'), '2020-03-31'))
        .thenRejected('court-docket/before-transfer'));
    it('nothing tomorrow', () => given(accepted).when(dated(hear, '2020-04-09')).thenRejected('date/in-future'));
    it('nothing late by one person alone', () => {
      const past = accepted.map((said) => later(said, '2020-02-01'));
      given(past).when(dated(hear, '2020-03-08')).thenRejected('correction/second-person-required', { kind: 'K10' });
      given(past)
        .when({ ...dated(hear, '2020-03-08'), approvedBy: secondJudge })
        .then('TrialHearingHeld');
    });
    it.each<[string, Issue]>([
      ['K4', reclassify],
      ['K5', merge],
      ['K6', split],
    ])('no correction %s by one person alone', (kind, issue) => given(accepted).when(alone(issue)).thenRejected('correction/second-person-required', { kind }));
  });

  it('is open to the procuratorate for a protest and nothing else', () =>
    expect(Object.values(courtDocketCommandsOf).filter((issue) => rolesFor(issue).includes(procurator.role))).toEqual([protest]));
  it('tries what stands in the other file only when that is indicted', () =>
    given(bothIndicted, otherProsecutionOpened)
      .when(saying(accept, { prosecution: otherProsecution }))
      .thenRejected('court-docket/no-indictment'));
});
