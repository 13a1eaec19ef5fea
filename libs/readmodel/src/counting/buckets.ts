import { type CivilDate, type District, FOREVER, type FigureId, dayOf, districtCodes, figureOf } from '@casetrail/domain';

/** The whole city. */
export const CITY = 0;
/** Takes back what persons of several districts add too much: districts + overlap = city, for every figure. 1–11 are the districts and the city level. */
export const OVERLAP = 12;

/** @throws Error for anything but a district of the city: it must never be added to the city unseen. */
export function bucketOf(district: District): number {
  const bucket = districtCodes.indexOf(district) + 1;
  if (bucket === 0) throw new Error(`${district} is no district of this city`);
  return bucket;
}
export const districtOf = (bucket: number): District => districtCodes[bucket - 1] as District;
export const bucketAsked = (district: District | undefined): number => (district === undefined ? CITY : bucketOf(district));

export const codeOf = (id: FigureId): number => figureOf(id).code;
/** A day as far as figures can tell it apart from those before and after. */
export const countedDay = (date: CivilDate): number => Math.min(Math.max(dayOf(date), -1), FOREVER - 1);
