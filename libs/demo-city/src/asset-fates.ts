import type { Day } from '@casetrail/domain';
import type { Holding } from './asset-casting.ts';
import { LAST } from './handling.ts';
import { type Desk, counterpart } from './paper-numbers.ts';
import { assetShares } from './plan-organs.ts';
import type { Entry, Team } from './record-book.ts';

/** What happens to an asset, and the day on which that ends its measure. */
export type Outcome = { readonly acts: readonly Entry[]; readonly endsOn: Day };
const nothing: Outcome = { acts: [], endsOn: Infinity };

/** In days after the judgment: the measure gives way, the asset is confiscated, auctioned, and the treasury paid. By then the judgment is long effective. */
const after = { lifting: 30, returning: 32, confiscation: 35, auction: 55, payment: 75 } as const;

/** Returned to a victim, claimed, sold before judgment, or disposed of by the judgment. CPL 2018 art. 245; MPS arts 230–246. */
export function fateOf(holding: Holding, team: Team, desk: Desk): Outcome {
  switch (holding.fate) {
    case 'RETURNED':
      return returned(holding, team, desk);
    case 'CLAIMED':
      return claimed(holding, team, desk);
    case 'SOLD':
      return { acts: sold(holding, team, desk), endsOn: Infinity };
    case 'RESERVED':
      return { acts: reserved(holding, team, desk), endsOn: Infinity };
    case 'JUDGED':
      return judged(holding, desk);
    default:
      return nothing;
  }
}

/** A part in round hundreds of yuan, and never nothing. */
const partOf = (amount: number, share: number): number => Math.max(10_000, Math.round((amount * share) / 10_000) * 10_000);

function returned({ valuedOn, fen }: Holding, team: Team, { chance }: Desk): Outcome {
  const on = valuedOn + chance.between(30, 200);
  const isWhole = chance.happens(0.5);
  const data = { to: 'VICTIM' as const, fen: String(isWhole ? fen : Math.min(fen, partOf(fen, 0.2 + 0.6 * chance.next()))) };
  return { acts: [{ type: 'ReturnAsset', data, on, team, act: { legalBasis: 'MPS 234' } }], endsOn: isWhole ? on : Infinity };
}

/** Somebody else claims to own it. Where that is so, the measure is lifted and the asset returned. */
function claimed({ valuedOn, fen }: Holding, team: Team, { chance }: Desk): Outcome {
  const lodgedOn = valuedOn + chance.between(10, 60);
  const on = lodgedOn + chance.between(10, 30);
  const isUpheld = chance.happens(assetShares.upheld);
  const acts: Entry[] = [
    { type: 'LodgeClaim', data: { claimant: `案外人${chance.between(1, 60)}号` }, on: lodgedOn, team },
    { type: 'DecideClaim', data: { outcome: isUpheld ? 'UPHELD' : 'REJECTED' }, on, team },
  ];
  if (!isUpheld) return { acts, endsOn: Infinity };
  const liftedOn = on + chance.between(0, 3);
  acts.push({ type: 'LiftAssetMeasure', data: { ground: 'CLAIM_UPHELD' }, on: liftedOn, team });
  acts.push({ type: 'ReturnAsset', data: { to: 'THIRD_PARTY', fen: String(fen) }, on: liftedOn + chance.between(0, 2), team });
  return { acts, endsOn: liftedOn };
}

/** What would perish is sold before judgment (MPS 236). */
function sold({ valuedOn, fen }: Holding, team: Team, { chance }: Desk): Entry[] {
  const approvedOn = valuedOn + chance.between(3, 15);
  const proceedsInFen = String(partOf(fen, 0.75 + 0.3 * chance.next()));
  const act = { legalBasis: 'MPS 236' };
  return [
    { type: 'ApproveInterimSale', data: { ground: 'PERISHABLE' }, on: approvedOn, team, act },
    { type: 'CompleteInterimSale', data: { proceedsInFen }, on: approvedOn + chance.between(3, 20), team, act },
  ];
}

/** What the suspect and dependants live on (MPS 230). */
function reserved({ valuedOn, fen }: Holding, team: Team, { chance }: Desk): Entry[] {
  const on = valuedOn + chance.between(2, 20);
  return [{ type: 'ReserveNecessities', data: { fen: String(Math.min(fen, chance.between(3, 12) * 1_000_000)) }, on, team, act: { legalBasis: 'MPS 230' } }];
}

/** The judgment gives it to the victims or to the treasury, or divides it. */
function judged({ charge, file, fen, kind }: Holding, { chance, numbers }: Desk): Outcome {
  const { concludedOn, docket } = charge ?? {};
  if (concludedOn === undefined || !docket || concludedOn + after.payment + 20 > LAST) return nothing;
  const team = counterpart(file.team, 'court');
  const draw = chance.next();
  const restituted = draw < 0.55 ? 0 : draw < 0.8 ? Math.min(fen, partOf(fen, 0.3 + 0.4 * chance.next())) : fen;
  const confiscated = fen - restituted;
  const lines = [
    ...(restituted > 0 ? [{ disposition: 'RESTITUTE' as const, fen: String(restituted) }] : []),
    ...(confiscated > 0 ? [{ disposition: 'CONFISCATE' as const, fen: String(confiscated) }] : []),
  ];
  const act = { legalBasis: 'CPL 245' };
  const acts: Entry[] = [{ type: 'AdjudgeDisposition', data: { docket: docket.stream, lines }, on: concludedOn, team, after: [docket], act }];
  if (restituted > 0) acts.push({ type: 'ReturnAsset', data: { to: 'VICTIM', fen: String(restituted) }, on: concludedOn + after.returning, team });
  if (confiscated === 0) return { acts, endsOn: concludedOn + after.returning };
  acts.push({ type: 'LiftAssetMeasure', data: { ground: 'JUDGMENT' }, on: concludedOn + after.lifting, team });
  acts.push({ type: 'ConfiscateAsset', data: { fen: String(confiscated) }, on: concludedOn + after.confiscation, team });
  const isMoney = kind === 'DEPOSIT' || kind === 'CASH';
  const gross = partOf(confiscated, 0.8 + 0.3 * chance.next());
  const costs = Math.round((gross * (1 + 3 * chance.next())) / 1_000_000) * 10_000;
  if (!isMoney) acts.push({ type: 'HoldAuction', data: { grossInFen: String(gross), costsInFen: String(costs) }, on: concludedOn + after.auction, team });
  const on = concludedOn + after.payment + chance.between(0, 15);
  acts.push({ type: 'PayToTreasury', data: { receiptNumber: numbers.paper('青财缴', on), fen: String(isMoney ? confiscated : gross - costs) }, on, team });
  return { acts, endsOn: concludedOn + after.lifting };
}
