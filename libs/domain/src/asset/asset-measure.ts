import { criminalCase } from '../criminal-case/criminal-case.ts';
import { type CivilDate, addDays, addMonths } from '../kernel/civil-date.ts';
import type { Context } from '../kernel/decider.ts';
import type { Role } from '../kernel/envelope.ts';
import { notBefore } from '../kernel/guards.ts';
import type { CaseId } from '../kernel/identifiers.ts';
import { judges, leaders, levelOf, police, procurators } from '../kernel/organs.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import type { liftingGrounds } from './asset-messages.ts';
import type { Asset, AssetRules } from './asset.ts';

type Measure = Asset['measure'];
export const inForce: readonly Measure[] = ['sealed', 'seized', 'frozen'];
/** Under seal, seizure or freeze. An emergency stop of 48 hours is no such measure. */
export const isUnderMeasure = ({ measure }: Asset): boolean => inForce.includes(measure);

/** Each organ that may come to hold an asset. */
export const holders: readonly Role[] = [...leaders, ...procurators, ...judges];
/** No timer decides anything but this: a measure that ran out is deemed lifted (MPS 240). */
const timers: readonly Role[] = ['SYSTEM'];

const beforeSale: { readonly status: readonly Asset['status'][] } = { status: ['identified', 'sold'] };
const beforeConfiscation: { readonly status: readonly Asset['status'][] } = { status: ['identified', 'sold', 'adjudged'] };

type Ground = (typeof liftingGrounds)[number];
/** The measure was wrong from the start: lifting it is a correction, and whoever waited behind it has nothing to wait for. */
const isWrong = (ground: Ground): boolean => ground === 'UNRELATED' || ground === 'UNLAWFUL';

/** The Law on Countering Organised Crime (AOCL), with its emergency stop, applies from this day. */
const AOCL_FROM = '2022-05-01' as CivilDate;
/** A renewal of a seal is asked for within its last days (joint provisions on sealing and freezing of 2013). */
const SEAL_RENEWAL_DAYS = 5;

