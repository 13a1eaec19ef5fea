import { eventIdOf } from '../kernel/identifiers.ts';
import {
  type Issue,
  type Said,
  chiefProcurator,
  given,
  investigator,
  judge,
  leader,
  procurator,
  secondJudge,
  secondLeader,
  streamNamed,
  voidOf,
} from '../kernel/specify.ts';
import {
  aroundAsset,
  assetCommandsOf,
  assetConfiscated,
  assetFrozen,
  assetIdentified,
  assetRevalued,
  assetSold,
  assetValued,
  auctionHeld,
  claimLodged,
  claimRejected,
  claimUpheld,
  confiscationQuashed,
  dated,
  dispositionAdjudged,
  docketAccepted,
  judgmentEffective,
  later,
  measureLifted,
  movedToProcuratorate,
  necessitiesReserved,
  paidToTreasury,
  refundPaid,
  retrialDocket,
  returnedInFull,
  returnedToVictim,
  saleApproved,
  saying,
  theAsset,
  theDocket,
  told,
  valuationCorrected,
} from './asset-fixtures.ts';
import { asset } from './asset.ts';

const {
  LodgeClaim: lodge,
  DecideClaim: decideClaim,
  ReserveNecessities: reserve,
  ApproveInterimSale: approveSale,
  CompleteInterimSale: sell,
  MoveAssetWithCase: move,
  AdjudgeDisposition: adjudge,
  ReturnAsset: giveBack,
  ConfiscateAsset: confiscate,
  HoldAuction: auction,
  PayToTreasury: pay,
  QuashConfiscation: quash,
  PayRefund: refund,
} = assetCommandsOf;
const stateOf = (...said: (Said | readonly Said[])[]) => given(...said).state(asset, theAsset);
const lines = (...amounts: [string, string][]) => ({ lines: amounts.map(([disposition, fen]) => ({ disposition, fen })) });

const known = [...aroundAsset, assetIdentified, assetValued];
const frozen = [...known, assetFrozen];
const unvalued = [...aroundAsset, assetIdentified, assetFrozen];
const sold = [...frozen, saleApproved, assetSold];
const adjudged = [...frozen, dispositionAdjudged];
const confiscated = [...adjudged, assetConfiscated];
const auctioned = [...confiscated, auctionHeld];
const paid = [...auctioned, paidToTreasury];
const quashed = [...paid, confiscationQuashed];

describe('a claim to an asset', () => {
  it('is decided before another is lodged', () => {
    given(frozen, claimLodged).when(lodge).thenNothing();
    given(frozen, claimLodged)
      .when(saying(lodge, { claimant: 'another' }))
      .thenRejected('asset/is-claimed');
    given(frozen, claimLodged, claimRejected).when(lodge).then('OwnershipClaimLodged');
  });
  it('is upheld or rejected once', () => {
    given(frozen).when(decideClaim).thenRejected('asset/is-unclaimed');
    given(frozen, claimLodged)
      .when(saying(decideClaim, { outcome: 'REJECTED' }))
      .then('OwnershipClaimDecided');
    given(frozen, claimLodged, claimUpheld)
      .when(saying(decideClaim, { outcome: 'REJECTED' }))
      .thenRejected('asset/is-claim-upheld');
  });
});

describe('the necessities of the suspect and of dependants', () => {
  it('are reserved out of what the asset is worth', () => {
    given(frozen)
      .when(saying(reserve, { fen: '1000000' }))
      .then('NecessitiesReserved');
    given(frozen)
      .when(saying(reserve, { fen: '1000001' }))
      .thenRejected('asset/more-than-worth', { worth: '1000000' });
    given(frozen, valuationCorrected)
      .when(saying(reserve, { fen: '900001' }))
      .thenRejected('asset/more-than-worth', { worth: '900000' });
    given(unvalued).when(reserve).thenRejected('asset/not-valued');
    given(frozen, necessitiesReserved)
      .when(saying(reserve, { fen: '1000000' }))
      .thenNothing();
  });
});

