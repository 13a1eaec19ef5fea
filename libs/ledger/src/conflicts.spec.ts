import type { CaseId, StreamId, SuspectId } from '@casetrail/domain';
import { StaleVersion, TooMuchContention, execute } from './execute.ts';
import { type Entry, Ledger, type Verdict } from './ledger.ts';
import { AppendLock, Station, type TestDatabase, deskTime, detention, filing, newStream, request, secondLeader, testDatabase } from './testing/index.ts';

let database: TestDatabase;
let ledger: Ledger;
let station: Station;
let elsewhere: Station;
beforeAll(async () => {
  database = await testDatabase();
  ledger = new Ledger(database.pool('api'));
  station = new Station(ledger);
  elsewhere = new Station(new Ledger(database.pool('api')));
  await station.open();
});
afterAll(() => database.drop());

const types = async (stream: StreamId) => (await ledger.load([stream])).get(stream)?.events.map(({ type }) => type);
const outcomes = (results: readonly PromiseSettledResult<unknown>[]) =>
  results.map((result) => (result.status === 'fulfilled' ? 'recorded' : ((result.reason as { code?: string }).code ?? String(result.reason)))).sort();
const rights = { at: '2020-04-01T10:00:00+08:00', counsel: true };

describe('a version the issuer saw', () => {
  it('lets the command pass while it is the newest', async () => {
    const file = await station.reportedCase();
    expect(await station.issue(file, 'FileCase', filing, { ifVersion: 1 })).toMatchObject({ version: 2 });
    expect(
      await station.issue(newStream('criminal_case'), 'AcceptReport', { reportNumber: 'JJ-1', source: 'PATROL', district: '370202' }, { ifVersion: 0 }),
    ).toMatchObject({ version: 1 });
  });
  it('stops the command when the stream has moved on, and says where it is', async () => {
    const file = await station.filedCase();
    const { position } = await ledger.head();
    const stale = station.issue(file, 'StartInvestigation', { investigators: ['inv-1'] }, { ifVersion: 1 });
    await expect(stale).rejects.toThrow(StaleVersion);
    await expect(stale).rejects.toMatchObject({ actual: 2 });
    expect(await ledger.head()).toMatchObject({ position });
  });
  it('stops one of two commands that saw the same', async () => {
    const suspect = await station.detainedIn(await station.filedCase());
    const both = await Promise.allSettled([station, elsewhere].map((one) => one.issue(suspect, 'NotifyRights', rights, { ifVersion: 2 })));
    expect(outcomes(both)).toEqual([expect.stringContaining('is at version 3, not 2'), 'recorded']);
  });
});

