import { courtDocket } from '../court-docket/court-docket.ts';
import type { Context } from '../kernel/decider.ts';
import { notBefore } from '../kernel/guards.ts';
import type { DocketId } from '../kernel/identifiers.ts';
import { court, isOfOneOrgan, judges, leaders, police, procurators } from '../kernel/organs.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { holders, inForce, isUnderMeasure } from './asset-measure.ts';
import { isMore, isWithinWorth, knownWorth, totalOf, worthOf } from './asset-value.ts';
import type { Asset, AssetRules, Line } from './asset.ts';

const taken: readonly Asset['measure'][] = [...inForce, 'lapsed', 'lifted'];

/** What becomes of an asset: sold, moved with the case, adjudged, returned, confiscated, paid in. CPL 2018 arts 245, 298–301; MPS arts 230–247; AOCL arts 41–46. */
export const assetDisposition = {
  rules: {
    LodgeClaim: {
      by: [...police, ...procurators, ...court],
      from: { status: ['identified', 'sold', 'adjudged'], claim: ['unclaimed', 'claim_upheld', 'claim_rejected'] },
      emits: ['OwnershipClaimLodged'],
      holds: ({ claimant }, state) => state.claim === 'claimed' && state.claimant === claimant,
    },
    DecideClaim: {
      by: holders,
      from: { status: ['identified', 'sold', 'adjudged'], claim: ['claimed'] },
      emits: ['OwnershipClaimDecided'],
      holds: ({ outcome }, { claim }) => claim === (outcome === 'UPHELD' ? 'claim_upheld' : 'claim_rejected'),
    },
    ReserveNecessities: {
      by: leaders,
      from: { status: ['identified', 'sold'], measure: inForce },
      emits: ['NecessitiesReserved'],
      holds: ({ fen }, { reservedInFen }) => reservedInFen === fen,
    },
    ApproveInterimSale: {
      by: leaders,
      from: { status: ['identified'], measure: inForce },
      emits: ['InterimSaleApproved'],
      holds: ({ ground }, { saleApproval }) => saleApproval?.ground === ground,
    },
    CompleteInterimSale: {
      by: police,
      from: { status: ['identified'], measure: inForce },
      emits: ['InterimSaleCompleted'],
      holds: ({ proceedsInFen }, state) => state.status === 'sold' && state.proceedsInFen === proceedsInFen,
    },
    MoveAssetWithCase: {
      by: [...police, ...procurators, ...judges],
      from: { status: ['identified', 'sold'], measure: inForce },
      emits: ['AssetMovedWithCase'],
      holds: ({ to }, { heldBy }) => heldBy === to,
    },
    AdjudgeDisposition: {
      by: judges,
      from: { status: ['identified', 'sold', 'adjudged', 'quashed'], measure: taken },
      emits: ['DispositionAdjudged'],
      holds: ({ docket, lines }, state) => state.docket === docket && isSameJudgment(lines, state.lines),
    },
    ReturnAsset: {
      by: holders,
      from: { status: ['identified', 'sold', 'adjudged', 'confiscated', 'auctioned', 'paid_to_treasury', 'quashed'], measure: taken },
      emits: ['AssetReturned'],
    },
    ConfiscateAsset: {
      by: judges,
      from: { status: ['adjudged'] },
      emits: ['AssetConfiscated'],
      holds: ({ fen }, state) => state.status === 'confiscated' && state.confiscatedInFen === fen,
    },
    HoldAuction: {
      by: [...leaders, ...judges],
      from: { status: ['confiscated'] },
      emits: ['AuctionHeld'],
      holds: ({ grossInFen, costsInFen }, { status, auction }) =>
        status === 'auctioned' && auction?.grossInFen === grossInFen && auction.costsInFen === costsInFen,
    },
    PayToTreasury: {
      by: [...leaders, ...judges],
      from: { status: ['confiscated', 'auctioned'] },
      emits: ['ProceedsPaidToTreasury'],
      holds: ({ receiptNumber, fen }, { receipt }) => receipt?.receiptNumber === receiptNumber && receipt.fen === fen,
    },
    QuashConfiscation: {
      by: judges,
      from: { status: ['confiscated', 'auctioned', 'paid_to_treasury'] },
      emits: ['ConfiscationQuashed'],
      correction: 'K2',
      holds: ({ docket }, { status, quashedBy }) => status === 'quashed' && quashedBy === docket,
    },
    PayRefund: {
      by: judges,
      from: { status: ['quashed'] },
      emits: ['RefundPaid'],
      holds: ({ fen, interestInFen }, { refund }) => refund?.fen === fen && refund.interestInFen === interestInFen,
    },
  },

  decide: {
    LodgeClaim: (data, { measureOn, claimOn, identifiedOn }, context) => {
      notBefore(identifiedOn, context, 'asset/before-identified');
      notBefore(measureOn, context, 'asset/before-measure');
      notBefore(claimOn, context, 'asset/before-claim');
      return [{ type: 'OwnershipClaimLodged', data }];
    },
    DecideClaim: (data, { claimOn }, context) => {
      notBefore(claimOn, context, 'asset/before-claim');
      return [{ type: 'OwnershipClaimDecided', data }];
    },
    ReserveNecessities: (data, state, context) => {
      withinWorth(data.fen, state);
      notBefore(state.measureOn, context, 'asset/before-measure');
      return [{ type: 'NecessitiesReserved', data }];
    },
    ApproveInterimSale: (data, { measureOn }, context) => {
      notBefore(measureOn, context, 'asset/before-measure');
      return [{ type: 'InterimSaleApproved', data }];
    },
    CompleteInterimSale: (data, { saleApproval }, context) => {
      if (saleApproval === undefined) return refuse('asset/sale-not-approved', 'A sale before judgment needs the approval of a leader (MPS 236).');
      refuseIf(saleApproval.by === context.actor.user, 'asset/own-approval', 'Who approved the sale may not carry it out.');
      notBefore(saleApproval.on, context, 'asset/before-approval');
      return [{ type: 'InterimSaleCompleted', data }];
    },
    MoveAssetWithCase: (data, state, context) => {
      const isHolder = isOfOneOrgan(context.actor.role, { POLICE: police, PROCURATORATE: procurators, COURT: court }[state.heldBy]);
      refuseIf(!isHolder, 'asset/held-by-another-organ', `The asset is with the ${state.heldBy.toLowerCase()}: who holds it hands it on.`);
      notBefore(state.measureOn, context, 'asset/before-measure');
      notBefore(state.movedOn, context, 'asset/before-move');
      return [{ type: 'AssetMovedWithCase', data }];
    },
    AdjudgeDisposition: (data, state, context) => {
      knownDocket(data.docket, context);
      refuseIf(state.docket === data.docket, 'asset/already-adjudged', 'In this docket the court has decided otherwise on the asset.');
      const worth = knownWorth(state);
      const lines = totalOf(data.lines.map(({ fen }) => fen)).toString();
      refuseIf(lines !== worth, 'asset/lines-differ-from-worth', `The lines come to ${lines} fen, and the asset is worth ${worth}.`, { lines, worth });
      notBefore(state.valuations.at(-1)?.on, context, 'asset/before-valuation');
      inOrder(state, context);
      return [{ type: 'DispositionAdjudged', data }];
    },
    ReturnAsset: (data, state, context) => {
      beforeJudgment(data.to, state, context);
      const returned = totalOf([state.returnedInFen, data.fen]).toString();
      withinWorth(returned, state);
      refuseIf(
        !isWithinJudgment(returned, state),
        'asset/beyond-judgment',
        'The judgment returns less than that, and what is confiscated is given back only after a retrial (State Compensation Law 36).',
        { returned },
      );
      inOrder(state, context);
      return [{ type: 'AssetReturned', data }];
    },
    ConfiscateAsset: (data, state, context) => {
      const adjudged = adjudgedTo(['CONFISCATE'], state);
      refuseIf(adjudged === undefined, 'asset/no-confiscation-adjudged', 'No line of the judgment confiscates anything of this asset.');
      refuseIf(isMore(data.fen, adjudged ?? '0'), 'asset/beyond-judgment', `The judgment confiscates ${adjudged} fen and no more.`);
      inOrder(state, context);
      return [{ type: 'AssetConfiscated', data }];
    },
    HoldAuction: (data, state, context) => {
      refuseIf(state.proceedsInFen !== undefined, 'asset/already-sold', 'The asset was sold before judgment: its proceeds are not auctioned.');
      refuseIf(isMore(data.costsInFen, data.grossInFen), 'asset/costs-above-gross', 'The costs of an auction come out of what it brings in.');
      inOrder(state, context);
      return [{ type: 'AuctionHeld', data }];
    },
    PayToTreasury: (data, state, context) => {
      const { status } = context.state(courtDocket, state.docket as DocketId);
      refuseIf(status !== 'effective', 'asset/judgment-not-effective', 'The treasury is paid on an effective judgment only.', { docket: state.docket });
      const held = heldForTreasury(state);
      refuseIf(isMore(data.fen, held), 'asset/more-than-held', `No more than ${held} fen of this asset is held for the treasury.`, { held });
      inOrder(state, context);
      return [{ type: 'ProceedsPaidToTreasury', data }];
    },
    QuashConfiscation: (data, state, context) => {
      const { instance } = knownDocket(data.docket, context);
      refuseIf(
        instance !== 'RETRIAL' || data.docket === state.docket,
        'asset/not-a-retrial',
        'A confiscation is quashed by a retrial: name the docket of that.',
      );
      inOrder(state, context);
      return [{ type: 'ConfiscationQuashed', data }];
    },
    PayRefund: (data, state, context) => {
      const quashed = state.quashedInFen ?? '0';
      refuseIf(isMore(data.fen, quashed), 'asset/more-than-confiscated', `${quashed} fen were confiscated: a refund adds only interest to that.`, { quashed });
      inOrder(state, context);
      return [{ type: 'RefundPaid', data }];
    },
  },

  evolve: {
    OwnershipClaimLodged: (state, { claimant }, { occurredOn }) => ({ ...state, claim: 'claimed', claimant, claimOn: occurredOn }),
    OwnershipClaimDecided: (state, { outcome }, { occurredOn }) => ({
      ...state,
      claim: outcome === 'UPHELD' ? 'claim_upheld' : 'claim_rejected',
      claimOn: occurredOn,
    }),
    NecessitiesReserved: (state, { fen }) => ({ ...state, reservedInFen: fen }),
    InterimSaleApproved: (state, { ground }, { occurredOn, actor }) => ({ ...state, saleApproval: { ground, on: occurredOn, by: actor.user } }),
    InterimSaleCompleted: (state, { proceedsInFen }, { occurredOn }) => ({ ...state, status: 'sold', proceedsInFen, soldOn: occurredOn }),
    AssetMovedWithCase: (state, { to }, { occurredOn }) => ({ ...state, heldBy: to, movedOn: occurredOn }),
    DispositionAdjudged: (state, { docket, lines }, { occurredOn }) => ({ ...state, status: 'adjudged', docket, lines, disposedOn: occurredOn }),
    AssetReturned: (state, { fen }, { occurredOn }) => {
      const returnedInFen = totalOf([state.returnedInFen, fen]).toString();
      const rest = { ...state, returnedInFen, disposedOn: occurredOn };
      return returnedInFen === worthOf(state) ? { ...rest, status: 'returned', measure: 'lifted' } : rest;
    },
    AssetConfiscated: (state, { fen }, { occurredOn }) => ({ ...state, status: 'confiscated', confiscatedInFen: fen, disposedOn: occurredOn }),
    AuctionHeld: (state, auction, { occurredOn }) => ({ ...state, status: 'auctioned', auction, disposedOn: occurredOn }),
    ProceedsPaidToTreasury: (state, receipt, { occurredOn }) => ({ ...state, status: 'paid_to_treasury', receipt, disposedOn: occurredOn }),
    ConfiscationQuashed: ({ docket: _docket, confiscatedInFen = '0', auction: _auction, receipt: _receipt, ...state }, { docket }, { occurredOn }) => ({
      ...state,
      status: 'quashed',
      lines: [],
      quashedBy: docket,
      quashedInFen: confiscatedInFen,
      disposedOn: occurredOn,
    }),
    RefundPaid: (state, refund, { occurredOn }) => ({ ...state, status: 'refunded', refund, disposedOn: occurredOn }),
  },

  relies: {
    NecessitiesReserved: (state, { fen }) => isWithinWorth(fen, state),
    InterimSaleCompleted: ({ saleApproval }, _, { actor }) => saleApproval !== undefined && saleApproval.by !== actor.user,
    DispositionAdjudged: (state, { lines, docket }) => totalOf(lines.map(({ fen }) => fen)).toString() === worthOf(state) && state.docket !== docket,
    AssetReturned: (state, { to, fen }) => {
      const returned = totalOf([state.returnedInFen, fen]).toString();
      return isReturnable(to, state) && isWithinWorth(returned, state) && isWithinJudgment(returned, state);
    },
    AssetConfiscated: (state, { fen }) => !isMore(fen, adjudgedTo(['CONFISCATE'], state) ?? '-1'),
    AuctionHeld: ({ proceedsInFen }) => proceedsInFen === undefined,
    ProceedsPaidToTreasury: (state, { fen }) => !isMore(fen, heldForTreasury(state)),
    RefundPaid: ({ quashedInFen = '0' }, { fen }) => !isMore(fen, quashedInFen),
  },
} satisfies AssetRules;

