import { randomUUID } from 'node:crypto';
import { type Answer, responses } from '@casetrail/contracts';
import { addDays, figures, printedIds } from '@casetrail/domain';
import { tellStopped } from '@casetrail/readmodel';
import { TestApi, ago, problemIn, today } from './testing/index.ts';
import { stepsIn, sumOfStep } from './testing/steps.ts';
import { detainedSuspect, openCase, openSuspect, prosecutionReviewed } from './testing/stories.ts';

let api: TestApi;

beforeAll(async () => {
  api = await TestApi.start();
  await api.openLedger('demo');
});
afterAll(() => api.stop());

const valueOf = async (id: string, query = '') =>
  (responses.Figure.parse((await api.get(`/v1/figures/${id}${query}`)).body).figure as Answer<'FigureValue'>).value as number;
const paper = async (query = '') => responses.WhitePaper.parse((await api.get(`/v1/white-paper${query}`)).body);
const reason = { code: 'RECONSIDERED' };

/** A case in scope, cracked, with one suspect who was detained in it. */
async function crackedCase(): Promise<{ readonly file: string; readonly suspect: string; readonly person: string }> {
  const file = await openCase(api);
  await api.recorded(`/v1/criminal-cases/${file}/classify`, { scope: 'EVIL', listVersion: '2019', basis: 'for the test', occurredOn: ago(6) });
  const suspect = await detainedSuspect(api, file);
  await api.recorded(`/v1/criminal-cases/${file}/crack`, { suspects: [suspect], occurredOn: ago(4) });
  await api.catchUp();
  return { file, suspect, person: (await api.get(`/v1/suspects/${suspect}`)).body.suspect.personId as string };
}

describe('what would change', () => {
  const preview = async (correction: string) => responses.Preview.parse((await api.get(`/v1/corrections/${correction}/preview`)).body);
  const values = async () =>
    Object.fromEntries(responses.Figures.parse((await api.get('/v1/figures')).body).figures.map(({ id, value }) => [id, value])) as Record<string, number>;

  const effect = async (correction: string) => responses.CorrectionEffect.parse((await api.get(`/v1/corrections/${correction}/effect`)).body);

  /** The preview of a correction is what then happens, figure by figure, and nothing else moves; afterwards its effect tells the same. */
  async function expectTrue(correction: string): Promise<Record<string, number>> {
    await api.catchUp();
    const before = await values();
    const { changes } = await preview(correction);
    await api.recorded(`/v1/corrections/${correction}/approve`, {}, { as: 'cityLeader' });
    await api.catchUp();
    const after = await values();
    expect(changes.map(({ figure, before: was, after: is }) => [figure, was, is]).sort()).toEqual(
      Object.keys(after)
        .filter((id) => after[id] !== before[id])
        .map((id) => [id, before[id], after[id]])
        .sort(),
    );
    const told = await effect(correction);
    expect(told.changes.map(({ steps: _, ...change }) => change)).toEqual(changes.map(({ districts: _, ...change }) => change));
    const { kind } = responses.Correction.parse((await api.get(`/v1/corrections/${correction}`)).body);
    expect([...new Set(told.changes.flatMap(({ steps }) => steps.map((step) => step.split('.')[0])))]).toEqual([kind]);
    return Object.fromEntries(changes.map(({ figure, change }) => [figure, change]));
  }
  const requested = async (url: string, body: object) => {
    const { correction } = await api.recorded(url, { ...body, reason }, { as: 'investigator' });
    if (!correction) throw new Error(`${url} was recorded at once`);
    return correction.id;
  };

  it('by a reclassification', async () => {
    const { file } = await crackedCase();
    const correction = await requested(`/v1/criminal-cases/${file}/reclassify`, {
      scope: 'ORDINARY',
      listVersion: '2019',
      basis: 'for the test',
      occurredOn: ago(1),
    });
    expect(await expectTrue(correction)).toEqual({ F04: -1, F05: -1, 'F05-times': -1 });
  });
  it('by a void', async () => {
    const { suspect } = await crackedCase();
    const detention = (await api.get(`/v1/suspects/${suspect}`)).body.timeline.find(({ type }: { type: string }) => type === 'CriminalDetentionImposed').id;
    const correction = await requested(`/v1/suspects/${suspect}/void`, { targets: [detention], occurredOn: today() });
    expect(await expectTrue(correction)).toEqual({
      F05: -1,
      'F05-times': -1,
    });
    await crackedCase(); // what others record since is not of the correction
    expect((await effect(correction)).changes.map(({ figure, steps }) => [figure, steps])).toEqual([
      ['F05', ['K1.RecordVoided']],
      ['F05-times', []],
    ]);
  });
  it('by a merger of identities, also of persons in a case that is new to both', async () => {
    const [one, other] = [await crackedCase(), await crackedCase()];
    expect(
      await expectTrue(await requested(`/v1/persons/${one.person}/merge`, { survivor: other.person, basis: 'fingerprints', occurredOn: today() })),
    ).toEqual({
      F05: -1,
    });
    const counted = responses.CountedPerson.parse((await api.get(`/v1/persons/${one.person}/counted`)).body).counted;
    expect(counted.map(({ figure, facts }) => [figure, facts.length])).toEqual([['F05', 1]]);
    expect(counted[0]!.facts[0]!.events).toContain(`${one.suspect}@1`);
    expect(counted[0]!.facts[0]!.events).toContain(`${other.suspect}@1`);
  });
  it('by the merger of a case, which takes its suspects along', async () => {
    const [absorbed, survivor] = [await crackedCase(), await crackedCase()];
    const correction = await requested(`/v1/criminal-cases/${absorbed.file}/merge`, { survivor: survivor.file, occurredOn: ago(1) });
    expect(await expectTrue(correction)).toEqual({ F04: -1 });
  });
  it('is asked while a correction waits, and no longer', async () => {
    const { file } = await crackedCase();
    const correction = await requested(`/v1/criminal-cases/${file}/revoke-crack`, { ground: 'for the test', occurredOn: ago(1) });
    await api.recorded(`/v1/corrections/${correction}/reject`, { reason }, { as: 'leader' });
    expect(problemIn(await api.get(`/v1/corrections/${correction}/preview`))).toMatchObject({ status: 409, code: 'correction/not-pending' });
    expect(problemIn(await api.get(`/v1/corrections/${correction}/effect`))).toMatchObject({ status: 409, code: 'correction/not-approved' });
    const unknown = 'correction-01ARZ3NDEKTSV4RRFFQ69G5FAV';
    expect(problemIn(await api.get(`/v1/corrections/${unknown}/preview`))).toMatchObject({ status: 404, code: 'correction/is-unknown' });
  });
  it('is not told by figures that lag behind', async () => {
    const { file } = await crackedCase();
    const correction = await requested(`/v1/criminal-cases/${file}/revoke-crack`, { ground: 'for the test', occurredOn: ago(1) });
    expect(problemIn(await api.get(`/v1/corrections/${correction}/preview`))).toMatchObject({ status: 503, code: 'figure/not-counted-yet' });
  });
});

