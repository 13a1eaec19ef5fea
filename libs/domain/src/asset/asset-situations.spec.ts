import type { Role } from '../kernel/envelope.ts';
import { type Outcomes, type Said, everyPair, given, rolesFor, unfit } from '../kernel/specify.ts';
import {
  aroundAsset,
  assetCommandsOf,
  assetConfiscated,
  assetFrozen,
  assetIdentified,
  assetLeftTheCity,
  assetSealed,
  assetSeized,
  assetSold,
  assetValued,
  assetsMerged,
  auctionHeld,
  claimLodged,
  claimRejected,
  claimUpheld,
  confiscationQuashed,
  dispositionAdjudged,
  foundUnrelated,
  freezeQueued,
  measureLapsed,
  measureLifted,
  movedToProcuratorate,
  paidToTreasury,
  paymentStopped,
  queuedFreezeTook,
  refundPaid,
  returnedInFull,
  saleApproved,
  theAsset,
} from './asset-fixtures.ts';
import type { AssetCommand } from './asset-messages.ts';

type Type = AssetCommand['type'];

const valued = [...aroundAsset, assetIdentified, assetValued];
const frozen = [...valued, assetFrozen];
const adjudged = [...frozen, dispositionAdjudged];
const confiscated = [...adjudged, assetConfiscated];
const said = (...more: Said[]) => [...frozen, ...more];
const situations = {
  unknown: { is: 'unknown', said: aroundAsset },
  identified: { is: 'not-under-measure', said: [...aroundAsset, assetIdentified] },
  valued: { is: 'not-under-measure', said: valued },
  'payment stopped': { is: 'payment-stopped', said: [...valued, paymentStopped] },
  sealed: { is: 'sealed', said: [...valued, assetSealed] },
  seized: { is: 'seized', said: [...valued, assetSeized] },
  frozen: { is: 'frozen', said: frozen },
  'frozen, with a queue': { is: 'frozen', said: said(freezeQueued) },
  'frozen, claimed': { is: 'frozen', said: said(claimLodged) },
  'frozen, claim upheld': { is: 'frozen', said: said(claimLodged, claimUpheld) },
  'frozen, claim rejected': { is: 'frozen', said: said(claimLodged, claimRejected) },
  'frozen, sale approved': { is: 'frozen', said: said(saleApproved) },
  'frozen, with the procuratorate': { is: 'frozen', said: said(movedToProcuratorate) },
  lapsed: { is: 'lapsed', said: said(measureLapsed) },
  'lapsed, with a queue': { is: 'lapsed', said: said(freezeQueued, measureLapsed) },
  'frozen out of the queue': { is: 'frozen', said: said(freezeQueued, measureLapsed, queuedFreezeTook) },
  lifted: { is: 'lifted', said: said(measureLifted) },
  'found to be unrelated': { is: 'lifted', said: said(freezeQueued, foundUnrelated) },
  returned: { is: 'returned', said: said(measureLifted, returnedInFull) },
  sold: { is: 'sold', said: said(saleApproved, assetSold) },
  'sold and adjudged': { is: 'adjudged', said: said(saleApproved, assetSold, dispositionAdjudged) },
  adjudged: { is: 'adjudged', said: adjudged },
  confiscated: { is: 'confiscated', said: confiscated },
  auctioned: { is: 'auctioned', said: [...confiscated, auctionHeld] },
  'paid to the treasury': { is: 'paid-to-treasury', said: [...confiscated, auctionHeld, paidToTreasury] },
  'confiscation quashed': { is: 'quashed', said: [...confiscated, auctionHeld, paidToTreasury, confiscationQuashed] },
  refunded: { is: 'refunded', said: [...confiscated, confiscationQuashed, refundPaid] },
  merged: { is: 'merged', said: said(assetsMerged) },
  'out of the city': { is: 'transferred-out', said: said(assetLeftTheCity) },
};

