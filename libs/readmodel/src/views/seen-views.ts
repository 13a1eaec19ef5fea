import type { CaseId, CivilDate, CorrectionId, CorrectionKind, District, GroupId, PersonId, Reach, Scope, StreamId, SuspectId, Tier } from '@casetrail/domain';
import type { DataSource, EntityManager, SelectQueryBuilder } from 'typeorm';
import { type CorrectionRow, atThisMoment, correctionEntity } from './correction-row.ts';
import { type CrimeGroupRow, type GroupMemberRow, crimeGroupEntity, groupMemberEntity } from './crime-group-row.ts';
import { type CriminalCaseRow, criminalCaseEntity } from './criminal-case-row.ts';
import { type Page, type Paged, pageFound, pageOf } from './page.ts';
import { type PersonRow, personEntity } from './person-row.ts';
import { type Identity, type SuspectInCase, correctionsOf, equal, identitiesOf, timeline, withIdentities } from './reading.ts';
import { type RecordFile, type RecordFilters, recordFile, recordList } from './record-file.ts';
import { type RecordCategory, type RecordRow, recordEntity } from './record-row.ts';
import { reached, reachedCorrections, reachedRecords } from './reached.ts';
import { SERVING } from './schema.ts';
import { type LimitFilters, type RunningOut, limitList } from './time-limits.ts';
import { type SuspectRow, suspectEntity } from './suspect-row.ts';
import type { TimelineEntry } from './timeline.ts';

export type { Identity, SuspectInCase } from './reading.ts';
export type { RecordFile, RecordFilters } from './record-file.ts';

export type Participation = SuspectRow & { readonly case: CriminalCaseRow | null };
export type MemberOfGroup = GroupMemberRow & { readonly identity: Identity | null; readonly suspect: SuspectRow | null };

export type CaseFile = {
  readonly case: CriminalCaseRow;
  readonly suspects: readonly SuspectInCase[];
  readonly groups: readonly CrimeGroupRow[];
  /** Cases that were merged into this one, and cases that were split from it. */
  readonly absorbed: readonly CriminalCaseRow[];
  readonly splitOff: readonly CriminalCaseRow[];
  /** Asked for on the case or one of its suspects, the newest first. */
  readonly corrections: readonly CorrectionRow[];
  /** Of the case and of every suspect it ever listed. */
  readonly timeline: readonly TimelineEntry[];
};
export type SuspectFile = {
  readonly suspect: SuspectInCase;
  readonly case: CriminalCaseRow | null;
  readonly groups: readonly CrimeGroupRow[];
  readonly corrections: readonly CorrectionRow[];
  readonly timeline: readonly TimelineEntry[];
};
export type PersonFile = {
  readonly person: PersonRow;
  /** All identities found to be one person, this one among them: together they count once. */
  readonly identities: readonly PersonRow[];
  readonly participations: readonly Participation[];
  /** Why they are one, or no longer: every decision to merge or to split that named one of them, with the voids of such decisions. */
  readonly decisions: readonly TimelineEntry[];
  readonly corrections: readonly CorrectionRow[];
};
export type GroupFile = {
  readonly group: CrimeGroupRow;
  readonly members: readonly MemberOfGroup[];
  readonly cases: readonly CriminalCaseRow[];
  readonly absorbed: readonly CrimeGroupRow[];
  readonly splitOff: readonly CrimeGroupRow[];
  readonly corrections: readonly CorrectionRow[];
  readonly timeline: readonly TimelineEntry[];
};

export type CaseFilters = {
  readonly district?: District | undefined;
  readonly status?: CriminalCaseRow['status'] | undefined;
  readonly scope?: Scope | undefined;
  readonly isCracked?: boolean | undefined;
  /** First and last day of filing. */
  readonly filedFrom?: CivilDate | undefined;
  readonly filedTo?: CivilDate | undefined;
  readonly group?: GroupId | undefined;
  /** Part of a case number, a report number, the lead agency or an offence. */
  readonly text?: string | undefined;
};
export type GroupFilters = {
  readonly district?: District | undefined;
  readonly status?: CrimeGroupRow['status'] | undefined;
  readonly tier?: Tier | undefined;
  /** Part of the code, the alias or an industry. */
  readonly text?: string | undefined;
};
export type CorrectionFilters = {
  readonly status?: CorrectionRow['status'] | undefined;
  readonly kind?: CorrectionKind | undefined;
  readonly district?: District | undefined;
  readonly target?: StreamId | undefined;
};
export type CaseListed = CriminalCaseRow & { readonly suspectCount: number; readonly inCustodyCount: number };