describe('a sale before judgment', () => {
  it('is approved by a leader, and carried out by another', () => {
    given(frozen).when(sell).thenRejected('asset/sale-not-approved');
    given(frozen, saleApproved)
      .when({ ...sell, by: leader })
      .thenRejected('asset/own-approval');
    given(frozen, saleApproved)
      .when({ ...sell, by: secondLeader })
      .then('InterimSaleCompleted');
    given(frozen, saleApproved)
      .when(saying(approveSale, { ground: 'PERISHABLE' }))
      .then('InterimSaleApproved');
  });
  it('needs a new approval under a new measure', () =>
    given(frozen, saleApproved, measureLifted, assetFrozen).when(sell).thenRejected('asset/sale-not-approved'));
  it('puts the proceeds in the place of the asset', () => {
    const cheap = [...frozen, saleApproved, told(assetSold, { proceedsInFen: '700000' })];
    expect(stateOf(cheap)).toMatchObject({ status: 'sold', measure: 'frozen' });
    given(cheap).when(adjudge).thenRejected('asset/lines-differ-from-worth', { lines: '1000000', worth: '700000' });
    given(cheap)
      .when(saying(adjudge, lines(['CONFISCATE', '700000'])))
      .then('DispositionAdjudged');
    given(cheap)
      .when(saying(sell, { proceedsInFen: '1' }))
      .thenRejected('asset/is-sold');
  });
});

describe('an asset moves with its case', () => {
  const to = (place: string, by: Issue['by']) => ({ ...move, data: { to: place }, ...(by && { by }) });
  it('handed on by the organ that holds it', () => {
    given(frozen).when(to('COURT', investigator)).then('AssetMovedWithCase');
    given(frozen).when(to('COURT', procurator)).thenRejected('asset/held-by-another-organ');
    given(frozen, movedToProcuratorate).when(to('COURT', procurator)).then('AssetMovedWithCase');
    given(frozen, movedToProcuratorate).when(to('COURT', leader)).thenRejected('asset/held-by-another-organ');
    given(frozen, told(movedToProcuratorate, { to: 'COURT' }))
      .when(to('PROCURATORATE', judge))
      .then('AssetMovedWithCase');
  });
});

describe('a judgment on an asset', () => {
  it('is in a docket that is known', () =>
    given(frozen)
      .when(saying(adjudge, { docket: streamNamed('court_docket', 9) }))
      .thenRejected('court-docket/is-unknown'));
  it('disposes of all that the asset is worth, and no more', () => {
    given(frozen)
      .when(saying(adjudge, lines(['CONFISCATE', '600000'], ['RETURN', '399999'])))
      .thenRejected('asset/lines-differ-from-worth', { lines: '999999', worth: '1000000' });
    given(frozen, assetRevalued).when(adjudge).thenRejected('asset/lines-differ-from-worth');
    given(frozen, assetRevalued)
      .when(saying(adjudge, lines(['CONFISCATE', '600000'], ['RETURN', '600000'])))
      .then('DispositionAdjudged');
    given(unvalued).when(adjudge).thenRejected('asset/not-valued');
  });
  it('adds up exactly, however large', () => {
    const large = told(assetValued, { fen: '999999999999999' });
    given(aroundAsset, assetIdentified, large, assetFrozen)
      .when(saying(adjudge, lines(['CONFISCATE', '999999999999998'], ['SATISFY_FINE', '1'])))
      .then('DispositionAdjudged');
    given(aroundAsset, assetIdentified, large, assetFrozen)
      .when(saying(adjudge, lines(['CONFISCATE', '999999999999998'], ['SATISFY_FINE', '2'])))
      .thenRejected('asset/lines-differ-from-worth', { lines: '1000000000000000', worth: '999999999999999' });
  });
  it('is given once in a docket, and otherwise in another', () => {
    const otherwise = lines(['RETURN', '1000000']);
    given(adjudged).when(adjudge).thenNothing();
    given(adjudged).when(saying(adjudge, otherwise)).thenRejected('asset/already-adjudged');
    given(adjudged)
      .when(saying(adjudge, { ...otherwise, docket: retrialDocket }))
      .then('DispositionAdjudged');
  });
  it('is on an asset that was taken', () => given(known).when(adjudge).thenRejected('asset/is-not-under-measure'));
});

