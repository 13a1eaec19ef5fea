import type { District, Reach, StreamId } from '@casetrail/domain';
import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { CorrectionRow } from './correction-row.ts';
import { type CrimeGroupRow, crimeGroupEntity } from './crime-group-row.ts';
import { type CriminalCaseRow, criminalCaseEntity } from './criminal-case-row.ts';
import { type Page, type Paged, pageFound } from './page.ts';
import { type SuspectInCase, correctionsOf, equal, timeline, withIdentities } from './reading.ts';
import { type RecordCategory, type RecordRow, recordEntity } from './record-row.ts';
import { reached, reachedRecords } from './reached.ts';
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

/** A record with everything that belongs to it; undefined where there is none that whoever asks may see. */
export async function recordFile(db: EntityManager, id: StreamId, reach: Reach): Promise<RecordFile | undefined> {
  const record = await reachedRecords(db.createQueryBuilder(recordEntity, 'record'), reach).andWhere('record.id = :id', { id }).getOne();
  if (!record) return undefined;
  const newest = <R extends ObjectLiteral>(query: SelectQueryBuilder<R>) =>
    query.andWhere(`${query.alias}.id = any(:refs)`, { refs: record.refs }).orderBy(`${query.alias}.openedPosition`, 'DESC').limit(MOST_RELATED).getMany();
  const records = reachedRecords(db.createQueryBuilder(recordEntity, 'record'), reach)
    .andWhere('(record.id = any(:refs) or record.refs @> :self)', { refs: record.refs, self: [id] })
    .orderBy('record.openedPosition', 'DESC')
    .limit(MOST_RELATED);
  return {
    record,
    related: {
      cases: await newest(reached(db.createQueryBuilder(criminalCaseEntity, 'case'), 'case', reach)),
      suspects: await withIdentities(db, await newest(reached(db.createQueryBuilder(suspectEntity, 'suspect'), 'suspect', reach))),
      groups: await newest(reached(db.createQueryBuilder(crimeGroupEntity, 'group'), 'group', reach)),
      records: await records.getMany(),
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
  reach: Reach,
): Promise<Paged<RecordRow>> {
  const query = reachedRecords(db.createQueryBuilder(recordEntity, 'record'), reach, category);
  equal(query, { category, status, district });
  if (refersTo !== undefined) query.andWhere('record.refs @> :refs', { refs: [refersTo] });
  return pageFound(query, text, page);
}
