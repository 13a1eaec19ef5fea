import type { AssetEvent } from '../asset/asset-messages.ts';
import type { Scope } from '../criminal-case/criminal-case-messages.ts';
import type { Stream } from './history.ts';
import { toldTypes } from './told-events.ts';
import { SHIBEI, SHINAN, Story } from './testing/story.ts';

const scene = () => {
  const story = new Story();
  const openCase = (scope: Scope = 'EVIL') => {
    const file = story.stream('criminal_case');
    story.tell('2018-01-10', file, 'CaseScopeClassified', { scope });
    return file;
  };
  const identify = (file: Stream) => {
    const asset = story.stream('asset');
    return { asset, identification: story.tell('2018-01-11', asset, 'AssetIdentified', { case: file, district: SHINAN }) };
  };
  return { story, openCase, identify };
};
/** Of 1,000 fen in a case of organised crime, valued but under no measure. */
const valued = (scope?: Scope) => {
  const { story, openCase, identify } = scene();
  const file = openCase(scope);
  const identified = identify(file);
  return { story, openCase, file, ...identified, valuation: story.tell('2018-01-12', identified.asset, 'AssetValued', { fen: '1000' }) };
};
/** And sealed on 3 March 2019. */
const sealed = (scope?: Scope) => {
  const all = valued(scope);
  return { ...all, measure: all.story.tell('2019-03-03', all.asset, 'AssetSealed', {}) };
};
const lines = ['F13', 'F13-returned', 'F13-treasury', 'F13-held'] as const;

describe('F13, assets under measure', () => {
  it.each(['AssetSealed', 'AssetSeized', 'AssetFrozen', 'QueuedFreezeTookEffect'] as const)('counts the value of an asset from the day of %s', (type) => {
    const { story, asset } = valued();
    story.tell('2019-03-03', asset, type, {});
    for (const id of ['F13', 'F13-held'] as const) expect(story.around(id, '2019-03-03')).toEqual([0, 1000]);
  });
  it('does not count what is only identified and valued', () => expect(valued().story.values(lines, '2019-12-31')).toEqual([0, 0, 0, 0]));
  it('is not told of a queued freeze or an emergency stop: they are no measure yet', () => {
    const passedOver: readonly AssetEvent['type'][] = ['FreezeQueued', 'EmergencyStopImposed'];
    for (const type of passedOver) expect(toldTypes).not.toContain(type);
  });
  it('does not count what was sealed before the campaign, and does what was on its first day', () => {
    const { story, asset } = valued();
    story.tell('2018-01-23', asset, 'AssetSealed', {});
    expect(story.values(lines, '2019-01-01')).toEqual([0, 0, 0, 0]);
    story.tell('2018-01-24', asset, 'AssetFrozen', {});
    expect(story.values(lines, '2019-01-01')).toEqual([1000, 0, 0, 1000]);
  });
  it('counts an asset under two measures once', () => {
    const { story, asset } = sealed();
    story.tell('2019-04-01', asset, 'AssetFrozen', {});
    story.tell('2019-04-02', asset, 'QueuedFreezeTookEffect', {});
    expect(story.values(lines, '2019-12-31')).toEqual([1000, 0, 0, 1000]);
  });
  it('counts an asset from its first valuation', () => {
    const { story, openCase, identify } = scene();
    const { asset } = identify(openCase());
    story.tell('2019-03-03', asset, 'AssetSealed', {});
    expect(story.value('F13', '2019-05-08')).toBe(0);
    story.tell('2019-05-09', asset, 'AssetValued', { fen: '700' });
    expect(story.around('F13', '2019-05-09')).toEqual([0, 700]);
  });
  it('does not count the assets of an ordinary case', () => expect(sealed('ORDINARY').story.values(lines, '2019-12-31')).toEqual([0, 0, 0, 0]));
  it('adds assets up, to the fen', () => {
    const { story, openCase, identify } = scene();
    for (const fen of ['117399999999', '1']) {
      const { asset } = identify(openCase());
      story.tell('2019-03-03', asset, 'AssetSealed', {});
      story.tell('2019-03-03', asset, 'AssetValued', { fen });
    }
    expect(story.value('F13', '2019-12-31')).toBe(117_400_000_000);
  });
});

