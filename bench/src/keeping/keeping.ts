import { type Sealing, newSigningKey, sealOnce, signerOf } from '@casetrail/ledger';
import { SNAPSHOT, ledgerIn, verify } from '@casetrail/readmodel/audit';
import type { Pool } from 'pg';
import type { Benchmark } from '../benchmark.ts';
import { secondsOf } from '../load/timed.ts';
import { copied, eventsUpTo } from '../stage/copying.ts';
import type { Stage } from '../stage/stage.ts';

/** A signer of this run, whose memory ends with it. */
export function sealing(): Sealing {
  let note: string | undefined;
  return {
    signer: signerOf(newSigningKey('casetrail.bench/370200')),
    memory: { recall: () => Promise.resolve(note), remember: (signed) => Promise.resolve(void (note = signed)) },
  };
}

export async function sealAll(worker: Pool, with_: Sealing): Promise<void> {
  while ((await sealOnce(worker, with_)).events > 0);
}

/** The whole ledger sealed, and verified from the signature down. */
export const sealAndVerify: Benchmark = {
  name: 'seal-and-verify',
  what: 'Seals a demo city that nobody has sealed yet, and verifies one that is sealed, signature, tree and every event, in the database; against COPY of the events. Events per second.',
  isLong: true,
  isQuick: true,
  targets: () => [],
  open: async (stage) => {
    const city = await stage.city(1);
    const sealed = await stage.copyOf(city.database);
    await sealAll(sealed.pool('worker', 1), sealing());
    const perSecond = async (work: () => Promise<unknown>) => ({ rate: city.events / (await secondsOf(work)) });
    return {
      variants: {
        seal: () => unsealed(stage, (worker) => perSecond(() => sealAll(worker, sealing()))),
        verify: () => perSecond(() => verified(sealed.pool('auditor', 1))),
        COPY: () => perSecond(() => copied(sealed.pool('owner', 1), eventsUpTo(city.events))),
      },
      notes: () => [`${city.events.toLocaleString('en')} events.`],
      close: sealed.drop,
    };
  },
};

async function unsealed<T>(stage: Stage, work: (worker: Pool) => Promise<T>): Promise<T> {
  const database = await stage.copyOf((await stage.city(1)).database);
  try {
    return await work(database.pool('worker', 1));
  } finally {
    await database.drop();
  }
}

async function verified(pool: Pool): Promise<void> {
  const db = await pool.connect();
  try {
    await db.query(SNAPSHOT);
    const { wrong } = await verify(() => ledgerIn(db));
    if (wrong) throw new Error(`The ledger does not hold: ${wrong.message}`);
  } finally {
    db.release(true);
  }
}
