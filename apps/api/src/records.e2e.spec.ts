import { type AggregateRoutes, aggregates, recordCategories, responses } from '@casetrail/contracts';
import { addDays, addMonths, civilDate } from '@casetrail/domain';
import { TestApi, type Who, ago, problemIn, today } from './testing/index.ts';
import { arrestReviewed, openCase, openSuspect, prosecutionReviewed, receivedLead, reportedCase, servedRecommendation } from './testing/stories.ts';

let api: TestApi;
let file: string;
beforeAll(async () => {
  api = await TestApi.start();
  file = await openCase(api);
});
afterAll(() => api.stop());

const shown = async (path: string, as: Who = 'auditor') => {
  await api.catchUp();
  const { status, headers, body } = await api.get(path, { as });
  const { record, ...rest } = responses.RecordFile.parse(body);
  expect([status, headers['etag']]).toEqual([200, `"${record.version}"`]);
  return { ...record, ...rest };
};
const refused = async (path: string, body: object, as: Who) => {
  const { status, code } = problemIn(await api.post(path, { occurredOn: today(), ...body }, { as }));
  return [status, code];
};
const begun = async (path: string, body: object, as: Who) => (await api.recorded(path, { occurredOn: ago(3), ...body }, { as })).stream;
const then = (path: string, body: object, as: Who) => api.recorded(path, { occurredOn: ago(2), ...body }, { as });

describe('an arrest review', () => {
  it('ends with an approval, and the police execute the arrest', async () => {
    const { suspect, review } = await arrestReviewed(api, file);
    await then(`/v1/arrest-reviews/${review}/approve-arrest`, { suspect, decisionNumber: 'AA-000001' }, 'procurator');
    await then(`/v1/suspects/${suspect}/execute-arrest`, { review, warrantNumber: 'W-000001', at: `${ago(1)}T09:00:00+08:00`, occurredOn: ago(1) }, 'leader');
    expect(await shown(`/v1/arrest-reviews/${review}`)).toMatchObject({
      status: 'decided',
      label: 'EVIL',
      refs: expect.arrayContaining([suspect, file]),
      related: { cases: [{ id: file }], suspects: [{ id: suspect, measure: 'arrested' }] },
      timeline: [{ type: 'ArrestReviewOpened' }, { type: 'ArrestApproved' }],
    });
    const listed = await api.get(`/v1/arrest-reviews?refersTo=${suspect}&status=decided`);
    expect(responses.Records.parse(listed.body).items.map(({ id }) => id)).toEqual([review]);
  });
  it('is not opened where the police ask for nothing', async () => {
    const body = { fileNumber: 'AR-1', case: file, suspects: [await openSuspect(api, file)], scope: 'EVIL' };
    expect(await refused('/v1/arrest-reviews', body, 'procurator')).toEqual([409, 'arrest-review/arrest-not-requested']);
  });
});

describe('a prosecution and its docket', () => {
  it('lead from the indictment to the judgment, each organ doing its own', async () => {
    const { suspect, prosecution } = await prosecutionReviewed(api);
    await then(
      `/v1/prosecutions/${prosecution}/file-indictment`,
      { indictmentNumber: 'I-000001', court: '370202-court', defendants: [suspect], occurredOn: ago(4) },
      'procurator',
    );
    expect(await shown(`/v1/prosecutions/${prosecution}`)).toMatchObject({ status: 'indicted', state: { indictmentNumber: 'I-000001' } });
    const docketNumber = `（${ago(3).slice(0, 4)}）鲁0202刑初1号`;
    const accepted = { docketNumber, court: '370202-court', instance: 'FIRST', prosecution, defendants: [suspect], scope: 'EVIL' };
    const docket = await begun('/v1/court-dockets', accepted, 'clerk');
    await then(`/v1/court-dockets/${docket}/hold-hearing`, {}, 'clerk');
    await then(`/v1/court-dockets/${docket}/record-verdict`, { suspect, verdict: 'GUILTY', months: 36 }, 'clerk');
    await then(`/v1/court-dockets/${docket}/conclude`, { kind: 'JUDGMENT' }, 'judge');
    expect(await shown(`/v1/court-dockets/${docket}`)).toMatchObject({
      status: 'concluded',
      number: docketNumber,
      label: '370202-court',
      related: { records: [{ id: prosecution }] },
    });
    expect(await refused(`/v1/court-dockets/${docket}/record-verdict`, { suspect, verdict: 'GUILTY' }, 'procurator')).toEqual([403, 'role/not-allowed']);
    expect(await refused(`/v1/court-dockets/${docket}/hold-hearing`, {}, 'clerk')).toEqual([409, 'court-docket/is-concluded']);
  });
  it('do not begin before the police transfer the case', async () => {
    const body = { fileNumber: 'PR-1', case: file, suspects: [await openSuspect(api, file)], scope: 'EVIL' };
    expect(await refused('/v1/prosecutions', body, 'procurator')).toEqual([409, 'prosecution/case-not-transferred']);
  });
});

