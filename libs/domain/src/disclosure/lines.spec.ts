import fc from 'fast-check';
import { type Line, THRESHOLD, isNotFew, nextLine } from './lines.ts';
import { attack } from './testing/attack.ts';

type Parts = readonly number[];
const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
const numbered = (parts: number) => Array.from({ length: parts }, (_, part) => part);
const asMap = (parts: Parts) => new Map(parts.map((n, i) => [i, n]));

/** What is disclosed of some tables, one after the other. A total that may not follow keeps the line before. */
function linesOf(tables: readonly Parts[], threshold: number, overlap: readonly number[] = []): Line<number>[] {
  const lines: Line<number>[] = [{ total: 0, shown: new Map() }];
  tables.forEach((parts, i) => {
    const total = sum(parts) - (overlap[i] ?? 0);
    const line = nextLine(lines, total, asMap(parts), threshold);
    if (line) lines.push(line);
  });
  return lines;
}
const naively = (tables: readonly Parts[], threshold: number): Line<number>[] =>
  tables.map((parts) => ({ total: sum(parts), shown: new Map([...asMap(parts)].filter(([, n]) => n >= threshold)) }));

const few = (n: number, threshold: number) => !isNotFew(n, threshold);

const tables = (parts: number, most: number) =>
  fc.array(fc.array(fc.nat({ max: most }), { minLength: parts, maxLength: parts }), { minLength: 1, maxLength: 6 });
/** Tables that mostly grow, as cumulative figures do, and at times lose a few. */
const growing = fc
  .array(fc.array(fc.integer({ min: -2, max: 9 }), { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 8 })
  .map((steps) => steps.reduce<number[][]>((all, step) => [...all, step.map((n, i) => Math.max(0, (all.at(-1)?.[i] ?? 0) + n))], []));

describe('a line of a table', () => {
  const shownOf = (...all: readonly Parts[]) =>
    linesOf(all, THRESHOLD).map(({ total, shown }) => [total, ...Array.from({ length: 3 }, (_, i) => shown.get(i) ?? null)]);

  it('is shown whole where nobody is few', () => expect(shownOf([7, 9, 12]).at(-1)).toEqual([28, 7, 9, 12]));
  it('hides a small part, and another that would give it away', () => expect(shownOf([3, 9, 12]).at(-1)).toEqual([24, null, 9, null]));
  it('hides nothing in the way it hides few', () => expect(shownOf([0, 9, 12]).at(-1)).toEqual([21, null, 9, null]));
  it('needs no second one where the hidden are many together', () => expect(shownOf([3, 2, 12]).at(-1)).toEqual([17, null, null, 12]));
  it('keeps a part that has moved by few as it was', () => expect(shownOf([10, 20, 30], [12, 26, 40]).at(-1)?.[1]).toBe(10));
  it('says nothing of a total that has moved by few', () => expect(shownOf([10, 20, 30], [10, 20, 33])).toHaveLength(2));
  it('does not let the others of a total tell of the one that has moved by few', () => {
    const [, before, after] = shownOf([10, 20, 30], [10, 26, 31]);
    expect(before).toEqual([60, 10, 20, 30]);
    expect(after).toEqual([67, 10, 20, 30]); // 67 less 26, 10 would have told of one more in the third
  });
});

describe('an attacker who adds, subtracts and compares all that was ever disclosed', () => {
  it.each([
    ['of any tables', tables(5, 30)],
    ['of small tables', tables(4, 8)],
    ['of growing tables', growing],
  ])('finds nobody %s', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (all) => expect(attack(linesOf(all, THRESHOLD), numbered(all[0]?.length ?? 0), THRESHOLD)).toEqual([])),
      { numRuns: 400 },
    );
  });
  it('finds nobody where some are in two parts', () => {
    const overlapping = fc.tuple(growing, fc.array(fc.nat({ max: 7 }), { minLength: 8, maxLength: 8 }));
    fc.assert(
      fc.property(overlapping, ([all, overlap]) => expect(attack(linesOf(all, THRESHOLD, overlap), numbered(6), THRESHOLD)).toEqual([])),
      { numRuns: 400 },
    );
  });
  it('finds somebody where only small parts are hidden', () =>
    expect(attack(naively([[3, 9, 12]], THRESHOLD), numbered(3), THRESHOLD)).toContain('0: 0 are 3'));
  it('finds somebody where every table is shown', () =>
    expect(
      attack(
        naively(
          [
            [9, 9, 9],
            [9, 10, 9],
          ],
          THRESHOLD,
        ),
        numbered(3),
        THRESHOLD,
      ),
    ).toContain('0 to 1: 1 by 1'));
});

/** Everything that could have been, in groups that look the same from outside. */
function worlds(parts: number, most: number, length: number, threshold: number): [seen: string, courses: Parts[][]][] {
  const rows = Array.from({ length: parts }).reduce<number[][]>((all) => all.flatMap((row) => Array.from({ length: most + 1 }, (_, n) => [...row, n])), [[]]);
  const courses = Array.from({ length }).reduce<Parts[][]>((all) => all.flatMap((course) => rows.map((row) => [...course, row])), [[]]);
  const seen = new Map<string, Parts[][]>();
  for (const course of courses) {
    const key = JSON.stringify(linesOf(course, threshold).map(({ total, shown }) => [total, [...shown].sort()]));
    const alike = seen.get(key);
    if (alike) alike.push(course);
    else seen.set(key, [course]);
  }
  return [...seen];
}

describe('an attacker who also knows how it is decided what to hide', () => {
  it.each([
    ['one table of three parts', 3, 13, 1],
    ['one table of four parts', 4, 10, 1],
    ['two tables of two parts', 2, 12, 2],
    ['two tables of three parts', 3, 6, 2],
  ])('cannot tell a small part, or a small change of one: all of %s', (_, parts, most, length) => {
    const told: string[] = [];
    for (const [key, courses] of worlds(parts, most, length, 3).filter(([, all]) =>
      all.some((course) => course.every((row) => row.every((n) => n + 3 <= most))),
    ))
      for (let part = 0; part < parts; part++)
        for (let to = 0; to < length; to++)
          for (let from = -1; from < to; from++) {
            const values = new Set(courses.map((course) => (course[to]?.[part] ?? 0) - (from < 0 ? 0 : (course[from]?.[part] ?? 0))));
            const [only] = values;
            if (values.size === 1 && few(only as number, 3)) told.push(`${key}: ${part} from ${from} to ${to} is ${only}`);
          }
    expect(told).toEqual([]);
  });
});
