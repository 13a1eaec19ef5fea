import { crimeGroup } from '../crime-group/crime-group.ts';
import { criminalCase } from '../criminal-case/criminal-case.ts';
import type { CivilDate } from '../kernel/civil-date.ts';
import type { Context, Decider } from '../kernel/decider.ts';
import type { District } from '../kernel/districts.ts';
import { notBefore } from '../kernel/guards.ts';
import type { InvestigationId } from '../kernel/identifiers.ts';
import { discipline, disciplineLeaders } from '../kernel/organs.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { person } from '../person/person.ts';
import { disposition } from './disposition.ts';
import { type DataOf, type Investigated, daysOf, hasOutcome, isOpened, isSo, opened, partOf } from './investigated.ts';
import { besidePerson, investigatedPerson, listed } from './investigated-person.ts';
import { type InvestigationCommand, type InvestigationEvent, investigationCommands, investigationEvents } from './investigation-messages.ts';
import type { UmbrellaKind } from './lead-messages.ts';
import { umbrellaLead } from './lead.ts';
import { hasNobodyRetained, isRetained, noneRetained, retention } from './retention.ts';

export type UmbrellaInvestigation = {
  readonly status: 'unknown' | 'filed' | 'investigating' | 'reviewed' | 'closed' | 'withdrawn' | 'merged' | 'referred';
  readonly investigationNumber?: string;
  readonly district?: District;
  readonly principalKind?: UmbrellaKind;
  /** What it follows from and is about. An investigation split off it has the same. */
  readonly ground?: Pick<DataOf<'InvestigationFiled'>, 'leads' | 'ownInitiative' | 'groups' | 'cases'>;
  /** Who decided on filing it, and who approved that. */
  readonly filedBy: readonly string[];
  readonly filedOn?: CivilDate;
  /** When its kind was last changed, persons were last split off it, it was reviewed and withdrawn. */
  readonly kindOn?: CivilDate;
  readonly splitOn?: CivilDate;
  readonly reviewedOn?: CivilDate;
  readonly withdrawnOn?: CivilDate;
  readonly persons: readonly Investigated[];
  readonly mergedInto?: InvestigationId;
  readonly referredTo?: string;
};

type Status = UmbrellaInvestigation['status'];
const open: readonly Status[] = ['filed', 'investigating', 'reviewed'];

