import { checkExceptionCommands, checkExceptionEvents } from './check-exception-messages.ts';

export const checkException = { category: 'check_exception', noun: 'exception', initialState: { status: 'unknown' }, commands: checkExceptionCommands, events: checkExceptionEvents, rules: {}, decide: {}, evolve: {} } as never as import('../kernel/decider.ts').AnyDecider;
