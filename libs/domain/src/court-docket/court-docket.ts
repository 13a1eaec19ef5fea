import type { Scope } from '../criminal-case/criminal-case-messages.ts';
import type { CivilDate } from '../kernel/civil-date.ts';
import type { Context, Decider } from '../kernel/decider.ts';
import type { District } from '../kernel/districts.ts';
import { notBefore } from '../kernel/guards.ts';
import type { DocketId, PersonId, ProsecutionId, SuspectId } from '../kernel/identifiers.ts';
import { clerks, court, judges, procurators } from '../kernel/organs.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { concludable, contestable, effectual, isContested, isJudgment, notHeavierOnAppeal, withoutVerdict } from './conclusions.ts';
import {
  type CourtDocketCommand,
  type CourtDocketEvent,
  type adjournmentGrounds,
  type conclusions,
  courtDocketCommands,
  courtDocketEvents,
  type instances,
} from './court-docket-messages.ts';
import { listed, merged, moved, split } from './joinder.ts';
import { numbered, originOf } from './origins.ts';
import { stands } from './standing.ts';
import { atAnotherCourt, canBeSupplemented, extended, objectionTo, resumed } from './term-of-trial.ts';

type VerdictRecorded = Extract<CourtDocketEvent, { type: 'VerdictRecorded' }>['data'];
export type Verdict = Omit<VerdictRecorded, 'suspect' | 'person'> & { readonly recordedBy: string };
export type Defendant = { readonly suspect: SuspectId; readonly person: PersonId; readonly verdict?: Verdict; readonly hasAppealed?: true };

export type CourtDocket = {
  readonly status:
    'unknown' | 'accepted' | 'on_trial' | 'suspended' | 'adjourned' | 'concluded' | 'served' | 'effective' | 'retrial_ordered' | 'merged' | 'transferred_out';
  readonly docketNumber?: string;
  readonly instance?: (typeof instances)[number];
  readonly court?: string;
  readonly district?: District;
  readonly scope?: Scope;
  readonly prosecution?: ProsecutionId;
  readonly parent?: DocketId;
  readonly defendants: readonly Defendant[];
  readonly conclusion?: { readonly kind: (typeof conclusions)[number]; readonly remandGround?: 'FACTS' | 'PROCEDURE' | undefined };
  readonly protestNumber?: string;
  /** When it was accepted; last heard, suspended, adjourned or resumed; and so on. What follows from one of these comes on that day or later. */
  readonly acceptedOn?: CivilDate;
  readonly trialOn?: CivilDate;
  readonly verdictOn?: CivilDate;
  readonly concludedOn?: CivilDate;
  readonly servedOn?: CivilDate;
  readonly lodgedOn?: CivilDate;
  readonly effectiveOn?: CivilDate;
  readonly retrialOn?: CivilDate;
  readonly scopeOn?: CivilDate;
  readonly placeOn?: CivilDate;
  readonly mergedInto?: DocketId;
  /** When the term that runs began. A docket that was split goes on with the term of the other one, which is not told here. */
  readonly termFrom?: CivilDate;
  /** How long the trial was suspended since, or since the Supreme People's Court said a day. */
  readonly daysSuspended?: number;
  /** The last extension of that term, and the day that it came on. */
  readonly extension?: Extract<CourtDocketEvent, { type: 'TrialExtended' }>['data'] & { readonly on: CivilDate };
  /** Which item of CPL 204 the trial is adjourned for, where that was said by code, and how often it was for a supplement, before a split too. */
  readonly adjournedBecause?: (typeof adjournmentGrounds)[number];
  readonly supplements?: number;
  /** Where it stood before it left the city, to come back to. */
  readonly before?: CourtDocket['status'];
};

type Status = CourtDocket['status'];
const going: readonly Status[] = ['accepted', 'on_trial'];
/** The court has yet to decide. */
export const pending: readonly Status[] = [...going, 'suspended', 'adjourned'];
const decided: readonly Status[] = ['concluded', 'served', 'effective', 'retrial_ordered'];

