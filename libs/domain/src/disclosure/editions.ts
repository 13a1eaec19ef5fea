import type { DisclosedValues, FigureId, SealedFigureId } from '../figures/figure.ts';
import type { CivilDate } from '../kernel/civil-date.ts';
import type { District } from '../kernel/districts.ts';
import { type Line, THRESHOLD, mayFollow, nextLine } from './lines.ts';
import { BEFORE_ANY_RELEASE } from './release-days.ts';
import {
  type DistrictReleasedId,
  type ReleasedId,
  isReleased,
  isReleasedByDistrict,
  releasedByDistrict,
  releasedIds,
  sealedFigures,
} from './sealed-figures.ts';

type Counts = Readonly<Record<ReleasedId, number>>;
/** What is true of the sealed figures on a release day, as it was known when the books closed. */
export type ClosedTable = {
  readonly day: CivilDate;
  /** The last position that was recorded before the books closed. */
  readonly position: number;
  readonly city: Counts;
  readonly districts: Readonly<Partial<Record<District, Counts>>>;
};
/** What is disclosed of the sealed figures from a release day on. */
export type Edition = {
  readonly day: CivilDate;
  readonly position: number;
  /** Where the city's figures were counted. They stay those of an earlier release while any of them has moved by few. */
  readonly counted: { readonly asOf: CivilDate; readonly position: number };
  readonly city: Counts;
  readonly districts: Readonly<Record<DistrictReleasedId, ReadonlyMap<District, number>>>;
};

const ofEach = <K extends string, V>(keys: readonly K[], valueOf: (key: K, i: number) => V) =>
  Object.fromEntries(keys.map((key, i) => [key, valueOf(key, i)])) as Record<K, V>;

/** Before the first release: as of the day before the campaign every figure is nought. */
export const firstEdition: Edition = {
  day: BEFORE_ANY_RELEASE,
  position: 0,
  counted: { asOf: BEFORE_ANY_RELEASE, position: 0 },
  city: ofEach(releasedIds, () => 0),
  districts: ofEach(releasedByDistrict, () => new Map()),
};

/** All editions that follow from the tables of the release days, in their order: a function of the ledger alone, whoever asks and whenever. */
export function editionsFrom(tables: readonly ClosedTable[], threshold = THRESHOLD): readonly Edition[] {
  const editions = [firstEdition];
  for (const table of tables) editions.push(nextEdition(editions, table, threshold));
  return editions;
}

function nextEdition(editions: readonly Edition[], { day, position, city, districts }: ClosedTable, threshold: number): Edition {
  const last = editions.at(-1) as Edition;
  const distinct = editions.filter((one, i) => one.counted !== editions[i - 1]?.counted);
  // They move together or not at all, so that parts add up and every one of them was true on the same day.
  if (
    releasedIds.some(
      (id) =>
        !mayFollow(
          city[id],
          distinct.map((one) => one.city[id]),
          threshold,
        ),
    )
  )
    return { ...last, day, position };
  const lines = releasedByDistrict.map((id) => {
    const earlier = distinct.map((one): Line<District> => ({ total: one.city[id], shown: one.districts[id] }));
    return nextLine(earlier, city[id], new Map(Object.entries(districts).map(([district, counts]) => [district as District, counts[id]])), threshold);
  });
  if (lines.includes(undefined)) return { ...last, day, position };
  return {
    day,
    position,
    counted: { asOf: day, position },
    city: ofEach(releasedIds, (id) => city[id]),
    districts: ofEach(releasedByDistrict, (_, i) => (lines[i] as Line<District>).shown),
  };
}

/** The edition that answers for a day, as known at a position. */
export const editionAt = (editions: readonly Edition[], asOf: CivilDate, position: number): Edition =>
  editions.findLast((one) => one.day <= asOf && one.position <= position) ?? firstEdition;

/** What is disclosed of one sealed figure; nothing for a figure or a district that is not. */
export function disclosedIn({ city, districts }: Edition, id: FigureId, district?: District | undefined): number | null {
  if (district === undefined) return isReleased(id) ? city[id] : null;
  return isReleasedByDistrict(id) ? (districts[id].get(district) ?? null) : null;
}

/** Figures as they are disclosed to everybody: the sealed ones by an edition, the others as they are. */
export const disclosed = (values: Readonly<Record<FigureId, number>>, edition: Edition, district?: District | undefined): DisclosedValues => ({
  ...values,
  ...ofEach(sealedFigures as readonly SealedFigureId[], (id) => disclosedIn(edition, id, district)),
});
