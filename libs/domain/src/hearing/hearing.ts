import type { CivilDate } from '../kernel/civil-date.ts';
import type { Decider } from '../kernel/decider.ts';
import { notBefore } from '../kernel/guards.ts';
import { clerks, departments } from '../kernel/organs.ts';
import { refuseIf } from '../kernel/rejection.ts';
import { type HearingCommand, type HearingEvent, type officials, hearingCommands, hearingEvents } from './hearing-messages.ts';

type Appearance = (typeof officials)[number] | 'NONE';

export type Hearing = {
  readonly status: 'unknown' | 'scheduled' | 'held' | 'cancelled';
  readonly docketNumber?: string;
  readonly scheduledOn?: CivilDate;
  readonly heldOn?: CivilDate;
  /** Who the sued organ says will come. */
  readonly declared?: Appearance;
  /** Who came. */
  readonly official?: Appearance;
};

const ADMINISTRATIVE = /行(初|终|再)[1-9]\d*号$/;

/**
 * The hearing of an administrative case in open session, with or without an official of the sued organ (出庭应诉). Administrative Litigation Law
 * interpretation of the SPC 2018 art. 128.
 */
export const hearing: Decider<Hearing, HearingCommand, HearingEvent> = {
  category: 'hearing',
  noun: 'hearing',
  initialState: { status: 'unknown' },
  commands: hearingCommands,
  events: hearingEvents,

  rules: {
    ScheduleHearing: {
      by: clerks,
      from: { status: ['unknown'] },
      emits: ['HearingScheduled'],
      holds: ({ docketNumber }, state) => state.status === 'scheduled' && state.docketNumber === docketNumber,
    },
    DeclareAppearance: {
      by: departments,
      from: { status: ['scheduled'] },
      emits: ['AppearanceDeclared'],
      holds: ({ official }, state) => state.status === 'scheduled' && state.declared === official,
    },
    RecordHearing: {
      by: clerks,
      from: { status: ['scheduled'] },
      emits: ['AdministrativeHearingHeld'],
      holds: ({ official }, state) => state.official === official,
    },
    CorrectAppearance: {
      by: clerks,
      from: { status: ['held'] },
      emits: ['AppearanceCorrected'],
      correction: 'K1',
      holds: ({ official }, state) => state.official === official,
    },
    CancelHearing: { by: clerks, from: { status: ['scheduled'] }, emits: ['HearingCancelled'], holds: (_, { status }) => status === 'cancelled' },
  },

  decide: {
    ScheduleHearing: (data) => {
      refuseIf(
        !ADMINISTRATIVE.test(data.docketNumber),
        'hearing/not-administrative',
        `${data.docketNumber} is not an administrative case (行初, 行终 or 行再).`,
      );
      return [{ type: 'HearingScheduled', data }];
    },
    DeclareAppearance: (data, { scheduledOn }, context) => {
      notBefore(scheduledOn, context, 'hearing/before-scheduling');
      return [{ type: 'AppearanceDeclared', data }];
    },
    // The declaration does not bind the court: what a department declares too late is no reason to refuse the record.
    RecordHearing: (data, { scheduledOn }, context) => {
      notBefore(scheduledOn, context, 'hearing/before-scheduling');
      return [{ type: 'AdministrativeHearingHeld', data }];
    },
    CorrectAppearance: ({ official }, { heldOn, official: from = 'NONE' }, context) => {
      refuseIf(context.occurredOn !== heldOn, 'hearing/another-day', `The hearing was on ${heldOn}: who came is corrected as of that day.`, { heldOn });
      return [{ type: 'AppearanceCorrected', data: { from, official } }];
    },
    CancelHearing: (data, { scheduledOn }, context) => {
      notBefore(scheduledOn, context, 'hearing/before-scheduling');
      return [{ type: 'HearingCancelled', data }];
    },
  },

  evolve: {
    HearingScheduled: (state, { docketNumber }, { occurredOn }) => ({ ...state, status: 'scheduled', docketNumber, scheduledOn: occurredOn }),
    AppearanceDeclared: (state, { official }) => ({ ...state, declared: official }),
    AdministrativeHearingHeld: (state, { official }, { occurredOn }) => ({ ...state, status: 'held', official, heldOn: occurredOn }),
    AppearanceCorrected: (state, { official }) => ({ ...state, official }),
    HearingCancelled: (state) => ({ ...state, status: 'cancelled' }),
  },

  relies: { AppearanceCorrected: ({ official }, { from }) => official === from },
};
