import { mechanismCommands, mechanismEvents } from './rectification-messages.ts';

export const mechanism = { category: 'mechanism', noun: 'mechanism', initialState: { status: 'unknown' }, commands: mechanismCommands, events: mechanismEvents, rules: {}, decide: {}, evolve: {} } as never as import('../kernel/decider.ts').AnyDecider;