describe('an asset', () => {
  const identified = () => begun('/v1/assets', { kind: 'VEHICLE', label: 'a fishing boat', case: file, occurredOn: ago(4) }, 'investigator');

  it('is identified and seized', async () => {
    const asset = await identified();
    await then(`/v1/assets/${asset}/seize`, { measureNumber: 'S-000001' }, 'leader');
    expect(await shown(`/v1/assets/${asset}`)).toMatchObject({ label: 'a fishing boat', number: 'S-000001', district: '370202', state: { measure: 'seized' } });
  });
  it('is freed by an act, or by a correction where it should never have been seized', async () => {
    const [one, other] = [await identified(), await identified()];
    for (const asset of [one, other]) await then(`/v1/assets/${asset}/seize`, { measureNumber: 'S-000002' }, 'leader');
    expect((await api.post(`/v1/assets/${one}/lift`, { ground: 'CASE_WITHDRAWN', occurredOn: today() })).status).toBe(201);
    const wrong = { ground: 'UNRELATED', occurredOn: today() };
    expect(problemIn(await api.post(`/v1/assets/${other}/lift`, wrong))).toMatchObject({ status: 400, errors: [{ path: 'reason', code: 'required' }] });
    const asked = await api.post(`/v1/assets/${other}/lift`, { ...wrong, reason: { code: 'NOT_RELATED' } });
    expect([asked.status, asked.body.correction.kind]).toEqual([202, 'K2']);
  });
  it('is not identified in a case that is not filed', async () =>
    expect(await refused('/v1/assets', { kind: 'CASH', label: 'cash', case: await reportedCase(api) }, 'investigator')).toEqual([
      409,
      'criminal-case/not-filed',
    ]));
});

