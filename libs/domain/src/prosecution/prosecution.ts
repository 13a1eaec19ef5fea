import type { Scope } from '../criminal-case/criminal-case-messages.ts';
import type { CivilDate } from '../kernel/civil-date.ts';
import type { Context, Decided, Decider } from '../kernel/decider.ts';
import type { District } from '../kernel/districts.ts';
import { notBefore } from '../kernel/guards.ts';
import type { CaseId, PersonId, ProsecutionId, SuspectId } from '../kernel/identifiers.ts';
import { chiefProcurators, procurators } from '../kernel/organs.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { suspect } from '../suspect/suspect.ts';
import { type ProsecutionCommand, type ProsecutionEvent, type nonProsecutionKinds, prosecutionCommands, prosecutionEvents } from './prosecution-messages.ts';
import { broughtIn, canBeProsecuted, inNoOtherFile, leftTheCourt, partsOf, received, stands } from './standing.ts';
import { isExtensible, newTerm, reviewEndsOn } from './term-of-review.ts';

/** A suspect in a file, and what the procuratorate decided about them. */
export type Party = {
  readonly suspect: SuspectId;
  readonly outcome: 'undecided' | 'indicted' | 'withdrawn' | 'not_prosecuted';
  /** Known once something was decided. */
  readonly person?: PersonId;
  /** Stays when the prosecution is withdrawn. */
  readonly indictedOn?: CivilDate;
  readonly decidedOn?: CivilDate;
  readonly kind?: (typeof nonProsecutionKinds)[number];
};

export type Prosecution = {
  readonly status: 'unknown' | 'reviewing' | 'supplementing' | 'indicted' | 'closed' | 'withdrawn' | 'merged';
  readonly fileNumber?: string;
  readonly case?: CaseId;
  readonly scope?: Scope;
  readonly district?: District;
  readonly suspects: readonly Party[];
  /** How often it was returned, before a split too. */
  readonly returns: number;
  readonly indictmentNumber?: string;
  /** When it was last opened, returned or resumed; classified; indicted or amended; withdrawn. What changes one of these comes on that day or later. */
  readonly reviewOn?: CivilDate;
  /** When the term that runs began. A file that was split goes on with the term of the other one, which is not told here: unknown until it is returned. */
  readonly termFrom?: CivilDate;
  /** When that term was extended. */
  readonly extendedOn?: CivilDate;
  readonly scopeOn?: CivilDate;
  readonly indictedOn?: CivilDate;
  readonly withdrawnOn?: CivilDate;
  readonly mergedInto?: ProsecutionId;
};

type Status = Prosecution['status'];
/** CPL 175: twice at most. */
const MOST_RETURNS = 2;
const underReview: readonly Status[] = ['reviewing', 'supplementing'];
const open: readonly Status[] = [...underReview, 'indicted'];

