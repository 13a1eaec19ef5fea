import type { Pool, PoolClient } from 'pg';
import { type Category, type EventId, type RecordedEvent, type StreamId, categories, categoryOf, eventIdOf } from '@casetrail/domain';
import { byteas, dates, int4s, int8s, texts, timestamps, utf8s, uuids } from './binary-arrays.ts';
import { canonicalJson } from './canonical-json.ts';
import { Gathering } from './gathering.ts';
import { type StoredEvent, type StoredRow, storedEvent } from './stored-event.ts';
import { Turns } from './turns.ts';

/** What a command appends, with the version of every stream its decision read. */
export type Entry = {
  readonly commandId: string;
  readonly fingerprint: Buffer;
  readonly events: readonly RecordedEvent[];
  readonly read: readonly { readonly stream: StreamId; readonly no: number; readonly version: number }[];
  /** Only in a demo ledger: when this was recorded, in the years it plays. */
  readonly recordedAt?: string;
};

export type Verdict =
  | { readonly verdict: 'recorded' | 'repeated'; readonly firstPosition: number; readonly lastPosition: number; readonly recordedAt: Date }
  /** The command id was used for another request. */
  | { readonly verdict: 'reused' }
  /** A stream has moved on since it was read. */
  | { readonly verdict: 'conflict'; readonly stream: StreamId };

/** What became of a command that was not in anybody's way. */
export type Outcome = Exclude<Verdict, { verdict: 'conflict' }>;

export type History = { readonly no: number; readonly events: readonly RecordedEvent[] };
export type Head = { readonly position: number; readonly recordedAt: Date | undefined };

type AppendRow = { verdict: string; first_position: string; last_position: string; recorded_at: Date; conflict: string | null };

const MOST_COMMANDS = 128; // a batch holds the lock for a few milliseconds
const MOST_EVENTS = 1000;
const FEWEST_APART = 8; // for a few, the start of each set is as much as it saves
const MOST_LOADS = 32; // long histories must not make many wait
const LOADS_AT_ONCE = 2;

const append = {
  name: 'ledger.append',
  text: 'select * from ledger.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)',
} as const;
const appendApart = {
  name: 'ledger.append-apart',
  text: 'select * from ledger.append_apart($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)',
} as const;

/**
 * The append-only event log. One process appends the commands that wait as one batch, so that they share one commit: every command keeps
 * its own verdict.
 */
