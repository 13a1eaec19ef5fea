import { addMonths } from './civil-date.ts';
import { on } from './specify.ts';

describe('months', () => {
  it.each([
    ['2019-03-01', 2, '2019-05-01'],
    ['2019-10-09', 6, '2020-04-09'],
    ['2019-11-15', 2, '2020-01-15'],
    ['2019-12-31', 12, '2020-12-31'],
    ['2020-03-15', 0, '2020-03-15'],
  ])('from %s, %i: to the same date, %s', (date, months, then) => expect(addMonths(on(date), months)).toBe(then));
  it.each([
    ['2019-01-31', 1, '2019-02-28'],
    ['2019-01-31', 2, '2019-03-31'],
    ['2019-02-28', 1, '2019-03-31'],
    ['2019-04-30', 1, '2019-05-31'],
    ['2019-08-31', 6, '2020-02-29'],
    ['2020-02-29', 12, '2021-02-28'],
  ])('from the last day %s, %i: to the last day, %s', (date, months, then) => expect(addMonths(on(date), months)).toBe(then));
  it.each([
    ['2019-12-30', 2, '2020-02-29'],
    ['2019-01-29', 1, '2019-02-28'],
    ['2019-03-30', 1, '2019-04-30'],
    ['2020-02-28', 1, '2020-03-28'],
  ])('from %s, %i: to a date that there is, %s', (date, months, then) => expect(addMonths(on(date), months)).toBe(then));
});
