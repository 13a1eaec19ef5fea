import { printApproximate, printExact, printMoney, printPercent } from './printing.ts';

describe('an exact count', () => {
  it('is printed without separators in Chinese', () => expect(printExact(1541, '起', 'zh')).toBe('1541起'));
  it('is printed with commas in English', () => expect(printExact(1541, '起', 'en')).toBe('1,541'));
  it('is a whole number of units', () => {
    expect(() => printExact(1.5, '起', 'zh')).toThrow(RangeError);
    expect(() => printExact(-1, '起', 'zh')).toThrow(RangeError);
  });
});

describe('an approximate count', () => {
  it.each([
    [29_314, '多', '2.9万多', 'over 29,000'],
    [29_000, '多', '2.9万', '29,000'],
    [30_000, '多', '3万', '30,000'],
    [58_206, '多', '5.8万多', 'over 58,000'],
    [54_126, '余', '5.4万余', 'over 54,000'],
    [4731, '余', '4700余', 'over 4,700'],
    [600, '余', '600', '600'],
    [627, '余', '600余', 'over 600'],
    [9950, '多', '9900多', 'over 9,900'],
    [10_050, '多', '1万多', 'over 10,000'],
    [293_140, '多', '29.3万多', 'over 293,000'],
    [99, '多', '99', '99'],
    [0, '多', '0', '0'],
  ] as const)('of %i is floored and marked %s', (n, marker, zh, en) => {
    expect(printApproximate(n, marker, '个', 'zh')).toBe(`${zh}个`);
    expect(printApproximate(n, marker, '个', 'en')).toBe(en);
  });
});

describe('money', () => {
  it.each([
    [117_400_000_000n, '11.74亿元', 'CNY 1.174 billion'],
    [117_350_000_000n, '11.74亿元', 'CNY 1.174 billion'],
    [117_449_999_999n, '11.74亿元', 'CNY 1.174 billion'],
    [117_349_999_999n, '11.73亿元', 'CNY 1.173 billion'],
    [117_450_000_000n, '11.75亿元', 'CNY 1.175 billion'],
    [117_000_000_000n, '11.7亿元', 'CNY 1.17 billion'],
    [10_000_000_000n, '1亿元', 'CNY 100 million'],
    [9_999_999_999n, '1亿元', 'CNY 100 million'],
    [3_456_780_000n, '3456.78万元', 'CNY 34.5678 million'],
    [50_000_000n, '50万元', 'CNY 500,000'],
    [123_456n, '1234.56元', 'CNY 1,234.56'],
    [0n, '0元', 'CNY 0'],
  ] as const)('of %s fen is %s', (fen, zh, en) => {
    expect(printMoney(fen, 'zh')).toBe(zh);
    expect(printMoney(fen, 'en')).toBe(en);
  });
});

describe('a rate', () => {
  it.each([
    [41, 66, '62.12%'],
    [61, 88, '69.31%'],
    [75, 96, '78.12%'],
    [97, 101, '96.03%'],
    [104, 104, '100%'],
    [9996, 10_000, '99.96%'],
    [999_999, 1_000_000, '99.99%'],
    [1, 2, '50%'],
    [0, 7, '0%'],
  ] as const)('of %i in %i is %s', (numerator, denominator, printed) => expect(printPercent(numerator, denominator, 'en')).toBe(printed));
  it('of nothing says so', () => expect([printPercent(0, 0, 'zh'), printPercent(0, 0, 'en')]).toEqual(['无此项', 'not applicable']));
  it('is never more than all', () => expect(() => printPercent(3, 2, 'zh')).toThrow(RangeError));
});