describe('what follows from a recommendation', () => {
  let recommendation: string;
  beforeAll(async () => (recommendation = await servedRecommendation(api, file)));

  it('is a reply, which the issuer assesses', async () => {
    await then(`/v1/recommendations/${recommendation}/reply`, { replyNumber: 'RE-1', summary: 'licences are checked' }, 'department');
    await then(`/v1/recommendations/${recommendation}/assess-reply`, { assessment: 'ADEQUATE' }, 'investigator');
    expect(await shown(`/v1/recommendations/${recommendation}`)).toMatchObject({
      status: 'assessed',
      label: '370202-justice',
      related: { cases: [{ id: file }] },
    });
    expect(await refused(`/v1/recommendations/${recommendation}/reply`, { replyNumber: 'RE-2', summary: 'again' }, 'department')).toEqual([
      409,
      'recommendation/is-assessed',
    ]);
  });
  it('is a plan, which the head of the department adopts', async () => {
    const draft = { planNumber: 'PL-1', department: '370202-justice', industry: 'wholesale', until: ago(-300) };
    const plan = await begun('/v1/rectification-plans', { ...draft, recommendations: [recommendation], problems: [] }, 'department');
    expect(await refused(`/v1/rectification-plans/${plan}/adopt`, {}, 'department')).toEqual([409, 'rectification-plan/own-draft']);
    await then(`/v1/rectification-plans/${plan}/adopt`, {}, 'secondDepartment');
    expect(await shown(`/v1/rectification-plans/${plan}`)).toMatchObject({ status: 'adopted', number: 'PL-1', related: { records: [{ id: recommendation }] } });
    expect((await shown(`/v1/recommendations/${recommendation}`)).related.records.map(({ id }) => id)).toContain(plan);
  });
  it('is a mechanism, which is repealed by a correction', async () => {
    const draft = { department: '370202-justice', industry: 'wholesale', kind: 'MEASURES', title: 'measures on licences', recommendations: [recommendation] };
    const mechanism = await begun('/v1/mechanisms', draft, 'department');
    const issue = { mechanismNumber: 'ME-1', inForceFrom: today() };
    expect(await refused(`/v1/mechanisms/${mechanism}/issue`, issue, 'department')).toEqual([409, 'mechanism/own-draft']);
    await then(`/v1/mechanisms/${mechanism}/issue`, issue, 'secondDepartment');
    const repealed = await api.recorded(
      `/v1/mechanisms/${mechanism}/repeal`,
      { ground: 'outdated', occurredOn: today(), reason: { code: 'OUTDATED' } },
      { as: 'department' },
    );
    await api.recorded(repealed.correction!.approve, {}, { as: 'secondDepartment' });
    expect(await shown(`/v1/mechanisms/${mechanism}`)).toMatchObject({ status: 'repealed', corrections: [{ kind: 'K2', status: 'approved' }] });
  });
  it('is a problem, which others accept than those who rectified it', async () => {
    const found = { problemNumber: 'PB-1', industry: 'wholesale', finding: 'stalls without licences', recommendation };
    const problem = await begun('/v1/problems', found, 'supervisor');
    await then(`/v1/problems/${problem}/assign`, { department: '370202-justice' }, 'supervisor');
    await then(`/v1/problems/${problem}/start-rectifying`, {}, 'department');
    expect(await refused(`/v1/problems/${problem}/accept`, {}, 'supervisor')).toEqual([409, 'problem/is-rectifying']);
    await then(`/v1/problems/${problem}/report-done`, { evidence: 'a list of licences' }, 'department');
    await then(`/v1/problems/${problem}/accept`, {}, 'supervisor');
    expect(await shown(`/v1/problems/${problem}`)).toMatchObject({ status: 'accepted', label: 'stalls without licences', number: 'PB-1' });
  });
});

