import { type CivilDate, type PublicationId, type RuleSet, dateOf, streamNumber } from '@casetrail/domain';
import { LOG_DAYS, LOG_START, type LoggedEvent, randomLog } from '@casetrail/domain/testing';
import { Ledger, type NoteSigner, type SignersMemory, ledgerMigrations, sealOnce } from '@casetrail/ledger';
import { fillLedger, testDatabase, type TestDatabase } from '@casetrail/ledger/testing';
import type pg from 'pg';
import { Figures, projectFigures } from '../../counting/index.ts';
import { readModelMigrations } from '../../migrations/index.ts';
import { Publications, computeFigures } from '../../publications/index.ts';
import { type AuditSource, SNAPSHOT, ledgerIn } from '../index.ts';

const AFTER_ALL = dateOf(LOG_START + 20 * LOG_DAYS);
const noExceptions = () => Promise.resolve(new Map<string, never>());

/** A random city in a database of its own, counted, sealed, and with papers published from it. */
export class SealedCity {
  readonly database: TestDatabase;
  readonly owner: pg.Pool;
  readonly #worker: pg.Pool;
  #signer: NoteSigner;
  #memory = newMemory();
  #length = 0;

  private constructor(database: TestDatabase, signer: NoteSigner) {
    this.database = database;
    this.owner = database.pool('owner');
    this.#worker = database.pool('worker', 2);
    this.#signer = signer;
  }

  static async found(signer: NoteSigner, seed: number, length: number): Promise<SealedCity> {
    const city = new SealedCity(await testDatabase([...ledgerMigrations, ...readModelMigrations]), signer);
    await city.#record(randomLog(seed, length));
    return city;
  }

  /** A paper as it goes its way through the ledger, and the seal after it. Returns its id and the position at which its figures are. */
  async publish(n: number, asOf: CivilDate, ruleSet: RuleSet): Promise<{ readonly id: PublicationId; readonly at: number }> {
    const id = `publication-${String(n).padStart(26, '0')}` as PublicationId;
    const pool = this.database.pool('api', 2);
    const sources = { ledger: new Ledger(pool), figures: new Figures(pool), publications: new Publications(pool), exceptions: noExceptions };
    const figures = await computeFigures(sources, { asOf, ruleSet });
    const first = this.#length + 1;
    const acts = [
      ['PublicationDrafted', { asOf, ruleSet }],
      ['FiguresComputed', figures],
      ['PublicationReconciled', {}],
      ['PublicationPublished', {}],
    ] as const;
    await this.#record(
      acts.map(([type, data], i): LoggedEvent => {
        const event = {
          ...{ stream: id, version: i + 1, type, schema: 1, occurredOn: AFTER_ALL, secrecy: 'INTERNAL', correlation: 'test', data },
          actor: { user: `maker-${i}`, role: 'SYSTEM', org: 'test', district: '370200' },
        };
        return {
          position: first + i,
          streamNo: streamNumber(first, 'publication'),
          recordedAt: new Date(`${AFTER_ALL}T12:00:0${n}.00${i}Z`),
          event: event as unknown as LoggedEvent['event'],
        };
      }),
    );
    return { id, at: first + 1 };
  }

  /** From now on another key seals, under its own origin and with an empty memory. */
  sealWith(signer: NoteSigner): void {
    this.#signer = signer;
    this.#memory = newMemory();
  }

  /** Works on what the auditor sees, in one snapshot. */
  async audited<T>(work: (source: AuditSource) => Promise<T>, size?: number): Promise<T> {
    const client = await this.database.pool('auditor', 1).connect();
    try {
      await client.query(SNAPSHOT);
      return await work(await ledgerIn(client, size));
    } finally {
      client.release(true);
    }
  }

  /** What a superuser can do who switches the guards off, and on again. It is undone after `look` has seen it. */
  async tampered<T>(statements: string, look: (source: AuditSource) => Promise<T>): Promise<T> {
    const client = await this.owner.connect();
    try {
      await client.query(`begin; set local session_replication_role = replica; ${guards('disable')}; ${statements}; ${guards('enable always')}`);
      return await look(await ledgerIn(client));
    } finally {
      await client.query('rollback');
      client.release();
    }
  }

  async #record(log: readonly LoggedEvent[]): Promise<void> {
    await fillLedger(this.owner, log);
    this.#length += log.length;
    while (await projectFigures(this.#worker, 500));
    await sealOnce(this.#worker, { signer: this.#signer, memory: this.#memory });
  }
}

function newMemory(): SignersMemory {
  let last: string | undefined;
  return { recall: () => Promise.resolve(last), remember: (note) => Promise.resolve(void (last = note)) };
}

const guards = (state: string) =>
  ['ledger.events', 'ledger.streams', 'seal.checkpoints', 'seal.keys'].map((table) => `alter table ${table} ${state} trigger append_only`).join('; ');
