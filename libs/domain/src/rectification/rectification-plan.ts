import { rectificationPlanCommands, rectificationPlanEvents } from './rectification-messages.ts';

export const rectificationPlan = { category: 'rectification_plan', noun: 'rectification plan', initialState: { status: 'unknown' }, commands: rectificationPlanCommands, events: rectificationPlanEvents, rules: {}, decide: {}, evolve: {} } as never as import('../kernel/decider.ts').AnyDecider;