describe('a register entry', () => {
  const officer = { code: 'OFF-370202-001', district: '370202' };

  it('is one as long as it stands, whoever registers it', async () => {
    const first = await begun('/v1/register-entries/officers', officer, 'department');
    expect(await then('/v1/register-entries/officers', officer, 'secondDepartment')).toMatchObject({
      stream: first,
      version: 1,
      events: [],
      isRepeated: false,
    });
    expect(await begun('/v1/register-entries/supervisors', officer, 'department')).not.toBe(first);
    expect(await shown(`/v1/register-entries/${first}`)).toMatchObject({ status: 'active', label: 'OFFICER', number: 'OFF-370202-001' });
  });
  it('is a new one after it ended; the same request still answers what it did', async () => {
    const entry = { code: 'SUP-370202-009', district: '370202', occurredOn: ago(5) };
    const first = await api.recorded('/v1/register-entries/supervisors', entry, { as: 'department', key: 'appoint-once' });
    await then(`/v1/register-entries/${first.stream}/end`, { ground: 'term over', occurredOn: ago(4) }, 'department');
    expect(await refused(`/v1/register-entries/${first.stream}/renew`, { until: ago(-90) }, 'department')).toEqual([409, 'register-entry/is-ended']);
    const second = await begun('/v1/register-entries/supervisors', entry, 'department');
    expect(second).not.toBe(first.stream);
    expect(await begun('/v1/register-entries/supervisors', entry, 'secondDepartment')).toBe(second);
    expect(await api.recorded('/v1/register-entries/supervisors', entry, { as: 'department', key: 'appoint-once' })).toEqual({ ...first, isRepeated: true });
  });
  it('joins an officer and an enterprise', async () => {
    const one = await begun('/v1/register-entries/officers', { ...officer, code: 'OFF-370202-002', occurredOn: ago(5) }, 'department');
    const enterprise = await begun(
      '/v1/register-entries/enterprises',
      { creditCode: '91999900MA00000019', district: '370203', occurredOn: ago(5) },
      'department',
    );
    const liaison = await begun('/v1/register-entries/liaisons', { officer: one, enterprise }, 'department');
    expect(await shown(`/v1/register-entries/${liaison}`)).toMatchObject({ label: 'LIAISON', district: '370203', refs: [one, enterprise].sort() });
    expect(await refused('/v1/register-entries/liaisons', { officer: enterprise, enterprise: one }, 'department')).toEqual([
      409,
      'register-entry/not-an-officer',
    ]);
  });
  it('of an institution and of an adviser begins under its own name', async () => {
    await begun('/v1/register-entries/institutions', { code: 'ST-001', level: 'STATION', district: '370202' }, 'department');
    await begun('/v1/register-entries/advisers', { communityCode: 'C-001', contractNumber: 'K-001', district: '370202' }, 'department');
    await api.catchUp();
    const labelled = async (text: string) =>
      responses.Records.parse((await api.get(`/v1/register-entries?text=${text}`)).body).items.map(({ label, number }) => [label, number]);
    expect([await labelled('ST-001'), await labelled('K-001')]).toEqual([[['STATION', 'ST-001']], [['COMMUNITY', 'C-001']]]);
  });
});

describe('an indicator', () => {
  it('has one series in a district, whose values two persons stand for', async () => {
    const series = { key: 'grid.cells', district: '370202' };
    const indicator = await begun('/v1/indicators', series, 'reporter');
    expect(await begun('/v1/indicators', series, 'secondReporter')).toBe(indicator);
    expect(await begun('/v1/indicators', { ...series, district: '370203' }, 'reporter')).not.toBe(indicator);
    const period = ago(2).slice(0, 7);
    await then(`/v1/indicators/${indicator}/report`, { period, value: 120 }, 'reporter');
    expect(await refused(`/v1/indicators/${indicator}/certify`, { period }, 'reporter')).toEqual([409, 'indicator/own-report']);
    await then(`/v1/indicators/${indicator}/certify`, { period }, 'secondReporter');
    expect(await shown(`/v1/indicators/${indicator}`)).toMatchObject({
      label: 'grid.cells',
      state: { cells: { [period]: { value: 120, isCertified: true } } },
    });
  });
});

describe('a hearing', () => {
  const scheduled = (serial: number) => ({
    docketNumber: `（${ago(3).slice(0, 4)}）鲁0202行初${serial}号`,
    court: '370202-court',
    defendant: '370202-justice',
    district: '370202',
  });

  it('is scheduled, and held with whoever came', async () => {
    const hearing = await begun('/v1/hearings', scheduled(1), 'clerk');
    await then(`/v1/hearings/${hearing}/declare-appearance`, { official: 'PRINCIPAL' }, 'department');
    await then(`/v1/hearings/${hearing}/record`, { official: 'DEPUTY' }, 'clerk');
    expect(await shown(`/v1/hearings/${hearing}`)).toMatchObject({ status: 'held', label: '370202-justice', state: { official: 'DEPUTY' } });
    expect(await refused(`/v1/hearings/${hearing}/cancel`, { ground: 'settled' }, 'clerk')).toEqual([409, 'hearing/is-held']);
  });
  it('leaves the other names in its collection to others', async () =>
    expect(problemIn(await api.get('/v1/hearings/minutes'))).toMatchObject({ status: 404, code: 'hearing/is-unknown' }));
});

