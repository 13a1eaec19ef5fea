import { CITY_LEVEL, districtCodes } from '../kernel/districts.ts';
import type { Actor } from '../kernel/envelope.ts';
import { type Category, type StreamId, categoryOf } from '../kernel/identifiers.ts';
import type { Concern } from './concern.ts';
import { lineOf, organisations } from './organisations.ts';
import { type Kind, type TieKind, isSealed, kindOf, owing, reading, tying } from './policy.ts';

export type Tie = { readonly record: StreamId; readonly kind: TieKind };

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
  const tied = (effect: (typeof tying)[TieKind]) => ties.filter(({ kind }) => tying[kind] === effect).map(({ record }) => record);
  return {
    actor,
    scope: { case: scopeOf('case', actor), sealed: scopeOf('sealed', actor), correction: scopeOf('correction', actor), open: scopeOf('open', actor) },
    opened: tied('opens'),
    closed: tied('hides'),
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

/** Whether somebody is told of no other time limits than those of what their own organ is to answer. */
export const owesOnly = ({ actor }: Reach): boolean => owing.includes(actor.role);

/** Whether records of this category are shown to somebody at all. */
export const readsAny = (category: Category, { scope }: Reach): boolean => scope[kindOf(category)] !== 'none';

/**
 * Whether a record is shown: by whom it concerns (see `involvedIn`), itself or what it is about being tied to the user. What is sealed is never opened by a tie to
 * somebody outside the discipline organs.
 */
export function isReached({ scope, opened, closed }: Reach, { category, involved, about }: Pick<Concern, 'category' | 'involved' | 'about'>): boolean {
  if (about.some((record) => closed.includes(record))) return false;
  const isOfSealed = isSealed(category) || (category === 'correction' && about.some((record) => isSealed(categoryOf(record))));
  const seen = scope[isOfSealed ? 'sealed' : kindOf(category)];
  if (seen === 'none') return false;
  if (seen === 'city') return true;
  return about.some((record) => opened.includes(record)) || involved.some((one) => seen.includes(one));
}
