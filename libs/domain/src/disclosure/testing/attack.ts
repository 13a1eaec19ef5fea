import { type Line, isNotFew } from '../lines.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
const subsetsOf = <T>(all: readonly T[]): T[][] => all.reduce<T[][]>((found, one) => [...found, ...found.map((some) => [...some, one])], [[]]);
const named = <P>(group: readonly P[]) => [...group].sort().join('+');

/** What can be worked out of a line: how many are in a group of parts, since they are shown, or since all others are. */
function groupsIn<P>({ total, shown }: Line<P>, parts: readonly P[]): [group: string, n: number][] {
  return subsetsOf([...shown.keys()]).flatMap((group) => {
    const n = sum(group.map((part) => shown.get(part) as number));
    return [[named(group), n] as [string, number], [named(parts.filter((part) => !group.includes(part))), total - n] as [string, number]];
  });
}

/** All that adding, subtracting and comparing lines comes to: groups of few, and groups that changed by few between two lines. */
export function attack<P>(lines: readonly Line<P>[], parts: readonly P[], threshold: number): string[] {
  const isFew = (n: number) => !isNotFew(n, threshold);
  const groups = lines.map((line) => groupsIn(line, parts));
  const found = groups.flatMap((some, i) => some.flatMap(([group, n]) => (isFew(n) ? [`${i}: ${group} are ${n}`] : [])));
  for (const [i, after] of groups.entries())
    for (const [j, before] of groups.slice(0, i).entries()) {
      const counted = new Map<string, number[]>();
      for (const [group, n] of before) counted.set(group, [...(counted.get(group) ?? []), n]);
      for (const [group, n] of after) for (const old of counted.get(group) ?? []) if (isFew(n - old)) found.push(`${j} to ${i}: ${group} by ${n - old}`);
    }
  return found;
}
