import type { AssetCommand } from '../../asset/asset-messages.ts';
import { worthOf } from '../../asset/asset-value.ts';
import { asset } from '../../asset/asset.ts';
import { courtDocket } from '../../court-docket/court-docket.ts';
import { addDays } from '../civil-date.ts';
import type { DocketId, EventId, StreamId } from '../identifiers.ts';
import { streamNamed } from '../specify.ts';
import { type Chance, number, text, transfer, turnsOf } from './random-course.ts';
import type { Registry } from './registry.ts';

/** What becomes of an asset of a case, worth about a thousand fen: taken, valued, adjudged, paid in, quashed. */
const theCase = streamNamed('criminal_case', 1);
const someAsset = streamNamed('asset', 1);
const someDocket = streamNamed('court_docket', 1);

const toAsset = turnsOf<AssetCommand>('asset');
const worth = (registry: Registry, stream: StreamId): string => worthOf(registry.state(asset, stream)) ?? '1000';
const part = (chance: Chance): string => chance.of('1000', '600', '400', '0');
const value = (chance: Chance) => ({ fen: chance.of('1000', '1000', '1200'), method: 'APPRAISAL' as const, appraiser: text });
const until = (chance: Chance, registry: Registry, days = 3) => ({ until: addDays(registry.today, days + chance.below(40)) });
const measure = (chance: Chance) => ({ measureNumber: number(chance, 'M') });
const judged = (chance: Chance, registry: Registry): DocketId =>
  chance.from(
    registry.streamsOf('court_docket').filter((id) => registry.state(courtDocket, id).status === 'effective'),
    chance.from(registry.streamsOf('court_docket'), someDocket),
  );
export const assetTurns = [
  toAsset('IdentifyAsset', () => ({ kind: 'DEPOSIT', label: text, case: theCase }), 8),
  toAsset('SealAsset', measure),
  toAsset('SeizeAsset', measure),
  toAsset('FreezeAsset', (chance, registry) => ({ ...measure(chance), ...until(chance, registry) }), 6),
  toAsset('QueueFreeze', (chance) => ({ ...measure(chance), organ: text })),
  toAsset(
    'TakeQueuedFreeze',
    (chance, registry) => ({
      measureNumber: chance.from(
        registry.streamsOf('asset').flatMap((id) => registry.state(asset, id).queue),
        'M-10',
      ),
    }),
    8,
  ),
  toAsset('SignInventory', () => ({ investigators: ['inv-1', 'inv-2'], witness: text, holderSigned: true }), 2),
  toAsset('ValueAsset', value, 8),
  toAsset('RevalueAsset', value, 2),
  toAsset(
    'CorrectValuation',
    (chance, registry, stream) => ({
      valuation: chance.from(
        registry.state(asset, stream).valuations.map(({ id }) => id),
        `${stream}@2` as EventId,
      ),
      fen: '800',
    }),
    2,
  ),
  toAsset('RenewAssetMeasure', (chance, registry) => until(chance, registry, 40), 2),
  toAsset('LapseAssetMeasure', () => ({}), 3),
  toAsset('LiftAssetMeasure', (chance) => ({ ground: chance.of('UNRELATED', 'UNLAWFUL', 'NON_PROSECUTION', 'JUDGMENT', 'CLAIM_UPHELD') }), 3),
  toAsset('LodgeClaim', () => ({ claimant: text }), 2),
  toAsset('DecideClaim', (chance) => ({ outcome: chance.of('UPHELD', 'REJECTED') }), 2),
  toAsset('ReserveNecessities', (chance) => ({ fen: part(chance) }), 1),
  toAsset('ApproveInterimSale', () => ({ ground: 'EXPIRING' }), 2),
  toAsset('CompleteInterimSale', (chance) => ({ proceedsInFen: chance.of('1000', '900') }), 3),
  toAsset('MoveAssetWithCase', (chance) => ({ to: chance.of('PROCURATORATE', 'COURT') }), 2),
  toAsset(
    'AdjudgeDisposition',
    (chance, registry, stream) => {
      const all = worth(registry, stream);
      const rest = BigInt(all) > 400n ? (BigInt(all) - 400n).toString() : '0';
      return {
        docket: judged(chance, registry),
        lines: chance.of(
          [{ disposition: 'CONFISCATE' as const, fen: all }],
          [
            { disposition: 'CONFISCATE' as const, fen: rest },
            { disposition: 'RESTITUTE' as const, fen: '400' },
          ],
          [{ disposition: 'RETURN' as const, fen: all }],
        ),
      };
    },
    12,
  ),
  toAsset('ReturnAsset', (chance, registry, stream) => ({ to: chance.of('HOLDER', 'VICTIM'), fen: chance.of(worth(registry, stream), '400') }), 3),
  toAsset(
    'ConfiscateAsset',
    (chance, registry, stream) => ({
      fen: chance.from(
        registry.state(asset, stream).lines.map(({ fen }) => fen),
        '1000',
      ),
    }),
    10,
  ),
  toAsset('HoldAuction', () => ({ grossInFen: '900', costsInFen: '50' })),
  toAsset('PayToTreasury', (chance) => ({ receiptNumber: number(chance, 'T'), fen: chance.of('600', '850') }), 10),
  toAsset(
    'QuashConfiscation',
    (chance, registry) => ({
      docket: chance.from(
        registry.streamsOf('court_docket').filter((id) => registry.state(courtDocket, id).instance === 'RETRIAL'),
        someDocket,
      ),
    }),
    3,
  ),
  toAsset('PayRefund', () => ({ fen: '400', interestInFen: '10' })),
  toAsset('MergeAsset', (chance, registry) => ({ survivor: chance.from(registry.streamsOf('asset'), someAsset) }), 1),
  toAsset('TransferAsset', (chance) => ({ toAgency: text, ...transfer(chance) }), 2),
  toAsset('ReportMisappropriation', (chance) => ({ finding: number(chance, 'F') }), 1),
];
