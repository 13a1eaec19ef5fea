import type { Role } from '../kernel/envelope.ts';
import { type Issue, type Outcomes, type Said, everyPair, given, investigator, leader, on, rolesFor, unfit, voidOf } from '../kernel/specify.ts';
import {
  adviserEngaged,
  centreOpened,
  departmentOfficer,
  enterpriseListed,
  entryEnded,
  entryMoved,
  entryRenewed,
  liaisonEstablished,
  officerListed,
  otherDepartmentOfficer,
  registerCommandsOf,
  supervisorAppointed,
  theEnterprise,
  theEntry,
  theOfficer,
} from './register-entry-fixtures.ts';
import type { RegisterCommand } from './register-messages.ts';
import { registerEntry } from './register-entry.ts';

type Type = RegisterCommand['type'];
const {
  AppointSupervisor: appoint,
  ListOfficer: listOfficer,
  ListEnterprise: listEnterprise,
  EstablishLiaison: establish,
  OpenInstitution: open,
  EngageAdviser: engage,
  RenewRegisterEntry: renew,
  EndRegisterEntry: end,
  MoveRegisterEntry: move,
} = registerCommandsOf;
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn = '2020-04-01'): Said => ({ ...said, occurredOn });
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;
const here = (said: Said): Said => ({ ...said, stream: theEntry });
const both = { by: departmentOfficer, approvedBy: otherDepartmentOfficer };
const undone = (said: Said, version = 1): Said => ({ ...said, type: 'RecordVoided', data: { target: `${said.stream}@${version}` } });

const listed = [officerListed, enterpriseListed];
const situations = {
  unknown: { is: 'unknown', said: listed },
  'a supervisor': { is: 'active', said: [...listed, supervisorAppointed] },
  'a supervisor, renewed': { is: 'active', said: [...listed, supervisorAppointed, entryRenewed] },
  'an officer': { is: 'active', said: [...listed, here(officerListed)] },
  'an enterprise': { is: 'active', said: [...listed, here(enterpriseListed)] },
  'a liaison': { is: 'active', said: [...listed, liaisonEstablished] },
  'a centre': { is: 'active', said: [...listed, centreOpened] },
  'a centre, moved': { is: 'active', said: [...listed, centreOpened, entryMoved] },
  'a community': { is: 'active', said: [...listed, adviserEngaged] },
  ended: { is: 'ended', said: [...listed, supervisorAppointed, entryEnded] },
};
const active = {
  RenewRegisterEntry: 'RegisterEntryRenewed',
  EndRegisterEntry: 'RegisterEntryEnded',
  MoveRegisterEntry: 'RegisterEntryMoved',
  VoidRecords: 'RecordVoided',
};
const endless = { ...active, RenewRegisterEntry: 'register-entry/has-no-term' };
const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: {
    AppointSupervisor: 'SupervisorAppointed',
    ListOfficer: 'OfficerListed',
    ListEnterprise: 'EnterpriseListed',
    EstablishLiaison: 'LiaisonEstablished',
    OpenInstitution: 'InstitutionOpened',
    EngageAdviser: 'AdviserEngaged',
    VoidRecords: 'correction/no-such-record',
  },
  'a supervisor': { ...active, AppointSupervisor: 'nothing' },
  'a supervisor, renewed': { ...active, RenewRegisterEntry: 'nothing' },
  'an officer': endless,
  'an enterprise': { ...endless, MoveRegisterEntry: 'nothing' },
  'a liaison': { ...endless, EstablishLiaison: 'nothing' },
  'a centre': { ...endless, OpenInstitution: 'nothing' },
  'a centre, moved': { ...endless, MoveRegisterEntry: 'nothing' },
  'a community': { ...active, EngageAdviser: 'nothing' },
  ended: { EndRegisterEntry: 'nothing', VoidRecords: 'RecordVoided' },
};

