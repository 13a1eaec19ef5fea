import {
  adjudicated,
  dismantled,
  fourSuspects,
  groupClassified,
  groupClosed,
  groupCommandsOf,
  groupLeftTheCity,
  groupReclassified,
  groupRegistered,
  groupWithdrawn,
  groupsMerged,
  identified,
  linkedToGroup,
  mafiaType,
  member,
  members,
  otherGroup,
  otherGroupRegistered,
  prosecuted,
  theCase,
  theGroup,
  underInvestigation,
} from '../fixtures.ts';
import type { Role } from '../kernel/envelope.ts';
import {
  type Issue,
  type Outcomes,
  type Said,
  chiefProcurator,
  cityLeader,
  everyPair,
  given,
  investigator,
  judge,
  leader,
  procurator,
  rolesFor,
  secondLeader,
  streamNamed,
  unfit,
  voidOf,
} from '../kernel/specify.ts';
import { type CrimeGroupCommand, features, tiers } from './crime-group-messages.ts';
import { crimeGroup } from './crime-group.ts';

type Type = CrimeGroupCommand['type'];
const {
  RegisterGroup: register,
  ClassifyGroup: classify,
  ReclassifyGroup: reclassify,
  LinkMember: link,
  ChangeMemberRole: changeRole,
  DismantleGroup: dismantle,
  MergeGroup: merge,
  TransferGroup: transfer,
  ProsecuteGroup: prosecute,
  AdjudicateGroup: adjudicate,
  CloseGroup: close,
  SplitGroup: split,
  WithdrawGroup: withdraw,
} = groupCommandsOf;
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn = '2020-04-01'): Said => ({ ...said, occurredOn });
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const move = (scope: string, toDistrict?: string): Issue => ({ ...transfer, data: { scope, toAgency: 'psb-370203', ...(toDistrict && { toDistrict }) } });
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;
const cameBack = { ...groupLeftTheCity, data: { scope: 'CITY_IN', toAgency: 'psb-370203', toDistrict: '370203' } };
const stateOf = (...said: (Said | readonly Said[])[]) => given(...said).state(crimeGroup, theGroup);

const around = [...underInvestigation, ...fourSuspects, ...otherGroupRegistered];
const known = [...around, identified, groupRegistered, ...linkedToGroup, ...members];
const situations = {
  unknown: { is: 'unknown', said: around },
  identified: { is: 'identified', said: [...around, identified] },
  registered: { is: 'registered', said: known },
  classified: { is: 'classified', said: [...known, groupClassified] },
  dismantled: { is: 'dismantled', said: [...known, groupClassified, dismantled] },
  prosecuted: { is: 'prosecuted', said: [...known, groupClassified, dismantled, prosecuted] },
  adjudicated: { is: 'adjudicated', said: [...known, groupClassified, dismantled, prosecuted, adjudicated] },
  closed: { is: 'closed', said: [...known, groupClassified, dismantled, prosecuted, adjudicated, groupClosed] },
  merged: { is: 'merged', said: [...known, groupsMerged] },
  'out of the city': { is: 'transferred-out', said: [...known, groupLeftTheCity] },
  withdrawn: { is: 'withdrawn', said: [...known, groupWithdrawn] },
};
const withPolice = {
  LinkMember: 'GroupMemberLinked',
  ChangeMemberRole: 'MemberRoleChanged',
  MergeGroup: 'GroupsMerged',
  SplitGroup: 'GroupSplit + GroupRegistered',
  TransferGroup: 'GroupTransferred',
  WithdrawGroup: 'GroupWithdrawn',
  VoidRecords: 'RecordVoided',
};
const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { IdentifyGroup: 'GroupIdentified', VoidRecords: 'correction/no-such-record' },
  identified: { RegisterGroup: 'GroupRegistered', VoidRecords: 'RecordVoided' },
  registered: { ...withPolice, RegisterGroup: 'nothing', ClassifyGroup: 'GroupClassified' },
  classified: { ...withPolice, ClassifyGroup: 'nothing', ReclassifyGroup: 'GroupReclassified', DismantleGroup: 'GroupDismantled' },
  dismantled: {
    ...withPolice,
    ReclassifyGroup: 'GroupReclassified',
    DismantleGroup: 'nothing',
    ProsecuteGroup: 'GroupProsecuted',
    AdjudicateGroup: 'GroupAdjudicated',
  },
  // the void is asked for by the police: not theirs to void
  prosecuted: { ReclassifyGroup: 'GroupReclassified', ProsecuteGroup: 'nothing', AdjudicateGroup: 'GroupAdjudicated', VoidRecords: 'role/not-allowed' },
  adjudicated: { AdjudicateGroup: 'GroupAdjudicated', CloseGroup: 'GroupClosed', VoidRecords: 'role/not-allowed' },
  closed: { CloseGroup: 'nothing', VoidRecords: 'RecordVoided' },
  merged: { MergeGroup: 'nothing', VoidRecords: 'RecordVoided' },
  'out of the city': { TransferGroup: 'crime-group/transfer-direction', VoidRecords: 'RecordVoided' },
  withdrawn: { WithdrawGroup: 'nothing', VoidRecords: 'RecordVoided' },
};

