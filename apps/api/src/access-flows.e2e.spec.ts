import { randomUUID } from 'node:crypto';
import { responses } from '@casetrail/contracts';
import { type Actor, addDays } from '@casetrail/domain';
import { grantOffice } from '@casetrail/runtime';
import { type Answered, TestApi, type Who, actors, ago, problemIn, today } from './testing/index.ts';
import { detainedSuspect, openCase, receivedLead, registeredPerson } from './testing/stories.ts';

const reason = 'a witness is in danger tonight';
const breakGlass = '/v1/access/break-glass';
const requests = '/v1/access/requests';
const conflicts = '/v1/access/conflicts';
const NOBODY = 'criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV';

let api: TestApi;
let file: string;
beforeAll(async () => {
  api = await TestApi.start();
  await api.openLedger();
});
beforeEach(async () => {
  file = await openCase(api);
  await api.catchUp();
});
afterAll(() => api.stop());

const tieIn = ({ body, status, text }: Answered) => {
  if (status >= 300) throw new Error(text);
  return responses.Tie.parse(body);
};
const taken = async (record = file, as: Who = 'elsewhere') => tieIn(await api.post(breakGlass, { record, reason }, { as }));
const asked = async (record = file, as: Who = 'elsewhere', until = addDays(today(), 7)) => tieIn(await api.post(requests, { record, reason, until }, { as }));
const seen = async (record = file, as: Who = 'elsewhere') => (await api.get(`/v1/criminal-cases/${record}`, { as })).status;
const idsIn = async (url: string, as: Who) => responses.Ties.parse((await api.get(url, { as })).body).items.map(({ id }) => id);
const code = (answer: Answered) => [answer.status, problemIn(answer).code];
/** What the owner of the database changes, as no program may. */
const byOwner = (text: string, id: string) => api.owner.query(`update access.ties set ${text} where id = $1`, [id]);

