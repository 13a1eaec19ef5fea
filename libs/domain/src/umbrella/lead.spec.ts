import { theGroup, thePerson } from '../fixtures.ts';
import type { Role } from '../kernel/envelope.ts';
import { type Issue, type Outcomes, type Said, everyPair, given, investigator, leader, rolesFor, streamNamed, unfit, voidOf } from '../kernel/specify.ts';
import {
  aroundLead,
  correctedByDiscipline,
  disciplineLeader,
  inspector,
  leadCommandsOf,
  leadReferred,
  leadsMerged,
  otherDisciplineLeader,
  otherLead,
  otherReceived,
  putOutOfScope,
  received,
  screenedDuplicate,
  screenedOutOfScope,
  screenedReferred,
  screenedRelevant,
  theLead,
  verificationClosed,
  verificationOpened,
} from './lead-fixtures.ts';
import { type LeadCommand, verificationOutcomes } from './lead-messages.ts';
import { umbrellaLead } from './lead.ts';

type Type = LeadCommand['type'];
const {
  ReceiveLead: receive,
  ScreenLead: screen,
  OpenVerification: verify,
  CloseVerification: conclude,
  MergeLead: merge,
  PutLeadOutOfScope: putOut,
  ReferLead: refer,
  SplitLead: split,
} = leadCommandsOf;
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn = '2020-04-01'): Said => ({ ...said, occurredOn });
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;
const stateOf = (...said: (Said | readonly Said[])[]) => given(...said).state(umbrellaLead, theLead);

const known = [...aroundLead, otherReceived, received];
const relevant = [...known, screenedRelevant];
const verifying = [...relevant, verificationOpened];
const verified = [...verifying, verificationClosed];
const situations = {
  unknown: { is: 'unknown', said: [...aroundLead, otherReceived] },
  received: { is: 'received', said: known },
  'screened, relevant': { is: 'relevant', said: relevant },
  'screened, out of scope': { is: 'out-of-scope', said: [...known, screenedOutOfScope] },
  'screened, duplicate': { is: 'duplicate', said: [...known, screenedDuplicate] },
  'screened, referred': { is: 'referred', said: [...known, screenedReferred] },
  'under verification': { is: 'verifying', said: verifying },
  verified: { is: 'verified', said: verified },
  merged: { is: 'merged', said: [...verified, leadsMerged] },
  'put out of scope': { is: 'out-of-scope', said: [...verified, putOutOfScope] },
  referred: { is: 'referred', said: [...verifying, leadReferred] },
};
const checked = {
  MergeLead: 'LeadsMerged',
  PutLeadOutOfScope: 'LeadPutOutOfScope',
  ReferLead: 'LeadReferred',
  SplitLead: 'LeadSplit + LeadReceived',
  VoidRecords: 'RecordVoided',
};
const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { ReceiveLead: 'LeadReceived', VoidRecords: 'correction/no-such-record' },
  received: { ScreenLead: 'LeadScreened', VoidRecords: 'RecordVoided' },
  'screened, relevant': { ScreenLead: 'nothing', OpenVerification: 'LeadVerificationOpened', VoidRecords: 'RecordVoided' },
  'screened, out of scope': { PutLeadOutOfScope: 'nothing', VoidRecords: 'RecordVoided' },
  'screened, duplicate': { VoidRecords: 'RecordVoided' },
  'screened, referred': { ReferLead: 'nothing', VoidRecords: 'RecordVoided' },
  'under verification': { ...checked, OpenVerification: 'nothing', CloseVerification: 'LeadVerificationClosed' },
  verified: { ...checked, CloseVerification: 'nothing' },
  merged: { MergeLead: 'nothing', VoidRecords: 'RecordVoided' },
  'put out of scope': { PutLeadOutOfScope: 'nothing', VoidRecords: 'RecordVoided' },
  referred: { ReferLead: 'nothing', VoidRecords: 'RecordVoided' },
};

const discipline: readonly Role[] = ['DISCIPLINE_INSPECTOR', 'DISCIPLINE_LEADER'];
const leaders: readonly Role[] = ['DISCIPLINE_LEADER'];
const allowed: Record<Type, readonly Role[]> = {
  ReceiveLead: discipline,
  ScreenLead: discipline,
  OpenVerification: leaders,
  CloseVerification: leaders,
  MergeLead: discipline,
  PutLeadOutOfScope: discipline,
  ReferLead: discipline,
  SplitLead: discipline,
};
const byDiscipline = (issue: Issue): Issue => (issue.type === 'VoidRecords' ? { ...issue, ...correctedByDiscipline } : issue);

