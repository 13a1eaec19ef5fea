import { type CivilDate, type District, type Month, rulesInForce } from '@casetrail/domain';
import { randomLog } from '@casetrail/domain/testing';
import { ledgerMigrations } from '@casetrail/ledger';
import { fillLedger, testDatabase, type TestDatabase } from '@casetrail/ledger/testing';
import type { Pool } from 'pg';
import { type RebuildOptions, type RebuildProgress, rebuildFigures } from '../rebuild/index.ts';
import { Figures, countingMigrations, digestOf, projectFigures } from './index.ts';
import { Book } from './testing/book.ts';
import { emptyCounting, emptyLedger } from './testing/counted-ledger.ts';

const date = (text: string) => text as CivilDate;
const asOf = date('2020-04-08');

describe('counting', () => {
  let database: TestDatabase;
  let owner: Pool;
  let worker: Pool;
  let read: Figures;
  const catchUp = async (size = 100) => {
    while (await projectFigures(worker, size));
  };
  const counted = async ({ log }: Book) => {
    await fillLedger(owner, log);
    await catchUp();
  };

  beforeAll(async () => {
    database = await testDatabase([...ledgerMigrations, ...countingMigrations]);
    owner = database.pool('owner');
    worker = database.pool('worker');
    read = new Figures(database.pool('api'));
  });
  beforeEach(() => emptyLedger(owner));
  afterAll(() => database.drop());

  it('starts from nothing', async () => {
    expect(await projectFigures(worker)).toBe(false);
    expect(await read.values({ asOf })).toMatchObject({ position: 0, checkpoint: 0, values: { F05: 0 } });
    expect(await read.checkpoint()).toBe(0);
  });

  it('knows a late entry from the day it was recorded, at the date it happened', async () => {
    const book = new Book();
    const file = book.file(1, '2019-03-01');
    const [one, other] = [book.register(1, '2019-03-01'), book.register(2, '2019-03-01')];
    book.detain(1, one, file, '2019-03-01');
    book.detain(2, other, file, '2019-06-10', { recordedOn: '2020-05-02' });
    await counted(book);
    const at = async (day: string, knownOn: string) => (await read.values({ asOf: date(day), knownAt: { day: date(knownOn) } })).values.F05;
    expect([await at('2019-06-30', '2020-05-01'), await at('2019-06-30', '2020-05-02'), await at('2019-06-09', '2020-05-02')]).toEqual([1, 2, 1]);
  });

  it('tells what was known of a month when it ended from what was entered later', async () => {
    const book = new Book();
    const file = book.file(1, '2019-03-01');
    const [one, other, third] = [1, 2, 3].map((n) => book.register(n, '2019-03-01')) as [never, never, never];
    const wrong = book.detain(1, one, file, '2019-03-04');
    book.detain(2, other, file, '2019-03-30', { recordedOn: '2019-04-02' });
    const before = book.void(wrong, '2019-04-03') - 1;
    book.detain(3, third, file, '2019-04-05');
    await counted(book);
    const months = ['2019-02', '2019-03', '2019-04'] as Month[];
    const at = async (position: number, day = '2019-04-05') => (await read.inTime('F05', { months, asOf: date(day), knownAt: { position } })).values;
    expect([await at(book.log.length), await at(before), await at(book.log.length, '2019-04-04')]).toEqual([
      [0, 1, 1],
      [0, 1, 0],
      [0, 1, 0],
    ]);
    expect((await read.inTime('F05', { months, asOf: date('2019-04-30'), district: '370203' })).values).toEqual([0, 0, 0]);
  });

  it('tells a position inside a day from the end of that day', async () => {
    const book = new Book();
    const file = book.file(1, '2019-03-01');
    const [one, other] = [book.register(1, '2019-03-01'), book.register(2, '2019-03-01')];
    const first = book.detain(1, one, file, '2019-03-01');
    book.detain(2, other, file, '2019-03-01');
    await counted(book);
    const known = async (knownAt: { position: number } | { day: CivilDate }) => (await read.values({ asOf, knownAt })).values.F05;
    expect([
      await known({ position: first - 1 }),
      await known({ position: first }),
      await known({ day: date('2019-03-01') }),
      await known({ day: date('2019-02-28') }),
    ]).toEqual([0, 1, 2, 0]);
  });

  it('takes the day of Shanghai, not of Greenwich', async () => {
    const book = new Book();
    book.file(1, '2019-03-01');
    book.log[0] = { ...(book.log[0] as Book['log'][number]), recordedAt: new Date('2019-02-28T16:30:00Z') };
    await counted(book);
    expect(await read.values({ asOf, knownAt: { position: 1 } })).toMatchObject({ position: 1, recordedOn: '2019-03-01' });
    expect(await read.values({ asOf, knownAt: { day: date('2019-02-28') } })).toMatchObject({ position: 0 });
  });

  it('refuses to answer for a position that is not counted yet', async () => {
    const book = new Book();
    book.file(1, '2019-03-01');
    await counted(book);
    await expect(read.values({ asOf, knownAt: { position: 3 } })).rejects.toMatchObject({ name: 'NotCountedYet', asked: 3, checkpoint: 2 });
  });

  it('lists the units of a figure page by page, each with the events behind it', async () => {
    const book = new Book();
    const file = book.file(1, '2019-03-01');
    for (let n = 1; n <= 3; n++) book.detain(n, book.register(n, '2019-03-01'), file, '2019-03-02');
    book.void(book.detain(4, book.stream('person', 3), file, '2019-03-03', { district: '370203' }), '2019-03-04');
    book.tell('2019-05-09', book.stream('suspect', 2), 'DetentionAnnulled', {});
    await counted(book);
    const first = await read.facts('F05', { asOf: date('2019-04-01'), limit: 2 });
    const second = await read.facts('F05', { asOf: date('2019-04-01'), limit: 2, after: first.next });
    expect([...first.facts, ...second.facts].map(({ unit }) => unit)).toEqual([1, 2, 3].map((n) => book.stream('person', n)));
    expect(second.next).toBeUndefined();
    const [suspect, of] = [book.stream('suspect', 2), file];
    expect(first.facts[1]).toMatchObject({
      district: '370202',
      amount: 1,
      from: '2019-03-02',
      to: '2019-05-09',
      since: { event: `${suspect}@2` },
      until: { event: `${suspect}@3` },
      events: [`${of}@2`, `${suspect}@1`, `${suspect}@2`, `${suspect}@3`],
    });
    expect((await read.facts('F05', { asOf: date('2019-04-01'), district: '370203' })).facts).toEqual([]);
    await expect(read.facts('F05', { asOf, after: 'nowhere' })).rejects.toThrow(RangeError);
  });

  it('shows a person of two districts in both, also where a page ends between them', async () => {
    const book = new Book();
    const [one, two] = [book.file(1, '2019-03-01'), book.file(2, '2019-03-01', '370203')];
    const person = book.register(1, '2019-03-01');
    book.detain(1, person, one, '2019-03-02');
    book.detain(2, person, two, '2019-03-02', { district: '370203' });
    await counted(book);
    const first = await read.facts('F05', { asOf, limit: 1 });
    const second = await read.facts('F05', { asOf, limit: 1, after: first.next });
    expect([...first.facts, ...second.facts].map(({ district }) => district)).toEqual(['370202', '370203']);
  });

  it('explains persons from person-times down: voided, annulled, merged, repeated', async () => {
    const book = new Book();
    const file = book.file(1, '2019-03-01');
    const again = book.file(2, '2019-03-01');
    const [one, annulled, voided, same] = [1, 2, 3, 4].map((n) => book.register(n, '2019-03-01')) as [never, never, never, never];
    book.detain(1, one, file, '2019-03-02');
    book.detain(2, one, again, '2019-03-02');
    book.detain(3, annulled, file, '2019-03-02');
    const wrong = book.detain(4, voided, file, '2019-03-02');
    book.detain(5, same, file, '2019-03-02');
    book.tell('2019-04-01', book.stream('suspect', 3), 'DetentionAnnulled', { ground: 'unlawful' });
    book.void(wrong, '2019-04-02');
    book.tell('2019-04-03', same, 'IdentitiesMerged', { survivor: one });
    await counted(book);
    const { gross, value, lines } = await read.waterfall('F05', { asOf });
    expect({ gross, value }).toEqual({ gross: 5, value: 1 });
    expect(Object.fromEntries(lines.map(({ kind = 'gross', net }) => [kind, net]))).toEqual({ gross: 5, K1: -1, K2: -1, K11: -1, REPEAT: -1 });
  });

  it('moves a case between districts at no cost to the city', async () => {
    const book = new Book();
    const file = book.file(1, '2019-03-01');
    book.tell('2019-03-02', file, 'CaseCracked');
    book.tell('2019-04-02', file, 'CaseTransferred', { scope: 'DISTRICT', toDistrict: '370203' });
    await counted(book);
    const values = async (district?: District) => (await read.values({ asOf, district })).values.F04;
    expect([await values(), await values('370202'), await values('370203')]).toEqual([1, 0, 1]);
    expect((await read.waterfall('F04', { asOf })).lines).toEqual([{ type: 'CaseCracked', added: 1, taken: 0, net: 1 }]);
    expect((await read.waterfall('F04', { asOf, district: '370202' })).lines).toEqual([
      { type: 'CaseCracked', added: 1, taken: 0, net: 1 },
      { kind: 'K8', type: 'CaseTransferred', added: 0, taken: -1, net: -1 },
    ]);
    expect((await read.waterfall('F04', { asOf, district: '370203' })).lines).toEqual([{ kind: 'K8', type: 'CaseTransferred', added: 1, taken: 0, net: 1 }]);
  });

  it('stops before an event that cannot be counted, and says which', async () => {
    const book = new Book();
    const file = book.file(1, '2019-03-01');
    book.detain(1, book.stream('person', 9), file, '2019-03-02');
    await fillLedger(owner, book.log);
    expect(await projectFigures(worker, 2)).toBe(true);
    await expect(projectFigures(worker, 100)).rejects.toMatchObject({ name: 'NotCountable', position: 3, message: expect.stringContaining('person-') });
    expect(await read.checkpoint()).toBe(2);
  });

  it('does not go on with what other rules have counted', async () => {
    const book = new Book();
    const file = book.file(1, '2019-03-01');
    await counted(book);
    await owner.query(`update counting.checkpoint set rules = 'v0'`);
    book.tell('2019-03-02', file, 'CaseCracked');
    await fillLedger(owner, book.log.slice(-1));
    await expect(projectFigures(worker)).rejects.toMatchObject({ name: 'RulesChanged' });
    await rebuildFigures({ connectionString: database.url }, { workers: 0 });
    expect((await owner.query<{ rules: string }>('select rules from counting.checkpoint')).rows).toEqual([{ rules: rulesInForce }]);
    expect((await read.values({ asOf })).values.F04).toBe(1);
  });

  it('counts once when two projectors run side by side', async () => {
    await fillLedger(owner, randomLog(11, 150));
    await catchUp();
    const alone = await digestOf(owner);
    await emptyCounting(owner);
    await Promise.all([catchUp(3), catchUp(5), catchUp(2)]);
    expect(await digestOf(owner)).toEqual(alone);
  });

  describe('rebuilding', () => {
    const rebuild = (options: RebuildOptions = {}) => rebuildFigures({ connectionString: database.url }, { workers: 0, parts: 3, ...options });

    it('gives what was counted batch by batch, tells how far it is, and goes on serving', async () => {
      const log = randomLog(12, 200);
      await fillLedger(owner, log.slice(0, 150));
      await catchUp(20);
      const progress: RebuildProgress[] = [];
      const { position, isSame } = await rebuild({ compare: true, onProgress: (step) => progress.push(step) });
      expect({ position, isSame }).toEqual({ position: 150, isSame: true });
      expect([...new Set(progress.map(({ name }) => name))]).toEqual(['telling', 'linking', 'counting', 'indexing', 'catching up']);
      expect(progress.every(({ done, total }) => done <= total)).toBe(true);
      await fillLedger(owner, log.slice(150));
      await catchUp(20);
      const before = await digestOf(owner);
      await emptyCounting(owner);
      await catchUp(500);
      expect(before).toEqual(await digestOf(owner));
    });

    it('puts right what has been tampered with', async () => {
      const book = new Book();
      book.detain(1, book.register(1, '2019-03-01'), book.file(1, '2019-03-01'), '2019-03-02');
      await counted(book);
      await owner.query('delete from counting.cube');
      expect((await read.values({ asOf })).values.F05).toBe(0);
      expect((await rebuild({ compare: true })).isSame).toBe(false);
      expect((await read.values({ asOf })).values.F05).toBe(1);
    });

    it('is done by one at a time', async () => {
      await fillLedger(owner, randomLog(13, 50));
      const results = await Promise.allSettled([rebuild(), rebuild()]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { name: 'RebuildUnderWay' } });
    });

    it('takes over only when those who are reading have finished, and keeps what was there before', async () => {
      await fillLedger(owner, randomLog(14, 120));
      await catchUp();
      const reader = await database.pool('api').connect();
      await reader.query('begin isolation level repeatable read read only; lock table counting.checkpoint in access share mode');
      const facts = async () => (await reader.query<{ n: number }>('select count(*)::int as n from counting.fact')).rows[0]?.n;
      const before = await facts();
      const rebuilding = rebuild();
      const isWaiting = async () => (await owner.query(`select from pg_locks where relation = 'counting.checkpoint'::regclass and not granted`)).rowCount === 1;
      while (!(await isWaiting()));
      expect(await facts()).toBe(before);
      await reader.query('commit');
      reader.release();
      await rebuilding;
      expect((await owner.query<{ n: number }>('select count(*)::int as n from counting_previous.fact')).rows[0]?.n).toBe(before);
    });
  });
});
