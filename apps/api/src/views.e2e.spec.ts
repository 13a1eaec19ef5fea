import { responses } from '@casetrail/contracts';
import { TestApi, ago, problemIn, today } from './testing/index.ts';
import { identifiedGroup, openCase, openSuspect, registeredPerson, reportedCase } from './testing/stories.ts';

let api: TestApi;
let file: string;
let suspect: string;
let person: string;
let group: string;
let correction: string;

beforeAll(async () => {
  api = await TestApi.start();
  file = await openCase(api);
  suspect = await openSuspect(api, file);
  person = await registeredPerson(api);
  group = await identifiedGroup(api);
  await api.recorded(`/v1/crime-groups/${group}/register`, { code: 'G-370202-001', occurredOn: ago(5) });
  await api.recorded(`/v1/crime-groups/${group}/link-member`, { suspect, role: 'CORE', occurredOn: ago(5) });
  await api.recorded(`/v1/criminal-cases/${file}/link-group`, { group, occurredOn: ago(5) });
  const body = { ground: 'NO_CRIME', occurredOn: today(), reason: { code: 'NO_CRIME' } };
  correction = (await api.recorded(`/v1/criminal-cases/${file}/withdraw`, body, { as: 'investigator' })).stream;
  for (let i = 0; i < 4; i++) await reportedCase(api);
  await api.catchUp();
});
afterAll(() => api.stop());

describe('a case', () => {
  it('is a file with everything that belongs to it', async () => {
    const { status, headers, body } = await api.get(`/v1/criminal-cases/${file}`);
    const shown = responses.CriminalCaseFile.parse(body);
    expect([status, headers['etag']]).toEqual([200, `"${shown.case.version}"`]);
    expect(shown).toMatchObject({
      case: { id: file, status: 'investigating', groups: [group] },
      suspects: [{ id: suspect }],
      groups: [{ id: group }],
      corrections: [{ id: correction, kind: 'K2', status: 'requested' }],
    });
    expect(shown.timeline.map(({ type }) => type)).toEqual(expect.arrayContaining(['ReportAccepted', 'CaseFiled', 'SuspectOpened']));
  });
  it('may be acted on in the version that was shown', async () => {
    const { headers } = await api.get(`/v1/criminal-cases/${file}`);
    const answer = await api.post(
      `/v1/criminal-cases/${file}/classify`,
      { scope: 'EVIL', listVersion: '2019', basis: 'x', occurredOn: today() },
      { headers: { 'if-match': String(headers['etag']) } },
    );
    expect(answer.status).toBe(201);
  });
  it('that is recorded and not shown yet is not said to be missing', async () => {
    const id = await reportedCase(api);
    const answer = await api.get(`/v1/criminal-cases/${id}`);
    expect(problemIn(answer)).toMatchObject({ status: 503, code: 'view/not-shown-yet' });
    expect(answer.headers).toMatchObject({ 'retry-after': '1' });
    await api.catchUp();
    expect((await api.get(`/v1/criminal-cases/${id}`)).status).toBe(200);
  });
  it.each(['criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV', 'x'])('that does not exist is not found: %s', async (id) =>
    expect(problemIn(await api.get(`/v1/criminal-cases/${id}`))).toMatchObject({ status: 404, code: 'criminal-case/is-unknown' }),
  );
});