describe('the value of an asset', () => {
  it('is the latest up to the day: a revaluation counts from its own date', () => {
    const { story, asset } = sealed();
    story.tell('2019-05-09', asset, 'AssetRevalued', { fen: '400' });
    story.tell('2019-06-09', asset, 'AssetRevalued', { fen: '2500' });
    for (const id of ['F13', 'F13-held'] as const)
      expect([...story.around(id, '2019-05-09'), ...story.around(id, '2019-06-09')]).toEqual([1000, 400, 400, 2500]);
  });
  it('is replaced at every date by a correction, whatever its own date', () => {
    const { story, asset, valuation } = sealed();
    const correction = story.tell('2019-12-01', asset, 'ValuationCorrected', { valuation: story.versionOf(valuation), fen: '900' });
    for (const day of ['2019-03-03', '2019-12-31']) expect(story.learning('F13', correction, day)).toEqual([1000, 900]);
  });
  it('is what the correction that was told last says', () => {
    const { story, asset, valuation } = sealed();
    const version = story.versionOf(valuation);
    story.tell('2019-12-01', asset, 'ValuationCorrected', { valuation: version, fen: '900' });
    story.tell('2019-11-01', asset, 'ValuationCorrected', { valuation: version, fen: '800' });
    expect(story.value('F13', '2019-12-31')).toBe(800);
  });
  it('is what it was once the correction is voided', () => {
    const { story, asset, valuation } = sealed();
    story.void(story.tell('2019-12-01', asset, 'ValuationCorrected', { valuation: story.versionOf(valuation), fen: '900' }));
    expect(story.value('F13', '2019-12-31')).toBe(1000);
  });
  it('is corrected apart from each revaluation', () => {
    const { story, asset, valuation } = sealed();
    const revaluation = story.tell('2019-05-09', asset, 'AssetRevalued', { fen: '2500' });
    story.tell('2019-12-01', asset, 'ValuationCorrected', { valuation: story.versionOf(valuation), fen: '900' });
    expect(story.around('F13', '2019-05-09')).toEqual([900, 2500]);
    story.tell('2019-12-02', asset, 'ValuationCorrected', { valuation: story.versionOf(revaluation), fen: '2400' });
    expect(story.around('F13', '2019-05-09')).toEqual([900, 2400]);
  });
  it('of nothing is not counted', () => {
    const { story, asset } = sealed();
    story.tell('2019-05-09', asset, 'AssetRevalued', { fen: '0' });
    expect(story.around('F13', '2019-05-09')).toEqual([1000, 0]);
  });
});

describe('the net lines of F13', () => {
  it('show what was returned, paid to the treasury and is still held', () => {
    const { story, asset } = sealed();
    story.tell('2019-05-09', asset, 'AssetReturned', { fen: '300' });
    story.tell('2019-06-09', asset, 'AssetReturned', { fen: '100' });
    story.tell('2019-07-09', asset, 'ProceedsPaidToTreasury', { fen: '250' });
    expect(story.values(lines, '2019-05-08')).toEqual([1000, 0, 0, 1000]);
    expect(story.values(lines, '2019-05-09')).toEqual([1000, 300, 0, 700]);
    expect(story.values(lines, '2019-06-09')).toEqual([1000, 400, 0, 600]);
    expect(story.values(lines, '2019-07-09')).toEqual([1000, 400, 250, 350]);
  });
  it('are never less than nothing', () => {
    const { story, asset } = sealed();
    story.tell('2019-05-09', asset, 'AssetReturned', { fen: '1000' });
    story.tell('2019-06-09', asset, 'AssetRevalued', { fen: '600' });
    expect(story.value('F13-held', '2019-06-09')).toBe(0);
  });
  it.each(['TRANSFERRED', 'CASE_WITHDRAWN', 'NON_PROSECUTION', 'JUDGMENT', 'CLAIM_UPHELD'] as const)(
    'lose what is lifted for %s, and F13 does not',
    (ground) => {
      const { story, asset } = sealed();
      story.tell('2019-05-09', asset, 'AssetMeasureLifted', { ground });
      expect([...story.around('F13', '2019-05-09'), ...story.around('F13-held', '2019-05-09')]).toEqual([1000, 1000, 1000, 0]);
    },
  );
  it('lose a freeze that lapsed, and F13 does not; a new measure brings it back', () => {
    const { story, asset } = sealed();
    story.tell('2019-05-09', asset, 'AssetMeasureLapsed', {});
    story.tell('2019-06-09', asset, 'AssetFrozen', {});
    expect([...story.around('F13-held', '2019-05-09'), ...story.around('F13-held', '2019-06-09')]).toEqual([1000, 0, 0, 1000]);
    expect([...story.around('F13', '2019-05-09'), ...story.around('F13', '2019-06-09')]).toEqual([1000, 1000, 1000, 1000]);
  });
  it('leave with the asset', () => {
    const { story, asset } = sealed();
    story.tell('2019-04-09', asset, 'AssetReturned', { fen: '300' });
    story.tell('2019-04-09', asset, 'ProceedsPaidToTreasury', { fen: '200' });
    story.tell('2019-05-09', asset, 'AssetMeasureLifted', { ground: 'UNLAWFUL' });
    expect([story.values(lines, '2019-05-08'), story.values(lines, '2019-05-09')]).toEqual([
      [1000, 300, 200, 500],
      [0, 0, 0, 0],
    ]);
  });
});

