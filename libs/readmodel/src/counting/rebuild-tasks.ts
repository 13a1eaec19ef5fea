import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Stream, rulesInForce } from '@casetrail/domain';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Done, Given } from '../rebuild/model.ts';
import { factColumns } from './advance.ts';
import { Differences } from './cube.ts';
import { type Fact, recount, unitCategories } from './recount.ts';
import { type TraceRow, byStream, linksAmong, merged, readTold, toldOf, traceColumns } from './trace.ts';

const TELL_AT_ONCE = 10_000;
const CHUNK = 262_144;

/** Tells a range of positions: their events, and who reads whom. */
export async function tellRange(db: pg.ClientBase, schema: string, { from: after, to: until }: Given): Promise<Done> {
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
  return { read: events, written: 0 };
}

/** Counts all units whose number falls into one part. The same rules and the same recount as batch by batch: only the bytes move in another way. */
export async function countPart(db: pg.ClientBase, schema: string, { from: part, to: parts }: Given): Promise<Done> {
  await db.query(`create temp table reach on commit drop as with recursive down(unit, stream) as (
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
  await copyLines(db, `${schema}.corner (key, n)`, differences.corners.map(lineOf));
  return { read: 0, written: facts };
}

/** Adds up what the parts have counted: the cube, and with it where the new figures stand. */
export async function addUp(db: pg.ClientBase, schema: string, { pin }: Given): Promise<Done> {
  const differences = new Differences();
  await eachLine(db, `select key, sum(n) from ${schema}.corner group by key`, ([key, n]) => differences.add([[Number(key), Number(n)]]));
  const cells = differences.cells();
  await copyLines(db, `${schema}.cube (figure, bucket, kind, valid, known, n)`, cells.map(lineOf));
  await db.query(
    `insert into ${schema}.days select (recorded_at at time zone interval '8 hours')::date - date '2000-01-01', min(position) from ledger.events where position <= $1 group by 1`,
    [pin],
  );
  await db.query(`update ${schema}.checkpoint set position = $1, rules = $2`, [pin, rulesInForce]);
  return { read: 0, written: 0 };
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
