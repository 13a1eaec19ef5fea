import { prosecutionCommands, prosecutionEvents } from './prosecution-messages.ts';

export const prosecution = { category: 'prosecution', noun: 'prosecution', initialState: { status: 'unknown' }, commands: prosecutionCommands, events: prosecutionEvents, rules: {}, decide: {}, evolve: {} } as never as import('../kernel/decider.ts').AnyDecider;