describe('in an emergency', () => {
  it('a record of others is shown at once, and for some hours only', async () => {
    expect(await seen()).toBe(404);
    const before = Date.now();
    const tie = await taken();
    expect(tie).toMatchObject({
      state: 'OPEN',
      user: actors.elsewhere.user,
      record: file,
      begunBy: actors.elsewhere,
      review: null,
      isOverdue: false,
      changes: 1,
    });
    const hours = (moment: string | null) => Math.round((Date.parse(moment as string) - before) / 3_600_000);
    expect([hours(tie.validUntil), hours(tie.dueAt)]).toEqual([4, 24]);
    expect(await seen()).toBe(200);
    await byOwner("valid_until = clock_timestamp() - interval '1 second'", tie.id);
    expect(await seen()).toBe(404);
    expect(tieIn(await api.get(`${breakGlass}/${tie.id}`, { as: 'elsewhere' })).state).toBe('OVER');
  });
  it('so is what belongs to it, to nobody but them, and nothing may be done there', async () => {
    const suspect = await detainedSuspect(api, file);
    await api.catchUp();
    await taken();
    expect((await api.get(`/v1/suspects/${suspect}`, { as: 'elsewhere' })).status).toBe(200);
    expect((await api.get(`/v1/history/${file}`, { as: 'elsewhere' })).status).toBe(200);
    expect(await seen(file, 'leaderElsewhere')).toBe(404);
    expect(code(await api.post(`/v1/suspects/${suspect}/release`, { ground: 'x', occurredOn: ago(1) }, { as: 'leaderElsewhere' }))[0]).toBeGreaterThanOrEqual(
      400,
    );
    const conclude = await api.post(`/v1/criminal-cases/${file}/conclude`, { occurredOn: ago(1) }, { as: 'leaderElsewhere' });
    expect(code(conclude)).toEqual([404, 'criminal-case/is-unknown']);
  });
  it('holds in the office in which it was taken, and in no other of the same person', async () => {
    await taken();
    const other: Actor = { ...actors.elsewhere, org: 'psb-370212', district: '370212' };
    const token = await api.tokenFor(other);
    expect((await api.send('GET', `/v1/criminal-cases/${file}`, undefined, { authorization: `Bearer ${token}` })).status).toBe(404);
  });
  it('is reviewed by another person, who may end it', async () => {
    const tie = await taken();
    for (const who of ['leader', 'cityLeader', 'auditor', 'dataProtection'] as const) expect(await idsIn(`${breakGlass}?awaiting=true`, who)).toContain(tie.id);
    for (const who of ['leaderElsewhere', 'elsewhere', 'investigator', 'chiefProcurator'] as const)
      expect(await idsIn(`${breakGlass}?awaiting=true`, who)).not.toContain(tie.id);
    const review = { finding: 'NOT_JUSTIFIED', reason: 'nobody was in danger' };
    expect(code(await api.post(`${breakGlass}/${tie.id}/review`, review, { as: 'leaderElsewhere' }))).toEqual([404, 'access/is-unknown']);
    const answer = await api.post(`${breakGlass}/${tie.id}/review`, review, { as: 'leader', headers: { 'if-match': '"1"' } });
    expect([answer.status, answer.headers['etag']]).toEqual([200, '"2"']);
    expect(tieIn(answer)).toMatchObject({ state: 'ENDED', review: { by: actors.leader, ...review } });
    expect(await seen()).toBe(404);
    expect(await idsIn(`${breakGlass}?awaiting=true`, 'leader')).not.toContain(tie.id);
    expect(code(await api.post(`${breakGlass}/${tie.id}/review`, review, { as: 'auditor' }))).toEqual([409, 'access/not-possible']);
  });
  it('is never reviewed by whoever took it, whatever the api thinks', async () => {
    const tie = await taken(file, 'leaderElsewhere');
    const review = { finding: 'JUSTIFIED', reason: 'I know that I was right' };
    expect(code(await api.post(`${breakGlass}/${tie.id}/review`, review, { as: 'leaderElsewhere' }))).toEqual([403, 'access/second-person-required']);
    await expect(byOwner("reviewed_by = begun_by, reviewed_at = clock_timestamp(), finding = 'JUSTIFIED', finding_reason = 'x'", tie.id)).rejects.toMatchObject(
      {
        code: '23514',
      },
    );
    await expect(byOwner("reviewed_by = '{}', reviewed_at = clock_timestamp()", tie.id)).rejects.toMatchObject({ code: '23514' });
  });
  it('that nobody has reviewed after a day is overdue', async () => {
    const by = JSON.stringify(actors.elsewhere);
    const id = randomUUID();
    const values = [id, file, reason, by];
    await api.owner.query(
      `select access.begin_tie($1, '', 'BREAK_GLASS', 'inv-elsewhere', $2, $3, $4, clock_timestamp() + interval '1 hour', clock_timestamp() - interval '1 second')`,
      values,
    );
    expect(tieIn(await api.get(`${breakGlass}/${id}`, { as: 'auditor' }))).toMatchObject({ isOverdue: true, state: 'OPEN' });
    const { reviews } = responses.LooksSummary.parse((await api.get('/v1/looks/summary', { as: 'dataProtection' })).body);
    expect(reviews.overdue).toBe(1);
    expect(reviews.waiting).toBeGreaterThanOrEqual(1);
    await api.post(`${breakGlass}/${id}/review`, { finding: 'JUSTIFIED', reason: 'there was a threat' }, { as: 'dataProtection' });
    expect(responses.LooksSummary.parse((await api.get('/v1/looks/summary', { as: 'dataProtection' })).body).reviews.overdue).toBe(0);
  });
  it('ends when whoever took it needs it no longer', async () => {
    const tie = await taken();
    expect(tieIn(await api.post(`${breakGlass}/${tie.id}/end`, { reason: 'the danger is over' }, { as: 'elsewhere' }))).toMatchObject({
      state: 'ENDED',
      review: null,
    });
    expect(await seen()).toBe(404);
    expect(await idsIn(`${breakGlass}?awaiting=true`, 'leader')).toContain(tie.id);
  });
  it('opens nothing that is sealed, hidden by a conflict or not there: all of it answers alike', async () => {
    const lead = await receivedLead(api);
    await api.post(conflicts, { record: file, reason: 'the victim is my cousin' }, { as: 'elsewhere' });
    const answers = [];
    for (const record of [lead, file, NOBODY]) answers.push(await api.post(breakGlass, { record, reason }, { as: 'elsewhere' }));
    const plain = answers.map((answer) => ({ ...problemIn(answer), requestId: '' }));
    expect(plain[0]).toMatchObject({ status: 404, code: 'record/is-unknown' });
    expect([plain[1], plain[2]]).toEqual([plain[0], plain[0]]);
    expect((await api.get(`/v1/umbrella-leads/${lead}`, { as: 'elsewhere' })).status).toBe(404);
  });
  it('is for those who handle cases', async () => {
    for (const who of ['auditor', 'dataProtection', 'supervisor', 'statistician', 'department'] as const)
      expect(code(await api.post(breakGlass, { record: file, reason }, { as: who }))).toEqual([403, 'role/not-allowed']);
  });
  it('is not taken by whoever sees the record', async () =>
    expect(code(await api.post(breakGlass, { record: file, reason }, { as: 'investigator' }))).toEqual([409, 'access/not-needed']));
  it('leaves a look, and a change', async () => {
    const tie = await taken();
    const { rows } = await api.owner.query("select user_name, subject, outcome from access.looks where action = 'access.break-glass' and subject = $1", [file]);
    expect(rows).toEqual([{ user_name: actors.elsewhere.user, subject: file, outcome: 'SHOWN' }]);
    const changes = await api.owner.query("select made_by, what from access.changes where now_is ->> 'id' = $1", [tie.id]);
    expect(changes.rows).toEqual([{ made_by: actors.elsewhere.user, what: 'ties/insert' }]);
  });
});

