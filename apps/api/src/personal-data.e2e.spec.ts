import { randomUUID } from 'node:crypto';
import { checkCharacterOf } from '@casetrail/domain';
import { responses } from '@casetrail/contracts';
import { usualEdge } from '@casetrail/runtime';
import { TestApi, type Who, actors, ago, problemIn, today, uncounted } from './testing/index.ts';
import { openCase } from './testing/stories.ts';

let api: TestApi;
let file: string;
beforeAll(async () => {
  api = await TestApi.start();
  await api.openLedger();
  file = await openCase(api);
});
afterAll(() => api.stop());

let serial = 0;
/** A number of nobody: 9999xx is no place. */
const idNumber = () => {
  const digits = `999901${['1970', '1985', '1990'][serial % 3]}0101${String(++serial).padStart(3, '0')}`;
  return digits + checkCharacterOf(digits);
};
const somebody = () => {
  const number = idNumber();
  return { name: `孙${serial}`, aliases: ['老孙', `S-${serial}`], idNumber: number, bornOn: `${number.slice(6, 10)}-01-01`, address: `示范路${serial}号` };
};
const fields = ['name', 'aliases', 'idNumber', 'bornOn', 'address'];
const persons = '/v1/persons';
const register = async (body: object, as: Who = 'investigator') => (await api.recorded(persons, { ...body, occurredOn: ago(3) }, { as })).stream;
const reveal = (person: string, { as = 'investigator', ...body }: { as?: Who; [field: string]: unknown } = {}) =>
  api.post(`${persons}/${person}/reveal`, { purpose: 'INVESTIGATION', fields, ...body }, { as });
const find = (number: string, as: Who = 'investigator', of = api) => of.post(`${persons}/find`, { idNumber: number, purpose: 'IDENTIFICATION' }, { as });
const shown = async (person: string) => responses.PersonalData.parse((await reveal(person)).body);
const asked = { occurredOn: today(), reason: { code: 'PERSONAL_DATA' } };
const correct = (person: string, body: object) =>
  api.recorded(`${persons}/${person}/correct-data`, { requestedBy: 'SUBJECT', ...body, ...asked }, { as: 'investigator' });
const approve = async ({ correction }: { correction?: { approve: string } | undefined }, as: Who = 'leader') => api.recorded(correction!.approve, {}, { as });
const destroyKey = async (person: string) =>
  approve(await api.recorded(`${persons}/${person}/destroy-key`, { ground: 'RETENTION_EXPIRED', ...asked }, { as: 'dataProtection' }), 'secondDataProtection');
const looks = async (condition: string, ...values: unknown[]) =>
  (await api.owner.query(`select user_name, action, subject, purpose, detail, outcome from access.looks where ${condition} order by id`, values)).rows;
const rowsOf = async (person: string) =>
  Number(
    (
      await api.owner.query(
        `select (select count(*) from vault.keys where person = $1) + (select count(*) from vault.fields where person = $1) + (select count(*) from vault.numbers where person = $1) as n`,
        [person],
      )
    ).rows[0].n,
  );

