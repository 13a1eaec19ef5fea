import type { Context, Decider } from '../kernel/decider.ts';
import { dataProtection, discipline, judges, police } from '../kernel/organs.ts';
import type { InvestigationId, PersonId, SuspectId } from '../kernel/identifiers.ts';
import { refuseIf } from '../kernel/rejection.ts';
import { suspect } from '../suspect/suspect.ts';
import { besidePerson, investigatedPerson } from '../umbrella/investigated-person.ts';
import { umbrellaInvestigation } from '../umbrella/investigation.ts';
import { type PersonCommand, type PersonEvent, personCommands, personEvents } from './person-messages.ts';
import type { SealedVersions } from './personal-data.ts';

export type Person = {
  readonly status: 'unknown' | 'provisional' | 'confirmed';
  /** Whether this identity stands for itself or was found to be another one. */
  readonly identity: 'own' | 'merged';
  readonly mergedInto?: PersonId;
  /** How sure the merge is; an unsure one can be made sure. */
  readonly certainty?: Certainty;
  /** Identities that may be this one, and still count apart. The mark is kept in the stream it was set in. */
  readonly matches: readonly PersonId[];
  /** Counted as ever, and usable by every aggregate; what is shown of it is not decided here. */
  readonly isSealed: boolean;
  /** The key of what the vault holds is gone for ever. */
  readonly isErased: boolean;
  /** The versions of the personal data that are valid. */
  readonly personalData: SealedVersions;
  readonly idHash?: string;
  readonly suspects: readonly SuspectId[];
  /** As older records list them. Newer ones are sealed: see `investigatedPerson`. */
  readonly investigations: readonly InvestigationId[];
};

type Certainty = 'SURE' | 'UNSURE';
const registered: readonly Person['status'][] = ['provisional', 'confirmed'];
const holding = ({ personalData }: Person, more: SealedVersions | undefined) => ({ personalData: { ...personalData, ...more } });

/**
 * What may still be entered of somebody: nothing where the key was destroyed, which is for ever, or where the record is sealed.
 * @throws Rejection
 */
export function refusePersonalData({ isErased, isSealed }: Person): void {
  refuseIf(isErased, 'person/key-destroyed', 'The personal data of this person were erased: none are taken any more.');
  refuseIf(isSealed, 'person/record-sealed', 'The record is sealed: no personal data are taken.');
}

