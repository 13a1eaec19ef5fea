import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { z } from 'zod';
import { csvOf, harmless } from './csv.ts';
import { tableOf } from './table.ts';
import { xlsxOf } from './xlsx.ts';

/** RFC 4180, read strictly. */
function cellsIn(csv: string): string[][] {
  const rows: string[][] = [[]];
  let rest = csv;
  while (rest !== '') {
    const [all, inQuotes, plain = '', end] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest) as RegExpExecArray;
    rows.at(-1)!.push(inQuotes === undefined ? plain : inQuotes.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
    rest = rest.slice(all!.length);
  }
  return rows.slice(0, -1);
}
const formulas = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '−'];
const before = ['', ' ', '\u3000', '\u200b', '\ufeff', '"', "'", '\u00a0 "', '\u0001'];
const formula = fc
  .tuple(fc.constantFrom(...before), fc.constantFrom(...formulas.slice(0, 4), ...formulas.slice(8)), fc.string())
  .map((parts) => parts.join(''));
const text = fc.oneof(fc.string({ unit: 'binary' }), formula, fc.constantFrom('"', '""', ',', '\r\n', ';', 'a;=1+1', '案件"甲",乙'));
const cell = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
const table = fc
  .integer({ min: 1, max: 5 })
  .chain((width) =>
    fc
      .array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 6 })
      .map((rows) => ({ columns: Array.from({ length: width }, (_, i) => `c${i}`), rows })),
  );

const partNames = [
  '[Content_Types].xml',
  '_rels/.rels',
  'xl/_rels/workbook.xml.rels',
  'xl/workbook.xml',
  'xl/worksheets/sheet1.xml',
  'xl/worksheets/sheet2.xml',
];

describe('a text in CSV', () => {
  it.each(formulas.flatMap((sign) => before.map((mark) => (/[\t\r\n\0]/.test(sign) ? sign : `${mark}${sign}`))))(
    'that begins with %j has an apostrophe before it',
    (start) => expect(harmless(`${start}cmd|' /C calc'!A0`)).toBe(`'${start}cmd|' /C calc'!A0`),
  );
  it.each(['', 'a=b', '案-1', '2019-04-01', 'a@b', '(=)', '1', '青公(刑)立字〔2026〕1号'])('stays what it is otherwise: %j', (plain) =>
    expect(harmless(plain)).toBe(plain),
  );
});

it('CSV is read as what was written, and no text in it begins like a formula', () => {
  fc.assert(
    fc.property(table, ({ columns, rows }) => {
      const [watermark, names, ...read] = cellsIn(csvOf({ columns, rows }, 'it says').toString());
      expect([watermark, names]).toEqual([['# it says'], columns]);
      expect(read.map((row) => row.length)).toEqual(rows.map((row) => row.length));
      rows.forEach((row, y) =>
        row.forEach((value, x) => {
          const found = read[y]![x] as string;
          if (typeof value !== 'string') expect(found).toBe(value === null ? '' : String(value));
          else {
            const written = Buffer.from(value).toString();
            expect([written, `'${written}`]).toContain(found);
            expect(found).not.toMatch(/^[\s"\p{C}]*[=+\-@＝＋－＠\t\r\n\0]/u);
          }
        }),
      );
    }),
    { numRuns: 500 },
  );
});

const partsOf = (file: Buffer) => Object.fromEntries(Object.entries(unzipSync(file)).map(([name, part]) => [name, strFromU8(part)]));
const unescaped = (xml: string) =>
  xml
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/_x([\dA-F]{4})_/g, (_, code) => String.fromCharCode(parseInt(code as string, 16)));
/** The rows of a sheet, read back: whatever is not one of the three kinds of cell is not passed over. */
const rowsIn = (sheet: string) =>
  [...sheet.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row = '']) => {
    const cells = [...row.matchAll(/<c(?:\/>| t="inlineStr"><is><t xml:space="preserve">([^<]*)<\/t><\/is><\/c>|( t="b")?><v>([^<]*)<\/v><\/c>)/g)];
    expect(cells.map(([all]) => all).join('')).toBe(row);
    return cells.map(([, text, isBoolean, value]) =>
      text !== undefined ? unescaped(text) : value === undefined ? null : isBoolean ? value === '1' : Number(value),
    );
  });

describe('a workbook', () => {
  it('has typed cells and no formula, whatever a text says, and is read as what was written', async () => {
    await fc.assert(
      fc.asyncProperty(table, async ({ columns, rows }) => {
        const parts = partsOf(await xlsxOf({ columns, rows }, 'it says', { by: '=1+1' }));
        const { 'xl/worksheets/sheet1.xml': sheet = '', 'xl/worksheets/sheet2.xml': about = '' } = parts;
        expect(rowsIn(sheet)).toEqual([['it says'], columns, ...rows.map((row) => row.map((one) => (typeof one === 'string' ? one.toWellFormed() : one)))]);
        expect(rowsIn(about)).toEqual([['by', '=1+1']]);
        expect(sheet).not.toMatch(/[\0-\x08\x0b-\x1f\ufffe\uffff]/);
        expect(Object.keys(parts).sort()).toEqual(partNames);
      }),
      { numRuns: 200 },
    );
  });
  it('holds as much text in a cell as there may be', async () => {
    const { 'xl/worksheets/sheet1.xml': sheet } = partsOf(await xlsxOf({ columns: [], rows: [['x'.repeat(40_000)]] }, 'w', {}));
    expect(rowsIn(sheet as string)[2]).toEqual(['x'.repeat(32_767)]);
  });
  it('is the same bytes for the same content', async () => {
    const one = () => xlsxOf({ columns: ['a'], rows: [['x', 1, true, null]] }, 'w', { by: 'a' });
    expect((await one()).equals(await one())).toBe(true);
  });
});

it('a table has the columns of its schema, whatever is in it', () => {
  const row = z.strictObject({
    id: z.string(),
    by: z.strictObject({ user: z.string(), at: z.int().nullable() }).nullable(),
    refs: z.array(z.string()).optional(),
    state: z.record(z.string(), z.unknown()),
  });
  const table = tableOf(row, [
    { id: 'a', by: { user: 'u', at: 7 }, refs: ['x', 'y'], state: { a: [1] } },
    { id: 'b', by: null, refs: ['x y', 'z'], state: {} },
    { id: 'c', by: { user: 'u', at: null }, state: {}, unheardOf: 1 },
  ]);
  expect(table.columns).toEqual(['id', 'by.user', 'by.at', 'refs', 'state']);
  expect(table.rows).toEqual([
    ['a', 'u', 7, 'x y', '{"a":[1]}'],
    ['b', null, null, '["x y","z"]', '{}'],
    ['c', 'u', null, null, '{}'],
  ]);
});
