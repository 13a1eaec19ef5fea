import { type CivilDate, addDays } from '../kernel/civil-date.ts';
import type { Context, Decider } from '../kernel/decider.ts';
import type { District } from '../kernel/districts.ts';
import { notBefore } from '../kernel/guards.ts';
import type { ArrestReviewId, CaseId, PersonId, SuspectId } from '../kernel/identifiers.ts';
import { leaders, levelOf, procurators } from '../kernel/organs.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import type { Scope } from '../criminal-case/criminal-case-messages.ts';
import { suspect } from '../suspect/suspect.ts';
import { type ArrestReviewCommand, type ArrestReviewEvent, arrestReviewCommands, arrestReviewEvents } from './arrest-review-messages.ts';
import { awaitsReview, stands } from './standing.ts';

export type ArrestOutcome = 'undecided' | 'approved' | 'disapproved' | 'revoked' | 'moved';

/** One suspect of the file. `moved`: another file, split from this one, decides about them. */
type Reviewed = {
  readonly suspect: SuspectId;
  readonly outcome: ArrestOutcome;
  readonly decidedOn?: CivilDate;
  readonly decidedBy?: string;
  /** Asked for and not decided yet; or decided to be changed, which the approval that follows completes. */
  readonly reconsideration?: 'requested' | 'changed';
  /** Who was asked to reconsider, in this order, and when last. */
  readonly asked: readonly ('SAME' | 'UPPER')[];
  readonly askedOn?: CivilDate;
};

export type ArrestReview = {
  /** Open while somebody is undecided. */
  readonly status: 'unknown' | 'open' | 'decided' | 'closed' | 'merged';
  readonly fileNumber?: string;
  readonly case?: CaseId;
  readonly scope?: Scope;
  readonly district?: District;
  readonly openedOn?: CivilDate;
  readonly scopeOn?: CivilDate;
  readonly suspects: readonly Reviewed[];
  readonly splitFrom?: ArrestReviewId;
  readonly children: readonly ArrestReviewId[];
  readonly mergedInto?: ArrestReviewId;
};

type Status = ArrestReview['status'];
const inHand: readonly Status[] = ['open', 'decided'];
/** What was decided about a person stays with the file it was decided in, also when that one is closed or merged. */
const onRecord: readonly Status[] = [...inHand, 'closed', 'merged'];

/** CPL 91, SPP19 282: days to decide about a suspect who is detained, and about one who is not. */
const TERM_DETAINED = 7;
const TERM_FREE = 20;

