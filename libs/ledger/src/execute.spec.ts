import { type StreamId, isStreamId } from '@casetrail/domain';
import { CommandIdReused, execute, fingerprintOf, recordIdOf } from './execute.ts';
import { Ledger } from './ledger.ts';
import { Station, type TestDatabase, deskTime, filing, investigator, leader, newStream, report, request, testDatabase } from './testing/index.ts';

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

const history = async (stream: StreamId) => (await ledger.load([stream])).get(stream)?.events ?? [];
const types = async (stream: StreamId) => (await history(stream)).map(({ type }) => type);

describe('a receipt', () => {
  it('proves what was recorded, where and when', async () => {
    const file = newStream('criminal_case');
    const { position } = await ledger.head();
    const command = request(file, 'AcceptReport', report, { by: investigator });
    const receipt = await execute(ledger, command, deskTime);
    expect(receipt).toEqual({
      commandId: command.id,
      stream: file,
      version: 1,
      position: position + 1,
      recordedAt: expect.any(String),
      events: [`${file}@1`],
      isRepeated: false,
    });
    expect(await ledger.head()).toEqual({ position: position + 1, recordedAt: new Date(receipt.recordedAt) });
    expect(Date.now() - Date.parse(receipt.recordedAt)).toBeLessThan(60_000);
  });
  it('names the events on other streams too, and the last position', async () => {
    const [file, suspect, person] = [await station.filedCase(), newStream('suspect'), await station.person()];
    const { position } = await ledger.head();
    const receipt = await station.issue(suspect, 'OpenSuspect', { person, case: file });
    expect(receipt).toMatchObject({ stream: suspect, version: 1, position: position + 3, events: [`${suspect}@1`, `${file}@3`, `${person}@2`] });
  });
  it('of a request that already held names no event and the version that it found', async () => {
    const file = await station.filedCase();
    const { position } = await ledger.head();
    const repeated = request(file, 'FileCase', filing);
    expect(await execute(ledger, repeated, deskTime)).toMatchObject({ version: 2, position, events: [], isRepeated: false });
    await station.issue(file, 'StartInvestigation', { investigators: ['inv-1'] });
    expect(await execute(ledger, repeated, deskTime)).toMatchObject({ version: 2, position, events: [], isRepeated: true });
  });
});

describe('a case', () => {
  it('lives from the report to the transfer for prosecution', async () => {
    const file = await station.filedCase();
    await station.issue(file, 'StartInvestigation', { investigators: ['inv-1'] });
    await station.issue(file, 'ClassifyScope', { scope: 'EVIL', listVersion: '2018', basis: '扫黑办函〔2018〕1号' });
    const suspect = await station.detainedIn(file);
    await station.issue(file, 'CrackCase', { suspects: [suspect] });
    await station.issue(suspect, 'RequestArrest', { fileNumber: 'TBS-1' });
    await station.issue(file, 'ConcludeInvestigation', {});
    const last = await station.issue(file, 'TransferForProsecution', { prosecutionNumber: 'QS-1', suspects: [suspect] });
    expect(last).toMatchObject({ stream: file, version: 8 });
    expect(await types(file)).toEqual([
      'ReportAccepted',
      'CaseFiled',
      'InvestigationStarted',
      'CaseScopeClassified',
      'CaseSuspectListed',
      'CaseCracked',
      'InvestigationConcluded',
      'TransferredForProsecution',
    ]);
    expect(await types(suspect)).toEqual(['SuspectOpened', 'CriminalDetentionImposed', 'ArrestRequested']);
  });
  it('stores the envelope of the act with every event', async () => {
    const file = newStream('criminal_case');
    const command = {
      ...request(file, 'AcceptReport', { ...report, reportNumber: '  JJ-7 ' }, { by: investigator }),
      act: {
        occurredOn: '2020-04-01',
        legalBasis: 'CPL 110',
        document: { kind: '接报案登记', number: '1', date: '2020-04-01' },
        reason: { code: 'CITIZEN_CALL' },
      },
    } as ReturnType<typeof request>;
    await execute(ledger, command, deskTime);
    expect(await history(file)).toEqual([
      {
        stream: file,
        version: 1,
        type: 'ReportAccepted',
        schema: 1,
        occurredOn: '2020-04-01',
        actor: investigator,
        secrecy: 'CASE',
        correlation: command.id,
        legalBasis: 'CPL 110',
        document: { kind: '接报案登记', number: '1', date: '2020-04-01' },
        reason: { code: 'CITIZEN_CALL' },
        data: { ...report, reportNumber: 'JJ-7' },
      },
    ]);
  });
  it('is split into new cases, told in one transaction', async () => {
    const file = await station.filedCase();
    const correction = await station.requested('K6', file, 'SplitCase', {
      children: [
        { caseNumber: 'A1-1', offences: ['盗窃罪'] },
        { caseNumber: 'A1-2', offences: ['诈骗罪'] },
      ],
    });
    const { position } = await ledger.head();
    const receipt = await station.issue(correction, 'ApproveCorrection', {});
    expect(receipt.position).toBe(position + 4);
    const { children } = (await history(file)).at(-1)?.data as { children: StreamId[] };
    expect(receipt.events).toEqual([`${correction}@2`, `${file}@3`, ...children.map((child) => `${child}@1`)]);
    expect(await history(children[1] as StreamId)).toMatchObject([{ type: 'CaseFiled', data: { caseNumber: 'A1-2', splitFrom: file } }]);
  });
});

