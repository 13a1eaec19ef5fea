import { responses } from '@casetrail/contracts';
import { TestApi, type Who, ago, problemIn, today } from './testing/index.ts';
import { identifiedGroup, openCase, openSuspect, receivedLead, registeredPerson } from './testing/stories.ts';

let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());

const outsiders: readonly Who[] = ['investigator', 'cityLeader', 'chiefProcurator', 'judge', 'supervisor', 'statistician', 'auditor'];
const nobody = 'umbrella_lead-01ARZ3NDEKTSV4RRFFQ69G5FAV';
const withoutRequest = (problem: ReturnType<typeof problemIn>) => ({ ...problem, requestId: undefined });

describe('the records of protective umbrellas', () => {
  let lead: string;
  let investigation: string;
  let group: string;
  let file: string;
  let correction: string;

  beforeAll(async () => {
    file = await openCase(api);
    group = await identifiedGroup(api);
    lead = await receivedLead(api);
    const as = 'disciplineLeader';
    await api.recorded(`/v1/umbrella-leads/${lead}/screen`, { outcome: 'RELEVANT', occurredOn: ago(4) }, { as });
    await api.recorded(`/v1/umbrella-leads/${lead}/open-verification`, { occurredOn: ago(4) }, { as });
    await api.recorded(`/v1/umbrella-leads/${lead}/close-verification`, { outcome: 'TO_INVESTIGATION', occurredOn: ago(3) }, { as });
    const filed = { investigationNumber: 'UI-000001', leads: [lead], principalKind: 'SHELTERING', groups: [group], cases: [file], occurredOn: ago(2) };
    investigation = (await api.recorded('/v1/umbrella-investigations', filed, { as })).stream;
    const change = { kind: 'DERELICTION', basis: 'the finding', occurredOn: today(), reason: { code: 'OTHER_FINDING' } };
    const asked = await api.recorded(`/v1/umbrella-investigations/${investigation}/change-principal-kind`, change, { as: 'inspector' });
    correction = asked.stream;
    await api.catchUp();
  });

  it('are files to the discipline organs', async () => {
    for (const as of ['inspector', 'disciplineLeader'] as const) {
      const { body } = await api.get(`/v1/umbrella-investigations/${investigation}`, { as });
      expect(responses.RecordFile.parse(body)).toMatchObject({
        record: { id: investigation, status: 'filed', label: 'SHELTERING', number: 'UI-000001' },
        related: { cases: [{ id: file }], groups: [{ id: group }], records: [{ id: lead }] },
        corrections: [{ id: correction, kind: 'K4', status: 'requested' }],
      });
      expect(responses.Records.parse((await api.get('/v1/umbrella-leads', { as })).body).items).toMatchObject([{ id: lead, status: 'verified' }]);
    }
  });
  it.each(outsiders)('are records that are not there to everybody else: %s', async (as) => {
    const problem = problemIn(await api.get(`/v1/umbrella-leads/${lead}`, { as }));
    expect(problem).toMatchObject({ status: 404, code: 'umbrella-lead/is-unknown' });
    expect(withoutRequest(problem)).toEqual(withoutRequest(problemIn(await api.get(`/v1/umbrella-leads/${nobody}`, { as }))));
    expect(withoutRequest(problem)).toEqual(withoutRequest(problemIn(await api.get(`/v1/umbrella-leads/${nobody}`, { as: 'inspector' }))));
  });
  it.each(outsiders)('are in no list of theirs: %s', async (as) => {
    for (const path of ['/v1/umbrella-leads', '/v1/umbrella-investigations'])
      expect(problemIn(await api.get(path, { as }))).toMatchObject({ status: 403, code: 'role/not-allowed' });
  });
  it('are not shown before the views have caught up either', async () => {
    const fresh = await receivedLead(api);
    expect(problemIn(await api.get(`/v1/umbrella-leads/${fresh}`, { as: 'inspector' }))).toMatchObject({ status: 503, code: 'view/not-shown-yet' });
    expect(problemIn(await api.get(`/v1/umbrella-leads/${fresh}`, { as: 'leader' }))).toMatchObject({ status: 404, code: 'umbrella-lead/is-unknown' });
    await api.catchUp();
  });
  it.each(outsiders)('tell nothing of their version to %s', async (as) => {
    const answers = [lead, nobody].map((id) =>
      api.post(`/v1/umbrella-leads/${id}/screen`, { outcome: 'RELEVANT', occurredOn: today() }, { as, headers: { 'if-match': '"77"' } }),
    );
    const [one, other] = (await Promise.all(answers)).map((answer) => withoutRequest(problemIn(answer)));
    expect(one).toMatchObject({ status: 403, code: 'role/not-allowed' });
    expect(one).toEqual(other);
  });
  it.each(outsiders)('appear in no file that %s can read', async (as) => {
    const paths = [`/v1/criminal-cases/${file}`, `/v1/crime-groups/${group}`, '/v1/corrections', `/v1/arrest-reviews?refersTo=${lead}`];
    const texts = await Promise.all(paths.map(async (path) => (await api.get(path, { as })).text));
    expect(texts.join('\n')).not.toMatch(/umbrella|UI-000001|SHELTERING/);
  });
  it.each(['F14', 'F15', 'F16', 'F16-times', 'F17', 'F18'])(
    'are not released while they are few, and %s is opened for the discipline organs alone',
    async (figure) => {
      for (const as of outsiders) {
        const { value } = responses.Figure.parse((await api.get(`/v1/figures/${figure}`, { as })).body).figure;
        expect(value).toBe(figure === 'F16-times' ? null : 0);
        expect(responses.Facts.parse((await api.get(`/v1/figures/${figure}/facts`, { as })).body).facts).toEqual([]);
      }
      expect(responses.Facts.parse((await api.get(`/v1/figures/${figure}/facts`, { as: 'inspector' })).body).figure).toBe(figure);
    },
  );
  it('tell nobody else whom they are about', async () => {
    const person = await registeredPerson(api);
    const opened = { person, rankBand: 'STAFF', occurredOn: ago(1) };
    await api.recorded(`/v1/umbrella-investigations/${investigation}/open-person`, opened, { as: 'disciplineLeader' });
    await api.catchUp();
    const file = await api.get(`/v1/persons/${person}`, { as: 'leader' });
    expect([file.headers['etag'], file.body.person.version]).toEqual(['"1"', 1]); // no version is missing
    const counted = async (as: Who) =>
      responses.CountedPerson.parse((await api.get(`/v1/persons/${person}/counted`, { as })).body).counted.map(({ figure }) => figure);
    expect(await counted('inspector')).toEqual(expect.arrayContaining(['F16', 'F18']));
    for (const as of outsiders.filter((one) => one !== 'statistician')) expect(await counted(as)).toEqual([]);
    expect((await api.get(`/v1/persons/${person}/counted`, { as: 'statistician' })).status).toBe(403); // reads no persons at all
  });
  it('have corrections that only the discipline organs see, preview and decide on', async () => {
    for (const as of outsiders)
      expect(problemIn(await api.get(`/v1/corrections/${correction}/preview`, { as }))).toMatchObject({ status: 404, code: 'correction/is-unknown' });
    expect(responses.Preview.parse((await api.get(`/v1/corrections/${correction}/preview`, { as: 'inspector' })).body).correction).toBe(correction);
    expect(problemIn(await api.get(`/v1/corrections/${correction}`, { as: 'leader' }))).toMatchObject({ status: 404, code: 'correction/is-unknown' });
    expect(problemIn(await api.post(`/v1/corrections/${correction}/approve`, {}, { as: 'leader' }))).toMatchObject({
      status: 404,
      code: 'correction/is-unknown',
    });
    expect((await api.get(`/v1/corrections/${correction}`, { as: 'inspector' })).status).toBe(200);
    expect((await api.post(`/v1/corrections/${correction}/approve`, {}, { as: 'disciplineLeader' })).status).toBe(201);
  });
});