/** A file of the procuratorate on the arrests that the police ask for (审查逮捕案件): one acceptance number, one 件. CPL 2018 arts 80, 87–92; SPP Rules 2019 arts 282–291. */
export const arrestReview: Decider<ArrestReview, ArrestReviewCommand, ArrestReviewEvent> = {
  category: 'arrest_review',
  noun: 'arrest review',
  initialState: { status: 'unknown', suspects: [], children: [] },
  commands: arrestReviewCommands,
  events: arrestReviewEvents,

  rules: {
    OpenArrestReview: {
      by: procurators,
      from: { status: ['unknown'] },
      emits: ['ArrestReviewOpened'],
      holds: ({ fileNumber }, state) => state.fileNumber === fileNumber,
    },
    ApproveArrest: { by: procurators, from: { status: ['open'] }, emits: ['ArrestApproved'], holds: (data, state) => outcomeOf(data, state) === 'approved' },
    DisapproveArrest: {
      by: procurators,
      from: { status: ['open'] },
      emits: ['ArrestDisapproved'],
      holds: (data, state) => outcomeOf(data, state) === 'disapproved',
    },
    RevokeArrestApproval: {
      by: procurators,
      from: { status: onRecord },
      emits: ['ArrestApprovalRevoked'],
      correction: 'K2',
      holds: (data, state) => outcomeOf(data, state) === 'revoked',
    },
    RequestReconsideration: {
      by: leaders,
      from: { status: onRecord },
      emits: ['ReconsiderationRequested'],
      holds: (data, state) => isPending(reviewed(data, state)) && reviewed(data, state)?.asked.at(-1) === data.level,
    },
    DecideReconsideration: { by: procurators, from: { status: onRecord }, emits: ['ReconsiderationDecided', 'ArrestApproved'] },
    ReclassifyArrestReview: {
      by: procurators,
      from: { status: [...inHand, 'closed'] },
      emits: ['ArrestReviewReclassified'],
      correction: 'K4',
      holds: ({ scope }, state) => state.scope === scope,
    },
    MergeArrestReview: {
      by: procurators,
      from: { status: ['decided'] },
      emits: ['ArrestReviewsMerged'],
      correction: 'K5',
      holds: ({ survivor }, state) => state.mergedInto === survivor,
    },
    SplitArrestReview: { by: procurators, from: { status: ['open'] }, emits: ['ArrestReviewSplit'], correction: 'K6' },
    CloseArrestReview: { by: procurators, from: { status: ['decided'] }, emits: ['ArrestReviewClosed'], holds: (_, { status }) => status === 'closed' },
  },

  decide: {
    OpenArrestReview: (data, _, context) => {
      eachOnce(data.suspects);
      for (const id of data.suspects) awaitsReview(id, data.case, context);
      return [
        { type: 'ArrestReviewOpened', data: { ...data, district: context.actor.district } },
        ...data.suspects.map((id) => ({ on: id, type: 'ArrestReviewListed', data: { review: context.self } })),
      ];
    },
    ApproveArrest: (data, state, context) => {
      inTerm(known(data, state, 'undecided'), state, context);
      return [{ type: 'ArrestApproved', data: { ...data, person: stillASuspect(data.suspect, context) } }];
    },
    DisapproveArrest: (data, state, context) => {
      inTerm(known(data, state, 'undecided'), state, context);
      return [{ type: 'ArrestDisapproved', data: { ...data, person: personOf(data.suspect, context) } }];
    },
    RevokeArrestApproval: (data, state, context) => {
      notBefore(known(data, state, 'approved').decidedOn, context, 'arrest-review/before-decision');
      return [{ type: 'ArrestApprovalRevoked', data: { ...data, person: personOf(data.suspect, context) } }];
    },
    RequestReconsideration: (data, state, context) => {
      const part = known(data, state, 'disapproved');
      refuseIf(isPending(part), 'arrest-review/reconsideration-pending', 'A reconsideration is already asked for and not decided yet.');
      refuseIf(
        data.level !== (['SAME', 'UPPER'] as const)[part.asked.length],
        'arrest-review/level-out-of-order',
        'The same procuratorate reconsiders first, then the one above it, each once (CPL 92).',
      );
      notBefore(part.askedOn ?? part.decidedOn, context, 'arrest-review/before-decision');
      return [{ type: 'ReconsiderationRequested', data: { ...data, person: personOf(data.suspect, context) } }];
    },
    DecideReconsideration: (data, state, context) => {
      const part = known(data, state, 'disapproved');
      refuseIf(!isPending(part), 'arrest-review/no-reconsideration', 'Nobody has asked to reconsider this decision.');
      refuseIf(
        context.actor.user === part.decidedBy,
        'arrest-review/own-decision',
        'Who decided not to approve the arrest may not reconsider that (SPP19 290).',
      );
      refuseIf(
        part.asked.at(-1) === 'UPPER' && levelOf(context) !== 'CITY',
        'arrest-review/upper-level-required',
        'A review at the upper level is decided by the procuratorate above (SPP19 291).',
      );
      notBefore(part.askedOn, context, 'arrest-review/before-request');
      const { suspect: id, decisionNumber } = data;
      if (data.outcome === 'UPHELD') return [{ type: 'ReconsiderationDecided', data: { ...data, person: personOf(id, context) } }];
      const person = stillASuspect(id, context);
      return [
        { type: 'ReconsiderationDecided', data: { ...data, person } },
        { type: 'ArrestApproved', data: { suspect: id, person, decisionNumber } },
      ];
    },
    ReclassifyArrestReview: (data, { scope, scopeOn }, context) => {
      notBefore(scopeOn, context, 'arrest-review/before-classification');
      return [{ type: 'ArrestReviewReclassified', data: { ...data, from: scope as Scope } }];
    },
    MergeArrestReview: (data, state, context) => {
      refuseIf(data.survivor === context.self, 'arrest-review/merged-with-itself', 'A file cannot be merged into itself.');
      const survivor = context.state(arrestReview, data.survivor);
      refuseIf(!inHand.includes(survivor.status), 'arrest-review/survivor-not-open', `The surviving file is ${survivor.status}: it must be open or decided.`);
      notBefore(survivor.openedOn, context, 'arrest-review/before-opening');
      afterDecisions(state, context);
      return [{ type: 'ArrestReviewsMerged', data }];
    },
    SplitArrestReview: ({ fileNumber, suspects }, state, context) => {
      eachOnce(suspects);
      for (const id of suspects) known({ suspect: id }, state, 'undecided');
      const left = state.suspects.filter(({ suspect: id, outcome }) => outcome !== 'moved' && !suspects.includes(id));
      refuseIf(left.length === 0, 'arrest-review/nobody-left', 'A split leaves somebody in the file.');
      notBefore(state.openedOn, context, 'arrest-review/before-opening');
      const child = context.newId('arrest_review');
      const opened = { fileNumber, case: state.case, suspects, scope: state.scope, district: state.district, splitFrom: context.self };
      return [
        { type: 'ArrestReviewSplit', data: { child, suspects } },
        { on: child, type: 'ArrestReviewOpened', data: opened },
        ...suspects.map((id) => ({ on: id, type: 'ArrestReviewListed', data: { review: child } })),
      ];
    },
    CloseArrestReview: (data, state, context) => {
      refuseIf(state.suspects.some(isPending), 'arrest-review/reconsideration-pending', 'Decide the reconsideration that is asked for first.');
      afterDecisions(state, context);
      return [{ type: 'ArrestReviewClosed', data }];
    },
  },

  evolve: {
    ArrestReviewOpened: (_, { suspects, splitFrom, ...file }, { occurredOn }) => ({
      ...file,
      ...(splitFrom && { splitFrom }),
      status: 'open',
      openedOn: occurredOn,
      scopeOn: occurredOn,
      suspects: suspects.map((id) => ({ suspect: id, outcome: 'undecided', asked: [] })),
      children: [],
    }),
    ArrestApproved: (state, data, event) => decided(state, data, { outcome: 'approved', decidedOn: event.occurredOn, decidedBy: event.actor.user }),
    ArrestDisapproved: (state, data, event) => decided(state, data, { outcome: 'disapproved', decidedOn: event.occurredOn, decidedBy: event.actor.user }),
    ArrestApprovalRevoked: (state, data, event) => decided(state, data, { outcome: 'revoked', decidedOn: event.occurredOn, decidedBy: event.actor.user }),
    ReconsiderationRequested: (state, data, { occurredOn }) => {
      const asked = [...(reviewed(data, state)?.asked ?? []), data.level];
      return decided(state, data, { reconsideration: 'requested', asked, askedOn: occurredOn });
    },
    ReconsiderationDecided: (state, data, { occurredOn }) =>
      decided(state, data, { askedOn: occurredOn, ...(data.outcome === 'CHANGED' && { reconsideration: 'changed' }) }),
    ArrestReviewReclassified: (state, { scope }, { occurredOn }) => ({ ...state, scope, scopeOn: occurredOn }),
    ArrestReviewsMerged: (state, { survivor }) => ({ ...state, status: 'merged', mergedInto: survivor }),
    ArrestReviewSplit: (state, { child, suspects }) =>
      suspects.reduce((left: ArrestReview, id) => decided(left, { suspect: id }, { outcome: 'moved' }), { ...state, children: [...state.children, child] }),
    ArrestReviewClosed: (state) => ({ ...state, status: 'closed' }),
  },

  relies: {
    ArrestApproved: (state, data) => outcomeOf(data, state) === 'undecided' || reviewed(data, state)?.reconsideration === 'changed',
    ArrestDisapproved: (state, data) => outcomeOf(data, state) === 'undecided',
    ArrestApprovalRevoked: (state, data) => outcomeOf(data, state) === 'approved',
    ReconsiderationRequested: (state, data) => outcomeOf(data, state) === 'disapproved' && !isPending(reviewed(data, state)),
    ReconsiderationDecided: (state, data, { actor }) => isPending(reviewed(data, state)) && reviewed(data, state)?.decidedBy !== actor.user,
    ArrestReviewReclassified: ({ scope }, { from }) => scope === from,
    ArrestReviewSplit: (state, { suspects }) => suspects.every((id) => outcomeOf({ suspect: id }, state) === 'undecided'),
    ArrestReviewClosed: ({ suspects }) => !suspects.some(isPending),
  },
  stands,
};

