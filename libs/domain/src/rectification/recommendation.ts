import { crimeGroup } from '../crime-group/crime-group.ts';
import { criminalCase } from '../criminal-case/criminal-case.ts';
import type { CivilDate } from '../kernel/civil-date.ts';
import type { Context, Decider } from '../kernel/decider.ts';
import type { Role } from '../kernel/envelope.ts';
import { notBefore } from '../kernel/guards.ts';
import type { StreamId } from '../kernel/identifiers.ts';
import { chiefProcurators, court, departments, discipline, disciplineLeaders, judges, leaders, police, procurators, supervisors } from '../kernel/organs.ts';
import { refuseIf } from '../kernel/rejection.ts';
import {
  type RecommendationCommand,
  type RecommendationEvent,
  type RecommendationKind,
  recommendationCommands,
  recommendationEvents,
} from './recommendation-messages.ts';

export type Recommendation = {
  readonly status: 'unknown' | 'drafted' | 'approved' | 'served' | 'objected' | 'objection_upheld' | 'replied' | 'assessed' | 'closed' | 'withdrawn';
  readonly kind?: RecommendationKind;
  readonly addressee?: string;
  readonly issues: readonly string[];
  readonly draftedBy?: string;
  readonly draftedOn?: CivilDate;
  readonly approvedOn?: CivilDate;
  readonly recommendationNumber?: string;
  readonly servedOn?: CivilDate;
  /** The last day for the written reply. */
  readonly replyDue?: CivilDate;
  readonly objection?: string;
  readonly objectionOutcome?: 'UPHELD' | 'REJECTED';
  /** When it was last objected to, the objection decided, or the text amended. What changes one of these comes on that day or later. */
  readonly objectionOn?: CivilDate;
  readonly kindOn?: CivilDate;
  readonly isSupervised: boolean;
  readonly replyNumber?: string;
  readonly repliedBy?: string;
  readonly repliedOn?: CivilDate;
  readonly assessment?: string;
  readonly assessedOn?: CivilDate;
  /** Holds an act of another organ than the one whose kind it was on that day: no void may leave that. */
  readonly isAstray: boolean;
};

type Status = Recommendation['status'];
/** Served, and not yet done with. */
const pending: readonly Status[] = ['served', 'objected', 'objection_upheld', 'replied', 'assessed'];

const organOf: Readonly<Record<RecommendationKind, readonly Role[]>> = {
  SUPERVISORY: discipline,
  JUDICIAL: court,
  PROCURATORIAL: procurators,
  ENFORCEMENT: police,
};
const issuers: readonly Role[] = Object.values(organOf).flat();
const approvers: readonly Role[] = [...disciplineLeaders, ...judges, ...chiefProcurators, ...leaders];

/**
 * A recommendation (监察、司法、检察、执法建议) to one department: one served document, one 条. Supervision Law 2018 art. 62; Rules on Procuratorial
 * Recommendations 2019 arts 19 and 23; AOCL 2021 art. 14.
 */