describe('the list of cases', () => {
  const listed = async (query = '') => responses.CriminalCases.parse((await api.get(`/v1/criminal-cases${query}`)).body);

  it('comes in pages, the newest first, none twice', async () => {
    const ids: string[] = [];
    let after = '';
    for (let pages = 0; pages < 10; pages++) {
      const { items, next } = await listed(`?limit=2${after}`);
      ids.push(...items.map(({ id }) => id));
      if (next === null) break;
      after = `&after=${next}`;
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(5);
    expect(ids.at(-1)).toBe(file);
  });
  it('is filtered', async () => {
    expect((await listed(`?group=${group}`)).items).toMatchObject([{ id: file, suspectCount: 1, inCustodyCount: 0 }]);
    expect((await listed('?status=investigating&district=370202&isCracked=false')).items.map(({ id }) => id)).toEqual([file]);
    expect((await listed('?district=370203')).items).toEqual([]);
    expect((await listed(`?filedFrom=${ago(9)}&filedTo=${ago(8)}`)).items).toHaveLength(1);
    expect((await listed(`?text=${encodeURIComponent('EXTORT')}`)).items.map(({ id }) => id)).toEqual([file]);
  });
  it('tells how many there are with these filters, where that is asked for', async () => {
    const { items } = await listed('?limit=200');
    expect((await listed('?limit=2')).total).toBeUndefined();
    expect((await listed('?limit=2&isCounted=true')).total).toEqual({ count: items.length, isMore: false });
    expect((await listed(`?group=${group}&isCounted=true`)).total).toEqual({ count: 1, isMore: false });
    const second = await listed(`?limit=2&isCounted=true&after=${(await listed('?limit=2')).next}`);
    expect(second.total).toEqual({ count: items.length, isMore: false });
  });
  it.each([
    ['status=open', 'status'],
    ['district=370271', 'district'],
    ['isCracked=yes', 'isCracked'],
    ['filedFrom=2019-13-01', 'filedFrom'],
    ['group=x', 'group'],
    ['limit=1000', 'limit'],
    ['after=x', 'after'],
    ['sort=id', 'sort'],
    ['text=%00', 'text'],
  ])('refuses %s', async (query, path) =>
    expect(problemIn(await api.get(`/v1/criminal-cases?${query}`))).toMatchObject({ status: 400, code: 'request/invalid', errors: [{ path }] }),
  );
});

it('a suspect is a file', async () => {
  const { headers, body } = await api.get(`/v1/suspects/${suspect}`);
  expect(responses.SuspectFile.parse(body)).toMatchObject({ suspect: { id: suspect, caseId: file }, case: { id: file }, groups: [{ id: group }] });
  expect(headers).toMatchObject({ etag: '"1"' });
  expect(problemIn(await api.get('/v1/suspects/suspect-01ARZ3NDEKTSV4RRFFQ69G5FAV'))).toMatchObject({ status: 404, code: 'suspect/is-unknown' });
});

describe('a person', () => {
  it('is a file', async () => {
    expect(responses.PersonFile.parse((await api.get(`/v1/persons/${person}`)).body)).toMatchObject({
      person: { id: person, isProvisional: true, birthYear: 1980 },
      identities: [{ id: person }],
      participations: [],
    });
    expect(problemIn(await api.get('/v1/persons/person-01ARZ3NDEKTSV4RRFFQ69G5FAV'))).toMatchObject({ status: 404, code: 'person/is-unknown' });
  });
  it('shows neither number nor hash', async () => {
    const { stream } = await api.recorded('/v1/persons', { idNumber: '11010519491231002X', occurredOn: today() }, { as: 'investigator' });
    await api.catchUp();
    const { text, body } = await api.get(`/v1/persons/${stream}`);
    expect(text).not.toMatch(/idHash|19491231/);
    expect(body.holds).toEqual(['idNumber']);
  });
});

describe('a crime group', () => {
  it('is a file', async () => {
    const { body } = await api.get(`/v1/crime-groups/${group}`);
    expect(responses.CrimeGroupFile.parse(body)).toMatchObject({
      group: { id: group, code: 'G-370202-001' },
      members: [{ suspectId: suspect, role: 'CORE' }],
      cases: [{ id: file }],
    });
  });
  it('is in the list', async () => {
    const listed = async (query: string) => responses.CrimeGroups.parse((await api.get(`/v1/crime-groups${query}`)).body).items.map(({ id }) => id);
    expect([await listed(''), await listed('?status=registered'), await listed('?tier=MAFIA_TYPE')]).toEqual([[group], [group], []]);
    expect(problemIn(await api.get('/v1/crime-groups?tier=TOP'))).toMatchObject({ status: 400, errors: [{ path: 'tier' }] });
  });
});

describe('a correction', () => {
  it('is shown with what it proposes', async () => {
    const { body, headers } = await api.get(`/v1/corrections/${correction}`);
    expect(responses.Correction.parse(body)).toMatchObject({
      id: correction,
      target: file,
      command: 'WithdrawCase',
      requestedBy: { user: 'inv-1' },
      decidedBy: null,
    });
    expect(headers).toMatchObject({ etag: '"1"' });
  });
  it('is in the list until it is decided', async () => {
    const listed = async (query: string) => responses.Corrections.parse((await api.get(`/v1/corrections${query}`)).body).items.map(({ id }) => id);
    expect([await listed('?status=requested'), await listed(`?target=${file}&kind=K2`), await listed('?kind=K5')]).toEqual([[correction], [correction], []]);
    await api.recorded(`/v1/corrections/${correction}/reject`, { reason: { code: 'NOT_PROVEN' } });
    await api.catchUp();
    expect([await listed('?status=requested'), await listed('?status=rejected')]).toEqual([[], [correction]]);
    expect(problemIn(await api.get('/v1/corrections?target=x'))).toMatchObject({ status: 400, errors: [{ path: 'target' }] });
  });
});
