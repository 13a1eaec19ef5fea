import { type Person, type Reach, type RecordedEvent, categoryOf, isVoid, versionOfEvent } from '@casetrail/domain';
import type { StoredEvent } from '@casetrail/ledger';
import { replay } from './replay.ts';

/** What somebody may see of a record's history: events, and the fields that are left out of its state. */
export type Visible = { readonly events: readonly StoredEvent[]; readonly unshown: readonly string[] };

/**
 * The lists that a person's history keeps of the records which name the person. One of them is sealed. Both are left out for whoever may not see that one:
 * the gap in the versions must not tell of it.
 */
const listings: readonly string[] = ['PersonSuspectListed', 'PersonInvestigationListed'];
const listed: readonly string[] = ['suspects', 'investigations'] satisfies (keyof Person)[];

/** What is to be seen of a record that is within reach: as much as of its file, and nothing where that is hidden or there is no such record. */
export function visible(stored: readonly StoredEvent[], { scope }: Reach): Visible | undefined {
  const [first] = stored;
  if (!first) return undefined;
  if (categoryOf(first.event.stream) !== 'person') return { events: stored, unshown: [] };
  if ((replay(stored, undefined, { limit: 0 }).state as Partial<Person>).isSealed) return undefined; // by law, and to everybody
  if (scope.sealed !== 'none') return { events: stored, unshown: [] };
  const events = stored.map(({ event }) => event);
  return { events: stored.filter(({ event }) => !listings.includes(recordBehind(event, events).type)), unshown: listed };
}

/** What an event, or in the end the void of one, is about. */
function recordBehind(event: RecordedEvent, events: readonly RecordedEvent[]): RecordedEvent {
  return isVoid(event) ? recordBehind(events[versionOfEvent(event.data.target) - 1] as RecordedEvent, events) : event;
}
