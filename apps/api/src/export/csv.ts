import type { Cell, Table } from './table.ts';

/** NFKC makes ＝ ﹦ ⁼ of one kind with =; a minus sign has no such form. What cannot be seen, and quotes, a reader of the file may pass over before it looks. */
const begins = /^[\p{White_Space}\p{C}"'`’]*[=+\-@\u2212]/u;
/** TAB, CR, LF and NUL begin a new cell, a new line or none at all, depending on who reads. */
const breaks = /^[\p{White_Space}\p{C}"'`’]*?[\t\r\n\0]/u;

/** Text that no spreadsheet takes for a formula: an apostrophe stands before whatever could begin one (OWASP, CSV injection). */
export const harmless = (text: string): string => (breaks.test(text) || begins.test(text.normalize('NFKC')) ? `'${text}` : text);

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
/** Every text is quoted, so that what separates cells elsewhere (a semicolon, a tab) does not here. */
const field = (cell: Cell): string => (cell === null ? '' : typeof cell === 'string' ? quoted(harmless(cell)) : String(cell));
const line = (cells: readonly Cell[]): string => `${cells.map(field).join(',')}\r\n`;

/** RFC 4180 in UTF-8: a line that says what the file is, a line of names, the rows. */
export const csvOf = (table: Table, watermark: string): Buffer =>
  Buffer.from([line([`# ${watermark}`]), line(table.columns), ...table.rows.map(line)].join(''));
