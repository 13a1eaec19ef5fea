import { type CivilDate, addDays, civilDateAt } from '../kernel/civil-date.ts';
import { criminalCase } from '../criminal-case/criminal-case.ts';
import type { Context, Decided, Decider } from '../kernel/decider.ts';
import { leaders, police } from '../kernel/organs.ts';
import type { CaseId, PersonId, SuspectId } from '../kernel/identifiers.ts';
import { notBefore } from '../kernel/guards.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { person } from '../person/person.ts';
import { type SuspectCommand, type SuspectEvent, suspectCommands, suspectEvents } from './suspect-messages.ts';

type Spell = { readonly from: CivilDate; readonly to?: CivilDate };

/** Two regions side by side: where the proceedings against the person stand, and which compulsory measure is in force. */
export type Suspect = {
  readonly procedure: 'unknown' | 'suspect' | 'terminated' | 'closed' | 'deceased';
  readonly measure: 'none' | 'summoned' | 'detained' | 'arrest_requested' | 'bail' | 'residential_surveillance' | 'released';
  readonly person?: PersonId;
  readonly case?: CaseId;
  /** Held in a detention house: detained, and on while arrest is being asked for. */
  readonly isInCustody: boolean;
  /** Every spell of custody, until the day it ended. */
  readonly spells: readonly Spell[];
  /** When the measure last changed. */
  readonly measureOn?: CivilDate;
  readonly detainedOn?: CivilDate;
  readonly detainedAt?: string;
  /** The last day of the detention as granted so far (CPL 91). */
  readonly detainedUntil?: CivilDate;
  readonly groundsUsed: readonly string[];
  readonly intakeAt?: string;
};

type Measure = Suspect['measure'];
const inForce: readonly Measure[] = ['summoned', 'detained', 'arrest_requested', 'bail', 'residential_surveillance'];
const custody: readonly Measure[] = ['detained', 'arrest_requested'];
const active: { readonly procedure: readonly Suspect['procedure'][] } = { procedure: ['suspect'] };

/** Whether a compulsory measure is in force. */
export const isMeasured = ({ measure }: Suspect): boolean => inForce.includes(measure);

