import { z } from 'zod';
import { district } from '../kernel/districts.ts';
import type { MessagesOf } from '../kernel/envelope.ts';
import { docketNumber, text } from '../kernel/fields.ts';

/** SPC interpretation of the Administrative Litigation Law 2018 art. 128: the principal, a deputy, or another official in charge. */
export const officials = ['PRINCIPAL', 'DEPUTY', 'OTHER_IN_CHARGE'] as const;
const appearance = z.enum([...officials, 'NONE']);

export const hearingCommands = {
  ScheduleHearing: z.strictObject({ docketNumber, court: text, defendant: text, district }),
  /** Who the sued organ says will come. */
  DeclareAppearance: z.strictObject({ official: appearance }),
  /** Who came, as the court saw it. */
  RecordHearing: z.strictObject({ official: appearance }),
  CorrectAppearance: z.strictObject({ official: appearance }),
  CancelHearing: z.strictObject({ ground: text }),
};

/** Stored for ever: never rename an event or one of its fields. */
export const hearingEvents = {
  HearingScheduled: hearingCommands.ScheduleHearing,
  AppearanceDeclared: hearingCommands.DeclareAppearance,
  AdministrativeHearingHeld: hearingCommands.RecordHearing,
  /** What the court had seen was written down wrongly: it holds from the day of the hearing. */
  AppearanceCorrected: z.strictObject({ from: appearance, official: appearance }),
  HearingCancelled: hearingCommands.CancelHearing,
};

export type HearingCommand = MessagesOf<typeof hearingCommands>;
export type HearingEvent = MessagesOf<typeof hearingEvents>;