describe('personal data', () => {
  it('are shown as they were entered, and are nowhere else', async () => {
    const data = somebody();
    const person = await register({ ...data, birthYear: 1980 });
    expect(await shown(person)).toEqual({ person, personalData: data, isErased: false });
    await api.catchUp();
    const { body, text } = await api.get(`${persons}/${person}`, { as: 'investigator' });
    expect(responses.PersonFile.parse(body)).toMatchObject({ holds: fields, isErased: false });
    const everything = [
      text,
      (await api.get('/v1/ledger/events')).text,
      (await api.get(`/v1/history/${person}`, { as: 'investigator' })).text,
      JSON.stringify((await api.owner.query('select detail from access.looks')).rows),
    ];
    for (const where of everything) for (const secret of [data.name, data.aliases[1], data.idNumber, data.address]) expect(where).not.toContain(secret);
  });
  it('are shown field by field, as they are asked for', async () => {
    const { name, ...data } = somebody();
    const person = await register({ ...data, name });
    expect((await reveal(person, { fields: ['name'] })).body).toEqual({ person, personalData: { name }, isErased: false });
    const nameless = await register({ address: data.address });
    expect((await reveal(nameless)).body).toEqual({ person: nameless, personalData: { address: data.address }, isErased: false });
  });
  it('are asked for with a purpose', async () => {
    const person = await register(somebody());
    expect(problemIn(await api.post(`${persons}/${person}/reveal`, { fields }, { as: 'investigator' })).code).toBe('personal-data/purpose-required');
    expect(problemIn(await api.post(`${persons}/find`, { idNumber: idNumber() }, { as: 'investigator' })).code).toBe('personal-data/purpose-required');
    expect(problemIn(await reveal(person, { purpose: 'CURIOSITY' }))).toMatchObject({ status: 400, code: 'request/invalid' });
    expect(problemIn(await reveal(person, { fields: [] }))).toMatchObject({ status: 400, code: 'request/invalid' });
  });
  it('leave nothing in a cache', async () => expect((await reveal(await register(somebody()))).headers['cache-control']).toBe('no-store'));
  it('are refused where they cannot be, without being repeated', async () => {
    const data = somebody();
    for (const [wrong, path] of [
      [{ bornOn: '1971-02-03' }, 'bornOn'],
      [{ bornOn: ago(-1) }, 'bornOn'],
      [{ idNumber: `${data.idNumber.slice(0, 17)}${data.idNumber.endsWith('0') ? '1' : '0'}` }, 'idNumber'],
      [{ name: '' }, 'name'],
      [{ name: 'x'.repeat(101) }, 'name'],
      [{ name: 'e\u0301' }, 'name'],
      [{ aliases: [] }, 'aliases'],
    ] as const) {
      const answer = await api.post(persons, { ...data, ...wrong, occurredOn: today() }, { as: 'investigator' });
      expect([problemIn(answer).code, problemIn(answer).errors?.[0]?.path]).toEqual(['request/invalid', path]);
      expect(answer.text).not.toContain(data.idNumber.slice(0, 17));
    }
  });
  it('get into the vault with an act that may be recorded, and with no other', async () => {
    const before = (await api.owner.query('select count(*) from vault.fields')).rows[0].count;
    expect((await api.post(persons, { ...somebody(), occurredOn: today() }, { as: 'procurator' })).status).toBe(403);
    expect((await api.post(`${persons}/person-01ARZ3NDEKTSV4RRFFQ69G5FAV/confirm-identity`, { idNumber: idNumber(), occurredOn: today() })).status).toBe(404);
    expect((await api.owner.query('select count(*) from vault.fields')).rows[0].count).toBe(before);
  });
  it('are sealed once, however often the request is sent', async () => {
    const body = { ...somebody(), occurredOn: today() };
    const first = await api.post(persons, body, { as: 'investigator', key: 'sent-twice' });
    const again = await api.post(persons, body, { as: 'investigator', key: 'sent-twice' });
    expect(again.body).toEqual({ ...first.body, isRepeated: true });
    expect(await rowsOf(first.body.stream)).toBe(1 + 5 + 1);
    const other = { ...body, name: '别人' };
    expect(problemIn(await api.post(persons, other, { as: 'investigator', key: 'sent-twice' })).code).toBe('idempotency/key-reused');
  });
});

