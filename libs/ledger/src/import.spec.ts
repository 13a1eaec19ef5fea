import { createHash, randomUUID } from 'node:crypto';
import { type Actor, type CivilDate, Rejection, type StreamId, addDays } from '@casetrail/domain';
import { newStreamId } from './execute.ts';
import { type PlayedCommand, importCommands } from './import.ts';
import { Ledger } from './ledger.ts';
import { type TestDatabase, filing, investigator, leader, report, secondLeader, system, testDatabase } from './testing/index.ts';

const databases: TestDatabase[] = [];
afterAll(() => Promise.all(databases.map((database) => database.drop())));

async function empty(): Promise<Ledger> {
  const database = await testDatabase();
  databases.push(database);
  return new Ledger(database.pool('api'));
}

const uuid = (serial: number) => `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`;

/** A small played history: every day a case is reported, filed, gets a suspect, and every third one is split by a correction. */
function playedHistory(cases: number): PlayedCommand[] {
  const played: PlayedCommand[] = [];
  const play = (stream: StreamId, type: string, data: unknown, actor: Actor, occurredOn: CivilDate) => {
    const serial = played.length + 1;
    played.push({
      id: uuid(serial),
      stream,
      type,
      data,
      act: { occurredOn },
      actor,
      recordedAt: new Date(Date.parse(`${occurredOn}T02:00:00Z`) + serial).toISOString(),
    });
  };
  const id = <C extends Parameters<typeof newStreamId>[0]>(category: C, i: number) => newStreamId(category, new Date('2018-01-24'), `${category}/${i}`);
  play(id('ledger', 0), 'OpenLedger', { kind: 'demo', city: '370200' }, system, '2018-01-24' as CivilDate);
  for (let i = 0; i < cases; i++) {
    const day = addDays('2018-02-01' as CivilDate, i);
    const [file, person, suspect, correction] = [id('criminal_case', i), id('person', i), id('suspect', i), id('correction', i)];
    play(file, 'AcceptReport', report, investigator, day);
    play(file, 'FileCase', { ...filing, caseNumber: `A-${i}-0` }, leader, day);
    play(person, 'RegisterPerson', {}, investigator, day);
    play(suspect, 'OpenSuspect', { person, case: file }, investigator, day);
    play(file, 'FileCase', { ...filing, caseNumber: `A-${i}-0` }, leader, day); // already so: records nothing
    if (i % 3 > 0) continue;
    const proposal = { stream: file, type: 'SplitCase', data: { children: [{ caseNumber: `A-${i}-1`, offences: ['盗窃罪'] }] }, act: { occurredOn: day } };
    play(correction, 'RequestCorrection', { kind: 'K6', proposal, reason: { code: 'SPLIT_NEEDED' } }, investigator, day);
    play(correction, 'ApproveCorrection', {}, secondLeader, day);
  }
  return played;
}

const history = playedHistory(30);
const EVENTS = 1 + 30 * 6 + 10 * 4;

async function digestOf(ledger: Ledger): Promise<string> {
  const { rows } = await ledger.pool.query(
    "select e.position, e.stream, s.id, extract(epoch from e.recorded_at)::text as at, encode(e.hash, 'hex') as hash from ledger.events e join ledger.streams s on s.no = e.stream order by 1",
  );
  const { rows: commands } = await ledger.pool.query(
    "select id, encode(fingerprint, 'hex') as f, first_position, last_position, recorded_at from ledger.commands order by id",
  );
  return createHash('sha256')
    .update(JSON.stringify([rows, commands]))
    .digest('hex');
}

describe('an import', () => {
  let whole: Ledger;
  let digest: string;
  beforeAll(async () => {
    whole = await empty();
    expect(await importCommands(whole, history, { batchSize: 17 })).toBe(EVENTS);
    digest = await digestOf(whole);
  });

  it('records every command at the time it is told, through the deciders', async () => {
    const stored = await whole.read(0, 1000);
    expect(stored).toHaveLength(EVENTS);
    const told = new Map(history.map(({ id, recordedAt }) => [id, recordedAt]));
    for (const { event, recordedAt } of stored) expect(recordedAt.toISOString()).toBe(told.get(event.correlation));
    expect(stored.filter(({ event }) => event.type === 'CaseFiled')).toHaveLength(40);
  });
  it('reports its progress in commands, batch by batch', async () => {
    const progress: number[] = [];
    await importCommands(await empty(), history.slice(0, 45), { batchSize: 20, onProgress: (commands) => progress.push(commands) });
    expect(progress).toEqual([20, 40, 45]);
  });
  it('records nothing the second time', async () => {
    expect(await importCommands(whole, history, { batchSize: 50 })).toBe(0);
    expect(await digestOf(whole)).toBe(digest);
  });
  it('gives the same ledger whatever the size of its batches', async () => {
    for (const batchSize of [1, 500]) {
      const ledger = await empty();
      await importCommands(ledger, history, { batchSize });
      expect(await digestOf(ledger)).toBe(digest);
    }
  });
  it('goes on where it was interrupted, to the same ledger', async () => {
    const ledger = await empty();
    const interrupted = importCommands(ledger, history, {
      batchSize: 13,
      onProgress: (commands) => {
        if (commands > 60) throw new Error('the power is gone');
      },
    });
    await expect(interrupted).rejects.toThrow('the power is gone');
    const { position } = await ledger.head();
    expect(position).toBeGreaterThan(0);
    expect(position).toBeLessThan(EVENTS);
    expect(await importCommands(ledger, history, { batchSize: 40 })).toBe(EVENTS - position);
    expect(await digestOf(ledger)).toBe(digest);
  });
  it('stops at a refused command with the refusal, and leaves whole batches only', async () => {
    const ledger = await empty();
    const spoilt = history.with(47, {
      ...(history[47] as PlayedCommand),
      id: randomUUID(),
      type: 'CloseCase',
      data: {},
      actor: leader,
      stream: history[1]?.stream as StreamId,
    });
    const done: number[] = [];
    const refused = importCommands(ledger, spoilt, { batchSize: 10, onProgress: (commands) => done.push(commands) });
    await expect(refused).rejects.toThrow(Rejection);
    await expect(refused).rejects.toMatchObject({ code: 'criminal-case/is-filed' });
    expect(done.at(-1)).toBe(40);
    expect(await ledger.recordedCommands(spoilt.map(({ id }) => id))).toEqual(new Set(spoilt.slice(0, 40).map(({ id }) => id)));
  });
  it('is refused by a live ledger', async () => {
    const ledger = await empty();
    const [opening, ...rest] = history as [PlayedCommand, ...PlayedCommand[]];
    const live = [{ ...opening, data: { kind: 'live', city: '370200' } }, ...rest];
    await expect(importCommands(ledger, live)).rejects.toMatchObject({ code: '42501' });
    expect((await ledger.head()).position).toBe(0);
  });
});
