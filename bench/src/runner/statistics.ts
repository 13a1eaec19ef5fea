/** What some rounds came to. */
export type Spread = { readonly median: number; readonly least: number; readonly most: number };

/** The value below which a share of all values lies, between the two nearest where it falls between them. `sorted` is, and is not empty. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)] as number, sorted[Math.ceil(place)] as number];
  return below + (above - below) * (place - Math.floor(place));
}

/** A copy, from the least to the most. */
export const sorted = (values: Iterable<number>): Float64Array => Float64Array.from(values).sort();

/** Undefined where there is nothing. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const inOrder = sorted(values);
  return { median: quantile(inOrder, 0.5), least: inOrder[0] as number, most: inOrder.at(-1) as number };
}

/** Round by round, one against the other: what both had to bear in a round does not show. Rounds that one of them lacks are left out. */
export const pairedRatios = (one: readonly (number | undefined)[], other: readonly (number | undefined)[]): number[] =>
  one.flatMap((value, round) => {
    const against = other[round];
    return value === undefined || against === undefined || against === 0 ? [] : [value / against];
  });
