import { hearingCommands, hearingEvents } from './hearing-messages.ts';

export const hearing = { category: 'hearing', noun: 'hearing', initialState: { status: 'unknown' }, commands: hearingCommands, events: hearingEvents, rules: {}, decide: {}, evolve: {} } as never as import('../kernel/decider.ts').AnyDecider;
