import { z } from 'zod';
import { civilDate } from '../kernel/civil-date.ts';
import { district } from '../kernel/districts.ts';
import type { MessagesOf } from '../kernel/envelope.ts';
import { documentNumber, fen, text } from '../kernel/fields.ts';
import { eventId, streamId } from '../kernel/identifiers.ts';

const assetId = streamId('asset');
const docketId = streamId('court_docket');

export const assetKinds = ['DEPOSIT', 'SECURITIES', 'EQUITY', 'CASH', 'VEHICLE', 'REAL_ESTATE', 'GOODS', 'OTHER'] as const;
export const valuationMethods = ['APPRAISAL', 'MARKET', 'FACE_VALUE', 'ESTIMATE'] as const;
/** CPL 145 (unrelated: three days); MPS 187 and 233–247; SPP19 and the judgment. The first two take the asset out of the figure. */
export const liftingGrounds = ['UNRELATED', 'UNLAWFUL', 'TRANSFERRED', 'CASE_WITHDRAWN', 'NON_PROSECUTION', 'JUDGMENT', 'CLAIM_UPHELD'] as const;
export const dispositions = ['CONFISCATE', 'RETURN', 'RESTITUTE', 'SATISFY_FINE'] as const;
const measure = { measureNumber: documentNumber, until: civilDate.optional() };
const value = { fen, method: z.enum(valuationMethods), appraiser: text };
const transfer = { scope: z.enum(['DISTRICT', 'CITY_OUT', 'CITY_IN']), toAgency: text, toDistrict: district.optional() };

export const assetCommands = {
  IdentifyAsset: z.strictObject({
    kind: z.enum(assetKinds),
    label: text,
    case: streamId('criminal_case'),
    group: streamId('crime_group').optional(),
    holder: streamId('person').optional(),
  }),
  SealAsset: z.strictObject(measure),
  SeizeAsset: z.strictObject(measure),
  FreezeAsset: z.strictObject({ ...measure, limitInFen: fen.optional() }),
  /** A second freeze waits for the first to end: nothing is frozen twice (CPL 144, MPS 242). */
  QueueFreeze: z.strictObject({ measureNumber: documentNumber, organ: text }),
  TakeQueuedFreeze: z.strictObject({ measureNumber: documentNumber, until: civilDate.optional() }),
  /** 48 hours, before filing, city level (AOCL 27, from 2022-05-01). */
  StopPayment: z.strictObject({ measureNumber: documentNumber }),
  SignInventory: z.strictObject({ investigators: z.array(text).length(2), witness: text, holderSigned: z.boolean() }),
  ValueAsset: z.strictObject(value),
  /** A new valuation of later date: it counts from that date on. */
  RevalueAsset: z.strictObject(value),
  /** A valuation that was wrong from the start: the right one takes its place at every date. */
  CorrectValuation: z.strictObject({ valuation: eventId, fen }),
  RenewAssetMeasure: z.strictObject({ until: civilDate }),
  LapseAssetMeasure: z.strictObject({}),
  LiftAssetMeasure: z.strictObject({ ground: z.enum(liftingGrounds) }),
  LodgeClaim: z.strictObject({ claimant: text }),
  DecideClaim: z.strictObject({ outcome: z.enum(['UPHELD', 'REJECTED']) }),
  ReserveNecessities: z.strictObject({ fen }),
  ApproveInterimSale: z.strictObject({ ground: z.enum(['PERISHABLE', 'OWNER_REQUEST', 'EXPIRING']) }),
  CompleteInterimSale: z.strictObject({ proceedsInFen: fen }),
  MoveAssetWithCase: z.strictObject({ to: z.enum(['PROCURATORATE', 'COURT']) }),
  AdjudgeDisposition: z.strictObject({
    docket: docketId,
    lines: z
      .array(z.strictObject({ disposition: z.enum(dispositions), fen }))
      .min(1)
      .max(20),
  }),
  ReturnAsset: z.strictObject({ to: z.enum(['HOLDER', 'VICTIM', 'THIRD_PARTY']), fen }),
  ConfiscateAsset: z.strictObject({ fen }),
  HoldAuction: z.strictObject({ grossInFen: fen, costsInFen: fen }),
  PayToTreasury: z.strictObject({ receiptNumber: documentNumber, fen }),
  QuashConfiscation: z.strictObject({ docket: docketId }),
  PayRefund: z.strictObject({ fen, interestInFen: fen }),
  MergeAsset: z.strictObject({ survivor: assetId }),
  TransferAsset: z.strictObject(transfer).refine((data) => (data.scope === 'CITY_OUT') === (data.toDistrict === undefined), {
    path: ['toDistrict'],
    error: 'is needed for a transfer to a district of the city, and not for one out of the city',
  }),
  ReportMisappropriation: z.strictObject({ finding: text }),
};

/** Stored for ever: never rename an event or one of its fields. */
export const assetEvents = {
  AssetIdentified: z.strictObject({ ...assetCommands.IdentifyAsset.shape, district }),
  AssetSealed: assetCommands.SealAsset,
  AssetSeized: assetCommands.SeizeAsset,
  AssetFrozen: assetCommands.FreezeAsset,
  FreezeQueued: assetCommands.QueueFreeze,
  QueuedFreezeTookEffect: assetCommands.TakeQueuedFreeze,
  EmergencyStopImposed: assetCommands.StopPayment,
  InventorySigned: assetCommands.SignInventory,
  AssetValued: assetCommands.ValueAsset,
  AssetRevalued: assetCommands.RevalueAsset,
  ValuationCorrected: z.strictObject({ valuation: eventId, from: fen, fen }),
  AssetMeasureRenewed: assetCommands.RenewAssetMeasure,
  AssetMeasureLapsed: assetCommands.LapseAssetMeasure,
  AssetMeasureLifted: assetCommands.LiftAssetMeasure,
  OwnershipClaimLodged: assetCommands.LodgeClaim,
  OwnershipClaimDecided: assetCommands.DecideClaim,
  NecessitiesReserved: assetCommands.ReserveNecessities,
  InterimSaleApproved: assetCommands.ApproveInterimSale,
  InterimSaleCompleted: assetCommands.CompleteInterimSale,
  AssetMovedWithCase: assetCommands.MoveAssetWithCase,
  DispositionAdjudged: assetCommands.AdjudgeDisposition,
  AssetReturned: assetCommands.ReturnAsset,
  AssetConfiscated: assetCommands.ConfiscateAsset,
  AuctionHeld: assetCommands.HoldAuction,
  ProceedsPaidToTreasury: assetCommands.PayToTreasury,
  ConfiscationQuashed: assetCommands.QuashConfiscation,
  RefundPaid: assetCommands.PayRefund,
  /** In the stream of the duplicate. */
  AssetsMerged: assetCommands.MergeAsset,
  AssetTransferred: z.strictObject(transfer),
  MisappropriationReported: assetCommands.ReportMisappropriation,
};

export type AssetCommand = MessagesOf<typeof assetCommands>;
export type AssetEvent = MessagesOf<typeof assetEvents>;
