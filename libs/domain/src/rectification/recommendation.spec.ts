import { identified, reported, theCase, theGroup } from '../fixtures.ts';
import type { Actor, Role } from '../kernel/envelope.ts';
import {
  type Issue,
  type Outcomes,
  type Said,
  chiefProcurator,
  everyPair,
  given,
  investigator,
  judge,
  leader,
  on,
  procurator,
  rolesFor,
  secondLeader,
  unfit,
  voidOf,
} from '../kernel/specify.ts';
import {
  departmentHead,
  departmentOfficer,
  kindCorrected,
  objectionRejected,
  objectionUpheld,
  recommendationAmended,
  recommendationApproved,
  recommendationClosed,
  recommendationCommandsOf,
  recommendationDrafted,
  recommendationObjected,
  recommendationReplied,
  recommendationSupervised,
  recommendationWithdrawn,
  replyAssessed,
  served,
  supervisor,
  theRecommendation,
} from './recommendation-fixtures.ts';
import { type RecommendationCommand, type RecommendationKind, recommendationKinds } from './recommendation-messages.ts';
import { recommendation } from './recommendation.ts';

type Type = RecommendationCommand['type'];
const {
  DraftRecommendation: draft,
  ApproveRecommendation: approve,
  ServeRecommendation: serve,
  ObjectToRecommendation: object,
  DecideObjection: decideObjection,
  AmendRecommendation: amend,
  WithdrawRecommendation: withdraw,
  CorrectRecommendationKind: correctKind,
  SuperviseRecommendation: supervise,
  ReplyToRecommendation: reply,
  AssessReply: assess,
  CloseRecommendation: close,
} = recommendationCommandsOf;
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn = '2020-03-25'): Said => ({ ...said, occurredOn });
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;
const stateOf = (...said: (Said | readonly Said[])[]) => given(...said).state(recommendation, theRecommendation);
const clerk: Actor = { ...judge, user: 'clerk-1', role: 'COURT_CLERK' };
const inspector: Actor = { ...investigator, user: 'insp-1', role: 'DISCIPLINE_INSPECTOR', org: 'dc-370202' };
const disciplineLeader: Actor = { ...inspector, user: 'dlead-1', role: 'DISCIPLINE_LEADER' };

