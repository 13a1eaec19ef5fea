import { confirmed, filed, identitiesMerged, otherPerson, otherRegistered, theCase, theGroup, thePerson } from '../fixtures.ts';
import { type Issue, type Said, given, investigator, leader, now, recordedEvent, streamNamed, voidOf } from '../kernel/specify.ts';
import { besidePerson } from './investigated-person.ts';
import {
  aroundInvestigation,
  investigated,
  investigationClosed,
  investigationCommandsOf,
  investigationFiled,
  investigationReferred,
  investigationReviewed,
  investigationWithdrawn,
  investigationsMerged,
  kindChanged,
  noAction,
  otherInvestigated,
  otherInvestigation,
  otherInvestigationFiled,
  otherNoAction,
  personInvestigated,
  retentionExtended,
  retentionImposed,
  retentionLifted,
  theInvestigation,
} from './investigation-fixtures.ts';
import { umbrellaInvestigation } from './investigation.ts';
import {
  aroundLead,
  correctedByDiscipline,
  disciplineLeader,
  otherDisciplineLeader,
  otherLead,
  putOutOfScope,
  received,
  screenedRelevant,
  theLead,
  verificationClosed,
  verificationOpened,
} from './lead-fixtures.ts';
import { umbrellaKinds, verificationOutcomes } from './lead-messages.ts';

const {
  FileInvestigation: file,
  OpenPersonInvestigation: open,
  ChangePrincipalKind: changeKind,
  ImposeRetention: retain,
  ExtendRetention: extend,
  LiftRetention: lift,
  ReviewInvestigation: review,
  CloseInvestigation: close,
  WithdrawInvestigation: withdraw,
  MergeInvestigation: merge,
  SplitInvestigation: split,
  ReferInvestigation: refer,
} = investigationCommandsOf;
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn = '2020-04-01'): Said => ({ ...said, occurredOn });
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;
const stateOf = (...said: (Said | readonly Said[])[]) => given(...said).state(umbrellaInvestigation, theInvestigation);

const around = [...aroundInvestigation, otherInvestigationFiled];
const onFile = [...around, investigationFiled];
const investigating = [...onFile, ...personInvestigated, ...otherInvestigated];
const reviewed = [...investigating, investigationReviewed];
const decided = [...reviewed, noAction, otherNoAction];

