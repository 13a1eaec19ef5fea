import { z } from 'zod';
import type { CivilDate } from './civil-date.ts';

/** Fields that the messages of several aggregates are made of. */

export const text = z.string().trim().min(1).max(200);
/** A document, file or warrant number. It is an attribute and never a key, because it gets corrected. */
export const documentNumber = z.string().trim().min(3).max(60);
/** Money: whole fen as a string, so that no float ever touches it. */
export const fen = z.string().regex(/^(0|[1-9][0-9]{0,14})$/, 'must be fen as a whole number in a string');
/** A calendar month, `2019-03`. */
export const month = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'must be a month like 2019-03')
  .brand<'month'>();
export type Month = z.infer<typeof month>;
export const monthOf = (date: CivilDate): Month => date.slice(0, 7) as Month;

const DOCKET_NUMBER = /^（(20\d{2})）(鲁(?:\d{2}|\d{4})?)([\u4e00-\u9fa5]?)(刑初|刑终|刑再|刑更|刑辖|刑他|刑医|刑没|行初|行终|行再)([1-9]\d*)号$/;
/** A court's docket number, （2019）鲁02刑初1号 (rules of 2016 on case numbers, arts 2–3). Half-width brackets are taken and made full-width. */
export const docketNumber = z
  .string()
  .trim()
  .max(60)
  .overwrite((number) => number.replace(/^\((\d{4})\)/, '（$1）'))
  .regex(DOCKET_NUMBER, 'must be a docket number like （2019）鲁02刑初1号');
