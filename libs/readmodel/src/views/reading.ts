import type { PersonId, StreamId } from '@casetrail/domain';
import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { type CorrectionRow, atThisMoment, correctionEntity } from './correction-row.ts';
import { personEntity } from './person-row.ts';
import type { SuspectRow } from './suspect-row.ts';
import { type TimelineEntry, type TimelineRow, timelineOf, timelineSql } from './timeline.ts';

/** What files and lists of several kinds are read with. */

/** Who a suspect is, as far as the city says: a pseudonym, and whether that identity was found to be another one. */
export type Identity = { readonly pseudonym: string; readonly isProvisional: boolean; readonly mergedInto: PersonId | null };
/** Without an identity where the record of the person is sealed. */
export type SuspectInCase = SuspectRow & { readonly identity: Identity | null };

export async function identitiesOf(db: EntityManager, ids: readonly PersonId[]): Promise<ReadonlyMap<string, Identity>> {
  const persons = await db
    .createQueryBuilder(personEntity, 'person')
    .where('person.id = any(:ids) and not person.isSealed', { ids: [...new Set(ids)] })
    .getMany();
  return new Map(persons.map(({ id, pseudonym, isProvisional, mergedInto }) => [id, { pseudonym, isProvisional, mergedInto }]));
}

export async function withIdentities(db: EntityManager, suspects: readonly SuspectRow[]): Promise<SuspectInCase[]> {
  const identities = await identitiesOf(
    db,
    suspects.map(({ personId }) => personId),
  );
  return suspects.map((suspect) => ({ ...suspect, identity: identities.get(suspect.personId) ?? null }));
}

export async function correctionsOf(db: EntityManager, targets: readonly StreamId[]): Promise<CorrectionRow[]> {
  const asked = db.createQueryBuilder(correctionEntity, 'correction').where('correction.target = any(:targets)', { targets });
  return (await asked.orderBy('correction.openedPosition', 'DESC').getMany()).map(atThisMoment);
}

export const timeline = async (db: EntityManager, streams: readonly StreamId[]): Promise<TimelineEntry[]> =>
  timelineOf(await db.query<TimelineRow[]>(timelineSql, [streams]));

export function equal<R extends ObjectLiteral>(query: SelectQueryBuilder<R>, wanted: { readonly [P in keyof R]?: R[P] | undefined }): void {
  for (const [property, value] of Object.entries(wanted))
    if (value !== undefined) query.andWhere(`${query.alias}.${property} = :${property}`, { [property]: value });
}
