import { z } from 'zod';
import { civilDate } from '../kernel/civil-date.ts';
import type { MessagesOf } from '../kernel/envelope.ts';
import { text } from '../kernel/fields.ts';

/** A failing cross-check is explained by one person and signed by another; until then nothing can be published. */
export const checkExceptionCommands = {
  ExplainCheck: z.strictObject({ check: z.string().regex(/^[a-z][a-z0-9-]{2,60}$/, 'must be the name of a cross-check'), asOf: civilDate, explanation: text }),
  SignException: z.strictObject({}),
  RevokeException: z.strictObject({ ground: text }),
};

/** Stored for ever: never rename an event or one of its fields. */
export const checkExceptionEvents = {
  CheckExplained: checkExceptionCommands.ExplainCheck,
  ExceptionSigned: checkExceptionCommands.SignException,
  ExceptionRevoked: checkExceptionCommands.RevokeException,
};

export type CheckExceptionCommand = MessagesOf<typeof checkExceptionCommands>;
export type CheckExceptionEvent = MessagesOf<typeof checkExceptionEvents>;