/** An investigation of corruption linked to organised crime (立案查处): one file, one 起, of one principal kind. Supervision Law 2018 arts 36, 39, 43–45 and 49. */
export const umbrellaInvestigation: Decider<UmbrellaInvestigation, InvestigationCommand, InvestigationEvent> = {
  category: 'umbrella_investigation',
  noun: 'investigation',
  secrecy: 'SEALED',
  initialState: { status: 'unknown', filedBy: [], persons: [] },
  commands: investigationCommands,
  events: investigationEvents,

  rules: {
    FileInvestigation: {
      by: disciplineLeaders,
      from: { status: ['unknown'] },
      emits: ['InvestigationFiled'],
      holds: (data, { status, investigationNumber }) => status === 'filed' && investigationNumber === data.investigationNumber,
    },
    OpenPersonInvestigation: {
      by: discipline,
      from: { status: ['filed', 'investigating'] },
      emits: ['PersonInvestigationOpened'],
      holds: (data, state) => isSo(state, data, ({ rankBand }) => rankBand === data.rankBand),
    },
    ChangePrincipalKind: {
      by: discipline,
      from: { status: [...open, 'closed'] },
      emits: ['PrincipalKindChanged'],
      correction: 'K4',
      holds: ({ kind }, { principalKind }) => principalKind === kind,
    },
    ...retention.rules,
    ReviewInvestigation: {
      by: disciplineLeaders,
      from: { status: ['investigating'] },
      emits: ['InvestigationReviewed'],
      holds: (_, { status }) => status === 'reviewed',
    },
    ...disposition.rules,
    CloseInvestigation: {
      by: disciplineLeaders,
      from: { status: ['reviewed'] },
      emits: ['InvestigationClosed'],
      holds: (_, { status }) => status === 'closed',
    },
    WithdrawInvestigation: {
      by: discipline,
      from: { status: open },
      emits: ['InvestigationWithdrawn'],
      correction: 'K2',
      holds: (_, { status }) => status === 'withdrawn',
    },
    MergeInvestigation: {
      by: discipline,
      from: { status: open },
      emits: ['InvestigationsMerged'],
      correction: 'K5',
      holds: ({ survivor }, { mergedInto }) => mergedInto === survivor,
    },
    SplitInvestigation: { by: discipline, from: { status: ['investigating'] }, emits: ['InvestigationSplit'], correction: 'K6' },
    ReferInvestigation: {
      by: discipline,
      from: { status: open },
      emits: ['InvestigationReferred'],
      correction: 'K7',
      holds: ({ to }, { referredTo }) => referredTo === to,
    },
  },

  decide: {
    FileInvestigation: (data, _, context) => {
      for (const id of data.leads) {
        const { status, outcome, verifiedOn } = context.state(umbrellaLead, id);
        const isReady = status === 'verified' && outcome === 'TO_INVESTIGATION';
        refuseIf(!isReady, 'umbrella-investigation/lead-not-ready', `The verification of ${id} did not end with an investigation to file.`, { lead: id });
        notBefore(verifiedOn, context, 'umbrella-investigation/before-verification');
      }
      for (const id of data.groups) refuseIf(context.state(crimeGroup, id).status === 'unknown', 'crime-group/is-unknown', `There is no crime group ${id}.`);
      for (const id of data.cases) refuseIf(context.state(criminalCase, id).status === 'unknown', 'criminal-case/is-unknown', `There is no case ${id}.`);
      linked(data.principalKind, data);
      return [{ type: 'InvestigationFiled', data: { ...data, district: context.actor.district } }];
    },
    OpenPersonInvestigation: (data, state, context) => {
      refuseIf(isOpened(state, data), 'umbrella-investigation/already-opened', 'This person is investigated here already.');
      const human = context.state(person, data.person);
      refuseIf(human.status === 'unknown', 'person/is-unknown', 'There is no such person.');
      refuseIf(human.identity === 'merged', 'person/is-merged', `This identity was merged into ${human.mergedInto}: name that person.`, {
        survivor: human.mergedInto,
      });
      notBefore(state.filedOn, context, 'umbrella-investigation/before-filing');
      return [{ type: 'PersonInvestigationOpened', data }, listed(data.person, context.self)];
    },
    ChangePrincipalKind: (data, state, context) => {
      const { principalKind, ground } = known(state);
      linked(data.kind, ground);
      notBefore(state.kindOn, context, 'umbrella-investigation/before-last-kind');
      return [{ type: 'PrincipalKindChanged', data: { ...data, from: principalKind } }];
    },
    ...retention.decide,
    ReviewInvestigation: (data, state, context) => {
      refuseIf(
        state.filedBy.includes(context.actor.user),
        'umbrella-investigation/own-filing',
        'Who filed an investigation may not review it (Supervision Law 36).',
      );
      return afterAll(state, context, [{ type: 'InvestigationReviewed', data }]);
    },
    ...disposition.decide,
    CloseInvestigation: (data, state, context) => {
      const left = state.persons.filter((part) => !hasOutcome(part)).map((part) => part.person);
      refuseIf(left.length > 0, 'umbrella-investigation/outcome-missing', 'Every person has an outcome before the investigation is closed.', { persons: left });
      return ending(state, context, [{ type: 'InvestigationClosed', data }]);
    },
    WithdrawInvestigation: (data, state, context) => {
      refuseIf(!data.unitNotified, 'umbrella-investigation/unit-not-notified', 'A withdrawal is told to the unit of the person (Supervision Law 45).');
      return ending(state, context, [{ type: 'InvestigationWithdrawn', data }]);
    },
    MergeInvestigation: (data, state, context) => {
      refuseIf(data.survivor === context.self, 'umbrella-investigation/merged-with-itself', 'An investigation cannot be merged into itself.');
      const survivor = context.state(umbrellaInvestigation, data.survivor);
      refuseIf(
        !open.includes(survivor.status),
        'umbrella-investigation/survivor-not-open',
        `The surviving investigation is ${survivor.status}: it must be open.`,
      );
      notBefore(survivor.filedOn, context, 'umbrella-investigation/before-filing');
      return ending(state, context, [{ type: 'InvestigationsMerged', data }]);
    },
    SplitInvestigation: ({ investigationNumber, persons }, state, context) => {
      const { principalKind, ground, district } = known(state);
      const parts = [...new Set(persons)].map((id) => partOf(state, { person: id }));
      refuseIf(
        parts.length === state.persons.length,
        'umbrella-investigation/nobody-left',
        'An investigation keeps one person or more: refer or merge it instead.',
      );
      noneRetained(parts);
      const child = context.newId('umbrella_investigation');
      return [
        ...afterAll(state, context, [{ type: 'InvestigationSplit', data: { child, persons: parts.map((part) => part.person) } } as const]),
        { on: child, type: 'InvestigationFiled', data: { ...ground, investigationNumber, principalKind, district, splitFrom: context.self } },
        ...parts.map((part) => ({ on: child, type: 'PersonInvestigationOpened', data: { person: part.person, rankBand: part.rankBand } })),
        ...parts.map((part) => listed(part.person, child)),
      ];
    },
    ReferInvestigation: (data, state, context) => ending(state, context, [{ type: 'InvestigationReferred', data }]),
  },

  evolve: {
    InvestigationFiled: (_, { investigationNumber, principalKind, district, leads, ownInitiative, groups, cases }, { actor, approval, occurredOn }) => ({
      status: 'filed',
      investigationNumber,
      principalKind,
      district,
      ground: { leads, groups, cases, ...(ownInitiative && { ownInitiative }) },
      filedBy: [actor, ...(approval ? [approval.by] : [])].map(({ user }) => user),
      filedOn: occurredOn,
      kindOn: occurredOn,
      persons: [],
    }),
    PersonInvestigationOpened: (state, data, { occurredOn }) => ({ ...state, status: 'investigating', persons: [...state.persons, opened(data, occurredOn)] }),
    PrincipalKindChanged: (state, { kind }, { occurredOn }) => ({ ...state, principalKind: kind, kindOn: occurredOn }),
    ...retention.evolve,
    InvestigationReviewed: (state, _, { occurredOn }) => ({ ...state, status: 'reviewed', reviewedOn: occurredOn }),
    ...disposition.evolve,
    InvestigationClosed: (state) => ({ ...state, status: 'closed' }),
    InvestigationWithdrawn: (state, _, { occurredOn }) => ({ ...state, status: 'withdrawn', withdrawnOn: occurredOn }),
    InvestigationsMerged: (state, { survivor }) => ({ ...state, status: 'merged', mergedInto: survivor }),
    InvestigationSplit: (state, { persons }, { occurredOn }) => ({
      ...state,
      persons: state.persons.filter((part) => !persons.includes(part.person)),
      splitOn: occurredOn,
    }),
    InvestigationReferred: (state, { to }) => ({ ...state, status: 'referred', referredTo: to }),
  },

  relies: {
    PersonInvestigationOpened: (state, data) => !isOpened(state, data),
    PrincipalKindChanged: ({ principalKind }, { from }) => principalKind === from,
    ...retention.relies,
    InvestigationReviewed: ({ filedBy }, _, { actor }) => !filedBy.includes(actor.user),
    ...disposition.relies,
    InvestigationClosed: ({ persons }) => persons.every((part) => hasOutcome(part) && !isRetained(part)),
    InvestigationWithdrawn: hasNobodyRetained,
    InvestigationsMerged: hasNobodyRetained,
    InvestigationSplit: (state, { persons }) =>
      persons.length < state.persons.length && persons.every((id) => isSo(state, { person: id }, (part) => !isRetained(part))),
    InvestigationReferred: hasNobodyRetained,
  },
  stands: ({ persons, mergedInto }, context) => {
    for (const part of persons) {
      const { status, investigations: listedBefore } = context.state(person, part.person);
      refuseIf(status === 'unknown', 'person/is-unknown', `There is no person ${part.person}.`);
      const { investigations } = context.state(investigatedPerson, besidePerson(part.person));
      const isListed = [...investigations, ...listedBefore].includes(context.self as InvestigationId);
      refuseIf(!isListed, 'correction/relied-on', `${part.person} no longer lists this investigation: that record was voided.`);
    }
    let other = mergedInto;
    for (; other !== undefined && other !== context.self; other = context.state(umbrellaInvestigation, other).mergedInto);
    refuseIf(other === context.self, 'correction/relied-on', `${mergedInto} has since been merged into this investigation.`, { reliedOnBy: mergedInto });
  },
};

