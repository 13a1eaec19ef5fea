import type { Owner } from '../figures/figure.ts';
import type { Actor, Role } from '../kernel/envelope.ts';
import { type Issue, type Outcomes, type Said, everyPair, given, investigator, now, on, rolesFor, streamNamed, today, unfit } from '../kernel/specify.ts';
import { decide } from '../kernel/decider.ts';
import { campaignOffice, checkExplained, exceptionRevoked, publisher, statistician } from './check-exception-fixtures.ts';
import {
  agencies,
  certified,
  certifierOf,
  computed,
  computedButFailing,
  computedExplained,
  drafted,
  explained,
  failingCheck,
  figuresAt,
  olderPublished,
  publicationCommandsOf,
  published,
  reconciled,
  reconciler,
  restated,
  signedException,
  theOlder,
  thePublication,
  withdrawn,
} from './publication-fixtures.ts';
import type { PublicationCommand } from './publication-messages.ts';
import { nextSteps, publication, uncertified } from './publication.ts';

type Type = PublicationCommand['type'];
const {
  DraftPublication: draft,
  ComputePublication: compute,
  ReconcilePublication: reconcile,
  CertifyPublication: certify,
  PublishPublication: publish,
  WithdrawPublication: withdraw,
} = publicationCommandsOf;
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const by = (issue: Issue, user: Actor): Issue => ({ ...issue, by: user });
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn = '2020-04-01'): Said => ({ ...said, occurredOn });
const named = (actor: Actor, { user }: Actor): Actor => ({ ...actor, user });
const certifyFor = (agency: Owner) => by(saying(certify, { agency }), certifierOf(agency));
const stateOf = (...said: readonly Said[]) => given(said).state(publication, thePublication);

const isReconciled = [drafted, computed, reconciled];
const isCertified = [...isReconciled, ...certified];
const isPublished = [...isCertified, published];
const [ofPolice] = certified as [Said];

const situations = {
  unknown: { is: 'unknown', said: [] },
  drafted: { is: 'drafted', said: [drafted] },
  computed: { is: 'computed', said: [drafted, computed] },
  'computed, a check fails': { is: 'computed', said: [drafted, computedButFailing] },
  reconciled: { is: 'reconciled', said: isReconciled },
  'certified by one': { is: 'reconciled', said: [...isReconciled, ofPolice] },
  'certified by all': { is: 'certified', said: isCertified },
  'certified, computed again': { is: 'computed', said: [...isCertified, computed] },
  published: { is: 'published', said: isPublished },
  restated: { is: 'restated', said: [...isPublished, restated] },
  withdrawn: { is: 'withdrawn', said: [drafted, withdrawn] },
};
// what is published is never taken back, and there is nothing to void
const noVoids = { VoidRecords: 'command/unknown' };
const goesOn = { ...noVoids, ComputePublication: 'FiguresComputed', WithdrawPublication: 'PublicationWithdrawn' };
const onceReconciled = { ...goesOn, ReconcilePublication: 'nothing', PublishPublication: 'publication/not-certified' };
const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { ...noVoids, DraftPublication: 'PublicationDrafted' },
  drafted: { ...goesOn, DraftPublication: 'nothing' },
  computed: { ...goesOn, ReconcilePublication: 'PublicationReconciled' },
  'computed, a check fails': { ...goesOn, ReconcilePublication: 'publication/checks-fail' },
  reconciled: { ...onceReconciled, CertifyPublication: 'PublicationCertified' },
  'certified by one': { ...onceReconciled, CertifyPublication: 'nothing' },
  'certified by all': { ...onceReconciled, CertifyPublication: 'nothing', PublishPublication: 'PublicationPublished' },
  'certified, computed again': { ...goesOn, ReconcilePublication: 'PublicationReconciled' },
  published: noVoids,
  restated: noVoids,
  withdrawn: { ...noVoids, WithdrawPublication: 'nothing' },
};
const allowed: Record<Type, readonly Role[]> = {
  DraftPublication: ['STATISTICIAN'],
  ComputePublication: ['STATISTICIAN'],
  ReconcilePublication: ['STATISTICIAN', 'SUPERVISOR'],
  CertifyPublication: ['POLICE_LEADER', 'CHIEF_PROCURATOR', 'JUDGE', 'DISCIPLINE_LEADER', 'DEPARTMENT_OFFICER', 'SUPERVISOR'],
  PublishPublication: ['PUBLISHER'],
  WithdrawPublication: ['STATISTICIAN', 'PUBLISHER', 'SUPERVISOR'],
};

