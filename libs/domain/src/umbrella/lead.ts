import { crimeGroup } from '../crime-group/crime-group.ts';
import type { CivilDate } from '../kernel/civil-date.ts';
import type { Context, Decider } from '../kernel/decider.ts';
import type { District } from '../kernel/districts.ts';
import { notBefore } from '../kernel/guards.ts';
import type { LeadId } from '../kernel/identifiers.ts';
import { discipline, disciplineLeaders } from '../kernel/organs.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { person } from '../person/person.ts';
import { type LeadCommand, type LeadEvent, type verificationOutcomes, leadCommands, leadEvents } from './lead-messages.ts';

type Received = Extract<LeadEvent, { type: 'LeadReceived' }>['data'];

export type UmbrellaLead = {
  readonly status: 'unknown' | 'received' | 'relevant' | 'verifying' | 'verified' | 'out_of_scope' | 'duplicate' | 'referred' | 'merged';
  readonly district?: District;
  /** What it says, for a lead split off it to say the same. */
  readonly content?: Pick<Received, 'source' | 'kindHint' | 'group' | 'subjects'>;
  readonly receivedBy?: string;
  readonly receivedOn?: CivilDate;
  /** The day of the last step. The next one comes on that day or later. */
  readonly lastOn?: CivilDate;
  readonly outcome?: (typeof verificationOutcomes)[number];
  readonly verifiedOn?: CivilDate;
  /** The lead that this one repeats, found at the screening or later. */
  readonly repeats?: LeadId;
  readonly referredTo?: string;
};

type Status = UmbrellaLead['status'];
const live: readonly Status[] = ['received', 'relevant', 'verifying', 'verified'];
/** Checked, and so counted: from here on a lead leaves by a correction. */
const checked: readonly Status[] = ['verifying', 'verified'];
const screened = { RELEVANT: 'relevant', OUT_OF_SCOPE: 'out_of_scope', DUPLICATE: 'duplicate', REFERRED: 'referred' } as const satisfies Record<string, Status>;

