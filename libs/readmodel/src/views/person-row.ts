import { type PersonEvent, type PersonId, person, type sexes } from '@casetrail/domain';
import { type Head, type Involved, entity, head } from './entity.ts';
import { type Notes, fold, headOf } from './history.ts';
import { projection } from './projection.ts';

export type PersonRow = Head<PersonId> & {
  readonly pseudonym: string;
  readonly isProvisional: boolean;
  readonly birthYear: number | null;
  readonly sex: (typeof sexes)[number] | null;
  /** Counted, and shown to nobody. */
  readonly isSealed: boolean;
  readonly mergedInto: PersonId | null;
  /** Every identity that this one was ever found to be, also where that was taken back. */
  readonly survivorsNamed: readonly PersonId[];
};

export const personEntity = entity<PersonRow & Involved>('person', {
  ...head,
  pseudonym: 'text',
  isProvisional: 'flag',
  birthYear: 'number',
  sex: 'text',
  isSealed: 'flag',
  mergedInto: 'text',
  survivorsNamed: 'texts',
});

type Noted = Pick<PersonRow, 'pseudonym' | 'birthYear' | 'sex' | 'isSealed'>;
const unnoted: Noted = { pseudonym: '', birthYear: null, sex: null, isSealed: false };
const notes: Notes<PersonEvent, Noted> = {
  PersonRegistered: ({ pseudonym, birthYear = null, sex = null }) => ({ pseudonym, birthYear, sex }),
  RecordSealed: () => ({ isSealed: true }),
  PersonDataCorrected: ({ birthYear, sex }) => ({ ...(birthYear !== undefined && { birthYear }), ...(sex !== undefined && { sex }) }),
};

export const persons = projection<PersonId, PersonRow & Involved>('person', personEntity, (history) => {
  const { state, noted } = fold(person, notes, unnoted, history);
  if (state.status === 'unknown') return [];
  const named = history.recorded.flatMap(({ event }) => (event.type === 'IdentitiesMerged' ? [(event.data as { survivor: PersonId }).survivor] : []));
  return [
    { ...headOf(history), ...noted, isProvisional: state.status === 'provisional', mergedInto: state.mergedInto ?? null, survivorsNamed: [...new Set(named)] },
  ];
});