describe('a publication', () => {
  it.each(everyPair(thePublication, situations, publicationCommandsOf, outcomes))('%s: %s → %s', (_situation, _command, expected, said, issue) => {
    const outcome = given(said).when(issue);
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, thePublication)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) => expect(rolesFor(publicationCommandsOf[command])).toEqual(roles));

  describe('is drafted', () => {
    it('for a day that is not yet to come', () => {
      given().when(dated(draft, '2020-03-15')).then('PublicationDrafted');
      given().when(dated(draft, '2020-03-14')).thenRejected('publication/before-as-of');
    });
    it('once, for one day and rule set', () => {
      given(drafted)
        .when(saying(draft, { asOf: on('2020-03-16') }))
        .thenRejected('publication/is-drafted');
      given(drafted)
        .when(saying(draft, { ruleSet: 'v1-gross' }))
        .thenRejected('publication/is-drafted');
    });
    it('under the rules in force, if it does not say otherwise', () =>
      expect(given().when(draft).events[0]?.data).toEqual({ asOf: '2020-03-15', ruleSet: 'v1' }));
  });

  describe('is computed', () => {
    const refused = (more: object, code: string) => given(drafted).when(saying(compute, more)).thenRejected(code);
    it('under the rule set that it was drafted for', () => refused({ ruleSet: 'v1-gross' }, 'publication/other-rule-set'));
    it('at the very position that a checkpoint has sealed', () => refused({ position: 99 }, 'publication/not-at-checkpoint'));
    it('with every figure that the paper prints, by the rule that the rule set chooses', () => {
      const { figures } = figuresAt(120);
      refused({ figures: figures.slice(1) }, 'publication/figures-incomplete');
      refused({ figures: figures.toReversed() }, 'publication/figures-incomplete');
      refused({ figures: figures.map((one) => (one.figure === 'F08' ? { ...one, rule: 'F08-gross' } : one)) }, 'publication/figures-incomplete');
      given({ ...drafted, data: { ...(drafted.data as object), ruleSet: 'v1-gross' } })
        .when(saying(compute, { ruleSet: 'v1-gross' }))
        .thenRejected('publication/figures-incomplete');
    });
    it('again, which takes back that it was reconciled and certified', () => {
      expect(stateOf(...isCertified, computed)).toMatchObject({ status: 'computed', certified: {} });
      expect(stateOf(...isCertified, computed)).not.toHaveProperty('reconciledBy');
    });
  });

  describe('is reconciled', () => {
    it('by another person than who had it computed', () => {
      given(drafted, computed).when(by(reconcile, statistician)).thenRejected('publication/own-figures');
      given(drafted, computed).when(by(reconcile, campaignOffice)).then('PublicationReconciled');
      given(drafted, { ...computed, by: reconciler })
        .when(by(reconcile, statistician))
        .then('PublicationReconciled');
    });
    it('when every check holds, or a signed exception says why it does not', () => {
      given(drafted, computedButFailing)
        .when(reconcile)
        .thenRejected('publication/checks-fail', { checks: [failingCheck.name] });
      given(signedException, drafted, computedExplained).when(reconcile).then('PublicationReconciled');
    });
    it('not when the exception was revoked since', () =>
      given(signedException, drafted, computedExplained, exceptionRevoked).when(reconcile).thenRejected('publication/exception-not-signed'));
  });

  describe('takes exceptions', () => {
    const computing = saying(compute, explained);
    it('that two persons have signed', () => {
      given(signedException, drafted).when(computing).then('FiguresComputed');
      given(checkExplained, drafted).when(computing).thenRejected('publication/exception-not-signed');
      given(drafted).when(computing).thenRejected('publication/exception-not-signed');
    });
    it('from that very check on that very day', () => {
      const other = { ...explained, exceptions: explained.exceptions.map((one) => ({ ...one, check: 'groups-add-up' })) };
      given(signedException, drafted).when(saying(compute, other)).thenRejected('publication/exception-not-signed', { check: 'groups-add-up' });
      given(signedException, { ...drafted, data: { ...(drafted.data as object), asOf: '2020-03-16' } })
        .when(computing)
        .thenRejected('publication/exception-not-signed');
    });
    it('until it is published', () =>
      given(signedException, drafted, computedExplained, reconciled, certified, exceptionRevoked)
        .when(publish)
        .thenRejected('publication/exception-not-signed'));
  });

  describe('is certified', () => {
    it.each(agencies)('for %s by who leads it, and by nobody else', (agency) => {
      given(isReconciled).when(certifyFor(agency)).then('PublicationCertified');
      const others = agencies.filter((other) => certifierOf(other).role !== certifierOf(agency).role);
      expect(others).not.toEqual([]);
      for (const other of others)
        given(isReconciled)
          .when(by(certifyFor(agency), certifierOf(other)))
          .thenRejected('role/not-allowed');
    });
    it('at the city level', () =>
      given(isReconciled)
        .when(by(certify, { ...certifierOf('police'), district: '370202' }))
        .thenRejected('publication/not-city-level'));
    it('by nobody who drafted, computed or reconciled it', () => {
      for (const maker of [statistician, reconciler])
        given(isReconciled)
          .when(by(certify, named(certifierOf('police'), maker)))
          .thenRejected('publication/own-work');
    });
    it('for each agency by another person', () =>
      given(isReconciled, ofPolice)
        .when(by(certifyFor('court'), named(certifierOf('court'), certifierOf('police'))))
        .thenRejected('publication/certified-for-another'));
    it('by owners of its figures alone', () =>
      given(drafted, { ...computed, data: { ...figuresAt(100), figures: figuresAt(100).figures.filter(({ owner }) => owner !== 'court') } }, reconciled)
        .when(certifyFor('court'))
        .thenRejected('publication/owns-no-figure'));
    it('when the last one has certified', () => {
      expect(stateOf(...isCertified.slice(0, -1))).toMatchObject({ status: 'reconciled' });
      expect(uncertified(stateOf(...isReconciled, ofPolice))).toEqual(agencies.filter((agency) => agency !== 'police'));
      expect(stateOf(...isCertified)).toMatchObject({ status: 'certified' });
    });
  });

  describe('is published', () => {
    it('when every owner has certified', () => {
      for (const [i, agency] of agencies.entries())
        given(isReconciled, certified.toSpliced(i, 1))
          .when(publish)
          .thenRejected('publication/not-certified', { agencies: [agency] });
    });
    it('by a hand that was not in it before', () => {
      for (const maker of [statistician, reconciler, certifierOf('justice')])
        given(isCertified)
          .when(by(publish, named(publisher, maker)))
          .thenRejected('publication/own-work');
    });
    it('and then nobody changes it any more, whoever they are and whatever they say', () => {
      for (const issue of [...Object.values(publicationCommandsOf), ...agencies.map(certifyFor)])
        for (const user of [issue.by as Actor, { ...(issue.by as Actor), user: 'somebody-else' }]) {
          given(isPublished).when(by(issue, user)).thenRejected('publication/is-published');
          given(isPublished, restated).when(by(issue, user)).thenRejected('publication/is-restated');
        }
    });
  });

  describe('restates an older one', () => {
    const restating = saying(draft, { restates: theOlder });
    const draftedAnew = { ...drafted, data: { ...(drafted.data as object), restates: theOlder } };
    const anew = [draftedAnew, computed, reconciled, ...certified];
    it('of the same day, which is told so when the new one is published', () => {
      given(olderPublished).when(restating).then('PublicationDrafted');
      const { events } = given(olderPublished, anew).when(publish);
      expect(events).toEqual([
        { type: 'PublicationPublished', data: {} },
        { type: 'PublicationRestated', data: { by: thePublication }, on: theOlder },
      ]);
    });
    it('that is published', () => {
      given(olderPublished.slice(0, -1)).when(restating).thenRejected('publication/not-restatable');
      given().when(restating).thenRejected('publication/not-restatable');
      given()
        .when(saying(draft, { restates: thePublication }))
        .thenRejected('publication/not-restatable');
    });
    it('and not of another day', () =>
      given(olderPublished)
        .when(saying(restating, { asOf: on('2020-03-16') }))
        .thenRejected('publication/restates-another-day'));
    it('that nobody has restated in the meantime', () => {
      const byAnother = { ...restated, stream: theOlder, data: { by: streamNamed('publication', 3) } };
      given(olderPublished, anew, byAnother).when(publish).thenRejected('publication/not-restatable');
    });
    it('which stays what it was, but for who replaced it', () => {
      const { status: _, restatedBy, ...rest } = stateOf(...isPublished, restated);
      const { status: __, ...before } = stateOf(...isPublished);
      expect(restatedBy).toBe(theOlder);
      expect(rest).toEqual(before);
    });
  });

  describe('has an order in time', () => {
    it.each<[string, readonly Said[], Issue, string]>([
      ['not computed before it is drafted', [later(drafted)], compute, 'publication/before-draft'],
      ['not reconciled before it is computed', [drafted, later(computed)], reconcile, 'publication/before-computation'],
      ['not certified before it is reconciled', [drafted, computed, later(reconciled)], certify, 'publication/before-reconciliation'],
      ['not published before it is certified', [...isReconciled, ...certified.map((one) => later(one))], publish, 'publication/before-certification'],
      ['not withdrawn before its last step', [drafted, later(computed)], withdraw, 'publication/before-last-step'],
    ])('%s', (_, said, issue, code) => {
      given(said).when(dated(issue, '2020-03-31')).thenRejected(code);
      expect(given(said).when(dated(issue, '2020-04-01')).events).not.toEqual([]);
    });
    it('nothing tomorrow', () => given(drafted).when(dated(withdraw, '2020-04-09')).thenRejected('date/in-future'));
  });

  describe('says what is next, and for whom', () => {
    const next = (...said: readonly Said[]) =>
      nextSteps(stateOf(...said)).map(({ command, by: who, ...rest }) => [command, who.join(), ...Object.values(rest)]);
    it('step by step', () => {
      expect(next(drafted)).toEqual([['ComputePublication', 'STATISTICIAN']]);
      expect(next(drafted, computed)).toEqual([['ReconcilePublication', 'STATISTICIAN,SUPERVISOR']]);
      expect(next(...isReconciled, ...certified.slice(1, -1))).toEqual([
        ['CertifyPublication', 'POLICE_LEADER', 'police'],
        ['CertifyPublication', 'DEPARTMENT_OFFICER', 'justice'],
      ]);
      expect(next(...isCertified)).toEqual([['PublishPublication', 'PUBLISHER']]);
    });
    it('a failing check is to be explained first', () =>
      expect(next(drafted, computedButFailing)).toEqual([
        ['ExplainCheck', 'STATISTICIAN', failingCheck.name],
        ['ComputePublication', 'STATISTICIAN'],
      ]));
    it('nothing, once it is published or withdrawn', () => expect([next(), next(...isPublished), next(drafted, withdrawn)]).toEqual([[], [], []]));
  });

  it('is nobody else’s', () => given(drafted).when(by(compute, investigator)).thenRejected('role/not-allowed'));
  it('is decided on what it is given, and on nothing else', () => {
    const world = given(olderPublished, isCertified).world();
    const issued = { world, occurredOn: on('2020-04-01'), today, now, actor: publisher, newId: streamNamed as never, act: {} };
    expect(decide(publication, publish, issued)).toEqual(decide(publication, publish, issued));
    expect(world.version(thePublication)).toBe(isCertified.length);
  });
});