describe('a command that another writer overtakes', () => {
  /** Both have decided on the same state before either may append. */
  const together = async (...commands: (() => Promise<unknown>)[]) => {
    const lock = await AppendLock.hold(database);
    const results = Promise.allSettled(commands.map((issue) => issue()));
    await lock.waiting(commands.length);
    await lock.release();
    return outcomes(await results);
  };

  it('is decided again, and refused where the fresh state refuses it', async () => {
    const file = await station.reportedCase();
    const decided = await together(
      () => station.issue(file, 'FileCase', filing),
      () => elsewhere.issue(file, 'RefuseFiling', { ground: '没有犯罪事实' }),
    );
    expect([
      ['criminal-case/is-filed', 'recorded'],
      ['criminal-case/is-filing-refused', 'recorded'],
    ]).toContainEqual(decided);
    expect(await types(file)).toHaveLength(2);
  });
  it('is decided again, and recorded where the fresh state allows it', async () => {
    const file = await station.filedCase();
    const [a, b] = [await station.person(), await station.person()];
    const decided = await together(
      () => station.issue(newStream('suspect'), 'OpenSuspect', { person: a, case: file }),
      () => elsewhere.issue(newStream('suspect'), 'OpenSuspect', { person: b, case: file }),
    );
    expect(decided).toEqual(['recorded', 'recorded']);
    expect(await types(file)).toEqual(['ReportAccepted', 'CaseFiled', 'CaseSuspectListed', 'CaseSuspectListed']);
  });
  it('is decided again, and records nothing where it holds by then', async () => {
    const file = await station.reportedCase();
    const decided = await together(
      () => station.issue(file, 'FileCase', filing),
      () => elsewhere.issue(file, 'FileCase', filing, { by: secondLeader }),
    );
    expect(decided).toEqual(['recorded', 'recorded']);
    expect(await types(file)).toEqual(['ReportAccepted', 'CaseFiled']);
  });
  it('is recorded in the end, however many want the same stream at once', async () => {
    const suspect = await station.detainedIn(await station.filedCase());
    const crowd = Array.from({ length: 200 }, (_, i) => (i % 2 ? station : elsewhere).issue(suspect, 'NotifyRights', rights));
    const versions = (await Promise.all(crowd)).map(({ version }) => version);
    expect(versions.toSorted((a, b) => a - b)).toEqual(crowd.map((_, i) => i + 3));
  });
  it('gives up, without a trace, only when it is overtaken every time', async () => {
    const suspect = await station.detainedIn(await station.filedCase());
    let attempts = 0;
    /** Somebody else is always faster here. */
    class Unlucky extends Ledger {
      override async append(entry: Entry): Promise<Verdict> {
        attempts++;
        await station.issue(suspect, 'NotifyRights', rights);
        return super.append(entry);
      }
    }
    const command = request(suspect, 'ConfirmInterrogation', { at: rights.at });
    await expect(execute(new Unlucky(database.pool('api')), command, deskTime)).rejects.toThrow(TooMuchContention);
    expect(await types(suspect)).toEqual(['SuspectOpened', 'CriminalDetentionImposed', ...Array.from({ length: attempts }, () => 'RightsNotified')]);
    expect(await execute(ledger, command, deskTime)).toMatchObject({ isRepeated: false, version: 3 + attempts });
  });
});

describe('a decision that read another stream', () => {
  type Race = readonly [CaseId, SuspectId, PromiseSettledResult<unknown>[]];
  async function raced(): Promise<Race> {
    const file = await station.filedCase();
    const suspect = await station.suspectIn(file);
    const withdrawal = await station.requested('K2', file, 'WithdrawCase', { ground: 'NO_CRIME' });
    const race = await Promise.allSettled([station.issue(suspect, 'Detain', detention), elsewhere.issue(withdrawal, 'ApproveCorrection', {})]);
    return [file, suspect, race];
  }

  it('does not stand when that stream has moved: nobody is ever detained in a withdrawn case', async () => {
    const check = async ([file, suspect, race]: Race) => {
      const isWithdrawn = (await types(file))?.includes('CaseWithdrawn');
      const isDetained = (await types(suspect))?.includes('CriminalDetentionImposed');
      expect(isWithdrawn).toBe(!isDetained);
      expect(outcomes(race)).toEqual([isWithdrawn ? 'criminal-case/not-filed' : 'criminal-case/suspects-under-measure', 'recorded']);
    };
    for (let round = 0; round < 8; round++) for (const race of await Promise.all(Array.from({ length: 10 }, raced))) await check(race);
  });
  it('does not stand when that stream has moved while its append waited', async () => {
    const file = await station.filedCase();
    const suspect = await station.suspectIn(file);
    const withdrawal = await station.requested('K2', file, 'WithdrawCase', { ground: 'NO_CRIME' });
    const lock = await AppendLock.hold(database);
    const approval = elsewhere.issue(withdrawal, 'ApproveCorrection', {});
    await lock.waiting(1);
    const detained = station.issue(suspect, 'Detain', detention);
    await lock.waiting(2);
    await lock.release();
    await expect(approval).resolves.toMatchObject({ isRepeated: false });
    await expect(detained).rejects.toMatchObject({ code: 'criminal-case/not-filed' });
    expect(await types(suspect)).toEqual(['SuspectOpened']);
  });
});
