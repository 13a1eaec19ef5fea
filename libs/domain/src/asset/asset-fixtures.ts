import type { CourtDocketEvent } from '../court-docket/court-docket-messages.ts';
import { otherGroupRegistered, theCase, underInvestigation } from '../fixtures.ts';
import type { Actor } from '../kernel/envelope.ts';
import { eventIdOf } from '../kernel/identifiers.ts';
import { type Issue, type Said, cityLeader, investigator, issueOf, judge, leader, on, saidOf, secondJudge, streamNamed } from '../kernel/specify.ts';
import type { AssetCommand, AssetEvent } from './asset-messages.ts';

/** An account of the case, worth 10,000 yuan and frozen until 31 March 2020, the day before commands are issued. */
export const theAsset = streamNamed('asset', 1);
export const otherAsset = streamNamed('asset', 2);
/** Its judgment, and the retrial that follows. */
export const theDocket = streamNamed('court_docket', 1);
export const retrialDocket = streamNamed('court_docket', 2);

const text = 'for the test';
const corrected = { by: investigator, approvedBy: leader };
export const timer: Actor = { user: 'timer', role: 'SYSTEM', org: 'casetrail', district: '370200' };

const ofAsset = saidOf<AssetEvent>(theAsset);
const toAsset = issueOf<AssetCommand>(theAsset);
const until = on('2020-03-31');
const value = { fen: '1000000', method: 'APPRAISAL' as const, appraiser: text };

export const assetIdentified = ofAsset('AssetIdentified', { kind: 'DEPOSIT', label: text, case: theCase, district: '370202' });
export const assetValued = ofAsset('AssetValued', value);
export const theValuation = eventIdOf(theAsset, 2);
export const assetRevalued = ofAsset('AssetRevalued', { ...value, fen: '1200000' });
export const valuationCorrected = ofAsset('ValuationCorrected', { valuation: theValuation, from: '1000000', fen: '900000' });
export const assetSealed = ofAsset('AssetSealed', { measureNumber: 'S-1', until });
export const assetSeized = ofAsset('AssetSeized', { measureNumber: 'Z-1' });
export const assetFrozen = ofAsset('AssetFrozen', { measureNumber: 'F-1', until });
export const paymentStopped = ofAsset('EmergencyStopImposed', { measureNumber: 'E-1' });
export const freezeQueued = ofAsset('FreezeQueued', { measureNumber: 'Q-1', organ: text });
export const queuedFreezeTook = ofAsset('QueuedFreezeTookEffect', { measureNumber: 'Q-1', until: on('2020-09-20') });
export const inventorySigned = ofAsset('InventorySigned', { investigators: ['inv-1', 'inv-2'], witness: text, holderSigned: true });
export const measureRenewed = ofAsset('AssetMeasureRenewed', { until: on('2020-09-30') });
export const measureLapsed = ofAsset('AssetMeasureLapsed', {}, { by: timer });
export const measureLifted = ofAsset('AssetMeasureLifted', { ground: 'NON_PROSECUTION' });
export const foundUnrelated = ofAsset('AssetMeasureLifted', { ground: 'UNRELATED' });
export const claimLodged = ofAsset('OwnershipClaimLodged', { claimant: text });
export const claimUpheld = ofAsset('OwnershipClaimDecided', { outcome: 'UPHELD' });
export const claimRejected = ofAsset('OwnershipClaimDecided', { outcome: 'REJECTED' });
export const necessitiesReserved = ofAsset('NecessitiesReserved', { fen: '1000000' });
export const saleApproved = ofAsset('InterimSaleApproved', { ground: 'EXPIRING' }, { by: leader });
export const assetSold = ofAsset('InterimSaleCompleted', { proceedsInFen: '1000000' });
export const movedToProcuratorate = ofAsset('AssetMovedWithCase', { to: 'PROCURATORATE' });
export const dispositionAdjudged = ofAsset(
  'DispositionAdjudged',
  {
    docket: theDocket,
    lines: [
      { disposition: 'CONFISCATE', fen: '600000' },
      { disposition: 'RESTITUTE', fen: '400000' },
    ],
  },
  { by: judge },
);
export const returnedToVictim = ofAsset('AssetReturned', { to: 'VICTIM', fen: '400000' });
export const returnedInFull = ofAsset('AssetReturned', { to: 'HOLDER', fen: '1000000' });
export const assetConfiscated = ofAsset('AssetConfiscated', { fen: '600000' }, { by: judge });
export const auctionHeld = ofAsset('AuctionHeld', { grossInFen: '550000', costsInFen: '50000' }, { by: judge });
export const paidToTreasury = ofAsset('ProceedsPaidToTreasury', { receiptNumber: 'T-1', fen: '500000' }, { by: judge });
export const confiscationQuashed = ofAsset('ConfiscationQuashed', { docket: retrialDocket }, { by: judge });
export const refundPaid = ofAsset('RefundPaid', { fen: '600000', interestInFen: '1000' }, { by: judge });
export const assetsMerged = ofAsset('AssetsMerged', { survivor: otherAsset });
export const assetLeftTheCity = ofAsset('AssetTransferred', { scope: 'CITY_OUT', toAgency: 'psb-370100' });
export const assetCameBack = ofAsset('AssetTransferred', { scope: 'CITY_IN', toAgency: 'psb-370203', toDistrict: '370203' });
export const misappropriated = ofAsset('MisappropriationReported', { finding: text });

