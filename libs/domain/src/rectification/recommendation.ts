import { recommendationCommands, recommendationEvents } from './recommendation-messages.ts';

export const recommendation = { category: 'recommendation', noun: 'recommendation', initialState: { status: 'unknown' }, commands: recommendationCommands, events: recommendationEvents, rules: {}, decide: {}, evolve: {} } as never as import('../kernel/decider.ts').AnyDecider;
