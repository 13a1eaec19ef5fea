import { identified, reported, theCase, theGroup } from '../fixtures.ts';
import type { Actor } from '../kernel/envelope.ts';
import { type Issue, investigator, issueOf, leader, on, saidOf, streamNamed } from '../kernel/specify.ts';
import type { RecommendationCommand, RecommendationEvent } from './recommendation-messages.ts';

/** The police of Shinan tell a department what they found: served on 20 March 2020, to be answered by the 31st. */
export const theRecommendation = streamNamed('recommendation', 1);
export const departmentOfficer: Actor = { user: 'dept-1', role: 'DEPARTMENT_OFFICER', org: 'dept-market-370202', district: '370202' };
export const departmentHead: Actor = { ...departmentOfficer, user: 'dept-2' };
export const supervisor: Actor = { user: 'office-1', role: 'SUPERVISOR', org: 'plc-370202', district: '370202' };
export const secondSupervisor: Actor = { ...supervisor, user: 'office-2' };

const text = 'for the test';
const said = saidOf<RecommendationEvent>(theRecommendation);
const to = issueOf<RecommendationCommand>(theRecommendation);
const corrected = { by: investigator, approvedBy: leader };
const draft = { kind: 'ENFORCEMENT' as const, addressee: 'dept-market-370202', industry: 'markets', issues: [text], groups: [theGroup], cases: [theCase] };
const service = { recommendationNumber: 'RC-1', replyDue: on('2020-03-31') };
const reply = { replyNumber: 'RE-1', summary: text };

export const recommendationDrafted = said('RecommendationDrafted', { ...draft, district: '370202' });
export const recommendationApproved = said('RecommendationApproved', {}, { by: leader });
export const recommendationServed = said('RecommendationServed', service, { by: leader });
export const recommendationObjected = said('RecommendationObjected', { ground: text }, { by: departmentOfficer });
export const objectionUpheld = said('ObjectionDecided', { outcome: 'UPHELD' });
export const objectionRejected = said('ObjectionDecided', { outcome: 'REJECTED' });
export const recommendationAmended = said('RecommendationAmended', { issues: ['amended'] });
export const recommendationWithdrawn = said('RecommendationWithdrawn', { ground: text });
export const kindCorrected = said('RecommendationKindCorrected', { from: 'ENFORCEMENT', kind: 'PROCURATORIAL' });
export const recommendationSupervised = said('RecommendationSupervised', {}, { by: supervisor, occurredOn: '2020-04-01' });
export const recommendationReplied = said('RecommendationReplied', reply, { by: departmentOfficer });
export const replyAssessed = said('ReplyAssessed', { assessment: 'ADEQUATE' });
export const recommendationClosed = said('RecommendationClosed', {});
export const served = [recommendationDrafted, recommendationApproved, recommendationServed];

export const recommendationCommandsOf = {
  DraftRecommendation: to('DraftRecommendation', draft, { by: investigator, after: [reported, identified] }),
  ApproveRecommendation: to('ApproveRecommendation', {}),
  ServeRecommendation: to('ServeRecommendation', { ...service, replyDue: on('2020-06-01') }),
  ObjectToRecommendation: to('ObjectToRecommendation', { ground: text }, { by: departmentOfficer }),
  DecideObjection: to('DecideObjection', { outcome: 'UPHELD' }),
  AmendRecommendation: to('AmendRecommendation', { issues: ['amended'] }, corrected),
  WithdrawRecommendation: to('WithdrawRecommendation', { ground: text }, corrected),
  CorrectRecommendationKind: to('CorrectRecommendationKind', { kind: 'PROCURATORIAL' }, corrected),
  SuperviseRecommendation: to('SuperviseRecommendation', {}, { by: supervisor }),
  ReplyToRecommendation: to('ReplyToRecommendation', reply, { by: departmentOfficer }),
  AssessReply: to('AssessReply', { assessment: 'ADEQUATE' }, { by: investigator }),
  CloseRecommendation: to('CloseRecommendation', {}, { by: investigator }),
} satisfies Record<RecommendationCommand['type'], Issue>;