describe('who is shown personal data', () => {
  let person: string;
  beforeAll(async () => {
    person = await register(somebody());
    await api.recorded('/v1/suspects', { person, case: file, occurredOn: ago(2) }, { as: 'investigator' });
  });
  it.each(['investigator', 'colleague', 'leader', 'deputy', 'cityLeader'] as const)(
    '%s, who works on the case or leads the organ that does, and that is recorded',
    async (as) => {
      expect(await reveal(person, { as, case: file })).toMatchObject({ status: 200, body: { personalData: { address: expect.any(String) } } });
      expect((await looks(`subject = $1 and purpose is not null`, person)).at(-1)).toMatchObject({
        action: 'personal-data.reveal',
        purpose: 'INVESTIGATION',
        detail: { fields, case: file },
        outcome: 'SHOWN',
      });
    },
  );
  it.each(['procurator', 'chiefProcurator', 'judge', 'clerk'] as const)(
    'not %s, as long as their organ has nothing to do with it; that is recorded, too',
    async (as) => {
      const answer = await reveal(person, { as });
      expect(problemIn(answer)).toMatchObject({ status: 403, code: 'personal-data/not-involved' });
      expect((await looks('subject = $1', person)).at(-1)).toMatchObject({ outcome: 'REFUSED' });
    },
  );
  it.each(['auditor', 'statistician', 'publisher', 'supervisor', 'dataProtection', 'department'] as const)('never %s', async (as) => {
    expect(problemIn(await reveal(person, { as }))).toMatchObject({ status: 403, code: 'role/not-allowed' });
    expect(problemIn(await find(idNumber(), as))).toMatchObject({ status: 403, code: 'role/not-allowed' });
  });
  it('the discipline organ that investigates somebody whom the police have registered', async () => {
    const official = await register(somebody());
    expect(problemIn(await reveal(official, { as: 'disciplineLeader' })).code).toBe('personal-data/not-involved');
    const filed = {
      investigationNumber: 'UI-000900',
      leads: [],
      ownInitiative: 'audit',
      principalKind: 'SHELTERING',
      groups: [],
      cases: [file],
      occurredOn: ago(2),
    };
    const investigation = (await api.recorded('/v1/umbrella-investigations', filed, { as: 'disciplineLeader' })).stream;
    const opened = { person: official, rankBand: 'STAFF', occurredOn: ago(1) };
    await api.recorded(`/v1/umbrella-investigations/${investigation}/open-person`, opened, { as: 'disciplineLeader' });
    expect((await reveal(official, { as: 'disciplineLeader' })).status).toBe(200);
  });
  it('not a colleague for whom there is no case, nor through a case that the person is not in', async () => {
    const alone = await register(somebody());
    expect(problemIn(await reveal(alone, { as: 'colleague' })).code).toBe('personal-data/not-involved');
    expect(problemIn(await reveal(person, { case: await openCase(api) }))).toMatchObject({ status: 404, code: 'person/is-unknown' });
  });
  it('nobody with a conflict of interest, and whoever has taken access in an emergency', async () => {
    const tie = (kind: 'BREAK_GLASS' | 'CONFLICT', who: Who) =>
      api.owner.query(
        `insert into access.ties (id, kind, user_name, record, state, reason, begun_by, valid_until, due_at)
         values ($1, $2, $3, $4, 'OPEN', 'x', $5, now() + interval '1 hour', now() + interval '1 hour')`,
        [randomUUID(), kind, actors[who].user, person, actors[who]],
      );
    await tie('BREAK_GLASS', 'procurator');
    expect((await reveal(person, { as: 'procurator' })).status).toBe(200);
    await tie('CONFLICT', 'deputy');
    expect(problemIn(await reveal(person, { as: 'deputy' }))).toMatchObject({ status: 404, code: 'person/is-unknown' });
  });
});

