import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type CivilDate, type EventId, rulesInForce } from '@casetrail/domain';
import { ledgerMigrations } from '@casetrail/ledger';
import { Figures, readModelMigrations, rebuildFigures, rebuildViews } from '@casetrail/readmodel';
import { accessMigrations, migrate, openPool } from '@casetrail/runtime';
import { type DestroyedKeys, destroyAgain, unbackedIn, vaultMigrations } from '@casetrail/vault';
import { checkBackup } from './check.ts';
import { assertTarget, loadBackup, unload } from './load.ts';
import type { Manifest } from './manifest.ts';
import { totalsOf } from './write.ts';

const migrations = [...ledgerMigrations, ...readModelMigrations, ...accessMigrations, ...vaultMigrations];

/** What was done and how long it took, in milliseconds. */
export type Step = { readonly what: string; readonly took: number };
export type Difference = { readonly asOf: CivilDate; readonly figure: string; readonly was: number | undefined; readonly is: number | undefined };
export type Restored = {
  readonly manifest: Manifest;
  readonly steps: readonly Step[];
  /** How many totals were held against those of the backup; none where other rules count now. */
  readonly compared: number;
  readonly differences: readonly Difference[];
  /** Keys that the backup brought back, and that were destroyed again. */
  readonly destroyedAgain: number;
  /** What the list of destroyed keys names, and the restored ledger does not know. */
  readonly unbacked: readonly EventId[];
};
type Options = {
  /** Which keys were destroyed, before and after the backup. */
  readonly destroyedKeys: DestroyedKeys;
  /** The wrapped keys of the vault, where they are kept apart from the backup. */
  readonly vaultKeys?: string | undefined;
  readonly workers?: number;
  readonly onStep?: (step: Step) => void;
};

/** Runs the steps of a restore one after the other, and measures each. */
class Stopwatch {
  readonly steps: Step[] = [];
  readonly #onStep: (step: Step) => void;
  constructor(onStep: (step: Step) => void = () => undefined) {
    this.#onStep = onStep;
  }

  async measure<T>(what: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const result = await work();
    const step = { what, took: Math.round(performance.now() - began) };
    this.steps.push(step);
    this.#onStep(step);
    return result;
  }
}

/**
 * Restores a backup into an empty database, destroys again what was destroyed since, builds the read models anew, and holds the totals against those that the backup wrote down.
 * Where anything is wrong, the database is empty again afterwards.
 * @throws BadBackup, NotATarget, NotRestored
 */
export async function restoreBackup(folder: string, databaseUrl: string, options: Options): Promise<Restored> {
  return restoreTimed(folder, databaseUrl, options, new Stopwatch(options.onStep));
}

async function restoreTimed(folder: string, databaseUrl: string, { workers = 2, vaultKeys, destroyedKeys }: Options, watch: Stopwatch): Promise<Restored> {
  const owner = openPool({ databaseUrl }, 'owner', { max: 4, onError: () => undefined });
  try {
    await watch.measure('look at the database', () =>
      assertTarget(
        owner,
        migrations.map(({ name }) => name),
      ),
    );
    const backup = await watch.measure('verify the backup', () => checkBackup(folder, vaultKeys));
    const { manifest } = backup;
    await watch.measure('load and verify the ledger', () => loadBackup(owner, backup));
    try {
      const destroyed = await watch.measure('destroy erased keys again', () => destroyAgain(owner, destroyedKeys));
      const unbacked = await unbackedIn(owner, destroyedKeys);
      await watch.measure('count the figures', () => rebuildFigures({ connectionString: databaseUrl }, { workers }));
      await watch.measure('write the views', () => rebuildViews(owner));
      const found = await watch.measure('compare the totals', () => compared(owner, manifest));
      if (found.differences.length > 0) await watch.measure('empty the database again', () => unload(owner, manifest.ledger.position));
      return { manifest, steps: watch.steps, destroyedAgain: destroyed.length, unbacked, ...found };
    } catch (error) {
      await unload(owner, manifest.ledger.position);
      throw error;
    }
  } finally {
    await owner.end();
  }
}

async function compared(owner: pg.Pool, { summary }: Manifest): Promise<Pick<Restored, 'compared' | 'differences'>> {
  if (summary.rules !== rulesInForce) return { compared: 0, differences: [] };
  const days = summary.totals.map(({ asOf }) => asOf);
  const now = await totalsOf(new Figures(owner), days, summary.position);
  const pairs = summary.totals.flatMap(({ asOf, values }, i) => {
    const found = now[i]?.values ?? {};
    return [...new Set([...Object.keys(values), ...Object.keys(found)])].map((figure): Difference => ({
      asOf,
      figure,
      was: values[figure],
      is: found[figure],
    }));
  });
  return { compared: pairs.length, differences: pairs.filter(({ was, is }) => was !== is) };
}

/**
 * Does all of a restore in a database of its own, on the server of the given one, and drops it afterwards, whatever came of it: what shows that a backup
 * can be restored, and how long that takes.
 */
export async function drillBackup(folder: string, serverUrl: string, options: Options): Promise<Restored> {
  const name = `casetrail_drill_${randomUUID().replaceAll('-', '')}`;
  const databaseUrl = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  const watch = new Stopwatch(options.onStep);
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  const drop = () => admin.query(`drop database if exists ${name} with (force)`);
  const interrupted = (signal: NodeJS.Signals) => void drop().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    await watch.measure('make a database', async () => {
      await admin.query(`create database ${name}`);
      await migrate(databaseUrl, migrations);
    });
    return await restoreTimed(folder, databaseUrl, options, watch);
  } finally {
    await drop();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await admin.end();
  }
}
