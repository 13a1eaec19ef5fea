import type { RecordedEvent, StreamId } from '@casetrail/domain';
import { type Entry, Ledger } from './ledger.ts';
import { newStream, reportEntry, testDatabase, type TestDatabase } from './testing/index.ts';

/** More than go row by row. */
const MANY = 24;
let databases: readonly TestDatabase[];
let inSets: Ledger;
let oneByOne: Ledger;

beforeAll(async () => {
  databases = [await testDatabase(), await testDatabase()];
  [inSets, oneByOne] = databases.map((database) => new Ledger(database.pool('api'))) as [Ledger, Ledger];
});
afterAll(async () => {
  for (const database of databases) await database.drop();
});

/** Everything that is stored, but for the times. */
async function stored({ pool }: Ledger): Promise<unknown> {
  const events = await pool.query(
    "select position, stream, version, occurred_on::text, type, encode(bytes, 'escape') as bytes from ledger.events order by position",
  );
  const streams = await pool.query('select id, no from ledger.streams order by no');
  const commands = await pool.query("select id, encode(fingerprint, 'hex') as fingerprint, first_position, last_position from ledger.commands order by id");
  return [events.rows, streams.rows, commands.rows];
}

/** A command that writes some events on a stream that has some. */
function writing(stream: StreamId, before: number, count: number, no: number, more: Partial<Entry> = {}): Entry {
  const events = Array.from({ length: count }, (_, i) => ({ ...reportEntry().events[0], stream, version: before + i + 1 }) as RecordedEvent);
  return reportEntry({}, { events, read: [{ stream, no, version: before }], ...more });
}

describe('commands that stand apart', () => {
  it('are stored in one batch as they are stored one by one', async () => {
    const old = Array.from({ length: MANY }, () => writing(newStream('criminal_case'), 0, 1, 0));
    for (const ledger of [inSets, oneByOne]) for (const entry of old) await ledger.append(entry);
    const { rows } = await inSets.pool.query<{ id: StreamId; no: string }>('select id, no from ledger.streams order by no');
    // Of five commands, one begins a stream with several events, one looks at another's stream, one records nothing.
    const batch = rows.map(({ id, no }, i) => {
      if (i % 5 === 0) return writing(newStream('suspect'), 0, 1 + (i % 3), 0);
      if (i % 5 === 1) return writing(id, 1, 0, Number(no));
      if (i % 5 === 2) {
        const begun = newStream('person');
        return writing(begun, 0, 1, 0, {
          read: [
            { stream: begun, no: 0, version: 0 },
            { stream: (rows[i - 1] as { id: StreamId }).id, no: Number(rows[i - 1]?.no), version: 1 },
          ],
        });
      }
      return writing(id, 1, i % 3, Number(no));
    });
    const together = await inSets.appendAll(batch);
    const alone = [];
    for (const entry of batch) alone.push(await oneByOne.append(entry));
    const places = (verdicts: readonly object[]) => verdicts.map((verdict) => ({ ...verdict, recordedAt: undefined }));
    expect(places(together)).toEqual(places(alone));
    expect(await stored(inSets)).toEqual(await stored(oneByOne));
    expect(new Set(together.map((verdict) => 'recordedAt' in verdict && verdict.recordedAt.getTime())).size).toBe(1);
  });

  it('lets one of them that is in conflict fail alone', async () => {
    const stream = newStream('criminal_case');
    await inSets.append(writing(stream, 0, 1, 0));
    const batch = Array.from({ length: MANY }, () => reportEntry());
    batch[7] = writing(stream, 0, 1, 0);
    expect((await inSets.appendAll(batch)).map((verdict, i) => (verdict.verdict === 'recorded' ? 'recorded' : [i, verdict]))).toEqual(
      batch.map((_, i) => (i === 7 ? [7, { verdict: 'conflict', stream }] : 'recorded')),
    );
  });

  it('lets one of them be answered as before, where it was recorded before', async () => {
    const batch = Array.from({ length: MANY }, () => reportEntry());
    const known = await inSets.append(batch[3] as Entry);
    const verdicts = await inSets.appendAll(batch);
    expect(verdicts[3]).toEqual({ ...known, verdict: 'repeated' });
    expect(verdicts.filter(({ verdict }) => verdict === 'recorded')).toHaveLength(MANY - 1);
  });
});

describe('commands that have to do with each other', () => {
  const batchWith = (...last: readonly Entry[]) => [...Array.from({ length: MANY }, () => reportEntry()), ...last];

  it('fail where an earlier one has written what they write', async () => {
    const stream = newStream('criminal_case');
    const verdicts = await inSets.appendAll(batchWith(writing(stream, 0, 1, 0), writing(stream, 0, 1, 0)));
    expect(verdicts.at(-2)).toMatchObject({ verdict: 'recorded' });
    expect(verdicts.at(-1)).toEqual({ verdict: 'conflict', stream });
  });

  it('fail where an earlier one has written what they looked at', async () => {
    const [stream, other] = [newStream('criminal_case'), newStream('suspect')];
    const looking = writing(other, 0, 1, 0, { read: [stream, other].map((one) => ({ stream: one, no: 0, version: 0 })) });
    const verdicts = await inSets.appendAll(batchWith(writing(stream, 0, 1, 0), looking));
    expect(verdicts.at(-1)).toEqual({ verdict: 'conflict', stream });
  });

  it('are both recorded where the earlier one only looked', async () => {
    const [stream, other] = [newStream('criminal_case'), newStream('suspect')];
    const looking = writing(other, 0, 1, 0, { read: [stream, other].map((one) => ({ stream: one, no: 0, version: 0 })) });
    const verdicts = await inSets.appendAll(batchWith(looking, writing(stream, 0, 1, 0)));
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(verdicts.map(() => 'recorded'));
  });

  it('are answered once with "recorded" and once with "repeated", where they are one command twice', async () => {
    const twice = reportEntry();
    const [first, second] = (await inSets.appendAll(batchWith(twice, twice))).slice(-2);
    expect(second).toEqual({ ...first, verdict: 'repeated' });
  });
});