/** One person's part in one case (参与人): at most one compulsory measure at a time. CPL 2018 arts 66–100, MPS Procedural Provisions 2020 arts 127–151. */
export const suspect: Decider<Suspect, SuspectCommand, SuspectEvent> = {
  category: 'suspect',
  noun: 'suspect',
  initialState: { procedure: 'unknown', measure: 'none', isInCustody: false, spells: [], groundsUsed: [] },
  commands: suspectCommands,
  events: suspectEvents,

  rules: {
    OpenSuspect: { by: police, from: { procedure: ['unknown'] }, emits: ['SuspectOpened'] },
    SummonSuspect: { by: police, from: { ...active, measure: ['none', 'released'] }, emits: ['SuspectSummoned'] },
    Detain: {
      by: leaders,
      from: { ...active, measure: ['none', 'summoned', 'released', 'bail', 'residential_surveillance'] },
      emits: ['CriminalDetentionImposed'],
    },
    RecordIntake: { by: police, from: { ...active, measure: custody }, emits: ['CustodyIntakeRecorded'], holds: ({ at }, { intakeAt }) => intakeAt === at },
    NotifyFamily: { by: police, from: { ...active, measure: custody }, emits: ['FamilyNotified'] },
    NotifyRights: { by: police, from: { ...active, measure: inForce }, emits: ['RightsNotified'] },
    ConfirmInterrogation: { by: police, from: { ...active, measure: inForce }, emits: ['InterrogationConfirmed'] },
    ExtendDetention: { by: leaders, from: { ...active, measure: ['detained'] }, emits: ['DetentionExtended'] },
    RequestArrest: { by: leaders, from: { ...active, measure: ['detained', 'bail', 'residential_surveillance'] }, emits: ['ArrestRequested'] },
    ImposeBail: {
      by: leaders,
      from: { ...active, measure: ['none', 'summoned', 'detained', 'arrest_requested', 'residential_surveillance', 'released'] },
      emits: ['BailImposed'],
    },
    ImposeResidentialSurveillance: {
      by: leaders,
      from: { ...active, measure: ['none', 'summoned', 'detained', 'arrest_requested', 'bail', 'released'] },
      emits: ['ResidentialSurveillanceImposed'],
    },
    LiftMeasure: { by: leaders, from: { ...active, measure: ['summoned', 'bail', 'residential_surveillance'] }, emits: ['MeasureLifted'] },
    Release: { by: leaders, from: { ...active, measure: custody }, emits: ['Released'], holds: (_, { measure }) => measure === 'released' },
    ChangeCustodyBasis: {
      by: leaders,
      from: { ...active, measure: ['none', 'summoned', 'released', 'bail', 'residential_surveillance'] },
      emits: ['CustodyBasisChanged'],
    },
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
      const { status, filedOn, reportedOn } = context.state(criminalCase, data.case);
      refuseIf(status === 'unknown', 'criminal-case/is-unknown', 'There is no such case.');
      refuseIf(filedOn === undefined, 'criminal-case/not-filed', 'A suspect is opened in a filed case only.');
      refuseIf(['merged', 'withdrawn', 'transferred_out', 'closed'].includes(status), 'criminal-case/not-open', `The case is ${status.replaceAll('_', ' ')}.`);
      notBefore(reportedOn ?? filedOn, context, 'suspect/before-report');
      const human = context.state(person, data.person);
      refuseIf(human.status === 'unknown', 'person/is-unknown', 'There is no such person.');
      refuseIf(human.identity === 'merged', 'person/is-merged', `This identity was merged into ${human.mergedInto}: name that person.`, {
        survivor: human.mergedInto,
      });
      notOpenedTwice(data, context);
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
      detainedAt: at,
      groundsUsed: [...state.groundsUsed, ground],
    }),
    CustodyIntakeRecorded: (state, { at }) => ({ ...state, intakeAt: at }),
    FamilyNotified: (state) => state,
    RightsNotified: (state) => state,
    InterrogationConfirmed: (state) => state,
    DetentionExtended: (state, { days }) => ({ ...state, detainedUntil: extendedUntil(state, days) }),
    ArrestRequested: (state, _, { occurredOn }) => ({ ...state, measure: 'arrest_requested', measureOn: occurredOn }),
    BailImposed: (state, _, { occurredOn }) => free(state, 'bail', occurredOn),
    ResidentialSurveillanceImposed: (state, _, { occurredOn }) => free(state, 'residential_surveillance', occurredOn),
    MeasureLifted: (state, _, { occurredOn }) => free(state, 'none', occurredOn),
    Released: (state, _, { occurredOn }) => free(state, 'released', occurredOn),
    CustodyBasisChanged: ({ detainedAt: _at, ...state }, _, { occurredOn }) => held(state, occurredOn),
    CustodyBasisLeft: (state, _, { occurredOn }) => free(state, 'none', occurredOn),
    DetentionAnnulled: ({ detainedOn: _on, detainedAt: _at, detainedUntil: _until, ...state }, _, { occurredOn }) =>
      state.isInCustody ? free(state, 'released', occurredOn) : state,
    InvestigationTerminated: (state) => ({ ...state, procedure: 'terminated' }),
    ParticipationClosed: (state) => ({ ...state, procedure: 'closed' }),
    SuspectDeceased: (state, _, { occurredOn }) => ({ ...free(state, 'none', occurredOn), procedure: 'deceased' }),
  },

  relies: {
    CustodyBasisLeft: ({ isInCustody }) => isInCustody,
    DetentionAnnulled: ({ detainedOn }) => detainedOn !== undefined,
  },
  stands: (state, context) => {
    const { procedure, person: human, case: file } = state;
    if (human === undefined || file === undefined) return;
    const { filedOn, status, suspects } = context.state(criminalCase, file);
    const registered = context.state(person, human);
    refuseIf(filedOn === undefined || (status === 'withdrawn' && isMeasured(state)), 'criminal-case/not-filed', `The case is ${status.replaceAll('_', ' ')}.`);
    refuseIf(registered.status === 'unknown', 'person/is-unknown', 'There is no such person.');
    const isListed = [suspects, registered.suspects].every((listed) => listed.includes(context.self as SuspectId));
    refuseIf(!isListed, 'correction/relied-on', 'The case or the person no longer lists this suspect: that record was voided.');
    refuseIf(procedure !== 'suspect' && isMeasured(state), 'correction/relied-on', 'No measure stays in force where the proceedings have ended.');
    if (!hasEnded(state)) notOpenedTwice({ person: human, case: file }, context);
    notHeldElsewhere(state, state.spells, context);
  },
};

