import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import { checkCharacterOf } from '@casetrail/domain';
import { responses } from '@casetrail/contracts';
import { createLogger, migrate } from '@casetrail/runtime';
import { LEDGER_GREW, openQueues } from '@casetrail/runtime/queues';
import { TestApi, ago, today } from './testing/index.ts';
import { openCase } from './testing/stories.ts';

const CANARIES = 1000;
const AT_ONCE = 8;

/** Somebody who cannot be: every part of it is found nowhere unless somebody let it out. */
const canary = (n: number) => {
  const digits = `999902${1871 + (n % 20)}0317${String(n).padStart(3, '0')}`;
  const idNumber = digits + checkCharacterOf(digits);
  return {
    name: `金丝雀${n}`,
    aliases: [`雀儿${n}`, `canary-${n}-alias`],
    idNumber,
    bornOn: `${idNumber.slice(6, 10)}-03-17`,
    address: `金丝雀路${n}号`,
  };
};

let api: TestApi;
let file: string;
const said: string[] = [];
const answers: string[] = [];
const workbooks: Buffer[] = [];
const persons: string[] = [];

/** Does something for each, some at a time. */
async function forEach<T>(items: readonly T[], work: (item: T, n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let n = next++; n < items.length; n = next++) await work(items[n] as T, n);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

const canaries = Array.from({ length: CANARIES }, (_, n) => canary(n));
const some = <T>(items: readonly T[], every: number): readonly T[] => items.filter((_, n) => n % every === 0);

beforeAll(async () => {
  const log = createLogger('api-test', { logLevel: 'trace' }, { write: (line: string) => void said.push(line) });
  api = await TestApi.start({ log });
  await api.openLedger();
  file = await openCase(api);
  const databaseUrl = api.owner.options.connectionString as string;
  await migrate(databaseUrl, []); // makes the queues
  const queues = openQueues({ databaseUrl, redisUrl: undefined }, 'api', () => undefined);
  const queue = queues.openQueue('projectors');
  api.ledger.onAppended = () => {
    queue.wake(LEDGER_GREW);
  };
  await everythingThatIsDone();
  await queue.close();
}, 240_000);
afterAll(() => api.stop());

/** Everything that people do with personal data, and what they do wrong. Every answer but a revelation is kept. */
async function everythingThatIsDone(): Promise<void> {
  const keep = ({ text }: { readonly text: string }) => void answers.push(text);
  const post = async (url: string, body: object, as: Parameters<TestApi['get']>[1] = {}) => keep(await api.post(url, body, { as: 'investigator', ...as }));
  await forEach(canaries, async (one, n) => {
    const receipt = await api.recorded('/v1/persons', { ...one, occurredOn: ago(3) }, { as: 'investigator' });
    persons[n] = receipt.stream;
    answers.push(JSON.stringify(receipt));
  });
  await forEach(some(canaries, 10), async (one, n) => {
    const person = persons[n * 10] as string;
    await post('/v1/suspects', { person, case: file, occurredOn: ago(2) });
    await post('/v1/persons', { ...one, occurredOn: ago(3) }); // once more
    await post(`/v1/persons/${person}/correct-data`, {
      address: `金丝雀巷${n}号`,
      requestedBy: 'SUBJECT',
      occurredOn: today(),
      reason: { code: 'PERSONAL_DATA' },
    });
    await post(`/v1/persons/${person}/find`, { idNumber: one.idNumber, purpose: 'IDENTIFICATION' });
    await post('/v1/persons/find', { idNumber: one.idNumber, purpose: 'IDENTIFICATION' });
  });
  await forEach(some(canaries, 50), async (one) => {
    await post('/v1/persons', { ...one, idNumber: `${one.idNumber.slice(0, 17)}Y`, occurredOn: ago(3) }); // no such number
    await post('/v1/persons', { ...one, bornOn: '1999-01-01', occurredOn: ago(3) }); // contradicts the number
    await post('/v1/persons', { ...one, remark: one.name, occurredOn: ago(3) }); // a field that there is not
    await post('/v1/persons', { ...one, occurredOn: ago(3) }, { as: 'auditor' }); // not theirs to record
    await post(`/v1/persons/${one.idNumber}/confirm-identity`, { idNumber: one.idNumber, occurredOn: today() }); // a number for an id
    for (const words of [one.name, one.idNumber, one.address])
      keep(await api.get(`/v1/criminal-cases?text=${encodeURIComponent(words)}`, { as: 'investigator' }));
  });
  await api.owner.query('alter schema vault rename to vault_away'); // what is a fault of ours is logged
  await forEach(some(canaries, 50), async (one, n) => {
    await post('/v1/persons', { ...one, occurredOn: ago(3) });
    await post('/v1/persons/find', { idNumber: one.idNumber, purpose: 'IDENTIFICATION' });
    await post(`/v1/persons/${persons[n * 50]}/reveal`, { purpose: 'INVESTIGATION', fields: ['name'] });
  });
  await api.owner.query('alter schema vault_away rename to vault');
  await api.catchUp();
  for (const url of ['/v1/criminal-cases', `/v1/criminal-cases/${file}`, `/v1/persons/${persons[0]}`, `/v1/history/${persons[0]}`, '/v1/corrections'])
    keep(await api.get(url, { as: 'investigator' }));
  for (const url of ['/v1/looks', '/v1/looks/summary', '/v1/ledger/events?all=true', '/v1/figures/F05/facts', `/v1/history/${persons[10]}`])
    keep(await api.get(url, { as: 'auditor' }));
  for (const [what, format] of [
    ['cases', 'csv'],
    ['corrections', 'csv'],
  ] as const)
    await post('/v1/exports', { what, format, purpose: 'CASE_HANDLING' });
  for (const what of ['cases', 'corrections']) {
    const headers = { ...api.bearer('investigator'), 'content-type': 'application/json', 'idempotency-key': `workbook-${what}` };
    const body = { what, format: 'xlsx', purpose: 'CASE_HANDLING' };
    const { statusCode, rawPayload } = await api.app.inject({ method: 'POST', url: '/v1/exports', headers, payload: JSON.stringify(body) });
    expect(statusCode).toBe(200);
    workbooks.push(rawPayload);
  }
}

/** Every value of every row of every table, as text; and what stands in bytes as the text it is. */
async function everyTable(): Promise<{ readonly table: string; readonly text: string }[]> {
  const { rows } = await api.owner.query<{ table: string; columns: string[] }>(
    `select format('%I.%I', table_schema, table_name) as table,
            array_agg(case data_type when 'bytea' then format('%1$I::text || '' '' || encode(%1$I, ''escape'')', column_name) else format('%I::text', column_name) end) as columns
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') group by 1`,
  );
  const found = [];
  for (const { table, columns } of rows) {
    const { rows: lines } = await api.owner.query<{ line: string }>(`select concat_ws(' ', ${columns.join(', ')}) as line from ${table}`);
    found.push({ table, text: unescaped(lines.map(({ line }) => line).join('\n')) });
  }
  return found;
}
/** PostgreSQL writes bytes beyond ASCII as \ooo. */
const unescaped = (text: string): string =>
  text.includes('\\')
    ? `${text}\n${Buffer.from(
        text.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))),
        'latin1',
      ).toString()}`
    : text;

/** What stands in COPY's hexadecimal digits, as the text it would be. */
const bytesIn = (text: string): string => [...text.matchAll(/\\\\x([0-9a-f]+)/g)].map(([, digits = '']) => Buffer.from(digits, 'hex').toString()).join(' ');

/** Any of them: names and addresses, aliases, numbers, days of birth. */
const secret = /金丝雀|雀儿|canary-|999902\d{11}[\dX]|18[789]\d-03-17/g;
const hits = (text: string): string[] => [...text.matchAll(secret)].slice(0, 3).map(({ index }) => text.slice(index - 60, index + 30));

describe('a thousand people who are nobody', () => {
  it('would be noticed', () => {
    for (const { name, aliases, idNumber, bornOn, address } of canaries)
      for (const part of [name, ...aliases, idNumber, bornOn, address]) expect(hits(`… ${part} …`)).not.toEqual([]);
  });
  it('were recorded', async () => {
    expect(new Set(persons).size).toBe(CANARIES);
    expect(Number((await api.owner.query('select count(*) as count from vault.keys')).rows[0].count)).toBeGreaterThanOrEqual(CANARIES);
  });
  it('are in no table, whole or in parts, nor in what a dump of it holds', async () => {
    const tables = await everyTable();
    expect(tables.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['ledger.events', 'views.person', 'access.looks', 'vault.fields', 'access.exports']),
    );
    expect(tables.some(({ table, text }) => table.startsWith('bullmq.') && text.includes(LEDGER_GREW))).toBe(true); // the workers were woken
    expect(tables.find(({ table }) => table === 'ledger.events')?.text).toContain('"PersonRegistered"'); // the bytes are read as text
    expect(tables.flatMap(({ table, text }) => hits(text).map((hit) => `${table}: ${hit}`))).toEqual([]);
  }, 60_000);
  it('are in no line of the log', () => {
    expect(said.length).toBeGreaterThan(20);
    expect(hits(said.join(''))).toEqual([]);
  });
  it('are in no answer, of a refusal, a list, a file, a history, a look or the ledger', () => {
    expect(answers.length).toBeGreaterThan(CANARIES);
    expect(hits(answers.join('\n'))).toEqual([]);
  });
  it('are in no part of a workbook', () => {
    const parts = workbooks.flatMap((workbook) => Object.entries(unzipSync(workbook)).map(([name, content]) => ({ name, text: strFromU8(content) })));
    expect(parts.filter(({ name }) => name.endsWith('sheet1.xml'))).toHaveLength(2);
    expect(parts.some(({ text }) => text.includes('CorrectPersonData'))).toBe(true); // the files hold what they are about
    expect(parts.flatMap(({ name, text }) => hits(text).map((hit) => `${name}: ${hit}`))).toEqual([]);
  });
  it('are in no file of a backup', async () => {
    const home = mkdtempSync(join(tmpdir(), 'casetrail-canaries-'));
    const folder = join(home, 'backup');
    const env = { ...process.env, DATABASE_URL: api.owner.options.connectionString as string, CASETRAIL_HOME: home };
    await promisify(execFile)(process.execPath, ['apps/cli/bin/casetrail.mjs', 'backup', '--out', folder], { cwd: resolve(__dirname, '../../..'), env });
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
    expect(files).toEqual(expect.arrayContaining(['newer.ndjson', 'vault/fields.copy', 'access/looks.copy', 'access/exports.copy']));
    for (const name of files) {
      const content = readFileSync(join(folder, name));
      expect([name, hits(content.toString()), hits(bytesIn(content.toString('latin1')))]).toEqual([name, [], []]);
    }
    expect(bytesIn(readFileSync(join(folder, 'vault/fields.copy'), 'latin1')).length).toBeGreaterThan(CANARIES * 60);
    rmSync(home, { recursive: true });
  }, 60_000);
  it('are all shown by the vault, to whoever says what for', async () => {
    const shown: unknown[] = [];
    await forEach(canaries, async (_, n) => {
      const body = { purpose: 'INVESTIGATION', fields: ['name', 'aliases', 'idNumber', 'bornOn', 'address'] };
      shown[n] = responses.PersonalData.parse((await api.post(`/v1/persons/${persons[n]}/reveal`, body, { as: 'investigator' })).body).personalData;
    });
    expect(shown).toEqual(canaries);
  }, 120_000);
  it('are in no look at them either', async () => {
    const { rows } = await api.owner.query<{ detail: unknown }>('select detail from access.looks');
    expect(rows.length).toBeGreaterThan(CANARIES);
    expect(hits(JSON.stringify(rows))).toEqual([]);
  });
});
