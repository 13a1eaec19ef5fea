import {
  type CaseId,
  type CivilDate,
  type District,
  type PersonId,
  type Suspect,
  type SuspectEvent,
  type SuspectId,
  suspect,
  timeLimitOfSuspect,
} from '@casetrail/domain';
import { type Head, type Involved, type Limited, entity, head, limitOf, limited } from './entity.ts';
import { type Notes, fold, headOf } from './history.ts';
import { projection } from './projection.ts';

export type SuspectRow = Head<SuspectId> &
  Limited & {
    readonly caseId: CaseId;
    readonly personId: PersonId;
    readonly procedure: Suspect['procedure'];
    readonly measure: Suspect['measure'];
    readonly isInCustody: boolean;
    readonly openedOn: CivilDate;
    readonly detainedOn: CivilDate | null;
    readonly detainedUntil: CivilDate | null;
    /** The district in which the last detention that stands was imposed: where the person counts. */
    readonly district: District | null;
  };

export const suspectEntity = entity<SuspectRow & Involved>('suspect', {
  ...head,
  caseId: 'text',
  personId: 'text',
  procedure: 'text',
  measure: 'text',
  isInCustody: 'flag',
  openedOn: 'date',
  detainedOn: 'date',
  detainedUntil: 'date',
  district: 'text',
  ...limited,
});

type Noted = { readonly openedOn?: CivilDate; readonly district: District | null };
const notes: Notes<SuspectEvent, Noted> = {
  SuspectOpened: (_, { event }) => ({ openedOn: event.occurredOn }),
  CriminalDetentionImposed: ({ district }) => ({ district }),
  DetentionAnnulled: () => ({ district: null }),
};

export const suspects = projection<SuspectId, SuspectRow & Involved>('suspect', suspectEntity, (history) => {
  const { state, noted } = fold(suspect, notes, { district: null }, history);
  const { procedure, measure, isInCustody, case: caseId, person: personId, detainedOn = null, detainedUntil = null } = state;
  if (caseId === undefined || personId === undefined || noted.openedOn === undefined) return [];
  return [
    {
      ...headOf(history),
      ...limitOf(timeLimitOfSuspect(state)),
      caseId,
      personId,
      procedure,
      measure,
      isInCustody,
      openedOn: noted.openedOn,
      detainedOn,
      detainedUntil,
      district: noted.district,
    },
  ];
});