const identityDecisions = ['IdentitiesMerged', 'IdentitiesSplit'];
/** Up to whom it was merged into and down to whom it absorbed, again and again: the query builder has no lateral joins. */
const identitiesSql = `
  with recursive identity(id) as (
    select $1::text collate "C"
    union
    select met.id from identity cross join lateral (
      select person.merged_into as id from ${SERVING}.person where person.id = identity.id and person.merged_into is not null
      union all select person.id from ${SERVING}.person where person.merged_into = identity.id) met)
  select identity.id from identity`;

/** What screens show to one user at one moment: nothing that is out of reach. Every answer is of one moment, and plain: ready for JSON. */
export class SeenViews {
  readonly #dataSource: DataSource;
  readonly #reach: Reach;

  constructor(dataSource: DataSource, reach: Reach) {
    this.#dataSource = dataSource;
    this.#reach = reach;
  }

  /** A case with everything that belongs to it; undefined when there is none. */
  caseFile(id: CaseId): Promise<CaseFile | undefined> {
    return this.#atOneMoment(async (db) => {
      const file = await this.#cases(db).andWhere('case.id = :id', { id }).getOne();
      if (!file) return undefined;
      const suspects = await this.#suspects(db).andWhere('suspect.caseId = :id', { id }).getMany();
      const streams = [id, ...file.suspectsListed];
      return {
        case: file,
        suspects: await withIdentities(db, suspects),
        groups: await this.#groups(db).andWhere('group.id = any(:groups)', { groups: file.groups }).getMany(),
        absorbed: await this.#cases(db).andWhere('case.mergedInto = :id', { id }).getMany(),
        splitOff: await this.#cases(db).andWhere('case.splitFrom = :id', { id }).getMany(),
        corrections: await correctionsOf(db, streams),
        timeline: await timeline(db, streams),
      };
    });
  }

  /** One person's part in one case. */
  suspectFile(id: SuspectId): Promise<SuspectFile | undefined> {
    return this.#atOneMoment(async (db) => {
      const row = await this.#suspects(db).andWhere('suspect.id = :id', { id }).getOne();
      if (!row) return undefined;
      const [suspect] = (await withIdentities(db, [row])) as [SuspectInCase];
      const memberships = await db.findBy(groupMemberEntity, { suspectId: id });
      return {
        suspect,
        case: await this.#cases(db).andWhere('case.id = :file', { file: row.caseId }).getOne(),
        groups: await this.#groups(db)
          .andWhere('group.id = any(:groups)', { groups: memberships.map(({ groupId }) => groupId) })
          .getMany(),
        corrections: await correctionsOf(db, [id]),
        timeline: await timeline(db, [id]),
      };
    });
  }

  /** A person with all their identities, and why these count once. What is sealed is not shown: neither as a person nor as an identity of one. */
  personFile(id: PersonId): Promise<PersonFile | undefined> {
    return this.#atOneMoment(async (db) => {
      const person = await reached(db.createQueryBuilder(personEntity, 'person'), 'person', this.#reach)
        .andWhere('person.id = :id and not person.isSealed', { id })
        .getOne();
      if (!person) return undefined;
      const met = (await db.query<{ id: PersonId }[]>(identitiesSql, [id])).map((row) => row.id);
      const identities = await db
        .createQueryBuilder(personEntity, 'person')
        .where('person.id = any(:met) and not person.isSealed', { met })
        .orderBy('person.openedPosition')
        .getMany();
      const same = identities.map((one) => one.id);
      const suspects = await this.#suspects(db).andWhere('suspect.personId = any(:same)', { same }).getMany();
      const cases = byId(
        await this.#cases(db)
          .andWhere('case.id = any(:cases)', { cases: suspects.map(({ caseId }) => caseId) })
          .getMany(),
      );
      const onceSame = await db.createQueryBuilder(personEntity, 'person').where('person.survivorsNamed && :same and not person.isSealed', { same }).getMany();
      const related = await timeline(db, [...new Set([...same, ...onceSame.map((one) => one.id)])]);
      const named = (entry: TimelineEntry) => [entry.stream, entry.data['survivor'] as StreamId].some((one) => (same as readonly StreamId[]).includes(one));
      const decided = new Set<string>(related.filter((entry) => identityDecisions.includes(entry.type) && named(entry)).map(({ id }) => id));
      return {
        person,
        identities,
        participations: suspects.map((suspect) => ({ ...suspect, case: cases.get(suspect.caseId) ?? null })),
        decisions: related.filter((entry) => decided.has(entry.type === 'RecordVoided' ? String(entry.data['target']) : entry.id)),
        corrections: await correctionsOf(db, same),
      };
    });
  }

  /** A crime group with its members and cases. */
  groupFile(id: GroupId): Promise<GroupFile | undefined> {
    return this.#atOneMoment(async (db) => {
      const group = await this.#groups(db).andWhere('group.id = :id', { id }).getOne();
      if (!group) return undefined;
      const { closed } = this.#reach;
      const linked = await db.find(groupMemberEntity, { where: { groupId: id }, order: { linkedOn: 'ASC', suspectId: 'ASC' } });
      const members = linked.filter(({ suspectId }) => !closed.includes(suspectId));
      const identities = await identitiesOf(
        db,
        members.map(({ personId }) => personId),
      );
      const suspects = byId(
        await this.#suspects(db)
          .andWhere('suspect.id = any(:suspects)', { suspects: members.map(({ suspectId }) => suspectId) })
          .getMany(),
      );
      return {
        group,
        members: members.map((member) => ({ ...member, identity: identities.get(member.personId) ?? null, suspect: suspects.get(member.suspectId) ?? null })),
        cases: await this.#cases(db)
          .andWhere('case.groups @> :groups', { groups: [id] })
          .getMany(),
        absorbed: await this.#groups(db).andWhere('group.mergedInto = :id', { id }).getMany(),
        splitOff: await this.#groups(db).andWhere('group.splitFrom = :id', { id }).getMany(),
        corrections: await correctionsOf(db, [id]),
        timeline: await timeline(db, [id]),
      };
    });
  }

  /** A record that has no screen of its own, with what it refers to and what refers to it. */
  record(id: StreamId): Promise<RecordFile | undefined> {
    return this.#atOneMoment((db) => recordFile(db, id, this.#reach));
  }

  /** Records of one category, the newest first. @throws InvalidCursor */
  recordList(category: RecordCategory, filters: RecordFilters, page: Page = {}): Promise<Paged<RecordRow>> {
    return this.#atOneMoment((db) => recordList(db, category, filters, page, this.#reach));
  }

  /** The time limits that run, the first to run out first. @throws InvalidCursor */
  limitList(filters: LimitFilters, page: Page = {}): Promise<Paged<RunningOut>> {
    return this.#atOneMoment((db) => limitList(db, filters, page, this.#reach));
  }

  /** A correction that was asked for, whatever became of it. */
  async correction(id: CorrectionId): Promise<CorrectionRow | undefined> {
    const query = reachedCorrections(this.#dataSource.createQueryBuilder(correctionEntity, 'correction'), this.#reach);
    const row = await query.andWhere('correction.id = :id', { id }).getOne();
    return row ? atThisMoment(row) : undefined;
  }

  /** Of some records, those that are shown. */
  async among(ids: readonly StreamId[]): Promise<ReadonlySet<StreamId>> {
    const db = this.#dataSource.manager;
    const asked = [...new Set(ids)];
    const found = await Promise.all(
      [
        this.#cases(db),
        this.#suspects(db),
        this.#groups(db),
        reached(db.createQueryBuilder(personEntity, 'person'), 'person', this.#reach).andWhere('not person.isSealed'),
        reachedRecords(db.createQueryBuilder(recordEntity, 'record'), this.#reach),
      ].map((query) => query.select(`${query.alias}.id`, 'id').andWhere(`${query.alias}.id = any(:asked)`, { asked }).orderBy().getRawMany<{ id: StreamId }>()),
    );
    return new Set(found.flat().map(({ id }) => id));
  }

  /** Cases, the newest record first. @throws InvalidCursor */
  caseList(filters: CaseFilters, page: Page = {}): Promise<Paged<CaseListed>> {
    return this.#atOneMoment(async (db) => {
      const { district, status, scope, isCracked, filedFrom, filedTo, group, text } = filters;
      const query = reached(db.createQueryBuilder(criminalCaseEntity, 'case'), 'case', this.#reach);
      equal(query, { district, status, scope, isCracked });
      if (filedFrom !== undefined) query.andWhere('case.filedOn >= :filedFrom', { filedFrom });
      if (filedTo !== undefined) query.andWhere('case.filedOn <= :filedTo', { filedTo });
      if (group !== undefined) query.andWhere('case.groups @> :groups', { groups: [group] });
      const { items, ...rest } = await pageFound(query, text, page);
      const counts = await suspectCounts(
        db,
        items.map(({ id }) => id),
      );
      return { items: items.map((item) => ({ ...item, suspectCount: 0, inCustodyCount: 0, ...counts.get(item.id) })), ...rest };
    });
  }

  /** Crime groups, the newest record first. @throws InvalidCursor */
  groupList({ district, status, tier, text }: GroupFilters, page: Page = {}): Promise<Paged<CrimeGroupRow>> {
    return this.#atOneMoment((db) => {
      const query = reached(db.createQueryBuilder(crimeGroupEntity, 'group'), 'group', this.#reach);
      equal(query, { district, status, tier });
      return pageFound(query, text, page);
    });
  }

  /** Corrections, the newest first. @throws InvalidCursor */
  correctionList({ status, kind, district, target }: CorrectionFilters, page: Page = {}): Promise<Paged<CorrectionRow>> {
    return this.#atOneMoment(async (db) => {
      const query = reachedCorrections(db.createQueryBuilder(correctionEntity, 'correction'), this.#reach);
      equal(query, { status: status === 'expired' ? 'requested' : status, kind, district, target });
      if (status === 'expired') query.andWhere('correction.expiresAt <= :now', { now: new Date() });
      if (status === 'requested') query.andWhere('(correction.expiresAt is null or correction.expiresAt > :now)', { now: new Date() });
      const { items, ...rest } = await pageOf(query, page);
      return { items: items.map(atThisMoment), ...rest };
    });
  }

  /** Whatever is read of these, in files as in lists, is read through these: in the order in which the records began. */
  #cases(db: EntityManager): SelectQueryBuilder<CriminalCaseRow> {
    return reached(db.createQueryBuilder(criminalCaseEntity, 'case'), 'case', this.#reach).orderBy('case.openedPosition');
  }

  #suspects(db: EntityManager): SelectQueryBuilder<SuspectRow> {
    return reached(db.createQueryBuilder(suspectEntity, 'suspect'), 'suspect', this.#reach).orderBy('suspect.openedPosition');
  }

  #groups(db: EntityManager): SelectQueryBuilder<CrimeGroupRow> {
    return reached(db.createQueryBuilder(crimeGroupEntity, 'group'), 'group', this.#reach).orderBy('group.openedPosition');
  }

  /** The checkpoint is locked before anything is seen: a rebuild that takes over waits for that lock, so nobody reads half of the old tables and half of the new. */
  #atOneMoment<T>(work: (db: EntityManager) => Promise<T>): Promise<T> {
    return this.#dataSource.transaction('REPEATABLE READ', async (db) => {
      await db.query(`lock table ${SERVING}.checkpoint in access share mode`);
      return work(db);
    });
  }
}

const byId = <R extends { readonly id: string }>(rows: readonly R[]): ReadonlyMap<string, R> => new Map(rows.map((row) => [row.id, row]));

async function suspectCounts(db: EntityManager, cases: readonly CaseId[]): Promise<ReadonlyMap<CaseId, Pick<CaseListed, 'suspectCount' | 'inCustodyCount'>>> {
  const rows = await db
    .createQueryBuilder(suspectEntity, 'suspect')
    .select('suspect.caseId', 'caseId')
    .addSelect('count(*)::int', 'suspectCount')
    .addSelect('(count(*) filter (where suspect.isInCustody))::int', 'inCustodyCount')
    .where('suspect.caseId = any(:cases)', { cases })
    .groupBy('suspect.caseId')
    .getRawMany<{ caseId: CaseId; suspectCount: number; inCustodyCount: number }>();
  return new Map(rows.map(({ caseId, ...counts }) => [caseId, counts]));
}
