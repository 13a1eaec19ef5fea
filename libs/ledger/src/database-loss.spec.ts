import { Rejection } from '@casetrail/domain';
import { StaleVersion, TooMuchContention, execute } from './execute.ts';
import { type Entry, Ledger } from './ledger.ts';
import { AppendLock, Station, type TestDatabase, deskTime, newStream, report, reportEntry, request, testDatabase } from './testing/index.ts';

let database: TestDatabase;
let ledger: Ledger;
beforeAll(async () => {
  database = await testDatabase();
  ledger = new Ledger(database.pool('api'));
  await new Station(ledger).open();
});
afterAll(() => database.drop());

const count = async (commandId: string) =>
  Number(
    (await ledger.pool.query("select count(*) from ledger.events where convert_from(bytes, 'UTF8')::jsonb ->> 'correlation' = $1", [commandId])).rows[0].count,
  );
const reportACase = () => request(newStream('criminal_case'), 'AcceptReport', report);

describe('when the database goes away during an append', () => {
  it('the call fails as a fault, and the same request is recorded exactly once when it is sent again', async () => {
    const command = reportACase();
    const lock = await AppendLock.hold(database);
    const interrupted = execute(ledger, command, deskTime);
    const failed = expect(interrupted).rejects.toMatchObject({ code: '57P01' });
    await lock.terminate(await lock.waiting(1));
    await failed;
    for (const refusal of [Rejection, StaleVersion, TooMuchContention]) await expect(interrupted).rejects.not.toBeInstanceOf(refusal);
    await lock.release();
    expect(await execute(ledger, command, deskTime)).toMatchObject({ isRepeated: false });
    expect(await execute(ledger, command, deskTime)).toMatchObject({ isRepeated: true });
    expect(await count(command.id)).toBe(1);
  });
  it('a batch is asked again command by command, so that none is lost and none is doubled', async () => {
    const { position } = await ledger.head();
    const lock = await AppendLock.hold(database);
    const failed = expect(ledger.append(reportEntry())).rejects.toMatchObject({ code: '57P01' });
    const alone = await lock.waiting(1);
    const entries = Array.from({ length: 6 }, () => reportEntry());
    const verdicts = entries.map((entry) => ledger.append(entry)); // gather behind it
    await lock.terminate(alone);
    await failed;
    const batch = await lock.waiting(1, alone);
    await lock.terminate(batch);
    await lock.waiting(1, [...alone, ...batch]); // the first of the batch, alone
    await lock.release();
    expect((await Promise.all(verdicts)).map(({ verdict }) => verdict)).toEqual(entries.map(() => 'recorded'));
    expect(await ledger.head()).toMatchObject({ position: position + entries.length });
  });
  it('a reply that is lost after the commit is made good by the repetition', async () => {
    const command = reportACase();
    /** Commits, and then loses the connection. */
    class Deaf extends Ledger {
      override async appendAll(entries: readonly Entry[]) {
        await super.appendAll(entries);
        return Promise.reject(new Error('Connection terminated unexpectedly'));
      }
    }
    await expect(execute(new Deaf(ledger.pool), command, deskTime)).rejects.toThrow('Connection terminated');
    expect(await execute(ledger, command, deskTime)).toMatchObject({ isRepeated: true, events: [`${command.stream}@1`] });
    expect(await count(command.id)).toBe(1);
  });
  it('every call fails while no server can be reached, and none is left hanging', async () => {
    const pool = database.pool('api');
    const unreachable = new Ledger(pool);
    await pool.end();
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => execute(unreachable, reportACase(), deskTime)));
    expect(results.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'));
  });
});

describe('one bad command', () => {
  it.each<[string, () => Entry]>([
    ['a date that does not exist', () => reportEntry({ occurredOn: '2020-02-30' })],
    ['a type that is missing', () => reportEntry({ type: undefined })],
    ['data that have no canonical form', () => reportEntry({ data: { amount: 0.5 } })],
    [
      'a version that is taken',
      () =>
        reportEntry(
          {},
          { events: [...reportEntry().events, ...reportEntry().events].map((event, _, [first]) => ({ ...event, stream: first?.stream ?? event.stream })) },
        ),
    ],
    ['an id that is none', () => reportEntry({}, { commandId: 'not-a-uuid' })],
  ])('with %s fails alone, and its neighbours are recorded', async (_, bad) => {
    const { position } = await ledger.head();
    const lock = await AppendLock.hold(database);
    const good = [ledger.append(reportEntry())];
    await lock.waiting(1);
    good.push(...Array.from({ length: 3 }, () => ledger.append(reportEntry())));
    const failing = expect(ledger.append(bad())).rejects.toThrow();
    good.push(...Array.from({ length: 3 }, () => ledger.append(reportEntry())));
    await lock.release();
    await failing;
    expect((await Promise.all(good)).map(({ verdict }) => verdict)).toEqual(good.map(() => 'recorded'));
    expect(await ledger.head()).toMatchObject({ position: position + good.length });
  });
});
