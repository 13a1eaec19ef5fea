import {
  confirmed,
  detained,
  identitiesMerged,
  keyDestroyed,
  matchCleared,
  matchMarked,
  mergedUnsurely,
  openedElsewhere,
  otherFiled,
  otherPerson,
  otherRegistered,
  personCommandsOf,
  provisional,
  recordSealed,
  sameElsewhere,
  suspectOpened,
  thePerson,
  theSuspect,
  underInvestigation,
} from '../fixtures.ts';
import type { Role } from '../kernel/envelope.ts';
import {
  type Issue,
  type Outcomes,
  type Said,
  everyPair,
  given,
  judge,
  rolesFor,
  secondJudge,
  secondLeader,
  streamNamed,
  unfit,
  voidOf,
} from '../kernel/specify.ts';
import { besidePerson, investigatedPerson } from '../umbrella/investigated-person.ts';
import { investigationFiled, personInvestigated, theInvestigation } from '../umbrella/investigation-fixtures.ts';
import type { PersonCommand } from './person-messages.ts';
import { person } from './person.ts';

type Type = PersonCommand['type'];
const {
  RegisterPerson: register,
  MergeIdentity: merge,
  SplitIdentity: split,
  MarkMatch: mark,
  ClearMatch: clear,
  SealPersonRecord: seal,
  ConfirmIdentity: confirm,
  CorrectPersonData: correct,
  DestroyPersonKey: destroy,
} = personCommandsOf;
const asOther = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;

const situations = {
  unknown: { is: 'unknown', said: otherRegistered },
  provisional: { is: 'provisional', said: [...otherRegistered, provisional] },
  confirmed: { is: 'confirmed', said: [...otherRegistered, confirmed] },
  'provisional, merged': { is: 'merged', said: [...otherRegistered, provisional, identitiesMerged] },
  'confirmed, merged': { is: 'merged', said: [...otherRegistered, confirmed, identitiesMerged] },
  'confirmed, merged unsurely': { is: 'merged', said: [...otherRegistered, confirmed, mergedUnsurely] },
  'confirmed, with a match': { is: 'confirmed', said: [...otherRegistered, confirmed, matchMarked] },
  'confirmed, sealed': { is: 'confirmed', said: [...otherRegistered, confirmed, recordSealed] },
  'confirmed, erased': { is: 'confirmed', said: [...otherRegistered, confirmed, keyDestroyed] },
};
const ofAll = {
  SealPersonRecord: 'RecordSealed',
  CorrectPersonData: 'PersonDataCorrected',
  DestroyPersonKey: 'PersonKeyDestroyed',
  VoidRecords: 'RecordVoided',
  ClearMatch: 'person/not-marked',
};
const own = { ...ofAll, MergeIdentity: 'IdentitiesMerged', SplitIdentity: 'person/is-own', MarkMatch: 'IdentityMatchMarked' };
const isMerged = { ...ofAll, MergeIdentity: 'nothing', SplitIdentity: 'IdentitiesSplit' };
const isProvisional = { RegisterPerson: 'person/is-provisional', ConfirmIdentity: 'IdentityConfirmed' };
const isConfirmed = { RegisterPerson: 'nothing', ConfirmIdentity: 'nothing' };
const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { RegisterPerson: 'PersonRegistered', VoidRecords: 'correction/no-such-record' },
  provisional: { ...own, ...isProvisional },
  confirmed: { ...own, ...isConfirmed },
  'provisional, merged': { ...isMerged, ...isProvisional },
  'confirmed, merged': { ...isMerged, ...isConfirmed },
  'confirmed, merged unsurely': { ...isMerged, ...isConfirmed, MergeIdentity: 'IdentitiesMerged' },
  'confirmed, with a match': { ...own, ...isConfirmed, MarkMatch: 'nothing', ClearMatch: 'IdentityMatchCleared' },
  'confirmed, sealed': { ...own, ...isConfirmed, SealPersonRecord: 'nothing' },
  'confirmed, erased': { ...own, ...isConfirmed, DestroyPersonKey: 'nothing', VoidRecords: 'role/not-allowed' },
};

const police: readonly Role[] = ['POLICE_INVESTIGATOR', 'POLICE_LEADER'];
const policeAndDiscipline: readonly Role[] = [...police, 'DISCIPLINE_INSPECTOR', 'DISCIPLINE_LEADER'];
const allowed: Record<Type, readonly Role[]> = {
  RegisterPerson: policeAndDiscipline,
  ConfirmIdentity: police,
  MergeIdentity: police,
  SplitIdentity: police,
  MarkMatch: policeAndDiscipline,
  ClearMatch: policeAndDiscipline,
  SealPersonRecord: [...police, 'JUDGE'],
  CorrectPersonData: police,
  DestroyPersonKey: ['DATA_PROTECTION_OFFICER'],
};

