import { useNavigate, useSearch } from '@tanstack/react-router';
import { createContext, use } from 'react';
import type { Answer } from '@casetrail/contracts';
import { useConsole } from './console-settings.tsx';

/** Where somebody looks from: they stand in the address of every page, so that it can be sent to somebody else. */
export type Search = { readonly asOf?: string; readonly knownAt?: string; readonly district?: string; readonly rules?: string };

const isDay = (text: unknown): text is string => typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text);
const isPosition = (text: string) => /^[1-9]\d{0,14}$/.test(text);

/** Reads the coordinates of an address. What is none is left out. */
export function coordinatesIn(search: Readonly<Record<string, unknown>>): Search {
  const { asOf, district, rules } = search;
  const knownAt = String(search['knownAt'] ?? '');
  return {
    ...(isDay(asOf) && { asOf }),
    ...((isDay(knownAt) || isPosition(knownAt) || knownAt === NOW) && { knownAt }),
    ...(/^37\d{4}$/.test(String(district)) && { district: String(district) }),
    ...(typeof rules === 'string' && /^v\d+(-[a-z]+)?$/.test(rules) && { rules }),
  };
}

/** The way from page to page: where one looks from is kept, what was opened on a page is not. */
export const sameCoordinates = (search: Readonly<Record<string, unknown>>): Search => coordinatesIn(search);

export const NOW = 'now';
export type Coordinates = {
  readonly asOf: string;
  /** A day, a position, or undefined: everything that is counted by now. */
  readonly knownAt: string | undefined;
  readonly district: string | undefined;
  readonly rules: string;
};

type FirstPaper = Omit<NonNullable<Answer<'ConsoleSettings'>['paper']>, 'asOf'> & { readonly asOf: string };

/** What is not in the address is as in the newest publication, or, where there is none, as of the day of the last act and known now. */
export function coordinatesOf({ asOf, knownAt, district, rules }: Search, first: FirstPaper): Coordinates {
  const usual = first.position === undefined ? undefined : String(first.position);
  return { asOf: asOf ?? first.asOf, knownAt: knownAt === NOW ? undefined : (knownAt ?? usual), district, rules: rules ?? first.ruleSet ?? 'v1' };
}

/** The day in the city's calendar. */
export const todayInTheCity = (): string => new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: 'Asia/Shanghai' }).format(new Date());

export function useCoordinates(): {
  readonly at: Coordinates;
  readonly isPublished: boolean;
  readonly set: (change: Partial<Record<keyof Search, string | undefined>>) => void;
  readonly first: FirstPaper;
} {
  const search = useSearch({ strict: false }) as Search;
  const { paper } = useConsole();
  const navigate = useNavigate();
  const first: FirstPaper = paper ?? { asOf: todayInTheCity() };
  const at = coordinatesOf(search, first);
  const usual = coordinatesOf({}, first);
  return {
    at,
    first,
    isPublished:
      first.publication !== undefined && at.asOf === usual.asOf && at.knownAt === usual.knownAt && at.district === undefined && at.rules === usual.rules,
    // A change replaces the address: Back leaves the page instead of undoing ten clicks.
    set: (change) =>
      void navigate({ to: '.', replace: true, search: ((old: Record<string, unknown>) => ({ ...old, ...change })) as never, resetScroll: false }),
  };
}

/** The coordinates as a query of the api. */
export const asQuery = ({ asOf, knownAt, district, rules }: Coordinates) => ({ asOf, knownAt, district, ruleSet: rules });
type CoordinatesQuery = ReturnType<typeof asQuery>;

/** Where an answer stands, as a query: what is asked with it is of the same moment, although the ledger goes on. */
export const standsAt = ({ asOf, knownAt, district, ruleSet }: Pick<Answer<'Figures'>, 'asOf' | 'knownAt' | 'district' | 'ruleSet'>): CoordinatesQuery => ({
  asOf,
  knownAt: String(knownAt.position),
  district,
  ruleSet,
});

/** Where the answer stands that a page shows. Its parts are read there: they add up, whatever is recorded in between, and while other coordinates are on their way. */
export const ShownAt = createContext<CoordinatesQuery | undefined>(undefined);
export function useShownAt(): CoordinatesQuery {
  const shown = use(ShownAt);
  if (shown === undefined) throw new Error('Only a part of a page that shows an answer is read where the answer stands.');
  return shown;
}
