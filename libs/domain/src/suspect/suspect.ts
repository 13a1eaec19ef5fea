import { criminalCase } from '../criminal-case/criminal-case.ts';
import type { CivilDate } from '../kernel/civil-date.ts';
import type { Decided, Decider } from '../kernel/decider.ts';
import type { Role } from '../kernel/envelope.ts';
import { notBefore } from '../kernel/guards.ts';
import type { ArrestReviewId, CaseId, DocketId, PersonId, ProsecutionId } from '../kernel/identifiers.ts';
import { chiefProcurators, judges, leaders, police, procurators } from '../kernel/organs.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import {
  type Rung,
  type Spell,
  arrested,
  atLarge,
  custody,
  duty,
  extendedUntil,
  free,
  held,
  inCustody,
  inCustodyTerm,
  inForce,
  isMeasured,
  nextRung,
  onRung,
  onThatDay,
  since,
  termFrom,
} from './custody.ts';
import { afterFiling, approvedOrDecided, canBeOpened, filedCase, notHeldElsewhere, stands } from './standing.ts';
import { type SuspectCommand, type SuspectEvent, suspectCommands, suspectEvents } from './suspect-messages.ts';

export { isMeasured } from './custody.ts';

/** Two regions side by side: where the proceedings against the person stand, and which compulsory measure is in force. */
export type Suspect = {
  readonly procedure: 'unknown' | 'suspect' | 'terminated' | 'closed' | 'deceased';
  readonly measure: 'none' | 'summoned' | 'detained' | 'arrest_requested' | 'arrested' | 'bail' | 'residential_surveillance' | 'released';
  readonly person?: PersonId;
  readonly case?: CaseId;
  /** Held in a detention house: detained, on while arrest is being asked for, and arrested. */
  readonly isInCustody: boolean;
  /** Every spell of custody, until the day it ended. */
  readonly spells: readonly Spell[];
  /** When the measure last changed. */
  readonly measureOn?: CivilDate;
  /** When it was last decided that the person is not held. */
  readonly freedOn?: CivilDate;
  readonly detainedOn?: CivilDate;
  /** The moment at which the present custody began, where it began with a detention or an arrest. */
  readonly heldAt?: string;
  /** The last day of the detention as granted so far (CPL 91). */
  readonly detainedUntil?: CivilDate;
  readonly groundsUsed: readonly string[];
  readonly intakeAt?: string;
  readonly arrestRequestedOn: readonly CivilDate[];
  /** When the court or the procuratorate decided by itself on an arrest that is not executed yet. */
  readonly arrestDecidedOn?: CivilDate;
  /** The approvals that arrests were executed on. */
  readonly arrestsExecuted: readonly ArrestReviewId[];
  /** The term of custody for the investigation: from when it runs, the extensions granted, and the last day as it stands (CPL 156–160). */
  readonly custodyFrom?: CivilDate;
  readonly rung: Rung;
  readonly custodyUntil?: CivilDate;
  readonly custodyWith?: 'PROCURATORATE' | 'COURT' | 'POLICE';
  readonly isPleaAccepted?: boolean;
  /** The files of the procuratorate and the court that name this suspect, or once did. */
  readonly arrestReviews: readonly ArrestReviewId[];
  readonly prosecutions: readonly ProsecutionId[];
  readonly dockets: readonly DocketId[];
};

const active: { readonly procedure: readonly Suspect['procedure'][] } = { procedure: ['suspect'] };
/** The police, the procuratorate and the court each decide anew on the measures of a person whose case they have (SPP19 103, 113). */
const eachOrgan: readonly Role[] = [...leaders, ...procurators, ...judges];

