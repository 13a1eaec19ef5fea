import { registerEntry } from '@casetrail/domain';
import { aggregateRoutes, voiding } from './command-routes.ts';

/** The same thing is one entry as long as it stands: registering it again answers with the entry there is. */
export const registerEntryRoutes = aggregateRoutes(registerEntry, 'Register entries', '/v1/register-entries', {
  AppointSupervisor: [{ begins: 'supervisors' }, 'Appoint a supervisor'],
  ListOfficer: [{ begins: 'officers' }, 'List an officer assigned to enterprises'],
  ListEnterprise: [{ begins: 'enterprises' }, 'List an enterprise'],
  EstablishLiaison: [{ begins: 'liaisons' }, 'Establish the liaison of an officer with an enterprise'],
  OpenInstitution: [{ begins: 'institutions' }, 'Open a legal-service centre or station'],
  EngageAdviser: [{ begins: 'advisers' }, 'Engage the legal adviser of a community'],
  RenewRegisterEntry: ['renew', 'Renew an appointment or a contract'],
  EndRegisterEntry: ['end', 'End the entry'],
  MoveRegisterEntry: ['move', 'Move the entry to another district (K8)'],
  ...voiding,
});
