import { problemCommands, problemEvents } from './rectification-messages.ts';

export const problem = { category: 'problem', noun: 'problem', initialState: { status: 'unknown' }, commands: problemCommands, events: problemEvents, rules: {}, decide: {}, evolve: {} } as never as import('../kernel/decider.ts').AnyDecider;
