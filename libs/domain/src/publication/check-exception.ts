import type { CivilDate } from '../kernel/civil-date.ts';
import type { Decider } from '../kernel/decider.ts';
import { notBefore } from '../kernel/guards.ts';
import { publishers, statisticians, supervisors } from '../kernel/organs.ts';
import { refuseIf } from '../kernel/rejection.ts';
import { type CheckExceptionCommand, type CheckExceptionEvent, checkExceptionCommands, checkExceptionEvents } from './check-exception-messages.ts';

export type CheckException = {
  readonly status: 'unknown' | 'explained' | 'signed' | 'revoked';
  readonly check?: string;
  readonly asOf?: CivilDate;
  readonly explanation?: string;
  readonly explainedBy?: string;
  /** When it was explained, then when it was signed. What follows comes on that day or later. */
  readonly changedOn?: CivilDate;
};

const signatories = [...publishers, ...supervisors];

/** Why a paper may be published although a cross-check fails (勾稽例外): explained by who keeps the figures, signed by who answers for the paper. */
export const checkException: Decider<CheckException, CheckExceptionCommand, CheckExceptionEvent> = {
  category: 'check_exception',
  noun: 'exception',
  secrecy: 'INTERNAL',
  initialState: { status: 'unknown' },
  commands: checkExceptionCommands,
  events: checkExceptionEvents,

  rules: {
    ExplainCheck: {
      by: statisticians,
      from: { status: ['unknown'] },
      emits: ['CheckExplained'],
      holds: ({ check, asOf, explanation }, state) =>
        state.status !== 'revoked' && state.check === check && state.asOf === asOf && state.explanation === explanation,
    },
    SignException: { by: signatories, from: { status: ['explained'] }, emits: ['ExceptionSigned'], holds: (_, { status }) => status === 'signed' },
    RevokeException: {
      by: signatories,
      from: { status: ['explained', 'signed'] },
      emits: ['ExceptionRevoked'],
      holds: (_, { status }) => status === 'revoked',
    },
  },

  decide: {
    ExplainCheck: (data, _, context) => {
      notBefore(data.asOf, context, 'check-exception/before-as-of');
      return [{ type: 'CheckExplained', data }];
    },
    SignException: (data, { explainedBy, changedOn }, context) => {
      refuseIf(context.actor.user === explainedBy, 'check-exception/own-explanation', 'Who explained why a check fails may not sign it.');
      notBefore(changedOn, context, 'check-exception/before-explanation');
      return [{ type: 'ExceptionSigned', data }];
    },
    RevokeException: (data, { status, changedOn }, context) => {
      notBefore(changedOn, context, status === 'signed' ? 'check-exception/before-signature' : 'check-exception/before-explanation');
      return [{ type: 'ExceptionRevoked', data }];
    },
  },

  evolve: {
    CheckExplained: (_, { check, asOf, explanation }, { occurredOn, actor }) => ({
      status: 'explained',
      check,
      asOf,
      explanation,
      explainedBy: actor.user,
      changedOn: occurredOn,
    }),
    ExceptionSigned: (state, _, { occurredOn }) => ({ ...state, status: 'signed', changedOn: occurredOn }),
    ExceptionRevoked: (state) => ({ ...state, status: 'revoked' }),
  },

  relies: { ExceptionSigned: ({ explainedBy }, _, { actor }) => actor.user !== explainedBy },
};
