import { randomUUID } from 'node:crypto';
import { copyOf } from '@casetrail/demo-city';
import { type RecordedEvent, World } from '@casetrail/domain';
import { Ledger, canonicalJson, execute } from '@casetrail/ledger';
import { deskTime } from '@casetrail/ledger/testing';
import { opening, played } from '../loader/city-acts.ts';
import { loadLedger } from '../loader/load.ts';
import { inTurns } from '../load/closed-loop.ts';
import type { Database } from '../stage/databases.ts';
import type { Stage } from '../stage/stage.ts';
import type { Story } from './stories.ts';

/** Where the events of a story are written, whoever it is. */
export type Store = {
  /** Makes ready for so many further copies, outside the time that is taken. */
  readonly prepare: (copies: number) => Promise<void>;
  /** Writes the events of one copy, counted from 0 since it was made ready. */
  readonly write: (no: number) => Promise<unknown>;
  readonly close: () => Promise<void>;
};
export type StoreOptions = { readonly story: Story; readonly connections: number };

/** So many connections does an api process write with. */
const API_CONNECTIONS = 16;

/** The events that the command of a story comes to. */
export const eventsOf = ({ before, command }: Story): readonly RecordedEvent[] => played([...before, command], new World()).at(-1)?.events ?? [];

const beginsStream = (story: Story): boolean => eventsOf(story).some(({ stream, version }) => stream === story.command.stream && version === 1);

/** The product: loads, decides and appends, on a database that was made a moment ago and never analysed. */
export async function casetrail(stage: Stage, { story }: StoreOptions, on?: Database): Promise<Store> {
  const database = on ?? (await stage.database());
  const ledger = new Ledger(database.pool('api', API_CONNECTIONS));
  const [first] = played([opening]);
  if (first && (await ledger.head()).position === 0) await loadLedger(database.url, { opening: first, repeated: [] }, { to: 1 });
  const before = played(story.before);
  const begins = beginsStream(story) || undefined; // as the api says it of a new record
  let commands: ReturnType<typeof copyOf>[] = [];
  return {
    prepare: async (copies) => {
      const from = database.freshCopies(copies);
      if (before.length > 0) await loadLedger(database.url, { repeated: before }, { from, to: from + copies - 1, after: (await ledger.head()).position });
      commands = Array.from({ length: copies }, (_, i) => copyOf(story.command, from + i));
    },
    write: (no) => execute(ledger, { ...(commands[no] as ReturnType<typeof copyOf>), ...(begins && { begins }) }, deskTime),
    close: database.drop,
  };
}

/** The least that can be done: the bytes of the events as rows of a table without any other index than its key, one statement and transaction a command. */
export async function bareInserts(stage: Stage, { story, connections }: StoreOptions): Promise<Store> {
  const database = await stage.bareDatabase();
  const pool = database.pool('owner', connections);
  await pool.query('create table bare (position bigint generated always as identity primary key, event jsonb not null)');
  const events = eventsOf(story).map((event) => canonicalJson(event));
  const text = `insert into bare (event) values ${events.map((_, i) => `($${i + 1})`).join(', ')}`;
  return { prepare: () => Promise.resolve(), write: () => pool.query({ name: 'bare', text, values: events }), close: database.drop };
}

type EmmettEvent = { readonly type: string; readonly data: unknown; readonly metadata: unknown };
type EmmettStore = {
  readonly appendToStream: (stream: string, events: readonly EmmettEvent[], options: { readonly expectedStreamVersion: bigint | string }) => Promise<unknown>;
  readonly schema: { readonly migrate: () => Promise<unknown> };
  readonly close: () => Promise<void>;
};
type Emmett = { readonly getPostgreSQLEventStore: (url: string, options: object) => EmmettStore };

const split = ({ type, data, ...envelope }: RecordedEvent) => ({ type, data, metadata: envelope });

/** Appends the events of a command to one stream; where the stream is there already, with the version that it must have. Nothing is loaded or decided. */
export async function emmett(stage: Stage, { story, connections }: StoreOptions): Promise<Store> {
  const { getPostgreSQLEventStore } = stage.peers.load('@event-driven-io/emmett-postgresql') as Emmett;
  const database = await stage.bareDatabase();
  const pool = database.pool('owner', connections);
  const store = getPostgreSQLEventStore(database.url, { connectionOptions: { pool } });
  await store.schema.migrate();
  const events = eventsOf(story).map(split);
  const [first] = events as [EmmettEvent];
  const isNew = beginsStream(story);
  const append = (stream: string, some: readonly EmmettEvent[], expectedStreamVersion: bigint | string) =>
    store.appendToStream(stream, some, { expectedStreamVersion });
  let ids: readonly string[] = [];
  return {
    prepare: async (copies) => {
      ids = Array.from({ length: copies }, () => randomUUID());
      if (!isNew) await inTurns(copies, connections, (no) => append(ids[no] as string, [first], 'STREAM_DOES_NOT_EXIST'));
    },
    write: (no) => append(ids[no] as string, events, isNew ? 'STREAM_DOES_NOT_EXIST' : 1n),
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
}

type CastoreEvent = { readonly aggregateId: string; readonly version: number; readonly type: string; readonly payload: unknown; readonly metadata: unknown };
type CastoreAdapter = {
  readonly pushEvent: (event: CastoreEvent, options: { readonly eventStoreId: string }) => Promise<unknown>;
  readonly pushEventGroup: (options: object, ...grouped: readonly unknown[]) => Promise<unknown>;
  readonly groupEvent: (event: CastoreEvent) => { context?: unknown };
  readonly _sql: { readonly end: (options: { readonly timeout: number }) => Promise<void> };
};
type Castore = {
  readonly PostgresEventStorageAdapter: (new (options: { readonly connectionString: string }) => CastoreAdapter) & {
    readonly createEventTable: (options: { readonly connectionString: string }) => Promise<unknown>;
  };
};

/** Pushes the events of a command, several of them as a group. Nothing is loaded or decided. */
export async function castore(stage: Stage, { story, connections }: StoreOptions): Promise<Store> {
  const { PostgresEventStorageAdapter: Adapter } = stage.peers.load('@castore/event-storage-adapter-postgres') as Castore;
  const database = await stage.bareDatabase();
  const connectionString = `${database.url}?max=${connections}`;
  await Adapter.createEventTable({ connectionString });
  const adapter = new Adapter({ connectionString });
  const events = eventsOf(story);
  const options = { eventStoreId: 'cases' };
  const isNew = beginsStream(story);
  const push = (aggregateId: string, some: readonly RecordedEvent[], after: number) => {
    const told = some.map((event, i): CastoreEvent => {
      const { type, data: payload, metadata } = split(event);
      return { aggregateId, version: after + i + 1, type, payload, metadata };
    });
    if (told.length === 1) return adapter.pushEvent(told[0] as CastoreEvent, options);
    return adapter.pushEventGroup({}, ...told.map((event) => Object.assign(adapter.groupEvent(event), { context: options })));
  };
  let ids: readonly string[] = [];
  return {
    prepare: async (copies) => {
      ids = Array.from({ length: copies }, () => randomUUID());
      if (!isNew) await inTurns(copies, connections, (no) => push(ids[no] as string, events.slice(0, 1), 0));
    },
    write: (no) => push(ids[no] as string, events, isNew ? 0 : 1),
    close: async () => {
      await adapter._sql.end({ timeout: 1 });
      await database.drop();
    },
  };
}