it('a major project is decided by somebody else than who assessed it', async () => {
  const project = await begun('/v1/major-projects', { code: 'MP-1', level: 'DISTRICT', requiresAssessment: true, district: '370202' }, 'supervisor');
  await then(`/v1/major-projects/${project}/complete-assessment`, { risk: 'LOW' }, 'department');
  expect(await refused(`/v1/major-projects/${project}/decide`, { decision: 'APPROVED' }, 'department')).toEqual([409, 'major-project/own-assessment']);
  await then(`/v1/major-projects/${project}/decide`, { decision: 'APPROVED' }, 'secondDepartment');
  expect(await shown(`/v1/major-projects/${project}`)).toMatchObject({ status: 'decided', label: 'DISTRICT', number: 'MP-1' });
});

it('a failing check is explained by one, and signed by another', async () => {
  const explained = { check: 'f35-is-the-number-of-districts', asOf: ago(9), explanation: 'one centre is being rebuilt' };
  const exception = await begun('/v1/check-exceptions', explained, 'statistician');
  expect(await refused(`/v1/check-exceptions/${exception}/sign`, {}, 'statistician')).toEqual([403, 'role/not-allowed']);
  await then(`/v1/check-exceptions/${exception}/sign`, {}, 'publisher');
  expect(await shown(`/v1/check-exceptions/${exception}`)).toMatchObject({ status: 'signed', number: explained.check });
});

it('what runs out on the files of a case is told with the rest, to whoever sees the case', async () => {
  const { file: ofCase, prosecution } = await prosecutionReviewed(api);
  const recommendation = await servedRecommendation(api, ofCase);
  await api.catchUp();
  const limits = async (as: Who) => responses.TimeLimits.parse((await api.get(`/v1/time-limits?case=${ofCase}`, { as })).body).items;
  const told = await limits('clerk');
  expect(told).toHaveLength(2);
  expect(told).toMatchObject([
    { id: recommendation, clock: 'C40c', until: ago(-20), case: { id: ofCase } },
    { id: prosecution, clock: 'C12', until: addMonths(civilDate.parse(ago(4)), 1), case: { id: ofCase } },
  ]);
  expect(await limits('elsewhere')).toEqual([]);
  expect(problemIn(await api.get('/v1/time-limits?case=x'))).toMatchObject({ status: 400, errors: [{ path: 'case' }] });
  expect((await api.get('/v1/time-limits', { as: 'department' })).body).toEqual({ items: [], next: null });
  expect(problemIn(await api.get('/v1/time-limits', { as: 'statistician' }))).toMatchObject({ status: 403, code: 'role/not-allowed' });
});