const reviewed = (data: { readonly suspect: SuspectId }, { suspects }: ArrestReview): Reviewed | undefined =>
  suspects.find((one) => one.suspect === data.suspect);
export const outcomeOf = (data: { readonly suspect: SuspectId }, state: ArrestReview): ArrestOutcome | undefined => reviewed(data, state)?.outcome;
const isPending = (part: Reviewed | undefined): boolean => part?.reconsideration === 'requested';

const settled = ({ reconsideration: _, ...part }: Reviewed): Reviewed => part;

/** Writes down what became of a suspect; a reconsideration that was pending no longer is. */
function decided(state: ArrestReview, { suspect: id }: { readonly suspect: SuspectId }, result: Partial<Reviewed>): ArrestReview {
  const suspects = state.suspects.map((part) => (part.suspect === id ? { ...settled(part), ...result } : part));
  const status = suspects.some(({ outcome }) => outcome === 'undecided') ? 'open' : 'decided';
  return { ...state, suspects, status: inHand.includes(state.status) ? status : state.status };
}

function eachOnce(suspects: readonly SuspectId[]): void {
  refuseIf(new Set(suspects).size < suspects.length, 'arrest-review/named-twice', 'Name each suspect once.');
}

/** The suspect as the file knows them, about whom that was decided so far. */
function known(data: { readonly suspect: SuspectId }, state: ArrestReview, outcome: ArrestOutcome): Reviewed {
  const part = reviewed(data, state) ?? refuse('arrest-review/not-in-this-file', `${data.suspect} is not in this file.`, { suspect: data.suspect });
  refuseIf(part.outcome !== outcome, `arrest-review/suspect-${part.outcome}`, `The suspect must be ${outcome} here, and is ${part.outcome}.`, {
    suspect: data.suspect,
  });
  return part;
}