/** Sealing, seizing and freezing: one measure at a time, the others wait for it to end. CPL 2018 arts 141–145; MPS Procedural Provisions 2020 arts 227–247. */
export const assetMeasure = {
  rules: {
    SealAsset: { by: leaders, from: beforeSale, emits: ['AssetSealed'], holds: (data, state) => isSame('sealed', data, state) },
    SeizeAsset: { by: leaders, from: beforeSale, emits: ['AssetSeized'], holds: (data, state) => isSame('seized', data, state) },
    FreezeAsset: { by: leaders, from: beforeSale, emits: ['AssetFrozen'], holds: (data, state) => isSame('frozen', data, state) },
    QueueFreeze: {
      by: leaders,
      from: { ...beforeSale, measure: inForce },
      emits: ['FreezeQueued'],
      holds: ({ measureNumber }, { queue }) => queue.includes(measureNumber),
    },
    TakeQueuedFreeze: {
      by: leaders,
      from: { ...beforeSale, measure: ['lapsed', 'lifted'] },
      emits: ['QueuedFreezeTookEffect'],
      holds: (data, state) => isSame('frozen', data, state),
    },
    StopPayment: {
      by: leaders,
      from: { status: ['identified'], measure: ['not_under_measure', 'lapsed', 'lifted'] },
      emits: ['EmergencyStopImposed'],
      holds: (data, state) => isSame('payment_stopped', data, state),
    },
    SignInventory: {
      by: police,
      from: { ...beforeSale, measure: inForce },
      emits: ['InventorySigned'],
      holds: ({ investigators, witness, holderSigned }, { inventory }) =>
        inventory?.witness === witness && inventory.holderSigned === holderSigned && investigators.every((name) => inventory.investigators.includes(name)),
    },
    RenewAssetMeasure: {
      by: holders,
      from: { ...beforeConfiscation, measure: inForce },
      emits: ['AssetMeasureRenewed'],
      holds: ({ until }, state) => state.until === until,
    },
    LapseAssetMeasure: {
      by: timers,
      from: { ...beforeConfiscation, measure: ['payment_stopped', ...inForce] },
      emits: ['AssetMeasureLapsed'],
      holds: (_, { measure }) => measure === 'lapsed',
    },
    LiftAssetMeasure: {
      by: holders,
      from: { ...beforeConfiscation, measure: ['payment_stopped', ...inForce, 'lapsed', 'lifted'] },
      emits: ['AssetMeasureLifted'],
      correction: ({ ground }) => (isWrong(ground) ? 'K2' : undefined),
      holds: ({ ground }, { measure, liftedFor }) => measure === 'lifted' && liftedFor === ground,
    },
  },

  decide: {
    SealAsset: (data, state, context) => {
      imposable(state, context);
      return [{ type: 'AssetSealed', data: { ...data, until: ending(data.until, addMonths(context.occurredOn, 24), context) } }];
    },
    SeizeAsset: ({ measureNumber, until }, state, context) => {
      imposable(state, context);
      return [{ type: 'AssetSeized', data: { measureNumber, ...(until && { until: ending(until, undefined, context) }) } }];
    },
    FreezeAsset: (data, state, context) => {
      imposable(state, context);
      return [{ type: 'AssetFrozen', data: { ...data, until: ending(data.until, longestFreeze(state, context.occurredOn, context), context) } }];
    },
    QueueFreeze: (data, { measureOn }, context) => {
      notBefore(measureOn, context, 'asset/before-measure');
      return [{ type: 'FreezeQueued', data }];
    },
    TakeQueuedFreeze: (data, state, context) => {
      const [first] = state.queue;
      refuseIf(first === undefined, 'asset/no-queued-freeze', 'No freeze waits for this asset.');
      refuseIf(first !== data.measureNumber, 'asset/not-first-in-queue', `${first} was queued before: it takes effect first (MPS 242).`, { first });
      notBefore(state.measureOn, context, 'asset/before-measure');
      return [{ type: 'QueuedFreezeTookEffect', data: { ...data, until: ending(data.until, longestFreeze(state, context.occurredOn, context), context) } }];
    },
    StopPayment: (data, { identifiedOn, measureOn }, context) => {
      refuseIf(context.occurredOn < AOCL_FROM, 'asset/stop-not-in-law', `Payments are stopped under AOCL 27, which applies from ${AOCL_FROM} on.`);
      refuseIf(levelOf(context) !== 'CITY', 'asset/city-level-required', 'An emergency stop of payment needs a leader of the city level (AOCL 27).');
      notBefore(identifiedOn, context, 'asset/before-identified');
      notBefore(measureOn, context, 'asset/before-measure');
      return [{ type: 'EmergencyStopImposed', data }];
    },
    SignInventory: (data, { measureOn }, context) => {
      const { investigators, witness } = data;
      refuseIf(new Set(investigators).size < 2, 'asset/same-investigator', 'Two investigators sign the inventory, not one of them twice.');
      refuseIf(investigators.includes(witness), 'asset/witness-investigates', 'The witness of an inventory is not one of its investigators.');
      notBefore(measureOn, context, 'asset/before-measure');
      return [{ type: 'InventorySigned', data }];
    },
    RenewAssetMeasure: (data, state, context) => {
      const until = endOf(state);
      refuseIf(
        context.occurredOn > until,
        'asset/renewal-after-expiry',
        `The measure ran out on ${until}: it is deemed lifted and cannot be renewed (MPS 240).`,
      );
      refuseIf(data.until < until, 'asset/not-extended', `The measure is in force until ${until}: a renewal ends later.`);
      refuseIf(
        state.measure === 'sealed' && context.occurredOn < addDays(until, -SEAL_RENEWAL_DAYS),
        'asset/renewal-too-early',
        `A seal is renewed within its last ${SEAL_RENEWAL_DAYS} days, and this one ends on ${until}.`,
      );
      ending(data.until, longestRenewal(state, until, context), context);
      notBefore(state.measureOn, context, 'asset/before-measure');
      return [{ type: 'AssetMeasureRenewed', data }];
    },
    LapseAssetMeasure: (data, state, context) => {
      const until = endOf(state);
      refuseIf(context.occurredOn <= until, 'asset/not-expired', `The measure is in force until ${until}.`);
      return [{ type: 'AssetMeasureLapsed', data }];
    },
    LiftAssetMeasure: (data, state, context) => {
      refuseIf(
        !isWrong(data.ground) && !isLiftable(state),
        'asset/measure-ended',
        'The measure has ended: it can only still be found to be of an unrelated asset, or unlawful.',
      );
      refuseIf(data.ground === 'JUDGMENT' && state.docket === undefined, 'asset/not-adjudged', 'No court has decided on this asset.');
      refuseIf(data.ground === 'CLAIM_UPHELD' && state.claim !== 'claim_upheld', 'asset/no-upheld-claim', 'No claim to this asset was upheld.');
      notBefore(state.measureOn, context, 'asset/before-measure');
      return [{ type: 'AssetMeasureLifted', data }];
    },
  },

  evolve: {
    AssetSealed: (state, data, { occurredOn }) => imposed(state, 'sealed', data, occurredOn),
    AssetSeized: (state, data, { occurredOn }) => imposed(state, 'seized', data, occurredOn),
    AssetFrozen: (state, data, { occurredOn }) => imposed(state, 'frozen', data, occurredOn),
    FreezeQueued: (state, { measureNumber }) => ({ ...state, queue: [...state.queue, measureNumber] }),
    QueuedFreezeTookEffect: (state, data, { occurredOn }) => imposed({ ...state, queue: state.queue.slice(1) }, 'frozen', data, occurredOn),
    EmergencyStopImposed: (state, { measureNumber }, { occurredOn }) =>
      imposed(state, 'payment_stopped', { measureNumber, until: addDays(occurredOn, 2) }, occurredOn),
    InventorySigned: (state, inventory) => ({ ...state, inventory }),
    AssetMeasureRenewed: (state, { until }) => ({ ...state, until }),
    AssetMeasureLapsed: (state, _, { occurredOn }) => ended(state, 'lapsed', occurredOn),
    AssetMeasureLifted: (state, { ground }, { occurredOn }) => ({
      ...ended(state, 'lifted', occurredOn),
      liftedFor: ground,
      queue: isWrong(ground) ? [] : state.queue,
    }),
  },

  relies: {
    AssetSealed: isFree,
    AssetSeized: isFree,
    AssetFrozen: isFree,
    QueuedFreezeTookEffect: ({ queue }, { measureNumber }) => queue[0] === measureNumber,
    AssetMeasureRenewed: (state, { until }) => state.until !== undefined && state.until < until,
    AssetMeasureLapsed: ({ until }) => until !== undefined,
    AssetMeasureLifted: (state, { ground }) =>
      (isWrong(ground) || isLiftable(state)) &&
      (ground !== 'JUDGMENT' || state.docket !== undefined) &&
      (ground !== 'CLAIM_UPHELD' || state.claim === 'claim_upheld'),
  },
} satisfies AssetRules;

