import { leftTheCity, merged, withdrawn } from '../fixtures.ts';
import { correctionKindOf, decide } from '../kernel/decider.ts';
import { addDays } from '../kernel/civil-date.ts';
import { eventIdOf } from '../kernel/identifiers.ts';
import { Rejection } from '../kernel/rejection.ts';
import { type Issue, type Said, Then, chiefProcurator, cityLeader, given, judge, leader, newId, on, procurator, today } from '../kernel/specify.ts';
import {
  aroundAsset,
  assetCommandsOf,
  assetFrozen,
  assetIdentified,
  assetSealed,
  assetSeized,
  assetValued,
  claimLodged,
  claimUpheld,
  dispositionAdjudged,
  foundUnrelated,
  freezeQueued,
  inventorySigned,
  measureLapsed,
  measureLifted,
  measureRenewed,
  paymentStopped,
  queuedFreezeTook,
  theAsset,
  timer,
  saying,
  dated,
  later,
  told,
} from './asset-fixtures.ts';
import { asset } from './asset.ts';

const {
  SealAsset: seal,
  SeizeAsset: seize,
  FreezeAsset: freeze,
  QueueFreeze: queue,
  TakeQueuedFreeze: take,
  StopPayment: stop,
  SignInventory: sign,
  RenewAssetMeasure: renew,
  LapseAssetMeasure: lapse,
  LiftAssetMeasure: lift,
} = assetCommandsOf;
const stateOf = (...said: (Said | readonly Said[])[]) => given(...said).state(asset, theAsset);

const known = [...aroundAsset, assetIdentified, assetValued];
const frozen = [...known, assetFrozen];
const ofKind = (kind: string) => [...aroundAsset, told(assetIdentified, { kind })];