const known = { CorrectValuation: 'ValuationCorrected', ReportMisappropriation: 'MisappropriationReported', VoidRecords: 'RecordVoided' };
/** What was asked for before, and still holds. */
const repeated = { FreezeAsset: 'nothing', ValueAsset: 'nothing' };
const withPolice = { ...known, MergeAsset: 'AssetsMerged', TransferAsset: 'AssetTransferred', LodgeClaim: 'OwnershipClaimLodged' };
const disposals = ['IdentifyAsset', 'ConfiscateAsset', 'HoldAuction', 'PayToTreasury', 'QuashConfiscation', 'PayRefund'] as const;
const refused = <T extends Type>(types: readonly T[], code: string) => Object.fromEntries(types.map((type) => [type, code])) as Record<T, string>;
const notClaimed = { DecideClaim: 'asset/is-unclaimed' };
const asIdentified = {
  ...withPolice,
  ...refused(disposals, 'asset/is-identified'),
  ...notClaimed,
  ValueAsset: 'nothing',
  RevalueAsset: 'AssetRevalued',
};
const imposed = { SealAsset: 'AssetSealed', SeizeAsset: 'AssetSeized', FreezeAsset: 'AssetFrozen' };
const twice = refused(['SealAsset', 'SeizeAsset', 'FreezeAsset'], 'asset/already-under-measure');
const stop = { StopPayment: 'asset/stop-not-in-law' };
const judge = { AdjudgeDisposition: 'DispositionAdjudged', ReturnAsset: 'AssetReturned' };
const inForce = { RenewAssetMeasure: 'AssetMeasureRenewed', LapseAssetMeasure: 'AssetMeasureLapsed', LiftAssetMeasure: 'AssetMeasureLifted' };
const underMeasure = {
  ...twice,
  ...inForce,
  ...judge,
  QueueFreeze: 'FreezeQueued',
  SignInventory: 'InventorySigned',
  ReserveNecessities: 'NecessitiesReserved',
  MoveAssetWithCase: 'AssetMovedWithCase',
};
const measured = {
  ...asIdentified,
  ...underMeasure,
  ApproveInterimSale: 'InterimSaleApproved',
  CompleteInterimSale: 'asset/sale-not-approved',
};
const asFrozen = { ...measured, FreezeAsset: 'nothing' };
const ended = { ...asIdentified, ...judge, ...stop };
const asAdjudged = {
  ...known,
  ...repeated,
  ...inForce,
  ReturnAsset: 'AssetReturned',
  ConfiscateAsset: 'AssetConfiscated',
  AdjudgeDisposition: 'nothing',
  LodgeClaim: 'OwnershipClaimLodged',
  ...notClaimed,
  // the void is asked for by the police: not theirs to void
  VoidRecords: 'role/not-allowed',
};
const afterConfiscation = {
  ...known,
  ...repeated,
  AdjudgeDisposition: 'nothing',
  ReturnAsset: 'AssetReturned',
  QuashConfiscation: 'ConfiscationQuashed',
};

