import { investigationCommands, investigationEvents } from './investigation-messages.ts';

export const umbrellaInvestigation = { category: 'umbrella_investigation', noun: 'investigation', initialState: { status: 'unknown' }, commands: investigationCommands, events: investigationEvents, rules: {}, decide: {}, evolve: {} } as never as import('../kernel/decider.ts').AnyDecider;
