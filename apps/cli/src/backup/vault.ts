import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Manifest } from './manifest.ts';

/** The wrapped keys of persons. Without it nothing in the other files of the vault can ever be read: it may be kept elsewhere, and for a shorter time. */
export const VAULT_KEYS = 'vault/keys.copy';

/** The vault's tables in the order in which they are loaded, each with its columns and its file. Neither the master key nor that of the blind index is here. */
const parts = [
  { table: 'vault.keys', columns: 'person, wrapped, wrapped_by, versions, made_at', file: VAULT_KEYS },
  { table: 'vault.fields', columns: 'person, field, version, sealed, sealed_at', file: 'vault/fields.copy' },
  { table: 'vault.numbers', columns: 'blind, person, token, claimed_at', file: 'vault/numbers.copy' },
  { table: 'vault.destroyed', columns: 'person, event, recorded_at, versions, destroyed_at', file: 'vault/destroyed.copy' },
] as const;
export const vaultTables = parts.map(({ table }) => table);

/** Writes the vault as it is after the snapshot of the ledger: whatever an event names is there, and what was destroyed meanwhile is not. As the owner: nobody else may read it. */
export async function copyVault(owner: Pool, folder: string): Promise<void> {
  await mkdir(join(folder, 'vault'), { recursive: true });
  const db = await owner.connect();
  let isWhole = false;
  try {
    await db.query(`begin isolation level repeatable read read only; set local statement_timeout = 0; set local timezone = 'UTC'; set local datestyle = 'ISO'`);
    for (const { table, columns, file } of parts)
      await pipeline(db.query(copyTo(`copy (select ${columns} from ${table} order by 1) to stdout`)), createWriteStream(join(folder, file), { mode: 0o600 }));
    await db.query('commit');
    isWhole = true;
  } finally {
    db.release(!isWhole);
  }
}

/** Loads the vault of a backup that was checked. One from before there was a vault has none. `pathOf`: where a file of the backup is. */
export async function loadVault(db: PoolClient, { files }: Pick<Manifest, 'files'>, pathOf: (file: string) => string): Promise<void> {
  for (const { table, columns, file } of parts)
    if (files[file]) await pipeline(createReadStream(pathOf(file)), db.query(copyFrom(`copy ${table} (${columns}) from stdin`)));
}
