import type { CivilDate } from '../kernel/civil-date.ts';
import type { Decider } from '../kernel/decider.ts';
import { notBefore } from '../kernel/guards.ts';
import { departments } from '../kernel/organs.ts';
import { refuseIf } from '../kernel/rejection.ts';
import { restsOn } from './recommendation.ts';
import { type MechanismCommand, type MechanismEvent, mechanismCommands, mechanismEvents } from './rectification-messages.ts';

export type Mechanism = {
  /** While it is only drafted it is nothing yet. */
  readonly status: 'unknown' | 'drafted' | 'issued' | 'repealed';
  readonly mechanismNumber?: string;
  readonly draftedBy?: string;
  readonly draftedOn?: CivilDate;
  readonly issuedOn?: CivilDate;
  readonly inForceFrom?: CivilDate;
  readonly amendment?: string;
  readonly amendedOn?: CivilDate;
};

/** A rule, mechanism or measure of a department (制度、机制、办法): one issued instrument, one 项, however often it is amended. AOCL 2021 art. 14. */
export const mechanism: Decider<Mechanism, MechanismCommand, MechanismEvent> = {
  category: 'mechanism',
  noun: 'mechanism',
  initialState: { status: 'unknown' },
  commands: mechanismCommands,
  events: mechanismEvents,

  rules: {
    DraftMechanism: { by: departments, from: { status: ['unknown'] }, emits: ['MechanismDrafted'] },
    IssueMechanism: {
      by: departments,
      from: { status: ['drafted'] },
      emits: ['MechanismIssued'],
      holds: ({ mechanismNumber, inForceFrom }, state) => state.mechanismNumber === mechanismNumber && state.inForceFrom === inForceFrom,
    },
    AmendMechanism: { by: departments, from: { status: ['issued'] }, emits: ['MechanismAmended'] },
    RepealMechanism: {
      by: departments,
      from: { status: ['issued'] },
      emits: ['MechanismRepealed'],
      correction: 'K2',
      holds: (_, { status }) => status === 'repealed',
    },
  },

  decide: {
    DraftMechanism: (data, _, context) => {
      for (const id of data.recommendations) restsOn(id, context, 'mechanism/before-recommendation');
      return [{ type: 'MechanismDrafted', data: { ...data, district: context.actor.district } }];
    },
    IssueMechanism: (data, state, context) => {
      refuseIf(context.actor.user === state.draftedBy, 'mechanism/own-draft', 'Who drafted the mechanism may not issue it: the head of the department does.');
      refuseIf(
        data.inForceFrom < context.occurredOn,
        'mechanism/in-force-before-issue',
        `What is issued on ${context.occurredOn} is not in force from ${data.inForceFrom}.`,
      );
      notBefore(state.draftedOn, context, 'mechanism/before-draft');
      return [{ type: 'MechanismIssued', data }];
    },
    AmendMechanism: (data, { inForceFrom, amendment, amendedOn }, context) => {
      if (amendment === data.note && amendedOn === context.occurredOn) return [];
      notBefore(inForceFrom, context, 'mechanism/not-in-force');
      notBefore(amendedOn, context, 'mechanism/before-amendment');
      return [{ type: 'MechanismAmended', data }];
    },
    RepealMechanism: (data, { issuedOn, amendedOn }, context) => {
      notBefore(issuedOn, context, 'mechanism/before-issue');
      notBefore(amendedOn, context, 'mechanism/before-amendment');
      return [{ type: 'MechanismRepealed', data }];
    },
  },

  evolve: {
    MechanismDrafted: (state, _, { actor, occurredOn }) => ({ ...state, status: 'drafted', draftedBy: actor.user, draftedOn: occurredOn }),
    MechanismIssued: (state, { mechanismNumber, inForceFrom }, { occurredOn }) => ({
      ...state,
      status: 'issued',
      mechanismNumber,
      inForceFrom,
      issuedOn: occurredOn,
    }),
    MechanismAmended: (state, { note }, { occurredOn }) => ({ ...state, amendment: note, amendedOn: occurredOn }),
    MechanismRepealed: (state) => ({ ...state, status: 'repealed' }),
  },

  relies: { MechanismIssued: ({ draftedBy }, _, { actor }) => actor.user !== draftedBy },
};