describe('a measure', () => {
  it.each([seal, seize, freeze].map((issue): [string, Issue] => [issue.type, issue]))('is the only one: %s', (_, issue) => {
    for (const said of [assetSealed, assetSeized, assetFrozen]) {
      given(known, said)
        .when(saying(issue, { measureNumber: 'M-9' }))
        .thenRejected('asset/already-under-measure');
    }
    given(known, assetFrozen, measureLapsed).when(issue).then(given(known).when(issue).summary);
  });
  it('is imposed in a case on file', () => {
    given(known, withdrawn).when(freeze).thenRejected('criminal-case/not-filed');
    given(known, leftTheCity).when(seize).thenRejected('criminal-case/not-filed');
    given(known, merged).when(seal).then('AssetSealed');
  });

  const untilOf = (kind: string, issue: Issue) => (given(ofKind(kind)).when(issue).events[0]?.data as { until?: string }).until;
  it.each([
    ['DEPOSIT', freeze, '2020-10-01'],
    ['CASH', freeze, '2020-10-01'],
    ['EQUITY', freeze, '2020-10-01'],
    ['OTHER', freeze, '2020-10-01'],
    ['SECURITIES', freeze, '2022-04-01'],
    ['REAL_ESTATE', seal, '2022-04-01'],
  ])('on %s lasts no longer than the law lets it, and as long where it names no end', (kind, issue, longest) => {
    const past = ofKind(kind);
    expect(untilOf(kind, issue)).toBe(longest);
    expect(untilOf(kind, saying(issue, { until: longest }))).toBe(longest);
    given(past)
      .when(saying(issue, { until: addDays(on(longest), 1) }))
      .thenRejected('asset/beyond-term', { longest });
    given(past)
      .when(saying(issue, { until: on('2020-03-31') }))
      .thenRejected('asset/ends-before-start');
  });
  it('on money lasts a year in grave cases, behind which the city level stands', () => {
    expect(untilOf('DEPOSIT', { ...freeze, by: cityLeader })).toBe('2021-04-01');
    expect(untilOf('CASH', { ...freeze, by: cityLeader })).toBe('2021-04-01');
    expect(untilOf('EQUITY', { ...freeze, by: cityLeader })).toBe('2020-10-01');
  });
  it('that seizes may have no end', () => {
    expect(untilOf('VEHICLE', seize)).toBeUndefined();
    expect(untilOf('VEHICLE', saying(seize, { until: on('2029-01-01') }))).toBe('2029-01-01');
  });

  it('has an inventory signed by two investigators and a witness who is none', () => {
    given(frozen, inventorySigned).when(sign).thenNothing();
    given(frozen, inventorySigned)
      .when(saying(sign, { holderSigned: false }))
      .then('InventorySigned');
    given(frozen)
      .when(saying(sign, { investigators: ['inv-1', 'inv-1'] }))
      .thenRejected('asset/same-investigator');
    given(frozen)
      .when(saying(sign, { witness: 'inv-2' }))
      .thenRejected('asset/witness-investigates');
  });

  it('is renewed before it runs out, to a later day', () => {
    const renewed = (until: string, issue: Issue = renew) => given(frozen).when(saying(issue, { until }));
    renewed('2020-09-30').then('AssetMeasureRenewed');
    renewed('2020-10-01').thenRejected('asset/beyond-term', { longest: '2020-09-30' });
    renewed('2021-03-31', { ...renew, by: cityLeader }).then('AssetMeasureRenewed');
    renewed('2020-03-30').thenRejected('asset/not-extended');
    renewed('2020-03-31').thenNothing();
    given(frozen).when(dated(renew, '2020-04-01')).thenRejected('asset/renewal-after-expiry');
    expect(stateOf(frozen, measureRenewed).until).toBe('2020-09-30');
    given(frozen, measureRenewed).when(dated(renew, '2020-04-02')).thenNothing();
  });
  it('that seals is renewed in its last five days, by a year at most', () => {
    const past = [...known, assetSealed];
    given(past).when(dated(renew, '2020-03-25')).thenRejected('asset/renewal-too-early');
    given(past)
      .when(saying(dated(renew, '2020-03-26'), { until: on('2021-03-31') }))
      .then('AssetMeasureRenewed');
    given(past)
      .when(saying(renew, { until: on('2021-04-01') }))
      .thenRejected('asset/beyond-term');
  });
  it('that seizes is renewed where it has an end', () => {
    const past = [...known, told(assetSeized, { until: '2020-03-31' })];
    given(past)
      .when(saying(renew, { until: on('2030-01-01') }))
      .then('AssetMeasureRenewed');
    given(known, assetSeized).when(renew).thenRejected('asset/has-no-end');
  });
  it('lapses when it has run out, and not on its last day', () => {
    given(frozen).when(dated(lapse, '2020-03-31')).thenRejected('asset/not-expired');
    given(frozen).when(dated(lapse, '2020-04-01')).then('AssetMeasureLapsed');
    given(frozen, measureRenewed).when(lapse).thenRejected('asset/not-expired');
    given(known, assetSeized).when(lapse).thenRejected('asset/has-no-end');
    expect(stateOf(frozen, measureLapsed)).toMatchObject({ measure: 'lapsed', status: 'identified' });
  });

  describe('is lifted', () => {
    const on = (ground: string) => saying(lift, { ground });
    it.each([leader, procurator, judge])('by each organ that may hold the asset', (by) =>
      given(frozen)
        .when({ ...lift, by })
        .then('AssetMeasureLifted'),
    );
    it.each(['UNRELATED', 'UNLAWFUL'])('as a correction (K2) where it is %s', (ground) => {
      given(frozen).when(on(ground)).thenRejected('correction/second-person-required', { kind: 'K2' });
      given(frozen)
        .when({ ...on(ground), by: procurator, approvedBy: chiefProcurator })
        .then('AssetMeasureLifted');
      expect(correctionKindOf(asset, on(ground), today, today)).toBe('K2');
    });
    it.each(['TRANSFERRED', 'CASE_WITHDRAWN', 'NON_PROSECUTION', 'JUDGMENT', 'CLAIM_UPHELD'])('as an ordinary act, late or not, for %s', (ground) => {
      expect(correctionKindOf(asset, on(ground), today, today)).toBeUndefined();
      expect(correctionKindOf(asset, on(ground), addDays(today, -31), today)).toBe('K10');
    });
    it('after a judgment on that ground only', () => {
      given(frozen).when(on('JUDGMENT')).thenRejected('asset/not-adjudged');
      given(frozen, dispositionAdjudged).when(on('JUDGMENT')).then('AssetMeasureLifted');
    });
    it('for a claim that was upheld', () => {
      given(frozen, claimLodged).when(on('CLAIM_UPHELD')).thenRejected('asset/no-upheld-claim');
      given(frozen, claimLodged, claimUpheld).when(on('CLAIM_UPHELD')).then('AssetMeasureLifted');
    });
    it('once, and can still be found wrong after it has ended', () => {
      const wrong = { ...on('UNLAWFUL'), approvedBy: cityLeader };
      given(frozen, measureLifted).when(on('TRANSFERRED')).thenRejected('asset/measure-ended');
      given(frozen, measureLapsed).when(on('TRANSFERRED')).thenRejected('asset/measure-ended');
      given(frozen, measureLifted).when(wrong).then('AssetMeasureLifted');
      given(frozen, measureLapsed).when(wrong).then('AssetMeasureLifted');
      given(known).when(wrong).thenRejected('asset/is-not-under-measure');
    });
  });
});

