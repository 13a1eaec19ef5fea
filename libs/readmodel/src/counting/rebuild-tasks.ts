import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Stream } from '@casetrail/domain';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { factColumns } from './advance.ts';
import { Differences } from './cube.ts';
import { type Fact, recount, unitCategories } from './recount.ts';
import { type TraceRow, byStream, linksAmong, merged, readTold, toldOf, traceColumns } from './trace.ts';

/** The pieces of a rebuild that can run side by side, each on a connection of its own: telling a range of positions, counting a part of the units. */
export type Task =
  { readonly kind: 'tell'; readonly after: number; readonly until: number } | { readonly kind: 'count'; readonly part: number; readonly parts: number };
export type TaskResult = { readonly events: number; readonly facts: number; readonly corners: readonly (readonly [key: number, n: number])[] };

const TELL_AT_ONCE = 10_000;
const CHUNK = 262_144;

/** Runs one piece in the schema that is being built. */
export async function runTask(db: pg.ClientBase, schema: string, task: Task): Promise<TaskResult> {
  return task.kind === 'tell' ? tellRange(db, schema, task.after, task.until) : countPart(db, schema, task.part, task.parts);
}

async function tellRange(db: pg.ClientBase, schema: string, after: number, until: number): Promise<TaskResult> {
  let events = 0;
  for (let from = after; from < until; from += TELL_AT_ONCE) {
    const told = await readTold(db, from, Math.min(from + TELL_AT_ONCE, until));
    events += told.length;
    await copyLines(
      db,
      `${schema}.trace (${traceColumns})`,
      told.map((event) => lineOf([event.position, event.stream, event.version, event.type, event.on, event.recorded, JSON.stringify(event.data)])),
    );
    await copyLines(db, `${schema}.link_told (reader, read)`, linksAmong(told).map(lineOf));
  }
  return { events, facts: 0, corners: [] };
}

/** Counts all units whose number falls into one part. The same rules and the same recount as batch by batch: only the bytes move in another way. */
async function countPart(db: pg.ClientBase, schema: string, part: number, parts: number): Promise<TaskResult> {
  await db.query(`drop table if exists pg_temp.reach`);
  await db.query(`create temp table reach as with recursive down(unit, stream) as (
      select u, u from (select stream from ${schema}.trace union select reader from ${schema}.link) units(u) where u % 32 in (${unitCategories.join(', ')}) and u / 32 % ${parts} = ${part}
      union select down.unit, link.read from down join ${schema}.link on link.reader = down.stream)
    select unit, stream from down`);
  const reach = new Map<Stream, Stream[]>();
  await eachLine(db, 'select unit, stream from reach', ([unit, stream]) => {
    const streams = reach.get(Number(unit));
    if (streams) streams.push(Number(stream));
    else reach.set(Number(unit), [Number(stream)]);
  });
  const told: ReturnType<typeof toldOf>[] = [];
  await eachLine(
    db,
    `select ${traceColumns} from ${schema}.trace ${parts === 1 ? '' : 'where stream in (select stream from reach)'}`,
    (fields) => void told.push(toldOf(fields as TraceRow)),
  );
  const histories = byStream(told);
  for (const events of histories.values()) events.sort((a, b) => a.position - b.position);

  const differences = new Differences();
  let facts = 0;
  function* lines() {
    for (const [unit, streams] of reach)
      for (const fact of recount(unit, merged(streams, histories), 0, []).opened) {
        differences.open(fact);
        facts++;
        yield lineOf(factKeys.map((key) => fact[key]));
      }
  }
  await copyLines(db, `${schema}.fact (${Object.values(factColumns).join(', ')})`, lines());
  return { events: told.length, facts, corners: differences.corners };
}
const factKeys = Object.keys(factColumns) as (keyof Fact)[];

/** One line of COPY's text format. */
export const lineOf = (fields: readonly (string | number)[]): string =>
  `${fields.map((field) => (typeof field === 'string' ? field.replace(/\\/g, '\\\\') : field)).join('\t')}\n`;

/** Writes lines into a table, in chunks. */
export async function copyLines(db: pg.ClientBase, target: string, lines: Iterable<string>): Promise<void> {
  function* chunks() {
    let text = '';
    for (const line of lines) {
      text += line;
      if (text.length < CHUNK) continue;
      yield text;
      text = '';
    }
    if (text) yield text;
  }
  await pipeline(Readable.from(chunks(), { objectMode: false }), db.query(copyFrom(`copy ${target} from stdin`)));
}

async function eachLine(db: pg.ClientBase, query: string, take: (fields: string[]) => void): Promise<void> {
  const stream = db.query(copyTo(`copy (${query}) to stdout`)).setEncoding('utf8');
  let rest = '';
  for await (const chunk of stream as AsyncIterable<string>) {
    const text = rest + chunk;
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      const line = text.slice(start, end);
      take((line.includes('\\') ? line.replaceAll('\\\\', '\\') : line).split('\t'));
      start = end + 1;
    }
    rest = text.slice(start);
  }
}
