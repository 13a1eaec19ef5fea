import type { CivilDate } from '../kernel/civil-date.ts';
import type { Context, Decided, Decider, Rule } from '../kernel/decider.ts';
import { notBefore } from '../kernel/guards.ts';
import { discipline, disciplineLeaders } from '../kernel/organs.ts';
import { refuseIf } from '../kernel/rejection.ts';
import { type Disposing, type Investigated, type OfPerson, type Outcome, hasOutcome, isSo, partOf, withPart } from './investigated.ts';
import type { InvestigationCommand, InvestigationEvent } from './investigation-messages.ts';
import type { UmbrellaInvestigation } from './investigation.ts';

type Whole = Required<Decider<UmbrellaInvestigation, InvestigationCommand, InvestigationEvent>>;
type Issued =
  | 'ImposePartySanction'
  | 'ImposeAdministrativeSanction'
  | 'DecideAccountability'
  | 'Admonish'
  | 'DecideNoAction'
  | 'TransferToProsecution'
  | 'RequestDispositionReview'
  | 'DecideDispositionReview'
  | 'ClearName';
type Emitted = Disposing | 'DispositionReviewRequested' | 'DispositionReviewed' | 'NameCleared';

/** After the review of the investigation; after its closing, only what a review of the disposition changed. */
const from = { status: ['reviewed', 'closed'] } as const;

/** What an investigation comes to for each person: sanctions, accountability, admonition and transfer add up, no action stands alone. Supervision Law 2018 arts 45 and 49. */
export const disposition: {
  readonly rules: Pick<Whole['rules'], Issued>;
  readonly decide: Pick<Whole['decide'], Issued>;
  readonly evolve: Pick<Whole['evolve'], Emitted>;
  readonly relies: Pick<Whole['relies'], Emitted>;
} = {
  rules: {
    ImposePartySanction: disposing('PartySanctionImposed'),
    ImposeAdministrativeSanction: disposing('AdministrativeSanctionImposed'),
    DecideAccountability: disposing('AccountabilityDecided'),
    Admonish: disposing('Admonished'),
    DecideNoAction: disposing('NoActionDecided'),
    TransferToProsecution: disposing('TransferredToProsecution'),
    RequestDispositionReview: {
      by: discipline,
      from,
      emits: ['DispositionReviewRequested'],
      holds: (data, state) => isSo(state, data, ({ review }) => review === 'requested'),
    },
    DecideDispositionReview: {
      by: disciplineLeaders,
      from,
      emits: ['DispositionReviewed'],
      holds: (data, state) => isSo(state, data, ({ review, reviewLevel }) => review === reviewed[data.outcome] && reviewLevel === data.level),
    },
    ClearName: {
      by: disciplineLeaders,
      from: { status: [...from.status, 'withdrawn'] },
      emits: ['NameCleared'],
      holds: (data, state) => isSo(state, data, ({ isCleared }) => isCleared),
    },
  },

  decide: {
    ImposePartySanction: (data, state, context) => disposed(state, context, { type: 'PartySanctionImposed', data }),
    ImposeAdministrativeSanction: (data, state, context) => disposed(state, context, { type: 'AdministrativeSanctionImposed', data }),
    DecideAccountability: (data, state, context) => disposed(state, context, { type: 'AccountabilityDecided', data }),
    Admonish: (data, state, context) => disposed(state, context, { type: 'Admonished', data }),
    DecideNoAction: (data, state, context) => disposed(state, context, { type: 'NoActionDecided', data }),
    TransferToProsecution: (data, state, context) => disposed(state, context, { type: 'TransferredToProsecution', data }),
    RequestDispositionReview: (data, state, context) => {
      const part = partOf(state, data);
      refuseIf(!hasOutcome(part), 'umbrella-investigation/no-outcome', 'There is no disposition to review (Supervision Law 49).');
      notBefore(part.outcomeOn, context, 'umbrella-investigation/before-outcome');
      return [{ type: 'DispositionReviewRequested', data }];
    },
    DecideDispositionReview: (data, state, context) => {
      const part = partOf(state, data);
      refuseIf(
        part.review !== 'requested',
        'umbrella-investigation/review-not-requested',
        'Nobody asked for a review of this disposition (Supervision Law 49).',
      );
      refuseIf(!isNextLevel(part, data.level), 'umbrella-investigation/no-review-yet', 'A further review follows a review (Supervision Law 49).');
      notBefore(part.outcomeOn, context, 'umbrella-investigation/before-outcome');
      return [{ type: 'DispositionReviewed', data }];
    },
    ClearName: (data, state, context) => {
      const part = partOf(state, data);
      refuseIf(
        !isClearable(state, part),
        'umbrella-investigation/not-clearable',
        'A name is cleared where no action was taken, or the investigation was withdrawn.',
      );
      notBefore(state.withdrawnOn ?? part.outcomeOn, context, 'umbrella-investigation/before-outcome');
      return [{ type: 'NameCleared', data }];
    },
  },

  evolve: {
    PartySanctionImposed: comesTo,
    AdministrativeSanctionImposed: comesTo,
    AccountabilityDecided: comesTo,
    Admonished: comesTo,
    NoActionDecided: comesTo,
    TransferredToProsecution: comesTo,
    DispositionReviewRequested: (state, data, { occurredOn }) => withPart(state, data, () => ({ review: 'requested', outcomeOn: occurredOn })),
    DispositionReviewed: (state, data, { occurredOn }) =>
      withPart(state, data, () => ({
        review: reviewed[data.outcome],
        reviewLevel: data.level,
        outcomeOn: occurredOn,
        ...(data.outcome === 'CHANGED' && { outcomes: [], changedOn: occurredOn }),
      })),
    NameCleared: (state, data) => withPart(state, data, () => ({ isCleared: true })),
  },

  relies: {
    PartySanctionImposed: comesFrom('PartySanctionImposed'),
    AdministrativeSanctionImposed: comesFrom('AdministrativeSanctionImposed'),
    AccountabilityDecided: comesFrom('AccountabilityDecided'),
    Admonished: comesFrom('Admonished'),
    NoActionDecided: comesFrom('NoActionDecided'),
    TransferredToProsecution: comesFrom('TransferredToProsecution'),
    DispositionReviewRequested: (state, data) => isSo(state, data, hasOutcome),
    DispositionReviewed: (state, data) => isSo(state, data, (part) => part.review === 'requested' && isNextLevel(part, data.level)),
    NameCleared: (state, data) => isSo(state, data, (part) => isClearable(state, part)),
  },
};

