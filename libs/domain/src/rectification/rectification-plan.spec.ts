import type { Actor, Role } from '../kernel/envelope.ts';
import { type Issue, type Outcomes, type Said, everyPair, given, on, rolesFor, unfit, voidOf } from '../kernel/specify.ts';
import { found } from './problem-fixtures.ts';
import { departmentHead, departmentOfficer, served, supervisor } from './recommendation-fixtures.ts';
import type { RectificationPlanCommand } from './rectification-messages.ts';
import {
  otherAdopted,
  otherPlan,
  planAbandoned,
  planAccepted,
  planAdopted,
  planDrafted,
  planStarted,
  planSuperseded,
  rectificationPlanCommandsOf,
  thePlan,
} from './rectification-plan-fixtures.ts';
import { rectificationPlan } from './rectification-plan.ts';

type Type = RectificationPlanCommand['type'];
const {
  DraftPlan: draft,
  AdoptPlan: adopt,
  StartPlan: start,
  AcceptPlan: accept,
  SupersedePlan: supersede,
  AbandonPlan: abandon,
} = rectificationPlanCommandsOf;
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn = '2020-03-25'): Said => ({ ...said, occurredOn });
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;

const adopted = [planDrafted, planAdopted];
const inProgress = [...adopted, planStarted];
const situations = {
  unknown: { is: 'unknown', said: [] },
  drafted: { is: 'drafted', said: [planDrafted] },
  adopted: { is: 'adopted', said: adopted },
  'in progress': { is: 'in-progress', said: inProgress },
  accepted: { is: 'accepted', said: [...inProgress, planAccepted] },
  superseded: { is: 'superseded', said: [...inProgress, planSuperseded] },
  abandoned: { is: 'abandoned', said: [...inProgress, planAbandoned] },
};
// the void is asked for by the police: not theirs to void
const anothers = { VoidRecords: 'role/not-allowed' };
const underWay = { ...anothers, SupersedePlan: 'PlanSuperseded', AbandonPlan: 'PlanAbandoned' };
const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { ...anothers, DraftPlan: 'PlanDrafted' },
  drafted: { ...anothers, DraftPlan: 'nothing', AdoptPlan: 'PlanAdopted' },
  adopted: { ...underWay, AdoptPlan: 'nothing', StartPlan: 'PlanStarted' },
  'in progress': { ...underWay, StartPlan: 'nothing', AcceptPlan: 'PlanAccepted' },
  accepted: { ...anothers, AcceptPlan: 'nothing' },
  superseded: { ...anothers, SupersedePlan: 'nothing' },
  abandoned: { ...anothers, AbandonPlan: 'nothing' },
};

const departments: readonly Role[] = ['DEPARTMENT_OFFICER'];
const allowed: Record<Type, readonly Role[]> = {
  DraftPlan: departments,
  AdoptPlan: departments,
  StartPlan: departments,
  AcceptPlan: ['SUPERVISOR'],
  SupersedePlan: departments,
  AbandonPlan: departments,
};

