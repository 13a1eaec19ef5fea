import type { CivilDate } from '../kernel/civil-date.ts';
import type { Context, Decider } from '../kernel/decider.ts';
import { notBefore } from '../kernel/guards.ts';
import type { StreamId } from '../kernel/identifiers.ts';
import { departments, supervisors } from '../kernel/organs.ts';
import { refuseIf } from '../kernel/rejection.ts';
import { problem } from './problem.ts';
import { restsOn } from './recommendation.ts';
import { type RectificationPlanCommand, type RectificationPlanEvent, rectificationPlanCommands, rectificationPlanEvents } from './rectification-messages.ts';

export type RectificationPlan = {
  readonly status: 'unknown' | 'drafted' | 'adopted' | 'in_progress' | 'accepted' | 'superseded' | 'abandoned';
  readonly planNumber?: string;
  readonly draftedBy?: string;
  readonly draftedOn?: CivilDate;
  readonly adoptedOn?: CivilDate;
  readonly startedOn?: CivilDate;
  readonly supersededBy?: StreamId<'rectification_plan'>;
};

type Status = RectificationPlan['status'];
const underWay: readonly Status[] = ['adopted', 'in_progress'];

/** A department's special rectification plan (专项整治方案): one adopted plan that no other one took the place of, one 个. AOCL 2021 art. 14. */
export const rectificationPlan: Decider<RectificationPlan, RectificationPlanCommand, RectificationPlanEvent> = {
  category: 'rectification_plan',
  noun: 'rectification plan',
  initialState: { status: 'unknown' },
  commands: rectificationPlanCommands,
  events: rectificationPlanEvents,

  rules: {
    DraftPlan: {
      by: departments,
      from: { status: ['unknown'] },
      emits: ['PlanDrafted'],
      holds: ({ planNumber }, state) => state.status === 'drafted' && state.planNumber === planNumber,
    },
    AdoptPlan: { by: departments, from: { status: ['drafted'] }, emits: ['PlanAdopted'], holds: (_, { status }) => status === 'adopted' },
    StartPlan: { by: departments, from: { status: ['adopted'] }, emits: ['PlanStarted'], holds: (_, { status }) => status === 'in_progress' },
    AcceptPlan: { by: supervisors, from: { status: ['in_progress'] }, emits: ['PlanAccepted'], holds: (_, { status }) => status === 'accepted' },
    SupersedePlan: {
      by: departments,
      from: { status: underWay },
      emits: ['PlanSuperseded'],
      correction: 'K2',
      holds: ({ by }, { supersededBy }) => supersededBy === by,
    },
    AbandonPlan: { by: departments, from: { status: underWay }, emits: ['PlanAbandoned'], correction: 'K2', holds: (_, { status }) => status === 'abandoned' },
  },

  decide: {
    DraftPlan: (data, _, context) => {
      refuseIf(data.until < context.occurredOn, 'rectification-plan/ends-before-draft', `A plan of ${context.occurredOn} does not end on ${data.until}.`);
      for (const id of data.recommendations) restsOn(id, context, 'rectification-plan/before-recommendation');
      for (const id of data.problems) {
        const { status, foundOn } = context.state(problem, id);
        refuseIf(status === 'unknown', 'problem/is-unknown', `There is no such problem as ${id}.`);
        notBefore(foundOn, context, 'rectification-plan/before-problem');
      }
      return [{ type: 'PlanDrafted', data: { ...data, district: context.actor.district } }];
    },
    AdoptPlan: (data, state, context) => {
      refuseIf(
        context.actor.user === state.draftedBy,
        'rectification-plan/own-draft',
        'Who drafted the plan may not adopt it: the head of the department does.',
      );
      notBefore(state.draftedOn, context, 'rectification-plan/before-draft');
      return [{ type: 'PlanAdopted', data }];
    },
    StartPlan: (data, state, context) => since(state, context, [{ type: 'PlanStarted', data }]),
    AcceptPlan: (data, state, context) => since(state, context, [{ type: 'PlanAccepted', data }]),
    SupersedePlan: (data, state, context) => {
      refuseIf(data.by === context.self, 'rectification-plan/superseded-by-itself', 'A plan cannot take its own place.');
      const successor = context.state(rectificationPlan, data.by);
      refuseIf(
        ![...underWay, 'accepted'].includes(successor.status),
        'rectification-plan/successor-not-adopted',
        `The plan that takes its place is ${successor.status.replaceAll('_', ' ')}: it must be adopted.`,
      );
      notBefore(successor.adoptedOn, context, 'rectification-plan/before-adoption');
      return since(state, context, [{ type: 'PlanSuperseded', data }]);
    },
    AbandonPlan: (data, state, context) => since(state, context, [{ type: 'PlanAbandoned', data }]),
  },

  evolve: {
    PlanDrafted: (state, { planNumber }, { actor, occurredOn }) => ({ ...state, status: 'drafted', planNumber, draftedBy: actor.user, draftedOn: occurredOn }),
    PlanAdopted: (state, _, { occurredOn }) => ({ ...state, status: 'adopted', adoptedOn: occurredOn }),
    PlanStarted: (state, _, { occurredOn }) => ({ ...state, status: 'in_progress', startedOn: occurredOn }),
    PlanAccepted: (state) => ({ ...state, status: 'accepted' }),
    PlanSuperseded: (state, { by }) => ({ ...state, status: 'superseded', supersededBy: by }),
    PlanAbandoned: (state) => ({ ...state, status: 'abandoned' }),
  },

  relies: { PlanAdopted: ({ draftedBy }, _, { actor }) => actor.user !== draftedBy },
  stands: ({ supersededBy }, context) => {
    const isAdopted = supersededBy === undefined || context.state(rectificationPlan, supersededBy).adoptedOn !== undefined;
    refuseIf(!isAdopted, 'correction/relied-on', 'The plan that took its place is not adopted: that record was voided.');
  },
};

function since<D>({ adoptedOn, startedOn }: RectificationPlan, context: Context, events: readonly D[]): readonly D[] {
  notBefore(adoptedOn, context, 'rectification-plan/before-adoption');
  notBefore(startedOn, context, 'rectification-plan/before-start');
  return events;
}