describe('a register entry', () => {
  it.each(everyPair(theEntry, situations, registerCommandsOf, outcomes))('%s: %s → %s', (_situation, command, expected, said, issue) => {
    const outcome = given(said).when({ ...issue, after: [], ...(command === 'VoidRecords' && both) });
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theEntry)).toEqual([]);
  });
  const departments: readonly Role[] = ['DEPARTMENT_OFFICER'];
  it.each(Object.keys(registerCommandsOf) as Type[])('%s is for a DEPARTMENT_OFFICER', (command) =>
    expect(rolesFor(registerCommandsOf[command])).toEqual(departments),
  );

  const endlessly = ({ data, ...issue }: Issue): Issue => ({ ...issue, data: { ...(data as object), until: undefined } });
  it.each<[string, Issue, Said]>([
    ['an officer', listOfficer, { ...here(officerListed), data: listOfficer.data }],
    ['an enterprise', listEnterprise, { ...here(enterpriseListed), data: listEnterprise.data }],
    ['a supervisor without a term', endlessly(appoint), { ...supervisorAppointed, data: { code: 'S-001', district: '370202' } }],
    ['an adviser without a term', endlessly(engage), { ...adviserEngaged, data: { communityCode: '370202001', contractNumber: 'K-001', district: '370202' } }],
  ])('of %s is made once', (_, issue, said) => given(said).when(issue).thenNothing());
  it.each<[string, Issue, Said]>([
    ['another code', saying(appoint, { code: 'S-002' }), supervisorAppointed],
    ['another term', saying(appoint, { until: '2021-12-31' }), supervisorAppointed],
    ['another district', saying(appoint, { district: '370203' }), supervisorAppointed],
    ['another level', saying(open, { level: 'STATION' }), centreOpened],
    ['another contract', saying(engage, { contractNumber: 'K-002' }), adviserEngaged],
    ['another enterprise', saying(establish, { enterprise: theEntry }), liaisonEstablished],
    ['another kind', saying(listOfficer, { code: 'S-001' }), supervisorAppointed],
  ])('with %s is another entry', (_, issue, said) => given(listed, said).when(issue).thenRejected('register-entry/is-active'));
  it('begins anew as another entry', () => given(supervisorAppointed, entryEnded).when(appoint).thenRejected('register-entry/is-ended'));

  it('of an enterprise has a credit code that is typed right (GB 32100)', () =>
    given()
      .when(saying(listEnterprise, { creditCode: '91999900MA00000018' }))
      .thenRejected('register-entry/wrong-check-character'));

  describe('of a liaison', () => {
    const liaison = (...said: Said[]) => given(said).when({ ...establish, after: [] });
    it('joins an officer and an enterprise', () => {
      liaison().thenRejected('register-entry/not-an-officer');
      liaison(officerListed).thenRejected('register-entry/not-an-enterprise');
      liaison({ ...enterpriseListed, stream: theOfficer }, enterpriseListed).thenRejected('register-entry/not-an-officer');
      liaison(officerListed, { ...officerListed, stream: theEnterprise }).thenRejected('register-entry/not-an-enterprise');
    });
    it('joins those who are still there', () => {
      liaison(...listed, { ...entryEnded, stream: theOfficer }).thenRejected('register-entry/officer-not-active');
      liaison(...listed, { ...entryEnded, stream: theEnterprise }).thenRejected('register-entry/enterprise-not-active');
    });
    it('is where its enterprise is', () =>
      expect(liaison(...listed).events[0]?.data).toEqual({ officer: theOfficer, enterprise: theEnterprise, district: '370203' }));
    it('begins after both were listed', () => {
      given(later(officerListed), enterpriseListed)
        .when(dated({ ...establish, after: [] }, '2020-03-31'))
        .thenRejected('register-entry/before-listed');
      given(officerListed, later(enterpriseListed))
        .when(dated({ ...establish, after: [] }, '2020-03-31'))
        .thenRejected('register-entry/before-listed');
    });
  });

  describe('of an institution', () => {
    it.each([
      ['CITY_CENTRE', '370200', 'InstitutionOpened'],
      ['CITY_CENTRE', '370202', 'register-entry/not-city-level'],
      ['DISTRICT_CENTRE', '370202', 'InstitutionOpened'],
      ['DISTRICT_CENTRE', '370200', 'register-entry/not-district-level'],
      ['STATION', '370202', 'InstitutionOpened'],
    ])('%s in %s: %s', (level, district, expected) => expect(given().when(saying(open, { level, district })).summary).toBe(expected));
    it('stays on its level when it moves (K8)', () => {
      given(centreOpened)
        .when(saying(move, { toDistrict: '370200' }))
        .thenRejected('register-entry/not-district-level');
      given({ ...centreOpened, data: { code: 'C-001', level: 'CITY_CENTRE', district: '370200' } })
        .when(move)
        .thenRejected('register-entry/not-city-level');
      given(centreOpened).when(alone(move)).thenRejected('correction/second-person-required', { kind: 'K8' });
    });
  });

  describe('with a term', () => {
    it('ends no earlier than it begins', () => {
      given().when(dated(appoint, '2020-04-01')).then('SupervisorAppointed');
      given()
        .when(saying(appoint, { until: '2020-04-01' }))
        .then('SupervisorAppointed');
      given()
        .when(saying(appoint, { until: '2020-03-31' }))
        .thenRejected('register-entry/term-over');
      given()
        .when(saying(engage, { until: '2020-03-31' }))
        .thenRejected('register-entry/term-over');
    });
    it('is renewed to a later day, which is still to come', () => {
      given(supervisorAppointed)
        .when(saying(renew, { until: '2020-12-30' }))
        .thenRejected('register-entry/not-later');
      given({ ...supervisorAppointed, data: { code: 'S-001', until: '2020-03-25', district: '370202' } })
        .when(saying(renew, { until: '2020-03-31' }))
        .thenRejected('register-entry/term-over');
    });
    it('has none unless it was given one', () =>
      given({ ...supervisorAppointed, data: { code: 'S-001', district: '370202' } })
        .when(renew)
        .thenRejected('register-entry/has-no-term'));
    it('lasts until the day it was renewed to', () =>
      expect(given(supervisorAppointed, entryRenewed).state(registerEntry, theEntry)).toMatchObject({ status: 'active', until: on('2021-12-31') }));
  });

  describe('has an order in time', () => {
    it.each<[Type, Issue]>([
      ['RenewRegisterEntry', renew],
      ['EndRegisterEntry', end],
      ['MoveRegisterEntry', move],
    ])('no %s before it began', (_, issue) => given(supervisorAppointed).when(dated(issue, '2020-03-19')).thenRejected('register-entry/before-beginning'));
    it('nothing before it last changed', () => {
      given(supervisorAppointed, later(entryRenewed)).when(dated(end, '2020-03-31')).thenRejected('register-entry/before-last-change');
      given(supervisorAppointed, later(entryMoved)).when(dated(renew, '2020-03-31')).thenRejected('register-entry/before-last-change');
      given(supervisorAppointed, later(entryRenewed)).when(dated(move, '2020-03-31')).thenRejected('register-entry/before-last-change');
    });
    it('nothing tomorrow', () => given(supervisorAppointed).when(dated(end, '2020-04-09')).thenRejected('date/in-future'));
    it('nothing late by one person alone', () =>
      given().when(dated(listOfficer, '2020-03-08')).thenRejected('correction/second-person-required', { kind: 'K10' }));
  });

  describe('with records voided', () => {
    const voided = (said: readonly Said[], ...versions: number[]) => given(said).when({ ...voidOf(said, theEntry, ...versions), ...both });
    it('was never begun', () => {
      voided([supervisorAppointed], 1).then('RecordVoided');
      voided([supervisorAppointed, entryMoved], 1).thenRejected('correction/relied-on');
      voided([supervisorAppointed, entryMoved], 1, 2).then('RecordVoided', 'RecordVoided');
    });
    it('is still there when its end is voided', () => {
      const said = [supervisorAppointed, entryEnded];
      expect(given(said, undone(supervisorAppointed, 2)).state(registerEntry, theEntry).status).toBe('active');
      voided([...said, undone(supervisorAppointed, 2), entryMoved], 3).thenRejected('correction/relied-on');
    });
    it('is renewed to a later day each time', () => {
      const shorter = { ...entryRenewed, data: { until: on('2021-06-30') } };
      const said = [supervisorAppointed, entryRenewed, undone(entryRenewed, 2), shorter];
      voided(said, 3).thenRejected('correction/relied-on');
      voided(said, 4).then('RecordVoided');
    });
    it('comes back as a liaison while its officer and its enterprise are in the register', () => {
      const said = [...listed, liaisonEstablished, undone(liaisonEstablished)];
      voided(said, 2).then('RecordVoided');
      voided([...said, undone(officerListed)], 2).thenRejected('register-entry/not-an-officer');
      voided([...said, undone(enterpriseListed)], 2).thenRejected('register-entry/not-an-enterprise');
    });
    it('is for the departments', () => {
      const issue = voidOf([supervisorAppointed], theEntry);
      given(supervisorAppointed)
        .when(alone({ ...issue, ...both }))
        .thenRejected('correction/second-person-required', { kind: 'K1' });
      given(supervisorAppointed)
        .when({ ...issue, by: investigator, approvedBy: leader })
        .thenRejected('role/not-allowed');
    });
  });
});
