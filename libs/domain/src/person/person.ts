import type { Decider } from '../kernel/decider.ts';
import { police } from '../kernel/organs.ts';
import type { PersonId, SuspectId } from '../kernel/identifiers.ts';
import { refuseIf } from '../kernel/rejection.ts';
import { suspect } from '../suspect/suspect.ts';
import { type PersonCommand, type PersonEvent, personCommands, personEvents } from './person-messages.ts';

export type Person = {
  readonly status: 'unknown' | 'provisional' | 'confirmed';
  /** Whether this identity stands for itself or was found to be another one. */
  readonly identity: 'own' | 'merged';
  readonly mergedInto?: PersonId;
  readonly idHash?: string;
  readonly suspects: readonly SuspectId[];
};

const registered: readonly Person['status'][] = ['provisional', 'confirmed'];

/** A person as the city knows them (人): a pseudonym, and what counting needs. Nothing here tells who it is. */
export const person: Decider<Person, PersonCommand, PersonEvent> = {
  category: 'person',
  noun: 'person',
  initialState: { status: 'unknown', identity: 'own', suspects: [] },
  commands: personCommands,
  events: personEvents,

  rules: {
    RegisterPerson: {
      by: police,
      from: { status: ['unknown'] },
      emits: ['PersonRegistered'],
      holds: ({ idHash }, state) => idHash !== undefined && state.idHash === idHash,
    },
    ConfirmIdentity: { by: police, from: { status: ['provisional'] }, emits: ['IdentityConfirmed'], holds: ({ idHash }, state) => state.idHash === idHash },
    MergeIdentity: {
      by: police,
      from: { status: registered, identity: ['own'] },
      emits: ['IdentitiesMerged'],
      correction: 'K11',
      holds: ({ survivor }, state) => state.mergedInto === survivor,
    },
    SplitIdentity: { by: police, from: { status: registered, identity: ['merged'] }, emits: ['IdentitiesSplit'], correction: 'K11' },
    CorrectPersonData: { by: police, from: { status: registered }, emits: ['PersonDataCorrected'], correction: 'K11' },
  },

  decide: {
    RegisterPerson: ({ pseudonym, ...data }, _, { self }) => [
      { type: 'PersonRegistered', data: { ...data, pseudonym: pseudonym ?? `P-${self.slice(-10)}`, provisional: data.idHash === undefined } },
    ],
    ConfirmIdentity: (data) => [{ type: 'IdentityConfirmed', data }],
    MergeIdentity: (data, _, context) => {
      refuseIf(data.survivor === context.self, 'person/merged-with-itself', 'An identity cannot be merged with itself.');
      const survivor = context.state(person, data.survivor);
      refuseIf(survivor.status === 'unknown', 'person/is-unknown', 'There is no such person.');
      refuseIf(survivor.identity === 'merged', 'person/survivor-merged', `That identity was itself merged into ${survivor.mergedInto}: name that person.`, {
        survivor: survivor.mergedInto,
      });
      return [{ type: 'IdentitiesMerged', data }];
    },
    SplitIdentity: (data, state) => {
      refuseIf(state.mergedInto !== data.survivor, 'person/not-merged-with', `This identity is merged into ${state.mergedInto}.`, {
        survivor: state.mergedInto,
      });
      return [{ type: 'IdentitiesSplit', data }];
    },
    CorrectPersonData: (data) => {
      refuseIf(data.birthYear === undefined && data.sex === undefined, 'person/nothing-to-correct', 'Name the birth year or the sex to correct.');
      return [{ type: 'PersonDataCorrected', data }];
    },
  },

  evolve: {
    PersonRegistered: (state, { idHash, provisional }) => ({ ...state, status: provisional ? 'provisional' : 'confirmed', ...(idHash && { idHash }) }),
    PersonSuspectListed: (state, { suspect }) => ({ ...state, suspects: [...state.suspects, suspect] }),
    IdentityConfirmed: (state, { idHash }) => ({ ...state, status: 'confirmed', idHash }),
    IdentitiesMerged: (state, { survivor }) => ({ ...state, identity: 'merged', mergedInto: survivor }),
    IdentitiesSplit: ({ mergedInto: _, ...state }) => ({ ...state, identity: 'own' }),
    PersonDataCorrected: (state) => state,
  },

  stands: (state, context) => {
    const parts = context.state(person, context.self).suspects.filter((id) => context.state(suspect, id).person === context.self);
    const left = parts.filter((id) => state.status === 'unknown' || !state.suspects.includes(id));
    refuseIf(left.length > 0, 'correction/relied-on', 'The person is a suspect in a case.', { reliedOnBy: left });
  },
};