const held = (state: Suspect, on: CivilDate): Suspect => ({
  ...state,
  measure: 'detained',
  measureOn: on,
  isInCustody: true,
  spells: [...state.spells, { from: on }],
  detainedOn: on,
  detainedUntil: addDays(on, 3),
});

const free = (state: Suspect, measure: Measure, on: CivilDate): Suspect => ({
  ...state,
  measure,
  measureOn: on,
  isInCustody: false,
  spells: state.spells.map(({ from, to = on }) => ({ from, to })),
});

/** CPL 91: three days, one to four more in special cases, 30 in all for roving, repeated or gang crime. */
const extendedUntil = (state: Suspect, days: number): CivilDate => addDays(state.detainedOn as CivilDate, days === 30 ? 30 : 3 + days);

/** The part in the case is over, and a new one can be opened where the case is reopened or comes back. */
const hasEnded = ({ procedure }: Suspect): boolean => procedure === 'terminated' || procedure === 'closed';

function notOpenedTwice({ person: human, case: file }: { person: PersonId; case: CaseId }, context: Context): void {
  const parts = context
    .state(person, human)
    .suspects.filter((id) => id !== context.self)
    .map((id) => ({ id, state: context.state(suspect, id) }));
  const again = parts.find(({ state }) => state.case === file && !hasEnded(state));
  if (again) refuse('suspect/already-opened', 'The person is already a suspect in this case.', { suspect: again.id });
}

/** No compulsory measure before the case is filed (MPS 174). */
function filedCase(state: Suspect, context: Context) {
  const file = context.state(criminalCase, state.case as CaseId);
  refuseIf(
    !['filed', 'investigating', 'concluded', 'transferred', 'merged'].includes(file.status),
    'criminal-case/not-filed',
    `The case is ${file.status.replaceAll('_', ' ')}: no compulsory measure (MPS 174).`,
  );
  return file;
}

function afterFiling(state: Suspect, context: Context): void {
  notBefore(filedCase(state, context).filedOn, context, 'suspect/before-filing');
}

const overlap = (a: Spell, b: Spell): boolean => (b.to === undefined || a.from < b.to) && (a.to === undefined || b.from < a.to);

/** Custody of one person never overlaps across cases. */
function notHeldElsewhere(state: Suspect, spells: readonly Spell[], context: Context): void {
  if (spells.length === 0) return;
  const elsewhere = context
    .state(person, state.person as PersonId)
    .suspects.find((id: SuspectId) => id !== context.self && context.state(suspect, id).spells.some((other) => spells.some((spell) => overlap(spell, other))));
  if (elsewhere)
    refuse('suspect/held-elsewhere', 'The person is already in custody in another case: change the basis of that custody.', { suspect: elsewhere });
}

/** A change of the measure, or an end to it, is not before the last one. */
function since<D>(state: Suspect, context: Context, events: readonly D[]): readonly D[] {
  notBefore(state.detainedOn, context, 'suspect/before-detention');
  notBefore(state.measureOn, context, 'suspect/before-measure');
  return events;
}

function inCustody({ isInCustody }: Suspect): void {
  refuseIf(!isInCustody, 'suspect/not-in-custody', 'The suspect is not in custody.');
}

function onThatDay(at: string, context: Context): void {
  refuseIf(civilDateAt(new Date(at)) !== context.occurredOn, 'suspect/another-day', `${at} is not on ${context.occurredOn} in Asia/Shanghai.`);
}

function duty<D>({ detainedAt }: Suspect, at: string | undefined, context: Context, events: readonly D[]): readonly D[] {
  if (at !== undefined) onThatDay(at, context);
  refuseIf(
    detainedAt !== undefined && at !== undefined && Date.parse(at) < Date.parse(detainedAt),
    'suspect/before-detention',
    `${at} is before the detention at ${detainedAt}.`,
  );
  return events;
}
