import { lineOf } from '../access/organisations.ts';
import { arrestReview } from '../arrest-review/arrest-review.ts';
import { asset } from '../asset/asset.ts';
import { courtDocket } from '../court-docket/court-docket.ts';
import { crimeGroup } from '../crime-group/crime-group.ts';
import { criminalCase } from '../criminal-case/criminal-case.ts';
import {
  type AnyDecider,
  type Command,
  type Context,
  type CorrectionKind,
  type Decider,
  type Told,
  commandSchema,
  correctionKindOf,
  decide,
} from '../kernel/decider.ts';
import { hearing } from '../hearing/hearing.ts';
import { indicator, noWordsAbout } from '../indicator/indicator.ts';
import { CITY_LEVEL } from '../kernel/districts.ts';
import { type Act, type Actor, roles } from '../kernel/envelope.ts';
import { type EventId, type StreamId, categoryOf, eventIdOf, isStreamId } from '../kernel/identifiers.ts';
import { approverOf } from '../kernel/organs.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { person } from '../person/person.ts';
import { prosecution } from '../prosecution/prosecution.ts';
import { checkException } from '../publication/check-exception.ts';
import { mechanism } from '../rectification/mechanism.ts';
import { problem } from '../rectification/problem.ts';
import { recommendation } from '../rectification/recommendation.ts';
import { rectificationPlan } from '../rectification/rectification-plan.ts';
import { registerEntry } from '../register/register-entry.ts';
import { majorProject } from '../risk-assessment/major-project.ts';
import { suspect } from '../suspect/suspect.ts';
import { umbrellaInvestigation } from '../umbrella/investigation.ts';
import { umbrellaLead } from '../umbrella/lead.ts';
import { type CorrectionCommand, type CorrectionEvent, correctionCommands, correctionEvents } from './correction-messages.ts';

/** The aggregates whose records can be corrected. */
export const correctable = {
  criminal_case: criminalCase,
  person,
  suspect,
  crime_group: crimeGroup,
  arrest_review: arrestReview,
  prosecution,
  court_docket: courtDocket,
  asset,
  umbrella_lead: umbrellaLead,
  umbrella_investigation: umbrellaInvestigation,
  recommendation,
  rectification_plan: rectificationPlan,
  mechanism,
  problem,
  register_entry: registerEntry,
  indicator,
  hearing,
  major_project: majorProject,
  check_exception: checkException,
};
export type Correctable = keyof typeof correctable;

type Proposal = { readonly stream: string; readonly type: string; readonly data: Record<string, unknown>; readonly act: Act };

export type Correction = {
  readonly status: 'unknown' | 'requested' | 'approved' | 'rejected' | 'withdrawn';
  readonly kind?: CorrectionKind;
  readonly proposal?: Proposal;
  readonly requestedBy?: Actor;
  readonly request?: EventId;
  readonly requestedAt?: string | undefined;
  readonly reason?: Act['reason'];
};

