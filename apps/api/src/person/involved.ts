import {
  type AnyDecider,
  type CaseId,
  type CriminalCase,
  type Person,
  type PersonId,
  type Suspect,
  criminalCase,
  liveEvents,
  person,
  suspect,
} from '@casetrail/domain';
import { type Ledger, LoadedStreams } from '@casetrail/ledger';
import type { Involved } from './may-reveal.ts';

/** A person as the ledger has them now, and who works on them: read from the ledger, so that nobody waits for a read model. */
export async function involvedWith(ledger: Ledger, id: PersonId, only?: CaseId): Promise<{ readonly state: Person; readonly involved: Involved }> {
  const streams = new LoadedStreams(ledger);
  const { world } = streams;
  await streams.load([id]);
  const state = world.state(person as AnyDecider, id) as Person;
  await streams.load([...state.suspects, ...state.investigations]);
  const parts = state.suspects.map((part) => [part, world.state(suspect as AnyDecider, part) as Suspect] as const);
  const cases = parts.flatMap(([, { case: file }]) => (file && (only === undefined || file === only) ? [file] : []));
  await streams.load(cases);

  const orgs = new Set<string>();
  const users = new Set<string>();
  const within = parts.flatMap(([part, { case: file }]) => (only === undefined || file === only ? [part] : []));
  const where = [...(only === undefined ? [id, ...state.investigations] : []), ...within, ...cases];
  for (const stream of where)
    for (const { actor, approval } of world.history(stream))
      for (const acting of approval ? [actor, approval.by] : [actor]) {
        orgs.add(acting.org);
        users.add(acting.user);
      }
  for (const file of cases) {
    const { leadAgency } = world.state(criminalCase as AnyDecider, file) as CriminalCase;
    if (leadAgency) orgs.add(leadAgency);
    for (const { type, data } of liveEvents(world.history(file)))
      if (type === 'InvestigationStarted') for (const user of (data as { readonly investigators: readonly string[] }).investigators) users.add(user);
  }
  return { state, involved: { orgs, users } };
}
