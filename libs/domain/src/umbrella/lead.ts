import { leadCommands, leadEvents } from './lead-messages.ts';

export const umbrellaLead = { category: 'umbrella_lead', noun: 'lead', initialState: { status: 'unknown' }, commands: leadCommands, events: leadEvents, rules: {}, decide: {}, evolve: {} } as never as import('../kernel/decider.ts').AnyDecider;