const police: readonly Role[] = ['POLICE_INVESTIGATOR', 'POLICE_LEADER'];
const leaders: readonly Role[] = ['POLICE_LEADER'];
const allowed: Record<Type, readonly Role[]> = {
  IdentifyGroup: police,
  RegisterGroup: leaders,
  ClassifyGroup: leaders,
  ReclassifyGroup: police,
  LinkMember: police,
  ChangeMemberRole: leaders,
  DismantleGroup: leaders,
  MergeGroup: police,
  SplitGroup: police,
  TransferGroup: police,
  WithdrawGroup: police,
  ProsecuteGroup: ['PROCURATOR', 'CHIEF_PROCURATOR'],
  AdjudicateGroup: ['JUDGE'],
  CloseGroup: leaders,
};

describe('a crime group', () => {
  it.each(everyPair(theGroup, situations, groupCommandsOf, outcomes))('%s: %s → %s', (_situation, _command, expected, said, issue) => {
    const outcome = given(said).when(issue);
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theGroup)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) => expect(rolesFor(groupCommandsOf[command])).toEqual(roles));

  it('is registered by another person than the one who identified it', () =>
    given({ ...identified, by: leader })
      .when(register)
      .thenRejected('crime-group/own-proposal'));
  it('is registered under one code', () =>
    given(identified, groupRegistered)
      .when({ ...register, data: { code: 'G-7' } })
      .thenRejected('crime-group/is-registered'));
  it('keeps its tier until it is reclassified', () => {
    given(known, groupClassified)
      .when(saying(classify, { tier: 'EVIL_FORCE_GROUP' }))
      .thenRejected('crime-group/is-classified');
    expect(given(known, groupClassified).when(reclassify).events[0]?.data).toMatchObject({
      from: 'EVIL_FORCE_GANG',
      tier: 'EVIL_FORCE_GROUP',
      stage: 'POLICE',
    });
    given(known, groupClassified, groupReclassified).when(reclassify).thenNothing();
  });
  it.each(tiers)('is of the tier %s', (tier) =>
    given(known)
      .when({ ...saying(classify, { tier, features: [...features] }), by: cityLeader })
      .then('GroupClassified'),
  );

  describe('of the mafia type', () => {
    it.each(features)('has the feature %s', (feature) =>
      given(known)
        .when({ ...saying(classify, { ...mafiaType, features: features.filter((one) => one !== feature) }), by: cityLeader })
        .thenRejected('crime-group/features-missing', { missing: [feature] }),
    );
    it('is classified so at the city level', () => {
      given(known).when(saying(classify, mafiaType)).thenRejected('crime-group/city-level-required');
      expect(given(known).when({ ...saying(classify, mafiaType), by: cityLeader }).events[0]?.data).toMatchObject({
        tier: 'MAFIA_TYPE',
        approvedByLevel: 'CITY',
      });
    });
    it('is reclassified so by a leader of the city level', () => {
      given(known, groupClassified).when(saying(reclassify, mafiaType)).thenRejected('crime-group/city-level-required');
      given(known, groupClassified)
        .when({ ...saying(reclassify, mafiaType), approvedBy: cityLeader })
        .then('GroupReclassified');
    });
    it('is prosecuted so by the city level of the procuratorate', () => {
      const so = saying(prosecute, mafiaType);
      given(situations.dismantled.said).when(so).thenRejected('crime-group/city-level-required');
      given(situations.dismantled.said)
        .when({ ...so, by: { ...procurator, district: '370200' } })
        .then('GroupProsecuted');
      given(situations.dismantled.said)
        .when({ ...saying(so, { features: [] }), by: { ...procurator, district: '370200' } })
        .thenRejected('crime-group/features-missing');
    });
  });

  describe('has members', () => {
    it('that are suspects', () =>
      given(known)
        .when(saying(link, { suspect: streamNamed('suspect', 99) }))
        .thenRejected('suspect/is-unknown'));
    it('each once', () => {
      given(known)
        .when(saying(link, { suspect: member(1), role: 'CORE' }))
        .thenNothing();
      given(known)
        .when(saying(link, { suspect: member(1) }))
        .thenRejected('crime-group/already-member', { suspect: member(1) });
    });
    it('whose role changes', () => {
      given(known).when(changeRole).then('MemberRoleChanged');
      given(known)
        .when(saying(changeRole, { role: 'CORE' }))
        .thenNothing();
      given(known)
        .when(saying(changeRole, { suspect: member(4) }))
        .thenRejected('crime-group/not-a-member');
    });
  });

  describe('dismantled', () => {
    const after = (...said: (Said | readonly Said[])[]) => given(around, identified, groupRegistered, ...said, groupClassified).when(dismantle);
    it('with three members or more', () => {
      after(linkedToGroup, members.slice(0, 2)).thenRejected('crime-group/too-few-members');
      after(linkedToGroup, members).then('GroupDismantled');
    });
    it('with a filed case that is linked to it', () => {
      const notLinked = { stream: theCase, type: 'RecordVoided', data: { target: `${theCase}@9` } };
      expect(given(around, linkedToGroup).world().history(theCase)[8]?.type).toBe('CaseLinkedToGroup');
      after(members).thenRejected('crime-group/no-filed-case');
      after(linkedToGroup, notLinked, members).thenRejected('crime-group/no-filed-case');
    });
    it('with no more core members under control than there are', () => {
      const controlled = (coreControlled: number) => given(situations.classified.said).when(saying(dismantle, { coreMembers: 3, coreControlled }));
      controlled(3).then('GroupDismantled');
      controlled(4).thenRejected('crime-group/more-than-all');
    });
  });

  describe('merged', () => {
    it('not into itself', () =>
      given(known)
        .when({ ...merge, data: { survivor: theGroup } })
        .thenRejected('crime-group/merged-with-itself'));
    it('into a group that the police still have', () => {
      given(identified, groupRegistered).when(merge).thenRejected('crime-group/survivor-not-open');
      given(known, { ...groupWithdrawn, stream: otherGroup })
        .when(merge)
        .thenRejected('crime-group/survivor-not-open');
    });
    it('takes nothing more but voids', () => given(known, groupsMerged).when(link).thenRejected('crime-group/is-merged'));
  });
  it('splits into groups that are registered in its district and name it', () => {
    const [parent, child] = given(known).when(split).events;
    expect(parent?.data).toEqual({ children: [child?.on] });
    expect(child?.data).toMatchObject({ code: 'G-3', alias: 'West Market', district: '370202', splitFrom: theGroup });
  });
  it('made by a split goes its way from registered', () => {
    const child = { ...groupRegistered, data: { ...(groupRegistered.data as object), splitFrom: otherGroup } };
    given(child).when(classify).then('GroupClassified');
    given(child).when(dated(classify, '2020-03-19')).thenRejected('crime-group/before-identified');
  });

  it('is transferred between districts (K8), or out of the city (K7) and back to where it stood', () => {
    given(known).when(move('DISTRICT', '370203')).then('GroupTransferred');
    given(known).when(move('DISTRICT', '370202')).thenRejected('crime-group/same-district');
    given(known).when(move('CITY_IN', '370203')).thenRejected('crime-group/transfer-direction');
    given(known)
      .when(alone(move('DISTRICT', '370203')))
      .thenRejected('correction/second-person-required', { kind: 'K8' });
    given(known)
      .when(alone(move('CITY_OUT')))
      .thenRejected('correction/second-person-required', { kind: 'K7' });
    given(known, groupLeftTheCity).when(move('CITY_IN', '370203')).then('GroupTransferred');
    expect(stateOf(situations.dismantled.said, groupLeftTheCity, cameBack)).toMatchObject({ status: 'dismantled', district: '370203' });
  });

  it('is found by the court to be of another tier, or none', () =>
    given(situations.prosecuted.said)
      .when(saying(adjudicate, { finding: 'NOT_FOUND' }))
      .then('GroupAdjudicated'));

  describe('has an order in time', () => {
    const { classified, dismantled: down, adjudicated: judged } = situations;
    it.each<[Type, readonly Said[]]>([
      ['RegisterGroup', [identified]],
      ['ClassifyGroup', known],
      ['LinkMember', known],
      ['ChangeMemberRole', known],
      ['DismantleGroup', classified.said],
      ['MergeGroup', known],
      ['SplitGroup', known],
      ['TransferGroup', known],
      ['WithdrawGroup', known],
      ['ReclassifyGroup', classified.said],
      ['ProsecuteGroup', down.said],
      ['AdjudicateGroup', down.said],
    ])('no %s before it was identified', (command, said) =>
      given(said).when(dated(groupCommandsOf[command], '2020-03-19')).thenRejected('crime-group/before-identified'),
    );
    it('not reclassified before it was classified', () =>
      given(known, later(groupClassified)).when(dated(reclassify, '2020-03-31')).thenRejected('crime-group/before-classification'));
    it('not back before it left', () =>
      given(known, later(groupLeftTheCity))
        .when(dated(move('CITY_IN', '370203'), '2020-03-31'))
        .thenRejected('crime-group/before-transfer'));
    it('nothing before what the court found', () => {
      given(down.said, later(adjudicated)).when(dated(adjudicate, '2020-03-31')).thenRejected('crime-group/before-adjudication');
      given(down.said, later(adjudicated)).when(dated(close, '2020-03-31')).thenRejected('crime-group/before-adjudication');
    });
    it('nothing tomorrow', () => given(judged.said).when(dated(close, '2020-04-09')).thenRejected('date/in-future'));
    it('nothing late by one person alone', () => {
      const past = known.map((said) => later(said, '2020-02-01'));
      given(past).when(dated(classify, '2020-03-09')).then('GroupClassified');
      given(past).when(dated(classify, '2020-03-08')).thenRejected('correction/second-person-required', { kind: 'K10' });
      given(past)
        .when({ ...dated(classify, '2020-03-08'), approvedBy: secondLeader })
        .then('GroupClassified');
    });
    it.each<[string, Issue]>([
      ['ReclassifyGroup', reclassify],
      ['MergeGroup', merge],
      ['SplitGroup', split],
      ['WithdrawGroup', withdraw],
    ])('no %s by one person alone', (_, issue) => given(classified.said).when(alone(issue)).thenRejected('correction/second-person-required'));
  });

  describe('with records voided', () => {
    // 1 identified, 2 registered, 3 case listed, 4-6 members, 7 classified, 8 dismantled or reclassified, 9 prosecuted, 10 adjudicated
    const voided = (said: readonly Said[], ...versions: number[]) => given(said).when(voidOf(said, theGroup, ...versions));
    it('a dismantling stands on three members', () => {
      voided(situations.dismantled.said, 4).thenRejected('correction/relied-on');
      voided(situations.dismantled.said, 4, 8).then('RecordVoided', 'RecordVoided');
      voided([...known, groupClassified], 4).then('RecordVoided');
    });
    it('a reclassification stands on the tier it changed', () => {
      const toGroup = [...known, groupClassified, groupReclassified];
      voided(toGroup, 7).thenRejected('correction/relied-on');
      voided(
        [...toGroup, { ...groupReclassified, data: { ...(groupReclassified.data as object), from: 'EVIL_FORCE_GROUP', tier: 'EVIL_FORCE_GANG' } }],
        8,
      ).thenRejected('correction/relied-on');
      voided(toGroup, 8).then('RecordVoided');
    });
    it('a role stands on the membership', () =>
      voided([...known, { ...(members[0] as Said), type: 'MemberRoleChanged', data: { suspect: member(1), role: 'LEADER' } }], 4).thenRejected(
        'correction/relied-on',
      ));
    it('a person is a member once', () => {
      const undone = { stream: theGroup, type: 'RecordVoided', data: { target: `${theGroup}@4` } };
      voided([...known, undone, members[0] as Said], 7).thenRejected('correction/relied-on');
    });
    it('a return stands on the departure', () => voided([...known, groupLeftTheCity, cameBack], 7).thenRejected('correction/relied-on'));
    it('each organ voids its own acts', () => {
      const { said } = situations.adjudicated;
      const by = (issue: Issue, one: Issue['by'], other: Issue['approvedBy']): Issue => ({
        ...issue,
        ...(one && { by: one }),
        ...(other && { approvedBy: other }),
      });
      const issue = voidOf(said, theGroup, 10);
      given(said)
        .when(by(issue, judge, judge))
        .then('RecordVoided');
      given(said)
        .when(by(issue, procurator, chiefProcurator))
        .thenRejected('role/not-allowed');
      given(said)
        .when(by(issue, investigator, leader))
        .thenRejected('role/not-allowed');
      const undone = { stream: theGroup, type: 'RecordVoided', data: { target: `${theGroup}@10` }, by: judge };
      given(said, undone)
        .when(by(voidOf([...said, undone], theGroup, 11), investigator, leader))
        .thenRejected('role/not-allowed');
      given(said, undone)
        .when(by(voidOf([...said, undone], theGroup, 11), judge, judge))
        .then('RecordVoided');
    });
  });
});