/** A correction (更正) asked for by one person and decided by another: nothing is ever edited, the approved proposal adds its own events to the target. */
export const correction: Decider<Correction, CorrectionCommand, CorrectionEvent> = {
  category: 'correction',
  noun: 'correction',
  initialState: { status: 'unknown' },
  commands: correctionCommands,
  events: correctionEvents,

  rules: {
    RequestCorrection: { by: roles, from: { status: ['unknown'] }, emits: ['CorrectionRequested'] },
    ApproveCorrection: { by: roles, from: { status: ['requested'] }, emits: ['CorrectionApproved'] },
    RejectCorrection: { by: roles, from: { status: ['requested'] }, emits: ['CorrectionRejected'], holds: (_, { status }) => status === 'rejected' },
    WithdrawCorrection: { by: roles, from: { status: ['requested'] }, emits: ['CorrectionWithdrawn'], holds: (_, { status }) => status === 'withdrawn' },
  },

  decide: {
    RequestCorrection: (data, _, context) => {
      const { decider, command } = targetOf(data.proposal);
      const kind = correctionKindOf(decider, command, data.proposal.act.occurredOn, context.today);
      if (kind === undefined) return refuse('correction/not-needed', 'This act needs no second person: record it directly.');
      refuseIf(kind !== data.kind, 'correction/wrong-kind', `This is a correction of kind ${kind}, not ${data.kind}.`, { kind });
      withoutWords(data.proposal, context, data.proposal.act, { reason: data.reason });
      const approver: Actor = { ...context.actor, role: approverOf[context.actor.role] ?? context.actor.role, district: CITY_LEVEL };
      const events = decide(decider, command, { ...context, ...actOf(data.proposal), approval: { by: approver, at: context.now } });
      refuseIf(events.length === 0, 'correction/already-so', 'What is asked for already holds.');
      return [{ type: 'CorrectionRequested', data: { ...data, requestedAt: context.now } }];
    },
    ApproveCorrection: (_, state, context) => {
      const { kind, proposal, requestedBy, request, reason } = requested(state);
      mayDecide(requestedBy, context);
      refuseIf(isExpired(state, context.now), 'correction/expired', 'Nobody has decided on this within 72 hours: if it is still right, it is asked for again.');
      withoutWords(proposal, context);
      const { decider, command } = targetOf(proposal);
      const approval = { by: context.actor, at: context.now };
      const events = decide(decider, command, { ...context, ...actOf(proposal), actor: requestedBy, approval });
      refuseIf(events.length === 0, 'correction/already-so', 'What was asked for already holds: reject the request.');
      const { occurredOn, ...carried } = proposal.act;
      const envelope = { ...carried, ...(reason && { reason }), occurredOn, actor: requestedBy, approval, causation: request };
      return [
        { type: 'CorrectionApproved', data: { kind, target: proposal.stream, effectiveOn: occurredOn } },
        ...events.map((event): Told => ({ ...event, on: event.on ?? command.stream, envelope })),
      ];
    },
    RejectCorrection: (data, state, context) => {
      const { proposal, requestedBy } = requested(state);
      mayDecide(requestedBy, context);
      withoutWords(proposal, context, data);
      return [{ type: 'CorrectionRejected', data }];
    },
    WithdrawCorrection: (data, state, context) => {
      const { proposal, requestedBy } = requested(state);
      refuseIf(requestedBy.user !== context.actor.user, 'correction/not-own-request', 'Only who asked for a correction may withdraw it.');
      withoutWords(proposal, context);
      return [{ type: 'CorrectionWithdrawn', data }];
    },
  },

  evolve: {
    CorrectionRequested: (_, { kind, proposal, reason, requestedAt }, event) => ({
      status: 'requested',
      kind,
      proposal,
      reason: reason as Act['reason'],
      requestedBy: event.actor,
      request: eventIdOf(event.stream, event.version),
      requestedAt,
    }),
    CorrectionApproved: (state) => ({ ...state, status: 'approved' }),
    CorrectionRejected: (state) => ({ ...state, status: 'rejected' }),
    CorrectionWithdrawn: (state) => ({ ...state, status: 'withdrawn' }),
  },
};

const UNDECIDED_FOR = 72 * 3_600_000;

/** From when on a request that nobody has decided on cannot be approved any more. One that does not say when it was asked for, as in ledgers from before, waits. */
export const expiryOf = ({ requestedAt }: Pick<Correction, 'requestedAt'>): string | undefined =>
  requestedAt && new Date(Date.parse(requestedAt) + UNDECIDED_FOR).toISOString();

export function isExpired(state: Pick<Correction, 'status' | 'requestedAt'>, now: string): boolean {
  const expiry = expiryOf(state);
  return state.status === 'requested' && expiry !== undefined && Date.parse(now) >= Date.parse(expiry);
}

type Requested = Required<Omit<Correction, 'reason' | 'requestedAt'>> & Pick<Correction, 'reason'>;

function requested(state: Correction): Requested {
  return state as Requested; // the transition table lets only a requested correction get here
}

function targetOf({ stream, type, data }: Proposal): { decider: AnyDecider; command: Command } {
  const category = isStreamId(stream) && categoryOf(stream);
  if (!category || !(category in correctable)) return refuse('correction/no-such-target', `${stream} is not a record that can be corrected.`);
  const decider = correctable[category as Correctable];
  const parsed = commandSchema(decider, type)?.safeParse(data);
  if (!parsed?.success) return refuse('correction/invalid-proposal', parsed ? parsed.error.message : `There is no command ${type} for a ${decider.noun}.`);
  return { decider, command: { stream: stream as StreamId, type, data: parsed.data } };
}

const actOf = ({ act: { occurredOn, ...act } }: Proposal) => ({ occurredOn, act });

/** Nothing is written about the counts of areas A1 and A5 but codes: not in a request, not in the answer, and so not in what comes of it. */
function withoutWords(proposal: Proposal, context: Context, ...said: readonly Partial<Act>[]): void {
  if (categoryOf(proposal.stream as StreamId) === 'indicator') noWordsAbout(proposal, context, context.act, ...said);
}

/** Four eyes: another person, in a leader role of the same organ or of the one above it on its line. */
function mayDecide(requestedBy: Actor, { actor }: Context): void {
  refuseIf(actor.user === requestedBy.user, 'correction/own-request', 'Who asked for a correction may not decide on it.');
  const needed = approverOf[requestedBy.role];
  refuseIf(actor.role !== needed, 'role/not-allowed', `${actor.role} may not decide on this correction: it takes a ${needed}.`);
  refuseIf(
    !lineOf(actor.org).includes(requestedBy.org),
    'correction/other-organ',
    'A correction is decided in the organ that asked for it, or in the one above it on its line.',
  );
}
