import { type Issue, issueOf, leader, on, saidOf, streamNamed } from '../kernel/specify.ts';
import type { RegisterCommand, RegisterEvent } from './register-messages.ts';

/** An entry of each kind. Enterprises are made up: 999900 is no division of the country. */
export const theEntry = streamNamed('register_entry', 1);
export const theOfficer = streamNamed('register_entry', 2);
export const theEnterprise = streamNamed('register_entry', 3);
export const departmentOfficer = { ...leader, user: 'dept-1', role: 'DEPARTMENT_OFFICER', org: 'justice-370202' } as const;
export const otherDepartmentOfficer = { ...departmentOfficer, user: 'dept-2' } as const;

const corrected = { by: departmentOfficer, approvedBy: otherDepartmentOfficer };
const district = '370202' as const;
const ofEntry = saidOf<RegisterEvent>(theEntry);
const said = { by: departmentOfficer };
export const creditCode = '91999900MA00000019';
const liaison = { officer: theOfficer, enterprise: theEnterprise };
const appointment = { code: 'S-001', until: on('2020-12-31'), district };
const contract = { communityCode: '370202001', contractNumber: 'K-001', until: on('2020-12-31'), district };

export const supervisorAppointed = ofEntry('SupervisorAppointed', appointment, said);
export const adviserEngaged = ofEntry('AdviserEngaged', contract, said);
export const centreOpened = ofEntry('InstitutionOpened', { code: 'C-001', level: 'DISTRICT_CENTRE', district }, said);
export const liaisonEstablished = ofEntry('LiaisonEstablished', { ...liaison, district }, said);
export const entryRenewed = ofEntry('RegisterEntryRenewed', { until: on('2021-12-31') }, said);
export const entryEnded = ofEntry('RegisterEntryEnded', { ground: 'for the test' }, said);
export const entryMoved = ofEntry('RegisterEntryMoved', { toDistrict: '370203' }, said);
export const officerListed = saidOf<RegisterEvent>(theOfficer)('OfficerListed', { code: 'O-001', district }, said);
export const enterpriseListed = saidOf<RegisterEvent>(theEnterprise)('EnterpriseListed', { creditCode, district: '370203' }, said);

const toEntry = issueOf<RegisterCommand>(theEntry);
export const registerCommandsOf = {
  AppointSupervisor: toEntry('AppointSupervisor', appointment, said),
  ListOfficer: toEntry('ListOfficer', { code: 'O-002', district }, said),
  ListEnterprise: toEntry('ListEnterprise', { creditCode, district }, said),
  EstablishLiaison: toEntry('EstablishLiaison', liaison, { ...said, after: [officerListed, enterpriseListed] }),
  OpenInstitution: toEntry('OpenInstitution', { code: 'C-001', level: 'DISTRICT_CENTRE', district }, said),
  EngageAdviser: toEntry('EngageAdviser', contract, said),
  RenewRegisterEntry: toEntry('RenewRegisterEntry', { until: on('2021-12-31') }, said),
  EndRegisterEntry: toEntry('EndRegisterEntry', { ground: 'for the test' }, said),
  MoveRegisterEntry: toEntry('MoveRegisterEntry', { toDistrict: '370203' }, corrected),
} satisfies Record<RegisterCommand['type'], Issue>;
