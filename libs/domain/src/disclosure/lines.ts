/** Any change or count below this tells of so few that they could be found. Statistics Law 2009 arts 9, 25: what could identify is not disclosed. */
export const THRESHOLD = 5;

/** A total that is disclosed, and those of its parts that are. The others add up to the rest. */
export type Line<P> = { readonly total: number; readonly shown: ReadonlyMap<P, number> };

/** Nothing, or not few. */
export const isNotFew = (n: number, threshold: number): boolean => n === 0 || Math.abs(n) >= threshold;

/** Whether a total may follow totals that were disclosed before: it is not few, and differs from none of them by few. */
export const mayFollow = (total: number, earlier: readonly number[], threshold: number): boolean =>
  isNotFew(total, threshold) && earlier.every((one) => isNotFew(total - one, threshold));

/**
 * Which parts of a disclosed total may be disclosed with it, given all that was disclosed of the line before. A part that is few, or has moved by few,
 * stays what it was disclosed to be, or undisclosed. Then parts that could move stay too, those that moved most first, until no count of a group of parts
 * that can be worked out is few, nor has changed by few since any earlier line. Where that is not enough no part is disclosed, or the total may not move.
 *
 * Who knows this rule must not learn more from what stays. So a part moves by one more than the threshold at least: what stays could always be one more
 * or one less, with another one that stays. And what moved most stays first: it could always be more, with less of what it covers.
 */
export function nextLine<P>(earlier: readonly Line<P>[], total: number, parts: ReadonlyMap<P, number>, threshold: number): Line<P> | undefined {
  if (
    !mayFollow(
      total,
      earlier.map((one) => one.total),
      threshold,
    )
  )
    return undefined;
  const shown = earlier.at(-1)?.shown ?? new Map<P, number>();
  const move = (part: P, n: number) => Math.abs(n - (shown.get(part) ?? 0));
  const movable = [...parts]
    .filter(
      ([part, n]) =>
        move(part, n) > 0 &&
        n > threshold &&
        mayFollow(
          n,
          earlier.flatMap((one) => one.shown.get(part) ?? []),
          threshold + 1,
        ),
    )
    .sort(([a, m], [b, n]) => move(a, m) - move(b, n));
  const choices = [...movable.map((_, i) => new Map([...shown, ...movable.slice(0, movable.length - i)])), shown, new Map<P, number>()];
  return choices.map((some): Line<P> => ({ total, shown: some })).find((line) => isSafe(line, parts, earlier, threshold));
}

function isSafe<P>(line: Line<P>, parts: ReadonlyMap<P, number>, earlier: readonly Line<P>[], threshold: number): boolean {
  const { total, shown } = line;
  const isComplete = [...parts].every(([part, n]) => shown.get(part) === n);
  // What is left of a line with gaps must not be nothing either: it would tell that every gap is.
  if (shown.size > 0 && (isComplete ? !isNotFew(restOf(line), threshold) : Math.abs(restOf(line)) < threshold)) return false;
  const nothing: Line<P> = { total: 0, shown: new Map([...shown.keys()].map((part) => [part, 0])) };
  return [nothing, ...earlier].every((before) => {
    const moves = [...shown].flatMap(([part, n]) => (before.shown.has(part) ? [n - (before.shown.get(part) as number)] : []));
    const changes = [0, total - before.total, ...turned(before, line, parts), ...turned(line, before, parts).map((n) => -n)];
    return [...sumsOfSome(moves)].every((sum) => changes.every((n, i) => isNotFew(i === 1 ? n - sum : n + sum, threshold)));
  });
}

/** What the rest of a line has come to in another one, where all parts of the rest are shown. */
function turned<P>(one: Line<P>, other: Line<P>, parts: ReadonlyMap<P, number>): number[] {
  let sum = -restOf(one);
  for (const part of parts.keys()) if (!one.shown.has(part)) sum += other.shown.get(part) ?? NaN;
  return Number.isNaN(sum) ? [] : [sum];
}

const restOf = <P>({ total, shown }: Line<P>): number => [...shown.values()].reduce((left, n) => left - n, total);

/** Every sum of some of these, of none to all. */
function sumsOfSome(numbers: readonly number[]): ReadonlySet<number> {
  let sums = new Set([0]);
  for (const n of numbers) if (n !== 0) sums = new Set([...sums, ...[...sums].map((sum) => sum + n)]);
  return sums;
}