describe('corrections of F13', () => {
  it('K1: a measure that is voided was never counted, at any date; before the void it was', () => {
    const { story, measure } = sealed();
    story.void(measure);
    expect([story.value('F13', '2019-12-31'), story.value('F13', '2019-12-31', measure)]).toEqual([0, 1000]);
  });
  it('K1: so is an asset that was identified by mistake', () => {
    const { story, identification, measure } = sealed();
    story.void(identification);
    expect([story.value('F13', '2019-12-31'), story.value('F13', '2019-12-31', measure)]).toEqual([0, 1000]);
  });
  it('K1: a valuation that is voided gives way to the one before it', () => {
    const { story, asset } = sealed();
    story.void(story.tell('2019-05-09', asset, 'AssetRevalued', { fen: '400' }));
    expect(story.value('F13', '2019-12-31')).toBe(1000);
  });
  it.each(['UNRELATED', 'UNLAWFUL'] as const)('K2: an asset lifted as %s leaves on that day, and counts again when it is taken again', (ground) => {
    const { story, asset } = sealed();
    story.tell('2019-05-09', asset, 'AssetMeasureLifted', { ground });
    story.tell('2019-06-09', asset, 'AssetSeized', {});
    for (const id of ['F13', 'F13-held'] as const) expect([...story.around(id, '2019-05-09'), ...story.around(id, '2019-06-09')]).toEqual([1000, 0, 0, 1000]);
  });
  it('K3: a return to the victim and a payment to the treasury change nothing in gross', () => {
    const { story, asset } = sealed();
    story.tell('2019-05-09', asset, 'AssetReturned', { fen: '300' });
    story.tell('2019-05-09', asset, 'ProceedsPaidToTreasury', { fen: '700' });
    expect(story.around('F13', '2019-05-09')).toEqual([1000, 1000]);
  });
  it('K4: an asset leaves when its case is ordinary, and comes back when that is reversed', () => {
    const { story, file } = sealed();
    story.tell('2019-05-09', file, 'CaseScopeReclassified', { scope: 'ORDINARY' });
    story.tell('2019-06-09', file, 'CaseScopeReclassified', { scope: 'MAFIA' });
    for (const id of ['F13', 'F13-held'] as const) expect([...story.around(id, '2019-05-09'), ...story.around(id, '2019-06-09')]).toEqual([1000, 0, 0, 1000]);
  });
  it('K5: a duplicate leaves, and the asset it repeats stays', () => {
    const { story, file, asset } = sealed();
    const repeated = story.stream('asset');
    story.tell('2018-01-11', repeated, 'AssetIdentified', { case: file, district: SHINAN });
    story.tell('2019-03-03', repeated, 'AssetSealed', {});
    story.tell('2019-03-03', repeated, 'AssetValued', { fen: '1000' });
    story.tell('2019-05-09', asset, 'AssetsMerged', {});
    for (const id of ['F13', 'F13-held'] as const) expect(story.around(id, '2019-05-09')).toEqual([2000, 1000]);
  });
  it('K5: the assets of an absorbed case follow the classification of its survivor', () => {
    const { story, openCase, file } = sealed('ORDINARY');
    const survivor = openCase('EVIL');
    story.tell('2019-05-09', file, 'CasesMerged', { survivor });
    story.tell('2019-06-09', survivor, 'CaseScopeReclassified', { scope: 'ORDINARY' });
    expect([...story.around('F13', '2019-05-09'), ...story.around('F13', '2019-06-09')]).toEqual([0, 1000, 1000, 0]);
  });
  it('K6: a case that is split off takes no asset with it', () => {
    const { story } = sealed();
    story.tell('2019-05-09', story.stream('criminal_case'), 'CaseFiled', { district: SHIBEI });
    expect(story.around('F13', '2019-05-09')).toEqual([1000, 1000]);
  });
  it('K7: an asset that leaves the city leaves, and comes back', () => {
    const { story, asset } = sealed();
    story.tell('2019-05-09', asset, 'AssetTransferred', { scope: 'CITY_OUT' });
    story.tell('2019-06-09', asset, 'AssetTransferred', { scope: 'CITY_IN', toDistrict: SHIBEI });
    expect([...story.around('F13', '2019-05-09'), ...story.around('F13', '2019-06-09', SHIBEI)]).toEqual([1000, 0, 0, 1000]);
  });
  it('K8: an asset that changes district moves', () => {
    const { story, asset } = sealed();
    story.tell('2019-05-09', asset, 'AssetTransferred', { scope: 'DISTRICT', toDistrict: SHIBEI });
    const around = (district?: string) => story.around('F13', '2019-05-09', district);
    expect([...around(SHINAN), ...around(SHIBEI), ...around()]).toEqual([1000, 0, 0, 1000, 1000, 1000]);
  });
  it('K9: a confiscation that is quashed is nothing that counting is told of', () => {
    const passedOver: readonly AssetEvent['type'][] = ['AssetConfiscated', 'ConfiscationQuashed', 'RefundPaid'];
    for (const type of passedOver) expect(toldTypes).not.toContain(type);
  });
  it('K10: a late entry counts from its own date, once it is known', () => {
    const { story, measure } = sealed();
    expect(story.learning('F13', measure, '2019-03-03')).toEqual([0, 1000]);
  });
  it('K11: merged identities change nothing: assets are no persons', () => {
    const { story } = sealed();
    const [one, other] = [story.stream('person'), story.stream('person')];
    const merge = story.tell('2019-06-01', other, 'IdentitiesMerged', { survivor: one });
    expect(story.learning('F13', merge, '2019-12-31')).toEqual([1000, 1000]);
  });
});
