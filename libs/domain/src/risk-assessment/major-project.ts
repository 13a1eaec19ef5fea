import { majorProjectCommands, majorProjectEvents } from './risk-assessment-messages.ts';

export const majorProject = { category: 'major_project', noun: 'major project', initialState: { status: 'unknown' }, commands: majorProjectCommands, events: majorProjectEvents, rules: {}, decide: {}, evolve: {} } as never as import('../kernel/decider.ts').AnyDecider;
