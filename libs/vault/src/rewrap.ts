import type { Pool } from 'pg';
import type { PersonId } from '@casetrail/domain';
import type { KeyWrapper } from './key-wrapper.ts';

const AT_ONCE = 1000;
type Row = { readonly person: PersonId; readonly wrapped: Buffer; readonly wrapped_by: string };

/**
 * Wraps every key anew that another master key has wrapped than the one that wraps now; the service goes on meanwhile, and a run that was interrupted is
 * simply started again. Returns how many there were.
 * @throws Unreadable where a key was wrapped by neither of those that are at hand
 */
export async function rewrap(owner: Pool, wrapper: KeyWrapper): Promise<number> {
  let count = 0;
  for (let after = ''; ;) {
    const { rows } = await owner.query<Row>(
      'select person, wrapped, wrapped_by from vault.keys where wrapped_by <> $1 and person > $2 order by person limit $3',
      [wrapper.id, after, AT_ONCE],
    );
    const last = rows.at(-1);
    if (!last) return count;
    const anew: Buffer[] = [];
    for (const { person, wrapped, wrapped_by: wrappedBy } of rows)
      anew.push((await wrapper.wrap(await wrapper.unwrap({ wrapped, wrappedBy }, person), person)).wrapped);
    const { rowCount } = await owner.query(
      `update vault.keys k set wrapped = n.anew, wrapped_by = $4
         from unnest($1::text[], $2::bytea[], $3::bytea[]) n(person, was, anew) where k.person = n.person and k.wrapped = n.was`,
      [rows.map(({ person }) => person), rows.map(({ wrapped }) => wrapped), anew, wrapper.id],
    );
    count += rowCount ?? 0;
    after = last.person;
  }
}