function known({ principalKind, ground, district }: UmbrellaInvestigation) {
  if (principalKind && ground && district) return { principalKind, ground, district };
  return refuse('umbrella-investigation/is-unknown', 'There is no such investigation.');
}

/** Sheltering and dereliction are of somebody or something: a group, or a case. */
function linked(kind: UmbrellaKind, { groups, cases }: { readonly groups: readonly unknown[]; readonly cases: readonly unknown[] }): void {
  refuseIf(
    kind !== 'OTHER_CORRUPTION' && groups.length + cases.length === 0,
    'umbrella-investigation/no-group-or-case',
    `An investigation of the kind ${kind} names the crime group or the case that it is about.`,
  );
}

/** What is about the investigation as a whole is not before anything recorded in it. */
function afterAll<D>({ filedOn, kindOn, splitOn, reviewedOn, persons }: UmbrellaInvestigation, context: Context, events: readonly D[]): readonly D[] {
  for (const day of [filedOn, kindOn, splitOn, reviewedOn, ...persons.flatMap(daysOf)]) notBefore(day, context, 'umbrella-investigation/before-last-record');
  return events;
}

function ending<D>(state: UmbrellaInvestigation, context: Context, events: readonly D[]): readonly D[] {
  noneRetained(state.persons);
  return afterAll(state, context, events);
}
