import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { random } from '@casetrail/domain/testing';
import { type Verdict, bundleIn, ledgerIn, verify, writeBundle } from '@casetrail/readmodel/audit';
import type { CampaignOptions, Outcome } from '../campaign.ts';
import { runProgram } from '../processes/app.ts';
import { PostgresServer } from '../processes/postgres.ts';
import { type Expected, bundleTamperings, keepsManifest } from './bundle-tamperings.ts';
import { databaseTamperings } from './database-tamperings.ts';
import { Draft } from './draft.ts';
import { type SealedLedger, sealedLedger } from './sealed-ledger.ts';

const GUARDED = ['ledger.events', 'ledger.streams', 'ledger.commands', 'seal.checkpoints', 'seal.keys'];
const CREATED = new Date('2026-01-01T00:00:00Z');

type TamperOptions = Pick<CampaignOptions, 'rounds' | 'seed'> &
  Partial<Pick<CampaignOptions, 'isOver'>> & { readonly ledgers?: number; readonly say?: (line: string) => void };

/**
 * Changes bundles and databases in every way there is, one after the other, and lets an auditor who knows the public key look: each must be found, and
 * called what it is. As often, nothing is changed, and nothing may be found.
 */
export async function tamper({
  rounds,
  seed,
  ledgers: many = Math.min(12, 2 + Math.ceil(rounds / 100)),
  say = () => undefined,
  isOver = () => false,
}: TamperOptions): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'casetrail-campaign-'));
  chmodSync(folder, 0o755);
  const server = await PostgresServer.start(folder);
  const ledgers: SealedLedger[] = [];
  try {
    await runProgram('apps/cli/bin/casetrail.mjs', ['migrate'], { DATABASE_URL: server.url, CASETRAIL_HOME: join(folder, 'home') });
    for (let i = 0; i < many; i++) ledgers.push(await sealedLedger(server.url, `ledger_${i}`, seed + i));
    say(`${many} ledgers of ${ledgers.map(({ size }) => size).join(', ')} events, ${ledgers.reduce((sum, { notes }) => sum + notes.size, 0)} checkpoints`);
    const trial = new Trial(ledgers, folder, seed);
    let done = 0;
    for (; done < rounds && !isOver(); done++) {
      const i = done;
      await trial.cleanly();
      await (i % 2 === 0 ? trial.onBundle(i / 2) : trial.onDatabase((i - 1) / 2));
      if ((i + 1) % 100 === 0)
        say(
          `${String(i + 1).padStart(6)}  ${trial.counts.detected} of ${trial.counts.tamperings} found and named, ${trial.counts.falseAlarms} false alarms in ${trial.counts.clean}`,
        );
    }
    return { rounds: done, counts: trial.counts, violations: trial.violations };
  } finally {
    await Promise.all(ledgers.map(({ pool }) => pool.end()));
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

class Trial {
  readonly counts = { tamperings: 0, ofBundles: 0, ofDatabases: 0, detected: 0, clean: 0, falseAlarms: 0, notApplicable: 0 };
  readonly violations: string[] = [];
  readonly #ledgers: readonly SealedLedger[];
  readonly #folder: string;
  readonly #dice: ReturnType<typeof random>;
  readonly #drafts = new Map<SealedLedger, Draft>();

  constructor(ledgers: readonly SealedLedger[], folder: string, seed: number) {
    this.#ledgers = ledgers;
    this.#folder = folder;
    this.#dice = random(seed);
  }

  /** One look at a ledger that nobody has touched, at one of its checkpoints: in the database, or in a bundle that is written for it. */
  async cleanly(): Promise<void> {
    const ledger = this.#dice.pick(this.#ledgers);
    const size = this.#dice.pick(ledger.sizes);
    const isBundle = this.#dice.int(4) === 0;
    const verdict = isBundle
      ? await this.#verifyFreshBundle(ledger, size)
      : await inTransaction(ledger, (db) => verify(() => ledgerIn(db, size), keysOf(ledger)));
    this.counts.clean++;
    if (verdict.holds && verdict.checkpoint?.size === size) return;
    this.counts.falseAlarms++;
    this.violations.push(`a ${isBundle ? 'bundle' : 'database'} of ${size} events that nobody touched: ${JSON.stringify(verdict.wrong)}`);
  }

  async onBundle(round: number): Promise<void> {
    const names = Object.keys(bundleTamperings);
    const name = names[round % names.length] as string;
    const ledger = this.#dice.pick(this.#ledgers);
    const draft = (await this.#draftOf(ledger)).fresh();
    const expected = bundleTamperings[name]?.(draft, this.#dice, ledger);
    if (!expected || !draft.isChanged) return void this.counts.notApplicable++;
    if (!keepsManifest.includes(name) && this.#dice.int(2) === 0) draft.list();
    const verdict = await draft.onDisk((folder) => verify(() => bundleIn(folder), { ...keysOf(ledger), ...expected.options }));
    this.counts.ofBundles++;
    this.#judge(`a bundle of ${ledger.size} events: ${name}`, expected, verdict);
  }

  async onDatabase(round: number): Promise<void> {
    const names = Object.keys(databaseTamperings);
    const name = names[round % names.length] as string;
    const ledger = this.#dice.pick(this.#ledgers);
    await inTransaction(ledger, async (db) => {
      for (const table of GUARDED) await db.query(`alter table ${table} disable trigger append_only`);
      const expected = await databaseTamperings[name]?.(db, ledger.size, this.#dice, ledger);
      if (!expected) return void this.counts.notApplicable++;
      const verdict = await verify(() => ledgerIn(db), { ...keysOf(ledger), ...expected.options });
      this.counts.ofDatabases++;
      this.#judge(`a database of ${ledger.size} events: ${name}`, expected, verdict);
    });
  }

  #judge(what: string, { codes, position }: Expected, { holds, wrong }: Verdict): void {
    this.counts.tamperings++;
    const isNamed = !holds && wrong !== undefined && codes.includes(wrong.code) && (position === undefined || wrong.position === position);
    if (isNamed) this.counts.detected++;
    else
      this.violations.push(`${what}: expected ${codes.join(' or ')}${position ? ` at position ${position}` : ''}, found ${JSON.stringify(wrong ?? 'nothing')}`);
  }

  async #draftOf(ledger: SealedLedger): Promise<Draft> {
    const known = this.#drafts.get(ledger);
    if (known) return known;
    const folder = join(this.#folder, `bundle-${this.#drafts.size}`);
    await this.#write(ledger, ledger.size, folder);
    const draft = Draft.read(folder);
    this.#drafts.set(ledger, draft);
    return draft;
  }

  async #verifyFreshBundle(ledger: SealedLedger, size: number): Promise<Verdict> {
    const folder = join(this.#folder, 'clean');
    rmSync(folder, { recursive: true, force: true });
    await this.#write(ledger, size, folder);
    return verify(() => bundleIn(folder), keysOf(ledger));
  }

  /** Now and then a bundle has several files of events. */
  async #write(ledger: SealedLedger, size: number, folder: string): Promise<void> {
    const linesInFile = this.#dice.int(2) === 0 ? 100 : 100_000;
    await inTransaction(ledger, async (db) => writeBundle(await ledgerIn(db, size), folder, { now: CREATED, linesInFile }));
  }
}

const keysOf = ({ signer }: SealedLedger) => ({ keys: [signer.verifier] });

/** Whatever is done to the database is taken back. */
async function inTransaction<T>({ pool }: SealedLedger, work: (db: PoolClient) => Promise<T>): Promise<T> {
  const db = await pool.connect();
  try {
    await db.query('begin');
    return await work(db);
  } finally {
    await db.query('rollback');
    db.release();
  }
}