const isSame = (measure: Measure, { measureNumber }: { measureNumber: string }, state: Asset): boolean =>
  state.measure === measure && state.measureNumber === measureNumber;

const isLiftable = (state: Asset): boolean => isUnderMeasure(state) || state.measure === 'payment_stopped';

/** Under no measure, and nobody waits for it. */
function isFree(state: Asset): boolean {
  return !isUnderMeasure(state) && state.queue.length === 0;
}

function imposable(state: Asset, context: Context): void {
  refuseIf(isUnderMeasure(state), 'asset/already-under-measure', `The asset is ${state.measure}, and nothing is frozen twice: queue it (CPL 144, MPS 242).`);
  const [first] = state.queue;
  refuseIf(first !== undefined, 'asset/freeze-is-queued', `${first} waits for this asset: it takes effect first (MPS 242).`, { first });
  const { status } = context.state(criminalCase, state.case as CaseId);
  refuseIf(
    !['filed', 'investigating', 'concluded', 'transferred', 'merged'].includes(status),
    'criminal-case/not-filed',
    `The case is ${status.replaceAll('_', ' ')}: nothing is sealed, seized or frozen (MPS 174).`,
  );
  notBefore(state.identifiedOn, context, 'asset/before-identified');
  notBefore(state.measureOn, context, 'asset/before-measure');
}

/** Where no end is named, the measure lasts as long as the law lets it. */
function ending<L extends CivilDate | undefined>(until: CivilDate | undefined, longest: L, { occurredOn }: Context): CivilDate | L {
  refuseIf(until !== undefined && until < occurredOn, 'asset/ends-before-start', `${until} is before ${occurredOn}, when the measure begins.`);
  refuseIf(
    until !== undefined && longest !== undefined && until > longest,
    'asset/beyond-term',
    `${until} is too far: the law lets this measure last until ${longest} (MPS 243–245; two years and then one for a seal).`,
    { longest },
  );
  return until ?? longest;
}

/** Two years for securities (MPS 244); six months for all else, and a year for money in grave cases, behind which the city level stands (MPS 243, 245). */
function longestFreeze({ kind }: Asset, from: CivilDate, context: Context): CivilDate {
  if (kind === 'SECURITIES') return addMonths(from, 24);
  const isGrave = (kind === 'DEPOSIT' || kind === 'CASH') && levelOf(context) === 'CITY';
  return addMonths(from, isGrave ? 12 : 6);
}

function longestRenewal(state: Asset, until: CivilDate, context: Context): CivilDate | undefined {
  if (state.measure === 'seized') return undefined;
  return state.measure === 'sealed' ? addMonths(until, 12) : longestFreeze(state, until, context);
}

const endOf = ({ until }: Asset): CivilDate => until ?? refuse('asset/has-no-end', 'The measure has no end that it could run out on.');

type Imposed = { readonly measureNumber: string; readonly until?: CivilDate | undefined };
const imposed = (state: Asset, measure: Measure, { measureNumber, until }: Imposed, on: CivilDate): Asset => ({
  ...ended(state, measure, on),
  measureNumber,
  ...(until && { until }),
});

const ended = (
  { measureNumber: _number, until: _until, liftedFor: _ground, saleApproval: _sale, ...state }: Asset,
  measure: Measure,
  on: CivilDate,
): Asset => ({
  ...state,
  measure,
  measureOn: on,
});
