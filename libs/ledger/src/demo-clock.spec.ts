import { randomUUID } from 'node:crypto';
import type { LedgerKind, RecordedEvent } from '@casetrail/domain';
import pg from 'pg';
import { fingerprintOf } from './execute.ts';
import { type Entry, Ledger, type Verdict } from './ledger.ts';
import { Station, type TestDatabase, investigator, newStream, report, system, testDatabase } from './testing/index.ts';

const databases: TestDatabase[] = [];
afterAll(() => Promise.all(databases.map((database) => database.drop())));

async function empty(): Promise<Ledger> {
  const database = await testDatabase();
  databases.push(database);
  return new Ledger(database.pool('api'));
}

const entryOf = (event: RecordedEvent, recordedAt?: string): Entry => ({
  commandId: randomUUID(),
  fingerprint: fingerprintOf(event),
  events: [event],
  read: [{ stream: event.stream, no: 0, version: 0 }],
  ...(recordedAt && { recordedAt }),
});
const event = (type: string, data: unknown, category: 'ledger' | 'criminal_case') =>
  ({
    stream: newStream(category),
    version: 1,
    type,
    schema: 1,
    occurredOn: '2018-01-24',
    actor: category === 'ledger' ? system : investigator,
    secrecy: 'CASE',
    correlation: 'test',
    data,
  }) as RecordedEvent;
const opening = (kind: LedgerKind, at?: string) => entryOf(event('LedgerOpened', { kind, city: '370200' }, 'ledger'), at);
const reported = (at?: string) => entryOf(event('ReportAccepted', report, 'criminal_case'), at);
const recordedAt = (verdict: Verdict) => ('recordedAt' in verdict ? verdict.recordedAt.toISOString() : verdict.verdict);
const inThePast = '2018-03-01T01:00:00.000Z';

describe('a demo ledger', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await empty();
    await ledger.append(opening('demo', '2018-01-24T00:00:00.000Z'));
  });

  it('is told when it recorded, from its first event on', async () => {
    expect((await ledger.head()).recordedAt?.toISOString()).toBe('2018-01-24T00:00:00.000Z');
    expect(recordedAt(await ledger.append(reported(inThePast)))).toBe(inThePast);
    const [last] = await ledger.read(1, 1);
    expect(last?.recordedAt.toISOString()).toBe(inThePast);
  });
  it('takes the same moment again, and none before it', async () => {
    expect(recordedAt(await ledger.append(reported(inThePast)))).toBe(inThePast);
    await expect(ledger.append(reported('2018-03-01T00:59:59.999Z'))).rejects.toMatchObject({ code: '22008' });
  });
  it('takes no batch whose moments run backwards, in part or as a whole', async () => {
    const { position } = await ledger.head();
    const backwards = [reported('2018-03-03T00:00:00Z'), reported('2018-03-02T00:00:00Z')];
    await expect(ledger.appendAll(backwards, { together: true })).rejects.toMatchObject({ code: '22008' });
    await expect(ledger.appendAll([reported(), reported('2018-03-02T00:00:00Z')])).rejects.toMatchObject({ code: '22008' });
    expect(await ledger.head()).toMatchObject({ position });
  });
  it('takes no moment in the future', async () => {
    await expect(ledger.append(reported(new Date(Date.now() + 60_000).toISOString()))).rejects.toMatchObject({ code: '22008' });
  });
  it('answers a repeated command with the moment that it recorded then', async () => {
    const entry = reported('2018-04-01T00:00:00.000Z');
    await ledger.append(entry);
    expect(recordedAt(await ledger.append(entry))).toBe('2018-04-01T00:00:00.000Z');
  });
  it('goes on by the real clock after the years it plays, and never back', async () => {
    const before = Date.now();
    const { recordedAt: now } = await new Station(ledger).issue(newStream('criminal_case'), 'AcceptReport', report);
    expect(Date.parse(now)).toBeGreaterThanOrEqual(before - 1);
    expect(Date.parse(now)).toBeLessThanOrEqual(Date.now());
    await expect(ledger.append(reported('2018-05-01T00:00:00Z'))).rejects.toMatchObject({ code: '22008' });
  });
});

describe('a live ledger', () => {
  it('is not told when it recorded, neither at its opening nor later', async () => {
    const ledger = await empty();
    await expect(ledger.append(opening('live', inThePast))).rejects.toMatchObject({ code: '42501' });
    await expect(ledger.append(reported(inThePast))).rejects.toMatchObject({ code: '42501' });
    expect((await ledger.head()).position).toBe(0);
    await ledger.append(opening('live'));
    await expect(ledger.append(reported(inThePast))).rejects.toMatchObject({ code: '42501' });
    await ledger.append(opening('demo')); // a second opening changes nothing: the first event says what a ledger is
    await expect(ledger.append(reported(inThePast))).rejects.toMatchObject({ code: '42501' });
    expect(await ledger.kind()).toBe('live');
  });
  it('keeps its recorded time from running backwards when the clock of the server is set back', async () => {
    const ledger = await empty();
    await ledger.append(opening('live'));
    // An event from an hour ahead, as if the clock had been set back since: only a superuser can forge one.
    const ahead = new Date(Date.now() + 3_600_000);
    const admin = new pg.Client(databases.at(-1)?.url);
    await admin.connect();
    await admin.query(
      "insert into ledger.events (position, stream, version, occurred_on, recorded_at, type, bytes) values (2, 64, 1, '2020-01-01', $1, 'X', '{}')",
      [ahead],
    );
    await admin.end();
    expect(recordedAt(await ledger.append(reported()))).toBe(ahead.toISOString());
  });
});