/** A lead on corruption linked to organised crime (问题线索): one number, one 件, from its receipt to the end of its verification. Supervision Law 2018 arts 35–38. */
export const umbrellaLead: Decider<UmbrellaLead, LeadCommand, LeadEvent> = {
  category: 'umbrella_lead',
  noun: 'lead',
  secrecy: 'SEALED',
  initialState: { status: 'unknown' },
  commands: leadCommands,
  events: leadEvents,

  rules: {
    ReceiveLead: { by: discipline, from: { status: ['unknown'] }, emits: ['LeadReceived'] },
    ScreenLead: {
      by: discipline,
      from: { status: ['received'] },
      emits: ['LeadScreened'],
      holds: ({ outcome, of, to }, lead) => lead.status === screened[outcome] && lead.repeats === of && lead.referredTo === to,
    },
    OpenVerification: {
      by: disciplineLeaders,
      from: { status: ['relevant'] },
      emits: ['LeadVerificationOpened'],
      holds: (_, { status }) => status === 'verifying',
    },
    CloseVerification: {
      by: disciplineLeaders,
      from: { status: ['verifying'] },
      emits: ['LeadVerificationClosed'],
      holds: ({ outcome }, lead) => lead.status === 'verified' && lead.outcome === outcome,
    },
    MergeLead: {
      by: discipline,
      from: { status: checked },
      emits: ['LeadsMerged'],
      correction: 'K5',
      holds: ({ survivor }, { status, repeats }) => status === 'merged' && repeats === survivor,
    },
    PutLeadOutOfScope: {
      by: discipline,
      from: { status: checked },
      emits: ['LeadPutOutOfScope'],
      correction: 'K4',
      holds: (_, { status }) => status === 'out_of_scope',
    },
    ReferLead: {
      by: discipline,
      from: { status: checked },
      emits: ['LeadReferred'],
      correction: 'K7',
      holds: ({ to }, { status, referredTo }) => status === 'referred' && referredTo === to,
    },
    SplitLead: { by: discipline, from: { status: checked }, emits: ['LeadSplit'], correction: 'K6' },
  },

  decide: {
    ReceiveLead: (data, _, context) => {
      for (const subject of data.subjects) refuseIf(context.state(person, subject).status === 'unknown', 'person/is-unknown', `There is no person ${subject}.`);
      if (data.group) refuseIf(context.state(crimeGroup, data.group).status === 'unknown', 'crime-group/is-unknown', 'There is no such crime group.');
      return [{ type: 'LeadReceived', data: { ...data, district: context.actor.district } }];
    },
    ScreenLead: (data, lead, context) => {
      if (data.of) repeatable(data.of, context);
      return next(lead, context, [{ type: 'LeadScreened', data }]);
    },
    OpenVerification: (data, lead, context) => {
      refuseIf(context.actor.user === lead.receivedBy, 'umbrella-lead/own-lead', 'Who received a lead may not decide on checking it (Supervision Law 36).');
      return next(lead, context, [{ type: 'LeadVerificationOpened', data }]);
    },
    CloseVerification: (data, lead, context) => next(lead, context, [{ type: 'LeadVerificationClosed', data }]),
    MergeLead: (data, lead, context) => {
      const { receivedOn } = repeatable(data.survivor, context);
      notBefore(receivedOn, context, 'umbrella-lead/before-received');
      return next(lead, context, [{ type: 'LeadsMerged', data }]);
    },
    PutLeadOutOfScope: (data, lead, context) => next(lead, context, [{ type: 'LeadPutOutOfScope', data }]),
    ReferLead: (data, lead, context) => next(lead, context, [{ type: 'LeadReferred', data }]),
    SplitLead: ({ leadNumber }, lead, context) => {
      const { content, district } = lead;
      if (!content || !district) return refuse('umbrella-lead/is-unknown', 'There is no such lead.');
      const child = context.newId('umbrella_lead');
      return [
        ...next(lead, context, [{ type: 'LeadSplit', data: { child } } as const]),
        { on: child, type: 'LeadReceived', data: { ...content, leadNumber, district, splitFrom: context.self } },
      ];
    },
  },

  evolve: {
    LeadReceived: (_, { district, source, kindHint, group, subjects }, { actor, occurredOn }) => ({
      status: 'received',
      district,
      content: { source, kindHint, subjects, ...(group && { group }) },
      receivedBy: actor.user,
      receivedOn: occurredOn,
      lastOn: occurredOn,
    }),
    LeadScreened: (lead, { outcome, of, to }, { occurredOn }) => ({
      ...lead,
      status: screened[outcome],
      lastOn: occurredOn,
      ...(of && { repeats: of }),
      ...(to && { referredTo: to }),
    }),
    LeadVerificationOpened: (lead, _, { occurredOn }) => ({ ...lead, status: 'verifying', lastOn: occurredOn }),
    LeadVerificationClosed: (lead, { outcome }, { occurredOn }) => ({ ...lead, status: 'verified', outcome, verifiedOn: occurredOn, lastOn: occurredOn }),
    LeadsMerged: (lead, { survivor }, { occurredOn }) => ({ ...lead, status: 'merged', repeats: survivor, lastOn: occurredOn }),
    LeadPutOutOfScope: (lead, _, { occurredOn }) => ({ ...lead, status: 'out_of_scope', lastOn: occurredOn }),
    LeadReferred: (lead, { to }, { occurredOn }) => ({ ...lead, status: 'referred', referredTo: to, lastOn: occurredOn }),
    LeadSplit: (lead, _, { occurredOn }) => ({ ...lead, lastOn: occurredOn }),
  },

  relies: { LeadVerificationOpened: ({ receivedBy }, _, { actor }) => actor.user !== receivedBy },
  stands: ({ repeats }, context) => {
    let other = repeats;
    for (; other !== undefined && other !== context.self; other = context.state(umbrellaLead, other).repeats);
    refuseIf(other === context.self, 'correction/relied-on', `${repeats} has since been found to repeat this lead.`, { reliedOnBy: repeats });
  },
};

function next<D>({ lastOn }: UmbrellaLead, context: Context, events: readonly D[]): readonly D[] {
  notBefore(lastOn, context, 'umbrella-lead/before-last-step');
  return events;
}

/** The lead that another one repeats: it goes on in its place. */
function repeatable(id: LeadId, context: Context): UmbrellaLead {
  refuseIf(id === context.self, 'umbrella-lead/repeats-itself', 'A lead is no duplicate of itself.');
  const lead = context.state(umbrellaLead, id);
  refuseIf(lead.status === 'unknown', 'umbrella-lead/is-unknown', 'There is no such lead.');
  refuseIf(
    !live.includes(lead.status),
    'umbrella-lead/survivor-not-open',
    `The lead that it repeats is ${lead.status.replaceAll('_', ' ')}: name an open one.`,
  );
  return lead;
}
