import {
  annulled,
  arrestRequested,
  bailed,
  closed,
  concluded,
  confirmed,
  deceased,
  detained,
  detainedElsewhere,
  filed,
  identitiesMerged,
  leftTheCity,
  lifted,
  merged,
  opened,
  openedElsewhere,
  otherFiled,
  otherOpened,
  otherSuspect,
  participationClosed,
  provisional,
  released,
  reopened,
  reported,
  sameElsewhere,
  started,
  summoned,
  surveilled,
  suspectCommandsOf,
  suspectOpened,
  terminated,
  theCase,
  thePerson,
  theSuspect,
  transferred,
  underInvestigation,
  withdrawn,
} from '../fixtures.ts';
import { addDays } from '../kernel/civil-date.ts';
import { type Issue, type Said, given, on, secondLeader, streamNamed, voidOf } from '../kernel/specify.ts';
import { suspect } from './suspect.ts';
import { detentionGrounds } from './suspect-messages.ts';

const {
  OpenSuspect: open,
  SummonSuspect: summon,
  Detain: detain,
  ExtendDetention: extend,
  ImposeBail: bail,
  ImposeResidentialSurveillance: surveil,
  Release: release,
  LiftMeasure: lift,
  ChangeCustodyBasis: changeBasis,
  AnnulDetention: annul,
  TerminateInvestigation: terminate,
  CloseParticipation: close,
  RequestArrest: requestArrest,
} = suspectCommandsOf;
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn = '2020-04-01'): Said => ({ ...said, occurredOn });
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const detainedAt = (at: string): Issue => dated(saying(detain, { at }), at.slice(0, 10));
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;
const stateOf = (...said: (Said | readonly Said[])[]) => given(...said).state(suspect, theSuspect);

/** The case is under investigation, has a second suspect, and the person is a suspect in another case too. */
const inCase = [reported, filed, started, confirmed, ...otherOpened, ...otherFiled, ...openedElsewhere];
const asSuspect = [...inCase, ...suspectOpened];