describe('the term of a file', () => {
  const limitsOf = async (ofCase: string, on: string) => {
    await api.catchUp();
    const { items } = responses.TimeLimits.parse((await api.get(`/v1/time-limits?case=${ofCase}`, { as: 'clerk' })).body);
    return items.filter(({ id }) => id === on).map(({ clock, until }) => [clock, until]);
  };

  it('is told as it was extended: of a review by 15 days, once', async () => {
    const { file: ofCase, prosecution } = await prosecutionReviewed(api);
    const extend = `/v1/prosecutions/${prosecution}/extend`;
    expect(problemIn(await api.post(extend, { ground: 'LONG', occurredOn: today() }, { as: 'procurator' }))).toMatchObject({
      status: 400,
      errors: [{ path: 'ground' }],
    });
    await then(extend, { ground: 'COMPLEX' }, 'procurator');
    expect(await limitsOf(ofCase, prosecution)).toEqual([['C12', addDays(addMonths(ago(4), 1), 15)]]);
    expect(await refused(extend, { ground: 'MAJOR' }, 'procurator')).toEqual([409, 'prosecution/already-extended']);
    expect(await refused(extend, { ground: 'MAJOR' }, 'judge')).toEqual([403, 'role/not-allowed']);
  });

  it('is told as it was extended: of a trial step by step, and of a supplement', async () => {
    const { file: ofCase, suspect, prosecution } = await prosecutionReviewed(api);
    const indictment = { indictmentNumber: 'I-000002', court: '370202-court', defendants: [suspect], occurredOn: ago(4) };
    await then(`/v1/prosecutions/${prosecution}/file-indictment`, indictment, 'procurator');
    const docketNumber = `（${ago(3).slice(0, 4)}）鲁0202刑初2号`;
    const accepted = { docketNumber, court: '370202-court', instance: 'FIRST', prosecution, defendants: [suspect], scope: 'EVIL', occurredOn: ago(3) };
    const docket = await begun('/v1/court-dockets', accepted, 'clerk');
    const extend = `/v1/court-dockets/${docket}/extend`;
    const [own, above] = [
      { approvedBy: 'OWN_COURT', decisionNumber: 'EX-1' },
      { approvedBy: 'COURT_ABOVE', decisionNumber: 'EX-2' },
    ];
    expect(await limitsOf(ofCase, docket)).toEqual([['C16', addMonths(ago(3), 2)]]);
    expect(await refused(extend, above, 'judge')).toEqual([409, 'court-docket/extension-out-of-order']);
    const unsaid = await api.post(extend, { ...above, approvedBy: 'SUPREME_COURT', occurredOn: today() }, { as: 'judge' });
    expect(problemIn(unsaid)).toMatchObject({ status: 400, errors: [{ path: 'until' }] });
    await then(extend, own, 'judge');
    expect(await limitsOf(ofCase, docket)).toEqual([['C16', addMonths(ago(3), 3)]]);
    await then(extend, above, 'judge');
    expect(await limitsOf(ofCase, docket)).toEqual([['C16', addMonths(ago(3), 6)]]);

    await then(`/v1/court-dockets/${docket}/adjourn`, { ground: 'a witness is named', because: 'SUPPLEMENT', occurredOn: ago(1) }, 'judge');
    expect(await limitsOf(ofCase, docket)).toEqual([['C18', addMonths(ago(1), 1)]]);
    await then(`/v1/court-dockets/${docket}/resume`, { occurredOn: today() }, 'judge');
    expect(await limitsOf(ofCase, docket)).toEqual([['C16', addMonths(today(), 2)]]);
  });
});

describe('every category of records', () => {
  const slices = aggregates.filter(({ category }) => (recordCategories as readonly string[]).includes(category));
  const each = slices.map((slice): [string, AggregateRoutes] => [slice.path, slice]);

  it.each(each)('%s is listed by what is asked for, and by nothing else', async (path) => {
    const { status, body } = await api.get(`${path}?district=370202&limit=1`, { as: 'inspector' });
    expect([status, responses.Records.safeParse(body).success]).toEqual([200, true]);
    for (const [query, wrong] of [
      ['status=Open', 'status'],
      ['refersTo=x', 'refersTo'],
      ['after=x', 'after'],
      ['sort=id', 'sort'],
    ])
      expect(problemIn(await api.get(`${path}?${query}`, { as: 'inspector' }))).toMatchObject({ status: 400, errors: [{ path: wrong }] });
  });
  it.each(each)('%s has no record that is not there', async (path, { category }) => {
    const unknown = { status: 404, code: `${category.replaceAll('_', '-')}/is-unknown` };
    for (const id of [`${category}-01ARZ3NDEKTSV4RRFFQ69G5FAV`, 'x', file])
      expect(problemIn(await api.get(`${path}/${id}`, { as: 'inspector' }))).toMatchObject(unknown);
  });
});

it('a lead is a record to the discipline organs', async () => {
  const lead = await receivedLead(api);
  await then(`/v1/umbrella-leads/${lead}/screen`, { outcome: 'RELEVANT' }, 'inspector');
  expect(await shown(`/v1/umbrella-leads/${lead}`, 'disciplineLeader')).toMatchObject({ status: 'relevant', label: 'SHELTERING', timeline: [{}, {}] });
});
