import {
  type AnyDecider,
  type CaseId,
  type Dealings,
  type Person,
  type PersonId,
  type Reach,
  type StreamId,
  type Suspect,
  besidePerson,
  investigatedPerson,
  involvedIn,
  liveEvents,
  person,
  suspect,
} from '@casetrail/domain';
import { type Ledger, LoadedStreams } from '@casetrail/ledger';
import { canSee } from '../view/sight.ts';

/** A person as the ledger has them now; and who works on them, where whoever asks reaches anything that the person is in. */
export type Known = { readonly state: Person; readonly dealings: Dealings | undefined };

/** Read from the ledger, so that nobody waits for a read model. `only`: what one case alone tells. */
export async function dealingsWith(ledger: Ledger, id: PersonId, reach: Reach, only?: CaseId): Promise<Known> {
  const streams = new LoadedStreams(ledger);
  const { world } = streams;
  await streams.load([id]);
  const state = world.state(person as AnyDecider, id) as Person;
  if (reach.closed.includes(id)) return { state, dealings: undefined };
  const beside = besidePerson(id);
  await streams.load([beside, ...state.suspects]);
  const { investigations } = world.state(investigatedPerson as AnyDecider, beside) as Pick<Person, 'investigations'>;
  const inquiries = [...state.investigations, ...investigations]; // older records list them on the person's stream
  const parts = state.suspects.flatMap((part): [StreamId, CaseId][] => {
    const { case: file } = world.state(suspect as AnyDecider, part) as Suspect;
    return file && (only === undefined || file === only) ? [[part, file]] : [];
  });
  await streams.load([...inquiries, ...parts.map(([, file]) => file)]);
  const records = [...new Set([...(only === undefined ? [id, ...inquiries] : []), ...parts.flat()])];
  const seen: StreamId[] = [];
  for (const record of records) if (await canSee(streams, record, reach)) seen.push(record);
  if (seen.length === 0) return { state, dealings: undefined };

  const events = seen.flatMap((record) => liveEvents(world.history(record)));
  const investigators = events.flatMap(({ type, data }) =>
    type === 'InvestigationStarted' ? (data as { readonly investigators: readonly string[] }).investigators : [],
  );
  const acted = events.flatMap(({ actor, approval }) => (approval ? [actor, approval.by] : [actor]));
  return {
    state,
    dealings: {
      orgs: new Set([...involvedIn(events), ...acted.map(({ org }) => org)]),
      users: new Set([...investigators, ...acted.map(({ user }) => user)]),
      isOpened: [id, ...seen].some((record) => reach.opened.includes(record)),
    },
  };
}
