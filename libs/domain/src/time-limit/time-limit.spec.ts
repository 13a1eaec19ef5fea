import { asset } from '../asset/asset.ts';
import { civilDate } from '../kernel/civil-date.ts';
import { suspect } from '../suspect/suspect.ts';
import { timeLimitOfAsset, timeLimitOfSuspect } from './time-limit.ts';

const day = (text: string) => civilDate.parse(text);
const active = { ...suspect.initialState, procedure: 'suspect', custodyWith: 'POLICE' } as const;

describe('the time limit of a suspect', () => {
  it('is that of the detention, as it was granted', () =>
    expect(timeLimitOfSuspect({ ...active, measure: 'detained', detainedUntil: day('2019-03-31') })).toEqual({ clock: 'C04', until: '2019-03-31' }));
  it('is seven days from the last request for the arrest', () =>
    expect(timeLimitOfSuspect({ ...active, measure: 'arrest_requested', arrestRequestedOn: [day('2019-03-01'), day('2019-03-31')] })).toEqual({
      clock: 'C05',
      until: '2019-04-07',
    }));
  it('is that of the custody, while the police have the case', () => {
    const arrested = { ...active, measure: 'arrested', custodyUntil: day('2019-03-31') } as const;
    expect(timeLimitOfSuspect(arrested)).toEqual({ clock: 'C09', until: '2019-03-31' });
    expect(timeLimitOfSuspect({ ...arrested, custodyWith: 'COURT' })).toBeUndefined();
  });
  it.each([
    ['bail', 'C25', '2020-02-29'],
    ['residential_surveillance', 'C26', '2019-08-31'],
  ] as const)('of %s runs from the day it was imposed', (measure, clock, until) =>
    expect(timeLimitOfSuspect({ ...active, measure, measureOn: day('2019-02-28') })).toEqual({ clock, until }),
  );
  it('is none where nothing is imposed, or the proceedings are over', () => {
    expect(timeLimitOfSuspect(active)).toBeUndefined();
    expect(timeLimitOfSuspect({ ...active, procedure: 'terminated', measure: 'detained', detainedUntil: day('2019-03-31') })).toBeUndefined();
  });
});

describe('the time limit of an asset', () => {
  const until = day('2020-04-09');
  it.each([
    ['frozen', 'DEPOSIT', 'C29'],
    ['frozen', 'SECURITIES', 'C30'],
    ['sealed', 'REAL_ESTATE', 'C31'],
    ['payment_stopped', 'DEPOSIT', 'C34'],
    ['seized', 'VEHICLE', 'SEIZURE'],
  ] as const)('that is %s (%s) is %s', (measure, kind, clock) =>
    expect(timeLimitOfAsset({ ...asset.initialState, measure, kind, until })).toEqual({ clock, until }),
  );
  it('is none where the measure is over, or has no end', () => {
    expect(timeLimitOfAsset({ ...asset.initialState, measure: 'lapsed', until })).toBeUndefined();
    expect(timeLimitOfAsset({ ...asset.initialState, measure: 'seized', kind: 'VEHICLE' })).toBeUndefined();
  });
});
