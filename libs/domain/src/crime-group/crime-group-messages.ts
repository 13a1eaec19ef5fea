import { z } from 'zod';
import { district } from '../kernel/districts.ts';
import type { MessagesOf } from '../kernel/envelope.ts';
import { documentNumber, text } from '../kernel/fields.ts';
import { streamId } from '../kernel/identifiers.ts';

const groupId = streamId('crime_group');
const suspectId = streamId('suspect');

/** Criminal Law art. 294; 2019 Opinion art. 11. The paper prints the last two tiers as one: other criminal gangs. */
export const tiers = ['MAFIA_TYPE', 'EVIL_FORCE_GROUP', 'EVIL_FORCE_GANG', 'EVIL_RELATED_JOINT_CRIME'] as const;
export type Tier = (typeof tiers)[number];
/** The four features of a mafia-type organisation, Criminal Law art. 294. */
export const features = ['ORGANISATION', 'ECONOMY', 'CONDUCT', 'CONTROL'] as const;
export const memberRoles = ['ORGANISER', 'LEADER', 'CORE', 'ACTIVE', 'OTHER'] as const;
const tier = z.enum(tiers);
const role = z.enum(memberRoles);
const stage = z.enum(['POLICE', 'PROCURATORATE']);
const classification = { tier, basis: text, features: z.array(z.enum(features)).max(4) };

export const crimeGroupCommands = {
  /** The alias must not contain a suspect's name. */
  IdentifyGroup: z.strictObject({ alias: text, district, industries: z.array(text).max(10) }),
  RegisterGroup: z.strictObject({ code: documentNumber }),
  ClassifyGroup: z.strictObject(classification),
  ReclassifyGroup: z.strictObject(classification),
  LinkMember: z.strictObject({ suspect: suspectId, role }),
  ChangeMemberRole: z.strictObject({ suspect: suspectId, role }),
  DismantleGroup: z.strictObject({ ringleaderControlled: z.boolean(), coreMembers: z.int().min(0).max(1000), coreControlled: z.int().min(0).max(1000) }),
  MergeGroup: z.strictObject({ survivor: groupId }),
  SplitGroup: z.strictObject({
    children: z
      .array(z.strictObject({ code: documentNumber, alias: text }))
      .min(1)
      .max(10),
  }),
  TransferGroup: z
    .strictObject({ scope: z.enum(['DISTRICT', 'CITY_OUT', 'CITY_IN']), toAgency: text, toDistrict: district.optional() })
    .refine(({ scope, toDistrict }) => (scope === 'CITY_OUT') === (toDistrict === undefined), {
      path: ['toDistrict'],
      error: 'is needed for a transfer to a district of the city, and not for one out of the city',
    }),
  WithdrawGroup: z.strictObject({ ground: text }),
  ProsecuteGroup: z.strictObject(classification),
  AdjudicateGroup: z.strictObject({ finding: z.enum([...tiers, 'NOT_FOUND']), docketNumber: documentNumber }),
  CloseGroup: z.strictObject({}),
};

/** Stored for ever: never rename an event or one of its fields. */
export const crimeGroupEvents = {
  GroupIdentified: crimeGroupCommands.IdentifyGroup,
  GroupRegistered: z.strictObject({ code: documentNumber, alias: text, district, industries: z.array(text), splitFrom: groupId.optional() }),
  GroupClassified: z.strictObject({ ...classification, stage, approvedByLevel: z.enum(['CITY', 'DISTRICT']) }),
  GroupReclassified: z.strictObject({ from: tier, ...classification, stage, approvedByLevel: z.enum(['CITY', 'DISTRICT']) }),
  GroupMemberLinked: z.strictObject({ ...crimeGroupCommands.LinkMember.shape, person: streamId('person') }),
  MemberRoleChanged: crimeGroupCommands.ChangeMemberRole,
  GroupCaseListed: z.strictObject({ case: streamId('criminal_case') }),
  GroupDismantled: crimeGroupCommands.DismantleGroup,
  /** In the stream of the absorbed group. */
  GroupsMerged: crimeGroupCommands.MergeGroup,
  GroupSplit: z.strictObject({ children: z.array(groupId) }),
  GroupTransferred: z.strictObject({ scope: z.enum(['DISTRICT', 'CITY_OUT', 'CITY_IN']), toAgency: text, toDistrict: district.optional() }),
  GroupWithdrawn: crimeGroupCommands.WithdrawGroup,
  GroupProsecuted: z.strictObject(classification),
  GroupAdjudicated: crimeGroupCommands.AdjudicateGroup,
  GroupClosed: crimeGroupCommands.CloseGroup,
};

export type CrimeGroupCommand = MessagesOf<typeof crimeGroupCommands>;
export type CrimeGroupEvent = MessagesOf<typeof crimeGroupEvents>;
