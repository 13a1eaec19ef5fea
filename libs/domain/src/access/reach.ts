import { CITY_LEVEL, districtCodes } from '../kernel/districts.ts';
import type { Actor, Role } from '../kernel/envelope.ts';
import { type Category, type StreamId, categories, categoryOf } from '../kernel/identifiers.ts';
import { chiefProcurators, court, discipline, judges, police, procurators } from '../kernel/organs.ts';
import { lineOf, organisations } from './organisations.ts';

/** Records by whom they are for: those about persons and their cases, investigations of officials, corrections of either, and what whoever holds an office may read. */
export type Kind = 'case' | 'sealed' | 'correction' | 'open';
const kinds: Partial<Record<Category, Kind>> = {
  criminal_case: 'case',
  person: 'case',
  suspect: 'case',
  crime_group: 'case',
  correction: 'correction',
  arrest_review: 'case',
  prosecution: 'case',
  court_docket: 'case',
  asset: 'case',
  umbrella_lead: 'sealed',
  umbrella_investigation: 'sealed',
};
export const kindOf = (category: Category): Kind => kinds[category] ?? 'open';
export const isSealed = (category: Category): boolean => kindOf(category) === 'sealed';
export const categoriesOf = (kind: Kind): readonly Category[] => (Object.keys(categories) as Category[]).filter((category) => kindOf(category) === kind);

/** How far somebody sees: own organ and those below it on its line; the other organs of the same districts, too; or the whole city. */
export type Distance = 'line' | 'district' | 'city';
const far = (distance: Distance, ...roles: readonly Role[]): Partial<Record<Role, Distance>> => Object.fromEntries(roles.map((role) => [role, distance]));

/** Who reads what (design: the upper line sees the lower line; the commission sees statuses and no persons; discipline streams are closed to all other organs). */
export const reading: Readonly<Record<Kind, Partial<Record<Role, Distance>>>> = {
  case: { ...far('district', ...police, ...procurators, ...court, ...discipline, 'SUPERVISOR'), ...far('city', 'AUDITOR', 'DATA_PROTECTION_OFFICER') },
  sealed: far('line', ...discipline),
  /** The statistician sees what a correction would change before anybody certifies it. What a sealed record's correction says is as sealed as the record. */
  correction: {
    ...far('district', ...police, ...procurators, ...court, ...discipline, 'SUPERVISOR', 'DEPARTMENT_OFFICER', 'INDICATOR_REPORTER', 'PUBLISHER'),
    ...far('city', 'STATISTICIAN', 'AUDITOR', 'DATA_PROTECTION_OFFICER'),
  },
  open: far(
    'city',
    ...police,
    ...procurators,
    ...court,
    ...discipline,
    'DEPARTMENT_OFFICER',
    'INDICATOR_REPORTER',
    'STATISTICIAN',
    'PUBLISHER',
    'SUPERVISOR',
    'AUDITOR',
    'DATA_PROTECTION_OFFICER',
  ),
};

/** Whoever leads an organ: approves, grants access, and reviews. */
export const heads: readonly Role[] = ['POLICE_LEADER', ...chiefProcurators, ...judges, 'DISCIPLINE_LEADER', 'SUPERVISOR'];

/** What ties a named user to a record, besides the office: a conflict of interest (回避) hides it; access that was granted, or taken in an emergency, shows it. */
export type Tie = { readonly record: StreamId; readonly kind: 'CONFLICT' | 'ACCESS' | 'BREAK_GLASS' };

/** What somebody reaches at this moment: decided once for each request, and applied in the statements that read. */
export type Reach = {
  readonly actor: Actor;
  /** Organs and districts whose records are shown, for each kind; all of the city's; or none. */
  readonly scope: Readonly<Record<Kind, readonly string[] | 'city' | 'none'>>;
  /** Records that are shown wherever they belong, and all that is about them. */
  readonly opened: readonly StreamId[];
  /** Records that are not shown, whatever else is so, nor what is about them. */
  readonly closed: readonly StreamId[];
};

export function reachOf(actor: Actor, ties: readonly Tie[] = []): Reach {
  const named = (...of: readonly Tie['kind'][]) => ties.filter(({ kind }) => of.includes(kind)).map(({ record }) => record);
  return {
    actor,
    scope: { case: scopeOf('case', actor), sealed: scopeOf('sealed', actor), correction: scopeOf('correction', actor), open: scopeOf('open', actor) },
    opened: named('ACCESS', 'BREAK_GLASS'),
    closed: named('CONFLICT'),
  };
}

function scopeOf(kind: Kind, { role, org }: Actor): readonly string[] | 'city' | 'none' {
  const distance = reading[kind][role];
  if (distance === undefined) return 'none';
  if (distance === 'city') return 'city';
  const line = lineOf(org);
  if (distance === 'line') return line;
  const places = new Set(line.flatMap((id) => organisations.get(id)?.district ?? []));
  return places.has(CITY_LEVEL) ? 'city' : [...line, ...districtCodes.filter((code) => places.has(code))];
}

/** Whether records of this category are shown to somebody at all. */
export const readsAny = (category: Category, { scope }: Reach): boolean => scope[kindOf(category)] !== 'none';

/**
 * Whether a record is shown: by whom it concerns (see `involvedIn`), itself or what it is about being tied to the user. What is sealed is never opened by a tie to
 * somebody outside the discipline organs.
 */
export function isReached(
  { scope, opened, closed }: Reach,
  category: Category,
  { involved, about }: { readonly involved: readonly string[]; readonly about: readonly StreamId[] },
): boolean {
  if (about.some((record) => closed.includes(record))) return false;
  const isOfSealed = about.some((record) => isSealed(categoryOf(record)));
  const seen = scope[isOfSealed ? 'sealed' : kindOf(category)];
  if (seen === 'city') return true;
  if (seen === 'none') return false;
  return about.some((record) => opened.includes(record)) || involved.some((one) => seen.includes(one));
}
