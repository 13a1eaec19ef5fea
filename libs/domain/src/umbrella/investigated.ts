import type { CivilDate } from '../kernel/civil-date.ts';
import type { PersonId } from '../kernel/identifiers.ts';
import { refuse } from '../kernel/rejection.ts';
import type { InvestigationEvent } from './investigation-messages.ts';

export type DataOf<T extends InvestigationEvent['type']> = Extract<InvestigationEvent, { type: T }>['data'];
/** The events that dispose of a person's part in an investigation. */
export type Disposing =
  'PartySanctionImposed' | 'AdministrativeSanctionImposed' | 'AccountabilityDecided' | 'Admonished' | 'NoActionDecided' | 'TransferredToProsecution';
/** What an investigation came to for a person. `as`: which sanction, in which form, on what ground, to whom. */
export type Outcome = { readonly kind: Disposing; readonly as: string };

/** One person's part in one investigation. */
export type Investigated = {
  readonly person: PersonId;
  readonly rankBand: DataOf<'PersonInvestigationOpened'>['rankBand'];
  readonly openedOn: CivilDate;
  readonly retention: 'none' | 'imposed' | 'extended' | 'lifted';
  readonly retentionOn?: CivilDate;
  readonly outcomes: readonly Outcome[];
  /** When an outcome was last decided, asked to be reviewed, or reviewed. */
  readonly outcomeOn?: CivilDate;
  /** Where the review of the disposition stands. A changed one is decided anew. */
  readonly review: 'none' | 'requested' | 'upheld' | 'changed';
  readonly reviewLevel?: DataOf<'DispositionReviewed'>['level'];
  readonly changedOn?: CivilDate;
  readonly isCleared: boolean;
};

export type OfPerson = { readonly person: PersonId };
type Persons = { readonly persons: readonly Investigated[] };

export const opened = ({ person, rankBand }: DataOf<'PersonInvestigationOpened'>, openedOn: CivilDate): Investigated => ({
  person,
  rankBand,
  openedOn,
  retention: 'none',
  outcomes: [],
  review: 'none',
  isCleared: false,
});

export const hasOutcome = ({ outcomes }: Investigated): boolean => outcomes.length > 0;
/** The days on which something happened to a person in the investigation. */
export const daysOf = ({ openedOn, retentionOn, outcomeOn }: Investigated) => [openedOn, retentionOn, outcomeOn];

/** Whether the person is investigated there, and it is so of them. */
export const isSo = ({ persons }: Persons, named: OfPerson, holds: (part: Investigated) => boolean): boolean =>
  persons.some((part) => part.person === named.person && holds(part));

export const isOpened = (state: Persons, named: OfPerson): boolean => isSo(state, named, () => true);

/** Nothing is decided in the name of a person who is not investigated there. */
export const partOf = ({ persons }: Persons, named: OfPerson): Investigated =>
  persons.find(({ person }) => person === named.person) ??
  refuse('umbrella-investigation/not-opened', `${named.person} is not investigated here.`, { person: named.person });

export const withPart = <S extends Persons>(state: S, named: OfPerson, changes: (part: Investigated) => Partial<Investigated>): S => ({
  ...state,
  persons: state.persons.map((part) => (part.person === named.person ? { ...part, ...changes(part) } : part)),
});
