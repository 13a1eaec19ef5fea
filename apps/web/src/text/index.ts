import { en } from './en.ts';
import { zh } from './zh.ts';

export type Language = 'zh' | 'en';
export type Texts = typeof zh;

/** A key that one language misses does not compile. */
export const texts: Readonly<Record<Language, Texts>> = { zh, en };
