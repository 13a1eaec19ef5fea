import { z } from 'zod';
import { civilDate } from '../kernel/civil-date.ts';
import { district } from '../kernel/districts.ts';
import type { MessagesOf } from '../kernel/envelope.ts';
import { documentNumber, text } from '../kernel/fields.ts';
import { streamId } from '../kernel/identifiers.ts';

const entryId = streamId('register_entry');
/** A business code, not a name: registers hold no personal data. */
const code = z.string().regex(/^[0-9A-Z-]{3,40}$/, 'must be a code of capital letters, digits and hyphens');
/** GB 32100: 18 characters; the last one is a check digit. */
const creditCode = z.string().regex(/^[0-9A-HJ-NP-RTUWXY]{18}$/, 'must be a unified social credit code of 18 characters');

export const registerKinds = ['SUPERVISOR', 'OFFICER', 'ENTERPRISE', 'LIAISON', 'CITY_CENTRE', 'DISTRICT_CENTRE', 'STATION', 'COMMUNITY'] as const;
export type RegisterKind = (typeof registerKinds)[number];
export const institutionLevels = ['CITY_CENTRE', 'DISTRICT_CENTRE', 'STATION'] as const;

export const registerCommands = {
  AppointSupervisor: z.strictObject({ code, until: civilDate.optional(), district }),
  ListOfficer: z.strictObject({ code, district }),
  ListEnterprise: z.strictObject({ creditCode, district }),
  EstablishLiaison: z.strictObject({ officer: entryId, enterprise: entryId }),
  OpenInstitution: z.strictObject({ code, level: z.enum(institutionLevels), district }),
  /** A community or village has a legal adviser under a contract. */
  EngageAdviser: z.strictObject({ communityCode: code, contractNumber: documentNumber, until: civilDate.optional(), district }),
  RenewRegisterEntry: z.strictObject({ until: civilDate }),
  EndRegisterEntry: z.strictObject({ ground: text }),
  MoveRegisterEntry: z.strictObject({ toDistrict: district }),
};

/** Stored for ever: never rename an event or one of its fields. */
export const registerEvents = {
  SupervisorAppointed: registerCommands.AppointSupervisor,
  OfficerListed: registerCommands.ListOfficer,
  EnterpriseListed: registerCommands.ListEnterprise,
  LiaisonEstablished: z.strictObject({ ...registerCommands.EstablishLiaison.shape, district }),
  InstitutionOpened: registerCommands.OpenInstitution,
  AdviserEngaged: registerCommands.EngageAdviser,
  RegisterEntryRenewed: registerCommands.RenewRegisterEntry,
  RegisterEntryEnded: registerCommands.EndRegisterEntry,
  RegisterEntryMoved: registerCommands.MoveRegisterEntry,
};

export type RegisterCommand = MessagesOf<typeof registerCommands>;
export type RegisterEvent = MessagesOf<typeof registerEvents>;