describe('identities that may be one', () => {
  it('put a figure into an interval until somebody knows', async () => {
    const interval = async () => (responses.Figure.parse((await api.get('/v1/figures/F05')).body).figure as Answer<'FigureValue'>).interval;
    const [one, other] = [await crackedCase(), await crackedCase()];
    const value = await valueOf('F05');
    expect(await interval()).toEqual({ min: value, max: value });
    await api.recorded(`/v1/persons/${one.person}/mark-match`, { other: other.person, basis: 'the same alias', occurredOn: today() }, { as: 'investigator' });
    await api.catchUp();
    expect([await valueOf('F05'), await interval()]).toEqual([value, { min: value - 1, max: value }]);
    await api.recorded(`/v1/persons/${one.person}/clear-match`, { other: other.person, basis: 'fingerprints', occurredOn: today() }, { as: 'investigator' });
    await api.catchUp();
    expect(await interval()).toEqual({ min: value, max: value });
  });
});

describe('rule sets', () => {
  it('answer side by side, at any date and known at any position', async () => {
    const { prosecution, suspect } = await prosecutionReviewed(api);
    await api.recorded(
      `/v1/prosecutions/${prosecution}/file-indictment`,
      { indictmentNumber: 'I-000001', court: 'court-370202', defendants: [suspect], occurredOn: ago(3) },
      { as: 'procurator' },
    );
    await api.catchUp();
    const gross = { F08: await valueOf('F08', '?ruleSet=v1-gross'), F09: await valueOf('F09', '?ruleSet=v1-gross') };
    const before = { F08: await valueOf('F08'), F09: await valueOf('F09') };
    const { position } = await api.ledger.head();
    const { correction } = await api.recorded(
      `/v1/prosecutions/${prosecution}/withdraw`,
      { ruling: 'R-000001', ground: 'for the test', reason, occurredOn: ago(1) },
      { as: 'procurator' },
    );
    await api.recorded(`/v1/corrections/${correction!.id}/approve`, {}, { as: 'chiefProcurator' });
    await api.catchUp();
    expect([await valueOf('F08'), await valueOf('F09')]).toEqual([before.F08 - 1, before.F09 - 1]);
    expect([await valueOf('F08', '?ruleSet=v1-gross'), await valueOf('F09', '?ruleSet=v1-gross')]).toEqual([gross.F08, gross.F09]);
    expect([await valueOf('F08', `?asOf=${ago(2)}`), await valueOf('F08', `?knownAt=${position}`)]).toEqual([before.F08, before.F08]);
    const facts = responses.Facts.parse((await api.get('/v1/figures/F08/facts?ruleSet=v1-gross')).body).facts;
    expect(facts.map((fact) => 'unit' in fact && fact.unit)).toContain(prosecution);
    expect((await paper('?ruleSet=v1-gross')).annex.find(({ id }) => id === 'F08')).toMatchObject({ rule: 'F08-gross@1', net: gross.F08 });
    expect(problemIn(await api.get('/v1/figures?ruleSet=v2'))).toMatchObject({ status: 400, code: 'request/invalid' });
  });
});

