import { byteas, dates, int2s, int4s, int8s, texts, timestamps, utf8s, uuids } from './binary-arrays.ts';
import { type TestDatabase, testDatabase } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => (database = await testDatabase([])));
afterAll(() => database.drop());

/** What the server reads in an array, as text. */
async function readAs(type: string, array: Buffer): Promise<(string | null)[]> {
  const { rows } = await database
    .pool('owner')
    .query<{ element: string | null }>(`select element::text from unnest($1::${type}[]) with ordinality a (element, i) order by i`, [array]);
  return rows.map(({ element }) => element);
}
const hex = (text: string) => `\\x${Buffer.from(text).toString('hex')}`;

describe('an array in the binary format', () => {
  it.each([
    ['int4', int4s([0, 1, -1, 2 ** 31 - 1]), ['0', '1', '-1', '2147483647']],
    ['int2', int2s([0, 1, -1, 2 ** 15 - 1, -(2 ** 15)]), ['0', '1', '-1', '32767', '-32768']],
    [
      'int8',
      int8s([0, 32, -1, 2 ** 32, -(2 ** 32) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]),
      ['0', '32', '-1', '4294967296', '-4294967297', '9007199254740991', '-9007199254740991'],
    ],
    ['text', texts(['', 'NULL', '{a,"b"}\\', '青岛', '🏮']), ['', 'NULL', '{a,"b"}\\', '青岛', '🏮']],
    ['bytea', utf8s(['{"a":1}', '青岛', '']), [hex('{"a":1}'), hex('青岛'), '\\x']],
    ['bytea', byteas([Buffer.from([0, 255]), Buffer.alloc(0)]), ['\\x00ff', '\\x']],
    ['date', dates(['2000-01-01', '1949-10-01', '2020-02-29']), ['2000-01-01', '1949-10-01', '2020-02-29']],
    [
      'uuid',
      uuids(['00000000-0000-4000-8000-00000000000f', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11']),
      ['00000000-0000-4000-8000-00000000000f', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
    ],
  ])('of %s is read by the server as it was meant', async (type, array, elements) => {
    expect(await readAs(type, array)).toEqual(elements);
  });
  it('of times is read to the millisecond, and holds what is not known', async () => {
    const { rows } = await database
      .pool('owner')
      .query<{ a: (Date | null)[] }>('select $1::timestamptz[] as a', [timestamps(['2018-01-24T00:00:00.123Z', null, '1999-12-31T23:59:59.999+08:00'])]);
    expect(rows[0]?.a.map((time) => time?.toISOString())).toEqual(['2018-01-24T00:00:00.123Z', undefined, '1999-12-31T15:59:59.999Z']);
  });
  it('may be empty', async () => {
    for (const [type, array] of [
      ['int4', int4s([])],
      ['text', texts([])],
      ['timestamptz', timestamps([])],
    ] as const)
      expect(await readAs(type, array)).toEqual([]);
  });
  it('is not made of what is no UUID, no date or no time', () => {
    expect(() => uuids(['4711'])).toThrow('4711 is not a UUID');
    for (const day of ['2020-02-30', '2020-4-8', '8 April 2020', '2020-04-08T00:00:00Z', '']) expect(() => dates([day])).toThrow('is not a date');
    expect(() => timestamps(['yesterday'])).toThrow(RangeError);
  });
});
