import { type Issue, issueOf, on, saidOf, streamNamed } from '../kernel/specify.ts';
import { departmentHead, departmentOfficer, served, theRecommendation } from './recommendation-fixtures.ts';
import type { MechanismCommand, MechanismEvent } from './rectification-messages.ts';

/** A department makes a rule for its trade, in force from 25 March 2020. */
export const theMechanism = streamNamed('mechanism', 1);

const text = 'for the test';
const said = saidOf<MechanismEvent>(theMechanism);
const to = issueOf<MechanismCommand>(theMechanism);
const draft = { department: 'dept-market-370202', industry: 'markets', kind: 'SYSTEM' as const, title: text, recommendations: [theRecommendation] };

export const mechanismDrafted = said('MechanismDrafted', { ...draft, district: '370202' }, { by: departmentOfficer });
export const mechanismIssued = said('MechanismIssued', { mechanismNumber: 'ME-1', inForceFrom: on('2020-03-25') }, { by: departmentHead });
export const mechanismAmended = said('MechanismAmended', { note: text }, { by: departmentOfficer, occurredOn: '2020-03-26' });
export const mechanismRepealed = said('MechanismRepealed', { ground: text }, { by: departmentOfficer, occurredOn: '2020-03-27' });

export const mechanismCommandsOf = {
  DraftMechanism: to('DraftMechanism', draft, { by: departmentOfficer, after: served }),
  IssueMechanism: to('IssueMechanism', { mechanismNumber: 'ME-1', inForceFrom: on('2020-05-01') }, { by: departmentHead }),
  AmendMechanism: to('AmendMechanism', { note: text }, { by: departmentOfficer }),
  RepealMechanism: to('RepealMechanism', { ground: text }, { by: departmentOfficer, approvedBy: departmentHead }),
} satisfies Record<MechanismCommand['type'], Issue>;