const isSameJudgment = (one: readonly Line[], other: readonly Line[]): boolean =>
  one.length === other.length && one.every(({ disposition, fen }, i) => other[i]?.disposition === disposition && other[i].fen === fen);

/** What the judgment gives to these ends, or undefined where it has no such line. */
function adjudgedTo(ends: readonly Line['disposition'][], { lines }: Asset): string | undefined {
  const own = lines.filter(({ disposition }) => ends.includes(disposition));
  return own.length === 0 ? undefined : totalOf(own.map(({ fen }) => fen)).toString();
}

/** Before a judgment, and after one is quashed, there are no lines to keep to. */
const isWithinJudgment = (returned: string, state: Asset): boolean =>
  state.docket === undefined || !isMore(returned, adjudgedTo(['RETURN', 'RESTITUTE'], state) ?? '0');

/** Of an auction the costs come off; the rest is the confiscated amount itself. */
const heldForTreasury = ({ auction, confiscatedInFen = '0' }: Asset): string =>
  auction ? totalOf([auction.grossInFen, `-${auction.costsInFen}`]).toString() : confiscatedInFen;

function withinWorth(fen: string, state: Asset): void {
  const worth = knownWorth(state);
  refuseIf(isMore(fen, worth), 'asset/more-than-worth', `${fen} fen is more than the asset is worth, ${worth}.`, { worth });
}

