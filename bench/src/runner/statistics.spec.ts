import { pairedRatios, quantile, sorted, spreadOf } from './statistics.ts';

describe('a quantile', () => {
  it.each([
    [[3], 0.5, 3],
    [[1, 2, 3, 4], 0.5, 2.5],
    [[1, 2, 3, 4, 5], 0.5, 3],
    [[0, 100], 0.99, 99],
    [[1, 2, 3], 0, 1],
    [[1, 2, 3], 1, 3],
  ])('of %p at %p is %p', (values, share, expected) => {
    expect(quantile(values, share)).toBeCloseTo(expected, 10);
  });

  it('is of numbers in their order, not of their names', () => {
    expect(quantile(sorted([10, 9, 100]), 0.5)).toBe(10);
  });
});

describe('a spread', () => {
  it('is the median of the rounds, the least and the most', () => {
    expect(spreadOf([5, 1, 9, 2])).toEqual({ median: 3.5, least: 1, most: 9 });
  });
  it('is of what there is: nothing has none', () => {
    expect(spreadOf([])).toBeUndefined();
  });
});

describe('paired ratios', () => {
  it('compare what was measured in the same round', () => {
    expect(pairedRatios([10, 30], [5, 10])).toEqual([2, 3]);
  });
  it('leave out rounds that one of the two lacks', () => {
    expect(pairedRatios([10, undefined, 40, 5], [5, 3, undefined, 0])).toEqual([2]);
  });
});
