import { z } from 'zod';
import { district } from '../kernel/districts.ts';
import type { MessagesOf } from '../kernel/envelope.ts';
import { month } from '../kernel/fields.ts';
import { indicatorKeyNames } from './indicator-keys.ts';

const key = z.enum(indicatorKeyNames);
const value = z.int().min(0).max(1_000_000_000);

export const indicatorCommands = {
  /** One series of one key in one district: the smallest unit there is. */
  DefineIndicator: z.strictObject({ key, district }),
  ReportIndicator: z.strictObject({ period: month, value }),
  CertifyIndicator: z.strictObject({ period: month }),
  CorrectIndicator: z.strictObject({ period: month, value }),
};

/** Stored for ever: never rename an event or one of its fields. */
export const indicatorEvents = {
  IndicatorDefined: indicatorCommands.DefineIndicator,
  IndicatorReported: indicatorCommands.ReportIndicator,
  IndicatorCertified: indicatorCommands.CertifyIndicator,
  /** Replaces one cell, at every date. */
  IndicatorCorrected: z.strictObject({ period: month, from: value, value }),
};

export type IndicatorCommand = MessagesOf<typeof indicatorCommands>;
export type IndicatorEvent = MessagesOf<typeof indicatorEvents>;