/** One person's part in one case (参与人): at most one compulsory measure at a time. CPL 2018 arts 66–100, MPS Procedural Provisions 2020 arts 127–151. */
export const suspect: Decider<Suspect, SuspectCommand, SuspectEvent> = {
  category: 'suspect',
  noun: 'suspect',
  initialState: {
    ...({ procedure: 'unknown', measure: 'none', isInCustody: false, spells: [], groundsUsed: [] } as const),
    ...({ arrestRequestedOn: [], arrestsExecuted: [], rung: 0, arrestReviews: [], prosecutions: [], dockets: [] } as const),
  },
  commands: suspectCommands,
  events: suspectEvents,

  rules: {
    OpenSuspect: { by: police, from: { procedure: ['unknown'] }, emits: ['SuspectOpened'] },
    SummonSuspect: { by: police, from: { ...active, measure: ['none', 'released'] }, emits: ['SuspectSummoned'] },
    Detain: { by: leaders, from: { ...active, measure: atLarge }, emits: ['CriminalDetentionImposed'] },
    RecordIntake: { by: police, from: { ...active, measure: custody }, emits: ['CustodyIntakeRecorded'], holds: ({ at }, { intakeAt }) => intakeAt === at },
    NotifyFamily: { by: police, from: { ...active, measure: custody }, emits: ['FamilyNotified'] },
    NotifyRights: { by: police, from: { ...active, measure: inForce }, emits: ['RightsNotified'] },
    ConfirmInterrogation: { by: police, from: { ...active, measure: inForce }, emits: ['InterrogationConfirmed'] },
    ExtendDetention: { by: leaders, from: { ...active, measure: ['detained'] }, emits: ['DetentionExtended'] },
    RequestArrest: { by: leaders, from: { ...active, measure: ['detained', 'bail', 'residential_surveillance'] }, emits: ['ArrestRequested'] },
    DecideArrest: {
      by: [...judges, ...chiefProcurators],
      from: { ...active, measure: atLarge },
      emits: ['ArrestDecided'],
      holds: (_, { arrestDecidedOn }) => arrestDecidedOn !== undefined,
    },
    ExecuteArrest: { by: leaders, from: { ...active, measure: [...atLarge, 'arrest_requested'] }, emits: ['ArrestExecuted'] },
    ExtendCustody: {
      by: procurators,
      from: { ...active, measure: ['arrested'] },
      emits: ['CustodyExtended'],
      holds: (data, { measure, rung }) => measure === 'arrested' && rung === data.rung,
    },
    RestartCustody: { by: leaders, from: { ...active, measure: ['arrested'] }, emits: ['CustodyRestarted'] },
    HandOverCustody: {
      by: eachOrgan,
      from: { ...active, measure: custody },
      emits: ['CustodyHandedOver'],
      holds: ({ to }, { isInCustody, custodyWith }) => isInCustody && custodyWith === to,
    },
    ReviewCustodyNecessity: { by: procurators, from: { ...active, measure: ['arrested'] }, emits: ['CustodyNecessityReviewed'] },
    RecordPlea: {
      by: [...police, ...procurators, ...judges],
      from: active,
      emits: ['PleaRecorded'],
      holds: ({ accepted }, { isPleaAccepted }) => isPleaAccepted === accepted,
    },
    ImposeBail: {
      by: eachOrgan,
      from: { ...active, measure: ['none', 'summoned', ...custody, 'residential_surveillance', 'released'] },
      emits: ['BailImposed'],
    },
    ImposeResidentialSurveillance: {
      by: eachOrgan,
      from: { ...active, measure: ['none', 'summoned', ...custody, 'bail', 'released'] },
      emits: ['ResidentialSurveillanceImposed'],
    },
    LiftMeasure: { by: eachOrgan, from: { ...active, measure: ['summoned', 'bail', 'residential_surveillance'] }, emits: ['MeasureLifted'] },
    Release: { by: eachOrgan, from: { ...active, measure: custody }, emits: ['Released'], holds: (_, { measure }) => measure === 'released' },
    ChangeCustodyBasis: { by: leaders, from: { ...active, measure: atLarge }, emits: ['CustodyBasisChanged'] },
    AnnulDetention: { by: police, from: { procedure: ['suspect', 'terminated', 'closed'] }, emits: ['DetentionAnnulled'], correction: 'K2' },
    TerminateInvestigation: { by: leaders, from: active, emits: ['InvestigationTerminated'], holds: (_, { procedure }) => procedure === 'terminated' },
    CloseParticipation: { by: leaders, from: { ...active, measure: ['none', 'released'] }, emits: ['ParticipationClosed'] },
    RecordDeath: {
      by: police,
      from: { procedure: ['suspect', 'terminated', 'closed'] },
      emits: ['SuspectDeceased'],
      holds: (_, { procedure }) => procedure === 'deceased',
    },
  },

  decide: {
    OpenSuspect: (data, _, context) => {
      canBeOpened(data, context);
      return [
        { type: 'SuspectOpened', data },
        { on: data.case, type: 'CaseSuspectListed', data: { suspect: context.self } },
        { on: data.person, type: 'PersonSuspectListed', data: { suspect: context.self } },
      ];
    },
    SummonSuspect: (data, state, context) => {
      afterFiling(state, context);
      return since(state, context, [{ type: 'SuspectSummoned', data }]);
    },
    Detain: (data, state, context) => {
      const file = filedCase(state, context);
      onThatDay(data.at, context);
      notBefore(data.onTheSpot ? (file.reportedOn ?? file.filedOn) : file.filedOn, context, 'suspect/before-filing');
      const isConditional = ['bail', 'residential_surveillance'].includes(state.measure);
      refuseIf(
        isConditional && context.act.reason?.code !== 'BREACH_OF_CONDITIONS',
        'suspect/no-breach',
        'From bail or residential surveillance a suspect is detained only for a breach of its conditions (CPL 71, 77): say so as the reason, BREACH_OF_CONDITIONS.',
      );
      refuseIf(
        !isConditional && state.groundsUsed.includes(data.ground),
        'suspect/same-ground',
        'Nobody is detained twice for the same facts: a new detention needs a new ground.',
      );
      notHeldElsewhere(state, [{ from: context.occurredOn }], context);
      const district = file.district ?? refuse('criminal-case/no-district', 'The case has no district.');
      return since(state, context, [{ type: 'CriminalDetentionImposed', data: { ...data, district } }]);
    },
    RecordIntake: (data, state, context) => {
      inCustody(state);
      return duty(state, data.at, context, [{ type: 'CustodyIntakeRecorded', data }]);
    },
    NotifyFamily: (data, state, context) => {
      inCustody(state);
      return duty(state, data.at, context, [{ type: 'FamilyNotified', data }]);
    },
    NotifyRights: (data, state, context) => duty(state, data.at, context, [{ type: 'RightsNotified', data }]),
    ConfirmInterrogation: (data, state, context) => duty(state, data.at, context, [{ type: 'InterrogationConfirmed', data }]),
    ExtendDetention: (data, state, context) => {
      const until = state.detainedUntil as CivilDate;
      notBefore(state.detainedOn, context, 'suspect/before-detention');
      refuseIf(
        context.occurredOn > until,
        'suspect/extension-after-expiry',
        `The detention ran out on ${until}: an extension after that is not accepted (SPP19 309).`,
      );
      refuseIf(until >= extendedUntil(state, data.days), 'suspect/already-extended', `The detention is already extended to ${until}.`);
      refuseIf(
        data.ground === 'GANG' &&
          context.state(criminalCase, state.case as CaseId).suspects.filter((id) => context.state(suspect, id).case === state.case).length < 2,
        'suspect/no-gang',
        'A gang offence has two suspects or more (MPS 129).',
      );
      return [{ type: 'DetentionExtended', data }];
    },
    RequestArrest: (data, state, context) => since(state, context, [{ type: 'ArrestRequested', data }]),
    DecideArrest: (data, state, context) => {
      afterFiling(state, context);
      return since(state, context, [{ type: 'ArrestDecided', data }]);
    },
    ExecuteArrest: (data, state, context) => {
      approvedOrDecided(data.review, state, context);
      notBefore(filedCase(state, context, false).filedOn, context, 'suspect/before-filing');
      if (!state.isInCustody) notHeldElsewhere(state, [{ from: context.occurredOn }], context);
      return duty(state, data.at, context, since(state, context, [{ type: 'ArrestExecuted', data }]));
    },
    ExtendCustody: (data, state, context) => {
      nextRung(data.rung, state, context);
      return since(state, context, [{ type: 'CustodyExtended', data }]);
    },
    RestartCustody: (data, state, context) => {
      // who the person is may come to light at any time: until then the term does not run (CPL 160.2)
      if (data.ground === 'OTHER_MAJOR_OFFENCE') inCustodyTerm(state, context, 'suspect/restart-after-expiry', 'it does not start anew after that (CPL 160)');
      notBefore(state.custodyFrom, context, 'suspect/before-custody');
      return since(state, context, [{ type: 'CustodyRestarted', data }]);
    },
    HandOverCustody: (data, state, context) => {
      inCustody(state);
      return since(state, context, [{ type: 'CustodyHandedOver', data }]);
    },
    ReviewCustodyNecessity: (data, state, context) => since(state, context, [{ type: 'CustodyNecessityReviewed', data }]),
    RecordPlea: (data, state, context) => {
      notBefore(context.state(criminalCase, state.case as CaseId).filedOn, context, 'suspect/before-filing');
      return [{ type: 'PleaRecorded', data }];
    },
    ImposeBail: (data, state, context) => {
      afterFiling(state, context);
      return since(state, context, [{ type: 'BailImposed', data }]);
    },
    ImposeResidentialSurveillance: (data, state, context) => {
      afterFiling(state, context);
      return since(state, context, [{ type: 'ResidentialSurveillanceImposed', data }]);
    },
    LiftMeasure: (data, state, context) => since(state, context, [{ type: 'MeasureLifted', data }]),
    Release: (data, state, context) => since(state, context, [{ type: 'Released', data }]),
    ChangeCustodyBasis: (data, state, context) => {
      afterFiling(state, context);
      const other = context.state(suspect, data.from);
      refuseIf(other.person !== state.person, 'suspect/other-person', 'A custody basis changes between cases of one person.');
      refuseIf(!other.isInCustody, 'suspect/not-in-custody', 'The person is not in custody there.');
      since(other, context, []);
      return [
        ...since(state, context, [{ type: 'CustodyBasisChanged', data } as const]),
        { on: data.from, type: 'CustodyBasisLeft', data: { to: context.self } },
      ];
    },
    AnnulDetention: (data, state, context) => {
      refuseIf(state.detainedOn === undefined, 'suspect/never-detained', 'There is no detention to annul.');
      notBefore(state.detainedOn, context, 'suspect/before-detention');
      return [{ type: 'DetentionAnnulled', data }];
    },
    TerminateInvestigation: (data, state, context) => {
      const ground = 'INVESTIGATION_TERMINATED';
      const end: readonly Decided<SuspectEvent>[] = custody.includes(state.measure)
        ? [{ type: 'Released', data: { ground } }]
        : [{ type: 'MeasureLifted', data: { ground } }];
      return since(state, context, [...(isMeasured(state) ? end : []), { type: 'InvestigationTerminated', data }]);
    },
    CloseParticipation: (data, state, context) => {
      const { status } = context.state(criminalCase, state.case as CaseId);
      const needed = data.because === 'CASE_WITHDRAWN' ? 'withdrawn' : 'transferred_out';
      refuseIf(status !== needed, 'suspect/case-goes-on', `The case is ${status.replaceAll('_', ' ')}, not ${needed.replaceAll('_', ' ')}.`);
      return since(state, context, [{ type: 'ParticipationClosed', data }]);
    },
    RecordDeath: (data, state, context) => since(state, context, [{ type: 'SuspectDeceased', data }]),
  },

  evolve: {
    SuspectOpened: (state, { person, case: file }) => ({ ...state, procedure: 'suspect', person, case: file }),
    SuspectSummoned: (state, _, { occurredOn }) => ({ ...state, measure: 'summoned', measureOn: occurredOn }),
    CriminalDetentionImposed: (state, { at, ground }, { occurredOn }) => ({
      ...held(state, occurredOn),
      heldAt: at,
      groundsUsed: [...state.groundsUsed, ground],
    }),
    CustodyIntakeRecorded: (state, { at }) => ({ ...state, intakeAt: at }),
    FamilyNotified: (state) => state,
    RightsNotified: (state) => state,
    InterrogationConfirmed: (state) => state,
    DetentionExtended: (state, { days }) => ({ ...state, detainedUntil: extendedUntil(state, days) }),
    ArrestRequested: (state, _, { occurredOn }) => ({
      ...state,
      measure: 'arrest_requested',
      measureOn: occurredOn,
      arrestRequestedOn: [...state.arrestRequestedOn, occurredOn],
    }),
    ArrestDecided: (state, _, { occurredOn }) => ({ ...state, arrestDecidedOn: occurredOn }),
    ArrestExecuted: (state, { review, at }, { occurredOn }) => ({
      ...arrested(state, at, occurredOn),
      ...(review && { arrestsExecuted: [...state.arrestsExecuted, review] }),
    }),
    CustodyExtended: (state, { rung }) => onRung(state, rung),
    CustodyRestarted: (state, _, { occurredOn }) => termFrom(state, occurredOn),
    CustodyHandedOver: (state, { to }) => ({ ...state, custodyWith: to }),
    CustodyNecessityReviewed: (state) => state,
    PleaRecorded: (state, { accepted }) => ({ ...state, isPleaAccepted: accepted }),
    ArrestReviewListed: (state, { review }) => ({ ...state, arrestReviews: [...state.arrestReviews, review] }),
    ProsecutionListed: (state, data) => ({ ...state, prosecutions: [...state.prosecutions, data.prosecution] }),
    DocketListed: (state, { docket }) => ({ ...state, dockets: [...state.dockets, docket] }),
    BailImposed: (state, _, { occurredOn }) => free(state, 'bail', occurredOn),
    ResidentialSurveillanceImposed: (state, _, { occurredOn }) => free(state, 'residential_surveillance', occurredOn),
    MeasureLifted: (state, _, { occurredOn }) => free(state, 'none', occurredOn),
    Released: (state, _, { occurredOn }) => free(state, 'released', occurredOn),
    CustodyBasisChanged: ({ heldAt: _at, ...state }, _, { occurredOn }) => held(state, occurredOn),
    CustodyBasisLeft: (state, _, { occurredOn }) => free(state, 'none', occurredOn),
    DetentionAnnulled: ({ detainedOn: _on, detainedUntil: _until, ...state }, _, { occurredOn }) =>
      state.isInCustody && state.measure !== 'arrested' ? free(state, 'released', occurredOn) : state, // an arrest stands by itself
    InvestigationTerminated: (state) => ({ ...state, procedure: 'terminated' }),
    ParticipationClosed: (state) => ({ ...state, procedure: 'closed' }),
    SuspectDeceased: (state, _, { occurredOn }) => ({ ...free(state, 'none', occurredOn), procedure: 'deceased' }),
  },

  relies: {
    CustodyBasisLeft: ({ isInCustody }) => isInCustody,
    DetentionAnnulled: ({ detainedOn }) => detainedOn !== undefined,
    ArrestExecuted: ({ arrestDecidedOn }, { review }) => review !== undefined || arrestDecidedOn !== undefined,
    CustodyExtended: (state, { rung }) => rung === state.rung + 1,
    CustodyHandedOver: ({ isInCustody }) => isInCustody,
  },
  stands,
};