describe('a queued freeze', () => {
  const second = told(freezeQueued, { measureNumber: 'Q-2' });
  it('takes effect in its turn when the measure ends', () => {
    const past = [...frozen, freezeQueued, second];
    for (const end of [measureLapsed, measureLifted]) {
      given(past, end).when(take).then('QueuedFreezeTookEffect');
      given(past, end)
        .when(saying(take, { measureNumber: 'Q-2' }))
        .thenRejected('asset/not-first-in-queue', { first: 'Q-1' });
    }
    given(past, measureLapsed, queuedFreezeTook)
      .when(saying(take, { measureNumber: 'Q-2' }))
      .thenRejected('asset/is-frozen');
    given(past, measureLapsed, queuedFreezeTook, measureLifted)
      .when(saying(take, { measureNumber: 'Q-2' }))
      .then('QueuedFreezeTookEffect');
  });
  it('comes before any new measure', () => given(frozen, freezeQueued, measureLapsed).when(seize).thenRejected('asset/freeze-is-queued', { first: 'Q-1' }));
  it('has nothing to wait for when the measure was wrong', () => given(frozen, freezeQueued, foundUnrelated).when(take).thenRejected('asset/no-queued-freeze'));
  it('waits once', () => {
    given(frozen, freezeQueued).when(queue).thenNothing();
    given(frozen, freezeQueued)
      .when(saying(queue, { measureNumber: 'Q-2' }))
      .then('FreezeQueued');
  });
  it('lasts no longer than any other freeze', () => {
    const past = [...frozen, freezeQueued, measureLapsed];
    expect(given(past).when(take).events[0]?.data).toMatchObject({ until: '2020-10-01' });
    given(past)
      .when(saying(take, { until: on('2020-10-02') }))
      .thenRejected('asset/beyond-term');
  });
});

describe('an emergency stop of payment', () => {
  function inMay2022({ by = cityLeader, occurredOn = '2022-05-01', ...command }: Issue, ...said: Said[]): Then {
    const now = '2022-05-20T09:00:00.000+08:00';
    const issued = { world: given(known, said).world(), occurredOn: on(occurredOn), today: on('2022-05-20'), now, actor: by, newId, act: {} };
    try {
      return new Then(decide(asset, command, issued));
    } catch (error) {
      if (error instanceof Rejection) return new Then(error);
      throw error;
    }
  }
  it('is in law from May 2022 on', () => {
    inMay2022(stop).then('EmergencyStopImposed');
    inMay2022(dated(stop, '2022-04-30')).thenRejected('asset/stop-not-in-law');
  });
  it('needs the city level', () => inMay2022({ ...stop, by: leader }).thenRejected('asset/city-level-required'));
  it('comes after the asset is identified, and after the measure before it', () => {
    const freed = [later(assetFrozen, '2022-04-01'), later(measureLifted, '2022-05-02')];
    inMay2022(stop, ...freed).thenRejected('asset/before-measure');
    inMay2022(dated(stop, '2022-05-02'), ...freed).then('EmergencyStopImposed');
    const identifiedLate = { stream: theAsset, type: 'RecordVoided', data: { target: eventIdOf(theAsset, 1) } };
    inMay2022(stop, identifiedLate, later(assetIdentified, '2022-05-02')).thenRejected('asset/before-identified');
  });
  it('lasts 48 hours, and a freeze may follow', () => {
    const stopped = later(paymentStopped, '2022-05-01');
    inMay2022(dated({ ...lapse, by: timer }, '2022-05-03'), stopped).thenRejected('asset/not-expired');
    inMay2022(dated({ ...lapse, by: timer }, '2022-05-04'), stopped).then('AssetMeasureLapsed');
    inMay2022(dated(freeze, '2022-05-02'), stopped).then('AssetFrozen');
    inMay2022(saying(stop, { measureNumber: 'E-2' }), stopped).thenRejected('asset/is-payment-stopped');
  });
});
