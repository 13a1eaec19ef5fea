import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { root } from '@casetrail/campaigns/processes';
import type { Pool } from 'pg';

/** Where and with what it was measured. */
export type Machine = {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  readonly postgres: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly peers: Readonly<Record<string, string>>;
  readonly commit: string;
  readonly at: string;
  /** How many processes wanted a processor, over the last minute before it began. */
  readonly loadBefore: number;
};

/** With one of these otherwise, an acknowledged transaction may be lost: nothing is measured then. */
const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' } as const;
const alsoTold = ['wal_sync_method', 'shared_buffers', 'max_wal_size', 'max_connections', 'jit'] as const;
const GIB = 2 ** 30;

/** @throws Error where the server does not write durably */
export async function assertDurable(db: Pool): Promise<void> {
  const settings = await settingsOf(db, Object.keys(durable));
  for (const [name, value] of Object.entries(durable))
    if (settings[name] !== value) throw new Error(`${name} is ${settings[name]}: what is measured must be written durably.`);
}

async function settingsOf(db: Pool, names: readonly string[]): Promise<Record<string, string>> {
  const { rows } = await db.query<{ name: string; value: string }>('select name, current_setting(name) as value from unnest($1::text[]) name', [names]);
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

export async function machineOf(db: Pool, peers: Readonly<Record<string, string>>): Promise<Machine> {
  const { rows } = await db.query<{ version: string }>("select current_setting('server_version') as version");
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / GIB),
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
    postgres: rows[0]?.version ?? 'unknown',
    settings: await settingsOf(db, [...Object.keys(durable), ...alsoTold]),
    peers,
    commit: commitOf(),
    at: new Date().toISOString(),
    loadBefore: loadavg()[0] ?? 0,
  };
}

function commitOf(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=12'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown'; // not in a checkout
  }
}