describe('an umbrella investigation', () => {
  it('is sealed', () => expect(umbrellaInvestigation.secrecy).toBe('SEALED'));
  it('shows where it stands, its principal kind and what it came to for each person', () =>
    expect(stateOf(decided)).toMatchObject({
      status: 'reviewed',
      principalKind: 'SHELTERING',
      persons: [
        { person: thePerson, rankBand: 'SECTION', retention: 'none', outcomes: [{ kind: 'NoActionDecided', as: 'for the test' }] },
        { person: otherPerson, outcomes: [{ kind: 'NoActionDecided' }] },
      ],
    }));

  describe('filed', () => {
    it('in the district of who files it', () =>
      expect(
        given(around)
          .when({ ...file, by: { ...disciplineLeader, district: '370200' } })
          .events.map(({ data }) => data),
      ).toEqual([{ ...(file.data as object), district: '370200' }]));
    it('under one number', () =>
      given(onFile)
        .when(saying(file, { investigationNumber: 'I-9' }))
        .thenRejected('umbrella-investigation/is-filed'));
    it('on its own initiative, or on more leads than one', () => {
      const second = [received, screenedRelevant, verificationOpened, verificationClosed].map((said) => ({ ...said, stream: otherLead }));
      given(around)
        .when(saying(file, { leads: [], ownInitiative: 'found in another file' }))
        .then('InvestigationFiled');
      given(around, second)
        .when(saying(file, { leads: [theLead, otherLead] }))
        .then('InvestigationFiled');
      given(around)
        .when(saying(file, { leads: [theLead, otherLead] }))
        .thenRejected('umbrella-investigation/lead-not-ready', { lead: otherLead });
    });
    it.each(verificationOutcomes.filter((outcome) => outcome !== 'TO_INVESTIGATION'))('not on a lead whose verification came to %s', (outcome) =>
      given(aroundLead, received, screenedRelevant, verificationOpened, { ...verificationClosed, data: { outcome } })
        .when(file)
        .thenRejected('umbrella-investigation/lead-not-ready', { lead: theLead }),
    );
    it('not on a lead that is still checked, or has left', () => {
      given(aroundLead, received, screenedRelevant, verificationOpened).when(file).thenRejected('umbrella-investigation/lead-not-ready');
      given(around, putOutOfScope).when(file).thenRejected('umbrella-investigation/lead-not-ready');
    });
    it('about groups and cases that are known', () => {
      given(around)
        .when(saying(file, { groups: [streamNamed('crime_group', 9)] }))
        .thenRejected('crime-group/is-unknown');
      given(around)
        .when(saying(file, { cases: [theCase] }))
        .thenRejected('criminal-case/is-unknown');
      given(around, filed)
        .when(saying(file, { groups: [], cases: [theCase] }))
        .then('InvestigationFiled');
    });
    it.each(umbrellaKinds)('as %s, of a group or a case where it shelters or neglects one', (principalKind) => {
      const outcome = given(around).when(saying(file, { principalKind, groups: [] }));
      expect(outcome.summary).toBe(principalKind === 'OTHER_CORRUPTION' ? 'InvestigationFiled' : 'umbrella-investigation/no-group-or-case');
      given(around)
        .when(saying(file, { principalKind, groups: [theGroup] }))
        .then('InvestigationFiled');
    });
  });

  describe('has a principal kind', () => {
    it('that changes (K4), and says from what', () => {
      expect(given(onFile).when(changeKind).events[0]?.data).toMatchObject({ from: 'SHELTERING', kind: 'DERELICTION' });
      expect(stateOf(onFile, kindChanged)).toMatchObject({ principalKind: 'DERELICTION' });
      given(onFile, kindChanged).when(changeKind).thenNothing();
    });
    it('that needs a group or a case, also when it changes', () => {
      const other = { ...investigationFiled, data: { ...(investigationFiled.data as object), principalKind: 'OTHER_CORRUPTION', groups: [] } };
      given(around, other).when(changeKind).thenRejected('umbrella-investigation/no-group-or-case');
      given(onFile)
        .when(saying(changeKind, { kind: 'OTHER_CORRUPTION' }))
        .then('PrincipalKindChanged');
    });
  });

  describe('of a person', () => {
    it('that both sides know of', () => {
      const [, listed] = given(onFile).when(open).events;
      expect(listed).toMatchObject({ on: besidePerson(thePerson), type: 'InvestigationListed', data: { investigation: theInvestigation } });
    });
    it('who is registered', () =>
      given(onFile)
        .when(saying(open, { person: streamNamed('person', 9) }))
        .thenRejected('person/is-unknown'));
    it('who was not found to be another one', () => given(onFile, identitiesMerged).when(open).thenRejected('person/is-merged', { survivor: otherPerson }));
    it('once', () =>
      given(investigating)
        .when(saying(open, { rankBand: 'STAFF' }))
        .thenRejected('umbrella-investigation/already-opened'));
    it('who is investigated elsewhere too', () =>
      given(onFile, investigated(thePerson, otherInvestigation)).when(open).then('PersonInvestigationOpened', 'InvestigationListed'));
  });

  describe('with retention', () => {
    it('of a person who is investigated there', () => {
      for (const issue of [retain, extend, lift])
        given(onFile, otherInvestigated).when(issue).thenRejected('umbrella-investigation/not-opened', { person: thePerson });
    });
    it('not after the review', () => {
      given(reviewed).when(retain).thenRejected('umbrella-investigation/is-reviewed');
      given(investigating, retentionImposed, investigationReviewed).when(extend).thenRejected('umbrella-investigation/is-reviewed');
    });
    it('for three months, and three more once', () => {
      given(investigating, retentionImposed).when(extend).then('RetentionExtended');
      given(investigating, retentionImposed, retentionExtended).when(extend).thenRejected('umbrella-investigation/already-extended');
      given(investigating, retentionImposed, retentionLifted).when(retain).thenRejected('umbrella-investigation/retained-before');
    });
    it('that is lifted before anything ends', () => {
      const held = [...investigating, retentionImposed];
      for (const issue of [withdraw, merge, refer])
        given(held)
          .when(issue)
          .thenRejected('umbrella-investigation/retention-in-force', { persons: [thePerson] });
      given(held, investigationReviewed, noAction, otherNoAction)
        .when(close)
        .thenRejected('umbrella-investigation/retention-in-force', { persons: [thePerson] });
      given(held)
        .when(saying(split, { persons: [thePerson] }))
        .thenRejected('umbrella-investigation/retention-in-force', { persons: [thePerson] });
      given(held).when(split).then('InvestigationSplit', 'InvestigationFiled', 'PersonInvestigationOpened', 'InvestigationListed');
    });
  });

  it('is reviewed by another leader than the one who filed it, or approved that', () => {
    given(investigating)
      .when({ ...review, by: disciplineLeader })
      .thenRejected('umbrella-investigation/own-filing');
    const { InvestigationFiled: evolve } = umbrellaInvestigation.evolve;
    const late = { ...recordedEvent(investigationFiled, 1), approval: { by: otherDisciplineLeader, at: now } } as Parameters<typeof evolve>[2];
    expect(evolve(umbrellaInvestigation.initialState, late.data, late).filedBy).toEqual([disciplineLeader.user, otherDisciplineLeader.user]);
  });

  describe('ends', () => {
    it('when every person has an outcome', () => {
      given(reviewed, noAction)
        .when(close)
        .thenRejected('umbrella-investigation/outcome-missing', { persons: [otherPerson] });
      given(decided).when(close).then('InvestigationClosed');
    });
    it('withdrawn (K2), of which the unit is told', () =>
      given(investigating)
        .when(saying(withdraw, { unitNotified: false }))
        .thenRejected('umbrella-investigation/unit-not-notified'));
    it('merged (K5) into an open one', () => {
      given(onFile)
        .when(saying(merge, { survivor: theInvestigation }))
        .thenRejected('umbrella-investigation/merged-with-itself');
      given(onFile)
        .when(saying(merge, { survivor: streamNamed('umbrella_investigation', 9) }))
        .thenRejected('umbrella-investigation/survivor-not-open');
      given(onFile, { ...investigationReferred, stream: otherInvestigation })
        .when(merge)
        .thenRejected('umbrella-investigation/survivor-not-open');
      expect(
        given(onFile)
          .when(merge)
          .events.map((event) => event.on),
      ).toEqual([undefined]);
    });
    it('referred (K7) to one organ', () =>
      given(onFile, investigationReferred)
        .when(saying(refer, { to: 'elsewhere' }))
        .thenRejected('umbrella-investigation/is-referred'));
  });

  describe('is split (K6)', () => {
    it('into one of the persons named, which names it', () => {
      const [parent, child, person, listed] = given(investigating).when(split).events;
      expect(parent?.data).toEqual({ child: child?.on, persons: [otherPerson] });
      expect(child?.data).toEqual({ ...(investigationFiled.data as object), investigationNumber: 'I-2', splitFrom: theInvestigation });
      expect(person).toMatchObject({ on: child?.on, data: { person: otherPerson, rankBand: 'SECTION' } });
      expect(listed).toMatchObject({ on: besidePerson(otherPerson), data: { investigation: child?.on } });
    });
    it('and keeps the others', () => {
      const [parent] = given(investigating).when(split).events;
      const told = { stream: theInvestigation, type: 'InvestigationSplit', data: parent?.data };
      expect(stateOf(investigating, told).persons.map(({ person }) => person)).toEqual([thePerson]);
      given(investigating, told)
        .when(saying(open, { person: otherPerson }))
        .then('PersonInvestigationOpened', 'InvestigationListed');
    });
    it('of persons who are investigated there, not of all of them', () => {
      given(investigating)
        .when(saying(split, { persons: [streamNamed('person', 9)] }))
        .thenRejected('umbrella-investigation/not-opened');
      given(investigating)
        .when(saying(split, { persons: [thePerson, otherPerson] }))
        .thenRejected('umbrella-investigation/nobody-left');
      given(investigating)
        .when(saying(split, { persons: [otherPerson, otherPerson] }))
        .then('InvestigationSplit', 'InvestigationFiled', 'PersonInvestigationOpened', 'InvestigationListed');
    });
  });

  describe('has an order in time', () => {
    const people = [...personInvestigated, ...otherInvestigated];
    it.each<[string, Issue, readonly Said[], string]>([
      ['filed before the lead was verified', file, [...around, later(verificationClosed)], 'before-verification'],
      ['opened as to a person before it was filed', open, [...around, later(investigationFiled)], 'before-filing'],
      ['changed in kind before it was filed', changeKind, [...around, later(investigationFiled)], 'before-last-kind'],
      ['with retention before the person was opened', retain, [...onFile, ...people.map((said) => later(said))], 'before-opening'],
      ['with retention extended before it was imposed', extend, [...investigating, later(retentionImposed)], 'before-retention'],
      ['with retention lifted before it was imposed', lift, [...investigating, later(retentionImposed)], 'before-retention'],
      ['reviewed before the last person was opened', review, [...onFile, ...people.map((said) => later(said))], 'before-last-record'],
      ['split before retention was lifted', split, [...investigating, retentionImposed, later(retentionLifted)], 'before-last-record'],
      ['closed before the last outcome', close, [...reviewed, noAction, later(otherNoAction)], 'before-last-record'],
      ['withdrawn before its kind changed', withdraw, [...investigating, later(kindChanged)], 'before-last-record'],
      ['referred before it was reviewed', refer, [...investigating, later(investigationReviewed)], 'before-last-record'],
      ['merged before the survivor was filed', merge, [...aroundInvestigation, investigationFiled, later(otherInvestigationFiled)], 'before-filing'],
    ])('not %s', (_, issue, said, code) => given(said).when(dated(issue, '2020-03-31')).thenRejected(`umbrella-investigation/${code}`));
    it('not merged before it was split', () => {
      const told = { stream: theInvestigation, type: 'InvestigationSplit', data: { child: streamNamed('umbrella_investigation', 3), persons: [otherPerson] } };
      given(investigating, later(told)).when(dated(merge, '2020-03-31')).thenRejected('umbrella-investigation/before-last-record');
    });
    it('with retention lifted on its day, though it was reviewed since', () =>
      given(investigating, retentionImposed, later(investigationReviewed)).when(dated(lift, '2020-03-31')).then('RetentionLifted'));
    it('nothing tomorrow', () => given(investigating).when(dated(review, '2020-04-09')).thenRejected('date/in-future'));
    it.each<[string, Issue, string]>([
      ['ChangePrincipalKind', changeKind, 'K4'],
      ['WithdrawInvestigation', withdraw, 'K2'],
      ['MergeInvestigation', merge, 'K5'],
      ['SplitInvestigation', split, 'K6'],
      ['ReferInvestigation', refer, 'K7'],
    ])('no %s by one person alone', (_, issue, kind) => given(investigating).when(alone(issue)).thenRejected('correction/second-person-required', { kind }));
  });

  describe('with records voided', () => {
    // 1 filed, 2 and 3 persons opened, 4 retention imposed or reviewed, 5 …
    const voided = (said: readonly Said[], ...versions: number[]) =>
      given(said).when({ ...voidOf(said, theInvestigation, ...versions), ...correctedByDiscipline });
    const undo = (version: number) => ({ stream: theInvestigation, type: 'RecordVoided', data: { target: `${theInvestigation}@${version}` } });
    it('by its own organ', () =>
      given(investigating)
        .when({ ...voidOf(investigating, theInvestigation), by: investigator, approvedBy: leader })
        .thenRejected('role/not-allowed'));
    it('a kind stands on the kind it changed', () => {
      const back = { ...kindChanged, data: { from: 'DERELICTION', kind: 'SHELTERING', basis: 'x' } };
      voided([...onFile, kindChanged, back], 2).thenRejected('correction/relied-on');
      voided([...onFile, kindChanged, back], 3).then('RecordVoided');
    });
    it('retention stands on the person, and each step of it on the one before', () => {
      const said = [...investigating, retentionImposed, retentionExtended, retentionLifted];
      voided(said, 2).thenRejected('correction/relied-on');
      voided(said, 4).thenRejected('correction/relied-on');
      voided(said, 5).then('RecordVoided');
      voided(said, 6).then('RecordVoided');
      voided([...investigating, retentionImposed, undo(4), retentionImposed], 5).thenRejected('correction/relied-on');
      voided([...investigating, retentionImposed, retentionExtended, undo(5), retentionExtended], 6).thenRejected('correction/relied-on');
    });
    it('a person is opened once', () => voided([...onFile, ...personInvestigated, undo(2), ...personInvestigated], 3).thenRejected('correction/relied-on'));
    it.each([investigationWithdrawn, investigationsMerged, investigationReferred])('what ends it stands on the end of retention', (end) =>
      voided([...investigating, retentionImposed, retentionLifted, end], 5).thenRejected('correction/relied-on'),
    );
    it('a closing stands on the outcomes, and on the end of retention', () => {
      voided([...decided, investigationClosed], 5).thenRejected('correction/relied-on');
      voided([...decided, investigationClosed], 5, 7).then('RecordVoided', 'RecordVoided');
      const held = [...investigating, retentionImposed, retentionLifted, investigationReviewed, noAction, otherNoAction, investigationClosed];
      voided(held, 5).thenRejected('correction/relied-on');
    });
    it('a split stands on the persons it took, on who stays, and on nobody being retained', () => {
      const told = { stream: theInvestigation, type: 'InvestigationSplit', data: { child: streamNamed('umbrella_investigation', 3), persons: [otherPerson] } };
      voided([...investigating, told], 3).thenRejected('correction/relied-on');
      voided([...investigating, told], 2).thenRejected('correction/relied-on');
      voided([...investigating, told], 4).then('RecordVoided');
      const other = [retentionImposed, retentionLifted].map((said) => ({ ...said, data: { ...(said.data as object), person: otherPerson } }));
      voided([...investigating, ...other, told], 5).thenRejected('correction/relied-on');
    });
    it('a review stands on a person who was opened', () =>
      voided([...onFile, ...personInvestigated, investigationReviewed], 2).thenRejected('correction/relied-on'));
    it('comes back with persons who are registered and list it', () => {
      const gone = (version: number) => ({ stream: thePerson, type: 'RecordVoided', data: { target: `${thePerson}@${version}` } });
      const said = [confirmed, ...otherRegistered, investigationFiled, ...personInvestigated, undo(2)];
      voided(said, 3).then('RecordVoided');
      voided([...said, gone(1)], 3).thenRejected('person/is-unknown');
      const [openedFor] = personInvestigated as [Said];
      const before = { stream: thePerson, type: 'PersonInvestigationListed', data: { investigation: theInvestigation } };
      const told = [confirmed, before, ...otherRegistered, investigationFiled, openedFor, undo(2)];
      voided(told, 3).then('RecordVoided');
      voided([...told, gone(2)], 3).thenRejected('correction/relied-on');
    });
    it('is not merged with what was merged with it', () => {
      const otherWay = { ...investigationsMerged, stream: otherInvestigation, data: { survivor: theInvestigation } };
      voided([...onFile, investigationsMerged, undo(2)], 3).then('RecordVoided');
      voided([...onFile, investigationsMerged, undo(2), otherWay], 3).thenRejected('correction/relied-on', { reliedOnBy: otherInvestigation });
    });
  });
});
