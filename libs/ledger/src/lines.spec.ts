import { createHash } from 'node:crypto';
import type { CaseId, CivilDate, RecordedEvent } from '@casetrail/domain';
import { fingerprintOf } from './execute.ts';
import { Ledger } from './ledger.ts';
import { type Selection, ledgerLines } from './lines.ts';
import { type TestDatabase, investigator, leader, newStream, report, system, testDatabase } from './testing/index.ts';

type Line = { position: number; recordedAt: string; hash: string; event: RecordedEvent };

let database: TestDatabase;
let ledger: Ledger;
const file: CaseId = newStream('criminal_case');
const person = newStream('person');

/** One event of a demo ledger, recorded at noon in Qingdao of the day it is true from, or when it says. */
async function record(
  stream: RecordedEvent['stream'],
  version: number,
  type: string,
  occurredOn: string,
  more: { at?: string; by?: RecordedEvent['actor'] } = {},
) {
  const { at = `${occurredOn}T04:00:00.000Z`, by = investigator } = more;
  const data = type === 'LedgerOpened' ? { kind: 'demo', city: '370200' } : { ...report, 说明: '"引号"' };
  const event = { stream, version, type, schema: 1, occurredOn, actor: by, secrecy: 'CASE', correlation: 'test', data } as RecordedEvent;
  const no = version === 1 ? 0 : ((await ledger.load([stream])).get(stream)?.no ?? 0);
  const entry = {
    commandId: crypto.randomUUID(),
    fingerprint: fingerprintOf(event),
    events: [event],
    read: [{ stream, no, version: version - 1 }],
    recordedAt: at,
  };
  expect(await ledger.append(entry)).toMatchObject({ verdict: 'recorded' });
}

beforeAll(async () => {
  database = await testDatabase();
  ledger = new Ledger(database.pool('api'));
  await record(newStream('ledger'), 1, 'LedgerOpened', '2018-01-24', { by: system });
  await record(file, 1, 'ReportAccepted', '2019-03-01');
  await record(person, 1, 'PersonRegistered', '2019-03-02');
  await record(file, 2, 'CaseFiled', '2019-03-03', { by: leader });
  await record(newStream('criminal_case'), 1, 'ReportAccepted', '2019-03-03');
  await record(file, 3, 'CaseCracked', '2019-02-01', { at: '2019-03-04T15:59:59.999Z', by: leader }); // late, and the last moment of the 4th in Qingdao
  await record(person, 2, 'IdentityConfirmed', '2019-03-05', { at: '2019-03-04T16:00:00.000Z' });
});
afterAll(() => database.drop());

async function selected(selection: Selection): Promise<Line[]> {
  const { lines } = await ledgerLines(ledger.pool, selection);
  const all: Line[] = [];
  for await (const chunk of lines) all.push(...chunk.map((line) => JSON.parse(line) as Line));
  return all;
}
const positions = async (selection: Selection) => (await selected(selection)).map(({ position }) => position);
const day = (date: string) => date as CivilDate;

describe('the lines of the ledger', () => {
  it('hold the stored bytes as they are, in their order, up to the head', async () => {
    const { position, lines } = await ledgerLines(ledger.pool, {});
    let expected = 1;
    for await (const chunk of lines)
      for (const line of chunk) {
        const bytes = line.slice(line.indexOf('"event":') + '"event":'.length, -2);
        const { hash, position: at } = JSON.parse(line) as Line;
        expect([at, hash, line.at(-1)]).toEqual([expected++, createHash('sha256').update(bytes).digest('hex'), '\n']);
      }
    expect([position, expected]).toEqual([7, 8]);
  });
  it.each<[string, Selection, number[]]>([
    ['after a position', { after: 4 }, [5, 6, 7]],
    ['before a position', { before: 3 }, [1, 2]],
    ['between two', { after: 2, before: 5 }, [3, 4]],
    ['at most so many', { after: 1, limit: 2 }, [2, 3]],
    ['none after the end', { after: 7 }, []],
    ['of some types', { types: ['CaseFiled', 'PersonRegistered'] }, [3, 4]],
    ['of a kind of record', { categories: ['person'] }, [3, 7]],
    ['of several', { categories: ['ledger', 'criminal_case'] }, [1, 2, 4, 5, 6]],
    ['of one record', { stream: file }, [2, 4, 6]],
    ['of one record, further on', { stream: file, after: 2, limit: 1 }, [4]],
    ['of a record that is not there', { stream: newStream('asset') }, []],
    ['recorded since a day', { recordedFrom: day('2019-03-03') }, [4, 5, 6, 7]],
    ['recorded until a day that ends at midnight in Qingdao', { recordedTo: day('2019-03-04') }, [1, 2, 3, 4, 5, 6]],
    ['recorded in some days', { recordedFrom: day('2019-03-02'), recordedTo: day('2019-03-03') }, [3, 4, 5]],
    ['recorded in days that nothing was recorded in', { recordedFrom: day('2018-02-01'), recordedTo: day('2019-02-28') }, []],
    ['recorded after everything', { recordedFrom: day('2020-01-01') }, []],
    ['true since a day', { occurredFrom: day('2019-03-03') }, [4, 5, 7]],
    ['true since a day until another', { occurredFrom: day('2019-01-01'), occurredTo: day('2019-03-01') }, [2, 6]],
    ['by one user', { user: leader.user }, [4, 6]],
    ['by several marks', { user: leader.user, stream: file, types: ['CaseCracked'], recordedFrom: day('2019-03-04') }, [6]],
  ])('are those %s', async (_, selection, expected) => expect(await positions(selection)).toEqual(expected));
});

describe('a longer ledger', () => {
  const many = 1200;
  beforeAll(async () => {
    const entries = Array.from({ length: many }, (_, i) => {
      const stream = i % 2 === 0 ? newStream('criminal_case') : file;
      const version = i % 2 === 0 ? 1 : 4 + (i - 1) / 2;
      const event = {
        stream,
        version,
        type: 'ReportAccepted',
        schema: 1,
        occurredOn: '2019-03-05',
        actor: investigator,
        secrecy: 'CASE',
        correlation: 't',
        data: {},
      };
      return { event: event as RecordedEvent, i };
    });
    const { no } = (await ledger.load([file])).get(file)!;
    await ledger.appendAll(
      entries.map(({ event, i }) => ({
        commandId: crypto.randomUUID(),
        fingerprint: fingerprintOf({ i }),
        events: [event],
        read: [{ stream: event.stream, no: event.stream === file ? no : 0, version: event.version - 1 }],
      })),
    );
  });

  it('comes some lines at a time, and whole', async () => {
    const { lines, position } = await ledgerLines(ledger.pool, {});
    const sizes: number[] = [];
    for await (const chunk of lines) sizes.push(chunk.length);
    expect(sizes).toEqual([500, 500, position - 1000]);
  });
  it('goes on where a part ended, whatever is selected', async () => {
    for (const selection of [{ stream: file }, { types: ['ReportAccepted'] }, { categories: ['criminal_case'] as const }]) {
      const whole = await positions(selection);
      const parts: number[] = [];
      for (let part: number[]; (part = await positions({ ...selection, after: parts.at(-1), limit: 510 })).length > 0;) parts.push(...part);
      expect(parts).toEqual(whole);
      expect(whole.length).toBeGreaterThan(510);
    }
  });
});