describe('access that is asked for', () => {
  it('is granted by a head of an organ in charge, until the day that was asked for', async () => {
    const tie = await asked();
    expect(tie).toMatchObject({ state: 'ASKED', decision: null, validUntil: expect.any(String) });
    expect(Date.parse(tie.validUntil as string)).toBe(Date.parse(`${addDays(today(), 8)}T00:00:00+08:00`));
    expect(await seen()).toBe(404);
    for (const who of ['leader', 'deputy', 'cityLeader'] as const) expect(await idsIn(`${requests}?awaiting=true`, who)).toContain(tie.id);
    for (const who of ['elsewhere', 'leaderElsewhere', 'judge', 'auditor', 'investigator'] as const)
      expect(await idsIn(`${requests}?awaiting=true`, who)).not.toContain(tie.id);
    expect(await idsIn(requests, 'elsewhere')).toContain(tie.id);
    expect(await idsIn(requests, 'auditor')).toContain(tie.id);
    const granted = tieIn(await api.post(`${requests}/${tie.id}/approve`, { reason: 'they work together' }, { as: 'deputy' }));
    expect(granted).toMatchObject({ state: 'OPEN', decision: { by: actors.deputy, reason: 'they work together' }, changes: 2 });
    expect(await seen()).toBe(200);
    await byOwner("valid_until = clock_timestamp() - interval '1 second'", tie.id);
    expect(await seen()).toBe(404);
  });
  it('is refused, and stays so', async () => {
    const tie = await asked();
    expect(tieIn(await api.post(`${requests}/${tie.id}/refuse`, { reason: 'there is no need' }, { as: 'leader' }))).toMatchObject({ state: 'REFUSED' });
    expect(code(await api.post(`${requests}/${tie.id}/approve`, { reason: 'on second thoughts' }, { as: 'leader' }))).toEqual([409, 'access/not-possible']);
    expect(await seen()).toBe(404);
  });
  it('is not decided twice: the same key is answered the same, another one is too late', async () => {
    const tie = await asked();
    const decision = { reason: 'they work together' };
    const first = await api.post(`${requests}/${tie.id}/approve`, decision, { as: 'leader', key: 'approve-once' });
    await api.post(`${requests}/${tie.id}/end`, { reason: 'not needed any more' }, { as: 'elsewhere' });
    const again = await api.post(`${requests}/${tie.id}/approve`, decision, { as: 'leader', key: 'approve-once' });
    expect([again.status, again.body, again.headers['etag'], again.headers['idempotent-replayed']]).toEqual([
      first.status,
      first.body,
      first.headers['etag'],
      'true',
    ]);
    expect(await seen()).toBe(404); // what was answered again was not done again
    expect(code(await api.post(`${requests}/${tie.id}/approve`, decision, { as: 'leader' }))).toEqual([409, 'access/not-possible']);
    expect(code(await api.post(`${requests}/${tie.id}/refuse`, decision, { as: 'leader', key: 'approve-once' }))).toEqual([422, 'idempotency/key-reused']);
  });
  it('of many who decide at once, one decides', async () => {
    const tie = await asked();
    const acts = ['approve', 'refuse', 'approve', 'refuse', 'approve', 'refuse'];
    const answers = await Promise.all(
      acts.map((act, i) => api.post(`${requests}/${tie.id}/${act}`, { reason: 'one of many' }, { as: i % 2 ? 'leader' : 'deputy' })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(5);
  });
  it('is never decided by whoever asked, whatever the api thinks', async () => {
    const tie = await asked(file, 'leaderElsewhere');
    expect(code(await api.post(`${requests}/${tie.id}/approve`, { reason: 'I need it badly' }, { as: 'leaderElsewhere' }))).toEqual([
      403,
      'access/second-person-required',
    ]);
    await expect(byOwner("state = 'OPEN', decided_by = begun_by", tie.id)).rejects.toMatchObject({ code: '23514' });
    await expect(byOwner("state = 'OPEN'", tie.id)).rejects.toMatchObject({ code: '23514' });
    await expect(byOwner("user_name = 'inv-2'", tie.id)).rejects.toMatchObject({ code: '0A000' });
  });
  it('is decided on in the state that was seen', async () => {
    const tie = await asked();
    const stale = await api.post(`${requests}/${tie.id}/approve`, { reason: 'they work together' }, { as: 'leader', headers: { 'if-match': '"7"' } });
    expect([...code(stale), stale.body.details]).toEqual([412, 'request/stale-version', { version: 1 }]);
    const read = await api.get(`${requests}/${tie.id}`, { as: 'leader' });
    const sent = { as: 'leader', headers: { 'if-match': String(read.headers['etag']) } } as const;
    expect((await api.post(`${requests}/${tie.id}/approve`, { reason: 'they work together' }, sent)).status).toBe(200);
  });
  it('expires where nobody decides in time', async () => {
    const id = randomUUID();
    await api.owner.query(
      `select access.begin_tie($1, '', 'ACCESS', 'inv-elsewhere', $2, $3, $4, clock_timestamp() + interval '7 days', clock_timestamp() - interval '1 second')`,
      [id, file, reason, JSON.stringify(actors.elsewhere)],
    );
    expect(tieIn(await api.get(`${requests}/${id}`, { as: 'leader' })).state).toBe('EXPIRED');
    expect(await idsIn(`${requests}?awaiting=true`, 'leader')).not.toContain(id);
    expect(code(await api.post(`${requests}/${id}/approve`, { reason: 'better late than never' }, { as: 'leader' }))).toEqual([409, 'access/not-possible']);
  });
  it('ends early, by the asker or by a head', async () => {
    for (const who of ['elsewhere', 'leader'] as const) {
      const tie = await asked();
      await api.post(`${requests}/${tie.id}/approve`, { reason: 'they work together' }, { as: 'deputy' });
      expect(await seen()).toBe(200);
      expect(code(await api.post(`${requests}/${tie.id}/end`, { reason: 'none of my business' }, { as: 'leaderElsewhere' }))).toEqual([
        404,
        'access/is-unknown',
      ]);
      expect(tieIn(await api.post(`${requests}/${tie.id}/end`, { reason: 'not needed any more' }, { as: who }))).toMatchObject({ state: 'ENDED' });
      expect(await seen()).toBe(404);
    }
  });
  it('for what is not there answers as for what is there, and nobody hears of it', async () => {
    const lead = await receivedLead(api);
    const whole = (tie: ReturnType<typeof tieIn>) => ({ ...tie, id: '', record: '', begunAt: '', dueAt: '' });
    const real = await asked();
    for (const record of [NOBODY, lead, `person-${'0'.repeat(26)}`]) {
      const tie = await asked(record);
      expect(whole(tie)).toEqual(whole(real));
      for (const who of ['leader', 'cityLeader', 'disciplineLeader', 'judge'] as const) {
        expect(await idsIn(`${requests}?awaiting=true`, who)).not.toContain(tie.id);
        expect(code(await api.post(`${requests}/${tie.id}/approve`, { reason: 'as I guessed the id' }, { as: who }))).toEqual([404, 'access/is-unknown']);
      }
      expect(await idsIn(requests, 'elsewhere')).toContain(tie.id);
    }
    await expect(
      api.owner.query(`update access.ties set state = 'OPEN', decided_by = $2 where record = $1 and kind = 'ACCESS'`, [
        lead,
        JSON.stringify(actors.disciplineLeader),
      ]),
    ).rejects.toMatchObject({ code: '23514' });
  });
  it.each([
    ['yesterday', () => ago(1)],
    ['in a year', () => ago(-365)],
  ])('does not end %s', async (_, until) =>
    expect(code(await api.post(requests, { record: file, reason, until: until() }, { as: 'elsewhere' }))).toEqual([409, 'access/too-long']),
  );
  it('is a page of a list', async () => {
    const mine = [await asked(), await asked(), await asked()].map(({ id }) => id).reverse();
    const first = responses.Ties.parse((await api.get(`${requests}?limit=2`, { as: 'elsewhere' })).body);
    const second = responses.Ties.parse((await api.get(`${requests}?limit=1&after=${first.next}`, { as: 'elsewhere' })).body);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(mine);
  });
});

describe('a conflict of interest', () => {
  it('declared by oneself hides the record at once, everywhere, until a head ends it', async () => {
    const suspect = await detainedSuspect(api, file);
    await api.catchUp();
    const where = [`/v1/criminal-cases/${file}`, `/v1/suspects/${suspect}`, `/v1/history/${file}`, `/v1/history/${suspect}`];
    const statuses = async () => Promise.all(where.map(async (url) => (await api.get(url, { as: 'investigator' })).status));
    const isListed = async () =>
      (await api.get('/v1/criminal-cases?limit=200', { as: 'investigator' })).body.items.some(({ id }: { id: string }) => id === file);
    expect([await statuses(), await isListed()]).toEqual([[200, 200, 200, 200], true]);
    const tie = tieIn(await api.post(conflicts, { record: file, reason: 'the victim is my cousin' }, { as: 'investigator' }));
    expect(tie).toMatchObject({ state: 'OPEN', user: actors.investigator.user, validUntil: null });
    expect([await statuses(), await isListed()]).toEqual([[404, 404, 404, 404], false]);
    const act = await api.post(
      `/v1/suspects/${suspect}/notify-rights`,
      { at: `${ago(5)}T10:00:00+08:00`, counsel: true, occurredOn: ago(5) },
      { as: 'investigator' },
    );
    expect(code(act)).toEqual([404, 'suspect/is-unknown']);
    expect(await seen(file, 'colleague')).toBe(200);
    expect(code(await api.post(`${conflicts}/${tie.id}/end`, { reason: 'not so close a cousin' }, { as: 'investigator' }))).toEqual([
      403,
      'access/second-person-required',
    ]);
    expect(code(await api.post(`${conflicts}/${tie.id}/end`, { reason: 'none of my business' }, { as: 'leaderElsewhere' }))).toEqual([
      404,
      'access/is-unknown',
    ]);
    expect(tieIn(await api.post(`${conflicts}/${tie.id}/end`, { reason: 'it was another family' }, { as: 'leader' }))).toMatchObject({ state: 'ENDED' });
    expect([await statuses(), await isListed()]).toEqual([[200, 200, 200, 200], true]);
  });
  it('declared while somebody works: their next act finds nothing', async () => {
    expect((await api.post(`/v1/criminal-cases/${file}/conclude`, { occurredOn: ago(2) }, { as: 'leader' })).status).toBe(201);
    await api.post(conflicts, { user: 'lead-1', record: file, reason: 'the suspect is a brother-in-law' }, { as: 'deputy' });
    const next = await api.post(`/v1/criminal-cases/${file}/close`, { occurredOn: ago(1) }, { as: 'leader' });
    expect(code(next)).toEqual([404, 'criminal-case/is-unknown']);
    expect(await seen(file, 'leader')).toBe(404);
    const own = await api.get(conflicts, { as: 'leader' });
    expect(own.text).not.toContain(file); // who is hidden a record from is not told which
  });
  it('is stronger than access that was granted or taken', async () => {
    await taken();
    expect(await seen()).toBe(200);
    await api.post(conflicts, { user: 'inv-elsewhere', record: file, reason: 'the suspect is a neighbour' }, { as: 'leader' });
    expect(await seen()).toBe(404);
  });
  it('of another user is for a head in charge, or for the head of that user', async () => {
    const body = { user: 'inv-1', record: file, reason: 'the suspect is a neighbour' };
    expect(code(await api.post(conflicts, body, { as: 'colleague' }))).toEqual([403, 'role/not-allowed']);
    expect(code(await api.post(conflicts, body, { as: 'leaderElsewhere' }))).toEqual([404, 'record/is-unknown']);
    expect(code(await api.post(conflicts, { ...body, record: NOBODY }, { as: 'leader' }))).toEqual([404, 'record/is-unknown']);
    expect(code(await api.post(conflicts, body, { as: 'chiefProcurator' }))).toEqual([404, 'record/is-unknown']);
    const subject = { issuer: 'https://login.example', subject: 'proc-1', role: 'PROCURATOR', org: 'pp-370202', district: '370202' } as const;
    await grantOffice(api.owner, 'spec', subject);
    expect(await seen(file, 'procurator')).toBe(200);
    expect((await api.post(conflicts, { ...body, user: 'proc-1' }, { as: 'chiefProcurator' })).status).toBe(201);
    expect(await seen(file, 'procurator')).toBe(404);
  });
  it('of oneself is taken for what is not there as well, and hides no more than that', async () => {
    const answer = tieIn(await api.post(conflicts, { record: NOBODY, reason: 'it may concern my family' }, { as: 'department' }));
    expect(answer).toMatchObject({ state: 'OPEN', user: actors.department.user });
  });
  it('hides a person in every file', async () => {
    const person = await registeredPerson(api);
    await api.recorded('/v1/suspects', { person, case: file, occurredOn: ago(6) }, { as: 'investigator' });
    await api.catchUp();
    expect((await api.get(`/v1/persons/${person}`, { as: 'investigator' })).status).toBe(200);
    await api.post(conflicts, { record: person, reason: 'this is my brother' }, { as: 'investigator' });
    expect((await api.get(`/v1/persons/${person}`, { as: 'investigator' })).status).toBe(404);
  });
});

describe('none of it', () => {
  it('is in the ledger', async () => {
    const { position } = await api.ledger.head();
    await asked();
    await taken();
    expect((await api.ledger.head()).position).toBe(position);
  });
  it.each([
    [breakGlass, {}],
    [breakGlass, { record: 'x', reason }],
    [breakGlass, { record: NOBODY, reason: 'short' }],
    [requests, { record: NOBODY, reason, until: 'tomorrow' }],
    [conflicts, { record: NOBODY, reason, user: '' }],
  ])('is taken where something is wrong: %s %j', async (url, body) =>
    expect(code(await api.post(url, body, { as: 'elsewhere' }))).toEqual([400, 'request/invalid']),
  );
  it('is done without a key', async () =>
    expect(
      code(await api.send('POST', breakGlass, JSON.stringify({ record: file, reason }), { ...api.bearer('elsewhere'), 'content-type': 'application/json' })),
    ).toEqual([400, 'idempotency/key-required']));
  it('is done twice under one key, nor another thing', async () => {
    const sent = { as: 'elsewhere', key: randomUUID() } as const;
    const [first, second] = await Promise.all([api.post(breakGlass, { record: file, reason }, sent), api.post(breakGlass, { record: file, reason }, sent)]);
    const again = await api.post(breakGlass, { record: file, reason }, sent);
    expect([first.status, second.status, again.status]).toEqual([201, 201, 201]);
    expect([second.body, again.body]).toEqual([first.body, first.body]);
    const { rows } = await api.owner.query('select count(*)::int as n from access.ties where record = $1', [file]);
    expect(rows[0].n).toBe(1);
    expect(code(await api.post(breakGlass, { record: file, reason: `${reason}, again` }, sent))).toEqual([422, 'idempotency/key-reused']);
    expect(code(await api.post(conflicts, { record: file, reason }, sent))).toEqual([422, 'idempotency/key-reused']);
  });
});