describe('a look that cannot be recorded', () => {
  it('shows nothing', async () => {
    const data = somebody();
    const person = await register(data);
    await api.owner.query('revoke insert on access.looks from casetrail_owner');
    try {
      for (const answer of [await reveal(person), await find(data.idNumber)]) {
        expect(problemIn(answer)).toMatchObject({ status: 503, code: 'look/not-recorded' });
        for (const secret of [data.name, data.idNumber, data.address, person]) expect(answer.text).not.toContain(secret);
      }
    } finally {
      await api.owner.query('grant insert on access.looks to casetrail_owner');
    }
    expect((await reveal(person)).status).toBe(200);
  });
  it('is the only way to what is sealed: the api may not read the tables', async () => {
    for (const table of ['keys', 'fields', 'numbers'])
      for (const statement of [`select * from vault.${table}`, `delete from vault.${table}`, `update vault.${table} set person = person`])
        await expect(api.ledger.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
    await expect(api.ledger.pool.query(`select vault.destroy_older('person-x', 'person-x@1', now())`)).rejects.toMatchObject({ code: '42501' });
    const before = (await looks('true')).length;
    await api.ledger.pool.query(`select * from vault.open('person-x', '{}', '{}', 'u', 'r', 'o', 'd', 'a', 'p', '{}', 'SHOWN', 'q')`);
    expect(await looks('true')).toHaveLength(before + 1);
  });
});

describe('an identity number', () => {
  it('is one person, though fifty register it at once', async () => {
    const number = idNumber();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        api.post(persons, { idNumber: number, name: `n${i}`, occurredOn: today() }, { as: i % 2 ? 'investigator' : 'colleague' }),
      ),
    );
    expect([...new Set(answers.map(({ status }) => status))]).toEqual([201]);
    expect(new Set(answers.map(({ body }) => body.stream)).size).toBe(1);
    const { rows } = await api.owner.query(`select count(*) from ledger.events e join ledger.streams s on s.no = e.stream where s.id = $1`, [
      answers[0]!.body.stream,
    ]);
    expect(rows[0].count).toBe('1');
  });
  it('stands in the ledger as a token of which nothing follows, the same one every time', async () => {
    const number = idNumber();
    const person = await register({ idNumber: number });
    const token = ({ rows }: { rows: { token: string }[] }) => rows[0]!.token;
    const recorded = token(
      await api.owner.query(
        `select convert_from(e.bytes, 'UTF8')::json #>> '{data,idHash}' as token from ledger.events e join ledger.streams s on s.no = e.stream where s.id = $1`,
        [person],
      ),
    );
    expect(recorded).toBe(token(await api.owner.query('select token from vault.numbers where person = $1', [person])));
    const blind = token(await api.owner.query(`select encode(blind, 'hex') as token from vault.numbers where person = $1`, [person]));
    expect((await api.get('/v1/ledger/events')).text).not.toContain(blind);
    expect(await api.recorded(persons, { idNumber: number, occurredOn: today() }, { as: 'colleague' })).toMatchObject({ stream: person, events: [] });
    expect((await looks(`action = 'personal-data.find' and subject = $1`, person)).at(-1)).toMatchObject({ user_name: 'inv-2', detail: { entered: true } });
  });
  it('of another person confirms nobody: the two are to be merged', async () => {
    const number = idNumber();
    const owner = await register({ idNumber: number });
    const other = await register({});
    const answer = await api.post(`${persons}/${other}/confirm-identity`, { idNumber: number, name: '某人', occurredOn: today() }, { as: 'investigator' });
    expect(problemIn(answer)).toMatchObject({ status: 409, code: 'person/number-of-another', details: { person: owner } });
    expect(await rowsOf(other)).toBe(0);
  });
  it('finds its person, and nobody else', async () => {
    const data = somebody();
    const person = await register(data);
    expect(await find(` ${data.idNumber.slice(0, 6)} ${data.idNumber.slice(6)}`)).toMatchObject({ status: 200, body: { person } });
    const unknown = await find(idNumber());
    expect(problemIn(unknown)).toMatchObject({ status: 404, code: 'person/is-unknown' });
    const last = await looks(`action = 'personal-data.find'`);
    expect(last.slice(-2)).toMatchObject([
      { subject: person, outcome: 'SHOWN', purpose: 'IDENTIFICATION', detail: { blind: expect.stringMatching(/^[0-9a-f]{64}$/) } },
      { subject: null, outcome: 'NOTHING' },
    ]);
    expect(problemIn(await find('11010519491231'))).toMatchObject({ code: 'request/invalid', errors: [{ path: 'idNumber' }] });
  });
  it('that turned out to be wrong is free for whom it belongs to', async () => {
    const [wrong, right] = [idNumber(), idNumber()];
    const person = await register({ idNumber: wrong });
    await approve(await correct(person, { idNumber: right }));
    expect(await find(right)).toMatchObject({ body: { person } });
    expect((await find(wrong)).status).toBe(404);
    const owner = await register({ idNumber: wrong });
    expect(owner).not.toBe(person);
    expect(await find(wrong)).toMatchObject({ body: { person: owner } });
  });
  it('is looked for thirty times a minute, or as often as is set', async () => {
    const limited = await TestApi.start({ edge: { ...uncounted, rates: { ...uncounted.rates, searches: 3 } } });
    try {
      const answers = [];
      for (let i = 0; i < 4; i++) answers.push(await find(idNumber(), 'investigator', limited));
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 429]);
      expect(problemIn(answers[3]!).code).toBe('request/too-many');
      expect((await find(idNumber(), 'leader', limited)).status).toBe(404);
      expect(usualEdge.rates.searches).toBe(30);
    } finally {
      await limited.stop();
    }
  });
});