const reviewed = { UPHELD: 'upheld', CHANGED: 'changed' } as const;

const outcomeOf = (kind: Disposing, { person: _, ...how }: OfPerson): Outcome => ({ kind, as: Object.values(how).join() });

function disposing(type: Disposing): Rule<UmbrellaInvestigation, OfPerson, InvestigationEvent> {
  const holds = (data: OfPerson, state: UmbrellaInvestigation) => {
    const { kind, as } = outcomeOf(type, data);
    return isSo(state, data, ({ outcomes }) => outcomes.some((one) => one.kind === kind && one.as === as));
  };
  return { by: disciplineLeaders, from, emits: [type], holds };
}

/** Each kind of outcome once, and no action beside no other. */
const isJoinable = ({ outcomes }: Investigated, kind: Disposing): boolean =>
  outcomes.every((one) => one.kind !== kind && one.kind !== 'NoActionDecided' && kind !== 'NoActionDecided');
const isDecidedAnew = ({ review }: Investigated): boolean => review === 'changed';
const isNextLevel = ({ reviewLevel }: Investigated, level: string): boolean => level === 'REVIEW' || reviewLevel !== undefined;
const isClearable = ({ status }: UmbrellaInvestigation, { outcomes }: Investigated): boolean =>
  status === 'withdrawn' || outcomes.some(({ kind }) => kind === 'NoActionDecided');

function disposed(
  state: UmbrellaInvestigation,
  context: Context,
  event: Extract<InvestigationEvent, { type: Disposing }>,
): readonly Decided<InvestigationEvent>[] {
  const part = partOf(state, event.data);
  refuseIf(
    state.status === 'closed' && !isDecidedAnew(part),
    'umbrella-investigation/is-closed',
    'The investigation is closed, and no review has changed this disposition.',
  );
  refuseIf(
    !isJoinable(part, event.type),
    'umbrella-investigation/other-outcome',
    'Another outcome stands for this person: each kind is decided once, and no action stands alone.',
    { outcomes: part.outcomes.map(({ kind }) => kind) },
  );
  notBefore(part.changedOn ?? state.reviewedOn, context, 'umbrella-investigation/before-review');
  return [event];
}

function comesTo(state: UmbrellaInvestigation, data: OfPerson, { type, occurredOn }: { readonly type: Disposing; readonly occurredOn: CivilDate }) {
  return withPart(state, data, ({ outcomes }) => ({ outcomes: [...outcomes, outcomeOf(type, data)], outcomeOn: occurredOn }));
}

function comesFrom(type: Disposing) {
  return (state: UmbrellaInvestigation, data: OfPerson): boolean =>
    isSo(state, data, (part) => isJoinable(part, type) && (state.status !== 'closed' || isDecidedAnew(part)));
}