export const recommendation: Decider<Recommendation, RecommendationCommand, RecommendationEvent> = {
  category: 'recommendation',
  noun: 'recommendation',
  initialState: { status: 'unknown', issues: [], isSupervised: false, isAstray: false },
  commands: recommendationCommands,
  events: recommendationEvents,

  rules: {
    DraftRecommendation: { by: issuers, from: { status: ['unknown'] }, emits: ['RecommendationDrafted'] },
    ApproveRecommendation: {
      by: approvers,
      from: { status: ['drafted'] },
      emits: ['RecommendationApproved'],
      holds: (_, { status }) => status === 'approved',
    },
    ServeRecommendation: {
      by: approvers,
      from: { status: ['approved'] },
      emits: ['RecommendationServed'],
      holds: ({ recommendationNumber }, state) => state.status === 'served' && state.recommendationNumber === recommendationNumber,
    },
    ObjectToRecommendation: {
      by: departments,
      from: { status: ['served'] },
      emits: ['RecommendationObjected'],
      holds: ({ ground }, state) => state.status === 'objected' && state.objection === ground,
    },
    DecideObjection: {
      by: issuers,
      from: { status: ['objected'] },
      emits: ['ObjectionDecided'],
      holds: ({ outcome }, { objectionOutcome }) => objectionOutcome === outcome,
    },
    AmendRecommendation: {
      by: issuers,
      from: { status: pending },
      emits: ['RecommendationAmended'],
      correction: 'K2',
      holds: (data, { issues }) => data.issues.length === issues.length && data.issues.every((issue, i) => issue === issues[i]),
    },
    WithdrawRecommendation: {
      by: issuers,
      from: { status: [...pending, 'closed'] },
      emits: ['RecommendationWithdrawn'],
      correction: 'K2',
      holds: (_, { status }) => status === 'withdrawn',
    },
    CorrectRecommendationKind: {
      by: issuers,
      from: { status: [...pending, 'closed'] },
      emits: ['RecommendationKindCorrected'],
      correction: 'K4',
      holds: ({ kind }, state) => state.kind === kind,
    },
    SuperviseRecommendation: {
      by: supervisors,
      from: { status: ['served'] },
      emits: ['RecommendationSupervised'],
      holds: (_, { isSupervised }) => isSupervised,
    },
    ReplyToRecommendation: {
      by: departments,
      from: { status: ['served'] },
      emits: ['RecommendationReplied'],
      holds: ({ replyNumber }, state) => state.status === 'replied' && state.replyNumber === replyNumber,
    },
    AssessReply: {
      by: issuers,
      from: { status: ['replied'] },
      emits: ['ReplyAssessed'],
      holds: ({ assessment }, state) => state.status === 'assessed' && state.assessment === assessment,
    },
    CloseRecommendation: { by: issuers, from: { status: ['assessed'] }, emits: ['RecommendationClosed'], holds: (_, { status }) => status === 'closed' },
  },

  decide: {
    DraftRecommendation: (data, _, context) => {
      ofIssuer(data, context);
      for (const id of data.cases) {
        const { status, reportedOn, filedOn } = context.state(criminalCase, id);
        refuseIf(status === 'unknown', 'criminal-case/is-unknown', `There is no such case as ${id}.`);
        notBefore(reportedOn ?? filedOn, context, 'recommendation/before-trigger');
      }
      for (const id of data.groups) {
        const { status, identifiedOn } = context.state(crimeGroup, id);
        refuseIf(status === 'unknown', 'crime-group/is-unknown', `There is no such crime group as ${id}.`);
        notBefore(identifiedOn, context, 'recommendation/before-trigger');
      }
      return [{ type: 'RecommendationDrafted', data: { ...data, district: context.actor.district } }];
    },
    ApproveRecommendation: (data, state, context) => {
      ofIssuer(state, context);
      refuseIf(context.actor.user === state.draftedBy, 'recommendation/own-draft', 'Who drafted the recommendation may not approve it.');
      return since(state, context, [{ type: 'RecommendationApproved', data }]);
    },
    ServeRecommendation: (data, state, context) => {
      ofIssuer(state, context);
      refuseIf(
        data.replyDue <= context.occurredOn,
        'recommendation/due-before-service',
        `A reply to what is served on ${context.occurredOn} is due on a later day, not on ${data.replyDue} (Rules of 2019 art. 19: within two months).`,
      );
      return since(state, context, [{ type: 'RecommendationServed', data }]);
    },
    ObjectToRecommendation: (data, state, context) => {
      refuseIf(state.objection !== undefined, 'recommendation/already-objected', 'A recommendation is objected to once, and that objection is decided.');
      return since(state, context, [{ type: 'RecommendationObjected', data }]);
    },
    DecideObjection: (data, state, context) => {
      ofIssuer(state, context);
      return since(state, context, [{ type: 'ObjectionDecided', data }]);
    },
    AmendRecommendation: (data, state, context) => {
      ofIssuer(state, context);
      return since(state, context, [{ type: 'RecommendationAmended', data }]);
    },
    WithdrawRecommendation: (data, state, context) => {
      ofIssuer(state, context);
      return since(state, context, [{ type: 'RecommendationWithdrawn', data }]);
    },
    CorrectRecommendationKind: ({ kind }, state, context) => {
      ofIssuer(state, context);
      return since(state, context, [{ type: 'RecommendationKindCorrected', data: { from: state.kind as RecommendationKind, kind } }]);
    },
    SuperviseRecommendation: (data, state, context) => {
      const due = state.replyDue as CivilDate;
      refuseIf(context.occurredOn <= due, 'recommendation/not-overdue', `The reply is due on ${due}: on ${context.occurredOn} it is not overdue.`);
      return since(state, context, [{ type: 'RecommendationSupervised', data }]);
    },
    ReplyToRecommendation: (data, state, context) => since(state, context, [{ type: 'RecommendationReplied', data }]),
    AssessReply: (data, state, context) => {
      ofIssuer(state, context);
      refuseIf(
        context.actor.user === state.repliedBy || context.actor.org === state.addressee,
        'recommendation/own-reply',
        'A reply is assessed by the issuer, never by the addressee.',
      );
      return since(state, context, [{ type: 'ReplyAssessed', data }]);
    },
    CloseRecommendation: (data, state, context) => {
      ofIssuer(state, context);
      return since(state, context, [{ type: 'RecommendationClosed', data }]);
    },
  },

  evolve: {
    RecommendationDrafted: (state, { kind, addressee, issues }, { actor, occurredOn }) => ({
      ...state,
      status: 'drafted',
      kind,
      addressee,
      issues,
      draftedBy: actor.user,
      draftedOn: occurredOn,
    }),
    RecommendationApproved: (state, _, { occurredOn }) => ({ ...state, status: 'approved', approvedOn: occurredOn }),
    RecommendationServed: (state, { recommendationNumber, replyDue }, { occurredOn }) => ({
      ...state,
      status: 'served',
      recommendationNumber,
      replyDue,
      servedOn: occurredOn,
    }),
    RecommendationObjected: (state, { ground }, { occurredOn }) => ({ ...state, status: 'objected', objection: ground, objectionOn: occurredOn }),
    ObjectionDecided: (state, { outcome }, event) => ({
      ...acted(state, event),
      status: outcome === 'UPHELD' ? 'objection_upheld' : 'served',
      objectionOutcome: outcome,
      objectionOn: event.occurredOn,
    }),
    RecommendationAmended: (state, { issues }, event) => ({
      ...acted(state, event),
      status: state.status === 'objection_upheld' ? 'served' : state.status,
      issues,
      objectionOn: event.occurredOn,
    }),
    RecommendationWithdrawn: (state, _, event) => ({ ...acted(state, event), status: 'withdrawn' }),
    RecommendationKindCorrected: (state, { kind }, { occurredOn }) => ({ ...state, kind, kindOn: occurredOn }),
    RecommendationSupervised: (state) => ({ ...state, isSupervised: true }),
    RecommendationReplied: (state, { replyNumber }, { actor, occurredOn }) => ({
      ...state,
      status: 'replied',
      replyNumber,
      repliedBy: actor.user,
      repliedOn: occurredOn,
    }),
    ReplyAssessed: (state, { assessment }, event) => ({ ...acted(state, event), status: 'assessed', assessment, assessedOn: event.occurredOn }),
    RecommendationClosed: (state, _, event) => ({ ...acted(state, event), status: 'closed' }),
  },

  relies: {
    RecommendationApproved: ({ draftedBy }, _, { actor }) => actor.user !== draftedBy,
    ReplyAssessed: ({ repliedBy, addressee }, _, { actor }) => actor.user !== repliedBy && actor.org !== addressee,
    RecommendationKindCorrected: ({ kind }, { from }) => kind === from,
    RecommendationSupervised: ({ isSupervised }) => !isSupervised,
  },
  stands: ({ isAstray }) => refuseIf(isAstray, 'correction/relied-on', 'An act of the organ whose kind it became relies on what would be voided.'),
};

