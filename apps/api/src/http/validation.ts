import { z } from 'zod';
import { Problem } from './problem.ts';

export type FieldError = { readonly path: string; readonly code: string; readonly message: string };

const MOST_ERRORS = 50; // a body may be wrong in a hundred thousand places

/** Checks input against its schema, and that its text can be stored. Throws request/invalid, naming every field that is wrong and repeating none of the values. */
export function valid<S extends z.ZodType>(schema: S, input: unknown, what: 'body' | 'query' = 'body'): z.infer<S> {
  const checked = schema.safeParse(input, { reportInput: true });
  if (!checked.success) throw invalid(checked.error.issues.slice(0, MOST_ERRORS).flatMap(fieldErrors), what);
  const unstorable = unstorableText(checked.data, [], what);
  if (unstorable.length > 0) throw invalid(unstorable, what);
  return checked.data;
}

const nothing = z.strictObject({});
/** For what takes no query: a `?dryRun` that nobody reads must not look as if it were. */
export const noQuery = ({ query }: { readonly query: unknown }): void => void valid(nothing, query, 'query');

export const invalid = (errors: readonly FieldError[], what: 'body' | 'query' | 'header' = 'body'): Problem =>
  new Problem(
    'request/invalid',
    `The ${what} is invalid: ${errors
      .slice(0, 3)
      .map(({ path, message }) => `${path ? `${path}: ` : ''}${message}`)
      .join('; ')}${errors.length > 3 ? '; …' : '.'}`,
    { errors },
  );

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, MOST_ERRORS).map((key) => ({ path: [...path, key.slice(0, 80)].join('.'), code: 'unknown', message: 'is not a field here' }));
  const isMissing = issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
  return [{ path: path.join('.'), code: isMissing ? 'required' : issue.code.replaceAll('_', '-'), message: isMissing ? 'is required' : issue.message }];
}

/**
 * Lone surrogates and NUL have no place in an event: RFC 8785 and PostgreSQL refuse them. What is to be recorded is in Unicode's normal form C too: the
 * ledger keeps text as it was sent or not at all. What is only looked for may be in any form.
 */
function unstorableText(value: unknown, path: readonly string[], what: 'body' | 'query'): FieldError[] {
  if (typeof value === 'string') {
    const flaw = flawOf(value, what);
    return flaw ? [{ path: path.join('.'), ...flaw }] : [];
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(Array.isArray(value) ? [] : unstorableText(key, [...path, key.slice(0, 80).toWellFormed()], what)),
    ...unstorableText(member, [...path, key], what),
  ]);
}

function flawOf(text: string, what: 'body' | 'query'): Omit<FieldError, 'path'> | undefined {
  if (!text.isWellFormed() || text.includes('\0')) return { code: 'invalid-text', message: 'holds a character that is not text' };
  if (what === 'body' && text.normalize('NFC') !== text) return { code: 'not-normalised', message: 'must be in Unicode normal form C' };
  return undefined;
}
