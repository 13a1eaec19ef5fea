import { confirmed, groupRegistered, identified, otherRegistered, theGroup, thePerson } from '../fixtures.ts';
import type { Actor } from '../kernel/envelope.ts';
import { type Issue, issueOf, leader, saidOf, streamNamed } from '../kernel/specify.ts';
import type { LeadCommand, LeadEvent } from './lead-messages.ts';

/** A lead on one person and a group, received by an inspector and decided on by leaders of the discipline organ. */
export const theLead = streamNamed('umbrella_lead', 1);
export const otherLead = streamNamed('umbrella_lead', 2);

const officer = (role: Actor['role'], user: string): Actor => ({ ...leader, role, user, org: 'dis-370202' });
export const inspector = officer('DISCIPLINE_INSPECTOR', 'insp-1');
export const disciplineLeader = officer('DISCIPLINE_LEADER', 'dis-1');
export const otherDisciplineLeader = officer('DISCIPLINE_LEADER', 'dis-2');
/** A correction: asked for by the inspector, approved by a leader. */
export const correctedByDiscipline = { by: inspector, approvedBy: disciplineLeader };

const text = 'for the test';
const ofLead = saidOf<LeadEvent>(theLead);
const toLead = issueOf<LeadCommand>(theLead);
const byInspector = { by: inspector };
const byLeader = { by: disciplineLeader };

const content = { leadNumber: 'L-1', source: 'PETITION' as const, kindHint: 'SHELTERING' as const, group: theGroup, subjects: [thePerson] };
/** Whom and what the lead is about. */
export const aroundLead = [confirmed, ...otherRegistered, identified, groupRegistered];
export const received = ofLead('LeadReceived', { ...content, district: '370202' }, byInspector);
export const screenedRelevant = ofLead('LeadScreened', { outcome: 'RELEVANT' }, byInspector);
export const screenedOutOfScope = ofLead('LeadScreened', { outcome: 'OUT_OF_SCOPE' }, byInspector);
export const screenedDuplicate = ofLead('LeadScreened', { outcome: 'DUPLICATE', of: otherLead }, byInspector);
export const screenedReferred = ofLead('LeadScreened', { outcome: 'REFERRED', to: text }, byInspector);
export const verificationOpened = ofLead('LeadVerificationOpened', {}, byLeader);
export const verificationClosed = ofLead('LeadVerificationClosed', { outcome: 'TO_INVESTIGATION' }, byLeader);
export const leadsMerged = ofLead('LeadsMerged', { survivor: otherLead }, byInspector);
export const putOutOfScope = ofLead('LeadPutOutOfScope', { basis: text }, byInspector);
export const leadReferred = ofLead('LeadReferred', { to: text }, byInspector);
export const otherReceived = { ...received, stream: otherLead };
export const toInvestigate = [received, screenedRelevant, verificationOpened, verificationClosed];

export const leadCommandsOf = {
  ReceiveLead: toLead('ReceiveLead', content, byInspector),
  ScreenLead: toLead('ScreenLead', { outcome: 'RELEVANT' }, byInspector),
  OpenVerification: toLead('OpenVerification', {}, byLeader),
  CloseVerification: toLead('CloseVerification', { outcome: 'TO_INVESTIGATION' }, byLeader),
  MergeLead: toLead('MergeLead', { survivor: otherLead }, correctedByDiscipline),
  PutLeadOutOfScope: toLead('PutLeadOutOfScope', { basis: text }, correctedByDiscipline),
  ReferLead: toLead('ReferLead', { to: text }, correctedByDiscipline),
  SplitLead: toLead('SplitLead', { leadNumber: 'L-2' }, correctedByDiscipline),
} satisfies Record<LeadCommand['type'], Issue>;