/** A docket of the court (案号), of any instance: one 件. The clerk records, the judge confirms. CPL 2018 arts 186–258; SPC Interpretation 2021. */
export const courtDocket: Decider<CourtDocket, CourtDocketCommand, CourtDocketEvent> = {
  category: 'court_docket',
  noun: 'docket',
  initialState: { status: 'unknown', defendants: [] },
  commands: courtDocketCommands,
  events: courtDocketEvents,

  rules: {
    AcceptDocket: {
      by: clerks,
      from: { status: ['unknown'] },
      emits: ['DocketAccepted', 'DocketDefendantListed'],
      holds: ({ docketNumber }, docket) => docket.status === 'accepted' && docket.docketNumber === docketNumber,
    },
    HoldTrialHearing: { by: court, from: { status: going }, emits: ['TrialHearingHeld'] },
    SuspendTrial: { by: judges, from: { status: going }, emits: ['TrialSuspended'], holds: (_, { status }) => status === 'suspended' },
    AdjournTrial: {
      by: judges,
      from: { status: going },
      emits: ['TrialAdjourned'],
      holds: ({ because }, docket) => docket.status === 'adjourned' && docket.adjournedBecause === because,
    },
    ResumeTrial: { by: judges, from: { status: ['suspended', 'adjourned'] }, emits: ['TrialResumed'], holds: (_, { status }) => status === 'on_trial' },
    ExtendTrial: {
      by: judges,
      from: { status: [...going, 'adjourned'] },
      emits: ['TrialExtended'],
      holds: (data, { extension: last }) => last?.approvedBy === data.approvedBy && last.decisionNumber === data.decisionNumber && last.until === data.until,
    },
    RecordVerdict: { by: clerks, from: { status: going }, emits: ['VerdictRecorded'], holds: (data, docket) => isRecorded(data, docket) },
    ConcludeDocket: {
      by: judges,
      from: { status: pending },
      emits: ['DocketConcluded'],
      holds: ({ kind }, docket) => docket.status === 'concluded' && docket.conclusion?.kind === kind,
    },
    ServeJudgment: { by: clerks, from: { status: ['concluded'] }, emits: ['JudgmentServed'], holds: (_, { status }) => status === 'served' },
    LodgeAppeal: {
      by: clerks,
      from: { status: ['served'] },
      emits: ['AppealLodged'],
      holds: (data, docket) => defendantOf(docket, data.suspect)?.hasAppealed === true,
    },
    LodgeProtest: {
      by: procurators,
      from: { status: ['served'] },
      emits: ['ProtestLodged'],
      holds: (data, { protestNumber }) => protestNumber === data.protestNumber,
    },
    DeclareEffective: { by: judges, from: { status: ['served'] }, emits: ['JudgmentBecameEffective'], holds: (_, { status }) => status === 'effective' },
    OrderRetrial: { by: judges, from: { status: ['effective'] }, emits: ['RetrialOrdered'], holds: (_, { status }) => status === 'retrial_ordered' },
    ReclassifyDocket: {
      by: court,
      from: { status: [...pending, ...decided] },
      emits: ['DocketReclassified'],
      correction: 'K4',
      holds: ({ scope }, docket) => docket.scope === scope,
    },
    MergeDocket: {
      by: court,
      from: { status: pending },
      emits: ['DocketsMerged', 'DocketDefendantListed'],
      correction: 'K5',
      holds: ({ survivor }, docket) => docket.mergedInto === survivor,
    },
    SplitDocket: { by: court, from: { status: pending }, emits: ['DocketSplit'], correction: 'K6' },
    TransferDocket: {
      by: court,
      from: { status: [...pending, 'transferred_out'] },
      emits: ['DocketTransferred'],
      correction: ({ scope }) => (scope === 'DISTRICT' ? 'K8' : 'K7'),
    },
  },

  decide: {
    AcceptDocket: ({ defendants, ...data }, _, context) => {
      numbered(data.docketNumber, data.instance, context);
      const parties = originOf({ ...data, defendants }, context);
      return [
        { type: 'DocketAccepted', data: { ...data, district: context.actor.district } },
        ...parties.map((party) => ({ type: 'DocketDefendantListed', data: party }) as const),
        ...listed(defendants, context.self),
      ];
    },
    HoldTrialHearing: (data, docket, context) => inOrder(docket, context, [{ type: 'TrialHearingHeld', data }]),
    SuspendTrial: (data, docket, context) => afterExtension(docket, context, [{ type: 'TrialSuspended', data }]),
    AdjournTrial: (data, docket, context) => {
      refuseIf(
        data.because === 'SUPPLEMENT' && !canBeSupplemented(docket),
        'court-docket/third-supplement',
        'A trial is adjourned for a supplementary investigation twice at most, through every split and change of court (CPL 205, SPC21 274).',
      );
      return afterExtension(docket, context, [{ type: 'TrialAdjourned', data }]);
    },
    ResumeTrial: (data, docket, context) => inOrder(docket, context, [{ type: 'TrialResumed', data }]),
    ExtendTrial: (data, docket, context) => {
      const objection = objectionTo(data, docket, context.occurredOn);
      if (objection) return refuse(objection.code, objection.says);
      return afterExtension(docket, context, [{ type: 'TrialExtended', data }]);
    },
    RecordVerdict: (data, docket, context) => {
      const { person, verdict: before } = ownDefendant(data.suspect, docket);
      refuseIf(before !== undefined, 'court-docket/already-recorded', 'The verdict on this defendant is recorded: to correct it, void that record.');
      notHeavierOnAppeal(data.suspect, data, docket, context);
      return inOrder(docket, context, [{ type: 'VerdictRecorded', data: { ...data, person } }]);
    },
    ConcludeDocket: (data, docket, context) => {
      concludable(data, docket, context);
      notBefore(docket.verdictOn, context, 'court-docket/before-verdict');
      return inOrder(docket, context, [{ type: 'DocketConcluded', data }]);
    },
    ServeJudgment: (data, docket, context) => {
      notBefore(docket.concludedOn, context, 'court-docket/before-conclusion');
      return [{ type: 'JudgmentServed', data }];
    },
    LodgeAppeal: (data, docket, context) => {
      contestable(docket, context);
      return [{ type: 'AppealLodged', data: { ...data, person: ownDefendant(data.suspect, docket).person } }];
    },
    LodgeProtest: (data, docket, context) => {
      refuseIf(docket.protestNumber !== undefined, 'court-docket/already-protested', `The procuratorate has protested already: ${docket.protestNumber}.`);
      contestable(docket, context);
      return [{ type: 'ProtestLodged', data }];
    },
    DeclareEffective: (data, docket, context) => {
      effectual(docket, context);
      return [{ type: 'JudgmentBecameEffective', data }];
    },
    OrderRetrial: (data, docket, context) => {
      notBefore(docket.effectiveOn, context, 'court-docket/before-effect');
      return [{ type: 'RetrialOrdered', data }];
    },
    ReclassifyDocket: (data, docket, context) => {
      notBefore(docket.scopeOn, context, 'court-docket/before-classification');
      return [{ type: 'DocketReclassified', data: { ...data, from: docket.scope as Scope } }];
    },
    MergeDocket: (data, docket, context) => inOrder(docket, context, merged(data, docket, context)),
    SplitDocket: (data, docket, context) => inOrder(docket, context, split(data, docket, context)),
    TransferDocket: (data, docket, context) => afterExtension(docket, context, moved(data, docket, context)),
  },

  evolve: {
    DocketAccepted: (state, { docketNumber, court: at, instance, prosecution, parent, splitFrom, supplements, scope, district }, { occurredOn }) => ({
      ...state,
      status: 'accepted',
      docketNumber,
      court: at,
      instance,
      ...(prosecution && { prosecution }),
      ...(parent && { parent }),
      scope,
      district,
      acceptedOn: occurredOn,
      scopeOn: occurredOn,
      ...(splitFrom === undefined && { termFrom: occurredOn }),
      ...(supplements && { supplements }),
    }),
    DocketDefendantListed: (docket, party) => ({ ...docket, defendants: [...docket.defendants, party] }),
    TrialHearingHeld: (docket, _, { occurredOn }) => ({ ...docket, status: 'on_trial', trialOn: occurredOn }),
    TrialSuspended: (docket, _, { occurredOn }) => ({ ...docket, status: 'suspended', trialOn: occurredOn }),
    TrialAdjourned: (docket, { because }, { occurredOn }) => ({
      ...docket,
      status: 'adjourned',
      trialOn: occurredOn,
      ...(because && { adjournedBecause: because }),
      ...(because === 'SUPPLEMENT' && { supplements: (docket.supplements ?? 0) + 1 }),
    }),
    TrialResumed: (docket, _, { occurredOn }) => ({ ...resumed(docket, occurredOn), status: 'on_trial', trialOn: occurredOn }),
    TrialExtended: (docket, data, { occurredOn }) => extended(docket, data, occurredOn),
    VerdictRecorded: (docket, { suspect, person: _, ...verdict }, { occurredOn, actor }) => ({
      ...noted(docket, suspect, { verdict: { ...verdict, recordedBy: actor.user } }),
      verdictOn: docket.verdictOn !== undefined && docket.verdictOn > occurredOn ? docket.verdictOn : occurredOn,
    }),
    DocketConcluded: (docket, conclusion, { occurredOn }) => ({ ...docket, status: 'concluded', conclusion, concludedOn: occurredOn }),
    JudgmentServed: (docket, _, { occurredOn }) => ({ ...docket, status: 'served', servedOn: occurredOn }),
    AppealLodged: (docket, { suspect }, { occurredOn }) => ({
      ...noted(docket, suspect, { hasAppealed: true }),
      lodgedOn: docket.lodgedOn ?? occurredOn,
    }),
    ProtestLodged: (docket, { protestNumber }, { occurredOn }) => ({ ...docket, protestNumber, lodgedOn: docket.lodgedOn ?? occurredOn }),
    JudgmentBecameEffective: (docket, _, { occurredOn }) => ({ ...docket, status: 'effective', effectiveOn: occurredOn }),
    RetrialOrdered: (docket, _, { occurredOn }) => ({ ...docket, status: 'retrial_ordered', retrialOn: occurredOn }),
    DocketReclassified: (docket, { scope }, { occurredOn }) => ({ ...docket, scope, scopeOn: occurredOn }),
    DocketsMerged: (docket, { survivor }) => ({ ...docket, status: 'merged', mergedInto: survivor }),
    DocketSplit: (docket, { defendants }) => ({ ...docket, defendants: docket.defendants.filter(({ suspect }) => !defendants.includes(suspect)) }),
    DocketTransferred: ({ before, ...docket }, { scope, toCourt, toDistrict }, { occurredOn }) =>
      toDistrict === undefined
        ? { ...docket, status: 'transferred_out', court: toCourt, before: docket.status, placeOn: occurredOn }
        : {
            ...atAnotherCourt(docket, occurredOn),
            court: toCourt,
            district: toDistrict,
            status: scope === 'CITY_IN' ? (before ?? 'accepted') : docket.status,
            placeOn: occurredOn,
          },
  },

  relies: {
    DocketDefendantListed: (docket, { suspect }) => docket.status !== 'unknown' && defendantOf(docket, suspect) === undefined,
    TrialAdjourned: (docket, { because }) => because !== 'SUPPLEMENT' || canBeSupplemented(docket),
    TrialExtended: (docket, data, { occurredOn }) => objectionTo(data, docket, occurredOn) === undefined,
    VerdictRecorded: ({ defendants }, { suspect }) => defendants.some((one) => one.suspect === suspect && one.verdict === undefined),
    DocketConcluded: (docket, { kind }, { actor }) =>
      withoutVerdict(kind, docket).length === 0 && docket.defendants.every(({ verdict }) => verdict?.recordedBy !== actor.user),
    AppealLodged: (docket, { suspect }) => docket.conclusion?.kind === 'JUDGMENT' && defendantOf(docket, suspect) !== undefined,
    ProtestLodged: ({ conclusion }) => conclusion?.kind === 'JUDGMENT',
    JudgmentBecameEffective: (docket) => isJudgment(docket) && !(docket.conclusion?.kind === 'JUDGMENT' && isContested(docket)),
    DocketReclassified: ({ scope }, { from }) => scope === from,
    DocketSplit: (docket, { defendants }) => defendants.every((id) => defendantOf(docket, id) !== undefined),
    DocketTransferred: ({ status }, { scope }) => (status === 'transferred_out') === (scope === 'CITY_IN'),
  },
  stands,
};