/** As a person's own stream listed an investigation, before that was sealed. */
const listedBefore: Said = { stream: thePerson, type: 'PersonInvestigationListed', data: { investigation: theInvestigation } };

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

    describe('taken for one without being sure', () => {
      const unsure = asOther(merge, { certainty: 'UNSURE' });
      const known = [provisional, ...otherRegistered];
      it('are merged once', () => {
        expect(given(known).when(unsure).events[0]?.data).toMatchObject({ certainty: 'UNSURE' });
        given(known, mergedUnsurely).when(unsure).thenNothing();
      });
      it('are made sure of by merging them again, whatever the survivor has become', () => {
        const becameThird = { ...identitiesMerged, stream: otherPerson, data: { survivor: third, basis: 'x' } };
        given(known, mergedUnsurely)
          .when(asOther(merge, { certainty: 'SURE' }))
          .then('IdentitiesMerged');
        given(known, mergedUnsurely, becameThird).when(merge).then('IdentitiesMerged');
        expect(given(known, mergedUnsurely, identitiesMerged).state(person, thePerson)).toMatchObject({ mergedInto: otherPerson, certainty: 'SURE' });
        given(known, mergedUnsurely, identitiesMerged).when(merge).thenNothing();
      });
      it('are not doubted once they are sure', () => given(known, identitiesMerged).when(unsure).thenRejected('person/merged-for-sure'));
      it('are not made sure of with somebody else', () =>
        given(known, mergedUnsurely)
          .when(asOther(merge, { survivor: third }))
          .thenRejected('person/is-merged', { survivor: otherPerson }));
      it('are split like any other', () => given(known, mergedUnsurely).when(split).then('IdentitiesSplit'));
    });
  });

  describe('a match: two identities that may be one', () => {
    const known = [provisional, ...otherRegistered];
    it('is told in this record only', () => {
      const { events } = given(known).when(mark);
      expect(events.map((event) => event.on)).toEqual([undefined]);
    });
    it('is of two', () =>
      given(known)
        .when(asOther(mark, { other: thePerson }))
        .thenRejected('person/matched-with-itself'));
    it('is of two that exist', () => given(provisional).when(mark).thenRejected('person/is-unknown'));
    it('is of two that are not merged, into each other or anybody', () => {
      given(known, identitiesMerged).when(mark).thenRejected('person/is-merged');
      given(known, { ...identitiesMerged, stream: otherPerson, data: { survivor: thePerson, basis: 'x' } })
        .when(mark)
        .thenRejected('person/is-merged', { survivor: thePerson });
    });
    it('is marked once, on either side', () =>
      given(known, { ...matchMarked, stream: otherPerson, data: { other: thePerson, basis: 'x' } })
        .when(mark)
        .thenNothing());
    it('is cleared, and may come up again', () => {
      expect(given(known, matchMarked).state(person, thePerson).matches).toEqual([otherPerson]);
      expect(given(known, matchMarked, matchCleared).state(person, thePerson).matches).toEqual([]);
      given(known, matchMarked, matchCleared).when(clear).thenRejected('person/not-marked');
      given(known, matchMarked, matchCleared).when(mark).then('IdentityMatchMarked');
    });
    it('is cleared where the two were found to be one, too', () => given(known, matchMarked, identitiesMerged).when(clear).then('IdentityMatchCleared'));
  });

  describe('sealed (K12)', () => {
    it('by two, of the police or of the court', () => {
      given(provisional).when(alone(seal)).thenRejected('correction/second-person-required', { kind: 'K12' });
      given(provisional)
        .when({ ...asOther(seal, { ground: 'COURT_ORDER' }), by: judge, approvedBy: secondJudge })
        .then('RecordSealed');
    });
    it('is known to be sealed, and stays what it was', () => {
      expect(given(confirmed, recordSealed).state(person, thePerson)).toMatchObject({ isSealed: true, status: 'confirmed', identity: 'own' });
      expect(given(confirmed).state(person, thePerson)).toMatchObject({ isSealed: false });
    });
  });

  describe('whose personal data are in the vault', () => {
    const named = { ...provisional, data: { pseudonym: 'P-0001', provisional: true, personalData: { name: 1, address: 1 } } };
    const corrected = { stream: thePerson, type: 'PersonDataCorrected', data: { personalData: { name: 2 }, requestedBy: 'SUBJECT' } };
    const held = (...said: Said[]) => given(said).state(person, thePerson).personalData;
    it('has the versions that were named last, and again those before where that is voided', () => {
      expect(held(named)).toEqual({ name: 1, address: 1 });
      expect(held(named, corrected)).toEqual({ name: 2, address: 1 });
      expect(held(named, corrected, { stream: thePerson, type: 'RecordVoided', data: { target: `${thePerson}@2` } })).toEqual({ name: 1, address: 1 });
    });
    it('has none once the record is sealed or the key destroyed', () => {
      expect(held(named, recordSealed)).toEqual({});
      expect(held(named, keyDestroyed)).toEqual({});
    });
    it('has them corrected alone', () =>
      given(named)
        .when({ ...correct, data: corrected.data })
        .then('PersonDataCorrected'));
    it('takes no more of them once they are erased or sealed, by whatever act', () => {
      const more = { personalData: { name: 3 } };
      for (const [ending, code] of [
        [keyDestroyed, 'person/key-destroyed'],
        [recordSealed, 'person/record-sealed'],
      ] as const) {
        given(named, ending).when(asOther(correct, more)).thenRejected(code);
        given(named, ending).when(asOther(confirm, more)).thenRejected(code);
        given(named, ending).when(correct).then('PersonDataCorrected');
      }
    });
  });

  describe('whose key is destroyed (K12)', () => {
    it('by two, for data protection', () => {
      given(provisional).when(alone(destroy)).thenRejected('correction/second-person-required', { kind: 'K12' });
      given(provisional).when(destroy).then('PersonKeyDestroyed');
    });
    it('stays what it was, and counts', () =>
      expect(given(confirmed, keyDestroyed).state(person, thePerson)).toMatchObject({ isErased: true, status: 'confirmed', identity: 'own' }));
    it('for ever: nobody voids that', () =>
      given(confirmed, keyDestroyed)
        .when({ ...voidOf([confirmed, keyDestroyed], thePerson, 2), by: destroy.by, approvedBy: destroy.approvedBy } as Issue)
        .thenRejected('person/key-destroyed'));
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
    it('stays registered while it is investigated, and nobody is told where', () => {
      const told = [provisional, investigationFiled, ...personInvestigated];
      voided(told, 1).thenRejected('correction/relied-on');
      const before = [provisional, listedBefore, investigationFiled, ...personInvestigated];
      voided(before, 1).thenRejected('correction/relied-on');
      voided(before, 2).thenRejected('correction/relied-on');
      expect(JSON.stringify(given(told).when(voidOf(told, thePerson, 1)).outcome)).not.toContain(theInvestigation);
      const notOpened = { stream: theInvestigation, type: 'RecordVoided', data: { target: `${theInvestigation}@2` } };
      voided([...told, notOpened], 1).then('RecordVoided');
    });
    const splitAgain = { ...identitiesMerged, type: 'IdentitiesSplit' };
    it('is split only from what it is merged with', () => {
      const told = [provisional, identitiesMerged, splitAgain];
      voided(told, 2).thenRejected('correction/relied-on');
      voided(told, 3).then('RecordVoided');
      const elsewhere = { survivor: streamNamed('person', 3), basis: 'x' };
      voided([...told, { ...identitiesMerged, data: elsewhere }, { ...splitAgain, data: elsewhere }], 3, 4).thenRejected('correction/relied-on');
    });
    it('is merged with one at a time, and made sure of once', () => {
      const twice = [provisional, mergedUnsurely, identitiesMerged];
      voided(twice, 2).then('RecordVoided');
      voided(twice, 3).then('RecordVoided');
      const undone = { stream: thePerson, type: 'RecordVoided', data: { target: `${thePerson}@2` } };
      voided([provisional, identitiesMerged, undone, mergedUnsurely], 3).thenRejected('correction/relied-on');
      voided([provisional, identitiesMerged, undone, { ...identitiesMerged, data: { survivor: streamNamed('person', 3), basis: 'x' } }], 3).thenRejected(
        'correction/relied-on',
      );
    });
    it('is not merged with what was merged with it', () => {
      const undone = { stream: thePerson, type: 'RecordVoided', data: { target: `${thePerson}@2` } };
      const otherWay = { ...identitiesMerged, stream: otherPerson, data: { survivor: thePerson, basis: 'x' } };
      voided([provisional, ...otherRegistered, identitiesMerged, undone, otherWay], 3).thenRejected('correction/relied-on', { reliedOnBy: otherPerson });
      voided([provisional, ...otherRegistered, identitiesMerged, undone], 3).then('RecordVoided');
    });
    it('is cleared of a match that was marked, marked once, and sealed once', () => {
      voided([provisional, matchMarked, matchCleared], 2).thenRejected('correction/relied-on');
      voided([provisional, matchMarked, matchCleared], 3).then('RecordVoided');
      voided([provisional, matchMarked, matchCleared, matchMarked], 3).thenRejected('correction/relied-on');
      const undone = { stream: thePerson, type: 'RecordVoided', data: { target: `${thePerson}@2` } };
      voided([provisional, recordSealed, undone, recordSealed], 3).thenRejected('correction/relied-on');
      expect(given(provisional, recordSealed, undone).state(person, thePerson).isSealed).toBe(false);
    });
  });

  it('lists the parts it has in cases, and of the investigations those of older records', () => {
    expect(given(confirmed, otherFiled, suspectOpened, detained, openedElsewhere).state(person, thePerson).suspects).toEqual([theSuspect, sameElsewhere]);
    expect(given(confirmed, listedBefore).state(person, thePerson).investigations).toEqual([theInvestigation]);
    const told = given(confirmed, personInvestigated);
    expect(told.state(person, thePerson).investigations).toEqual([]);
    expect(told.state(investigatedPerson, besidePerson(thePerson)).investigations).toEqual([theInvestigation]);
  });
});
