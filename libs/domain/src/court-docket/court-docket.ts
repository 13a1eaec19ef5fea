import { courtDocketCommands, courtDocketEvents } from './court-docket-messages.ts';

export const courtDocket = { category: 'court_docket', noun: 'docket', initialState: { status: 'unknown' }, commands: courtDocketCommands, events: courtDocketEvents, rules: {}, decide: {}, evolve: {} } as never as import('../kernel/decider.ts').AnyDecider;