export class Ledger {
  readonly pool: Pool;
  /** Called after each batch that recorded something, with the new head. */
  onAppended: ((position: number) => void) | undefined;
  readonly turns = new Turns();
  readonly #appends = new Gathering<Entry, Verdict>({ answer: (entries) => this.appendAll(entries), fit: fittingEntries, lanes: 1 });
  readonly #loads = new Gathering<readonly StreamId[], Map<StreamId, History>>({
    answer: (asked) => this.#loadAll(asked),
    fit: ({ length }) => Math.min(MOST_LOADS, length),
    lanes: LOADS_AT_ONCE,
  });

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** Appends one command's events, together with whatever else is waiting. Rejects only when the database does not answer. */
  append(entry: Entry): Promise<Verdict> {
    return this.#appends.ask(entry);
  }

  /** Appends several commands in one transaction, in their order. `together`: all or none. */
  async appendAll(entries: readonly Entry[], { together = false } = {}): Promise<Verdict[]> {
    const reads = entries.flatMap(({ read }) => read);
    const numbers = new Map(reads.map(({ stream, no }) => [stream, no]));
    const events = entries.flatMap((entry) => entry.events);
    const areApart = !together && entries.length >= FEWEST_APART && standApart(entries);
    const { rows } = await this.pool.query<AppendRow>({
      ...(areApart ? appendApart : append),
      values: [
        uuids(entries.map(({ commandId }) => commandId)),
        byteas(entries.map(({ fingerprint }) => fingerprint)),
        timestamps(entries.map(({ recordedAt }) => recordedAt ?? null)),
        int4s(entries.map(({ read }) => read.length)),
        int4s(entries.map((entry) => entry.events.length)),
        texts(reads.map(({ stream }) => stream)),
        int8s(reads.map(({ no }) => no)),
        int4s(reads.map(({ version }) => version)),
        texts(events.map(({ stream }) => stream)),
        int8s(events.map(({ stream }) => numbers.get(stream) ?? 0)),
        int4s(events.map(({ stream }) => categories[categoryOf(stream) as Category])),
        int4s(events.map(({ version }) => version)),
        texts(events.map(({ type }) => type)),
        dates(events.map(({ occurredOn }) => occurredOn)),
        utf8s(events.map((event) => canonicalJson(event))),
        ...(areApart ? [] : [together]),
      ],
    });
    const verdicts = rows.map(verdictOf);
    const newest = verdicts.reduce((last, one) => (one.verdict === 'recorded' ? Math.max(last, one.lastPosition) : last), 0);
    if (newest > 0) this.onAppended?.(newest);
    return verdicts;
  }

  /** The histories of some streams; a stream that does not exist has number 0 and no events. */
  load(streams: readonly StreamId[]): Promise<Map<StreamId, History>> {
    return this.#loads.ask(streams);
  }

  async #loadAll(asked: readonly (readonly StreamId[])[]): Promise<Map<StreamId, History>[]> {
    const found = new Map<StreamId, { no: number; events: RecordedEvent[] }>(asked.flat().map((id) => [id, { no: 0, events: [] }]));
    const { rows } = await this.pool.query<{ id: StreamId; no: string; event: string }>({
      name: 'ledger.load',
      text: "select id, no, convert_from(bytes, 'UTF8') as event from ledger.load($1::text[])", // bytes would come as digits, twice as many
      values: [[...found.keys()]],
    });
    for (const { id, no, event } of rows) {
      const history = found.get(id) as { no: number; events: RecordedEvent[] };
      history.no = Number(no);
      history.events.push(JSON.parse(event) as RecordedEvent);
    }
    return asked.map((streams) => new Map(streams.map((id) => [id, found.get(id) as History])));
  }

  /** The events of one stream with their places in the ledger; none where there is no such stream. */
  async stored(stream: StreamId): Promise<StoredEvent[]> {
    const { rows } = await this.pool.query<StoredRow>({
      name: 'ledger.stored',
      text: 'select e.position, e.stream, e.recorded_at, e.bytes from ledger.streams s join ledger.events e on e.stream = s.no where s.id = $1 order by e.version',
      values: [stream],
    });
    return rows.map(storedEvent);
  }

  /** What became of a command, if it was ever recorded. */
  async outcomeOf(commandId: string, fingerprint: Buffer): Promise<Outcome | undefined> {
    const { rows } = await this.pool.query<{ fingerprint: Buffer; first_position: string; last_position: string; recorded_at: Date }>({
      name: 'ledger.outcome',
      text: 'select fingerprint, first_position, last_position, recorded_at from ledger.commands where id = $1',
      values: [commandId],
    });
    const row = rows[0];
    if (!row) return undefined;
    return row.fingerprint.equals(fingerprint) ? outcomeIn({ ...row, verdict: 'repeated' }) : { verdict: 'reused' };
  }

  /** Where the last event stands that a command has recorded. */
  async endOf(commandId: string): Promise<number> {
    const { rows } = await this.pool.query<{ last: string }>({
      name: 'ledger.end-of-command',
      text: 'select last_position as last from ledger.commands where id = $1',
      values: [commandId],
    });
    if (!rows[0]) throw new Error(`The command ${commandId} was never recorded.`);
    return Number(rows[0].last);
  }

  /** How many events a stream had when the ledger was at some position. */
  async versionAt(stream: StreamId, position: number): Promise<number> {
    const { rows } = await this.pool.query<{ version: number }>(
      'select e.version from ledger.streams s join ledger.events e on e.stream = s.no where s.id = $1 and e.position <= $2 order by e.version desc limit 1',
      [stream, position],
    );
    return rows[0]?.version ?? 0;
  }

  /** Which of these command ids were recorded already. */
  async recordedCommands(ids: readonly string[]): Promise<Set<string>> {
    const { rows } = await this.pool.query<{ id: string }>('select id from ledger.commands where id = any($1)', [ids]);
    return new Set(rows.map(({ id }) => id));
  }

  /** The ids of the events at some positions, in their order. */
  async eventIds(first: number, last: number): Promise<EventId[]> {
    const { rows } = await this.pool.query<{ id: StreamId; version: number }>({
      name: 'ledger.event-ids',
      text: 'select s.id, e.version from ledger.events e join ledger.streams s on s.no = e.stream where e.position between $1 and $2 order by e.position',
      values: [first, last],
    });
    return rows.map(({ id, version }) => eventIdOf(id, version));
  }

  /** Events by position: `position > after`, at most `limit`. Positions are dense, so nothing can be missed or appear later in between. */
  async read(after: number, limit: number, db: Pool | PoolClient = this.pool): Promise<StoredEvent[]> {
    const { rows } = await db.query<StoredRow>({
      name: 'ledger.read',
      text: 'select position, stream, recorded_at, bytes from ledger.events where position > $1 and position <= $1 + $2 order by position',
      values: [after, limit],
    });
    return rows.map(storedEvent);
  }

  async head(): Promise<Head> {
    const { rows } = await this.pool.query<{ position: string; recorded_at: Date }>(
      'select position, recorded_at from ledger.events order by position desc limit 1',
    );
    return rows[0] ? { position: Number(rows[0].position), recordedAt: rows[0].recorded_at } : { position: 0, recordedAt: undefined };
  }

  /** What the ledger is, as its first event says; undefined while it is empty. */
  async kind(): Promise<'live' | 'demo' | undefined> {
    const [first] = await this.read(0, 1);
    return (first?.event.data as { kind?: 'live' | 'demo' } | undefined)?.kind;
  }
}

/** As many commands as one batch takes. */
function fittingEntries(entries: readonly Entry[]): number {
  let commands = 0;
  let size = 0;
  for (const { events } of entries) {
    size += events.length;
    if (commands > 0 && (commands === MOST_COMMANDS || size > MOST_EVENTS)) break;
    commands++;
  }
  return commands;
}

/** Whether each command has an id of its own, is recorded as of now, and reads and writes nothing that an earlier one of them writes. */
function standApart(entries: readonly Entry[]): boolean {
  const ids = new Set(entries.map(({ commandId }) => commandId));
  if (ids.size < entries.length) return false;
  const written = new Set<StreamId>();
  for (const { events, read, recordedAt } of entries) {
    if (recordedAt !== undefined || [...read, ...events].some(({ stream }) => written.has(stream))) return false;
    for (const { stream } of events) written.add(stream);
  }
  return true;
}

function verdictOf(row: AppendRow): Verdict {
  if (row.verdict === 'conflict') return { verdict: 'conflict', stream: row.conflict as StreamId };
  return outcomeIn(row);
}

function outcomeIn(row: Omit<AppendRow, 'conflict'>): Outcome {
  if (row.verdict === 'reused') return { verdict: 'reused' };
  return {
    verdict: row.verdict as 'recorded' | 'repeated',
    firstPosition: Number(row.first_position),
    lastPosition: Number(row.last_position),
    recordedAt: row.recorded_at,
  };
}
