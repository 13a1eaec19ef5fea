import {
  confirmed,
  detained,
  identitiesMerged,
  openedElsewhere,
  otherFiled,
  otherPerson,
  otherRegistered,
  personCommandsOf,
  provisional,
  sameElsewhere,
  suspectOpened,
  thePerson,
  theSuspect,
  underInvestigation,
} from '../fixtures.ts';
import type { Role } from '../kernel/envelope.ts';
import { type Issue, type Outcomes, type Said, everyPair, given, rolesFor, secondLeader, streamNamed, unfit, voidOf } from '../kernel/specify.ts';
import type { PersonCommand } from './person-messages.ts';
import { person } from './person.ts';

type Type = PersonCommand['type'];
const { RegisterPerson: register, MergeIdentity: merge, SplitIdentity: split, CorrectPersonData: correct } = personCommandsOf;
const asOther = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;

const situations = {
  unknown: { is: 'unknown', said: otherRegistered },
  provisional: { is: 'provisional', said: [...otherRegistered, provisional] },
  confirmed: { is: 'confirmed', said: [...otherRegistered, confirmed] },
  'provisional, merged': { is: 'merged', said: [...otherRegistered, provisional, identitiesMerged] },
  'confirmed, merged': { is: 'merged', said: [...otherRegistered, confirmed, identitiesMerged] },
};
const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { RegisterPerson: 'PersonRegistered', VoidRecords: 'correction/no-such-record' },
  provisional: {
    RegisterPerson: 'person/is-provisional',
    ConfirmIdentity: 'IdentityConfirmed',
    MergeIdentity: 'IdentitiesMerged',
    SplitIdentity: 'person/is-own',
    CorrectPersonData: 'PersonDataCorrected',
    VoidRecords: 'RecordVoided',
  },
  confirmed: {
    RegisterPerson: 'nothing',
    ConfirmIdentity: 'nothing',
    MergeIdentity: 'IdentitiesMerged',
    SplitIdentity: 'person/is-own',
    CorrectPersonData: 'PersonDataCorrected',
    VoidRecords: 'RecordVoided',
  },
  'provisional, merged': {
    RegisterPerson: 'person/is-provisional',
    ConfirmIdentity: 'IdentityConfirmed',
    MergeIdentity: 'nothing',
    SplitIdentity: 'IdentitiesSplit',
    CorrectPersonData: 'PersonDataCorrected',
    VoidRecords: 'RecordVoided',
  },
  'confirmed, merged': {
    RegisterPerson: 'nothing',
    ConfirmIdentity: 'nothing',
    MergeIdentity: 'nothing',
    SplitIdentity: 'IdentitiesSplit',
    CorrectPersonData: 'PersonDataCorrected',
    VoidRecords: 'RecordVoided',
  },
};

const police: readonly Role[] = ['POLICE_INVESTIGATOR', 'POLICE_LEADER'];
const allowed: Record<Type, readonly Role[]> = {
  RegisterPerson: police,
  ConfirmIdentity: police,
  MergeIdentity: police,
  SplitIdentity: police,
  CorrectPersonData: police,
};

describe('a person', () => {
  it.each(everyPair(thePerson, situations, personCommandsOf, outcomes))('%s: %s → %s', (_situation, _command, expected, said, issue) => {
    const outcome = given(said).when(issue);
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, thePerson)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) => expect(rolesFor(personCommandsOf[command])).toEqual(roles));

  it('is provisional without an ID number', () => {
    expect(given().when(register).events[0]?.data).toMatchObject({ provisional: false });
    expect(given().when({ ...register, data: {} }).events[0]?.data).toMatchObject({ provisional: true });
  });
  it('has a pseudonym, given or made of its stream', () => {
    expect(given().when({ ...register, data: { pseudonym: 'P-7777' } }).events[0]?.data).toMatchObject({ pseudonym: 'P-7777' });
    expect(given().when(register).events[0]?.data).toMatchObject({ pseudonym: 'P-0000000001' });
  });
  it('has one ID number', () =>
    given(confirmed)
      .when(asOther(personCommandsOf.ConfirmIdentity, { idHash: 'b'.repeat(64) }))
      .thenRejected('person/is-confirmed'));

  describe('two identities of one person (K11)', () => {
    const third = streamNamed('person', 3);
    it('are merged by two officers', () =>
      given(provisional, otherRegistered).when(alone(merge)).thenRejected('correction/second-person-required', { kind: 'K11' }));
    it('are two', () =>
      given(provisional)
        .when(asOther(merge, { survivor: thePerson }))
        .thenRejected('person/merged-with-itself'));
    it('both exist', () => given(provisional).when(merge).thenRejected('person/is-unknown'));
    it('come down to one that stands for itself', () => {
      const otherMerged = { ...identitiesMerged, stream: otherPerson, data: { survivor: third, basis: 'x' } };
      given(provisional, otherRegistered, otherMerged).when(merge).thenRejected('person/survivor-merged', { survivor: third });
    });
    it('are one for good once merged', () =>
      given(provisional, otherRegistered, identitiesMerged)
        .when(asOther(merge, { survivor: third }))
        .thenRejected('person/is-merged'));
    it('are split where they were merged', () => {
      given(provisional, otherRegistered, identitiesMerged)
        .when(asOther(split, { survivor: third }))
        .thenRejected('person/not-merged-with', { survivor: otherPerson });
      expect(given(provisional, identitiesMerged, { ...identitiesMerged, type: 'IdentitiesSplit' }).state(person, thePerson)).toMatchObject({
        identity: 'own',
      });
      expect(given(provisional, identitiesMerged, { ...identitiesMerged, type: 'IdentitiesSplit' }).state(person, thePerson)).not.toHaveProperty('mergedInto');
    });
  });

  it('has something to correct', () =>
    given(provisional)
      .when(asOther(correct, { birthYear: undefined }))
      .thenRejected('person/nothing-to-correct'));
  it('has corrections in time', () => {
    given(provisional)
      .when({ ...correct, occurredOn: '2020-04-09' })
      .thenRejected('date/in-future');
    given()
      .when({ ...register, occurredOn: '2020-03-08' })
      .thenRejected('correction/second-person-required', { kind: 'K10' });
    given()
      .when({ ...register, occurredOn: '2020-03-08', approvedBy: secondLeader })
      .then('PersonRegistered');
  });

  describe('with records voided', () => {
    const voided = (said: readonly Said[], ...versions: number[]) => given(said).when(voidOf(said, thePerson, ...versions));
    it('stays registered while it is a suspect', () => {
      voided(underInvestigation, 1).thenRejected('correction/relied-on', { reliedOnBy: [theSuspect] });
      voided(underInvestigation, 2).thenRejected('correction/relied-on', { reliedOnBy: [theSuspect] });
      const notOpened = { stream: theSuspect, type: 'RecordVoided', data: { target: `${theSuspect}@1` } };
      voided([...underInvestigation, notOpened], 1).then('RecordVoided');
    });
    it('is split only from what it is merged with', () => {
      const told = [provisional, identitiesMerged, { ...identitiesMerged, type: 'IdentitiesSplit' }];
      voided(told, 2).thenRejected('correction/relied-on');
      voided(told, 3).then('RecordVoided');
    });
  });

  it('lists the parts it has in cases', () =>
    expect(given(confirmed, otherFiled, suspectOpened, detained, openedElsewhere).state(person, thePerson).suspects).toEqual([theSuspect, sameElsewhere]));
});