describe('an asset is returned', () => {
  const to = (whom: string, fen = '400000', by: Issue['by'] = leader): Issue => ({ ...giveBack, data: { to: whom, fen }, by });
  it('before judgment to a victim, which a leader approves', () => {
    given(frozen).when(to('VICTIM')).then('AssetReturned');
    given(frozen)
      .when(to('VICTIM', '400000', procurator))
      .thenRejected('asset/leader-approval-required');
    given(frozen)
      .when(to('VICTIM', '400000', chiefProcurator))
      .then('AssetReturned');
    given(frozen)
      .when(to('VICTIM', '400000', investigator))
      .thenRejected('role/not-allowed');
  });
  it.each(['HOLDER', 'THIRD_PARTY'])('before judgment to a %s when the measure is lifted', (whom) => {
    given(frozen).when(to(whom)).thenRejected('asset/still-under-measure');
    given(sold).when(to(whom)).thenRejected('asset/still-under-measure');
    given(frozen, measureLifted).when(to(whom)).then('AssetReturned');
    given(frozen, measureLifted)
      .when(to(whom, '400000', procurator))
      .then('AssetReturned');
  });
  it('up to what it is worth, and is then returned', () => {
    given(frozen).when(to('VICTIM', '1000001')).thenRejected('asset/more-than-worth', { worth: '1000000' });
    given(frozen, returnedToVictim).when(to('VICTIM', '600001')).thenRejected('asset/more-than-worth', { worth: '1000000' });
    given(frozen, returnedToVictim).when(to('VICTIM', '600000')).then('AssetReturned');
    given(unvalued).when(to('VICTIM')).thenRejected('asset/not-valued');
    expect(stateOf(frozen, returnedToVictim)).toMatchObject({ status: 'identified', returnedInFen: '400000' });
    expect(stateOf(frozen, returnedToVictim, told(returnedToVictim, { fen: '600000' }))).toMatchObject({ status: 'returned', returnedInFen: '1000000' });
    given(frozen, measureLifted, returnedInFull).when(to('HOLDER', '1')).thenRejected('asset/is-returned');
  });
  it('after judgment as the judgment says', () => {
    given(adjudged)
      .when(to('VICTIM', '400000', procurator))
      .then('AssetReturned');
    given(adjudged).when(to('HOLDER', '400000')).then('AssetReturned');
    given(adjudged).when(to('VICTIM', '400001')).thenRejected('asset/beyond-judgment', { returned: '400001' });
    given(adjudged, returnedToVictim).when(to('VICTIM', '1')).thenRejected('asset/beyond-judgment', { returned: '400001' });
  });
  it('not where it is confiscated, until a retrial quashes that', () => {
    for (const past of [confiscated, auctioned, paid]) {
      given(past, returnedToVictim).when(to('HOLDER', '1')).thenRejected('asset/beyond-judgment');
      given(past, returnedToVictim, confiscationQuashed).when(to('HOLDER', '1')).then('AssetReturned');
    }
  });
  it('only if it was taken', () => given(known).when(to('VICTIM')).thenRejected('asset/is-not-under-measure'));
});

describe('an asset is confiscated', () => {
  it('after a judgment that says so, and no more than it says', () => {
    given(frozen).when(confiscate).thenRejected('asset/is-identified');
    given(frozen, told(dispositionAdjudged, lines(['RETURN', '1000000'])))
      .when(confiscate)
      .thenRejected('asset/no-confiscation-adjudged');
    given(adjudged)
      .when(saying(confiscate, { fen: '600001' }))
      .thenRejected('asset/beyond-judgment');
    given(adjudged)
      .when(saying(confiscate, { fen: '599999' }))
      .then('AssetConfiscated');
    given(frozen, told(dispositionAdjudged, lines(['CONFISCATE', '500000'], ['CONFISCATE', '500000'])))
      .when(saying(confiscate, { fen: '1000000' }))
      .then('AssetConfiscated');
  });
  it('and auctioned, unless it was sold', () => {
    given(confiscated)
      .when(saying(auction, { costsInFen: '550001' }))
      .thenRejected('asset/costs-above-gross');
    given(sold, dispositionAdjudged, assetConfiscated).when(auction).thenRejected('asset/already-sold');
    given(auctioned)
      .when(saying(auction, { grossInFen: '560000' }))
      .thenRejected('asset/is-auctioned');
  });
});

describe('the treasury', () => {
  it('is paid on an effective judgment', () => {
    const pending = aroundAsset.filter((said) => !judgmentEffective.includes(said));
    const before = [...pending, assetIdentified, assetValued, assetFrozen, dispositionAdjudged, assetConfiscated];
    given(before).when(pay).thenRejected('asset/judgment-not-effective', { docket: theDocket });
    given(before, judgmentEffective).when(pay).then('ProceedsPaidToTreasury');
  });
  it('is paid what is held for it, which after an auction is less the costs', () => {
    given(confiscated)
      .when(saying(pay, { fen: '600000' }))
      .then('ProceedsPaidToTreasury');
    given(confiscated)
      .when(saying(pay, { fen: '600001' }))
      .thenRejected('asset/more-than-held', { held: '600000' });
    given(auctioned)
      .when(saying(pay, { fen: '500001' }))
      .thenRejected('asset/more-than-held', { held: '500000' });
    given(paid)
      .when(saying(pay, { receiptNumber: 'T-2' }))
      .thenRejected('asset/is-paid-to-treasury');
  });
});

