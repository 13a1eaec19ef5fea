import type { LoggedEvent } from '@casetrail/domain/testing';
import type { Pool } from 'pg';
import { canonicalJson } from '../canonical-json.ts';

/** Puts a log into an empty or growing ledger as it is, past all deciders: counting must cope with what they would refuse. Needs the owner's rights. */
export async function fillLedger(pool: Pool, log: readonly LoggedEvent[]): Promise<void> {
  const firsts = log.filter(({ event }) => event.version === 1);
  await pool.query('insert into ledger.streams (id, no) select * from unnest($1::text[], $2::bigint[])', [
    firsts.map(({ event }) => event.stream),
    firsts.map(({ streamNo }) => streamNo),
  ]);
  await pool.query(
    `insert into ledger.events (position, stream, version, occurred_on, recorded_at, type, bytes)
     select * from unnest($1::bigint[], $2::bigint[], $3::int[], $4::date[], $5::timestamptz[], $6::text[], $7::bytea[])`,
    [
      log.map(({ position }) => position),
      log.map(({ streamNo }) => streamNo),
      log.map(({ event }) => event.version),
      log.map(({ event }) => event.occurredOn),
      log.map(({ recordedAt }) => recordedAt),
      log.map(({ event }) => event.type),
      log.map(({ event }) => Buffer.from(canonicalJson(event))),
    ],
  );
}
