import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { CivilDate, RecordedEvent } from '@casetrail/domain';
import { random } from '@casetrail/domain/testing';
import { Ledger, fingerprintOf } from '@casetrail/ledger';
import { newStream, system } from '@casetrail/ledger/testing';
import { runProgram } from '../processes/app.ts';
import { PostgresServer } from '../processes/postgres.ts';

const WRITERS = 16;
/** Of a transaction: how often it dawdles before its commit, for how many milliseconds at most, and how often it is taken back. */
const DAWDLES = 0.3;
const DAWDLE = 20;
const TAKEN_BACK = 0.05;

export type Missed = { readonly committed: number; readonly missed: number };
type Insert = (client: pg.PoolClient) => Promise<number>;
type Poll = (after: number) => Promise<readonly number[]>;

/**
 * The same writers and the same reader, which asks for everything after the last position it has seen: once on a table whose positions come from a
 * sequence, once on the ledger, whose positions are given under a lock that is held until the commit.
 */
export async function skippingReader(transactions: number, seed: number): Promise<{ readonly sequence: Missed; readonly ledger: Missed }> {
  const folder = mkdtempSync(join(tmpdir(), 'casetrail-campaign-'));
  chmodSync(folder, 0o755);
  const server = await PostgresServer.start(folder);
  const pool = new pg.Pool({ connectionString: server.url, max: WRITERS + 1 });
  pool.on('error', () => undefined); // it may still be saying good-bye when the server stops
  try {
    await runProgram('apps/cli/bin/casetrail.mjs', ['migrate'], { DATABASE_URL: server.url, CASETRAIL_HOME: join(folder, 'home') });
    await pool.query('create table planted (position bigint generated always as identity primary key)');
    const intoSequence: Insert = async (client) => Number((await client.query('insert into planted default values returning position')).rows[0].position);
    const fromSequence: Poll = async (after) =>
      (await pool.query('select position from planted where position > $1 order by position', [after])).rows.map(({ position }) => Number(position));
    const ledger = new Ledger(pool);
    const fromLedger: Poll = async (after) => (await ledger.read(after, 1000)).map(({ position }) => position);
    return {
      sequence: await race(pool, transactions, seed, intoSequence, fromSequence),
      ledger: await race(pool, transactions, seed, append, fromLedger),
    };
  } finally {
    await pool.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function race(pool: pg.Pool, transactions: number, seed: number, insert: Insert, poll: Poll): Promise<Missed> {
  const committed: number[] = [];
  let begun = 0;
  const write = async (no: number) => {
    const dice = random(seed * 100 + no);
    const client = await pool.connect();
    while (begun++ < transactions) {
      const [dawdles, for_, isTakenBack] = [dice.next() < DAWDLES, dice.int(DAWDLE + 1), dice.next() < TAKEN_BACK];
      await client.query('begin');
      const position = await insert(client);
      if (dawdles) await setTimeout(for_);
      await client.query(isTakenBack ? 'rollback' : 'commit');
      if (!isTakenBack) committed.push(position);
    }
    client.release();
  };
  const seen = new Set<number>();
  let last = 0;
  const look = async () => {
    const found = await poll(last);
    for (const position of found) seen.add(position);
    last = found.at(-1) ?? last;
    return found.length;
  };
  let isOver = false;
  const writers = Promise.all(Array.from({ length: WRITERS }, (_, no) => write(no))).then(() => (isOver = true));
  while (!isOver) {
    await look();
    await setImmediate();
  }
  await writers;
  while (await look());
  return { committed: committed.length, missed: committed.filter((position) => !seen.has(position)).length };
}

/** Appends one event in the transaction that is open on this connection. */
async function append(client: pg.PoolClient): Promise<number> {
  const stream = newStream('criminal_case');
  const event: RecordedEvent = {
    type: 'ReportAccepted',
    data: { reportNumber: 'R-1', source: 'VICTIM', district: '370202' },
    stream,
    version: 1,
    schema: 1,
    occurredOn: '2020-04-01' as CivilDate,
    actor: system,
    secrecy: 'CASE',
    correlation: 'a campaign',
  };
  const onThis = new Ledger({ query: client.query.bind(client) } as unknown as pg.Pool); // as much of one as an append uses
  const verdict = await onThis.append({ commandId: randomUUID(), fingerprint: fingerprintOf(event), events: [event], read: [{ stream, no: 0, version: 0 }] });
  if (verdict.verdict !== 'recorded') throw new Error(`An append of a new stream is ${verdict.verdict}`);
  return verdict.lastPosition;
}
