import { aggregates } from '@casetrail/contracts';
import { TestApi, type Who, actors, ago, problemIn, today } from './testing/index.ts';
import { filing, identifiedGroup, openCase, openSuspect, registeredPerson, report, reportedCase } from './testing/stories.ts';

let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());

const detention = (occurredOn = ago(5)) => ({ warrantNumber: 'D-000001', at: `${occurredOn}T09:00:00+08:00`, ground: 'CPL82_1', occurredOn });

describe('a criminal case', () => {
  it('begins with a report, and answers where it is', async () => {
    const { status, headers, body } = await api.post('/v1/criminal-cases', report(), { as: 'investigator' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ version: 1, isRepeated: false, events: [`${body.stream}@1`] });
    expect(headers).toMatchObject({ location: `/v1/criminal-cases/${body.stream}`, etag: '"1"' });
    expect(headers).not.toHaveProperty('idempotent-replayed');
  });
  it('is filed, investigated, classified and cracked', async () => {
    const id = await openCase(api);
    const suspect = await openSuspect(api, id);
    await api.recorded(`/v1/criminal-cases/${id}/classify`, { scope: 'EVIL', listVersion: '2019', basis: 'opinion', occurredOn: ago(4) });
    expect(await api.recorded(`/v1/criminal-cases/${id}/crack`, { suspects: [suspect], occurredOn: ago(3) })).toMatchObject({ stream: id, version: 6 });
  });
  it('is not cracked before it is investigated', async () => {
    const id = await reportedCase(api);
    expect(problemIn(await api.post(`/v1/criminal-cases/${id}/start-investigation`, { investigators: ['a'], occurredOn: today() }))).toMatchObject({
      status: 409,
      code: 'criminal-case/is-reported',
      type: '/problems/criminal-case/is-reported',
    });
  });
  it('is filed by a leader', async () => {
    const id = await reportedCase(api);
    expect(problemIn(await api.post(`/v1/criminal-cases/${id}/file`, filing(), { as: 'investigator' }))).toMatchObject({
      status: 403,
      code: 'role/not-allowed',
    });
  });
  it('is not filed tomorrow', async () => {
    const id = await reportedCase(api);
    expect(problemIn(await api.post(`/v1/criminal-cases/${id}/file`, filing(ago(-1))))).toMatchObject({ status: 409, code: 'date/in-future' });
  });
  it.each(['criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV', 'criminal_case-x', 'person-01ARZ3NDEKTSV4RRFFQ69G5FAV', '1%00', '-1'])(
    'that does not exist is not found: %s',
    async (id) => expect(problemIn(await api.post(`/v1/criminal-cases/${id}/file`, filing()))).toMatchObject({ status: 404, code: 'criminal-case/is-unknown' }),
  );
});

describe('a person', () => {
  const idNumber = '11010519491231002X'; // the worked example of GB 11643-1999

  it('is one person under one identity number', async () => {
    const first = await api.recorded('/v1/persons', { idNumber, occurredOn: today() }, { as: 'investigator' });
    const again = await api.recorded('/v1/persons', { idNumber: ' 110105 19491231 002x', occurredOn: today() }, { as: 'colleague' });
    expect(again).toMatchObject({ stream: first.stream, version: 1, events: [], isRepeated: false });
  });
  it('is stored without the number, anywhere', async () => {
    const { rows } = await api.worker.query<{ found: string }>(`select string_agg(convert_from(bytes, 'UTF8'), '') as found from ledger.events`);
    expect(rows[0]!.found).toContain('idHash');
    expect(rows[0]!.found).not.toMatch(/11010519491231002X/i);
  });
  it('is confirmed under a number later on', async () => {
    const person = await registeredPerson(api);
    expect(
      await api.recorded(`/v1/persons/${person}/confirm-identity`, { idNumber: '110105194912310038', occurredOn: today() }, { as: 'investigator' }),
    ).toMatchObject({ stream: person, version: 2 });
  });
  it('is refused with a number that cannot be, without repeating it', async () => {
    const answer = await api.post('/v1/persons', { idNumber: '110105194912310021', occurredOn: today() }, { as: 'investigator' });
    expect(problemIn(answer)).toMatchObject({ status: 400, code: 'request/invalid', errors: [{ path: 'idNumber', code: 'invalid-format' }] });
    expect(answer.text).not.toContain('19491231');
  });
  it('is not registered by its hash', async () =>
    expect(problemIn(await api.post('/v1/persons', { idHash: 'a'.repeat(64), occurredOn: today() }))).toMatchObject({
      code: 'request/invalid',
      errors: [{ path: 'idHash', code: 'unknown' }],
    }));
  it('is registered by the police', async () =>
    expect(problemIn(await api.post('/v1/persons', { occurredOn: today() }, { as: 'procurator' }))).toMatchObject({ status: 403, code: 'role/not-allowed' }));
});