const isBeforeJudgment = ({ status }: Asset): boolean => status === 'identified' || status === 'sold';
/** While a measure is in force and no court has decided, only a victim gets anything back. */
const isReturnable = (to: string, state: Asset): boolean => !isBeforeJudgment(state) || to === 'VICTIM' || !isUnderMeasure(state);

function beforeJudgment(to: string, state: Asset, { actor, approval }: Context): void {
  refuseIf(!isReturnable(to, state), 'asset/still-under-measure', 'Lift the measure first: while it is in force, only a victim gets something back.');
  refuseIf(
    isBeforeJudgment(state) && to === 'VICTIM' && actor.role === 'PROCURATOR' && approval === undefined,
    'asset/leader-approval-required',
    'A return to a victim before judgment needs the approval of a leader (MPS 234).',
  );
}

function knownDocket(docket: DocketId, context: Context) {
  const state = context.state(courtDocket, docket);
  refuseIf(state.status === 'unknown', 'court-docket/is-unknown', 'There is no such docket.');
  return state;
}

/** What is done with an asset comes after it was taken, sold, and last disposed of. */
function inOrder({ measureOn, soldOn, disposedOn }: Asset, context: Context): void {
  notBefore(measureOn, context, 'asset/before-measure');
  notBefore(soldOn, context, 'asset/before-sale');
  notBefore(disposedOn, context, 'asset/before-disposition');
}
