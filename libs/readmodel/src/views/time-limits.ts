import type { CaseId, CivilDate, Clock, District, Reach, StreamId } from '@casetrail/domain';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { criminalCaseEntity } from './criminal-case-row.ts';
import type { Limited } from './entity.ts';
import { InvalidCursor, MOST_ON_A_PAGE, type Page, type Paged } from './page.ts';
import { reached, reachedRecords } from './reached.ts';
import { withIdentities } from './reading.ts';
import { recordEntity } from './record-row.ts';
import { suspectEntity } from './suspect-row.ts';

/** A time limit that runs on a suspect or an asset. */
export type RunningOut = {
  readonly id: StreamId;
  readonly clock: Clock;
  readonly until: CivilDate;
  /** The pseudonym of the person, unless their record is sealed; what an asset is called. */
  readonly label: string | null;
  readonly district: District | null;
  readonly case: { readonly id: CaseId; readonly caseNumber: string | null; readonly reportNumber: string | null } | null;
};
/** First and last day of those that are asked for. */
export type LimitFilters = { readonly from?: CivilDate | undefined; readonly to?: CivilDate | undefined };

const USUAL = 50;
type Limitable = Limited & { readonly id: StreamId };

/** What runs out, the first to do so first. @throws InvalidCursor */
export async function limitList(db: EntityManager, { from, to }: LimitFilters, { limit = USUAL, after }: Page, reach: Reach): Promise<Paged<RunningOut>> {
  const size = Math.min(Math.max(Math.trunc(limit), 1), MOST_ON_A_PAGE);
  const running = <R extends Limitable>(query: SelectQueryBuilder<R>): Promise<R[]> => {
    const { alias } = query;
    query.andWhere(`${alias}.limitUntil is not null`);
    if (from !== undefined) query.andWhere(`${alias}.limitUntil >= :from`, { from });
    if (to !== undefined) query.andWhere(`${alias}.limitUntil <= :to`, { to });
    if (after !== undefined) query.andWhere(`(${alias}.limitUntil, ${alias}.id) > (cast(:day as date), :id)`, placeOf(after));
    return query
      .orderBy(`${alias}.limitUntil`)
      .addOrderBy(`${alias}.id`)
      .limit(size + 1)
      .getMany();
  };
  const suspects = await withIdentities(db, await running(reached(db.createQueryBuilder(suspectEntity, 'suspect'), 'suspect', reach)));
  const assets = await running(reachedRecords(db.createQueryBuilder(recordEntity, 'record'), reach, 'asset').andWhere("record.category = 'asset'"));
  const found = [
    ...suspects.map((suspect) => ({ row: suspect, label: suspect.identity?.pseudonym ?? null, file: suspect.caseId })),
    ...assets.map((asset) => ({ row: asset, label: asset.label, file: asset.state['case'] as CaseId | undefined })),
  ].sort((a, b) => (placeAt(a.row) < placeAt(b.row) ? -1 : 1));
  const shown = found.slice(0, size);
  const cases = await reached(db.createQueryBuilder(criminalCaseEntity, 'case'), 'case', reach)
    .andWhere('case.id = any(:files)', { files: shown.flatMap(({ file }) => file ?? []) })
    .getMany();
  const byId = new Map(cases.map(({ id, caseNumber, reportNumber }) => [id, { id, caseNumber, reportNumber }]));
  const last = found.length > size ? shown.at(-1) : undefined;
  return {
    items: shown.map(({ row, label, file }) => ({
      id: row.id,
      clock: row.limitClock as Clock,
      until: row.limitUntil as CivilDate,
      label,
      district: row.district,
      case: (file && byId.get(file)) ?? null,
    })),
    next: last ? placeAt(last.row) : null,
  };
}

/** The cursor of this list is the last row of the page before. */
const placeAt = ({ limitUntil, id }: Limitable): string => `${limitUntil}.${id}`;

function placeOf(cursor: string): { readonly day: string; readonly id: string } {
  const [, day, id] = /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\.([a-z_]+-[0-9A-Z]{26})$/.exec(cursor) ?? [];
  if (day === undefined || id === undefined || new Date(day).toISOString().slice(0, 10) !== day) throw new InvalidCursor();
  return { day, id };
}
