import type { CivilDate } from '../kernel/civil-date.ts';
import type { Decider } from '../kernel/decider.ts';
import type { District } from '../kernel/districts.ts';
import type { Actor } from '../kernel/envelope.ts';
import { notBefore } from '../kernel/guards.ts';
import type { StreamId } from '../kernel/identifiers.ts';
import { departments, supervisors } from '../kernel/organs.ts';
import { refuseIf } from '../kernel/rejection.ts';
import { recommendation } from './recommendation.ts';
import { type ProblemCommand, type ProblemEvent, problemCommands, problemEvents } from './rectification-messages.ts';

type ProblemId = StreamId<'problem'>;

export type Problem = {
  readonly status: 'unknown' | 'found' | 'assigned' | 'rectifying' | 'reported_done' | 'accepted' | 'reopened';
  readonly problemNumber?: string;
  readonly industry?: string;
  readonly recommendation?: StreamId<'recommendation'>;
  readonly district?: District;
  readonly department?: string;
  readonly foundOn?: CivilDate;
  readonly assignedOn?: CivilDate;
  /** When rectifying last started or was taken up again; when it was last reported done; when it was last accepted. */
  readonly startedOn?: CivilDate;
  readonly reportedOn?: CivilDate;
  readonly acceptedOn?: CivilDate;
  /** Everyone who rectified it or reported that, and for whom. */
  readonly rectifiers: readonly Pick<Actor, 'user' | 'org'>[];
  readonly splitFrom?: ProblemId;
  readonly children: readonly ProblemId[];
};

type Status = Problem['status'];
const open: readonly Status[] = ['found', 'assigned', 'rectifying', 'reported_done', 'reopened'];

/** A prominent problem (突出问题), found, rectified and struck off (销号): one 个 while it stays accepted. AOCL 2021 art. 14. */
export const problem: Decider<Problem, ProblemCommand, ProblemEvent> = {
  category: 'problem',
  noun: 'problem',
  initialState: { status: 'unknown', rectifiers: [], children: [] },
  commands: problemCommands,
  events: problemEvents,

  rules: {
    FindProblem: {
      by: [...supervisors, ...departments],
      from: { status: ['unknown'] },
      emits: ['ProblemFound'],
      holds: ({ problemNumber }, state) => state.status === 'found' && state.problemNumber === problemNumber,
    },
    AssignProblem: {
      by: supervisors,
      from: { status: ['found'] },
      emits: ['ProblemAssigned'],
      holds: ({ department }, state) => state.status === 'assigned' && state.department === department,
    },
    StartRectifying: { by: departments, from: { status: ['assigned'] }, emits: ['RectifyingStarted'], holds: (_, { status }) => status === 'rectifying' },
    ReportProblemDone: {
      by: departments,
      from: { status: ['rectifying', 'reopened'] },
      emits: ['ProblemReportedDone'],
      holds: (_, { status }) => status === 'reported_done',
    },
    AcceptProblem: { by: supervisors, from: { status: ['reported_done'] }, emits: ['ProblemAccepted'], holds: (_, { status }) => status === 'accepted' },
    /** Nothing was wrong with the acceptance: the problem came back, and leaves the figure from that day. */
    ReopenProblem: {
      by: supervisors,
      from: { status: ['accepted'] },
      emits: ['ProblemReopened'],
      correction: 'K3',
      holds: (_, { status }) => status === 'reopened',
    },
    SplitProblem: { by: supervisors, from: { status: open }, emits: ['ProblemSplit'], correction: 'K6' },
  },

  decide: {
    FindProblem: (data, _, context) => {
      const isUnknown = data.recommendation !== undefined && context.state(recommendation, data.recommendation).status === 'unknown';
      refuseIf(isUnknown, 'recommendation/is-unknown', 'There is no such recommendation.');
      return [{ type: 'ProblemFound', data: { ...data, district: context.actor.district } }];
    },
    AssignProblem: (data, { foundOn }, context) => {
      notBefore(foundOn, context, 'problem/before-finding');
      return [{ type: 'ProblemAssigned', data }];
    },
    StartRectifying: (data, { assignedOn }, context) => {
      notBefore(assignedOn, context, 'problem/before-assignment');
      return [{ type: 'RectifyingStarted', data }];
    },
    ReportProblemDone: (data, { startedOn }, context) => {
      notBefore(startedOn, context, 'problem/before-start');
      return [{ type: 'ProblemReportedDone', data }];
    },
    AcceptProblem: (data, { rectifiers, reportedOn }, context) => {
      refuseIf(
        isOwnWork(rectifiers, context.actor),
        'problem/own-work',
        'A problem is accepted by the campaign office, never by who rectified it or reported that.',
      );
      notBefore(reportedOn, context, 'problem/before-report');
      return [{ type: 'ProblemAccepted', data }];
    },
    ReopenProblem: (data, { acceptedOn }, context) => {
      notBefore(acceptedOn, context, 'problem/before-acceptance');
      return [{ type: 'ProblemReopened', data }];
    },
    SplitProblem: (data, state, context) => {
      notBefore(state.foundOn, context, 'problem/before-finding');
      const child = context.newId('problem');
      const rest = { industry: state.industry, district: state.district, ...(state.recommendation && { recommendation: state.recommendation }) };
      return [
        { type: 'ProblemSplit', data: { child } },
        { on: child, type: 'ProblemFound', data: { ...data, ...rest, splitFrom: context.self } },
      ];
    },
  },

  evolve: {
    ProblemFound: (state, { problemNumber, industry, recommendation, district, splitFrom }, { occurredOn }) => ({
      ...state,
      status: 'found',
      problemNumber,
      industry,
      district,
      foundOn: occurredOn,
      ...(recommendation && { recommendation }),
      ...(splitFrom && { splitFrom }),
    }),
    ProblemAssigned: (state, { department }, { occurredOn }) => ({ ...state, status: 'assigned', department, assignedOn: occurredOn }),
    RectifyingStarted: (state, _, { actor, occurredOn }) => ({
      ...state,
      status: 'rectifying',
      startedOn: occurredOn,
      rectifiers: [...state.rectifiers, actor],
    }),
    ProblemReportedDone: (state, _, { actor, occurredOn }) => ({
      ...state,
      status: 'reported_done',
      reportedOn: occurredOn,
      rectifiers: [...state.rectifiers, actor],
    }),
    ProblemAccepted: (state, _, { occurredOn }) => ({ ...state, status: 'accepted', acceptedOn: occurredOn }),
    ProblemReopened: (state, _, { occurredOn }) => ({ ...state, status: 'reopened', startedOn: occurredOn }),
    ProblemSplit: (state, { child }) => ({ ...state, children: [...state.children, child] }),
  },

  relies: { ProblemAccepted: ({ rectifiers }, _, { actor }) => !isOwnWork(rectifiers, actor) },
  stands: (state, context) => {
    const before = context.state(problem, context.self);
    const orphans = before.children.filter((child) => !state.children.includes(child) && context.state(problem, child).status !== 'unknown');
    refuseIf(orphans.length > 0, 'correction/relied-on', 'The problem that was split off stands: void its finding first.', { reliedOnBy: orphans });
    const isListed = state.splitFrom === undefined || context.state(problem, state.splitFrom).children.includes(context.self as ProblemId);
    refuseIf(!isListed, 'correction/relied-on', 'The problem it was split from no longer names this one: that record was voided.');
  },
};

const isOwnWork = (rectifiers: Problem['rectifiers'], { user, org }: Actor): boolean => rectifiers.some((one) => one.user === user || one.org === org);
