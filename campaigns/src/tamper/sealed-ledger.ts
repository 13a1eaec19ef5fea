import pg from 'pg';
import { random, randomLog } from '@casetrail/domain/testing';
import { type NoteSigner, newSigningKey, sealOnce, signerOf } from '@casetrail/ledger';
import { fillLedger } from '@casetrail/ledger/testing';
import type { Known } from './bundle-tamperings.ts';

const ORIGIN = 'casetrail.campaign/370200';
const MOST_AT_ONCE = 120;

/** A ledger in a database of its own, with a random history, sealed after every so many events. */
export type SealedLedger = Known & { readonly pool: pg.Pool; readonly size: number; readonly sizes: readonly number[] };

/** Makes one from a database that is migrated and empty. */
export async function sealedLedger(template: string, name: string, seed: number): Promise<SealedLedger> {
  const admin = new pg.Client(template);
  await admin.connect();
  await admin.query(`create database ${name} template ${new URL(template).pathname.slice(1)}`);
  await admin.end();
  const pool = new pg.Pool({ connectionString: Object.assign(new URL(template), { pathname: `/${name}` }).href, max: 2 });
  pool.on('error', () => undefined); // it may still be saying good-bye when the server stops
  const dice = random(seed);
  const log = randomLog(seed, 30 + dice.int(seed % 3 === 0 ? 900 : 300));
  const signer = signerOf(newSigningKey(ORIGIN));
  const notes = new Map<number, string>();
  for (let done = 0; done < log.length;) {
    const batch = log.slice(done, (done += 1 + dice.int(MOST_AT_ONCE)));
    await fillLedger(pool, batch);
    await seal(pool, signer, notes);
  }
  return { pool, signer, notes, size: log.length, sizes: [...notes.keys()] };
}

async function seal(pool: pg.Pool, signer: NoteSigner, notes: Map<number, string>): Promise<void> {
  let remembered = [...notes.values()].at(-1);
  const memory = { recall: async () => remembered, remember: async (note: string) => void (remembered = note) };
  const { size } = await sealOnce(pool, { signer, memory });
  notes.set(size, remembered as string);
}
