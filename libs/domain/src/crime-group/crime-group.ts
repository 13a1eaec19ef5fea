import { criminalCase } from '../criminal-case/criminal-case.ts';
import type { CivilDate } from '../kernel/civil-date.ts';
import type { Context, Decider } from '../kernel/decider.ts';
import type { District } from '../kernel/districts.ts';
import { judges, leaders, levelOf, police, procurators } from '../kernel/organs.ts';
import type { CaseId, GroupId, PersonId, SuspectId } from '../kernel/identifiers.ts';
import { notBefore } from '../kernel/guards.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { suspect } from '../suspect/suspect.ts';
import { type CrimeGroupCommand, type CrimeGroupEvent, type Tier, crimeGroupCommands, crimeGroupEvents, features } from './crime-group-messages.ts';

type Member = { readonly suspect: SuspectId; readonly person: PersonId; readonly role: string };

export type CrimeGroup = {
  readonly status:
    | 'unknown'
    | 'identified'
    | 'registered'
    | 'classified'
    | 'dismantled'
    | 'prosecuted'
    | 'adjudicated'
    | 'closed'
    | 'merged'
    | 'transferred_out'
    | 'withdrawn';
  readonly district?: District;
  readonly alias?: string;
  readonly industries: readonly string[];
  readonly identifiedBy?: string;
  readonly identifiedOn?: CivilDate;
  /** When it was last classified, transferred, adjudicated. What changes one of these comes on that day or later. */
  readonly tierOn?: CivilDate;
  readonly placeOn?: CivilDate;
  readonly findingOn?: CivilDate;
  readonly code?: string;
  readonly tier?: Tier;
  readonly members: readonly Member[];
  readonly cases: readonly CaseId[];
  readonly mergedInto?: GroupId;
  /** Where it stood before it left the city, to come back to. */
  readonly before?: CrimeGroup['status'];
};

type Status = CrimeGroup['status'];
/** A dismantled group is known with three members or more. */
const LEAST_MEMBERS = 3;
const withPolice: readonly Status[] = ['registered', 'classified', 'dismantled'];