describe('a suspect', () => {
  it('is opened in a case and detained', async () => {
    const suspect = await openSuspect(api, await openCase(api));
    expect(await api.recorded(`/v1/suspects/${suspect}/detain`, detention())).toMatchObject({ stream: suspect, version: 2 });
  });
  it('is not opened in a case that is not filed', async () => {
    const body = { person: await registeredPerson(api), case: await reportedCase(api), occurredOn: today() };
    expect(problemIn(await api.post('/v1/suspects', body))).toMatchObject({ status: 409, code: 'criminal-case/not-filed' });
  });
  it('is not released without being held', async () => {
    const suspect = await openSuspect(api, await openCase(api));
    expect(problemIn(await api.post(`/v1/suspects/${suspect}/release`, { ground: 'none', occurredOn: today() }))).toMatchObject({
      status: 409,
      code: 'suspect/is-none',
    });
  });
});

describe('a crime group', () => {
  it('is identified and registered', async () => {
    const group = await identifiedGroup(api);
    expect(await api.recorded(`/v1/crime-groups/${group}/register`, { code: 'G-370202-001', occurredOn: ago(5) })).toMatchObject({ stream: group, version: 2 });
  });
  it('is not closed before it was adjudicated', async () => {
    const group = await identifiedGroup(api);
    expect(problemIn(await api.post(`/v1/crime-groups/${group}/close`, { occurredOn: today() }))).toMatchObject({
      status: 409,
      code: 'crime-group/is-identified',
    });
  });
});

describe('a correction', () => {
  const withdrawal = { ground: 'NO_CRIME', occurredOn: today(), reason: { code: 'NOT_A_CRIME', text: 'a civil dispute' } };
  const asked = async () => {
    const file = await openCase(api);
    const answer = await api.post(`/v1/criminal-cases/${file}/withdraw`, withdrawal, { as: 'investigator' });
    return { file, answer, id: answer.body.stream as string };
  };

  it('is requested by the route of the act', async () => {
    const { file, answer, id } = await asked();
    expect(answer.status).toBe(202);
    expect(answer.headers).toMatchObject({ location: `/v1/corrections/${id}` });
    expect(answer.body.correction).toEqual({ id, kind: 'K2', target: file, status: 'requested', approve: `/v1/corrections/${id}/approve` });
    expect((await api.ledger.load([file as never])).get(file as never)?.events).toHaveLength(3);
  });
  it('takes effect when another person approves it', async () => {
    const { file, answer } = await asked();
    const approved = await api.recorded(answer.body.correction.approve, {}, { as: 'leader' });
    expect(approved.events).toEqual([`${answer.body.stream}@2`, `${file}@4`]);
    const { body } = await api.post(`/v1/criminal-cases/${file}/reopen`, { newFact: 'a witness', occurredOn: today() });
    expect(body).toMatchObject({ stream: file, version: 5 });
  });
  it('is approved without a body', async () => {
    const { answer } = await asked();
    const headers = { ...api.bearer('leader'), 'idempotency-key': 'no-body-at-all' };
    expect((await api.send('POST', answer.body.correction.approve, undefined, headers)).status).toBe(201);
  });
  it('is not approved by the one who asked for it', async () => {
    const file = await openCase(api);
    const { body } = await api.post(`/v1/criminal-cases/${file}/withdraw`, withdrawal, { as: 'leader' });
    expect(problemIn(await api.post(body.correction.approve, {}, { as: 'leader' }))).toMatchObject({ status: 409, code: 'correction/own-request' });
    expect((await api.post(body.correction.approve, {}, { as: 'deputy' })).status).toBe(201);
  });
  it('is not approved by someone without the role', async () => {
    const { answer } = await asked();
    expect(problemIn(await api.post(answer.body.correction.approve, {}, { as: 'colleague' }))).toMatchObject({ status: 403, code: 'role/not-allowed' });
  });
  it('is rejected with a reason, or withdrawn by the one who asked', async () => {
    const one = await asked();
    expect(await api.recorded(`/v1/corrections/${one.id}/reject`, { reason: { code: 'NOT_PROVEN' } })).toMatchObject({ version: 2 });
    expect(problemIn(await api.post(one.answer.body.correction.approve, {}))).toMatchObject({ status: 409, code: 'correction/is-rejected' });
    const other = await asked();
    expect(await api.recorded(`/v1/corrections/${other.id}/withdraw`, {}, { as: 'investigator' })).toMatchObject({ version: 2 });
  });
  it('needs a reason', async () => {
    const { reason: _, ...silent } = withdrawal;
    expect(problemIn(await api.post(`/v1/criminal-cases/${await openCase(api)}/withdraw`, silent))).toMatchObject({
      status: 400,
      errors: [{ path: 'reason', code: 'required' }],
    });
  });
  it('that asks for nothing new is refused', async () => {
    const { file, answer } = await asked();
    await api.recorded(answer.body.correction.approve, {});
    expect(problemIn(await api.post(`/v1/criminal-cases/${file}/withdraw`, withdrawal))).toMatchObject({ status: 409, code: 'correction/already-so' });
  });
  it('is not found where there is none', async () =>
    expect(problemIn(await api.post('/v1/corrections/correction-01ARZ3NDEKTSV4RRFFQ69G5FAV/approve', {}))).toMatchObject({
      status: 404,
      code: 'correction/is-unknown',
    }));
});

