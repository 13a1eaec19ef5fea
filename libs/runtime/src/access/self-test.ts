import type { Pool } from 'pg';
import { assertProtected } from '@casetrail/ledger';

/** What no process may do to what tells who looked at what, and who was let see it. */
const attempts = [
  "update access.looks set action = 'x' where id = 0",
  'delete from access.looks where id = 0',
  'truncate access.looks',
  "insert into access.looks (user_name, role, org, district, action, detail, outcome, request_id) values ('x', 'x', 'x', 'x', 'x', '{}', 'SHOWN', 'x')",
  'alter table access.looks disable trigger append_only',
  "update access.ties set state = 'OPEN' where seq = 0",
  "insert into access.ties (id, kind, user_name, record, state, reason, begun_by) values (gen_random_uuid(), 'ACCESS', 'x', 'x', 'OPEN', 'x', '{}')",
  'delete from access.ties where seq = 0',
  'delete from access.changes where id = 0',
];
const guards = { 'access.looks': 'append_only', 'access.ties': 'recorded', 'access.changes': 'append_only' };

/**
 * Tries, as this process, to change what was looked at and who was let see what, and makes sure that every attempt is refused.
 * @throws LedgerNotProtected
 */
export const assertLooksKept = (pool: Pool): Promise<void> => assertProtected(pool, attempts, guards);
