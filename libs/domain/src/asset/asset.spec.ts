import { filed, groupsMerged, identitiesMerged, leftTheCity, merged, reported, theCase, theGroup, thePerson, withdrawn } from '../fixtures.ts';
import { eventIdOf } from '../kernel/identifiers.ts';
import { type Issue, type Said, given, judge, streamNamed, voidOf } from '../kernel/specify.ts';
import {
  aroundAsset,
  assetCameBack,
  assetCommandsOf,
  assetFrozen,
  assetIdentified,
  assetLeftTheCity,
  assetRevalued,
  assetSealed,
  assetSeized,
  assetValued,
  assetsMerged,
  claimLodged,
  claimUpheld,
  freezeQueued,
  inventorySigned,
  measureLapsed,
  measureLifted,
  measureRenewed,
  misappropriated,
  otherAsset,
  queuedFreezeTook,
  theAsset,
  theValuation,
  valuationCorrected,
  saying,
  dated,
  later,
  told,
} from './asset-fixtures.ts';
import { asset } from './asset.ts';

const {
  IdentifyAsset: identify,
  SealAsset: seal,
  SeizeAsset: seize,
  FreezeAsset: freeze,
  QueueFreeze: queue,
  TakeQueuedFreeze: take,
  SignInventory: sign,
  ValueAsset: value,
  RevalueAsset: revalue,
  CorrectValuation: correct,
  RenewAssetMeasure: renew,
  LiftAssetMeasure: lift,
  MergeAsset: merge,
  TransferAsset: transfer,
  ReportMisappropriation: report,
} = assetCommandsOf;
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;
const stateOf = (...said: (Said | readonly Said[])[]) => given(...said).state(asset, theAsset);

const known = [...aroundAsset, assetIdentified, assetValued];
const frozen = [...known, assetFrozen];

describe('an asset is identified', () => {
  it('in a filed case, in the district of that case', () => {
    expect(given(aroundAsset).when(identify).events[0]?.data).toMatchObject({ case: theCase, district: '370202' });
    given(aroundAsset)
      .when(saying(identify, { case: streamNamed('criminal_case', 9) }))
      .thenRejected('criminal-case/is-unknown');
    given(reported).when(identify).thenRejected('criminal-case/not-filed');
    given(reported, later(filed)).when(dated(identify, '2020-03-31')).thenRejected('asset/before-filing');
  });
  it.each([merged, withdrawn, leftTheCity].map((said): [string, Said] => [said.type, said]))('in a case that is open, not after %s', (_, said) =>
    given(aroundAsset, said).when(identify).thenRejected('criminal-case/not-open'),
  );
  it('with a group that is known', () => {
    given(aroundAsset)
      .when(saying(identify, { group: theGroup }))
      .thenRejected('crime-group/is-unknown');
    given(aroundAsset, groupsMerged)
      .when(saying(identify, { group: theGroup }))
      .thenRejected('crime-group/is-merged');
  });
  it('with a holder who is known', () => {
    given(aroundAsset)
      .when(saying(identify, { holder: thePerson }))
      .then('AssetIdentified');
    given(aroundAsset)
      .when(saying(identify, { holder: streamNamed('person', 9) }))
      .thenRejected('person/is-unknown');
    given(aroundAsset, identitiesMerged)
      .when(saying(identify, { holder: thePerson }))
      .thenRejected('person/is-merged');
  });
});

describe('the value of an asset', () => {
  const valuations = (...said: Said[]) => stateOf(known, ...said).valuations.map(({ fen }) => fen);
  it('is found once, and then again', () => {
    given(known).when(value).thenNothing();
    given(known)
      .when(saying(value, { fen: '5' }))
      .thenRejected('asset/already-valued');
    given(known, assetRevalued).when(value).thenRejected('asset/already-valued');
    given(aroundAsset, assetIdentified).when(revalue).thenRejected('asset/not-valued');
    given(known, assetRevalued).when(revalue).thenNothing();
    expect(valuations(assetRevalued)).toEqual(['1000000', '1200000']);
  });
  it('is found again no earlier than before', () => {
    given(known, later(assetRevalued))
      .when(dated(saying(revalue, { fen: '7' }), '2020-03-31'))
      .thenRejected('asset/before-valuation');
    given(known, later(assetRevalued))
      .when(saying(revalue, { fen: '7' }))
      .then('AssetRevalued');
  });
  it('is put right in its own place', () => {
    expect(given(known, assetRevalued).when(correct).events[0]?.data).toEqual({ valuation: theValuation, from: '1000000', fen: '900000' });
    expect(valuations(assetRevalued, valuationCorrected)).toEqual(['900000', '1200000']);
    given(known, valuationCorrected).when(correct).thenNothing();
    expect(given(known, valuationCorrected).when(saying(correct, { fen: '800000' })).events[0]?.data).toMatchObject({ from: '900000', fen: '800000' });
  });
  it.each([
    ['a record of another kind', eventIdOf(theAsset, 1)],
    ['a record that is not there', eventIdOf(theAsset, 9)],
    ['a valuation of another asset', eventIdOf(otherAsset, 2)],
  ])('is not put right by naming %s', (_, valuation) => given(known).when(saying(correct, { valuation })).thenRejected('asset/no-such-valuation'));
  it('is not put right where the valuation is voided', () =>
    given(known, { stream: theAsset, type: 'RecordVoided', data: { target: theValuation } })
      .when(correct)
      .thenRejected('asset/no-such-valuation'));
  it('is put right by two persons, no earlier than it was found', () => {
    given(known).when(alone(correct)).thenRejected('correction/second-person-required', { kind: 'K1' });
    given(known).when(dated(correct, '2020-03-19')).thenRejected('asset/before-valuation');
  });
});

