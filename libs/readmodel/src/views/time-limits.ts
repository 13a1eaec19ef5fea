import { type CaseId, type CivilDate, type Clock, type District, type Reach, type StreamId, categoryOf, owesOnly } from '@casetrail/domain';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { criminalCaseEntity } from './criminal-case-row.ts';
import type { Limited } from './entity.ts';
import { InvalidCursor, MOST_ON_A_PAGE, type Page, type Paged } from './page.ts';
import { reached, reachedRecords } from './reached.ts';
import { withIdentities } from './reading.ts';
import { type RecordCategory, type RecordRow, recordEntity } from './record-row.ts';
import { suspectEntity } from './suspect-row.ts';

/** A time limit that runs on a suspect, an asset or a file. */
export type RunningOut = {
  readonly id: StreamId;
  readonly clock: Clock;
  readonly until: CivilDate;
  /** The pseudonym of the person, unless their record is sealed; what an asset is called; the number of a file. */
  readonly label: string | null;
  readonly district: District | null;
  readonly case: { readonly id: CaseId; readonly caseNumber: string | null; readonly reportNumber: string | null } | null;
};
export type LimitFilters = {
  /** First and last day of those that are asked for. */
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
  /** Only what runs in this case. */
  readonly case?: CaseId | undefined;
};

const USUAL = 50;
/** What an organ is to answer in time. */
const ANSWERED = 'recommendation' satisfies RecordCategory;
type Limitable = Limited & { readonly id: StreamId };

/** What runs out, the first to do so first. @throws InvalidCursor */
export async function limitList(
  db: EntityManager,
  { from, to, case: inCase }: LimitFilters,
  { limit = USUAL, after }: Page,
  reach: Reach,
): Promise<Paged<RunningOut>> {
  const size = Math.min(Math.max(Math.trunc(limit), 1), MOST_ON_A_PAGE);
  const place = after === undefined ? undefined : placeOf(after);
  const running = <R extends Limitable>(query: SelectQueryBuilder<R>): Promise<R[]> => {
    const { alias } = query;
    query.andWhere(`${alias}.limitUntil is not null`);
    if (from !== undefined) query.andWhere(`${alias}.limitUntil >= :from`, { from });
    if (to !== undefined) query.andWhere(`${alias}.limitUntil <= :to`, { to });
    if (place !== undefined) query.andWhere(`(${alias}.limitUntil, ${alias}.id) > (cast(:day as date), :id)`, place);
    return query
      .orderBy(`${alias}.limitUntil`)
      .addOrderBy(`${alias}.id`)
      .limit(size + 1)
      .getMany();
  };
  const ofSuspects = reached(db.createQueryBuilder(suspectEntity, 'suspect'), 'suspect', reach);
  const ofRecords = reachedRecords(db.createQueryBuilder(recordEntity, 'record'), reach);
  if (owesOnly(reach)) ofRecords.andWhere(`record.category = :answered and record.state ->> 'addressee' = :own`, { answered: ANSWERED, own: reach.actor.org });
  if (inCase !== undefined) {
    if (!(await shownCases(db, reach, [inCase])).has(inCase)) return { items: [], next: null };
    const parts = await ofSuspects.andWhere('suspect.caseId = :inCase', { inCase }).clone().select('suspect.id').getMany();
    ofRecords.andWhere('record.refs && :ofCase', { ofCase: [inCase, ...parts.map(({ id }) => id)] });
  }
  const suspects = await withIdentities(db, await running(ofSuspects));
  const records = await running(ofRecords);
  const casesOf = await casesReferredTo(db, records);
  const all = [
    ...suspects.map((suspect) => ({ row: suspect, label: suspect.identity?.pseudonym ?? null, files: [suspect.caseId] })),
    ...records.map((record) => ({ row: record, label: record.category === 'asset' ? record.label : record.number, files: casesOf(record) })),
  ].sort((a, b) => soonestFirst(a.row, b.row));
  const shown = all.slice(0, size);
  const cases = await shownCases(
    db,
    reach,
    shown.flatMap(({ files }) => files),
  );
  const last = all.length > size ? shown.at(-1) : undefined;
  return {
    items: shown.map(({ row, label, files }) => ({
      id: row.id,
      clock: row.limitClock as Clock,
      until: row.limitUntil as CivilDate,
      label,
      district: row.district,
      case: files.flatMap((id) => cases.get(id) ?? [])[0] ?? null,
    })),
    next: last ? placeAt(last.row) : null,
  };
}

type Refers = Pick<RecordRow, 'refs'>;
const among = ({ refs }: Refers, category: 'criminal_case' | 'suspect') => refs.filter((id) => categoryOf(id) === category);

/** The cases that a record refers to; of a docket those of its defendants, since a docket refers to an indictment. Some may be out of reach. */
async function casesReferredTo(db: EntityManager, records: readonly Refers[]): Promise<(record: Refers) => readonly CaseId[]> {
  const suspects = records.flatMap((record) => among(record, 'suspect'));
  const parts = await db.createQueryBuilder(suspectEntity, 'suspect').where('suspect.id = any(:suspects)', { suspects }).getMany();
  const caseOf = new Map<StreamId, CaseId>(parts.map(({ id, caseId }) => [id, caseId]));
  return (record) => [...(among(record, 'criminal_case') as CaseId[]), ...among(record, 'suspect').flatMap((id) => caseOf.get(id) ?? [])];
}

/** Of some cases those that are within reach, as the list names them. */
async function shownCases(db: EntityManager, reach: Reach, ids: readonly CaseId[]): Promise<ReadonlyMap<CaseId, NonNullable<RunningOut['case']>>> {
  const cases = await reached(db.createQueryBuilder(criminalCaseEntity, 'case'), 'case', reach).andWhere('case.id = any(:ids)', { ids }).getMany();
  return new Map(cases.map(({ id, caseNumber, reportNumber }) => [id, { id, caseNumber, reportNumber }]));
}

/** The cursor of this list is the last row of the page before. */
const placeAt = ({ limitUntil, id }: Limitable): string => `${limitUntil}.${id}`;
const soonestFirst = (a: Limitable, b: Limitable): number => (placeAt(a) < placeAt(b) ? -1 : 1);

function placeOf(cursor: string): { readonly day: string; readonly id: string } {
  const [, day, id] = /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\.([a-z_]+-[0-9A-Z]{26})$/.exec(cursor) ?? [];
  if (day === undefined || id === undefined || new Date(day).toISOString().slice(0, 10) !== day) throw new InvalidCursor();
  return { day, id };
}
