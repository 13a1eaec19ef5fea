import {
  type CaseId,
  type CivilDate,
  type CriminalCase,
  type CriminalCaseEvent,
  type District,
  type GroupId,
  type Scope,
  type SuspectId,
  criminalCase,
} from '@casetrail/domain';
import { type Head, type Involved, entity, head } from './entity.ts';
import { type Notes, fold, headOf } from './history.ts';
import { projection } from './projection.ts';
import { searchable } from './search-text.ts';

export type CriminalCaseRow = Head<CaseId> & {
  readonly status: CriminalCase['status'];
  readonly district: District | null;
  readonly leadAgency: string | null;
  readonly caseNumber: string | null;
  readonly reportNumber: string | null;
  readonly source: string | null;
  readonly offences: readonly string[];
  readonly scope: Scope | null;
  readonly isCracked: boolean;
  readonly reportedOn: CivilDate | null;
  readonly filedOn: CivilDate | null;
  readonly crackedOn: CivilDate | null;
  readonly mergedInto: CaseId | null;
  readonly splitFrom: CaseId | null;
  readonly groups: readonly GroupId[];
  /** Every suspect ever listed, also one whose opening was voided: whose history belongs to the case's. Who is a suspect now, the suspects' rows say. */
  readonly suspectsListed: readonly SuspectId[];
};
type Search = { readonly searchText: string; readonly searchPairs: readonly string[] };

export const criminalCaseEntity = entity<CriminalCaseRow & Search & Involved>('criminal_case', {
  ...head,
  status: 'text',
  district: 'text',
  leadAgency: 'text',
  caseNumber: 'text',
  reportNumber: 'text',
  source: 'text',
  offences: 'texts',
  scope: 'text',
  isCracked: 'flag',
  reportedOn: 'date',
  filedOn: 'date',
  crackedOn: 'date',
  mergedInto: 'text',
  splitFrom: 'text',
  groups: 'texts',
  suspectsListed: 'texts',
  searchText: 'searchText',
  searchPairs: 'searchPairs',
});

type Noted = Pick<CriminalCaseRow, 'reportNumber' | 'source' | 'offences' | 'crackedOn' | 'splitFrom'>;
const unnoted: Noted = { reportNumber: null, source: null, offences: [], crackedOn: null, splitFrom: null };
const notes: Notes<CriminalCaseEvent, Noted> = {
  ReportAccepted: ({ reportNumber, source }) => ({ reportNumber, source }),
  CaseFiled: ({ offences, splitFrom = null }) => ({ offences, splitFrom }),
  CaseCracked: (_, { event }) => ({ crackedOn: event.occurredOn }),
};

export const criminalCases = projection<CaseId, CriminalCaseRow & Search & Involved>('criminal_case', criminalCaseEntity, (history) => {
  const { state, noted } = fold(criminalCase, notes, unnoted, history);
  if (state.status === 'unknown') return [];
  const {
    status,
    isCracked,
    district = null,
    leadAgency = null,
    caseNumber = null,
    scope = null,
    reportedOn = null,
    filedOn = null,
    mergedInto = null,
  } = state;
  const listed = history.recorded.flatMap(({ event }) => (event.type === 'CaseSuspectListed' ? [(event.data as { suspect: SuspectId }).suspect] : []));
  return [
    {
      ...headOf(history),
      ...noted,
      status,
      isCracked,
      district,
      leadAgency,
      caseNumber,
      scope,
      reportedOn,
      filedOn,
      mergedInto,
      crackedOn: isCracked ? noted.crackedOn : null,
      groups: [...new Set(state.groups)],
      suspectsListed: [...new Set(listed)],
      ...searchable([caseNumber, noted.reportNumber, leadAgency, ...noted.offences]),
    },
  ];
});