describe('a command that begins a record', () => {
  const begun = (file: StreamId, id?: string) => ({ ...request(file, 'AcceptReport', report, { by: investigator, ...(id && { id }) }), begins: true as const });

  it('is decided without asking the ledger for what cannot be there', async () => {
    const file = newStream('criminal_case');
    const asked: StreamId[] = [];
    class Listening extends Ledger {
      override load(streams: readonly StreamId[]) {
        asked.push(...streams);
        return super.load(streams);
      }
    }
    const listening = new Listening(ledger.pool);
    expect(await execute(listening, begun(file), deskTime)).toMatchObject({ stream: file, version: 1, isRepeated: false });
    await execute(listening, request(file, 'FileCase', filing), deskTime);
    expect(asked).toEqual([file]); // the second command
  });
  it('is answered as before when it is repeated', async () => {
    const command = begun(newStream('criminal_case'));
    const first = await execute(ledger, command, deskTime);
    expect(await execute(ledger, command, deskTime)).toEqual({ ...first, isRepeated: true });
    const again = { ...command, stream: newStream('criminal_case'), fingerprint: fingerprintOf('the same request') };
    await expect(execute(ledger, again, deskTime)).rejects.toThrow(CommandIdReused);
  });
  it('is decided on what is there after all', async () => {
    const file = await station.reportedCase();
    await expect(execute(ledger, begun(file), deskTime)).rejects.toMatchObject({ code: expect.stringMatching(/^criminal-case\//) });
    expect(await types(file)).toEqual(['ReportAccepted']);
  });
});

describe('a correction', () => {
  const cracked = async () => {
    const file = await station.filedCase();
    await station.issue(file, 'StartInvestigation', { investigators: ['inv-1'] });
    const suspect = await station.suspectIn(file);
    await station.issue(file, 'CrackCase', { suspects: [suspect] });
    return file;
  };

  it('is refused to one person alone', async () => {
    const file = await cracked();
    await expect(station.issue(file, 'RevokeCrack', { ground: '证据不足' })).rejects.toMatchObject({ code: 'correction/second-person-required' });
  });
  it('is requested by one person and approved by another, who both stand in the event', async () => {
    const file = await cracked();
    const correction = await station.requested('K2', file, 'RevokeCrack', { ground: '证据不足' }, '2020-04-05');
    const receipt = await station.issue(correction, 'ApproveCorrection', {});
    expect(receipt).toMatchObject({ stream: correction, version: 2, events: [`${correction}@2`, `${file}@6`] });
    expect((await history(file)).at(-1)).toMatchObject({
      type: 'CrackRevoked',
      occurredOn: '2020-04-05',
      actor: investigator,
      approval: { by: leader },
      causation: `${correction}@1`,
      correlation: receipt.commandId,
      reason: { code: 'TYPING_ERROR' },
    });
  });
  it('voids a record in its own stream', async () => {
    const file = await cracked();
    const correction = await station.requested('K1', file, 'VoidRecords', { targets: [`${file}@5`] });
    await station.issue(correction, 'ApproveCorrection', {});
    expect((await history(file)).at(-1)).toMatchObject({ type: 'RecordVoided', version: 6, data: { target: `${file}@5` }, corrects: `${file}@5` });
    await expect(station.requested('K1', file, 'VoidRecords', { targets: [`${file}@2`] })).rejects.toMatchObject({ code: 'correction/relied-on' });
  });
  it('may be the first record of a stream: a report entered late', async () => {
    const file = newStream('criminal_case');
    await expect(station.issue(file, 'AcceptReport', report, { occurredOn: '2020-01-01' })).rejects.toMatchObject({
      code: 'correction/second-person-required',
    });
    const correction = await station.requested('K10', file, 'AcceptReport', report, '2020-01-01');
    await station.issue(correction, 'ApproveCorrection', {});
    expect(await history(file)).toMatchObject([{ type: 'ReportAccepted', occurredOn: '2020-01-01', actor: investigator, approval: { by: leader } }]);
  });
});

describe('a refusal', () => {
  it('writes nothing at all', async () => {
    const file = await station.reportedCase();
    const count = async () =>
      (
        await ledger.pool.query(
          'select (select count(*) from ledger.events) e, (select count(*) from ledger.streams) s, (select count(*) from ledger.commands) c',
        )
      ).rows[0];
    const before = await count();
    await expect(station.issue(file, 'CrackCase', { suspects: [] })).rejects.toMatchObject({ code: 'criminal-case/is-reported' });
    await expect(station.issue(newStream('criminal_case'), 'FileCase', filing)).rejects.toMatchObject({ code: 'criminal-case/is-unknown' });
    await expect(station.issue(file, 'FileCase', filing, { by: investigator })).rejects.toMatchObject({ code: 'role/not-allowed' });
    await expect(station.issue(file, 'NoSuchCommand', {})).rejects.toMatchObject({ code: 'command/unknown' });
    expect(await count()).toEqual(before);
  });
});

describe('the id of a natural key', () => {
  it('is an id of its category, and always the same', () => {
    const id = recordIdOf('register_entry', 'OFFICER', 'OFF-001', '1');
    expect([isStreamId(id), id]).toEqual([true, 'register_entry-1ZTD30RXG75F1G7AR1K2NC1M1T']);
  });
  it('is another one for another key, however its parts are cut, and in another category', () => {
    const keys = [['a', 'b', 'c'], ['a', 'bc'], ['ab', 'c'], ['abc'], ['a', 'b', 'c', '']];
    const ids = [...keys.map((key) => recordIdOf('register_entry', ...key)), recordIdOf('indicator', 'abc').replace('indicator', 'register_entry')];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
