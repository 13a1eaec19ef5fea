import { randomUUID } from 'node:crypto';
import { CommandIdReused, execute, fingerprintOf } from './execute.ts';
import { Ledger } from './ledger.ts';
import { Station, type TestDatabase, deskTime, filing, leader, newStream, report, request, testDatabase } from './testing/index.ts';

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

const again = <T extends { isRepeated: boolean }>(receipt: T) => ({ ...receipt, isRepeated: true });

describe('the same request again', () => {
  it('has the same receipt, and records nothing more', async () => {
    const command = request(await station.filedCase(), 'StartInvestigation', { investigators: ['inv-1'] });
    const first = await execute(ledger, command, deskTime);
    const { position } = await ledger.head();
    await station.issue(command.stream, 'ClassifyScope', { scope: 'EVIL', listVersion: '2018', basis: '2018' });
    expect(await execute(ledger, command, deskTime)).toEqual(again(first));
    expect(await ledger.head()).toMatchObject({ position: position + 1 });
  });
  it('is recorded once where it may be issued again and again', async () => {
    const suspect = await station.detainedIn(await station.filedCase());
    const command = request(suspect, 'NotifyRights', { at: '2020-04-01T10:00:00+08:00', counsel: true });
    const first = await execute(ledger, command, deskTime);
    expect(await execute(ledger, command, deskTime)).toEqual(again(first));
    expect((await ledger.load([suspect])).get(suspect)?.events).toHaveLength(3);
  });
  it('is recorded once when it comes 20 times at the same time', async () => {
    const command = request(newStream('criminal_case'), 'AcceptReport', report);
    const receipts = await Promise.all(Array.from({ length: 20 }, () => execute(ledger, command, deskTime)));
    expect(receipts.filter(({ isRepeated }) => !isRepeated)).toHaveLength(1);
    expect(new Set(receipts.map((receipt) => JSON.stringify(again(receipt)))).size).toBe(1);
    expect((await ledger.load([command.stream])).get(command.stream)?.events).toHaveLength(1);
  });
  it('is recorded once when it comes over two processes’ pools at the same time', async () => {
    const other = new Ledger(database.pool('api'));
    const suspect = await station.detainedIn(await station.filedCase());
    for (let round = 0; round < 10; round++) {
      const command = request(suspect, 'NotifyRights', { at: '2020-04-01T10:00:00+08:00', counsel: round % 2 === 0 });
      const receipts = await Promise.all([ledger, other, ledger, other].map((one) => execute(one, command, deskTime)));
      expect(receipts.filter(({ isRepeated }) => !isRepeated)).toHaveLength(1);
      expect(new Set(receipts.map((receipt) => JSON.stringify(again(receipt)))).size).toBe(1);
    }
    expect((await ledger.load([suspect])).get(suspect)?.events).toHaveLength(2 + 10);
  });
  it('is answered as before although its own effect makes it unlawful now', async () => {
    const [file, suspect, person] = [await station.filedCase(), newStream('suspect'), await station.person()];
    const command = request(suspect, 'OpenSuspect', { person, case: file });
    const first = await execute(ledger, command, deskTime);
    await expect(execute(ledger, { ...command, id: randomUUID() }, deskTime)).rejects.toMatchObject({ code: 'suspect/is-suspect' });
    expect(await execute(ledger, command, deskTime)).toEqual(again(first));
  });
  it('is answered as before although its version is long stale', async () => {
    const file = await station.reportedCase();
    const command = request(file, 'FileCase', filing, { ifVersion: 1 });
    const first = await execute(ledger, command, deskTime);
    expect(await execute(ledger, command, deskTime)).toEqual(again(first));
  });
  it('is answered with the first stream although each attempt draws a new one', async () => {
    const body = { type: 'AcceptReport', report, by: leader.user };
    const [id, fingerprint] = [randomUUID(), fingerprintOf(body)];
    const attempt = () => station.issue(newStream('criminal_case'), 'AcceptReport', report, { id, fingerprint });
    const first = await attempt();
    expect(await attempt()).toEqual(again(first));
    const { position } = await ledger.head();
    expect(new Set((await Promise.all([attempt(), attempt()])).map(({ stream }) => stream))).toEqual(new Set([first.stream]));
    expect(await ledger.head()).toMatchObject({ position });
  });
  it('is remembered when it recorded nothing, and still records nothing when it would by then', async () => {
    const file = await station.filedCase();
    const command = request(file, 'CorrectCaseNumber', filing);
    const nothing = request(file, 'FileCase', filing);
    const first = await execute(ledger, nothing, deskTime);
    expect(first.events).toEqual([]);
    await station.issue(file, 'StartInvestigation', { investigators: ['inv-1'] });
    expect(await execute(ledger, nothing, deskTime)).toEqual(again(first));
    await expect(execute(ledger, { ...nothing, id: randomUUID() }, deskTime)).rejects.toMatchObject({ code: 'criminal-case/is-investigating' });
    await expect(execute(ledger, command, deskTime)).rejects.toMatchObject({ code: 'correction/second-person-required' });
  });
});

describe('the same id with another request', () => {
  it('is told so, and records nothing', async () => {
    const file = await station.reportedCase();
    const command = request(file, 'FileCase', filing);
    await execute(ledger, command, deskTime);
    const { position } = await ledger.head();
    const others = [
      { ...command, data: { ...filing, caseNumber: 'A-other' } },
      { ...command, act: { ...command.act, legalBasis: 'CPL 112' } },
      { ...command, actor: { ...leader, user: 'lead-9' } },
      request(file, 'StartInvestigation', { investigators: ['inv-1'] }, { id: command.id }),
      request(newStream('criminal_case'), 'AcceptReport', report, { id: command.id }),
      request(file, 'CrackCase', { suspects: [] }, { id: command.id }), // refused by the state, were it a new one
    ];
    for (const other of others) await expect(execute(ledger, other, deskTime)).rejects.toThrow(CommandIdReused);
    expect(await ledger.head()).toMatchObject({ position });
  });
});