describe('a correction of personal data', () => {
  it('holds a sealed version that becomes valid when it is approved, and no longer when that is voided', async () => {
    const data = somebody();
    const person = await register(data);
    const request = await correct(person, { name: '更正后的姓名' });
    for (const url of [`/v1/corrections/${request.stream}`, `/v1/history/${request.stream}`]) {
      await api.catchUp();
      expect((await api.get(url, { as: 'leader' })).text).not.toContain('更正后');
    }
    expect((await shown(person)).personalData.name).toBe(data.name);
    const { events } = await approve(request);
    expect((await shown(person)).personalData).toEqual({ ...data, name: '更正后的姓名' });
    const corrected = events.find((id) => id.startsWith('person-'));
    await approve(await api.recorded(`${persons}/${person}/void`, { targets: [corrected], ...asked }, { as: 'investigator' }));
    expect((await shown(person)).personalData).toEqual(data);
  });
  it('changes nothing when it is rejected', async () => {
    const data = somebody();
    const person = await register(data);
    const { correction } = await correct(person, { address: '另一处' });
    await api.recorded(`${correction!.approve.replace('approve', 'reject')}`, { reason: { code: 'NOT_SO' }, occurredOn: today() });
    expect((await shown(person)).personalData).toEqual(data);
  });
});

describe('what is sealed and cannot be read', () => {
  it('is an alarm, and no erasure', async () => {
    const person = await register(somebody());
    await api.owner.query('alter table vault.fields disable trigger append_only');
    await api.owner.query(`update vault.fields set sealed = set_byte(sealed, 62, get_byte(sealed, 62) # 1) where person = $1 and field = 'name'`, [person]);
    await api.owner.query('alter table vault.fields enable always trigger append_only');
    expect(problemIn(await reveal(person, { fields: ['name'] }))).toMatchObject({ status: 500, code: 'personal-data/unreadable' });
    expect((await reveal(person, { fields: ['address'] })).status).toBe(200);
  });
});