describe('a duplicate asset', () => {
  it('is merged by two persons into one that is live, not into itself', () => {
    given(known).when(alone(merge)).thenRejected('correction/second-person-required', { kind: 'K5' });
    given(known)
      .when(saying(merge, { survivor: theAsset }))
      .thenRejected('asset/merged-with-itself');
    given(known)
      .when(saying(merge, { survivor: streamNamed('asset', 9) }))
      .thenRejected('asset/survivor-not-live');
    for (const said of [told(assetsMerged, { survivor: streamNamed('asset', 3) }), assetLeftTheCity])
      given(known, { ...said, stream: otherAsset })
        .when(merge)
        .thenRejected('asset/survivor-not-live');
  });
  it('takes nothing more but voids', () => given(known, assetsMerged).when(freeze).thenRejected('asset/is-merged'));
  it('is merged after both were identified', () => {
    given(aroundAsset, later(assetIdentified)).when(dated(merge, '2020-03-31')).thenRejected('asset/before-identified');
    const young = { ...later(assetIdentified), stream: streamNamed('asset', 3) };
    given(known, young)
      .when(dated(saying(merge, { survivor: young.stream }), '2020-03-31'))
      .thenRejected('asset/before-identified');
  });
});

describe('a transfer of an asset', () => {
  const move = (scope: string, toDistrict?: string): Issue => ({ ...transfer, data: { scope, toAgency: 'psb-370203', ...(toDistrict && { toDistrict }) } });
  it('goes to another district (K8), or out of the city (K7) and back to where it stood', () => {
    given(known).when(move('DISTRICT', '370203')).then('AssetTransferred');
    given(known).when(move('DISTRICT', '370202')).thenRejected('asset/same-district');
    given(known).when(move('CITY_IN', '370203')).thenRejected('asset/transfer-direction');
    given(known)
      .when(alone(move('DISTRICT', '370203')))
      .thenRejected('correction/second-person-required', { kind: 'K8' });
    given(known)
      .when(alone(move('CITY_OUT')))
      .thenRejected('correction/second-person-required', { kind: 'K7' });
    given(known, assetLeftTheCity).when(move('CITY_IN', '370203')).then('AssetTransferred');
    given(known, assetLeftTheCity).when(move('CITY_OUT')).thenRejected('asset/transfer-direction');
    expect(stateOf(frozen, assetLeftTheCity, assetCameBack)).toMatchObject({ status: 'identified', measure: 'frozen', district: '370203' });
  });
});

describe('misappropriation', () => {
  it('is reported once for each finding', () => {
    given(known, misappropriated).when(report).thenNothing();
    given(known, misappropriated)
      .when(saying(report, { finding: 'another' }))
      .then('MisappropriationReported');
  });
});

describe('an asset has an order in time', () => {
  it.each([seal, seize, freeze, value, merge, transfer, report].map((issue): [string, Issue] => [issue.type, issue]))(
    'no %s before it was identified',
    (_, issue) => given(aroundAsset, assetIdentified).when(dated(issue, '2020-03-19')).thenRejected('asset/before-identified'),
  );
  it.each([queue, sign, lift, merge].map((issue): [string, Issue] => [issue.type, issue]))('no %s before the measure', (_, issue) =>
    given(known, later(assetFrozen)).when(dated(issue, '2020-03-31')).thenRejected('asset/before-measure'),
  );
  it('no renewal before the measure', () =>
    given(known, told(later(assetFrozen), { until: '2020-04-05' }))
      .when(renew)
      .thenRejected('asset/before-measure'));
  it('no new measure before the last one ended', () => {
    given(frozen, later(measureLifted)).when(dated(seize, '2020-03-31')).thenRejected('asset/before-measure');
    given(frozen, freezeQueued, later(measureLifted)).when(dated(take, '2020-03-31')).thenRejected('asset/before-measure');
  });
  it('no return before the departure', () =>
    given(known, later(assetLeftTheCity))
      .when(dated({ ...transfer, data: assetCameBack.data }, '2020-03-31'))
      .thenRejected('asset/before-transfer'));
  it('nothing tomorrow', () => given(known).when(dated(freeze, '2020-04-09')).thenRejected('date/in-future'));
});

