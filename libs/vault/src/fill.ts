import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { PersonId, PersonalField } from '@casetrail/domain';
import type { KeyWrapper } from './key-wrapper.ts';
import type { KeyedHashes } from './keyed-hashes.ts';
import { KEY_BYTES, type Value, seal } from './sealing.ts';
import type { PersonalData } from './vault.ts';

/** What is to be in the vault of a person, as the first version of each field. `token`: what the events say in place of the number. */
export type Filling = { readonly person: PersonId; readonly token: string | undefined; readonly data: PersonalData };

const FIRST = 1;
const AT_ONCE = 2000;

/**
 * Fills the vault for many persons at once, as its owner: for the demo ledger, whose events name the first versions already. Whoever has a key is passed
 * over. Returns how many were not.
 */
export async function fillVault(owner: Pool, wrapper: KeyWrapper, hashes: KeyedHashes, fillings: Iterable<Filling>): Promise<number> {
  let count = 0;
  for (const batch of batchesOf(fillings)) {
    const client = await owner.connect();
    try {
      await client.query('begin');
      const keys = new Map<PersonId, Buffer>();
      for (const { person } of batch) keys.set(person, randomBytes(KEY_BYTES));
      const wrapped = await Promise.all([...keys].map(([person, key]) => wrapper.wrap(key, person)));
      const { rows } = await client.query<{ person: PersonId }>(
        `insert into vault.keys (person, wrapped, wrapped_by, versions, made_at)
         select person, wrapped, $3, ${FIRST}, date_trunc('milliseconds', clock_timestamp()) from unnest($1::text[], $2::bytea[]) k(person, wrapped)
         on conflict do nothing returning person`,
        [[...keys.keys()], wrapped.map((one) => one.wrapped), wrapper.id],
      );
      const fresh = new Set(rows.map(({ person }) => person));
      const filled = batch.filter(({ person }) => fresh.has(person));
      const fields = filled.flatMap(({ person, data }) =>
        (Object.entries(data) as [PersonalField, Value][]).map(([field, value]) => {
          const place = { person, field, version: FIRST };
          return { ...place, sealed: seal(keys.get(person) as Buffer, place, value) };
        }),
      );
      await client.query(
        `insert into vault.fields (person, field, version, sealed) select person, field, ${FIRST}, sealed from unnest($1::text[], $2::text[], $3::bytea[]) f(person, field, sealed)`,
        [fields.map(({ person }) => person), fields.map(({ field }) => field), fields.map(({ sealed }) => sealed)],
      );
      const numbers = filled.flatMap(({ person, token, data: { idNumber } }) =>
        token && idNumber ? [{ person, token, blind: hashes.blind({ number: idNumber }) }] : [],
      );
      await client.query('insert into vault.numbers (blind, person, token) select * from unnest($1::bytea[], $2::text[], $3::text[]) on conflict do nothing', [
        numbers.map(({ blind }) => blind),
        numbers.map(({ person }) => person),
        numbers.map(({ token }) => token),
      ]);
      await client.query('commit');
      count += fresh.size;
    } catch (error) {
      await client.query('rollback').catch(() => undefined); // a lost connection has taken it back already
      throw error;
    } finally {
      client.release();
    }
  }
  return count;
}

function* batchesOf(fillings: Iterable<Filling>): Generator<Filling[]> {
  let batch: Filling[] = [];
  for (const filling of fillings) {
    batch.push(filling);
    if (batch.length < AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
