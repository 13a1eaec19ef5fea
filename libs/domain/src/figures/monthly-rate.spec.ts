import type { CivilDate } from '../kernel/civil-date.ts';
import type { Month } from '../kernel/fields.ts';
import { type MonthlyRate, firstDayOf, isRising, lastDayOf, monthAfter, monthsBetween, monthsReported, rangeOf } from './monthly-rate.ts';

const month = (name: string) => name as Month;
const rates = (...of: readonly (readonly [number, number])[]): MonthlyRate[] =>
  of.map(([numerator, denominator], i) => ({ month: month(`2019-${String(i + 2).padStart(2, '0')}`), numerator, denominator }));

describe('a month', () => {
  it.each([
    ['2019-01', '2019-02'],
    ['2019-09', '2019-10'],
    ['2019-12', '2020-01'],
  ])('%s is followed by %s', (one, next) => expect(monthAfter(month(one))).toBe(next));
  it.each([
    ['2019-02', '2019-02-01', '2019-02-28'],
    ['2020-02', '2020-02-01', '2020-02-29'],
    ['2019-12', '2019-12-01', '2019-12-31'],
    ['2019-10', '2019-10-01', '2019-10-31'],
  ])('%s is from %s to %s', (name, first, last) => expect([firstDayOf(month(name)), lastDayOf(month(name))]).toEqual([first, last]));
  it.each([
    ['2019-11', '2020-02', ['2019-11', '2019-12', '2020-01', '2020-02']],
    ['2019-11', '2019-11', ['2019-11']],
    ['2019-11', '2019-10', []],
  ])('comes in order: from %s to %s', (from, to, months) => expect(monthsBetween(month(from), month(to))).toEqual(months));
});

describe('the months that the paper speaks of', () => {
  it.each([
    ['2019-02-27', 0, undefined],
    ['2019-02-28', 1, '2019-02'],
    ['2019-10-30', 8, '2019-09'],
    ['2019-10-31', 9, '2019-10'],
    ['2020-04-08', 9, '2019-10'],
  ])('are over by %s: %i, the last is %s', (asOf, count, last) => {
    const months = monthsReported(asOf as CivilDate);
    expect([months.length, months.at(-1)]).toEqual([count, last]);
  });
  it('begin with February 2019', () => expect(monthsReported('2020-04-08' as CivilDate)[0]).toBe('2019-02'));
});

describe('a rate that rises every month', () => {
  it.each<[string, readonly (readonly [number, number])[]]>([
    [
      'to 100%',
      [
        [41, 66],
        [52, 79],
        [61, 88],
        [66, 91],
        [75, 96],
        [84, 101],
        [88, 98],
        [97, 101],
        [104, 104],
      ],
    ],
    [
      'from nothing',
      [
        [0, 3],
        [1, 3],
      ],
    ],
    [
      'by so little that the print shows no difference',
      [
        [2, 3],
        [66_667, 100_000],
      ],
    ],
    [
      'by less than a floating-point number can tell',
      [
        [9_007_199_254_740_989, 9_007_199_254_740_990],
        [9_007_199_254_740_990, 9_007_199_254_740_991],
      ],
    ],
    [
      'while its numerator falls',
      [
        [10, 20],
        [6, 10],
      ],
    ],
  ])('rises %s', (_, of) => expect(isRising(rates(...of))).toBe(true));
  it.each<[string, readonly (readonly [number, number])[]]>([
    ['of no month', []],
    ['of one month alone', [[1, 2]]],
    [
      'that stands still',
      [
        [1, 2],
        [2, 4],
        [3, 4],
      ],
    ],
    [
      'that falls once',
      [
        [1, 2],
        [3, 4],
        [2, 3],
        [4, 4],
      ],
    ],
    [
      'that reached 100% before',
      [
        [1, 2],
        [3, 3],
        [4, 4],
      ],
    ],
    [
      'with nothing heard in the first month',
      [
        [0, 0],
        [1, 2],
      ],
    ],
    [
      'with nothing heard in between',
      [
        [1, 2],
        [0, 0],
        [3, 4],
      ],
    ],
    [
      'with nothing heard at the end',
      [
        [1, 2],
        [3, 4],
        [0, 0],
      ],
    ],
  ])('is none %s', (_, of) => expect(isRising(rates(...of))).toBe(false));
});

describe('the range of a rate', () => {
  const range = (...of: readonly (readonly [number, number])[]) => rangeOf(rates(...of))?.map(({ numerator, denominator }) => `${numerator}/${denominator}`);
  it('is from the lowest month to the highest', () => expect(range([2, 3], [1, 2], [3, 4], [3, 5])).toEqual(['1/2', '3/4']));
  it('is one month twice where there is no other', () => expect(range([2, 3])).toEqual(['2/3', '2/3']));
  it('passes over months without a rate', () => expect(range([0, 0], [2, 3], [0, 0])).toEqual(['2/3', '2/3']));
  it('takes the first of equals', () => expect(range([1, 2], [2, 4])).toEqual(['1/2', '1/2']));
  it('compares fractions, not what is printed', () => expect(range([66_667, 100_000], [2, 3])).toEqual(['2/3', '66667/100000']));
  it('of nothing is none', () => expect([range(), range([0, 0])]).toEqual([undefined, undefined]));
});