describe('a person whose record is sealed', () => {
  it('is not there, and a suspect without an identity', async () => {
    const file = await openCase(api);
    const suspect = await openSuspect(api, file);
    await api.catchUp();
    const { personId } = responses.SuspectFile.parse((await api.get(`/v1/suspects/${suspect}`)).body).suspect;
    expect((await api.get(`/v1/persons/${personId}`)).status).toBe(200);
    const seal = { ground: 'JUVENILE', occurredOn: today(), reason: { code: 'JUVENILE' } };
    const asked = await api.recorded(`/v1/persons/${personId}/seal`, seal, { as: 'investigator' });
    expect(asked.correction).toMatchObject({ kind: 'K12' });
    await api.recorded(asked.correction!.approve, {});
    await api.catchUp();
    const problem = problemIn(await api.get(`/v1/persons/${personId}`));
    expect(problem).toMatchObject({ status: 404, code: 'person/is-unknown' });
    expect(withoutRequest(problem)).toEqual(withoutRequest(problemIn(await api.get('/v1/persons/person-01ARZ3NDEKTSV4RRFFQ69G5FAV'))));
    expect(responses.SuspectFile.parse((await api.get(`/v1/suspects/${suspect}`)).body).suspect.identity).toBeNull();
    expect(responses.CriminalCaseFile.parse((await api.get(`/v1/criminal-cases/${file}`)).body).suspects).toMatchObject([{ id: suspect, identity: null }]);
  });
  it('does not come to light while something else is being recorded', async () => {
    const person = await registeredPerson(api);
    const seal = { ground: 'COURT_ORDER', occurredOn: today(), reason: { code: 'COURT_ORDER' } };
    const asked = await api.recorded(`/v1/persons/${person}/seal`, seal, { as: 'investigator' });
    await api.recorded(asked.correction!.approve, {});
    await api.catchUp();
    await registeredPerson(api);
    expect(problemIn(await api.get(`/v1/persons/${person}`))).toMatchObject({ status: 404, code: 'person/is-unknown' });
  });
});