describe('a suspect', () => {
  describe('is opened', () => {
    it('in a case that is filed', () => {
      given(confirmed).when(open).thenRejected('criminal-case/is-unknown');
      given(confirmed, reported).when(open).thenRejected('criminal-case/not-filed');
      given(confirmed, reported, filed).when(open).then('SuspectOpened', 'CaseSuspectListed', 'PersonSuspectListed');
    });
    it.each([
      ['merged', [...otherFiled, merged]],
      ['withdrawn', [withdrawn]],
      ['transferred out', [leftTheCity]],
      ['closed', [concluded, transferred, closed]],
    ])('not in a case that is %s', (_, said) => given(confirmed, reported, filed, started, said).when(open).thenRejected('criminal-case/not-open'));
    it('for a person on record', () => given(reported, filed).when(open).thenRejected('person/is-unknown'));
    it('under the identity that stands', () => given(reported, filed, provisional, identitiesMerged).when(open).thenRejected('person/is-merged'));
    it('not before the report', () => given(confirmed, reported, filed).when(dated(open, '2020-03-19')).thenRejected('suspect/before-report'));
    it('once per person and case', () => {
      const second = { ...open, stream: streamNamed('suspect', 9) };
      given(underInvestigation).when(second).thenRejected('suspect/already-opened', { suspect: theSuspect });
      given(underInvestigation, deceased).when(second).thenRejected('suspect/already-opened');
    });
    it('again in a case that is reopened', () =>
      given(underInvestigation, participationClosed, withdrawn, reopened)
        .when({ ...open, stream: streamNamed('suspect', 9) })
        .then('SuspectOpened', 'CaseSuspectListed', 'PersonSuspectListed'));
  });

  describe('under a measure', () => {
    const measures: [string, Issue][] = [
      ['SummonSuspect', summon],
      ['Detain', detain],
      ['ImposeBail', bail],
      ['ImposeResidentialSurveillance', surveil],
      ['ChangeCustodyBasis', changeBasis],
    ];
    it.each(measures)('not when the case is withdrawn: %s', (_, issue) => given(asSuspect, withdrawn).when(issue).thenRejected('criminal-case/not-filed'));
    it.each(measures)('not when the case has left the city: %s', (_, issue) =>
      given(asSuspect, leftTheCity).when(issue).thenRejected('criminal-case/not-filed'),
    );
    it.each(measures.filter(([type]) => type !== 'Detain'))('not before the case is filed: %s', (_, issue) =>
      given(asSuspect).when(dated(issue, '2020-03-19')).thenRejected('suspect/before-filing'),
    );
    it('detained before the filing only on the spot, after the report', () => {
      const said = [reported, later(filed, '2020-03-22'), confirmed, ...suspectOpened];
      given(said).when(detainedAt('2020-03-21T10:00:00+08:00')).thenRejected('suspect/before-filing');
      given(said)
        .when(saying(detainedAt('2020-03-21T10:00:00+08:00'), { onTheSpot: true }))
        .then('CriminalDetentionImposed');
      given(said)
        .when(saying(detainedAt('2020-03-19T10:00:00+08:00'), { onTheSpot: true }))
        .thenRejected('suspect/before-filing');
    });
    it.each(detentionGrounds)('detained on the ground %s', (ground) => given(asSuspect).when(saying(detain, { ground })).then('CriminalDetentionImposed'));
    it('detained in the district of the case', () => expect(given(asSuspect).when(detain).events[0]?.data).toMatchObject({ district: '370202' }));
    it('detained on the day in Shanghai', () => {
      given(asSuspect)
        .when(saying(detain, { at: '2020-03-31T16:30:00Z' }))
        .then('CriminalDetentionImposed');
      given(asSuspect)
        .when(saying(detain, { at: '2020-04-01T16:30:00Z' }))
        .thenRejected('suspect/another-day');
    });
    it.each([
      ['bail', bailed],
      ['residential surveillance', surveilled],
    ])('detained from %s only for a breach of its conditions', (_, measure) => {
      given(asSuspect, measure).when(detain).thenRejected('suspect/no-breach');
      given(asSuspect, measure)
        .when({ ...detain, reason: { code: 'BREACH_OF_CONDITIONS' } })
        .then('CriminalDetentionImposed');
    });
    it('not detained twice for the same facts', () => {
      const again = saying(detain, { ground: 'CPL82_1' });
      given(asSuspect, detained, released).when(again).thenRejected('suspect/same-ground');
      given(asSuspect, detained, released, later(summoned)).when(again).thenRejected('suspect/same-ground');
      given(asSuspect, detained, bailed, lifted).when(again).thenRejected('suspect/same-ground');
      given(asSuspect, detained, released).when(detain).then('CriminalDetentionImposed');
      given(asSuspect, detained, bailed)
        .when({ ...again, reason: { code: 'BREACH_OF_CONDITIONS' } })
        .then('CriminalDetentionImposed');
    });
    it.each<[string, Issue, Said[]]>([
      ['Release', release, [detained]],
      ['ImposeBail', bail, [detained]],
      ['RequestArrest', requestArrest, [detained]],
      ['AnnulDetention', annul, [detained]],
      ['TerminateInvestigation', terminate, [detained]],
      ['RecordDeath', suspectCommandsOf.RecordDeath, [detained]],
      ['ExtendDetention', extend, [detained]],
    ])('no %s before the detention', (_, issue, said) => given(asSuspect, said).when(dated(issue, '2020-03-29')).thenRejected('suspect/before-detention'));
    it.each<[string, Issue, Said[]]>([
      ['LiftMeasure', lift, [bailed]],
      ['SummonSuspect', summon, [bailed, lifted]],
      ['ImposeResidentialSurveillance', surveil, [bailed]],
      ['CloseParticipation', close, [bailed, lifted]],
      ['ChangeCustodyBasis', changeBasis, [bailed]],
      ['Release', release, [detained, arrestRequested]],
    ])('no %s before the last change', (_, issue, said) => given(asSuspect, said).when(dated(issue, '2020-03-30')).thenRejected('suspect/before-measure'));
    it('nothing tomorrow', () => given(asSuspect).when(detainedAt('2020-04-09T10:00:00+08:00')).thenRejected('date/in-future'));
    it('nothing late by one person alone', () => {
      const past = asSuspect.map((said) => later(said, '2020-02-01'));
      given(past).when(detainedAt('2020-03-09T10:00:00+08:00')).then('CriminalDetentionImposed');
      given(past).when(detainedAt('2020-03-08T10:00:00+08:00')).thenRejected('correction/second-person-required', { kind: 'K10' });
      given(past)
        .when({ ...detainedAt('2020-03-08T10:00:00+08:00'), approvedBy: secondLeader })
        .then('CriminalDetentionImposed');
    });
  });

  describe('in custody', () => {
    const { RecordIntake: intake, NotifyFamily: family, NotifyRights: rights, ConfirmInterrogation: interrogation } = suspectCommandsOf;
    it.each<[string, Issue]>([
      ['RecordIntake', intake],
      ['NotifyFamily', family],
      ['NotifyRights', rights],
      ['ConfirmInterrogation', interrogation],
    ])('%s at a time after the detention, on that day', (_, issue) => {
      const at = (time: string) => given(asSuspect, detained).when(dated(saying(issue, { at: time }), '2020-03-30'));
      expect(at('2020-03-30T10:00:00+08:00').events).toHaveLength(1);
      at('2020-03-30T09:59:59+08:00').thenRejected('suspect/before-detention');
      at('2020-03-31T09:00:00+08:00').thenRejected('suspect/another-day');
    });
    it('taken in once', () =>
      given(asSuspect, detained, { ...detained, type: 'CustodyIntakeRecorded', data: intake.data })
        .when(intake)
        .thenNothing());
    it('without notice to the family where an exception stands against it', () =>
      given(asSuspect, detained)
        .when({ ...family, data: { exception: 'UNREACHABLE' } })
        .then('FamilyNotified'));

    const extended = (days: number, ground = 'SPECIAL'): Said => ({ ...detained, type: 'DetentionExtended', data: { days, ground } });
    it.each([
      [0, '2020-04-02'],
      [1, '2020-04-03'],
      [4, '2020-04-06'],
      [30, '2020-04-29'],
    ])('extended by %i: until %s', (days, until) => expect(stateOf(asSuspect, detained, days > 0 ? [extended(days)] : []).detainedUntil).toBe(until));
    it('extended while it lasts', () => {
      given(asSuspect, detained).when(dated(extend, '2020-04-02')).then('DetentionExtended');
      given(asSuspect, detained).when(dated(extend, '2020-04-03')).thenRejected('suspect/extension-after-expiry');
    });
    it('extended further only', () => {
      const special = saying(extend, { days: 2, ground: 'SPECIAL' });
      given(asSuspect, detained, extended(1)).when(special).then('DetentionExtended');
      given(asSuspect, detained, extended(2)).when(special).thenRejected('suspect/already-extended');
      given(asSuspect, detained, extended(30)).when(special).thenRejected('suspect/already-extended');
    });
    it('extended as one of a gang where there is a second suspect', () => {
      given(underInvestigation, detained).when(extend).thenRejected('suspect/no-gang');
      given(underInvestigation, otherOpened, detained).when(extend).then('DetentionExtended');
      const notOpened = { stream: otherSuspect, type: 'RecordVoided', data: { target: `${otherSuspect}@1` } };
      given(underInvestigation, otherOpened, notOpened, detained).when(extend).thenRejected('suspect/no-gang');
      given(underInvestigation, detained)
        .when(saying(extend, { ground: 'MULTIPLE' }))
        .then('DetentionExtended');
    });
    it('annulled by two officers (K2), once', () => {
      given(asSuspect, detained).when(alone(annul)).thenRejected('correction/second-person-required', { kind: 'K2' });
      given(asSuspect, detained, annulled).when(annul).thenRejected('suspect/never-detained');
      expect(stateOf(asSuspect, detained, annulled)).toMatchObject({ measure: 'released', isInCustody: false });
      expect(stateOf(asSuspect, detained, bailed, annulled)).toMatchObject({ measure: 'bail' });
    });
  });

  describe('whose person is held in another case', () => {
    const freedElsewhere = { ...released, stream: sameElsewhere };
    it('is not detained a second time', () => {
      given(asSuspect, detainedElsewhere).when(detain).thenRejected('suspect/held-elsewhere', { suspect: sameElsewhere });
      given(asSuspect, detainedElsewhere, { ...arrestRequested, stream: sameElsewhere })
        .when(detain)
        .thenRejected('suspect/held-elsewhere');
      given(asSuspect, detainedElsewhere, { ...bailed, stream: sameElsewhere })
        .when(detain)
        .then('CriminalDetentionImposed');
    });
    it('is not detained on days spent in custody there', () => {
      given(asSuspect, detainedElsewhere, freedElsewhere).when(detainedAt('2020-03-31T10:00:00+08:00')).then('CriminalDetentionImposed');
      given(asSuspect, detainedElsewhere, freedElsewhere).when(detainedAt('2020-03-30T10:00:00+08:00')).thenRejected('suspect/held-elsewhere');
      given(asSuspect, detainedElsewhere, freedElsewhere).when(detainedAt('2020-03-25T10:00:00+08:00')).thenRejected('suspect/held-elsewhere');
    });
    it('changes the basis of that custody', () => {
      const [here, there] = given(asSuspect, detainedElsewhere).when(changeBasis).events;
      expect([here?.type, there?.type, there?.on, there?.data]).toEqual(['CustodyBasisChanged', 'CustodyBasisLeft', sameElsewhere, { to: theSuspect }]);
      given(asSuspect, detainedElsewhere).when(dated(changeBasis, '2020-03-29')).thenRejected('suspect/before-detention');
    });
    it('only of a custody, and of the same person', () => {
      given(asSuspect)
        .when({ ...changeBasis, after: [] })
        .thenRejected('suspect/not-in-custody');
      given(asSuspect, { ...detained, stream: otherSuspect })
        .when({ ...saying(changeBasis, { from: otherSuspect }), after: [] })
        .thenRejected('suspect/other-person');
    });
  });

  it('is closed when the case is withdrawn or has left the city', () => {
    const out = saying(close, { because: 'TRANSFERRED_OUT' });
    given(asSuspect)
      .when({ ...close, after: [] })
      .thenRejected('suspect/case-goes-on');
    given(asSuspect, leftTheCity)
      .when({ ...close, after: [] })
      .thenRejected('suspect/case-goes-on');
    given(asSuspect, leftTheCity)
      .when({ ...out, after: [] })
      .then('ParticipationClosed');
    given(asSuspect).when(out).thenRejected('suspect/case-goes-on');
  });

  describe('with records voided', () => {
    const voided = (said: readonly Said[], ...versions: number[]) => given(said).when(voidOf(said, theSuspect, ...versions));
    const voiding = (stream: Said['stream'], version: number): Said => ({ stream, type: 'RecordVoided', data: { target: `${stream}@${version}` } });
    it('what follows from a detention stands on it', () => {
      voided([...asSuspect, detained, released], 2).thenRejected('correction/relied-on', { reliedOnBy: `${theSuspect}@3` });
      voided([...asSuspect, detained, annulled], 2).thenRejected('correction/relied-on');
      voided([...asSuspect, detained, released], 2, 3).then('RecordVoided', 'RecordVoided');
    });
    it('no measure is left where the proceedings have ended', () =>
      voided([...asSuspect, detained, released, terminated], 3).thenRejected('correction/relied-on'));
    it('nobody is held in two cases', () => {
      const heldHereThenThere = [...asSuspect, detained, released, later(detainedElsewhere)];
      voided(heldHereThenThere, 3).thenRejected('suspect/held-elsewhere');
      voided([...heldHereThenThere, voiding(sameElsewhere, 2)], 3).then('RecordVoided');
      voided([...asSuspect, detained, released, later(detainedElsewhere, '2020-03-31'), later(summoned)], 4).then('RecordVoided'); // one day after the other
      voided([...asSuspect, detained, released, voiding(theSuspect, 2), voiding(theSuspect, 3), detainedElsewhere], 4, 5).thenRejected(
        'suspect/held-elsewhere',
      );
    });
    it('a part that was voided is not put back beside what came since', () => {
      const undone = [...underInvestigation, voiding(theSuspect, 1)];
      const second = opened(streamNamed('suspect', 9), thePerson, theCase);
      voided(undone, 2).then('RecordVoided');
      voided([...undone, second].flat(), 2).thenRejected('suspect/already-opened');
      voided([...undone, voiding(theCase, 1), voiding(theCase, 2), voiding(theCase, 3)], 2).thenRejected('criminal-case/not-filed');
      voided([...undone, voiding(theCase, 4)], 2).thenRejected('correction/relied-on');
      voided([...undone, voiding(thePerson, 1)], 2).thenRejected('person/is-unknown');
    });
    it('a measure is not put back in a case that is withdrawn', () =>
      voided([...underInvestigation, detained, voiding(theSuspect, 2), withdrawn], 3).thenRejected('criminal-case/not-filed'));
    it('a change of basis is taken back at both ends', () => {
      const there = { stream: sameElsewhere, type: 'CustodyBasisLeft', data: { to: theSuspect }, occurredOn: '2020-03-31' };
      const here = { stream: theSuspect, type: 'CustodyBasisChanged', data: { from: sameElsewhere, warrantNumber: 'D-3' }, occurredOn: '2020-03-31' };
      const said = [...asSuspect, detainedElsewhere, here, there];
      given(said)
        .when(voidOf(said, sameElsewhere, 2))
        .thenRejected('correction/relied-on');
      given(said)
        .when(voidOf(said, sameElsewhere, 3))
        .thenRejected('suspect/held-elsewhere');
      voided(said, 2).then('RecordVoided');
      given(said, voiding(theSuspect, 2))
        .when(voidOf(said, sameElsewhere, 3))
        .then('RecordVoided');
    });
  });

  it('is held for the days of each spell', () => {
    expect(stateOf(asSuspect, detained, released).spells).toEqual([{ from: '2020-03-30', to: '2020-03-31' }]);
    expect(stateOf(asSuspect, detained, released, later(detained)).spells).toEqual([{ from: '2020-03-30', to: '2020-03-31' }, { from: '2020-04-01' }]);
    expect(stateOf(asSuspect, detained).detainedUntil).toBe(addDays(on('2020-03-30'), 3));
    expect([theCase, thePerson]).toEqual([stateOf(asSuspect).case, stateOf(asSuspect).person]);
  });
});
