import type { CivilDate } from '../kernel/civil-date.ts';
import type { Context, Decider } from '../kernel/decider.ts';
import type { District } from '../kernel/districts.ts';
import type { Act } from '../kernel/envelope.ts';
import { type Month, monthOf } from '../kernel/fields.ts';
import { notBefore } from '../kernel/guards.ts';
import type { StreamId } from '../kernel/identifiers.ts';
import { reporters, statisticians, supervisors } from '../kernel/organs.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { type IndicatorKey, isCountOnly } from './indicator-keys.ts';
import { type IndicatorCommand, type IndicatorEvent, indicatorCommands, indicatorEvents } from './indicator-messages.ts';

type Cell = {
  readonly value: number;
  /** Who gave the value that stands: somebody else certifies it. */
  readonly reportedBy: string;
  readonly reportedOn: CivilDate;
  readonly isCertified: boolean;
};

export type Indicator = {
  readonly status: 'unknown' | 'defined';
  readonly key?: IndicatorKey;
  readonly district?: District;
  readonly definedOn?: CivilDate;
  readonly cells: { readonly [Period in Month]?: Cell };
};

/**
 * A figure that an agency only reports (指标): one key, one district, one whole number a month, certified by a second person. Nobody may alter what was
 * reported (Statistics Law 2009 art. 6, 2024 art. 7): a wrong number is voided before it is certified, and corrected with its old value told after.
 */
export const indicator: Decider<Indicator, IndicatorCommand, IndicatorEvent> = {
  category: 'indicator',
  noun: 'indicator',
  secrecy: 'INTERNAL',
  initialState: { status: 'unknown', cells: {} },
  commands: indicatorCommands,
  events: indicatorEvents,

  rules: {
    DefineIndicator: {
      by: [...reporters, ...statisticians],
      from: { status: ['unknown'] },
      emits: ['IndicatorDefined'],
      holds: ({ key, district }, state) => state.key === key && state.district === district,
    },
    ReportIndicator: {
      by: reporters,
      from: { status: ['defined'] },
      emits: ['IndicatorReported'],
      holds: ({ period, value }, { cells }) => cells[period]?.value === value,
    },
    CertifyIndicator: {
      by: [...reporters, ...supervisors],
      from: { status: ['defined'] },
      emits: ['IndicatorCertified'],
      holds: ({ period }, { cells }) => cells[period]?.isCertified === true,
    },
    CorrectIndicator: {
      by: reporters,
      from: { status: ['defined'] },
      emits: ['IndicatorCorrected'],
      correction: 'K1',
      holds: ({ period, value }, { cells }) => cells[period]?.value === value,
    },
  },

  decide: {
    DefineIndicator: (data, _, context) => {
      noWordsOn(data.key, context.act);
      return [{ type: 'IndicatorDefined', data }];
    },
    ReportIndicator: (data, state, context) => {
      noWordsOn(state.key, context.act);
      refuseIf(state.cells[data.period] !== undefined, 'indicator/already-reported', `${data.period} is reported: void that, or correct it once certified.`);
      refuseIf(data.period > monthOf(context.occurredOn), 'indicator/period-in-future', `${data.period} has not begun on ${context.occurredOn}.`);
      notBefore(state.definedOn, context, 'indicator/before-definition');
      return [{ type: 'IndicatorReported', data }];
    },
    CertifyIndicator: (data, state, context) => {
      noWordsOn(state.key, context.act);
      const cell = reported(state, data.period);
      refuseIf(context.actor.user === cell.reportedBy, 'indicator/own-report', 'Who reported a value may not certify it.');
      notBefore(cell.reportedOn, context, 'indicator/before-report');
      return [{ type: 'IndicatorCertified', data }];
    },
    CorrectIndicator: (data, state, context) => {
      noWordsOn(state.key, context.act);
      const cell = reported(state, data.period);
      notBefore(cell.reportedOn, context, 'indicator/before-report');
      return [{ type: 'IndicatorCorrected', data: { ...data, from: cell.value } }];
    },
  },

  evolve: {
    IndicatorDefined: (state, { key, district }, { occurredOn }) => ({ ...state, status: 'defined', key, district, definedOn: occurredOn }),
    IndicatorReported: (state, { period, value }, { occurredOn, actor }) =>
      withCell(state, period, { value, reportedBy: actor.user, reportedOn: occurredOn, isCertified: false }),
    IndicatorCertified: (state, { period }) => withCell(state, period, { ...(state.cells[period] as Cell), isCertified: true }),
    IndicatorCorrected: (state, { period, value }, { actor }) => withCell(state, period, { ...(state.cells[period] as Cell), value, reportedBy: actor.user }),
  },

  relies: {
    IndicatorReported: ({ cells }, { period }) => cells[period] === undefined,
    IndicatorCertified: ({ cells }, { period }, { actor }) => cells[period]?.isCertified === false && cells[period].reportedBy !== actor.user,
    IndicatorCorrected: ({ cells }, { period, from }) => cells[period]?.value === from,
  },
  stands: (_, context) => noWordsAbout({ stream: context.self }, context, context.act),
};

const withCell = (state: Indicator, period: Month, cell: Cell): Indicator => ({ ...state, cells: { ...state.cells, [period]: cell } });

const reported = ({ cells }: Indicator, period: Month): Cell => cells[period] ?? refuse('indicator/not-reported', `Nothing is reported for ${period}.`);

type Words = Pick<Act, 'document' | 'legalBasis' | 'reason'>;

/** Areas A1 and A5 hold counts and nothing else: an act on one of their series carries no document, no legal basis and no reason but its code. */
function noWordsOn(key: IndicatorKey | undefined, ...acts: readonly Words[]): void {
  if (key === undefined || !isCountOnly(key)) return;
  refuseIf(
    acts.some(({ document, legalBasis, reason }) => document !== undefined || legalBasis !== undefined || reason?.text !== undefined),
    'indicator/free-text',
    'Areas A1 and A5 hold counts and no words: give a reason as its code, and nothing else.',
  );
}

/** The same for what is said about a series from elsewhere, whatever was voided in it: a request to correct it, and the answer. */
export function noWordsAbout({ stream, data }: { readonly stream: string; readonly data?: unknown }, { world }: Context, ...acts: readonly Words[]): void {
  const defined = world.history(stream as StreamId).filter(({ type }) => type === 'IndicatorDefined');
  for (const { key } of [...defined.map((event) => event.data), data ?? {}] as readonly { key?: IndicatorKey }[]) noWordsOn(key, ...acts);
}