describe('the paper', () => {
  it('has every figure in its annex, and the steps from gross to net add up', async () => {
    const { annex, values, paragraphs } = await paper('?lang=en');
    expect(annex.map(({ id }) => id)).toEqual([...printedIds]);
    for (const { id, gross, adjustments, net } of annex) {
      if (gross === null) expect({ id, adjustments }).toEqual({ id: expect.stringMatching(/^F1[4-8]$/), adjustments: {} });
      if (gross === null) continue;
      const sum = Object.values(adjustments).reduce((total, n) => total + (n ?? 0), gross);
      expect({ id, sum, value: values[id] }).toEqual({ id, sum: net, value: net });
    }
    expect(new Set(paragraphs.flatMap(({ area }) => area ?? []))).toEqual(new Set(['A1', 'A2', 'A3', 'A4', 'A5', 'A6']));
  });
  it('is printed as a page and as text, in two languages, of the city or of a district', async () => {
    const html = await api.get('/v1/white-paper?format=html&lang=zh');
    expect(html.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'content-language': 'zh-CN' });
    expect(html.text).toContain('<html lang="zh-CN">');
    expect(html.text).toContain('本期不公布数据');
    for (const id of printedIds) expect(html.text).toContain(`<td>${id}</td>`);
    const md = await api.get('/v1/white-paper?format=md&lang=en&district=370202');
    expect(md.text).toContain('# Shinan: White paper');
    expect(md.text).toContain('| F05 |');
  });
  it('cannot be published while a check fails, unless two persons have signed an exception', async () => {
    const asOf = ago(1);
    const failing = (await paper(`?asOf=${asOf}`)).checks.filter(({ holds }) => !holds).map(({ name }) => name);
    expect(failing).toContain('every-district-has-a-centre');
    expect((await paper(`?asOf=${asOf}`)).isPublishable).toBe(false);
    for (const check of failing) {
      const { stream } = await api.recorded(
        '/v1/check-exceptions',
        { check, asOf, explanation: 'there are no centres in this test', occurredOn: today() },
        { as: 'statistician' },
      );
      expect(problemIn(await api.post(`/v1/check-exceptions/${stream}/sign`, { occurredOn: today() }, { as: 'statistician' }))).toMatchObject({ status: 403 });
      await api.recorded(`/v1/check-exceptions/${stream}/sign`, { occurredOn: today() }, { as: 'publisher' });
    }
    await api.catchUp();
    const { checks, isPublishable, blockedBy } = await paper(`?asOf=${asOf}`);
    expect({ isPublishable, blockedBy }).toEqual({ isPublishable: true, blockedBy: [] });
    expect(checks.filter(({ exception }) => exception?.startsWith('check_exception-')).map(({ name }) => name)).toEqual(failing);
    const dayBefore = await paper(`?asOf=${addDays(asOf, -1)}`);
    expect(dayBefore.isPublishable).toBe(false);
    const unexplained = dayBefore.checks.flatMap(({ name, holds }) => (holds ? [] : [['check-fails', name]]));
    expect(dayBefore.blockedBy.map(({ kind, name }) => [kind, name])).toEqual(unexplained);

    const { position } = await api.ledger.head();
    await tellStopped('figures', { cause: 'event', position: position + 1, reason: 'It cannot be counted' }, position, api.worker);
    expect(await paper(`?asOf=${asOf}`)).toMatchObject({
      isPublishable: false,
      blockedBy: [{ kind: 'projector-stopped', name: 'figures', reason: `It has stopped before position ${position + 1}. It cannot be counted` }],
    });
    await api.recorded('/v1/persons', { occurredOn: today() }, { as: 'investigator' });
    await api.catchUp();
    expect((await paper(`?asOf=${asOf}`)).blockedBy).toEqual([]);
    await api.recorded('/v1/persons', { occurredOn: today() }, { as: 'investigator' });
    expect(await paper(`?asOf=${asOf}`)).toMatchObject({
      isPublishable: false,
      blockedBy: ['figures', 'views'].map((name) => ({ kind: 'projector-behind', name, reason: 'It is behind the ledger by 1.' })),
    });
    await api.catchUp();
    expect((await paper(`?asOf=${asOf}`)).isPublishable).toBe(true);
  });
});