/** A crime group (涉黑涉恶组织), of four tiers, classified by each organ for itself. Criminal Law arts 26 and 294; Opinions of 2019 on evil forces. */
export const crimeGroup: Decider<CrimeGroup, CrimeGroupCommand, CrimeGroupEvent> = {
  category: 'crime_group',
  noun: 'crime group',
  initialState: { status: 'unknown', industries: [], members: [], cases: [] },
  commands: crimeGroupCommands,
  events: crimeGroupEvents,

  rules: {
    IdentifyGroup: { by: police, from: { status: ['unknown'] }, emits: ['GroupIdentified'] },
    RegisterGroup: {
      by: leaders,
      from: { status: ['identified'] },
      emits: ['GroupRegistered'],
      holds: ({ code }, state) => state.status === 'registered' && state.code === code,
    },
    ClassifyGroup: {
      by: leaders,
      from: { status: ['registered'] },
      emits: ['GroupClassified'],
      holds: ({ tier }, state) => state.status === 'classified' && state.tier === tier,
    },
    ReclassifyGroup: {
      by: police,
      from: { status: ['classified', 'dismantled', 'prosecuted'] },
      emits: ['GroupReclassified'],
      correction: 'K4',
      holds: ({ tier }, state) => state.tier === tier,
    },
    LinkMember: {
      by: police,
      from: { status: withPolice },
      emits: ['GroupMemberLinked'],
      holds: (data, { members }) => members.some(({ suspect, role }) => suspect === data.suspect && role === data.role),
    },
    ChangeMemberRole: {
      by: leaders,
      from: { status: withPolice },
      emits: ['MemberRoleChanged'],
      holds: (data, { members }) => members.some(({ suspect, role }) => suspect === data.suspect && role === data.role),
    },
    DismantleGroup: { by: leaders, from: { status: ['classified'] }, emits: ['GroupDismantled'], holds: (_, { status }) => status === 'dismantled' },
    MergeGroup: {
      by: police,
      from: { status: withPolice },
      emits: ['GroupsMerged'],
      correction: 'K5',
      holds: ({ survivor }, state) => state.mergedInto === survivor,
    },
    SplitGroup: { by: police, from: { status: withPolice }, emits: ['GroupSplit'], correction: 'K6' },
    TransferGroup: {
      by: police,
      from: { status: [...withPolice, 'transferred_out'] },
      emits: ['GroupTransferred'],
      correction: ({ scope }) => (scope === 'DISTRICT' ? 'K8' : 'K7'),
    },
    WithdrawGroup: { by: police, from: { status: withPolice }, emits: ['GroupWithdrawn'], correction: 'K2', holds: (_, { status }) => status === 'withdrawn' },
    ProsecuteGroup: { by: procurators, from: { status: ['dismantled'] }, emits: ['GroupProsecuted'], holds: (_, { status }) => status === 'prosecuted' },
    AdjudicateGroup: { by: judges, from: { status: ['dismantled', 'prosecuted', 'adjudicated'] }, emits: ['GroupAdjudicated'] },
    CloseGroup: { by: leaders, from: { status: ['adjudicated'] }, emits: ['GroupClosed'], holds: (_, { status }) => status === 'closed' },
  },

  decide: {
    IdentifyGroup: (data) => [{ type: 'GroupIdentified', data }],
    RegisterGroup: ({ code }, state, context) => {
      refuseIf(context.actor.user === state.identifiedBy, 'crime-group/own-proposal', 'Who identified the group may not register it.');
      notBefore(state.identifiedOn, context, 'crime-group/before-identified');
      return [{ type: 'GroupRegistered', data: { code, alias: state.alias ?? '', district: districtOf(state), industries: [...state.industries] } }];
    },
    ClassifyGroup: (data, state, context) => {
      classifiable(data, context);
      notBefore(state.identifiedOn, context, 'crime-group/before-identified');
      return [{ type: 'GroupClassified', data: { ...data, stage: 'POLICE', approvedByLevel: levelOf(context) } }];
    },
    ReclassifyGroup: (data, { tier, identifiedOn, tierOn }, context) => {
      classifiable(data, context);
      notBefore(identifiedOn, context, 'crime-group/before-identified');
      if (tier === undefined) refuse('crime-group/not-classified', 'The group has no tier yet: classify it first.');
      notBefore(tierOn, context, 'crime-group/before-classification');
      return [{ type: 'GroupReclassified', data: { ...data, from: tier, stage: 'POLICE', approvedByLevel: levelOf(context) } }];
    },
    LinkMember: (data, { members, identifiedOn }, context) => {
      const { person } = context.state(suspect, data.suspect);
      if (person === undefined) return refuse('suspect/is-unknown', 'There is no such suspect.');
      const already = members.find((member) => member.person === person);
      refuseIf(already !== undefined, 'crime-group/already-member', 'This person is already a member: change the role instead.', { suspect: already?.suspect });
      notBefore(identifiedOn, context, 'crime-group/before-identified');
      return [{ type: 'GroupMemberLinked', data: { ...data, person } }];
    },
    ChangeMemberRole: (data, { members, identifiedOn }, context) => {
      refuseIf(!members.some((member) => member.suspect === data.suspect), 'crime-group/not-a-member', `${data.suspect} is not linked to this group.`);
      notBefore(identifiedOn, context, 'crime-group/before-identified');
      return [{ type: 'MemberRoleChanged', data }];
    },
    DismantleGroup: (data, state, context) => {
      refuseIf(data.coreControlled > data.coreMembers, 'crime-group/more-than-all', 'More core members are controlled than there are.');
      refuseIf(
        state.members.length < LEAST_MEMBERS,
        'crime-group/too-few-members',
        `A dismantled group has three linked members or more; this one has ${state.members.length}.`,
      );
      const isLinked = state.cases
        .map((id) => context.state(criminalCase, id))
        .some(({ filedOn, groups }) => filedOn !== undefined && groups.includes(context.self as GroupId));
      refuseIf(!isLinked, 'crime-group/no-filed-case', 'A dismantled group is linked to one filed case or more.');
      notBefore(state.identifiedOn, context, 'crime-group/before-identified');
      return [{ type: 'GroupDismantled', data }];
    },
    MergeGroup: (data, state, context) => {
      refuseIf(data.survivor === context.self, 'crime-group/merged-with-itself', 'A group cannot be merged into itself.');
      const survivor = context.state(crimeGroup, data.survivor);
      refuseIf(!withPolice.includes(survivor.status), 'crime-group/survivor-not-open', `The surviving group is ${survivor.status.replaceAll('_', ' ')}.`);
      notBefore(state.identifiedOn, context, 'crime-group/before-identified');
      return [{ type: 'GroupsMerged', data }];
    },
    SplitGroup: ({ children }, state, context) => {
      notBefore(state.identifiedOn, context, 'crime-group/before-identified');
      const ids = children.map(() => context.newId('crime_group'));
      const registered = children.map(({ code, alias }, i) => ({
        on: ids[i] as GroupId,
        type: 'GroupRegistered',
        data: { code, alias, district: districtOf(state), industries: state.industries, splitFrom: context.self },
      }));
      return [{ type: 'GroupSplit', data: { children: ids } }, ...registered];
    },
    TransferGroup: (data, state, context) => {
      const isOut = state.status === 'transferred_out';
      refuseIf(
        isOut !== (data.scope === 'CITY_IN'),
        'crime-group/transfer-direction',
        isOut ? 'The group has left the city: it can only come back.' : 'The group is in the city: it cannot come in.',
      );
      refuseIf(data.scope === 'DISTRICT' && data.toDistrict === state.district, 'crime-group/same-district', 'The group is already there.');
      notBefore(state.identifiedOn, context, 'crime-group/before-identified');
      notBefore(state.placeOn, context, 'crime-group/before-transfer');
      return [{ type: 'GroupTransferred', data }];
    },
    WithdrawGroup: (data, state, context) => {
      notBefore(state.identifiedOn, context, 'crime-group/before-identified');
      return [{ type: 'GroupWithdrawn', data }];
    },
    ProsecuteGroup: (data, state, context) => {
      classifiable(data, context);
      notBefore(state.identifiedOn, context, 'crime-group/before-identified');
      return [{ type: 'GroupProsecuted', data }];
    },
    AdjudicateGroup: (data, state, context) => {
      notBefore(state.identifiedOn, context, 'crime-group/before-identified');
      notBefore(state.findingOn, context, 'crime-group/before-adjudication');
      return [{ type: 'GroupAdjudicated', data }];
    },
    CloseGroup: (data, state, context) => {
      notBefore(state.findingOn, context, 'crime-group/before-adjudication');
      return [{ type: 'GroupClosed', data }];
    },
  },

  evolve: {
    GroupIdentified: (state, { district, alias, industries }, event) => ({
      ...state,
      status: 'identified',
      district,
      alias,
      industries,
      identifiedBy: event.actor.user,
      identifiedOn: event.occurredOn,
    }),
    GroupRegistered: (state, { code, district, alias, industries }, { occurredOn }) => ({
      ...state,
      status: 'registered',
      code,
      district,
      alias,
      industries,
      identifiedOn: state.identifiedOn ?? occurredOn,
    }),
    GroupClassified: (state, { tier }, { occurredOn }) => ({ ...state, status: 'classified', tier, tierOn: occurredOn }),
    GroupReclassified: (state, { tier }, { occurredOn }) => ({ ...state, tier, tierOn: occurredOn }),
    GroupMemberLinked: (state, member) => ({ ...state, members: [...state.members.filter(({ person }) => person !== member.person), member] }),
    MemberRoleChanged: (state, { suspect, role }) => ({
      ...state,
      members: state.members.map((member) => (member.suspect === suspect ? { ...member, role } : member)),
    }),
    GroupCaseListed: (state, { case: file }) => ({ ...state, cases: [...state.cases, file] }),
    GroupDismantled: (state) => ({ ...state, status: 'dismantled' }),
    GroupsMerged: (state, { survivor }) => ({ ...state, status: 'merged', mergedInto: survivor }),
    GroupSplit: (state) => state,
    GroupTransferred: ({ before, ...state }, { scope, toDistrict }, { occurredOn }) =>
      toDistrict === undefined
        ? { ...state, status: 'transferred_out', before: state.status, placeOn: occurredOn }
        : { ...state, district: toDistrict, status: scope === 'CITY_IN' ? (before ?? 'registered') : state.status, placeOn: occurredOn },
    GroupWithdrawn: (state) => ({ ...state, status: 'withdrawn' }),
    GroupProsecuted: (state) => ({ ...state, status: 'prosecuted' }),
    GroupAdjudicated: (state, _, { occurredOn }) => ({ ...state, status: 'adjudicated', findingOn: occurredOn }),
    GroupClosed: (state) => ({ ...state, status: 'closed' }),
  },

  relies: {
    GroupRegistered: ({ identifiedBy }, _, { actor }) => actor.user !== identifiedBy,
    GroupReclassified: ({ tier }, { from }) => tier === from,
    GroupMemberLinked: ({ members }, { person }) => !members.some((member) => member.person === person),
    MemberRoleChanged: ({ members }, { suspect }) => members.some((member) => member.suspect === suspect),
    GroupDismantled: ({ members }) => members.length >= LEAST_MEMBERS,
    GroupTransferred: ({ status }, { scope }) => (status === 'transferred_out') === (scope === 'CITY_IN'),
  },
};

/** Criminal Law 294 asks for all four features of a mafia-type organisation; the city level stands behind that tier. */
function classifiable({ tier, features: found }: { tier: Tier; features: readonly string[] }, context: Context): void {
  if (tier !== 'MAFIA_TYPE') return;
  const missing = features.filter((feature) => !found.includes(feature));
  refuseIf(
    missing.length > 0,
    'crime-group/features-missing',
    `A mafia-type organisation has all four features of Criminal Law 294; missing: ${missing.join(', ')}.`,
    { missing },
  );
  refuseIf(levelOf(context) !== 'CITY', 'crime-group/city-level-required', 'The tier MAFIA_TYPE needs a leader of the city level.');
}

function districtOf({ district }: CrimeGroup): District {
  return district ?? refuse('crime-group/no-district', 'The group has no district.');
}
