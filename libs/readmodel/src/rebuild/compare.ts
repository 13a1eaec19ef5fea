import type { ClientBase } from 'pg';
import { type Compared, type Model, type ModelName, nextOf, positionOf } from './model.ts';

type Row = Readonly<Record<string, unknown>>;
/** A unit (or a row of another kind) that two versions do not agree on, with what each of them says of it and the other does not. */
export type Differing = { readonly what: Row; readonly live: readonly Row[]; readonly next: readonly Row[] };
/** A part of a table that two versions do not agree on. */
export type DifferingPart = { readonly table: string; readonly part: string; readonly first: readonly Differing[] };
export type Verdict = {
  readonly model: ModelName;
  /** Where both stood when they were compared. */
  readonly position: number;
  readonly parts: number;
  readonly differences: readonly DifferingPart[];
  /** Why they could not be compared. */
  readonly unlike?: string;
};

/** So many units of a part are shown, and of so many parts. */
const UNITS_SHOWN = 5;
const PARTS_SHOWN = 20;
const SIZE = 5000;

/**
 * Holds the next version against the one that serves, part by part, at the same position and in one snapshot: the one that lags behind is brought up before,
 * and nobody waits meanwhile. A version that is empty differs in nothing; one that this program cannot bring up is unlike.
 */
export async function compare(db: ClientBase, model: Model): Promise<Verdict> {
  const next = nextOf(model);
  const { serving } = model;
  if ((await positionOf(db, serving)) === 0) return { model: model.name, position: await positionOf(db, next), parts: 0, differences: [] };
  for (;;) {
    const goal = await positionOf(db, next);
    const unlike = async (error: Error): Promise<Verdict> => {
      if (await model.isCurrent(db, serving)) throw error;
      return { model: model.name, position: goal, parts: 0, differences: [], unlike: error.message };
    };
    try {
      while ((await positionOf(db, serving)) < goal) await inTurn(db, 'begin', () => model.advance(db, serving, SIZE, goal));
    } catch (error) {
      return unlike(error as Error);
    }
    const verdict = await inTurn(db, 'begin isolation level repeatable read', async () => {
      const position = await positionOf(db, serving);
      while (await model.advance(db, next, SIZE, position));
      return (await positionOf(db, next)) === position ? { model: model.name, position, ...(await differencesOf(db, model)) } : undefined;
    }).catch(unlike); // of another shape, it has not the columns that are compared
    if (verdict) return verdict;
  }
}

export async function inTurn<T>(db: ClientBase, opening: string, work: () => Promise<T>): Promise<T> {
  await db.query(opening);
  try {
    const result = await work();
    await db.query('commit');
    return result;
  } catch (error) {
    await db.query('rollback').catch(() => undefined); // the connection may be gone: then there is nothing to take back
    throw error;
  }
}

async function differencesOf(db: ClientBase, model: Model): Promise<Pick<Verdict, 'parts' | 'differences'>> {
  // Every row of both is read: the settings that serve batches would be the wrong ones.
  await db.query('set local enable_seqscan = on; set local enable_hashjoin = on; set local enable_mergejoin = on');
  let parts = 0;
  const differences: DifferingPart[] = [];
  for (const table of model.compared) {
    const [live, next] = [await digestsOf(db, model.serving, table), await digestsOf(db, nextOf(model), table)];
    const all = [...new Set([...live.keys(), ...next.keys()])];
    parts += all.length;
    for (const part of all.filter((one) => live.get(one) !== next.get(one)))
      differences.push({
        table: table.table,
        part: model.partName(table.table, part),
        first: differences.length < PARTS_SHOWN ? await firstDiffering(db, model, table, part) : [],
      });
  }
  return { parts, differences };
}

/** The fingerprint of each part of a table, the same for the same rows however they came about. */
async function digestsOf(db: ClientBase, schema: string, { table, columns, part, where = 'true' }: Compared): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ part: string; digest: string }>(
    `select (${part})::text as part, count(*) || ':' || sum(hashtextextended(row(${columns.join(', ')})::text, 0)::numeric) as digest from ${schema}.${table} where ${where} group by 1 order by 1`,
  );
  return new Map(rows.map(({ part: one, digest }) => [one, digest]));
}

type Sided = { readonly side: 'live' | 'next'; readonly nth: number; readonly row: Row };

async function firstDiffering(db: ClientBase, model: Model, compared: Compared, part: string): Promise<readonly Differing[]> {
  const columns = compared.columns.join(', ');
  const group = compared.group.join(', ');
  const rows = (schema: string) => `select ${columns} from ${schema}.${compared.table} where (${compared.part})::text = $1 and ${compared.where ?? 'true'}`;
  const { rows: found } = await db.query<Sided>(
    `with live as (${rows(model.serving)}), next as (${rows(nextOf(model))}),
      differing as (
        select 'live' as side, * from (select * from live except all select * from next) only_live
        union all select 'next', * from (select * from next except all select * from live) only_next)
     select side, nth::int, to_jsonb(differing) - 'side' - 'nth' as row from (select dense_rank() over (order by ${group}) as nth, * from differing) differing
     where nth <= ${UNITS_SHOWN} order by nth, differing::text`,
    [part],
  );
  const named = await withStreams(db, compared, found);
  const readable = (row: Row) => model.readable(compared.table, row);
  return [...new Set(named.map(({ nth }) => nth))].map((nth): Differing => {
    const mine = named.filter((one) => one.nth === nth);
    const of = (side: Sided['side']) => mine.filter((one) => one.side === side).map(({ row }) => readable(row));
    const what = readable((mine[0] as Sided).row);
    return { what: Object.fromEntries(compared.group.map((column) => [column, what[column]])), live: of('live'), next: of('next') };
  });
}

/** Puts the ids of streams where there are numbers. */
async function withStreams(db: ClientBase, { streams = [] }: Compared, found: readonly Sided[]): Promise<readonly Sided[]> {
  const numbers = [...new Set(found.flatMap(({ row }) => streams.map((column) => Number(row[column]))))];
  if (numbers.length === 0) return found;
  const { rows } = await db.query<{ no: string; id: string }>('select no, id from ledger.streams where no = any($1)', [numbers]);
  const ids = new Map(rows.map(({ no, id }) => [Number(no), id]));
  return found.map(({ row, ...rest }) => ({
    ...rest,
    row: { ...row, ...Object.fromEntries(streams.map((column) => [column, ids.get(Number(row[column])) ?? row[column]])) },
  }));
}
