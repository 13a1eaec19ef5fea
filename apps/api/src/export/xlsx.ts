import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type AsyncZippable, strToU8, zip } from 'fflate';
import type { Cell, Table } from './table.ts';

/** As much text as a cell may have (Excel specifications and limits). */
const MOST_TEXT = 32_767;
const ROWS_AT_A_TIME = 500;
/** A zip says when its parts were written. All say the same, so that the same rows are the same file: it is local time, and has no zone. */
const PACKED = new Date(1980, 0, 1);
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const sheets = ['rows', 'export'];

/** What XML 1.0 has no place for, and `_x000A_`, which a reader would take for a line feed, are escaped as ECMA-376 has it (ST_Xstring). */
const escaped = (text: string): string =>
  text
    .slice(0, MOST_TEXT)
    .toWellFormed()
    .replace(/_(?=x[\da-f]{4}_)/gi, '_x005F_')
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, (sign) => `_x${sign.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}_`)
    .replace(/[&<>"\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Every cell says its type, and a text is a text, whatever it begins with. This writer knows no formulas: it could not write one. */
function cell(value: Cell): string {
  if (value === null) return '<c/>';
  if (typeof value === 'number') return `<c><v>${value}</v></c>`;
  if (typeof value === 'boolean') return `<c t="b"><v>${Number(value)}</v></c>`;
  return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
}

/** In parts: others are answered while a long list is written. */
async function sheet(rows: readonly (readonly Cell[])[]): Promise<Uint8Array> {
  const parts = [`${head}<worksheet xmlns="${main}"><sheetData>`];
  for (const [index, row] of rows.entries()) {
    if (index % ROWS_AT_A_TIME === 0) await setImmediate();
    parts.push(`<row>${row.map(cell).join('')}</row>`);
  }
  return strToU8(`${parts.join('')}</sheetData></worksheet>`);
}

const part = (text: string) => strToU8(head + text);
const numbered = (each: (name: string, number: number) => string) => sheets.map((name, index) => each(name, index + 1)).join('');
const frame = {
  '[Content_Types].xml': part(
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>' +
      numbered(
        (_, n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
      ) +
      '</Types>',
  ),
  '_rels/.rels': part(
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
      `<Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ),
  'xl/workbook.xml': part(
    `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${numbered((name, n) => `<sheet name="${name}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
  ),
  'xl/_rels/workbook.xml.rels': part(
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
      `${numbered((_, n) => `<Relationship Id="rId${n}" Type="${relations}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}</Relationships>`,
  ),
};
const packed = promisify((files: AsyncZippable, done: (error: Error | null, file: Uint8Array) => void) => void zip(files, { mtime: PACKED }, done));

/** A workbook (ECMA-376): the rows under a line that says what they are, and a sheet that says it at length. The same content is the same bytes. */
export async function xlsxOf(table: Table, watermark: string, details: Readonly<Record<string, Cell>>): Promise<Buffer> {
  const rows = await sheet([[watermark], table.columns, ...table.rows]);
  const about = await sheet(Object.entries(details));
  return Buffer.from(await packed({ ...frame, 'xl/worksheets/sheet1.xml': rows, 'xl/worksheets/sheet2.xml': about }));
}
