import type { CivilDate } from '../kernel/civil-date.ts';
import type { Decider } from '../kernel/decider.ts';
import type { Actor } from '../kernel/envelope.ts';
import { notBefore } from '../kernel/guards.ts';
import { departments, supervisors } from '../kernel/organs.ts';
import { refuseIf } from '../kernel/rejection.ts';
import { type MajorProjectCommand, type MajorProjectEvent, majorProjectCommands, majorProjectEvents } from './risk-assessment-messages.ts';

export type MajorProject = {
  readonly status: 'unknown' | 'registered' | 'deferred' | 'decided';
  readonly code?: string;
  readonly requiresAssessment?: boolean;
  readonly registeredBy?: Actor;
  readonly registeredOn?: CivilDate;
  readonly assessments: readonly { readonly risk: string; readonly on: CivilDate; readonly by: string }[];
  readonly decision?: string;
  readonly decidedBy: readonly string[];
  readonly deferredOn?: CivilDate;
};

type Status = MajorProject['status'];
const known: readonly Status[] = ['registered', 'deferred', 'decided'];

/** A major project whose risk to social stability is assessed before it is decided (社会稳定风险评估). Major Administrative Decisions Regulations 2019 arts 22–24. */
export const majorProject: Decider<MajorProject, MajorProjectCommand, MajorProjectEvent> = {
  category: 'major_project',
  noun: 'major project',
  initialState: { status: 'unknown', assessments: [], decidedBy: [] },
  commands: majorProjectCommands,
  events: majorProjectEvents,

  rules: {
    RegisterProject: {
      by: [...departments, ...supervisors],
      from: { status: ['unknown'] },
      emits: ['MajorProjectRegistered'],
      holds: ({ code }, state) => state.status === 'registered' && state.code === code,
    },
    /** Also after the decision: it is a fact like any other, and comes too late to count. */
    CompleteAssessment: { by: departments, from: { status: known }, emits: ['RiskAssessmentCompleted'] },
    DecideProject: {
      by: departments,
      from: { status: ['registered', 'deferred'] },
      emits: ['ProjectDecided'],
      holds: (data, { decision }) => decision === data.decision,
    },
    CorrectRequirement: {
      by: [...departments, ...supervisors],
      from: { status: known },
      emits: ['RequirementCorrected'],
      correction: 'K1',
      holds: (data, { requiresAssessment }) => requiresAssessment === data.requiresAssessment,
    },
  },

  decide: {
    RegisterProject: (data) => [{ type: 'MajorProjectRegistered', data }],
    CompleteAssessment: (data, { registeredOn, decidedBy, assessments }, { actor, occurredOn }) => {
      if (assessments.some(({ risk, on }) => risk === data.risk && on === occurredOn)) return [];
      apart(decidedBy, actor);
      notBefore(registeredOn, { occurredOn }, 'major-project/before-registration');
      return [{ type: 'RiskAssessmentCompleted', data }];
    },
    DecideProject: (data, { registeredOn, deferredOn, assessments }, { actor, occurredOn }) => {
      apart(
        assessments.map(({ by }) => by),
        actor,
      );
      notBefore(registeredOn, { occurredOn }, 'major-project/before-registration');
      notBefore(deferredOn, { occurredOn }, 'major-project/before-deferral');
      return [{ type: 'ProjectDecided', data }];
    },
    CorrectRequirement: (data, { registeredBy, registeredOn }, { actor, occurredOn }) => {
      const mayCorrect = supervisors.includes(actor.role) || registeredBy?.role === actor.role;
      refuseIf(
        !mayCorrect,
        'major-project/not-own-registration',
        'The political-legal commission registered this project: only it says what the project needs.',
      );
      notBefore(registeredOn, { occurredOn }, 'major-project/before-registration');
      return [{ type: 'RequirementCorrected', data }];
    },
  },

  evolve: {
    MajorProjectRegistered: (state, { code, requiresAssessment }, { actor, occurredOn }) => ({
      ...state,
      status: 'registered',
      code,
      requiresAssessment,
      registeredBy: actor,
      registeredOn: occurredOn,
    }),
    RiskAssessmentCompleted: (state, { risk }, { actor, occurredOn }) => ({
      ...state,
      assessments: [...state.assessments, { risk, on: occurredOn, by: actor.user }],
    }),
    ProjectDecided: (state, { decision }, { actor, occurredOn }) => ({
      ...state,
      ...(decision === 'DEFERRED' ? { status: 'deferred', deferredOn: occurredOn } : { status: 'decided' }),
      decision,
      decidedBy: [...state.decidedBy, actor.user],
    }),
    RequirementCorrected: (state, { requiresAssessment }) => ({ ...state, requiresAssessment }),
  },

  stands: ({ assessments, decidedBy }) =>
    refuseIf(
      assessments.some(({ by }) => decidedBy.includes(by)),
      'major-project/own-assessment',
      'Who assessed the project has decided it since.',
    ),
};

/** An assessment entered by who decided, for a day before the decision, would be one made to fit: neither may do the other's part. */
function apart(others: readonly string[], { user }: Actor): void {
  refuseIf(others.includes(user), 'major-project/own-assessment', 'Who completes the assessment may not decide the project.');
}