describe('an umbrella lead', () => {
  it.each(everyPair(theLead, situations, leadCommandsOf, outcomes))('%s: %s → %s', (_situation, _command, expected, said, issue) => {
    const outcome = given(said).when(byDiscipline(issue));
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theLead)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) => expect(rolesFor(leadCommandsOf[command])).toEqual(roles));
  it('is sealed', () => expect(umbrellaLead.secrecy).toBe('SEALED'));

  it('belongs to the district of who received it', () =>
    expect(
      given(aroundLead)
        .when({ ...receive, by: { ...inspector, district: '370203' } })
        .events.map(({ data }) => data),
    ).toEqual([{ ...(receive.data as object), district: '370203' }]));
  it('is about persons and a group that are known', () => {
    given(aroundLead)
      .when(saying(receive, { subjects: [thePerson, streamNamed('person', 99)] }))
      .thenRejected('person/is-unknown');
    given(aroundLead)
      .when(saying(receive, { group: streamNamed('crime_group', 99) }))
      .thenRejected('crime-group/is-unknown');
  });
  it('may be about nobody yet', () =>
    given()
      .when(saying(receive, { subjects: [], group: undefined }))
      .then('LeadReceived'));

  describe('screened', () => {
    const as = (data: object) => given(known).when({ ...screen, data });
    it('leaves where it is out of scope, repeats another or belongs elsewhere', () => {
      as({ outcome: 'OUT_OF_SCOPE' }).then('LeadScreened');
      as({ outcome: 'DUPLICATE', of: otherLead }).then('LeadScreened');
      as({ outcome: 'REFERRED', to: 'the audit office' }).then('LeadScreened');
      expect(stateOf(known, screenedDuplicate)).toMatchObject({ status: 'duplicate', repeats: otherLead });
      expect(stateOf(known, screenedReferred)).toMatchObject({ status: 'referred', referredTo: 'for the test' });
    });
    it('repeats another lead that is there and open', () => {
      as({ outcome: 'DUPLICATE', of: theLead }).thenRejected('umbrella-lead/repeats-itself');
      as({ outcome: 'DUPLICATE', of: streamNamed('umbrella_lead', 9) }).thenRejected('umbrella-lead/is-unknown');
      given(known, { ...screenedOutOfScope, stream: otherLead })
        .when({ ...screen, data: { outcome: 'DUPLICATE', of: otherLead } })
        .thenRejected('umbrella-lead/survivor-not-open');
    });
    it('is screened once', () => {
      given(known, screenedDuplicate)
        .when({ ...screen, data: { outcome: 'DUPLICATE', of: otherLead } })
        .thenNothing();
      given(known, screenedDuplicate)
        .when({ ...screen, data: { outcome: 'DUPLICATE', of: streamNamed('umbrella_lead', 9) } })
        .thenRejected('umbrella-lead/is-duplicate');
      given(known, screenedReferred)
        .when({ ...screen, data: { outcome: 'REFERRED', to: 'elsewhere' } })
        .thenRejected('umbrella-lead/is-referred');
    });
  });

  describe('verified', () => {
    it('by the decision of another person than the one who received it', () => {
      const own = { ...received, by: disciplineLeader };
      given(aroundLead, own, screenedRelevant).when(verify).thenRejected('umbrella-lead/own-lead');
      given(aroundLead, own, screenedRelevant)
        .when({ ...verify, by: otherDisciplineLeader })
        .then('LeadVerificationOpened');
    });
    it.each(verificationOutcomes)('comes to %s', (outcome) => {
      given(verifying)
        .when({ ...conclude, data: { outcome } })
        .then('LeadVerificationClosed');
      expect(stateOf(verifying, { ...verificationClosed, data: { outcome } })).toMatchObject({ status: 'verified', outcome, verifiedOn: '2020-03-20' });
    });
    it('comes to one outcome', () =>
      given(verified)
        .when({ ...conclude, data: { outcome: 'SHELVED' } })
        .thenRejected('umbrella-lead/is-verified'));
  });

  describe('merged (K5)', () => {
    it('not into itself', () =>
      given(verified)
        .when(saying(merge, { survivor: theLead }))
        .thenRejected('umbrella-lead/repeats-itself'));
    it('into a lead that is there', () =>
      given(verified)
        .when(saying(merge, { survivor: streamNamed('umbrella_lead', 9) }))
        .thenRejected('umbrella-lead/is-unknown'));
    it.each([screenedOutOfScope, screenedReferred])('into a lead that is open', (gone) =>
      given(verified, { ...gone, stream: otherLead })
        .when(merge)
        .thenRejected('umbrella-lead/survivor-not-open'),
    );
    it.each([[[]], [[screenedRelevant]], [[screenedRelevant, verificationOpened]], [[screenedRelevant, verificationOpened, verificationClosed]]])(
      'into an open lead, however far that is',
      (said) =>
        given(
          verified,
          said.map((one) => ({ ...one, stream: otherLead })),
        )
          .when(merge)
          .then('LeadsMerged'),
    );
    it('says so in its own record', () =>
      expect(
        given(verified)
          .when(merge)
          .events.map((event) => event.on),
      ).toEqual([undefined]));
  });

  describe('split (K6)', () => {
    it('leaves a lead that starts received, says the same and names where it is from', () => {
      const [parent, child] = given(verified).when(split).events;
      expect(parent?.data).toEqual({ child: child?.on });
      expect(child?.data).toEqual({
        leadNumber: 'L-2',
        source: 'PETITION',
        kindHint: 'SHELTERING',
        group: theGroup,
        subjects: [thePerson],
        district: '370202',
        splitFrom: theLead,
      });
    });
    it('leaves a lead that is screened like any other', () => {
      const child = { ...received, data: { ...(received.data as object), splitFrom: otherLead } };
      given(child).when(screen).then('LeadScreened');
      given(child).when(verify).thenRejected('umbrella-lead/is-received');
    });
    it('stays what it is', () =>
      expect(stateOf(verified, { stream: theLead, type: 'LeadSplit', data: { child: otherLead } })).toMatchObject({ status: 'verified' }));
  });

  describe('has an order in time', () => {
    it.each<[Type, readonly Said[]]>([
      ['ScreenLead', [...aroundLead, later(received)]],
      ['OpenVerification', [...known, later(screenedRelevant)]],
      ['CloseVerification', [...relevant, later(verificationOpened)]],
      ['MergeLead', [...verifying, later(verificationClosed)]],
      ['PutLeadOutOfScope', [...relevant, later(verificationOpened)]],
      ['ReferLead', [...relevant, later(verificationOpened)]],
      ['SplitLead', [...verifying, later(verificationClosed)]],
    ])('no %s before the last step', (command, said) => {
      const other = [otherReceived];
      given(other, said).when(dated(leadCommandsOf[command], '2020-03-31')).thenRejected('umbrella-lead/before-last-step');
      expect(given(other, said).when(leadCommandsOf[command]).events).not.toEqual([]);
    });
    it('not merged before the survivor was received', () =>
      given(
        verified.filter(({ stream }) => stream !== otherLead),
        later(otherReceived),
      )
        .when(dated(merge, '2020-03-31'))
        .thenRejected('umbrella-lead/before-received'));
    it('nothing tomorrow', () => given(known).when(dated(screen, '2020-04-09')).thenRejected('date/in-future'));
    it.each<[string, Issue, string]>([
      ['MergeLead', merge, 'K5'],
      ['PutLeadOutOfScope', putOut, 'K4'],
      ['ReferLead', refer, 'K7'],
      ['SplitLead', split, 'K6'],
    ])('no %s by one person alone', (_, issue, kind) => given(verified).when(alone(issue)).thenRejected('correction/second-person-required', { kind }));
  });

  describe('with records voided', () => {
    // 1 received, 2 screened, 3 verification opened, 4 closed, 5 merged
    const voided = (said: readonly Said[], ...versions: number[]) => given(said).when({ ...voidOf(said, theLead, ...versions), ...correctedByDiscipline });
    it('by its own organ', () =>
      given(verified)
        .when({ ...voidOf(verified, theLead), by: investigator, approvedBy: leader })
        .thenRejected('role/not-allowed'));
    it('is verified only after the screening and the opening', () => {
      voided(verified, 2).thenRejected('correction/relied-on');
      voided(verified, 3).thenRejected('correction/relied-on');
      voided(verified, 2, 3, 4).then('RecordVoided', 'RecordVoided', 'RecordVoided');
      voided(verified, 4).then('RecordVoided');
    });
    it('may still be merged where its verification was not closed', () => voided([...verified, leadsMerged], 4).then('RecordVoided'));
    it('comes back when its merge is voided', () => {
      const undone = { stream: theLead, type: 'RecordVoided', data: { target: `${theLead}@5` } };
      expect(stateOf(verified, leadsMerged, undone)).toEqual(stateOf(verified));
    });
    it('does not repeat a lead that repeats it', () => {
      const undone = { stream: theLead, type: 'RecordVoided', data: { target: `${theLead}@5` } };
      const otherWay = { ...screenedDuplicate, stream: otherLead, data: { outcome: 'DUPLICATE', of: theLead } };
      voided([...verified, leadsMerged, undone], 6).then('RecordVoided');
      voided([...verified, leadsMerged, undone, otherWay], 6).thenRejected('correction/relied-on', { reliedOnBy: otherLead });
    });
  });
});
