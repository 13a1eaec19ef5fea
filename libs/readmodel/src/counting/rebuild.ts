import { FOREVER, dateOf, rulesInForce } from '@casetrail/domain';
import { type Extent, type Model, type Phase, positionOf, ranges } from '../rebuild/model.ts';
import { SETTINGS } from '../transactions.ts';
import { advance } from './advance.ts';
import { comparedTables, partOfFigures } from './digest.ts';
import { addUp, countPart, tellRange } from './rebuild-tasks.ts';
import { SERVING, grants, indexes, tables } from './schema.ts';

/** So many events of a ledger make a part of the units that one worker counts at a time. */
const EVENTS_IN_PART = 50_000;

/** Tables that are gone when everything is counted: links before they are told apart, and the corners of facts before they are added up. */
const staging = (schema: string) => `
create table ${schema}.link_told (read bigint not null, reader bigint not null);
create table ${schema}.corner (key bigint not null, n bigint not null);`;

/** Everything is told, then counted unit by unit, a part of the units at a time; what the parts have counted is added up while indexes are made. */
function phases(schema: string, { pin, parts: fewest }: Extent): readonly Phase[] {
  const parts = Math.max(fewest, Math.ceil(pin / EVENTS_IN_PART));
  const { links, facts, told, cells } = indexes(schema);
  const make = (...statements: readonly string[]) => ({ work: 'make', statements });
  return [
    { name: 'telling', pieces: ranges('tell', pin, parts * 4) },
    {
      name: 'linking',
      pieces: [
        make(
          `insert into ${schema}.link (read, reader) select distinct read, reader from ${schema}.link_told`,
          `drop table ${schema}.link_told`,
          ...links,
          `analyze ${schema}.link, ${schema}.trace`,
        ),
      ],
    },
    { name: 'counting', pieces: Array.from({ length: parts }, (_, part) => ({ work: 'count', from: part, to: parts })) },
    {
      name: 'indexing',
      pieces: [
        make(...facts, `analyze ${schema}.fact`),
        { work: 'add up', statements: [`drop table ${schema}.corner`, ...cells, `analyze ${schema}.cube`] },
        make(...told),
      ],
    },
  ];
}

const NEVER = 'for ever';
const day = (value: unknown) => (value === FOREVER ? NEVER : dateOf(Number(value)));
const days: readonly string[] = ['valid_from', 'valid_to', 'believed_from_day', 'believed_to_day', 'occurred_on', 'recorded_on'];

export const figuresModel: Model = {
  name: 'figures',
  serving: SERVING,
  lock: 4_272_838_602,
  tables: ['trace', 'link', 'fact', 'cube', 'days', 'checkpoint', 'link_told', 'corner'],
  create: (schema) => `${tables(schema)}${staging(schema)}`,
  grants,
  phases,
  works: { tell: tellRange, count: countPart, 'add up': addUp },
  advance: async (db, schema, size, limit = Infinity) => {
    await db.query(SETTINGS);
    return advance(db, size, { schema, limit });
  },
  isCurrent: async (db, schema) => {
    const { rows } = await db.query<{ rules: string }>(`select rules from ${schema}.checkpoint`);
    return rows[0]?.rules === rulesInForce || (await positionOf(db, schema)) === 0;
  },
  compared: comparedTables,
  partName: (table, part) => (table === 'fact' || table === 'cube' ? partOfFigures(part) : part),
  readable: (_, row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, days.includes(name) ? day(value) : value])),
};
