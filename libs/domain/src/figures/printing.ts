/** How numbers are printed. Nothing is ever rounded up to look better: what is shown is never more than what is true (money excepted, see there). */
export type Language = 'zh' | 'en';
/** 多 for persons, grids and occurrences; 余 for installations. The marker belongs to the figure. */
export type Marker = '多' | '余';

const withCommas = (n: number | bigint) => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
/** Digits of `n / 10^places` without trailing zeros: (1174, 2) is 11.74. */
function decimal(n: bigint, places: number, grouped = false): string {
  const scale = 10n ** BigInt(places);
  const whole = n / scale;
  const rest =
    places === 0
      ? ''
      : String(n % scale)
          .padStart(places, '0')
          .replace(/0+$/, '');
  return `${grouped ? withCommas(whole) : whole}${rest && `.${rest}`}`;
}

function whole(n: number): void {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`${n} is not a number of units`);
}

/** An exact count: 1541起 in Chinese, 1,541 in English, where the sentence supplies the noun. */
export function printExact(n: number, measureWord: string, language: Language): string {
  whole(n);
  return language === 'zh' ? `${n}${measureWord}` : withCommas(n);
}

/** A count floored to its step (a thousand from 10,000 on, a hundred from 100 on), marked unless it is exact: 2.9万多个, over 29,000. */
export function printApproximate(n: number, marker: Marker, measureWord: string, language: Language): string {
  whole(n);
  const step = n >= 10_000 ? 1000 : n >= 100 ? 100 : 1;
  const shown = n - (n % step);
  if (language === 'en') return `${shown < n ? 'over ' : ''}${withCommas(shown)}`;
  return `${shown >= 10_000 ? `${decimal(BigInt(shown / 1000), 1)}万` : shown}${shown < n ? marker : ''}${measureWord}`;
}

const FEN = { yuan: 100n, wan: 1_000_000n, yi: 10_000_000_000n };
const roundedHalfUp = (n: bigint, unit: bigint) => (n + unit / 2n) / unit;

/** An amount in fen: 亿元 or 万元 with two decimals, half up, or 元 below that. English prints the same rounded amount: CNY 1.174 billion. */
export function printMoney(fen: bigint, language: Language): string {
  if (fen < 0n) throw new RangeError(`${fen} fen is no amount`);
  const unit = roundedHalfUp(fen, FEN.wan / 100n) >= 1_000_000n ? FEN.yi : fen >= FEN.wan ? FEN.wan : FEN.yuan;
  const hundredths = roundedHalfUp(fen, unit / 100n);
  if (language === 'zh') return `${decimal(hundredths, 2)}${unit === FEN.yi ? '亿' : unit === FEN.wan ? '万' : ''}元`;
  const shown = hundredths * (unit / 100n);
  if (shown >= 10n * FEN.yi) return `CNY ${decimal(shown / (FEN.yi / 100n), 3)} billion`;
  if (shown >= 100n * FEN.wan) return `CNY ${decimal(shown / (FEN.wan / 100n), 4)} million`;
  return `CNY ${decimal(shown, 2, true)}`;
}

/** A rate, cut to two decimals: 100% only when nothing is missing, 无此项 when there was nothing to measure. */
export function printPercent(numerator: number, denominator: number, language: Language): string {
  whole(numerator);
  whole(denominator);
  if (numerator > denominator) throw new RangeError(`${numerator} of ${denominator} is no rate`);
  if (denominator === 0) return language === 'zh' ? '无此项' : 'not applicable';
  return `${decimal((BigInt(numerator) * 10_000n) / BigInt(denominator), 2)}%`;
}