export const defendantOf = ({ defendants }: CourtDocket, id: SuspectId): Defendant | undefined => defendants.find(({ suspect }) => suspect === id);

export function ownDefendant(id: SuspectId, docket: CourtDocket): Defendant {
  return defendantOf(docket, id) ?? refuse('court-docket/not-a-defendant', `${id} is not a defendant in this docket.`, { suspect: id });
}

const noted = (docket: CourtDocket, id: SuspectId, what: Partial<Defendant>): CourtDocket => ({
  ...docket,
  defendants: docket.defendants.map((one) => (one.suspect === id ? { ...one, ...what } : one)),
});

function isRecorded({ suspect: id, ...found }: Omit<VerdictRecorded, 'person'>, docket: CourtDocket): boolean {
  const verdict = defendantOf(docket, id)?.verdict;
  return verdict?.verdict === found.verdict && verdict.scopeFound === found.scopeFound && verdict.months === found.months;
}

/** Nothing happens in a docket before it was accepted, or before the trial last moved. */
function inOrder<D>(docket: CourtDocket, context: Context, events: readonly D[]): readonly D[] {
  notBefore(docket.acceptedOn, context, 'court-docket/before-acceptance');
  notBefore(docket.trialOn, context, 'court-docket/before-hearing');
  return events;
}

/** What changes the term, or stops it, is not before it was last extended. */
function afterExtension<D>(docket: CourtDocket, context: Context, events: readonly D[]): readonly D[] {
  notBefore(docket.extension?.on, context, 'court-docket/before-extension');
  return inOrder(docket, context, events);
}