describe('erased', () => {
  it('takes two of data protection', async () => {
    const person = await register(somebody());
    const url = `${persons}/${person}/destroy-key`;
    const body = { ground: 'RETENTION_EXPIRED', ...asked };
    expect(problemIn(await api.post(url, body, { as: 'leader' })).code).toBe('role/not-allowed');
    const { correction } = await api.recorded(url, body, { as: 'dataProtection' });
    expect(problemIn(await api.post(correction!.approve, {}, { as: 'dataProtection' })).code).toBe('correction/own-request');
    expect(problemIn(await api.post(correction!.approve, {}, { as: 'leader' })).code).toBe('role/not-allowed');
    expect((await reveal(person)).status).toBe(200);
  });
  it('are a hundred persons for ever, while every figure and every recorded hash stays as it was', async () => {
    const data = Array.from({ length: 100 }, somebody);
    const people: string[] = [];
    for (const one of data) people.push(await register({ ...one, birthYear: 1980, sex: 'MALE' }));
    for (const [i, person] of people.entries()) {
      const { stream } = await api.recorded('/v1/suspects', { person, case: file, occurredOn: ago(2) }, { as: 'investigator' });
      const detained = { warrantNumber: `D-${person.slice(-6)}`, at: `${ago(1)}T09:00:00+08:00`, ground: 'CPL82_1', occurredOn: ago(1) };
      if (i % 2) await api.recorded(`/v1/suspects/${stream}/detain`, detained);
    }
    await api.catchUp();
    const figures = async () => (await api.get(`/v1/figures?asOf=${today()}`)).body.figures;
    const hashes = async (to: number) =>
      (await api.owner.query(`select string_agg(encode(hash, 'hex'), '' order by position) as all from ledger.events where position <= $1`, [to])).rows[0].all;
    const [head, before] = [(await api.ledger.head()).position, await figures()];
    const recorded = await hashes(head);

    for (const person of people) await destroyKey(person);
    await api.catchUp();
    expect(await figures()).toEqual(before);
    expect(await hashes(head)).toBe(recorded);
    for (const [i, person] of people.entries()) {
      expect((await reveal(person)).body).toEqual({ person, personalData: {}, isErased: true });
      expect(await rowsOf(person)).toBe(0);
      expect((await find(data[i]!.idNumber)).status).toBe(404);
    }
    const [first] = people as [string];
    expect((await api.get(`${persons}/${first}`, { as: 'investigator' })).body).toMatchObject({ holds: [], isErased: true });
    const { rows } = await api.ledger.pool.query(
      `select * from vault.open($1, '{name,idNumber}', '{1,1}', 'inv-1', 'POLICE_INVESTIGATOR', 'psb-370202', '370202', 'x', 'x', '{}', 'SHOWN', 'x')`,
      [first],
    );
    expect(rows).toMatchObject([
      { sealed: null, wrapped: null },
      { sealed: null, wrapped: null },
    ]);
  }, 120_000);
  it('takes nothing any more, and the number is that of somebody new', async () => {
    const data = somebody();
    const person = await register(data);
    await destroyKey(person);
    const again = await api.post(`${persons}/${person}/correct-data`, { name: 'x', requestedBy: 'ORGAN', ...asked }, { as: 'investigator' });
    expect(problemIn(again)).toMatchObject({ status: 409, code: 'person/key-destroyed' });
    await expect(api.ledger.pool.query(`select * from vault.prepare($1, 'x', 'x')`, [person])).rejects.toMatchObject({ code: 'VA001' });
    expect(await register({ idNumber: data.idNumber })).not.toBe(person);
    expect(await rowsOf(person)).toBe(0);
  });
  it('is not decided by anybody but the ledger', async () => {
    const person = await register(somebody());
    expect((await api.ledger.pool.query('select vault.destroy($1) as done', [person])).rows[0].done).toBe(false);
    expect((await api.ledger.pool.query('select vault.destroy_again($1, now()) as done', [`${person}@1`])).rows[0].done).toBe(false);
    expect((await reveal(person)).status).toBe(200);
    await expect(api.owner.query('delete from vault.fields where person = $1', [person])).rejects.toMatchObject({ code: '0A000' });
  });
});

describe('a sealed record', () => {
  it('loses its key; voiding the sealing does not bring the identity back, and it is entered anew', async () => {
    const data = somebody();
    const person = await register(data);
    const { events } = await approve(await api.recorded(`${persons}/${person}/seal`, { ground: 'JUVENILE', ...asked }, { as: 'investigator' }));
    expect(await rowsOf(person)).toBe(0);
    expect(problemIn(await reveal(person))).toMatchObject({ status: 404, code: 'person/is-unknown' });
    const sealed = events.find((id) => id.startsWith('person-'));
    await approve(await api.recorded(`${persons}/${person}/void`, { targets: [sealed], ...asked }, { as: 'investigator' }));
    expect((await reveal(person)).body).toEqual({ person, personalData: {}, isErased: true });
    await approve(await correct(person, { name: data.name }));
    expect((await reveal(person, { fields: ['name'] })).body).toEqual({ person, personalData: { name: data.name }, isErased: false });
    expect((await reveal(person, { fields: ['address'] })).body).toEqual({ person, personalData: {}, isErased: true });
  });
});
