import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { pairSharesOf, rarestOf } from './pair-shares.ts';
import { soughtFor } from './search-text.ts';

export const MOST_ON_A_PAGE = 200;
const USUAL = 50;

/** Nobody reads on that far: a list of millions is counted as fast as one of thousands. */
export const MOST_COUNTED = 1000;

/** Which part of a list: at most `limit` rows (1 to 200) after those that a cursor stands for. `isCounted`: with how many there are in the whole list. */
export type Page = { readonly limit?: number | undefined; readonly after?: string | undefined; readonly isCounted?: boolean | undefined };
/** How many there are in a list; `isMore`: more than that. */
export type Total = { readonly count: number; readonly isMore: boolean };
/** A part of a list. `next` is the cursor of the part after it; null at the end. */
export type Paged<T> = { readonly items: readonly T[]; readonly next: string | null; readonly total?: Total };

/** A cursor that no list has given out. */
export class InvalidCursor extends Error {
  constructor() {
    super('The cursor is not one that a list has given out.');
    this.name = 'InvalidCursor';
  }
}

const cursorOf = (position: number): string => Buffer.from(`before:${position}`).toString('base64url');

function positionOf(cursor: string): number {
  const [, position] = /^before:([1-9][0-9]{0,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  const isCanonical = position !== undefined && Number.isSafeInteger(Number(position)) && cursorOf(Number(position)) === cursor;
  if (!isCanonical) throw new InvalidCursor();
  return Number(position);
}

type Opened = ObjectLiteral & { readonly openedPosition: number };

/**
 * One page of rows, the newest record first. Where a record began never changes, so a page holds together while the rows themselves move on.
 * @throws InvalidCursor
 */
export async function pageOf<R extends Opened>(
  query: SelectQueryBuilder<R>,
  { limit = USUAL, after, isCounted = false }: Page,
  order = `${query.alias}.openedPosition`,
): Promise<Paged<R>> {
  const size = Math.min(Math.max(Math.trunc(limit), 1), MOST_ON_A_PAGE);
  const total = isCounted ? await totalOf(query) : undefined;
  if (after !== undefined) query.andWhere(`${query.alias}.openedPosition < :before`, { before: positionOf(after) });
  const rows = await query
    .orderBy(order, 'DESC')
    .limit(size + 1)
    .getMany();
  const items = rows.slice(0, size);
  const last = rows.length > size ? items.at(-1) : undefined;
  return { items, next: last ? cursorOf(last.openedPosition) : null, ...(total && { total }) };
}

const NEWEST = 2000;

/**
 * One page of the rows in which a text is found. What is frequent fills a page from the newest rows, without being found everywhere and sorted first. What is rarer,
 * the index over pairs of letters finds, by the rarest of them: then the order is an expression, since no index of positions should be walked to the end for a few rows.
 * @throws InvalidCursor
 */
export async function pageFound<R extends Opened>(query: SelectQueryBuilder<R>, looked: string | undefined, page: Page): Promise<Paged<R>> {
  const { alias } = query;
  const { text, pairs } = soughtFor(looked ?? '');
  if (text !== '') query.andWhere(`strpos(${alias}.searchText, :text) > 0`, { text });
  if (pairs.length === 0) return pageOf(query, page);
  const rarest = rarestOf(pairs, await pairSharesOf(query));
  if (rarest.share * NEWEST >= (page.limit ?? USUAL)) {
    const frequent = await pageOf(amongNewest(query.clone(), page), { ...page, isCounted: false });
    if (frequent.next !== null) return page.isCounted ? { ...frequent, total: await totalOf(query) } : frequent;
  }
  return pageOf(query.andWhere(`${alias}.searchPairs @> :pairs`, { pairs: rarest.pairs }), page, `${alias}.openedPosition + 0`);
}

function amongNewest<R extends Opened>(query: SelectQueryBuilder<R>, { after }: Page): SelectQueryBuilder<R> {
  const { alias } = query;
  const before = after === undefined ? Number.MAX_SAFE_INTEGER : positionOf(after);
  const last = query
    .createQueryBuilder()
    .select('newer.openedPosition')
    .from(query.expressionMap.mainAlias!.target, 'newer')
    .where('newer.openedPosition < :before')
    .orderBy('newer.openedPosition', 'DESC')
    .offset(NEWEST)
    .limit(1);
  return query.andWhere(`${alias}.openedPosition > coalesce((${last.getQuery()}), 0)`, { before });
}

/** How many rows the same conditions find: what may not be seen is not counted either. */
async function totalOf<R extends ObjectLiteral>(query: SelectQueryBuilder<R>): Promise<Total> {
  const some = query
    .clone()
    .select('1')
    .limit(MOST_COUNTED + 1);
  const counting = query.createQueryBuilder().select('count(*)::int', 'count').from(`(${some.getQuery()})`, 'counted').setParameters(some.getParameters());
  const { count = 0 } = (await counting.getRawOne<{ count: number }>()) ?? {};
  return { count: Math.min(count, MOST_COUNTED), isMore: count > MOST_COUNTED };
}