describe('a late entry', () => {
  const late = () => report(ago(31));

  it('needs a reason', async () =>
    expect(problemIn(await api.post('/v1/criminal-cases', late(), { as: 'investigator' }))).toMatchObject({
      status: 400,
      code: 'request/invalid',
      errors: [{ path: 'reason', code: 'required' }],
    }));
  it('is requested, and begins its record when it is approved', async () => {
    const { status, body } = await api.post('/v1/criminal-cases', { ...late(), reason: { code: 'FOUND_ON_PAPER' } }, { as: 'investigator' });
    expect([status, body.correction.kind]).toEqual([202, 'K10']);
    const { target } = body.correction;
    expect(problemIn(await api.post(`/v1/criminal-cases/${target}/file`, filing()))).toMatchObject({ status: 404 });
    expect((await api.recorded(body.correction.approve, {})).events).toEqual([`${body.stream}@2`, `${target}@1`]);
    expect((await api.post(`/v1/criminal-cases/${target}/file`, filing())).status).toBe(201);
  });
  it('is one after 30 days, not on the thirtieth', async () =>
    expect((await api.post('/v1/criminal-cases', report(ago(30)), { as: 'investigator' })).status).toBe(201));
});

describe('a void', () => {
  const reason = { code: 'TYPING_ERROR' };
  const voided = (id: string, ...targets: string[]) => api.post(`/v1/suspects/${id}/void`, { targets, occurredOn: today(), reason }, { as: 'investigator' });

  it('takes a wrong record out of the history, and puts it back when it is voided itself', async () => {
    const suspect = await openSuspect(api, await openCase(api));
    await api.recorded(`/v1/suspects/${suspect}/detain`, detention());
    const asked = await voided(suspect, `${suspect}@2`);
    expect([asked.status, asked.body.correction.kind]).toEqual([202, 'K1']);
    expect((await api.recorded(asked.body.correction.approve, {})).events).toEqual([`${asked.body.stream}@2`, `${suspect}@3`]);
    expect(problemIn(await api.post(`/v1/suspects/${suspect}/release`, { ground: 'x', occurredOn: today() }))).toMatchObject({ code: 'suspect/is-none' });
    const back = await voided(suspect, `${suspect}@3`);
    await api.recorded(back.body.correction.approve, {});
    expect((await api.post(`/v1/suspects/${suspect}/release`, { ground: 'x', occurredOn: today() })).status).toBe(201);
  });
  it('is refused while other records rely on what it takes out', async () => {
    const suspect = await openSuspect(api, await openCase(api));
    await api.recorded(`/v1/suspects/${suspect}/detain`, detention());
    expect(problemIn(await voided(suspect, `${suspect}@1`))).toMatchObject({ status: 409, details: { reliedOnBy: `${suspect}@2` } });
  });
  it('is refused for a record of another stream, and for one that is not there', async () => {
    const suspect = await openSuspect(api, await openCase(api));
    expect(problemIn(await voided(suspect, `${suspect}@9`))).toMatchObject({ status: 409, code: 'correction/no-such-record' });
    expect(problemIn(await voided(suspect, `suspect-01ARZ3NDEKTSV4RRFFQ69G5FAV@1`))).toMatchObject({ status: 409, code: 'correction/other-stream' });
  });
});

it('every command of every aggregate is served: with nothing in it, it says what is missing', async () => {
  const answers = await Promise.all(
    aggregates.flatMap(({ category, commands }) =>
      commands.map(async ({ path, command, by }) => {
        const as = (Object.keys(actors) as Who[]).find((who) => by.includes(actors[who].role)) ?? 'leader';
        return [command, problemIn(await api.post(path.replace('{id}', `${category}-01ARZ3NDEKTSV4RRFFQ69G5FAV`), { unheardOf: 1 }, { as })).code];
      }),
    ),
  );
  expect(answers.filter(([, code]) => code !== 'request/invalid')).toEqual([['LapseAssetMeasure', 'role/not-allowed']]); // that is the product's own
  expect(answers.length).toBeGreaterThan(200);
});