describe('an asset with records voided', () => {
  // 1 identified, 2 valued, 3 frozen, and on from there
  const voided = (said: readonly Said[], ...versions: number[]) => given(said).when(voidOf(said, theAsset, ...versions));
  it('is under one measure at a time', () => {
    const undone = { stream: theAsset, type: 'RecordVoided', data: { target: eventIdOf(theAsset, 3) } };
    for (const said of [assetSealed, assetSeized, assetFrozen]) voided([...frozen, undone, said], 4).thenRejected('correction/relied-on');
    voided([...frozen, freezeQueued, measureLifted, queuedFreezeTook], 5).thenRejected('correction/relied-on');
  });
  it('is renewed, queued for and freed of a measure that stands', () => {
    for (const said of [measureRenewed, freezeQueued, inventorySigned, measureLifted]) {
      voided([...frozen, said], 3).thenRejected('correction/relied-on');
      voided([...frozen, said], 3, 4).then('RecordVoided', 'RecordVoided');
    }
  });
  it('is renewed beyond the end, and lapses at the end, of the measure that stands', () => {
    const undone = { stream: theAsset, type: 'RecordVoided', data: { target: eventIdOf(theAsset, 3) } };
    const past = (first: Said, second: Said, last: Said) => [...known, first, undone, second, last];
    voided(past(told(assetFrozen, { until: '2020-10-31' }), assetFrozen, measureRenewed), 4, 5).thenRejected('correction/relied-on');
    voided(past(told(assetFrozen, { until: '2020-04-30' }), assetFrozen, measureRenewed), 4, 5).then('RecordVoided', 'RecordVoided');
    voided(past(assetSeized, told(assetSeized, { until: '2020-03-31' }), measureLapsed), 4, 5).thenRejected('correction/relied-on');
    voided(past(assetFrozen, assetFrozen, measureLapsed), 4, 5).then('RecordVoided', 'RecordVoided');
  });
  it('keeps the order of its queue', () => {
    const second = told(freezeQueued, { measureNumber: 'Q-2' });
    const past = [...frozen, freezeQueued, second, measureLifted, queuedFreezeTook];
    voided(past, 4).thenRejected('correction/relied-on');
    voided(past, 5).then('RecordVoided');
  });
  it('is valued first, then valued again, then put right', () => {
    voided([...known, assetRevalued], 2).thenRejected('correction/relied-on');
    voided([...known, valuationCorrected], 2).thenRejected('correction/relied-on');
    voided([...known, valuationCorrected, told(valuationCorrected, { from: '900000', fen: '800000' })], 3).thenRejected('correction/relied-on');
    voided([...known, valuationCorrected], 3).then('RecordVoided');
    expect(stateOf(known, valuationCorrected, { stream: theAsset, type: 'RecordVoided', data: { target: eventIdOf(theAsset, 3) } }).valuations[0]?.fen).toBe(
      '1000000',
    );
  });
  it('is valued first once', () => {
    const undone = { stream: theAsset, type: 'RecordVoided', data: { target: theValuation } };
    voided([...known, undone, assetValued], 3).thenRejected('correction/relied-on');
  });
  it('is freed on a ground that stands', () => {
    voided([...frozen, claimLodged, claimUpheld, told(measureLifted, { ground: 'CLAIM_UPHELD' })], 5).thenRejected('correction/relied-on');
    voided([...frozen, claimLodged, claimUpheld, measureLifted], 5).then('RecordVoided');
  });
  it('comes back from where it went', () => voided([...known, assetLeftTheCity, assetCameBack], 3).thenRejected('correction/relied-on'));
  it('is in a case that is filed', () => {
    const away = { stream: theAsset, type: 'RecordVoided', data: { target: eventIdOf(theAsset, 1) } };
    const unfiled = given(reported, assetIdentified, away);
    unfiled.when(voidOf([assetIdentified, away], theAsset, 2)).thenRejected('criminal-case/not-filed');
    given(aroundAsset, assetIdentified, away)
      .when(voidOf([assetIdentified, away], theAsset, 2))
      .then('RecordVoided');
  });
  it('gets no measure back in a case that was withdrawn, but is freed of one', () => {
    const past = [...frozen, measureLifted, withdrawn];
    voided(past, 4).thenRejected('criminal-case/not-filed');
    voided([...known, withdrawn], 2).then('RecordVoided');
    voided([...frozen, withdrawn], 3).then('RecordVoided');
  });
  it('is a duplicate of an asset that stands', () => {
    const undone = { stream: theAsset, type: 'RecordVoided', data: { target: eventIdOf(theAsset, 3) } };
    const back = voidOf([...known, assetsMerged, undone], theAsset, 4);
    given(known, assetsMerged, undone).when(back).then('RecordVoided');
    given(known, assetsMerged, undone, { ...assetLeftTheCity, stream: otherAsset })
      .when(back)
      .thenRejected('asset/survivor-not-live');
  });
  it('lapses by the clock, which belongs to nobody: a renewal that was recorded late takes that back', () =>
    voided([...frozen, measureLapsed], 4).then('RecordVoided'));
  it('is voided by the organ that acted', () =>
    given(known, assetFrozen)
      .when({ ...voidOf(frozen, theAsset, 3), by: judge, approvedBy: judge })
      .thenRejected('role/not-allowed'));
});
