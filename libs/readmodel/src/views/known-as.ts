import type { PersonId, StreamId } from '@casetrail/domain';
import type { SeenViews } from './seen-views.ts';

/** What stands for a person: every identity of theirs, and every part they have in a case. Just the id, where no more is known. */
export async function knownAs(views: SeenViews, person: PersonId): Promise<readonly StreamId[]> {
  const file = await views.personFile(person);
  return [...new Set([person, ...(file?.identities ?? []).map(({ id }) => id), ...(file?.participations ?? []).map(({ id }) => id)])];
}
