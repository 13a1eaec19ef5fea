import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { NotRestored } from '@casetrail/ledger';
import { type Anchor, LookTree, LooksDiffer, follow } from '@casetrail/runtime';
import type { Manifest } from './manifest.ts';

/** The wrapped keys of persons. Without it nothing in the other files of the vault can ever be read: it may be kept elsewhere, and for a shorter time. */
export const VAULT_KEYS = 'vault/keys.copy';

type Part = {
  readonly table: string;
  readonly columns: string;
  readonly file: string;
  /** The trigger that keeps it from being emptied. */
  readonly guard?: string;
  /** The column that the database numbers by itself. */
  readonly numbered?: string;
  /** Whether each change is kept in `access.changes`, which is in the backup itself. */
  readonly isRecorded?: true;
};

/** What stands beside the ledger, in the order in which it is loaded: the vault, neither with its master key nor with that of the blind index, and who was let see what. */
const parts: readonly Part[] = [
  { table: 'vault.keys', columns: 'person, wrapped, wrapped_by, versions, made_at', file: VAULT_KEYS },
  { table: 'vault.fields', columns: 'person, field, version, sealed, sealed_at', file: 'vault/fields.copy', guard: 'append_only' },
  { table: 'vault.numbers', columns: 'blind, person, token, claimed_at', file: 'vault/numbers.copy' },
  { table: 'vault.destroyed', columns: 'person, event, recorded_at, versions, destroyed_at', file: 'vault/destroyed.copy', guard: 'kept' },
  { table: 'access.people', columns: 'issuer, subject, user_name, name_shown', file: 'access/people.copy', guard: 'kept', isRecorded: true },
  {
    table: 'access.offices',
    columns: 'id, issuer, subject, role, org, district, valid_from, valid_to',
    file: 'access/offices.copy',
    guard: 'kept',
    numbered: 'id',
    isRecorded: true,
  },
  { table: 'access.changes', columns: 'id, made_at, made_by, login, what, now_is, was', file: 'access/changes.copy', guard: 'append_only', numbered: 'id' },
  {
    table: 'access.looks',
    columns: 'id, at, user_name, role, org, district, action, subject, purpose, detail, outcome, request_id',
    file: 'access/looks.copy',
    guard: 'append_only',
    numbered: 'id',
  },
  {
    table: 'access.ties',
    columns:
      'id, seq, kind, user_name, record, state, reason, begun_by, begun_at, valid_until, due_at, decided_by, decided_at, decision_reason, reviewed_by, reviewed_at, finding, finding_reason, ended_by, ended_at, end_reason, changes',
    file: 'access/ties.copy',
    guard: 'kept',
    numbered: 'seq',
    isRecorded: true,
  },
  { table: 'access.tie_commands', columns: 'id, fingerprint, tie, answer, made_at', file: 'access/tie-commands.copy', guard: 'append_only' },
  {
    table: 'access.exports',
    columns: 'id, fingerprint, made_at, user_name, role, org, district, what, asked, format, purpose, recipient, rows, shown_from, shown_to, sha256',
    file: 'access/exports.copy',
    guard: 'append_only',
  },
];
export const tablesBeside = [...parts.map(({ table }) => table), 'vault.entering'];
export const guardsBeside = parts.flatMap(({ table, guard }) => (guard ? [{ table, trigger: guard }] : []));
const recorded = parts.filter(({ isRecorded }) => isRecorded).map(({ table }) => table);

/**
 * Writes what stands beside the ledger as it is after the snapshot of that: whatever an event names or anchors is there, and what was destroyed meanwhile is not. As the
 * owner: nobody else may read all of it.
 */
export async function copyBeside(owner: Pool, folder: string): Promise<void> {
  const db = await owner.connect();
  let isWhole = false;
  try {
    await db.query(`begin isolation level repeatable read read only; set local statement_timeout = 0; set local timezone = 'UTC'; set local datestyle = 'ISO'`);
    for (const { table, columns, file } of parts) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await pipeline(db.query(copyTo(`copy (select ${columns} from ${table} order by 1) to stdout`)), createWriteStream(join(folder, file), { mode: 0o600 }));
    }
    await db.query('commit');
    isWhole = true;
  } finally {
    db.release(!isWhole);
  }
}

/** Loads what stands beside the ledger from a backup that was checked, where it has that; numbers go on after the last one. `pathOf`: where a file of the backup is. */
export async function loadBeside(db: PoolClient, { files }: Pick<Manifest, 'files'>, pathOf: (file: string) => string): Promise<void> {
  for (const table of recorded) await db.query(`alter table ${table} disable trigger recorded`);
  for (const { table, columns, file, numbered } of parts) {
    if (files[file]) await pipeline(createReadStream(pathOf(file)), db.query(copyFrom(`copy ${table} (${columns}) from stdin`)));
    if (numbered) await db.query(`select setval(pg_get_serial_sequence('${table}', '${numbered}'), max(${numbered})) from ${table} having count(*) > 0`);
  }
  for (const table of recorded) await db.query(`alter table ${table} enable always trigger recorded`);
  await db.query('select vault.list_everything()'); // the ledger is of a moment before: what its events do not name is swept away
}

/** @throws NotRestored where the looks that arrived are not those that the ledger has anchored */
export async function assertLooks(db: PoolClient, anchors: readonly Anchor[]): Promise<void> {
  await follow(new LookTree(db), anchors, Number.MAX_SAFE_INTEGER).catch((error: unknown) => {
    throw error instanceof LooksDiffer ? new NotRestored(error.message) : error;
  });
}