describe('a confiscation is quashed', () => {
  it('by a retrial, and by two judges', () => {
    given(paid)
      .when({ ...quash, data: { docket: theDocket } })
      .thenRejected('asset/not-a-retrial');
    given(paid)
      .when({ ...quash, data: { docket: streamNamed('court_docket', 9) } })
      .thenRejected('court-docket/is-unknown');
    const onRetrial = [...frozen, told(dispositionAdjudged, { docket: retrialDocket }), assetConfiscated];
    given(onRetrial).when(quash).thenRejected('asset/not-a-retrial');
    const { approvedBy: _, ...alone } = quash;
    given(paid).when(alone).thenRejected('correction/second-person-required', { kind: 'K2' });
    given(paid)
      .when({ ...quash, by: secondJudge, approvedBy: judge })
      .then('ConfiscationQuashed');
  });
  it('and refunded with interest', () => {
    given(paid).when(refund).thenRejected('asset/is-paid-to-treasury');
    given(quashed)
      .when(saying(refund, { fen: '600001' }))
      .thenRejected('asset/more-than-confiscated', { quashed: '600000' });
    given(quashed)
      .when(saying(refund, { interestInFen: '999999' }))
      .then('RefundPaid');
    given(quashed, refundPaid)
      .when(saying(refund, { interestInFen: '2' }))
      .thenRejected('asset/is-refunded');
  });
  it('or judged anew by the retrial', () =>
    given(quashed)
      .when(saying(adjudge, { docket: retrialDocket }))
      .then('DispositionAdjudged'));
});

describe('the disposition of an asset has an order in time', () => {
  const early = '2020-03-31';
  it.each<[string, Issue, readonly Said[], string]>([
    ['claim before the measure', lodge, [...known, later(assetFrozen)], 'asset/before-measure'],
    ['claim before the last one was decided', lodge, [...frozen, claimLodged, later(claimRejected)], 'asset/before-claim'],
    ['decision before the claim', decideClaim, [...frozen, later(claimLodged)], 'asset/before-claim'],
    ['necessities before the measure', reserve, [...known, later(assetFrozen)], 'asset/before-measure'],
    ['approval before the measure', approveSale, [...known, later(assetFrozen)], 'asset/before-measure'],
    ['sale before its approval', sell, [...frozen, later(saleApproved)], 'asset/before-approval'],
    ['move before the measure', move, [...known, later(assetFrozen)], 'asset/before-measure'],
    ['move before the last one', { ...move, data: { to: 'COURT' }, by: procurator }, [...frozen, later(movedToProcuratorate)], 'asset/before-move'],
    ['judgment before the measure', adjudge, [...known, later(assetFrozen)], 'asset/before-measure'],
    ['judgment before the valuation', adjudge, [...aroundAsset, assetIdentified, later(assetValued), assetFrozen], 'asset/before-valuation'],
    ['judgment before the sale', adjudge, [...frozen, saleApproved, later(assetSold)], 'asset/before-sale'],
    ['return before the measure', giveBack, [...known, later(assetFrozen)], 'asset/before-measure'],
    ['return before the judgment', giveBack, [...frozen, later(dispositionAdjudged)], 'asset/before-disposition'],
    ['confiscation before the judgment', confiscate, [...frozen, later(dispositionAdjudged)], 'asset/before-disposition'],
    ['auction before the confiscation', auction, [...adjudged, later(assetConfiscated)], 'asset/before-disposition'],
    ['payment before the auction', pay, [...confiscated, later(auctionHeld)], 'asset/before-disposition'],
    ['quashing before the payment', quash, [...auctioned, later(paidToTreasury)], 'asset/before-disposition'],
    ['refund before the quashing', refund, [...paid, later(confiscationQuashed)], 'asset/before-disposition'],
  ])('no %s', (_, issue, past, code) => {
    given(past).when(dated(issue, early)).thenRejected(code);
    expect(given(past).when(issue).events).toHaveLength(1);
  });
  it('no claim before the asset was identified', () => given(known).when(dated(lodge, '2020-03-19')).thenRejected('asset/before-identified'));
});

