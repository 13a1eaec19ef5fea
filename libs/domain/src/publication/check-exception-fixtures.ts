import { type Issue, issueOf, leader, on, saidOf, streamNamed } from '../kernel/specify.ts';
import type { CheckExceptionCommand, CheckExceptionEvent } from './check-exception-messages.ts';

/** The check that F35 is the number of districts fails, and there is a reason. */
export const theException = streamNamed('check_exception', 1);
export const statistician = { ...leader, user: 'stat-1', role: 'STATISTICIAN', org: 'plc-370200', district: '370200' } as const;
export const publisher = { ...statistician, user: 'pub-1', role: 'PUBLISHER' } as const;
export const campaignOffice = { ...statistician, user: 'sup-1', role: 'SUPERVISOR' } as const;

const explanation = { check: 'f35-is-the-number-of-districts', asOf: on('2020-03-15'), explanation: 'One centre is being rebuilt.' };
const ofException = saidOf<CheckExceptionEvent>(theException);
export const checkExplained = ofException('CheckExplained', explanation, { by: statistician });
export const exceptionSigned = ofException('ExceptionSigned', {}, { by: publisher });
export const exceptionRevoked = ofException('ExceptionRevoked', { ground: 'for the test' }, { by: publisher });

const toException = issueOf<CheckExceptionCommand>(theException);
export const checkExceptionCommandsOf = {
  ExplainCheck: toException('ExplainCheck', explanation, { by: statistician }),
  SignException: toException('SignException', {}, { by: publisher }),
  RevokeException: toException('RevokeException', { ground: 'for the test' }, { by: publisher }),
} satisfies Record<CheckExceptionCommand['type'], Issue>;
