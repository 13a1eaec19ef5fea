import { Rejection } from '@casetrail/domain';
import { ConfigError } from '@casetrail/runtime';

const hints: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The database does not answer. Is "npm start" running, or DATABASE_URL right?',
  '28P01': 'The database refuses this user or password: check DATABASE_URL.',
  '3D000': 'There is no such database: check DATABASE_URL.',
  '3F000': 'The database is not set up yet: run "casetrail migrate".',
  '42P01': 'The database is not set up yet: run "casetrail migrate".',
  '42704': 'The database is not set up yet: run "casetrail migrate".',
  '53100': 'The disk of the database is full. Free some space; nothing is lost, and the command can be run again.',
};

/** A fault in words a user can act on; the stack only with CASETRAIL_DEBUG=1. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (process.env['CASETRAIL_DEBUG'] === '1') return error.stack ?? error.message;
  if (error instanceof ConfigError) return error.message;
  if (error instanceof Rejection) return `Refused (${error.code}): ${error.message}`;
  const code = (error as { code?: string }).code ?? (error instanceof AggregateError ? (error.errors[0] as { code?: string })?.code : undefined);
  return (code && hints[code]) ?? (error.message || error.name);
}