describe('an asset disposed of, with records voided', () => {
  // 1 identified, 2 valued, 3 frozen, 4 adjudged, 5 confiscated, 6 auctioned, 7 paid, 8 quashed, 9 refunded
  const byJudges = { by: judge, approvedBy: secondJudge };
  const voided = (said: readonly Said[], ...versions: number[]) => given(said).when({ ...voidOf(said, theAsset, ...versions), ...byJudges });
  const byPolice = (said: readonly Said[], ...versions: number[]) => given(said).when(voidOf(said, theAsset, ...versions));
  const undoing = (version: number): Said => ({ stream: theAsset, type: 'RecordVoided', data: { target: eventIdOf(theAsset, version) }, by: judge });
  it('stands on its judgment, step by step', () => {
    const whole = [...quashed, refundPaid];
    for (const version of [4, 5, 8]) voided(whole, version).thenRejected('correction/relied-on');
    voided(whole, 8, 9).then('RecordVoided', 'RecordVoided');
    voided(whole, 4, 5, 6, 7, 8, 9).then('RecordVoided', 'RecordVoided', 'RecordVoided', 'RecordVoided', 'RecordVoided', 'RecordVoided');
    voided(paid, 7).then('RecordVoided');
  });
  it('pays in what stands: more without the costs of an auction, less without its gain', () => {
    voided(paid, 6).then('RecordVoided');
    const gained = [...confiscated, told(auctionHeld, { grossInFen: '800000' }), told(paidToTreasury, { fen: '750000' })];
    voided(gained, 6).thenRejected('correction/relied-on');
  });
  it('is worth what the judgment disposes of', () => {
    byPolice(adjudged, 2).thenRejected('correction/relied-on');
    byPolice([...frozen, assetRevalued, told(dispositionAdjudged, lines(['RETURN', '1200000']))], 4).thenRejected('correction/relied-on');
  });
  it('is adjudged once in a docket', () =>
    voided([...adjudged, undoing(4), told(dispositionAdjudged, lines(['RETURN', '1000000']))], 5).thenRejected('correction/relied-on'));
  it('is confiscated on a line of the judgment', () => {
    const varied = told(dispositionAdjudged, { docket: retrialDocket, ...lines(['CONFISCATE', '700000'], ['RETURN', '300000']) });
    voided([...adjudged, varied, told(assetConfiscated, { fen: '700000' })], 5).thenRejected('correction/relied-on');
    voided([...adjudged, varied, assetConfiscated], 5).then('RecordVoided');
  });
  it('is refunded what was confiscated', () => {
    const less = [...adjudged, told(assetConfiscated, { fen: '100000' }), undoing(5), assetConfiscated, confiscationQuashed, refundPaid];
    voided(less, 6, 7).thenRejected('correction/relied-on');
    voided(less, 6, 7, 9).then('RecordVoided', 'RecordVoided', 'RecordVoided');
  });
  it('is sold on an approval, and reserved for and returned out of its worth', () => {
    byPolice([...sold], 4).thenRejected('correction/relied-on');
    byPolice([...frozen, necessitiesReserved], 2).thenRejected('correction/relied-on');
    byPolice([...frozen, returnedToVictim], 2).thenRejected('correction/relied-on');
    byPolice([...frozen, measureLifted, told(returnedInFull, { fen: '1' })], 4).thenRejected('correction/relied-on');
    byPolice([...frozen, returnedToVictim], 4).then('RecordVoided');
  });
  it('is auctioned where it was not sold', () => {
    const neverSold = [...frozen, saleApproved, assetSold, undoing(5), dispositionAdjudged, assetConfiscated, auctionHeld];
    byPolice(neverSold, 6).thenRejected('correction/relied-on');
    byPolice(neverSold.slice(0, -1), 6).then('RecordVoided');
  });
  it('is judged in a docket that stands', () => {
    const noDocket = { stream: theDocket, type: 'RecordVoided', data: { target: eventIdOf(theDocket, 1) }, by: judge };
    const past = [...frozen.filter((said) => said.stream !== theDocket), docketAccepted, dispositionAdjudged, undoing(4), noDocket];
    voided(past, 5).thenRejected('court-docket/is-unknown');
    voided(
      past.filter((said) => said !== noDocket),
      5,
    ).then('RecordVoided');
  });
});