const accepted = { court: text, scope: 'MAFIA' as const, district: '370202' as const };
export const docketAccepted = saidOf<CourtDocketEvent>(theDocket)(
  'DocketAccepted',
  { ...accepted, docketNumber: '（2019）鲁02刑初1号', instance: 'FIRST' },
  { by: judge },
);
export const judgmentEffective: Said[] = [
  saidOf<CourtDocketEvent>(theDocket)('DocketConcluded', { kind: 'JUDGMENT' }, { by: judge }),
  saidOf<CourtDocketEvent>(theDocket)('JudgmentServed', {}, { by: judge }),
  saidOf<CourtDocketEvent>(theDocket)('JudgmentBecameEffective', {}, { by: judge }),
];
export const retrialAccepted = saidOf<CourtDocketEvent>(retrialDocket)(
  'DocketAccepted',
  { ...accepted, docketNumber: '（2020）鲁02刑再1号', instance: 'RETRIAL', parent: theDocket },
  { by: judge },
);

/** A case under investigation, another asset in it, a judgment in effect and a retrial. */
export const aroundAsset: Said[] = [
  ...underInvestigation,
  ...otherGroupRegistered,
  { ...assetIdentified, stream: otherAsset },
  docketAccepted,
  ...judgmentEffective,
  retrialAccepted,
];

export const assetCommandsOf = {
  IdentifyAsset: toAsset('IdentifyAsset', { kind: 'DEPOSIT', label: text, case: theCase }, { by: investigator }),
  SealAsset: toAsset('SealAsset', { measureNumber: 'S-1' }),
  SeizeAsset: toAsset('SeizeAsset', { measureNumber: 'Z-1' }),
  FreezeAsset: toAsset('FreezeAsset', { measureNumber: 'F-1', limitInFen: '1000000' }),
  QueueFreeze: toAsset('QueueFreeze', { measureNumber: 'Q-1', organ: text }),
  TakeQueuedFreeze: toAsset('TakeQueuedFreeze', { measureNumber: 'Q-1' }),
  /** Lawful from May 2022 on. */
  StopPayment: toAsset('StopPayment', { measureNumber: 'E-1' }, { by: cityLeader }),
  SignInventory: toAsset('SignInventory', { investigators: ['inv-1', 'inv-2'], witness: text, holderSigned: true }, { by: investigator }),
  ValueAsset: toAsset('ValueAsset', value, { by: investigator }),
  RevalueAsset: toAsset('RevalueAsset', { ...value, fen: '1200000' }, { by: investigator }),
  CorrectValuation: toAsset('CorrectValuation', { valuation: theValuation, fen: '900000' }, corrected),
  RenewAssetMeasure: toAsset('RenewAssetMeasure', { until: on('2020-09-30') }, { occurredOn: '2020-03-31' }),
  LapseAssetMeasure: toAsset('LapseAssetMeasure', {}, { by: timer }),
  LiftAssetMeasure: toAsset('LiftAssetMeasure', { ground: 'NON_PROSECUTION' }),
  LodgeClaim: toAsset('LodgeClaim', { claimant: text }, { by: investigator }),
  DecideClaim: toAsset('DecideClaim', { outcome: 'UPHELD' }),
  ReserveNecessities: toAsset('ReserveNecessities', { fen: '100000' }),
  ApproveInterimSale: toAsset('ApproveInterimSale', { ground: 'EXPIRING' }),
  CompleteInterimSale: toAsset('CompleteInterimSale', { proceedsInFen: '1000000' }, { by: investigator }),
  MoveAssetWithCase: toAsset('MoveAssetWithCase', { to: 'PROCURATORATE' }),
  AdjudgeDisposition: toAsset(
    'AdjudgeDisposition',
    {
      docket: theDocket,
      lines: [
        { disposition: 'CONFISCATE', fen: '600000' },
        { disposition: 'RESTITUTE', fen: '400000' },
      ],
    },
    { by: judge },
  ),
  ReturnAsset: toAsset('ReturnAsset', { to: 'VICTIM', fen: '400000' }),
  ConfiscateAsset: toAsset('ConfiscateAsset', { fen: '600000' }, { by: judge }),
  HoldAuction: toAsset('HoldAuction', { grossInFen: '550000', costsInFen: '50000' }, { by: judge }),
  PayToTreasury: toAsset('PayToTreasury', { receiptNumber: 'T-1', fen: '500000' }, { by: judge }),
  QuashConfiscation: toAsset('QuashConfiscation', { docket: retrialDocket }, { by: judge, approvedBy: secondJudge }),
  PayRefund: toAsset('PayRefund', { fen: '600000', interestInFen: '1000' }, { by: judge }),
  MergeAsset: toAsset('MergeAsset', { survivor: otherAsset }, corrected),
  TransferAsset: toAsset('TransferAsset', { scope: 'DISTRICT', toAgency: 'psb-370203', toDistrict: '370203' }, corrected),
  ReportMisappropriation: toAsset('ReportMisappropriation', { finding: text }),
} satisfies Record<AssetCommand['type'], Issue>;

/** The same command with other data, or on another day; the same event of the past, on another day or with other data. */
export const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
export const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
export const later = (said: Said, occurredOn = '2020-04-01'): Said => ({ ...said, occurredOn });
export const told = (said: Said, data: object): Said => ({ ...said, data: { ...(said.data as object), ...data } });
