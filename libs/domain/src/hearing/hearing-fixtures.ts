import type { Actor } from '../kernel/envelope.ts';
import { type Issue, issueOf, judge, saidOf, streamNamed } from '../kernel/specify.ts';
import type { HearingCommand, HearingEvent } from './hearing-messages.ts';

/** A department is sued: the hearing is on 20 March 2020, and its deputy head comes. */
export const theHearing = streamNamed('hearing', 1);
export const clerk: Actor = { user: 'clerk-1', role: 'COURT_CLERK', org: 'court-370202', district: '370202' };
export const suedOfficer: Actor = { user: 'dept-1', role: 'DEPARTMENT_OFFICER', org: 'dept-market-370202', district: '370202' };

const text = 'for the test';
const said = saidOf<HearingEvent>(theHearing);
const to = issueOf<HearingCommand>(theHearing);
const docket = { docketNumber: '（2020）鲁0202行初1号', court: 'court-370202', defendant: 'dept-market-370202', district: '370202' as const };

export const scheduled = said('HearingScheduled', docket, { by: clerk });
export const declared = said('AppearanceDeclared', { official: 'DEPUTY' }, { by: suedOfficer });
export const heard = said('AdministrativeHearingHeld', { official: 'DEPUTY' }, { by: clerk });
export const appearanceCorrected = said('AppearanceCorrected', { from: 'DEPUTY', official: 'NONE' }, { by: clerk });
export const hearingCancelled = said('HearingCancelled', { ground: text }, { by: clerk });

export const hearingCommandsOf = {
  ScheduleHearing: to('ScheduleHearing', docket, { by: clerk }),
  DeclareAppearance: to('DeclareAppearance', { official: 'DEPUTY' }, { by: suedOfficer }),
  RecordHearing: to('RecordHearing', { official: 'DEPUTY' }, { by: clerk }),
  CorrectAppearance: to('CorrectAppearance', { official: 'NONE' }, { by: clerk, approvedBy: judge, occurredOn: '2020-03-20' }),
  CancelHearing: to('CancelHearing', { ground: text }, { by: clerk }),
} satisfies Record<HearingCommand['type'], Issue>;