const personOf = (id: SuspectId, context: Context): PersonId => context.state(suspect, id).person as PersonId;

function stillASuspect(id: SuspectId, context: Context): PersonId {
  const { procedure } = context.state(suspect, id);
  refuseIf(procedure !== 'suspect', 'arrest-review/not-a-suspect-any-more', `The proceedings against this person are ${procedure}.`, { suspect: id });
  return personOf(id, context);
}

/** The police's request was received with the first file, from which this one may have been split: the term does not start anew. */
function receivedOn({ splitFrom, openedOn }: ArrestReview, context: Context): CivilDate {
  return splitFrom === undefined ? (openedOn as CivilDate) : receivedOn(context.state(arrestReview, splitFrom), context);
}

function inTerm({ suspect: id }: Reviewed, state: ArrestReview, context: Context): void {
  notBefore(state.openedOn, context, 'arrest-review/before-opening');
  const days = context.state(suspect, id).isInCustody ? TERM_DETAINED : TERM_FREE;
  const until = addDays(receivedOn(state, context), days);
  refuseIf(context.occurredOn > until, 'arrest-review/term-expired', `The term of ${days} days to decide ran out on ${until} (CPL 91, SPP19 282).`);
}

function afterDecisions({ suspects }: ArrestReview, context: Context): void {
  for (const { decidedOn, askedOn } of suspects) for (const on of [decidedOn, askedOn]) notBefore(on, context, 'arrest-review/before-decision');
}
