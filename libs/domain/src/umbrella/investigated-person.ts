import { z } from 'zod';
import type { Decider, Told } from '../kernel/decider.ts';
import type { Message, MessagesOf } from '../kernel/envelope.ts';
import { type InvestigationId, type PersonId, type StreamId, streamId } from '../kernel/identifiers.ts';

/** Stored for ever: never rename an event or one of its fields. */
export const investigatedPersonEvents = { InvestigationListed: z.strictObject({ investigation: streamId('umbrella_investigation') }) };
type InvestigatedPersonEvent = MessagesOf<typeof investigatedPersonEvents>;
type InvestigatedPerson = { readonly investigations: readonly InvestigationId[] };

/**
 * In which investigations somebody is named: told on a stream of its own beside the person's, and sealed. On the person's stream a gap in the versions would tell
 * everybody that there is something to hide.
 */
export const investigatedPerson: Decider<InvestigatedPerson, Message<never, never>, InvestigatedPersonEvent> = {
  category: 'investigated_person',
  noun: 'investigated person',
  secrecy: 'SEALED',
  initialState: { investigations: [] },
  commands: {},
  events: investigatedPersonEvents,
  rules: {},
  decide: {},
  evolve: { InvestigationListed: ({ investigations }, { investigation }) => ({ investigations: [...investigations, investigation] }) },
};

/** The stream beside that of a person. */
export const besidePerson = (person: PersonId): StreamId<'investigated_person'> =>
  `investigated_person-${person.slice(person.lastIndexOf('-') + 1)}` as StreamId<'investigated_person'>;

export const listed = (person: PersonId, investigation: StreamId): Told => ({
  on: besidePerson(person),
  type: 'InvestigationListed',
  data: { investigation },
});