const objected = [...served, recommendationObjected];
const replied = [...served, recommendationReplied];
const assessed = [...replied, replyAssessed];
const situations = {
  unknown: { is: 'unknown', said: [] },
  drafted: { is: 'drafted', said: [recommendationDrafted] },
  approved: { is: 'approved', said: [recommendationDrafted, recommendationApproved] },
  served: { is: 'served', said: served },
  supervised: { is: 'served', said: [...served, recommendationSupervised] },
  'objected to': { is: 'objected', said: objected },
  'objection upheld': { is: 'objection-upheld', said: [...objected, objectionUpheld] },
  'objection rejected': { is: 'served', said: [...objected, objectionRejected] },
  'amended after the objection': { is: 'served', said: [...objected, objectionUpheld, recommendationAmended] },
  replied: { is: 'replied', said: replied },
  assessed: { is: 'assessed', said: assessed },
  closed: { is: 'closed', said: [...assessed, recommendationClosed] },
  withdrawn: { is: 'withdrawn', said: [...served, recommendationWithdrawn] },
  'of another kind': { is: 'served', said: [...served, kindCorrected] },
};
const corrections = {
  AmendRecommendation: 'RecommendationAmended',
  WithdrawRecommendation: 'RecommendationWithdrawn',
  CorrectRecommendationKind: 'RecommendationKindCorrected',
  VoidRecords: 'RecordVoided',
};
const answer = { SuperviseRecommendation: 'RecommendationSupervised', ReplyToRecommendation: 'RecommendationReplied' };
const onService = { ...corrections, ...answer, ServeRecommendation: 'nothing' };
// the void is asked for by the police: not theirs to void
const anothers = { VoidRecords: 'role/not-allowed' };
const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { DraftRecommendation: 'RecommendationDrafted', VoidRecords: 'correction/no-such-record' },
  drafted: { ApproveRecommendation: 'RecommendationApproved', VoidRecords: 'RecordVoided' },
  approved: { ApproveRecommendation: 'nothing', ServeRecommendation: 'RecommendationServed', VoidRecords: 'RecordVoided' },
  served: { ...onService, ObjectToRecommendation: 'RecommendationObjected' },
  supervised: { ...onService, ...anothers, SuperviseRecommendation: 'nothing', ObjectToRecommendation: 'RecommendationObjected' },
  'objected to': { ...corrections, ...anothers, ObjectToRecommendation: 'nothing', DecideObjection: 'ObjectionDecided' },
  'objection upheld': { ...corrections, DecideObjection: 'nothing' },
  'objection rejected': { ...onService, ObjectToRecommendation: 'recommendation/already-objected' },
  'amended after the objection': {
    ...onService,
    ObjectToRecommendation: 'recommendation/already-objected',
    DecideObjection: 'nothing',
    AmendRecommendation: 'nothing',
  },
  replied: { ...corrections, ...anothers, ReplyToRecommendation: 'nothing', AssessReply: 'ReplyAssessed' },
  assessed: { ...corrections, AssessReply: 'nothing', CloseRecommendation: 'RecommendationClosed' },
  closed: { ...corrections, AmendRecommendation: 'recommendation/is-closed', CloseRecommendation: 'nothing' },
  withdrawn: { WithdrawRecommendation: 'nothing', VoidRecords: 'RecordVoided' },
  'of another kind': {
    ...onService,
    ObjectToRecommendation: 'RecommendationObjected',
    AmendRecommendation: 'recommendation/not-this-organ',
    WithdrawRecommendation: 'recommendation/not-this-organ',
    CorrectRecommendationKind: 'nothing',
  },
};

const departments: readonly Role[] = ['DEPARTMENT_OFFICER'];
const issuers: readonly Role[] = [
  'POLICE_INVESTIGATOR',
  'POLICE_LEADER',
  'PROCURATOR',
  'CHIEF_PROCURATOR',
  'JUDGE',
  'COURT_CLERK',
  'DISCIPLINE_INSPECTOR',
  'DISCIPLINE_LEADER',
];
const approvers: readonly Role[] = ['POLICE_LEADER', 'CHIEF_PROCURATOR', 'JUDGE', 'DISCIPLINE_LEADER'];
const allowed: Record<Type, readonly Role[]> = {
  DraftRecommendation: issuers,
  ApproveRecommendation: approvers,
  ServeRecommendation: approvers,
  ObjectToRecommendation: departments,
  DecideObjection: issuers,
  AmendRecommendation: issuers,
  WithdrawRecommendation: issuers,
  CorrectRecommendationKind: issuers,
  SuperviseRecommendation: ['SUPERVISOR'],
  ReplyToRecommendation: departments,
  AssessReply: issuers,
  CloseRecommendation: issuers,
};