/** A person as the city knows them (人): a pseudonym, and what counting needs. Nothing here tells who it is. */
export const person: Decider<Person, PersonCommand, PersonEvent> = {
  category: 'person',
  noun: 'person',
  initialState: { status: 'unknown', identity: 'own', matches: [], isSealed: false, isErased: false, personalData: {}, suspects: [], investigations: [] },
  commands: personCommands,
  events: personEvents,

  rules: {
    RegisterPerson: {
      by: [...police, ...discipline],
      from: { status: ['unknown'] },
      emits: ['PersonRegistered'],
      holds: ({ idHash }, state) => idHash !== undefined && state.idHash === idHash,
    },
    ConfirmIdentity: { by: police, from: { status: ['provisional'] }, emits: ['IdentityConfirmed'], holds: ({ idHash }, state) => state.idHash === idHash },
    MergeIdentity: {
      by: police,
      from: { status: registered },
      emits: ['IdentitiesMerged'],
      correction: 'K11',
      holds: ({ survivor, certainty = 'SURE' }, state) => state.mergedInto === survivor && state.certainty === certainty,
    },
    SplitIdentity: { by: police, from: { status: registered, identity: ['merged'] }, emits: ['IdentitiesSplit'], correction: 'K11' },
    MarkMatch: {
      by: [...police, ...discipline],
      from: { status: registered, identity: ['own'] },
      emits: ['IdentityMatchMarked'],
      holds: ({ other }, { matches }) => matches.includes(other),
    },
    ClearMatch: { by: [...police, ...discipline], from: { status: registered }, emits: ['IdentityMatchCleared'] },
    SealPersonRecord: {
      by: [...police, ...judges],
      from: { status: registered },
      emits: ['RecordSealed'],
      correction: 'K12',
      holds: (_, { isSealed }) => isSealed,
    },
    CorrectPersonData: { by: police, from: { status: registered }, emits: ['PersonDataCorrected'], correction: 'K11' },
    DestroyPersonKey: {
      by: dataProtection,
      from: { status: registered },
      emits: ['PersonKeyDestroyed'],
      correction: 'K12',
      holds: (_, { isErased }) => isErased,
    },
  },

  decide: {
    RegisterPerson: ({ pseudonym, ...data }, _, { self }) => [
      { type: 'PersonRegistered', data: { ...data, pseudonym: pseudonym ?? `P-${self.slice(-10)}`, provisional: data.idHash === undefined } },
    ],
    ConfirmIdentity: (data, state) => {
      if (data.personalData) refusePersonalData(state);
      return [{ type: 'IdentityConfirmed', data }];
    },
    MergeIdentity: (data, state, context) => {
      const isSame = state.mergedInto === data.survivor;
      refuseIf(state.identity === 'merged' && !isSame, 'person/is-merged', `This identity is merged into ${state.mergedInto}: split it first.`, {
        survivor: state.mergedInto,
      });
      refuseIf(isSame && state.certainty === 'SURE', 'person/merged-for-sure', 'The merge is sure: to doubt it, split the identities.');
      refuseIf(data.survivor === context.self, 'person/merged-with-itself', 'An identity cannot be merged with itself.');
      if (!isSame) standsForItself(data.survivor, 'person/survivor-merged', context);
      return [{ type: 'IdentitiesMerged', data }];
    },
    SplitIdentity: (data, state) => {
      refuseIf(state.mergedInto !== data.survivor, 'person/not-merged-with', `This identity is merged into ${state.mergedInto}.`, {
        survivor: state.mergedInto,
      });
      return [{ type: 'IdentitiesSplit', data }];
    },
    MarkMatch: (data, _, context) => {
      refuseIf(data.other === context.self, 'person/matched-with-itself', 'An identity is no match of itself.');
      const { matches } = standsForItself(data.other, 'person/is-merged', context);
      return matches.includes(context.self as PersonId) ? [] : [{ type: 'IdentityMatchMarked', data }]; // one mark is enough for the two
    },
    ClearMatch: (data, { matches }) => {
      refuseIf(!matches.includes(data.other), 'person/not-marked', `${data.other} is not marked as a match of this identity: look whether the mark is there.`);
      return [{ type: 'IdentityMatchCleared', data }];
    },
    SealPersonRecord: (data) => [{ type: 'RecordSealed', data }],
    CorrectPersonData: (data, state) => {
      const { birthYear, sex, personalData } = data;
      refuseIf(birthYear === undefined && sex === undefined && personalData === undefined, 'person/nothing-to-correct', 'Name what is to be corrected.');
      if (personalData) refusePersonalData(state);
      return [{ type: 'PersonDataCorrected', data }];
    },
    DestroyPersonKey: (data) => [{ type: 'PersonKeyDestroyed', data }],
  },

  evolve: {
    PersonRegistered: (state, { idHash, provisional, personalData }) => ({
      ...state,
      ...holding(state, personalData),
      status: provisional ? 'provisional' : 'confirmed',
      ...(idHash && { idHash }),
    }),
    PersonSuspectListed: (state, { suspect }) => ({ ...state, suspects: [...state.suspects, suspect] }),
    PersonInvestigationListed: (state, { investigation }) => ({ ...state, investigations: [...state.investigations, investigation] }),
    IdentityConfirmed: (state, { idHash, personalData }) => ({ ...state, ...holding(state, personalData), status: 'confirmed', idHash }),
    IdentitiesMerged: (state, { survivor, certainty = 'SURE' }) => ({ ...state, identity: 'merged', mergedInto: survivor, certainty }),
    IdentitiesSplit: ({ mergedInto: _into, certainty: _certainty, ...state }) => ({ ...state, identity: 'own' }),
    IdentityMatchMarked: (state, { other }) => ({ ...state, matches: [...state.matches, other] }),
    IdentityMatchCleared: (state, { other }) => ({ ...state, matches: state.matches.filter((id) => id !== other) }),
    RecordSealed: (state) => ({ ...state, isSealed: true, personalData: {} }),
    PersonDataCorrected: (state, { idHash, personalData }) => ({ ...state, ...holding(state, personalData), ...(idHash && { idHash }) }),
    PersonKeyDestroyed: (state) => ({ ...state, isErased: true, personalData: {} }),
  },

  relies: {
    IdentitiesMerged: ({ identity, mergedInto, certainty: before }, { survivor, certainty = 'SURE' }) =>
      identity === 'own' || (mergedInto === survivor && before === 'UNSURE' && certainty === 'SURE'),
    IdentitiesSplit: ({ mergedInto }, { survivor }) => mergedInto === survivor,
    IdentityMatchMarked: ({ matches }, { other }) => !matches.includes(other),
    IdentityMatchCleared: ({ matches }, { other }) => matches.includes(other),
    RecordSealed: ({ isSealed }) => !isSealed,
    PersonKeyDestroyed: ({ isErased }) => !isErased,
  },
  stands: (state, context) => {
    const { suspects, investigations: listedBefore, isErased } = context.state(person, context.self);
    refuseIf(isErased && !state.isErased, 'person/key-destroyed', 'A key that was destroyed does not come back: that it was stays on record.');
    const parts = suspects.filter((id) => context.state(suspect, id).person === context.self);
    const left = parts.filter((id) => state.status === 'unknown' || !state.suspects.includes(id));
    refuseIf(left.length > 0, 'correction/relied-on', 'The person is a suspect in a case.', { reliedOnBy: left });
    const { investigations } = context.state(investigatedPerson, besidePerson(context.self as PersonId));
    const isInvestigated = (id: InvestigationId) => context.state(umbrellaInvestigation, id).persons.some(({ person: named }) => named === context.self);
    const isLost = [
      ...listedBefore.filter((id) => !state.investigations.includes(id)),
      ...(state.status === 'unknown' ? [...listedBefore, ...investigations] : []),
    ].some(isInvestigated);
    refuseIf(isLost, 'correction/relied-on', 'A record that is closed to other organs relies on what would be voided.'); // and so it is not named
    let other = state.mergedInto;
    for (; other !== undefined && other !== context.self; other = context.state(person, other).mergedInto);
    refuseIf(other === context.self, 'correction/relied-on', `${state.mergedInto} has since been merged into this identity.`, { reliedOnBy: state.mergedInto });
  },
};

/** Another identity that is not itself a merged one. */
function standsForItself(id: PersonId, merged: 'person/survivor-merged' | 'person/is-merged', context: Context): Person {
  const other = context.state(person, id);
  refuseIf(other.status === 'unknown', 'person/is-unknown', 'There is no such person.');
  refuseIf(other.identity === 'merged', merged, `That identity was itself merged into ${other.mergedInto}: name that person.`, { survivor: other.mergedInto });
  return other;
}
