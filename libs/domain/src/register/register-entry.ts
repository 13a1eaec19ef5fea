import { registerCommands, registerEvents } from './register-messages.ts';

export const registerEntry = { category: 'register_entry', noun: 'register entry', initialState: { status: 'unknown' }, commands: registerCommands, events: registerEvents, rules: {}, decide: {}, evolve: {} } as never as import('../kernel/decider.ts').AnyDecider;