/** The kind says whose it is: each of the four organs issues its own, and only that one follows it up. */
function ofIssuer({ kind, kindOn }: Pick<Recommendation, 'kind' | 'kindOn'>, context: Context): void {
  const organ = organOf[kind as RecommendationKind];
  refuseIf(!organ.includes(context.actor.role), 'recommendation/not-this-organ', `A recommendation of kind ${kind} is for ${organ.join(' or ')}.`);
  notBefore(kindOn, context, 'recommendation/before-kind');
}

/** An act of the issuer since service, when its kind can change. */
const acted = (state: Recommendation, { actor }: { readonly actor: { readonly role: Role } }): Recommendation => ({
  ...state,
  isAstray: state.isAstray || state.kind === undefined || !organOf[state.kind].includes(actor.role),
});

/** Each step is not before the one it follows from. Service comes first here: it is what a department would name. */
function since<D>(state: Recommendation, context: Context, events: readonly D[]): readonly D[] {
  notBefore(state.servedOn, context, 'recommendation/before-service');
  notBefore(state.approvedOn, context, 'recommendation/before-approval');
  notBefore(state.draftedOn, context, 'recommendation/before-draft');
  notBefore(state.objectionOn, context, 'recommendation/before-objection');
  notBefore(state.repliedOn, context, 'recommendation/before-reply');
  notBefore(state.assessedOn, context, 'recommendation/before-assessment');
  return events;
}

/** Refuses to rest on a recommendation that does not exist, or before the day it was served. */
export function restsOn(id: StreamId<'recommendation'>, context: Context, code: string): void {
  const { status, servedOn } = context.state(recommendation, id);
  refuseIf(status === 'unknown', 'recommendation/is-unknown', `There is no such recommendation as ${id}.`);
  notBefore(servedOn, context, code);
}
