import { type Category, type Day, type District, CITY_LEVEL, dayOf, districts } from '@casetrail/domain';
import type { Group } from './cast.ts';
import type { Chance } from './chance.ts';
import { type Desk, courtOf } from './paper-numbers.ts';
import { CAMPAIGN_START, SILENCE, districtWeights } from './plan.ts';
import { type Entry, type RecordBook, type Team, type Told, momentOf } from './record-book.ts';

/** What the tellers of the other organs have in common. */

export const START = dayOf(CAMPAIGN_START);
export const LAST = dayOf(SILENCE);
export const present = <T>(items: readonly (T | undefined)[]): T[] => items.filter((item) => item !== undefined);

/** The pair of an organ's officers who handle a matter. */
export const teamOf = (organ: string, district: District, { book, chance }: Desk): Team => ({
  org: `${organ}-${district}`,
  district,
  pair: chance.happens(0.5) ? 1 : 2,
  lag: book.teamLag(),
});

const byWeight = districtWeights.flatMap(([district, weight]) => Array.from({ length: weight }, () => district));
/** A district by its weight, or the city level now and then. */
export const anyDistrict = (chance: Chance, cityShare: number): District => (chance.happens(cityShare) ? CITY_LEVEL : chance.pick(byWeight));

export function procuratorateOf(district: District): string {
  return district === CITY_LEVEL ? '青岛市人民检察院' : courtOf(district).replace('人民法院', '人民检察院');
}
export const commissionAbove = (district: District): string => (district === CITY_LEVEL ? '山东省监察委员会' : '青岛市监察委员会');
export const placeOf = (district: District): string => (district === CITY_LEVEL ? '青' : districts[district].zh.slice(0, -1));

/** Tells an act on a stream, after all that was told there before. */
export type Tell<C extends Category> = (entry: Entry) => Told<C>;
export function sequel<C extends Category>(first: Told<C>, book: RecordBook): Tell<C> {
  let last = first;
  return (entry) => (last = book.tell(first.stream, { ...entry, after: [last, ...(entry.after ?? [])] }));
}

/** Tells the acts in the order of their days, up to the day on which the city falls silent. Nothing waits for the last one: it may be recorded late. */
export function tellInOrder<C extends Category>(acts: readonly Entry[], tell: Tell<C>, book: RecordBook): void {
  const told = acts.filter(({ on }) => on <= LAST).toSorted((a, b) => a.on - b.on);
  told.forEach((entry, i) => tell({ ...(i === told.length - 1 && book.leafLag(entry.on, LAST)), ...entry }));
}

/** What is on record before a day begins. */
export const isKnown = (told: Told | undefined, day: Day): told is Told => told !== undefined && told.at < momentOf(day, 0);

/** A group of the district that was on record on that day, or of another where there is none. */
export function knownGroup(groups: readonly Group[], district: District, day: Day, chance: Chance): Told<'crime_group'> | undefined {
  const known = groups.filter(({ leaves, registered, dismantledOn }) => !leaves && isKnown(registered, day) && dismantledOn > day - 400);
  const near = known.filter(({ team }) => team.district === district);
  const found = near.length > 0 ? near : known;
  return found.length > 0 ? chance.pick(found).registered : undefined;
}