/** A file of the procuratorate from the transfer to the indictment (审查起诉): one indictment number, one 件. CPL 2018 arts 16, 169–182; SPP Rules 2019 arts 328–378. */
export const prosecution: Decider<Prosecution, ProsecutionCommand, ProsecutionEvent> = {
  category: 'prosecution',
  noun: 'prosecution',
  initialState: { status: 'unknown', suspects: [], returns: 0 },
  commands: prosecutionCommands,
  events: prosecutionEvents,

  rules: {
    OpenProsecutionReview: {
      by: procurators,
      from: { status: ['unknown'] },
      emits: ['ProsecutionReviewOpened'],
      holds: ({ fileNumber, case: of }, file) => file.status === 'reviewing' && file.fileNumber === fileNumber && file.case === of,
    },
    ReturnForSupplement: {
      by: procurators,
      from: { status: ['reviewing'] },
      emits: ['ReturnedForSupplement'],
      holds: (_, { status }) => status === 'supplementing',
    },
    ResumeReview: { by: procurators, from: { status: ['supplementing'] }, emits: ['ReviewResumed'], holds: (_, { status }) => status === 'reviewing' },
    ExtendReview: { by: procurators, from: { status: ['reviewing', 'indicted'] }, emits: ['ReviewExtended'] },
    FileIndictment: {
      by: procurators,
      from: { status: ['reviewing'] },
      emits: ['IndictmentFiled', 'DefendantIndicted'],
      holds: ({ indictmentNumber }, file) => file.status === 'indicted' && file.indictmentNumber === indictmentNumber,
    },
    AmendIndictment: {
      by: procurators,
      from: { status: ['indicted'] },
      emits: ['IndictmentAmended', 'DefendantIndicted'],
      holds: ({ defendants }, file) => defendants.length > 0 && defendants.every((id) => partyOf(file, id)?.outcome === 'indicted'),
    },
    DecideNonProsecution: {
      by: chiefProcurators,
      from: { status: ['reviewing', 'indicted', 'withdrawn'] },
      emits: ['NonProsecutionDecided'],
      holds: (data, file) => partyOf(file, data.suspect)?.kind === data.kind,
    },
    WithdrawProsecution: {
      by: procurators,
      from: { status: ['indicted', 'closed'] },
      emits: ['ProsecutionWithdrawn'],
      correction: 'K2',
      holds: (_, { status }) => status === 'withdrawn',
    },
    ReclassifyProsecution: {
      by: procurators,
      from: { status: [...open, 'closed'] },
      emits: ['ProsecutionReclassified'],
      correction: 'K4',
      holds: ({ scope }, file) => file.scope === scope,
    },
    MergeProsecution: {
      by: procurators,
      from: { status: open },
      emits: ['ProsecutionsMerged'],
      correction: 'K5',
      holds: ({ survivor }, file) => file.mergedInto === survivor,
    },
    SplitProsecution: { by: procurators, from: { status: ['reviewing', 'indicted'] }, emits: ['ProsecutionSplit'], correction: 'K6' },
    CloseProsecution: {
      by: procurators,
      from: { status: ['reviewing', 'indicted'] },
      emits: ['ProsecutionClosed'],
      holds: (_, { status }) => status === 'closed',
    },
  },

  decide: {
    OpenProsecutionReview: (data, _, context) => {
      eachOnce(data.suspects);
      notBefore(received(data, context), context, 'prosecution/before-transfer');
      return [{ type: 'ProsecutionReviewOpened', data: { ...data, district: context.actor.district } }, ...listed(data.suspects, context.self)];
    },
    ReturnForSupplement: ({ issues }, file, context) => {
      refuseIf(
        file.returns >= MOST_RETURNS,
        'prosecution/third-return',
        'A file is returned for supplementary investigation twice at most, through every split and change of jurisdiction (CPL 175, SPP19 350).',
      );
      notBefore(file.extendedOn, context, 'prosecution/before-extension');
      return inOrder(file, context, [{ type: 'ReturnedForSupplement', data: { n: file.returns + 1, issues } }]);
    },
    ResumeReview: (data, file, context) => inOrder(file, context, [{ type: 'ReviewResumed', data }]),
    ExtendReview: (data, file, context) => {
      refuseIf(undecidedIn(file, context).length === 0, 'prosecution/nobody-undecided', 'Everybody in the file is indicted or not prosecuted: no term runs.');
      refuseIf(file.extendedOn !== undefined, 'prosecution/already-extended', 'The review is extended already: once each time that the month runs (CPL 172).');
      refuseIf(!isExtensible(file, context.occurredOn), 'prosecution/extension-after-expiry', `The review ran out on ${reviewEndsOn(file)}.`);
      return inOrder(file, context, [{ type: 'ReviewExtended', data }]);
    },
    FileIndictment: ({ defendants, ...data }, file, context) =>
      inOrder(file, context, [{ type: 'IndictmentFiled', data }, ...indict(defendants, file, context)]),
    AmendIndictment: ({ defendants, note }, file, context) => {
      notBefore(file.indictedOn, context, 'prosecution/before-indictment');
      const added = defendants.filter((id) => partyOf(file, id)?.outcome !== 'indicted');
      return [{ type: 'IndictmentAmended', data: { note } }, ...indict(added, file, context)];
    },
    DecideNonProsecution: (data, file, context) => {
      const party = partyHere(data.suspect, file, context);
      if (party.outcome !== 'withdrawn') undecided(party);
      inNoOtherFile(data.suspect, context);
      if (file.status === 'withdrawn') notBefore(file.withdrawnOn, context, 'prosecution/before-withdrawal');
      return inOrder(file, context, [{ type: 'NonProsecutionDecided', data: { ...data, person: personOf(data.suspect, context) } }]);
    },
    WithdrawProsecution: (data, file, context) => {
      refuseIf(file.indictmentNumber === undefined, 'prosecution/not-indicted', 'There is no indictment to withdraw.');
      leftTheCourt(file, context);
      notBefore(file.indictedOn, context, 'prosecution/before-indictment');
      return [{ type: 'ProsecutionWithdrawn', data }];
    },
    ReclassifyProsecution: (data, file, context) => {
      notBefore(file.scopeOn, context, 'prosecution/before-classification');
      return [{ type: 'ProsecutionReclassified', data: { ...data, from: file.scope as Scope } }];
    },
    MergeProsecution: (data, file, context) => {
      refuseIf(data.survivor === context.self, 'prosecution/merged-with-itself', 'A file cannot be merged into itself.');
      const survivor = context.state(prosecution, data.survivor);
      refuseIf(!open.includes(survivor.status), 'prosecution/survivor-not-open', `The surviving file is ${survivor.status}: it must be open.`);
      refuseIf(
        file.status === 'indicted' && survivor.status !== 'indicted',
        'prosecution/survivor-not-indicted',
        'A file whose indictment is filed is merged into one whose indictment is filed too: its defendants stay indicted.',
      );
      notBefore(survivor.reviewOn, context, 'prosecution/before-review');
      notBefore(file.indictedOn, context, 'prosecution/before-indictment');
      const moved = file.suspects.map((party) => party.suspect);
      return inOrder(file, context, [{ type: 'ProsecutionsMerged', data }, ...listed(moved, data.survivor)]);
    },
    SplitProsecution: ({ fileNumber, suspects }, file, context) => {
      eachOnce(suspects);
      for (const id of suspects) undecided(partyOf(file, id) ?? notHere(id));
      refuseIf(suspects.length === file.suspects.length, 'prosecution/nobody-left', 'A split leaves somebody in the file.');
      const child = context.newId('prosecution');
      const { case: of, scope, district, returns } = file;
      const opened = { fileNumber, case: of, suspects, scope, district, splitFrom: context.self, returns };
      return inOrder(file, context, [
        { type: 'ProsecutionSplit', data: { child, suspects } },
        { on: child, type: 'ProsecutionReviewOpened', data: opened },
        ...listed(suspects, child),
      ]);
    },
    CloseProsecution: (data, file, context) => {
      const suspects = undecidedIn(file, context);
      refuseIf(suspects.length > 0, 'prosecution/undecided-suspects', 'A file is closed once every suspect is indicted or not prosecuted.', { suspects });
      for (const { decidedOn } of file.suspects) notBefore(decidedOn, context, 'prosecution/before-decision');
      return [{ type: 'ProsecutionClosed', data }];
    },
  },

  evolve: {
    ProsecutionReviewOpened: (state, { fileNumber, case: of, scope, district, suspects, splitFrom, returns = 0 }, { occurredOn }) => ({
      ...state,
      status: 'reviewing',
      fileNumber,
      case: of,
      scope,
      district,
      suspects: suspects.map((id) => ({ suspect: id, outcome: 'undecided' })),
      returns,
      reviewOn: occurredOn,
      ...(splitFrom === undefined && { termFrom: occurredOn }),
      scopeOn: occurredOn,
    }),
    ReturnedForSupplement: (file, { n }, { occurredOn }) => ({ ...newTerm(file, occurredOn), status: 'supplementing', returns: n }),
    ReviewResumed: (file, _, { occurredOn }) => ({ ...newTerm(file, occurredOn), status: 'reviewing' }),
    ReviewExtended: (file, _, { occurredOn }) => ({ ...file, extendedOn: occurredOn }),
    IndictmentFiled: (file, { indictmentNumber }, { occurredOn }) => ({ ...file, status: 'indicted', indictmentNumber, indictedOn: occurredOn }),
    DefendantIndicted: (file, party, { occurredOn: on }) => decided(file, { ...party, outcome: 'indicted', indictedOn: on, decidedOn: on }),
    IndictmentAmended: (file, _, { occurredOn }) => ({ ...file, indictedOn: occurredOn }),
    NonProsecutionDecided: (file, { suspect: id, person, kind }, { occurredOn }) =>
      decided(file, { ...partyOf(file, id), suspect: id, person, outcome: 'not_prosecuted', kind, decidedOn: occurredOn }),
    ProsecutionWithdrawn: (file, _, { occurredOn }) => ({
      ...file,
      status: 'withdrawn',
      withdrawnOn: occurredOn,
      suspects: file.suspects.map((party) => (party.outcome === 'indicted' ? { ...party, outcome: 'withdrawn' } : party)),
    }),
    ProsecutionReclassified: (file, { scope }, { occurredOn }) => ({ ...file, scope, scopeOn: occurredOn }),
    ProsecutionsMerged: (file, { survivor }) => ({ ...file, status: 'merged', mergedInto: survivor }),
    ProsecutionSplit: (file, { suspects }) => ({ ...file, suspects: file.suspects.filter((party) => !suspects.includes(party.suspect)) }),
    ProsecutionClosed: (file) => ({ ...file, status: 'closed' }),
  },

  relies: {
    ReturnedForSupplement: ({ returns }, { n }) => n === returns + 1,
    ReviewExtended: (file, _, { occurredOn }) => isExtensible(file, occurredOn),
    DefendantIndicted: (file, { suspect: id }) => file.status === 'indicted' && ['undecided', undefined].includes(partyOf(file, id)?.outcome),
    NonProsecutionDecided: (file, { suspect: id }) => ['undecided', 'withdrawn', undefined].includes(partyOf(file, id)?.outcome),
    ProsecutionReclassified: ({ scope }, { from }) => scope === from,
    ProsecutionSplit: (file, { suspects }) => suspects.every((id) => partyOf(file, id)?.outcome === 'undecided'),
    ProsecutionClosed: ({ suspects }) => suspects.every(({ outcome }) => outcome !== 'undecided'),
  },
  stands,
};

