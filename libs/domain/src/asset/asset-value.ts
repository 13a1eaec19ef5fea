import { notBefore } from '../kernel/guards.ts';
import { eventIdOf } from '../kernel/identifiers.ts';
import { police } from '../kernel/organs.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import type { Asset, AssetRules, Valuation } from './asset.ts';

/** Fen are added as whole numbers, never as floats. */
export const totalOf = (amounts: readonly string[]): bigint => amounts.reduce((total, fen) => total + BigInt(fen), 0n);
export const isMore = (fen: string, than: string): boolean => BigInt(fen) > BigInt(than);

/** What the asset stands for in money: the proceeds of its sale, and before that its latest valuation. */
export const worthOf = ({ proceedsInFen, valuations }: Asset): string | undefined => proceedsInFen ?? valuations.at(-1)?.fen;
export const isWithinWorth = (fen: string, state: Asset): boolean => !isMore(fen, worthOf(state) ?? '0');

/** The worth of an asset that was valued or sold. */
export const knownWorth = (state: Asset): string => worthOf(state) ?? refuse('asset/not-valued', 'The asset has no value yet: value it first.');

const says = (valuation: Valuation | undefined, { fen, method, appraiser }: Pick<Valuation, 'fen' | 'method' | 'appraiser'>): boolean =>
  valuation?.fen === fen && valuation.method === method && valuation.appraiser === appraiser;

/** One asset has one series of valuations, of which the latest counts. A later one is new from its date on; a wrong one is put right at every date. */
export const assetValue = {
  rules: {
    ValueAsset: {
      by: police,
      from: { status: ['identified'] },
      emits: ['AssetValued'],
      holds: (data, { valuations }) => valuations.length === 1 && says(valuations[0], data),
    },
    RevalueAsset: {
      by: police,
      from: { status: ['identified'] },
      emits: ['AssetRevalued'],
      holds: (data, { valuations }) => valuations.length > 1 && says(valuations.at(-1), data),
    },
    CorrectValuation: {
      by: police,
      from: { status: ['identified', 'sold', 'adjudged', 'confiscated', 'auctioned', 'paid_to_treasury', 'quashed', 'refunded', 'returned'] },
      emits: ['ValuationCorrected'],
      correction: 'K1',
      holds: ({ valuation, fen }, { valuations }) => valuations.some((one) => one.id === valuation && one.fen === fen),
    },
  },

  decide: {
    ValueAsset: (data, { valuations, identifiedOn }, context) => {
      refuseIf(valuations.length > 0, 'asset/already-valued', 'The asset has a first valuation: revalue it, or correct the valuation that was wrong.');
      notBefore(identifiedOn, context, 'asset/before-identified');
      return [{ type: 'AssetValued', data }];
    },
    RevalueAsset: (data, state, context) => {
      knownWorth(state);
      notBefore(state.valuations.at(-1)?.on, context, 'asset/before-valuation');
      return [{ type: 'AssetRevalued', data }];
    },
    CorrectValuation: ({ valuation, fen }, { valuations }, context) => {
      const wrong = valuations.find(({ id }) => id === valuation);
      if (wrong === undefined) return refuse('asset/no-such-valuation', `${valuation} is no standing valuation of this asset.`);
      notBefore(wrong.on, context, 'asset/before-valuation');
      return [{ type: 'ValuationCorrected', data: { valuation, from: wrong.fen, fen } }];
    },
  },

  evolve: {
    AssetValued: (state, value, { stream, version, occurredOn }) => ({
      ...state,
      valuations: [...state.valuations, { ...value, id: eventIdOf(stream, version), on: occurredOn }],
    }),
    AssetRevalued: (state, value, { stream, version, occurredOn }) => ({
      ...state,
      valuations: [...state.valuations, { ...value, id: eventIdOf(stream, version), on: occurredOn }],
    }),
    ValuationCorrected: (state, { valuation, fen }) => ({
      ...state,
      valuations: state.valuations.map((one) => (one.id === valuation ? { ...one, fen } : one)),
    }),
  },

  relies: {
    AssetValued: ({ valuations }) => valuations.length === 0,
    AssetRevalued: ({ valuations }) => valuations.length > 0,
    ValuationCorrected: ({ valuations }, { valuation, from }) => valuations.some(({ id, fen }) => id === valuation && fen === from),
  },
} satisfies AssetRules;