const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { IdentifyAsset: 'AssetIdentified', VoidRecords: 'correction/no-such-record' },
  identified: {
    ...asIdentified,
    ...imposed,
    ...stop,
    ValueAsset: 'AssetValued',
    RevalueAsset: 'asset/not-valued',
    CorrectValuation: 'asset/no-such-valuation',
  },
  valued: { ...asIdentified, ...imposed, ...stop },
  'payment stopped': {
    ...asIdentified,
    ...imposed,
    StopPayment: 'nothing',
    LapseAssetMeasure: 'AssetMeasureLapsed',
    LiftAssetMeasure: 'AssetMeasureLifted',
  },
  sealed: { ...measured, SealAsset: 'nothing' },
  seized: { ...measured, SeizeAsset: 'nothing', RenewAssetMeasure: 'asset/has-no-end', LapseAssetMeasure: 'asset/has-no-end' },
  frozen: asFrozen,
  'frozen, with a queue': { ...asFrozen, QueueFreeze: 'nothing' },
  'frozen, claimed': { ...asFrozen, LodgeClaim: 'nothing', DecideClaim: 'OwnershipClaimDecided' },
  'frozen, claim upheld': { ...asFrozen, DecideClaim: 'nothing' },
  'frozen, claim rejected': { ...asFrozen, DecideClaim: 'asset/is-claim-rejected' },
  'frozen, sale approved': { ...asFrozen, ApproveInterimSale: 'nothing', CompleteInterimSale: 'InterimSaleCompleted' },
  'frozen, with the procuratorate': { ...asFrozen, MoveAssetWithCase: 'nothing' },
  // a lapse is the timer's alone
  lapsed: {
    ...ended,
    ...imposed,
    TakeQueuedFreeze: 'asset/no-queued-freeze',
    LapseAssetMeasure: 'nothing',
    LiftAssetMeasure: 'asset/measure-ended',
    VoidRecords: 'RecordVoided',
  },
  'lapsed, with a queue': {
    ...ended,
    ...refused(['SealAsset', 'SeizeAsset', 'FreezeAsset'], 'asset/freeze-is-queued'),
    QueueFreeze: 'nothing',
    TakeQueuedFreeze: 'QueuedFreezeTookEffect',
    LapseAssetMeasure: 'nothing',
    LiftAssetMeasure: 'asset/measure-ended',
    VoidRecords: 'RecordVoided',
  },
  'frozen out of the queue': { ...measured, TakeQueuedFreeze: 'nothing', LapseAssetMeasure: 'asset/not-expired' },
  lifted: { ...ended, ...imposed, TakeQueuedFreeze: 'asset/no-queued-freeze', LiftAssetMeasure: 'nothing' },
  'found to be unrelated': { ...ended, ...imposed, TakeQueuedFreeze: 'asset/no-queued-freeze', LiftAssetMeasure: 'asset/measure-ended' },
  returned: { ...known, ValueAsset: 'nothing', LiftAssetMeasure: 'nothing' },
  sold: {
    ...withPolice,
    ...notClaimed,
    ...underMeasure,
    ...repeated,
    TakeQueuedFreeze: 'asset/is-frozen',
    CompleteInterimSale: 'nothing',
    ApproveInterimSale: 'nothing',
  },
  'sold and adjudged': { ...asAdjudged, ApproveInterimSale: 'nothing' },
  adjudged: asAdjudged,
  confiscated: {
    ...afterConfiscation,
    ConfiscateAsset: 'nothing',
    HoldAuction: 'AuctionHeld',
    PayToTreasury: 'ProceedsPaidToTreasury',
    VoidRecords: 'role/not-allowed',
  },
  auctioned: { ...afterConfiscation, HoldAuction: 'nothing', PayToTreasury: 'ProceedsPaidToTreasury', VoidRecords: 'role/not-allowed' },
  'paid to the treasury': { ...afterConfiscation, PayToTreasury: 'nothing', VoidRecords: 'role/not-allowed' },
  'confiscation quashed': { ...known, ...repeated, ...judge, PayRefund: 'RefundPaid', QuashConfiscation: 'nothing', VoidRecords: 'role/not-allowed' },
  refunded: { ...known, ...repeated, PayRefund: 'nothing', VoidRecords: 'role/not-allowed' },
  merged: { ...repeated, MergeAsset: 'nothing', VoidRecords: 'RecordVoided' },
  'out of the city': {
    ...repeated,
    TransferAsset: 'asset/transfer-direction',
    ReportMisappropriation: 'MisappropriationReported',
    VoidRecords: 'RecordVoided',
  },
};

const police: readonly Role[] = ['POLICE_INVESTIGATOR', 'POLICE_LEADER'];
const leaders: readonly Role[] = ['POLICE_LEADER'];
const procurators: readonly Role[] = ['PROCURATOR', 'CHIEF_PROCURATOR'];
const judges: readonly Role[] = ['JUDGE'];
const holders: readonly Role[] = [...leaders, ...procurators, ...judges];
const allowed: Record<Type, readonly Role[]> = {
  IdentifyAsset: police,
  SealAsset: leaders,
  SeizeAsset: leaders,
  FreezeAsset: leaders,
  QueueFreeze: leaders,
  TakeQueuedFreeze: leaders,
  StopPayment: leaders,
  SignInventory: police,
  ValueAsset: police,
  RevalueAsset: police,
  CorrectValuation: police,
  RenewAssetMeasure: holders,
  LapseAssetMeasure: ['SYSTEM'],
  LiftAssetMeasure: holders,
  LodgeClaim: [...police, ...procurators, ...judges, 'COURT_CLERK'],
  DecideClaim: holders,
  ReserveNecessities: leaders,
  ApproveInterimSale: leaders,
  CompleteInterimSale: police,
  MoveAssetWithCase: [...police, ...procurators, ...judges],
  AdjudgeDisposition: judges,
  ReturnAsset: holders,
  ConfiscateAsset: judges,
  HoldAuction: [...leaders, ...judges],
  PayToTreasury: [...leaders, ...judges],
  QuashConfiscation: judges,
  PayRefund: judges,
  MergeAsset: police,
  TransferAsset: police,
  ReportMisappropriation: [...leaders, ...procurators, 'DISCIPLINE_INSPECTOR', 'DISCIPLINE_LEADER'],
};

describe('an asset', () => {
  it.each(everyPair(theAsset, situations, assetCommandsOf, outcomes))('%s: %s → %s', (_situation, _command, expected, past, issue) => {
    const outcome = given(past).when(issue);
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theAsset)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) => expect(rolesFor(assetCommandsOf[command])).toEqual(roles));
});
