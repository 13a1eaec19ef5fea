import { type StreamId, categoriesOf } from '@casetrail/domain';
import type { Pool } from 'pg';
import { SERVING } from './schema.ts';

/** Handed on from record to record: from a case to its suspects, to the files that name one of them, to the files that name such a file, and to the corrections of all these. */
const text = `
  with recursive about(id) as (
    select unnest($1::text[]) collate "C"
    union
    select next.id from about cross join lateral (
      select id from ${SERVING}.suspect where case_id = about.id
      union all select id from ${SERVING}.record where refs @> array[about.id] and category = any($2)
      union all select id from ${SERVING}.correction where target = about.id) next)
  select id from about`;

const files = [...categoriesOf('case'), ...categoriesOf('sealed')];

/** Some records and every record that is about one of them: what a conflict of interest in a case hides with the case. */
export async function withAllAbout(pool: Pool, records: readonly StreamId[]): Promise<readonly StreamId[]> {
  if (records.length === 0) return [];
  const { rows } = await pool.query<{ id: StreamId }>({ name: 'views.about', text, values: [records, files] });
  return rows.map(({ id }) => id);
}