describe('the steps from gross to a figure', () => {
  it('open to exactly what they are made of, in the city and in a district', async () => {
    const opened = new Set<string>();
    for (const { id } of figures)
      for (const query of [`asOf=${today()}`, `asOf=${ago(1)}&district=370202`, `asOf=${today()}&ruleSet=v1-gross`])
        for (const [step, net] of stepsIn(responses.Waterfall.parse((await api.get(`/v1/figures/${id}/waterfall?${query}`)).body))) {
          expect([id, query, step, await sumOfStep(api, id, step, query)]).toEqual([id, query, step, net]);
          opened.add(step);
        }
    expect([...opened]).toEqual(expect.arrayContaining(['gross', 'K1.RecordVoided', 'K2.ProsecutionWithdrawn', 'K11.IdentitiesMerged']));
  });
  it('name the unit and the event that did it', async () => {
    const { facts } = responses.Facts.parse((await api.get('/v1/figures/F08/facts?step=K2.ProsecutionWithdrawn')).body);
    const unit = expect.stringMatching(/^prosecution-/);
    expect(facts).toEqual([{ unit, amount: -1, cause: expect.objectContaining({ type: 'ProsecutionWithdrawn', kind: 'K2', occurredOn: ago(1) }) }]);
  });
  it('are those there are', async () => {
    for (const step of ['K13.RecordVoided', 'K2.RecordVoided', 'REPEAT', ''])
      expect(problemIn(await api.get(`/v1/figures/F08/facts?step=${step}`))).toMatchObject({ code: 'request/invalid', errors: [{ path: 'step' }] });
    expect(responses.Facts.parse((await api.get('/v1/figures/F08/facts?step=K7.CaseTransferred')).body).facts).toEqual([]);
    expect(problemIn(await api.get('/v1/figures/F08/facts?step=gross&after=nowhere'))).toMatchObject({ errors: [{ path: 'after' }] });
  });
});

describe('appearances in court', () => {
  it('are reported by month and by quarter', async () => {
    const month = ago(20).slice(0, 7);
    const held = async (official: string, declared?: string) => {
      const docketNumber = `（${ago(20).slice(0, 4)}）鲁0202行初${Math.floor(Math.random() * 1e6) + 1}号`;
      const body = { docketNumber, court: 'court-370202', defendant: 'dept-370202', district: '370202', occurredOn: ago(25) };
      const { stream } = await api.recorded('/v1/hearings', body, { as: 'clerk' });
      if (declared) await api.recorded(`/v1/hearings/${stream}/declare-appearance`, { official: declared, occurredOn: ago(22) }, { as: 'department' });
      await api.recorded(`/v1/hearings/${stream}/record`, { official, occurredOn: ago(20) }, { as: 'clerk' });
    };
    await held('PRINCIPAL', 'PRINCIPAL');
    await held('NONE', 'DEPUTY');
    await held('DEPUTY');
    await held('OTHER_IN_CHARGE');
    await api.catchUp();
    const bulletin = responses.AppearanceBulletin.parse((await api.get(`/v1/hearings/bulletin?month=${month}`)).body);
    expect(bulletin).toMatchObject({ month, hearings: 4, declared: 2, attended: 3, rate: { en: '75%' } });
    expect(bulletin.districts).toEqual([expect.objectContaining({ district: '370202', hearings: 4, attended: 3 })]);
    const quarter = `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
    const report = responses.AppearanceReport.parse((await api.get(`/v1/hearings/report?quarter=${quarter}`)).body);
    expect([report.hearings, report.months.length, report.isRising]).toEqual([4, 3, false]);
    expect(problemIn(await api.get('/v1/hearings/bulletin?month=2019-13'))).toMatchObject({ status: 400, code: 'request/invalid' });
    expect(problemIn(await api.get('/v1/hearings/report?quarter=2019'))).toMatchObject({ status: 400, code: 'request/invalid' });
  });
});

describe('an opened suspect', () => {
  it('who was never detained counts in no figure', async () => {
    const suspect = await openSuspect(api, await openCase(api));
    await api.catchUp();
    const { personId } = (await api.get(`/v1/suspects/${suspect}`)).body.suspect;
    expect(responses.CountedPerson.parse((await api.get(`/v1/persons/${personId}/counted`)).body).counted).toEqual([]);
    const unknown = `person-${randomUUID().replaceAll('-', '').slice(0, 26).toUpperCase()}`;
    expect((await api.get(`/v1/persons/${unknown}/counted`)).status).toBe(404);
  });
});
