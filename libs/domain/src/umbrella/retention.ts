import type { Context, Decider } from '../kernel/decider.ts';
import { notBefore } from '../kernel/guards.ts';
import { disciplineLeaders } from '../kernel/organs.ts';
import { refuseIf } from '../kernel/rejection.ts';
import { type Investigated, type OfPerson, isSo, partOf, withPart } from './investigated.ts';
import type { InvestigationCommand, InvestigationEvent } from './investigation-messages.ts';
import type { UmbrellaInvestigation } from './investigation.ts';

type Whole = Required<Decider<UmbrellaInvestigation, InvestigationCommand, InvestigationEvent>>;
type Issued = 'ImposeRetention' | 'ExtendRetention' | 'LiftRetention';
type Emitted = 'RetentionImposed' | 'RetentionExtended' | 'RetentionLifted';

export const isRetained = ({ retention }: Investigated): boolean => retention === 'imposed' || retention === 'extended';

/** Retention in custody (留置): once, before the review, for three months and three more, by collective decision and the approval of the next level. Supervision Law 2018 arts 22 and 43. */
export const retention: {
  readonly rules: Pick<Whole['rules'], Issued>;
  readonly decide: Pick<Whole['decide'], Issued>;
  readonly evolve: Pick<Whole['evolve'], Emitted>;
  readonly relies: Pick<Whole['relies'], Emitted>;
} = {
  rules: {
    ImposeRetention: {
      by: disciplineLeaders,
      from: { status: ['investigating'] },
      emits: ['RetentionImposed'],
      holds: (data, state) => isSo(state, data, isRetained),
    },
    ExtendRetention: { by: disciplineLeaders, from: { status: ['investigating'] }, emits: ['RetentionExtended'] },
    LiftRetention: {
      by: disciplineLeaders,
      from: { status: ['investigating', 'reviewed'] },
      emits: ['RetentionLifted'],
      holds: (data, state) => isSo(state, data, ({ retention }) => retention === 'lifted'),
    },
  },

  decide: {
    ImposeRetention: (data, state, context) => {
      const { retention, openedOn } = partOf(state, data);
      refuseIf(retention === 'lifted', 'umbrella-investigation/retained-before', 'Retention is imposed once, and extended once (Supervision Law 43).');
      notBefore(openedOn, context, 'umbrella-investigation/before-opening');
      return [{ type: 'RetentionImposed', data }];
    },
    ExtendRetention: (data, state, context) => {
      const { retention } = retained(state, data, context);
      refuseIf(
        retention === 'extended',
        'umbrella-investigation/already-extended',
        'Three months of retention are extended once, by three (Supervision Law 43).',
      );
      return [{ type: 'RetentionExtended', data }];
    },
    LiftRetention: (data, state, context) => {
      retained(state, data, context);
      return [{ type: 'RetentionLifted', data }];
    },
  },

  evolve: {
    RetentionImposed: (state, data, { occurredOn }) => withPart(state, data, () => ({ retention: 'imposed', retentionOn: occurredOn })),
    RetentionExtended: (state, data, { occurredOn }) => withPart(state, data, () => ({ retention: 'extended', retentionOn: occurredOn })),
    RetentionLifted: (state, data, { occurredOn }) => withPart(state, data, () => ({ retention: 'lifted', retentionOn: occurredOn })),
  },

  relies: {
    RetentionImposed: (state, data) => isSo(state, data, ({ retention }) => retention === 'none'),
    RetentionExtended: (state, data) => isSo(state, data, ({ retention }) => retention === 'imposed'),
    RetentionLifted: (state, data) => isSo(state, data, isRetained),
  },
};

function retained(state: UmbrellaInvestigation, data: OfPerson, context: Context): Investigated {
  const part = partOf(state, data);
  refuseIf(!isRetained(part), 'umbrella-investigation/not-retained', 'This person is not in retention.');
  notBefore(part.retentionOn, context, 'umbrella-investigation/before-retention');
  return part;
}

export function hasNobodyRetained({ persons }: UmbrellaInvestigation): boolean {
  return !persons.some(isRetained);
}

/** Nobody stays in retention where the investigation is over or goes elsewhere. */
export function noneRetained(parts: readonly Investigated[]): void {
  const held = parts.filter(isRetained).map((part) => part.person);
  refuseIf(held.length > 0, 'umbrella-investigation/retention-in-force', 'Lift the retention first (Supervision Law 43).', { persons: held });
}