export const partyOf = ({ suspects }: Prosecution, id: SuspectId): Party | undefined => suspects.find((party) => party.suspect === id);

/** Whom nothing is decided about, those of a file that was merged into this one too. */
const undecidedIn = (file: Prosecution, context: Context): readonly SuspectId[] =>
  [...file.suspects, ...broughtIn(file, context).map(({ party }) => party)].filter(({ outcome }) => outcome === 'undecided').map((party) => party.suspect);

/** A file that took in another one decides about its suspects too. */
const decided = (file: Prosecution, party: Party): Prosecution => ({
  ...file,
  suspects: partyOf(file, party.suspect) ? file.suspects.map((one) => (one.suspect === party.suspect ? party : one)) : [...file.suspects, party],
});

/** Nothing happens to a file before it was opened, returned or resumed. */
function inOrder<D>(file: Prosecution, context: Context, events: readonly D[]): readonly D[] {
  notBefore(file.reviewOn, context, 'prosecution/before-review');
  return events;
}

const listed = (suspects: readonly SuspectId[], file: string) => suspects.map((on) => ({ on, type: 'ProsecutionListed', data: { prosecution: file } }));

function eachOnce(suspects: readonly SuspectId[]): void {
  refuseIf(new Set(suspects).size < suspects.length, 'prosecution/named-twice', 'Name each suspect once.');
}

function notHere(id: SuspectId): never {
  return refuse('prosecution/not-a-suspect-here', `${id} is not a suspect in this file.`, { suspect: id });
}

function partyHere(id: SuspectId, file: Prosecution, context: Context): Party {
  return partyOf(file, id) ?? partsOf(id, context).find((part) => part.id === context.self)?.party ?? notHere(id);
}

function undecided({ suspect: id, outcome }: Party): void {
  refuseIf(outcome !== 'undecided', 'prosecution/already-decided', `${id} is ${outcome.replaceAll('_', ' ')} already.`, { suspect: id });
}

function indict(defendants: readonly SuspectId[], file: Prosecution, context: Context): readonly Decided<ProsecutionEvent>[] {
  eachOnce(defendants);
  return defendants.map((id) => {
    undecided(partyHere(id, file, context));
    canBeProsecuted(id, context);
    return { type: 'DefendantIndicted', data: { suspect: id, person: personOf(id, context) } };
  });
}

function personOf(id: SuspectId, context: Context): PersonId {
  return context.state(suspect, id).person ?? refuse('suspect/is-unknown', 'There is no such suspect.');
}
