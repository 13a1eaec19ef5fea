import {
  type CivilDate,
  type CrimeGroup,
  type CrimeGroupEvent,
  type District,
  type GroupId,
  type PersonId,
  type SuspectId,
  type Tier,
  crimeGroup,
  type memberRoles,
} from '@casetrail/domain';
import { type Head, type Involved, entity, head } from './entity.ts';
import { type History, type Notes, fold, headOf } from './history.ts';
import { projection } from './projection.ts';
import { searchable } from './search-text.ts';

export type CrimeGroupRow = Head<GroupId> & {
  readonly status: CrimeGroup['status'];
  readonly district: District | null;
  readonly code: string | null;
  readonly alias: string | null;
  readonly industries: readonly string[];
  /** The police's classification; the procuratorate's and the court's stand beside it. */
  readonly tier: Tier | null;
  readonly prosecutedTier: Tier | null;
  readonly finding: Tier | 'NOT_FOUND' | null;
  readonly docketNumber: string | null;
  readonly memberCount: number;
  readonly identifiedOn: CivilDate | null;
  readonly dismantledOn: CivilDate | null;
  readonly mergedInto: GroupId | null;
  readonly splitFrom: GroupId | null;
};
type Search = { readonly searchText: string; readonly searchPairs: readonly string[] };

export type GroupMemberRow = {
  readonly groupId: GroupId;
  readonly suspectId: SuspectId;
  readonly personId: PersonId;
  readonly role: (typeof memberRoles)[number];
  readonly linkedOn: CivilDate;
};

export const crimeGroupEntity = entity<CrimeGroupRow & Search & Involved>('crime_group', {
  ...head,
  status: 'text',
  district: 'text',
  code: 'text',
  alias: 'text',
  industries: 'texts',
  tier: 'text',
  prosecutedTier: 'text',
  finding: 'text',
  docketNumber: 'text',
  memberCount: 'number',
  identifiedOn: 'date',
  dismantledOn: 'date',
  mergedInto: 'text',
  splitFrom: 'text',
  searchText: 'searchText',
  searchPairs: 'searchPairs',
});

export const groupMemberEntity = entity<GroupMemberRow>('group_member', { groupId: 'id', suspectId: 'id', personId: 'text', role: 'text', linkedOn: 'date' });

type Noted = Pick<CrimeGroupRow, 'code' | 'prosecutedTier' | 'finding' | 'docketNumber' | 'dismantledOn' | 'splitFrom'>;
const unnoted: Noted = { code: null, prosecutedTier: null, finding: null, docketNumber: null, dismantledOn: null, splitFrom: null };
const notes: Notes<CrimeGroupEvent, Noted> = {
  GroupRegistered: ({ code, splitFrom = null }) => ({ code, splitFrom }),
  GroupDismantled: (_, { event }) => ({ dismantledOn: event.occurredOn }),
  GroupProsecuted: ({ tier }) => ({ prosecutedTier: tier }),
  GroupAdjudicated: ({ finding, docketNumber }) => ({ finding, docketNumber }),
};

export const crimeGroups = projection<GroupId, CrimeGroupRow & Search & Involved>('crime_group', crimeGroupEntity, (history) => {
  const { state, noted } = fold(crimeGroup, notes, unnoted, history);
  if (state.status === 'unknown') return [];
  const { status, industries, district = null, alias = null, tier = null, identifiedOn = null, mergedInto = null } = state;
  return [
    {
      ...headOf(history),
      ...noted,
      status,
      industries,
      district,
      alias,
      tier,
      identifiedOn,
      mergedInto,
      memberCount: membersOf(history, state).length,
      ...searchable([noted.code, alias, ...industries]),
    },
  ];
});

export const groupMembers = projection<GroupId, GroupMemberRow>('crime_group', groupMemberEntity, (history) =>
  membersOf(history, fold(crimeGroup, {}, {}, history).state),
);

/** One row for each suspect: a link that was voided, made again and un-voided is still one membership. */
function membersOf({ id, standing }: History<GroupId>, { status, members }: CrimeGroup): GroupMemberRow[] {
  if (status === 'unknown') return [];
  const linkedOn = new Map(
    standing.flatMap(({ event }) => (event.type === 'GroupMemberLinked' ? [[(event.data as { suspect: SuspectId }).suspect, event.occurredOn] as const] : [])),
  );
  const rows = members.map(({ suspect, person, role }): GroupMemberRow => ({
    groupId: id,
    suspectId: suspect,
    personId: person,
    role: role as GroupMemberRow['role'],
    linkedOn: linkedOn.get(suspect) as CivilDate,
  }));
  return [...new Map(rows.map((row) => [row.suspectId, row])).values()];
}
