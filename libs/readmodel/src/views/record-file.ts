import { type District, type StreamId, categoryOf } from '@casetrail/domain';
import { type EntityManager, In } from 'typeorm';
import type { CorrectionRow } from './correction-row.ts';
import { type CrimeGroupRow, crimeGroupEntity } from './crime-group-row.ts';
import { type CriminalCaseRow, criminalCaseEntity } from './criminal-case-row.ts';
import { type Page, type Paged, pageOf } from './page.ts';
import { type SuspectInCase, correctionsOf, equal, search, timeline, withIdentities } from './reading.ts';
import { type RecordCategory, type RecordRow, recordEntity } from './record-row.ts';
import { type Sight, isSealed, unsealed } from './sight.ts';
import { suspectEntity } from './suspect-row.ts';
import type { TimelineEntry } from './timeline.ts';

const MOST_RELATED = 200;

export type RecordFile = {
  readonly record: RecordRow;
  /** What it refers to and what refers to it: of each kind the newest. */
  readonly related: {
    readonly cases: readonly CriminalCaseRow[];
    readonly suspects: readonly SuspectInCase[];
    readonly groups: readonly CrimeGroupRow[];
    readonly records: readonly RecordRow[];
  };
  readonly corrections: readonly CorrectionRow[];
  readonly timeline: readonly TimelineEntry[];
};
export type RecordFilters = {
  readonly status?: string | undefined;
  readonly district?: District | undefined;
  readonly refersTo?: StreamId | undefined;
  /** Part of the number, the label, or what else it is found by. */
  readonly text?: string | undefined;
};

/** A record with everything that belongs to it; undefined where there is none, and where it is sealed to whoever asks. */
export async function recordFile(db: EntityManager, id: StreamId, sight: Sight): Promise<RecordFile | undefined> {
  const record = sight === 'open' && isSealed(categoryOf(id)) ? null : await db.findOneBy(recordEntity, { id });
  if (!record) return undefined;
  const newest = { where: { id: In(record.refs) }, order: { openedPosition: 'DESC' }, take: MOST_RELATED } as const;
  const records = db
    .createQueryBuilder(recordEntity, 'record')
    .where('(record.id = any(:refs) or record.refs @> :self)', { refs: record.refs, self: [id] })
    .orderBy('record.openedPosition', 'DESC')
    .limit(MOST_RELATED);
  return {
    record,
    related: {
      cases: await db.find(criminalCaseEntity, newest),
      suspects: await withIdentities(db, await db.find(suspectEntity, newest)),
      groups: await db.find(crimeGroupEntity, newest),
      records: await unsealed(records, 'id', sight).getMany(),
    },
    corrections: await correctionsOf(db, [id]),
    timeline: await timeline(db, [id]),
  };
}

/** Records of one category, the newest first. */
export async function recordList(
  db: EntityManager,
  category: RecordCategory,
  { status, district, refersTo, text }: RecordFilters,
  page: Page,
  sight: Sight,
): Promise<Paged<RecordRow>> {
  if (sight === 'open' && isSealed(category)) return { items: [], next: null };
  const query = db.createQueryBuilder(recordEntity, 'record');
  equal(query, { category, status, district });
  if (refersTo !== undefined) query.andWhere('record.refs @> :refs', { refs: [refersTo] });
  search(query, text);
  return pageOf(query, page);
}