describe('a recommendation', () => {
  it.each(everyPair(theRecommendation, situations, recommendationCommandsOf, outcomes))('%s: %s → %s', (_situation, _command, expected, said, issue) => {
    const outcome = given(said).when(issue);
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theRecommendation)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) =>
    expect(rolesFor(recommendationCommandsOf[command])).toEqual(roles),
  );

  describe('is of the kind of its organ', () => {
    const organs: Record<RecommendationKind, readonly [officer: Actor, head: Actor]> = {
      SUPERVISORY: [inspector, disciplineLeader],
      JUDICIAL: [clerk, judge],
      PROCURATORIAL: [procurator, chiefProcurator],
      ENFORCEMENT: [investigator, leader],
    };
    const pairs = recommendationKinds.flatMap((kind) => recommendationKinds.map((organ): [RecommendationKind, RecommendationKind] => [kind, organ]));
    /** What is said, by the organ of that kind. */
    const of = (kind: RecommendationKind, said: Said): Said => {
      if (said.by === departmentOfficer) return said;
      const data = said.type === 'RecommendationDrafted' ? { ...(said.data as object), kind } : said.data;
      return { ...said, data, by: organs[kind][said.by === leader ? 1 : 0] };
    };
    it.each(pairs)('%s by the organ of %s', (kind, organ) => {
      const [officer, head] = organs[organ];
      const whenBy = (said: readonly Said[], issue: Issue, by: Actor) =>
        given(said.map((one) => of(kind, one))).when({ ...issue, by, ...(issue.approvedBy && { approvedBy: head }) }).summary;
      const isIts = (type: string) => (kind === organ ? type : 'recommendation/not-this-organ');
      expect(whenBy([], saying(draft, { kind }), officer)).toBe(isIts('RecommendationDrafted'));
      expect(whenBy([recommendationDrafted], approve, head)).toBe(isIts('RecommendationApproved'));
      expect(whenBy(situations.approved.said, serve, head)).toBe(isIts('RecommendationServed'));
      expect(whenBy(objected, decideObjection, officer)).toBe(isIts('ObjectionDecided'));
      expect(whenBy(served, amend, officer)).toBe(isIts('RecommendationAmended'));
      expect(whenBy(served, withdraw, officer)).toBe(isIts('RecommendationWithdrawn'));
      const other = kind === 'JUDICIAL' ? 'SUPERVISORY' : 'JUDICIAL';
      expect(whenBy(served, saying(correctKind, { kind: other }), officer)).toBe(isIts('RecommendationKindCorrected'));
      expect(whenBy(replied, assess, officer)).toBe(isIts('ReplyAssessed'));
      expect(whenBy(assessed, close, officer)).toBe(isIts('RecommendationClosed'));
      expect(whenBy([recommendationDrafted], voidOf([recommendationDrafted], theRecommendation), officer)).toBe(
        kind === organ ? 'RecordVoided' : 'role/not-allowed',
      );
    });
  });

  it('is drafted in the district of its organ', () => expect(given().when(draft).events[0]?.data).toMatchObject({ kind: 'ENFORCEMENT', district: '370202' }));
  it('comes of cases and groups that there are, and after them', () => {
    const without = { ...draft, after: [] };
    given(identified).when(without).thenRejected('criminal-case/is-unknown');
    given(reported).when(without).thenRejected('crime-group/is-unknown');
    given(reported, later(identified)).when(dated(without, '2020-03-24')).thenRejected('recommendation/before-trigger');
    given(later(reported), identified).when(dated(without, '2020-03-24')).thenRejected('recommendation/before-trigger');
    given()
      .when(saying(without, { cases: [], groups: [] }))
      .then('RecommendationDrafted');
    expect([theCase, theGroup].map((id) => JSON.stringify(draft.data).includes(id))).toEqual([true, true]);
  });
  it('is approved by another person than the one who drafted it', () => {
    given({ ...recommendationDrafted, by: leader })
      .when(approve)
      .thenRejected('recommendation/own-draft');
    given({ ...recommendationDrafted, by: leader })
      .when({ ...approve, by: secondLeader })
      .then('RecommendationApproved');
  });
  it('is due a reply after the day it is served', () => {
    const due = (replyDue: string) => given(situations.approved.said).when(saying(serve, { replyDue: on(replyDue) }));
    due('2020-03-01').thenRejected('recommendation/due-before-service');
    due('2020-04-01').thenRejected('recommendation/due-before-service');
    due('2020-04-02').then('RecommendationServed');
  });
  it('is served under one number', () =>
    given(served)
      .when(saying(serve, { recommendationNumber: 'RC-9' }))
      .thenRejected('recommendation/is-served'));
  it('is objected to once, on one ground', () => {
    given(objected)
      .when(saying(object, { ground: 'another' }))
      .thenRejected('recommendation/is-objected');
    given(objected, objectionRejected).when(object).thenRejected('recommendation/already-objected');
  });
  it('goes on after an objection was rejected, or upheld and the text amended', () => {
    given(objected, objectionUpheld).when(reply).thenRejected('recommendation/is-objection-upheld');
    expect(stateOf(objected, objectionRejected).status).toBe('served');
    expect(stateOf(objected, objectionUpheld, recommendationAmended)).toMatchObject({ status: 'served', issues: ['amended'] });
    expect(stateOf(replied, recommendationAmended).status).toBe('replied');
  });
  it('is supervised from the day after the reply was due', () => {
    given(served).when(dated(supervise, '2020-03-25')).thenRejected('recommendation/not-overdue');
    given(served).when(dated(supervise, '2020-03-31')).thenRejected('recommendation/not-overdue');
    given(served).when(supervise).then('RecommendationSupervised');
    given(served, recommendationSupervised).when(reply).then('RecommendationReplied');
  });
  it('has one reply, and one assessment of it', () => {
    given(replied)
      .when(saying(reply, { replyNumber: 'RE-9' }))
      .thenRejected('recommendation/is-replied');
    given(assessed)
      .when(saying(assess, { assessment: 'PARTIAL' }))
      .thenRejected('recommendation/is-assessed');
  });
  it('has its reply assessed by the issuer, never by the addressee', () => {
    given(replied)
      .when({ ...assess, by: { ...investigator, user: departmentOfficer.user } })
      .thenRejected('recommendation/own-reply');
    given(replied)
      .when({ ...assess, by: { ...investigator, org: departmentOfficer.org } })
      .thenRejected('recommendation/own-reply');
  });
  it('is of another kind after a correction, and then the other organ goes on with it', () => {
    expect(given(served).when(correctKind).events[0]?.data).toEqual({ from: 'ENFORCEMENT', kind: 'PROCURATORIAL' });
    const procuratorial = [...served, kindCorrected, recommendationReplied];
    given(procuratorial).when(assess).thenRejected('recommendation/not-this-organ');
    given(procuratorial)
      .when({ ...assess, by: procurator })
      .then('ReplyAssessed');
    given([...served, later(kindCorrected), recommendationReplied])
      .when(dated({ ...assess, by: procurator }, '2020-03-24'))
      .thenRejected('recommendation/before-kind');
  });

  describe('has an order in time', () => {
    const { approved } = situations;
    it.each<[string, readonly Said[], Issue]>([
      ['before-draft', [recommendationDrafted], approve],
      ['before-approval', approved.said, serve],
      ['before-service', served, object],
      ['before-service', served, reply],
      ['before-service', served, amend],
      ['before-service', served, withdraw],
      ['before-service', served, correctKind],
      ['before-service', objected, decideObjection],
      ['before-service', replied, assess],
      ['before-service', assessed, close],
    ])('%s', (code, said, issue) => given(said).when(dated(issue, '2020-03-19')).thenRejected(`recommendation/${code}`));
    it.each<[string, readonly Said[], Issue]>([
      ['before-objection', [...served, later(recommendationObjected)], decideObjection],
      ['before-objection', [...objected, later(objectionRejected)], reply],
      ['before-objection', [...objected, objectionUpheld, later(recommendationAmended)], reply],
      ['before-reply', [...served, later(recommendationReplied)], assess],
      ['before-assessment', [...replied, later(replyAssessed)], close],
    ])('%s, after service', (code, said, issue) => {
      given(said).when(dated(issue, '2020-03-24')).thenRejected(`recommendation/${code}`);
      expect(given(said).when(dated(issue, '2020-03-25')).events).toHaveLength(1);
    });
    it('is not supervised before its objection is decided', () =>
      given(objected, later(objectionRejected, '2020-04-02')).when(supervise).thenRejected('recommendation/before-objection'));
    it.each<[string, Issue, string]>([
      ['AmendRecommendation', amend, 'K2'],
      ['WithdrawRecommendation', withdraw, 'K2'],
      ['CorrectRecommendationKind', correctKind, 'K4'],
    ])('no %s by one person alone', (_, issue, kind) => given(served).when(alone(issue)).thenRejected('correction/second-person-required', { kind }));
  });

  describe('with records voided', () => {
    // 1 drafted, 2 approved, 3 served, 4 and on: what came of it
    const voided = (said: readonly Said[], by: Actor, ...versions: number[]) => given(said).when({ ...voidOf(said, theRecommendation, ...versions), by });
    const voiding = (version: number, by = investigator): Said => ({
      stream: theRecommendation,
      type: 'RecordVoided',
      data: { target: `${theRecommendation}@${version}` },
      by,
    });
    it('what follows stands on what went before', () => {
      voided(served, investigator, 2).thenRejected('correction/relied-on');
      voided(served, investigator, 2, 3).then('RecordVoided', 'RecordVoided');
      voided(replied, investigator, 3).thenRejected('correction/relied-on');
    });
    it('each organ voids its own acts', () => {
      voided(served, procurator, 3).thenRejected('role/not-allowed');
      voided([recommendationDrafted], procurator, 1).thenRejected('role/not-allowed');
      voided([recommendationDrafted, voiding(1)], procurator, 2).thenRejected('role/not-allowed');
      voided([recommendationDrafted, voiding(1)], investigator, 2).then('RecordVoided');
      voided(replied, departmentHead, 4).then('RecordVoided');
      voided(replied, supervisor, 4).thenRejected('role/not-allowed');
      voided(served, departmentHead, 3).thenRejected('role/not-allowed');
      voided(situations.supervised.said, supervisor, 4).then('RecordVoided');
    });
    it('a kind stands on the kind it was corrected from', () => {
      const back = { ...kindCorrected, data: { from: 'PROCURATORIAL', kind: 'ENFORCEMENT' }, by: procurator };
      voided([...served, kindCorrected, back], investigator, 4).thenRejected('correction/relied-on');
      voided([...served, kindCorrected], investigator, 4).then('RecordVoided');
      voided([...served, kindCorrected], procurator, 4).thenRejected('role/not-allowed');
    });
    it.each<[string, readonly Said[], readonly Said[]]>([
      ['ObjectionDecided', objected, [objectionRejected]],
      ['RecommendationAmended', served, [recommendationAmended]],
      ['RecommendationWithdrawn', served, [recommendationWithdrawn]],
      ['ReplyAssessed', replied, [replyAssessed]],
      ['RecommendationClosed', assessed, [recommendationClosed]],
    ])('%s by the organ whose kind it became stands on that', (_, before, since) => {
      const taken = [...before, kindCorrected, ...since.map((said): Said => ({ ...said, by: procurator }))];
      const kind = before.length + 1;
      voided(taken, investigator, kind).thenRejected('correction/relied-on');
      voided(taken, procurator, kind + 1).then('RecordVoided');
      voided(taken, investigator, kind, kind + 1).thenRejected('role/not-allowed');
      voided([...taken, voiding(kind + 1, procurator)], investigator, kind).then('RecordVoided');
    });
    it('there is one objection and one supervision, whatever is put back', () => {
      const both = [recommendationObjected, objectionRejected];
      const again = [...served, ...both, voiding(4, departmentOfficer), voiding(5), ...both];
      given(again)
        .when({ ...voidOf(again, theRecommendation, 6), by: departmentHead })
        .thenRejected('correction/relied-on');
      const twice = [...served, recommendationSupervised, voiding(4, supervisor), recommendationSupervised];
      voided(twice, supervisor, 5).thenRejected('correction/relied-on');
    });
  });
});
