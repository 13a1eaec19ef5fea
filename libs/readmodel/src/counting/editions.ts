import { type CivilDate, type ClosedTable, type Edition, booksCloseOn, dayOf, editionsFrom, releaseDays } from '@casetrail/domain';
import type { ClientBase } from 'pg';
import { fixKnown } from './known.ts';
import { SERVING } from './schema.ts';
import { valuesByDistrict } from './values.ts';

/**
 * $1 some days. For each the last position recorded by its end, and whether all of these are counted: the next event of the ledger, if there is one that
 * is not counted yet, was recorded later.
 */
const closing = {
  name: 'counting.closing',
  text: `select (coalesce((select min(first_position) from ${SERVING}.days where recorded_on > closes.day), c.position + 1) - 1)::bigint as position,
                not exists (select from ledger.events where position = c.position + 1 and (recorded_at at time zone 'Asia/Shanghai')::date - date '2000-01-01' <= closes.day)
                  as is_counted
         from ${SERVING}.checkpoint c, unnest($1::int[]) with ordinality closes(day, i) order by i`,
};

/** What a table was counted from never changes; tables are few and small. */
type Tables = Map<string, ClosedTable>;

/**
 * The editions of the sealed figures: one for each release day whose books are closed. They are worked out again when there are more of them, and depend
 * on nothing but the ledger: not on who asks, nor for when, nor what was asked before.
 */
export class Editions {
  readonly #tables: Tables = new Map();
  #made: { readonly key: string; readonly editions: readonly Edition[] } = { key: '', editions: editionsFrom([]) };

  /** All that are there on a day, read in a snapshot. */
  async read(db: ClientBase, today: CivilDate): Promise<readonly Edition[]> {
    const days = releaseDays(today).filter((day) => booksCloseOn(day) < today);
    const { rows } = await db.query<{ position: string; is_counted: boolean }>({ ...closing, values: [days.map((day) => dayOf(booksCloseOn(day)))] });
    const closed = days.flatMap((day, i) => (rows[i]?.is_counted ? [{ day, position: Number(rows[i].position) }] : []));
    const key = closed.map(({ day, position }) => `${day}@${position}`).join();
    if (key !== this.#made.key) {
      const tables: ClosedTable[] = [];
      for (const { day, position } of closed) tables.push(await this.#table(db, day, position));
      this.#made = { key, editions: editionsFrom(tables) };
    }
    return this.#made.editions;
  }

  async #table(db: ClientBase, day: CivilDate, position: number): Promise<ClosedTable> {
    const key = `${day}@${position}`;
    const found = this.#tables.get(key);
    if (found) return found;
    const { city, districts } = await valuesByDistrict(db, day, await fixKnown(db, { position }));
    const table = { day, position, city, districts };
    this.#tables.set(key, table);
    return table;
  }
}
