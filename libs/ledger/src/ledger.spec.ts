import { createHash, randomUUID } from 'node:crypto';
import { type RecordedEvent, type StreamId, categories, categoryOf } from '@casetrail/domain';
import { canonicalJson } from './canonical-json.ts';
import { fingerprintOf } from './execute.ts';
import { type Entry, Ledger } from './ledger.ts';
import { AppendLock, Station, type TestDatabase, investigator, newStream, report, testDatabase } from './testing/index.ts';

type Row = { position: string; id: string; no: string; version: number; type: string; occurred_on: string; recorded_at: Date; bytes: Buffer; hash: Buffer };

let database: TestDatabase;
let ledger: Ledger;
let station: Station;
beforeAll(async () => {
  database = await testDatabase();
  ledger = new Ledger(database.pool('api'));
  station = new Station(ledger);
  await station.open();
});
afterAll(() => database.drop());

const rows = async () =>
  (
    await ledger.pool.query<Row>(
      "select e.position, s.id, s.no, e.version, e.type, to_char(e.occurred_on, 'YYYY-MM-DD') as occurred_on, e.recorded_at, e.bytes, e.hash from ledger.events e join ledger.streams s on s.no = e.stream order by e.position",
    )
  ).rows;

const reported = (stream = newStream('criminal_case'), version = 1): RecordedEvent =>
  ({
    stream,
    version,
    type: 'ReportAccepted',
    schema: 1,
    occurredOn: '2020-04-01',
    actor: investigator,
    secrecy: 'CASE',
    correlation: 'test',
    data: report,
  }) as RecordedEvent;
const entryOf = (event: RecordedEvent): Entry => ({
  commandId: randomUUID(),
  fingerprint: fingerprintOf(event),
  events: [event],
  read: [{ stream: event.stream, no: 0, version: 0 }],
});

describe('the ledger', () => {
  it('numbers what many writers append at once 1, 2, 3, … without a gap, and its recorded time never runs backwards', async () => {
    const other = new Station(new Ledger(database.pool('api')));
    const files = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? station : other).filedCase()));
    await Promise.all(files.flatMap((file) => [station.suspectIn(file), other.suspectIn(file)]));
    const stored = await rows();
    expect(stored.length).toBe(1 + 40 * 2 + 80 * 4);
    expect(stored.map(({ position }) => Number(position))).toEqual(stored.map((_, i) => i + 1));
    const times = stored.map(({ recorded_at }) => recorded_at.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
  it('counts the versions of every stream 1, 2, 3, … in the order of the positions', async () => {
    const versions = new Map<string, number>();
    for (const { id, version } of await rows()) {
      expect(version).toBe((versions.get(id) ?? 0) + 1);
      versions.set(id, version);
    }
  });
  it('numbers a stream by the position of its first event and its category', async () => {
    for (const { id, no, version, position } of await rows()) {
      if (version !== 1) continue;
      expect(Number(no)).toBe(Number(position) * 32 + categories[categoryOf(id as StreamId)]);
    }
  });
  it('stores canonical bytes, their SHA-256, and columns that say what the bytes say', async () => {
    for (const { id, version, type, occurred_on, bytes, hash } of await rows()) {
      const event = JSON.parse(bytes.toString()) as RecordedEvent;
      expect(canonicalJson(event)).toBe(bytes.toString());
      expect(createHash('sha256').update(bytes).digest()).toEqual(hash);
      expect([id, version, type, occurred_on]).toEqual([event.stream, event.version, event.type, event.occurredOn]);
    }
  });
  it('reads on from any position', async () => {
    const { position } = await ledger.head();
    const all = await ledger.read(0, position);
    expect(all.map((stored) => stored.position)).toEqual(Array.from({ length: position }, (_, i) => i + 1));
    expect(await ledger.read(7, 3)).toEqual(all.slice(7, 10));
    expect(await ledger.read(position, 10)).toEqual([]);
  });
  it('loads the histories that it is asked for, and nothing for a stream that does not exist', async () => {
    const [file, nobody] = [await station.filedCase(), newStream('person')];
    const loaded = await ledger.load([file, nobody]);
    expect(loaded.get(file)?.events.map(({ type }) => type)).toEqual(['ReportAccepted', 'CaseFiled']);
    expect(loaded.get(nobody)).toEqual({ no: 0, events: [] });
  });
  it('says what kind of ledger it is', async () => expect(await ledger.kind()).toBe('live'));
});

describe('a batch', () => {
  it('gives every command its own verdict: a conflict and a reused id fail alone', async () => {
    const [fresh, known] = [entryOf(reported()), entryOf(reported())];
    const stale = { ...entryOf(reported()), read: [{ stream: (await station.reportedCase()) as StreamId, no: 0, version: 0 }] };
    await ledger.append(known);
    const { position } = await ledger.head();
    const verdicts = await ledger.appendAll([fresh, stale, known, { ...entryOf(reported()), commandId: known.commandId }, entryOf(reported())]);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['recorded', 'conflict', 'repeated', 'reused', 'recorded']);
    expect(await ledger.head()).toMatchObject({ position: position + 2 });
  });
  it('answers a command that is in it twice once with "recorded" and once with "repeated"', async () => {
    const twice = entryOf(reported());
    const [first, second] = await ledger.appendAll([twice, twice]);
    expect(first).toMatchObject({ verdict: 'recorded' });
    expect(second).toEqual({ ...first, verdict: 'repeated' });
  });
  it('gathers while another one commits, and each of its commands sees what those before it wrote', async () => {
    const heads: number[] = [];
    const busy = new Ledger(database.pool('api'));
    busy.onAppended = (position) => heads.push(position);
    const { position } = await ledger.head();
    const lock = await AppendLock.hold(database);
    const stream = newStream('criminal_case');
    const first = busy.append(entryOf(reported()));
    await lock.waiting(1);
    const rivals = [busy.append(entryOf(reported(stream))), busy.append(entryOf(reported(stream)))];
    const others = Array.from({ length: 10 }, () => busy.append(entryOf(reported())));
    await lock.release();
    expect((await Promise.all([first, ...others])).map(({ verdict }) => verdict)).toEqual(Array.from({ length: 11 }, () => 'recorded'));
    expect(await Promise.all(rivals)).toEqual([expect.objectContaining({ verdict: 'recorded' }), { verdict: 'conflict', stream }]);
    expect(heads).toEqual([position + 1, position + 12]);
  });
  it('is appended whole or not at all when its commands go together', async () => {
    const stream = newStream('criminal_case');
    const before = await ledger.head();
    const known = entryOf(reported());
    await ledger.append(known);
    await expect(ledger.appendAll([entryOf(reported(stream)), known], { together: true })).rejects.toThrow('repeated');
    await expect(ledger.appendAll([entryOf(reported(stream)), entryOf(reported(stream))], { together: true })).rejects.toThrow('conflict');
    expect(await ledger.head()).toMatchObject({ position: before.position + 1 });
  });
});