describe('a rectification plan', () => {
  it.each(everyPair(thePlan, situations, rectificationPlanCommandsOf, outcomes))('%s: %s → %s', (_situation, _command, expected, said, issue) => {
    const outcome = given(said).when(issue);
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, thePlan)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) =>
    expect(rolesFor(rectificationPlanCommandsOf[command])).toEqual(roles),
  );

  it('is drafted in the district of its department', () =>
    expect(given().when(draft).events[0]?.data).toMatchObject({ planNumber: 'PL-1', district: '370202' }));
  it('is drafted once, under one number', () =>
    given(planDrafted)
      .when(saying(draft, { planNumber: 'PL-9' }))
      .thenRejected('rectification-plan/is-drafted'));
  it('ends no earlier than it is drafted', () => {
    const until = (date: string) => given().when(saying(draft, { until: on(date) }));
    until('2020-03-31').thenRejected('rectification-plan/ends-before-draft');
    until('2020-04-01').then('PlanDrafted');
  });
  it('answers recommendations and problems that there are, and after them', () => {
    const without = { ...draft, after: [] };
    given(found).when(without).thenRejected('recommendation/is-unknown');
    given(served).when(without).thenRejected('problem/is-unknown');
    given(found, served).when(dated(without, '2020-03-19')).thenRejected('rectification-plan/before-recommendation');
    given(later(found), served).when(dated(without, '2020-03-24')).thenRejected('rectification-plan/before-problem');
  });
  it('is adopted by another person than the one who drafted it', () =>
    given(planDrafted)
      .when({ ...adopt, by: departmentOfficer })
      .thenRejected('rectification-plan/own-draft'));

  describe('superseded', () => {
    const bySuccessor = (...said: Said[]) => given(adopted, said).when({ ...supersede, after: [] });
    it('not by itself', () =>
      given(adopted)
        .when(saying(supersede, { by: thePlan }))
        .thenRejected('rectification-plan/superseded-by-itself'));
    it('by an adopted plan', () => {
      const other = (said: Said): Said => ({ ...said, stream: otherPlan });
      const successor = 'rectification-plan/successor-not-adopted';
      bySuccessor().thenRejected(successor);
      bySuccessor(...[planDrafted].map(other)).thenRejected(successor);
      bySuccessor(...[...inProgress, planAbandoned].map(other)).thenRejected(successor);
      bySuccessor(...inProgress.map(other)).then('PlanSuperseded');
      bySuccessor(...[...inProgress, planAccepted].map(other)).then('PlanSuperseded');
    });
    it('not before that one is adopted', () =>
      given(adopted, later({ ...planDrafted, stream: otherPlan }), later({ ...planAdopted, stream: otherPlan }))
        .when({ ...dated(supersede, '2020-03-24'), after: [] })
        .thenRejected('rectification-plan/before-adoption'));
  });

  describe('has an order in time', () => {
    it.each<[string, readonly Said[], Issue]>([
      ['before-draft', [later(planDrafted)], adopt],
      ['before-adoption', [planDrafted, later(planAdopted)], start],
      ['before-adoption', [planDrafted, later(planAdopted)], supersede],
      ['before-adoption', [planDrafted, later(planAdopted)], abandon],
      ['before-start', [...adopted, later(planStarted)], accept],
      ['before-start', [...adopted, later(planStarted)], abandon],
    ])('%s', (code, said, issue) => {
      given(said).when(dated(issue, '2020-03-24')).thenRejected(`rectification-plan/${code}`);
      expect(given(said).when(dated(issue, '2020-03-25')).events).toHaveLength(1);
    });
    it.each<[string, Issue]>([
      ['SupersedePlan', supersede],
      ['AbandonPlan', abandon],
    ])('no %s by one person alone', (_, issue) => given(adopted).when(alone(issue)).thenRejected('correction/second-person-required', { kind: 'K2' }));
  });

  describe('with records voided', () => {
    const voided = (said: readonly Said[], by: Actor, ...versions: number[]) => given(said).when({ ...voidOf(said, thePlan, ...versions), by });
    const voiding = (stream: Said['stream'], version: number): Said => ({
      stream,
      type: 'RecordVoided',
      data: { target: `${stream}@${version}` },
      by: departmentHead,
    });
    it('what follows stands on what went before', () => {
      voided(inProgress, departmentOfficer, 2).thenRejected('correction/relied-on');
      voided(inProgress, departmentOfficer, 2, 3).then('RecordVoided', 'RecordVoided');
    });
    it('each organ voids its own acts', () => {
      voided([...inProgress, planAccepted], departmentOfficer).thenRejected('role/not-allowed');
      voided([...inProgress, planAccepted], supervisor).then('RecordVoided');
      voided(inProgress, supervisor).thenRejected('role/not-allowed');
    });
    it('one that was superseded gives way only while the other is adopted', () => {
      const superseded = [...adopted, planSuperseded, ...otherAdopted];
      voided(superseded, departmentOfficer, 3).then('RecordVoided');
      const undone = [...superseded, voiding(thePlan, 3)];
      voided(undone, departmentOfficer, 4).then('RecordVoided');
      voided([...undone, voiding(otherPlan, 2)], departmentOfficer, 4).thenRejected('correction/relied-on');
      expect(given(undone).state(rectificationPlan, thePlan)).not.toHaveProperty('supersededBy');
    });
  });
});
