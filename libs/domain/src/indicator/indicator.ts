import { indicatorCommands, indicatorEvents } from './indicator-messages.ts';

export const indicator = { category: 'indicator', noun: 'indicator', initialState: { status: 'unknown' }, commands: indicatorCommands, events: indicatorEvents, rules: {}, decide: {}, evolve: {} } as never as import('../kernel/decider.ts').AnyDecider;
