import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { responses } from '@casetrail/contracts';
import { addDays } from '@casetrail/domain';
import { recordMany } from '@casetrail/ledger/testing';
import { recordLook, usualGranting } from '@casetrail/runtime';
import { type Answered, TestApi, type Who, actors, ago, problemIn, today } from './testing/index.ts';
import { openCase, openSuspect, receivedLead, registeredPerson } from './testing/stories.ts';

type Row = {
  user_name: string;
  action: string;
  subject: string | null;
  outcome: string;
  detail: { shown?: string[]; query?: Record<string, string>; params?: Record<string, string> };
};

const granting = { ...usualGranting, flags: { turnedAway: 5, persons: 8 } };
let api: TestApi;
let file: string;
let person: string;
let suspect: string;
beforeAll(async () => {
  api = await TestApi.start({ granting });
  await api.openLedger();
  file = await openCase(api);
  person = await registeredPerson(api);
  suspect = (await api.recorded('/v1/suspects', { person, case: file, occurredOn: ago(6) }, { as: 'investigator' })).stream;
  await openSuspect(api, file);
  await api.catchUp();
});
afterAll(() => api.stop());

let asked = 0;
/** What was recorded of one request. */
async function looksAt(url: string, as: Who = 'investigator', method: 'GET' | 'HEAD' = 'GET'): Promise<{ readonly answer: Answered; readonly looks: Row[] }> {
  const id = `look-${++asked}`;
  const answer = await api.send(method, url, undefined, { ...api.bearer(as), 'x-request-id': id });
  const { rows } = await api.owner.query<Row>('select user_name, action, subject, outcome, detail from access.looks where request_id = $1 order by id', [id]);
  return { answer, looks: rows };
}
const listed = async (query: string, as: Who = 'auditor') => responses.Looks.parse((await api.get(`/v1/looks${query}`, { as })).body).items;

describe('a look', () => {
  it('at a file names every record in it', async () => {
    const { answer, looks } = await looksAt(`/v1/criminal-cases/${file}`);
    expect(answer.status).toBe(200);
    expect(looks).toMatchObject([{ user_name: actors.investigator.user, action: 'cases.read', subject: file, outcome: 'SHOWN' }]);
    expect(looks[0]?.detail.shown).toEqual(expect.arrayContaining([file, person, suspect]));
    const named = new Set(answer.text.match(/[a-z_]+-[0-7][0-9A-HJKMNP-TV-Z]{25}/g));
    expect(new Set(looks[0]?.detail.shown)).toEqual(named);
  });
  it.each<[what: string, url: () => string, action: string, subject: (() => string) | null]>([
    ['a list', () => '/v1/criminal-cases', 'cases.list', null],
    ['the time limits', () => '/v1/time-limits', 'time-limits.list', null],
    ['a history', () => `/v1/history/${suspect}`, 'history.read', () => suspect],
    ['the facts of a figure', () => '/v1/figures/F01/facts', 'facts.read', null],
    ['corrections', () => '/v1/corrections', 'corrections.list', null],
    ["one's own access", () => '/v1/access/requests', 'access.read', null],
    ['own looks', () => '/v1/looks/mine', 'looks.mine', null],
  ])('at %s is recorded', async (_, url, action, subject) => {
    const { answer, looks } = await looksAt(url());
    expect(answer.status).toBe(200);
    expect(looks).toMatchObject([{ action, subject: subject?.() ?? null, outcome: 'SHOWN' }]);
  });
  it('at what may not be seen, is not there, or is for others is recorded as well', async () => {
    const lead = await receivedLead(api);
    expect((await looksAt(`/v1/umbrella-leads/${lead}`)).looks).toMatchObject([{ subject: lead, outcome: 'NOTHING' }]);
    expect((await looksAt(`/v1/criminal-cases/${file}`, 'elsewhere')).looks).toMatchObject([{ subject: file, outcome: 'NOTHING' }]);
    expect((await looksAt('/v1/looks?user=inv-1', 'leader')).looks).toMatchObject([{ action: 'looks.read', outcome: 'REFUSED' }]);
    expect((await looksAt('/v1/ledger/events', 'leader')).looks).toMatchObject([{ action: 'ledger.read', outcome: 'REFUSED' }]);
    expect((await looksAt('/v1/criminal-cases/x', 'statistician')).looks).toMatchObject([{ action: 'cases.read', subject: null, outcome: 'REFUSED' }]);
  });
  it('that was asked for wrongly looks at nothing', async () => {
    const { answer, looks } = await looksAt('/v1/criminal-cases?filedFrom=yesterday');
    expect([answer.status, looks]).toEqual([400, []]);
  });
  it('that asks for the head alone is one: what it answers tells of the record', async () => {
    const { answer, looks } = await looksAt(`/v1/criminal-cases/${file}`, 'investigator', 'HEAD');
    expect([answer.status, answer.text, looks.length]).toEqual([200, '', 1]);
  });
  it('that shows nothing of anybody is none', async () => {
    for (const url of ['/v1/figures', '/v1/publications']) expect((await looksAt(url)).looks).toEqual([]);
  });
  it('at the ledger is recorded part by part, with what is in each', async () => {
    const { answer, looks } = await looksAt('/v1/ledger/events?all=true', 'auditor');
    expect(answer.status).toBe(200);
    expect(looks.length).toBeGreaterThan(1);
    expect(new Set(looks.map(({ action }) => action))).toEqual(new Set(['ledger.read']));
    expect(looks.flatMap(({ detail }) => detail.shown ?? [])).toEqual(expect.arrayContaining([person, suspect, file]));
  });
});

describe('words that were searched for', () => {
  it('are kept as a keyed hash: the same for the same words, however they are written', async () => {
    const kept = async (text: string) => (await looksAt(`/v1/criminal-cases?text=${encodeURIComponent(text)}`)).looks[0]?.detail.query?.['text'];
    const hash = await kept('Zhang San');
    expect(hash).toMatch(/^hmac:[0-9a-f]{64}$/);
    expect([await kept(' zhang  SAN'), await kept('ｚｈａｎｇ san')]).toEqual([hash, hash]);
    expect(await kept('Zhang Si')).not.toBe(hash);
    const { rows } = await api.owner.query("select from access.looks l where l::text ~* 'zhang'");
    expect(rows).toEqual([]);
  });
  it('can be asked for by whoever may read looks', async () => {
    await api.get('/v1/crime-groups?text=harbour', { as: 'leader' });
    const found = await listed('?words=Harbour');
    expect(found).toMatchObject([{ by: actors.leader, action: 'cases.list', query: { text: expect.stringMatching(/^hmac:/) } }]);
    expect(JSON.stringify(await listed('?action=looks.read'))).not.toMatch(/harbour/i);
  });
  it.each([
    ['in a path', '/v1/criminal-cases/zhangsan', 'investigator'],
    ['where no name belongs', '/v1/criminal-cases?status=zhangsan&scope=zhangsan', 'statistician'],
    ['as somebody who may not ask', '/v1/criminal-cases?text=zhangsan', 'statistician'],
    ['in the ledger', '/v1/ledger/events?actor=zhangsan', 'auditor'],
    ['as a number', '/v1/criminal-cases?text=110101199003071234', 'investigator'],
  ] as const)('are not kept %s', async (_, url, as) => {
    const { looks } = await looksAt(url, as);
    expect(JSON.stringify(looks)).not.toMatch(/zhangsan|19900307/);
  });
  it('what can only be an id, a day or a word from a list is kept as it is', async () => {
    const { looks } = await looksAt(`/v1/criminal-cases?district=370202&filedFrom=${ago(20)}&limit=5`);
    expect(looks[0]?.detail.query).toEqual({ district: '370202', filedFrom: ago(20), limit: '5' });
    expect((await looksAt('/v1/figures/F01/facts')).looks[0]?.detail.params).toEqual({ id: 'F01' });
  });
});

describe('who looked', () => {
  it('at a person is found by files, lists and parts in cases that showed them', async () => {
    const ids: string[] = [];
    for (const [url, as] of [
      [`/v1/criminal-cases/${file}`, 'colleague'],
      [`/v1/suspects/${suspect}`, 'deputy'],
      [`/v1/persons/${person}`, 'cityLeader'],
      [`/v1/history/${suspect}`, 'procurator'],
    ] as const) {
      const id = `who-${ids.length}`;
      expect((await api.get(url, { as, headers: { 'x-request-id': id } })).status).toBe(200);
      ids.push(id);
    }
    const found = await listed(`?person=${person}&limit=200`);
    expect(found.filter(({ requestId }) => requestId.startsWith('who-')).map(({ requestId }) => requestId)).toEqual(ids.toReversed());
    expect((await listed(`?record=${file}&user=${actors.colleague.user}`)).length).toBeGreaterThan(0);
    const other = await registeredPerson(api);
    expect(await listed(`?person=${other}`)).toEqual([]);
  });
  it('is told to auditors and data protection, and to everybody of themselves', async () => {
    expect((await listed(`?user=${actors.investigator.user}`, 'dataProtection')).length).toBeGreaterThan(0);
    for (const who of ['leader', 'cityJudge', 'supervisor', 'disciplineLeader', 'publisher'] as const)
      expect(problemIn(await api.get('/v1/looks', { as: who })).code).toBe('role/not-allowed');
    const mine = await listed('/mine?limit=200', 'colleague');
    expect(mine.length).toBeGreaterThan(0);
    expect(new Set(mine.map(({ by }) => by.user))).toEqual(new Set([actors.colleague.user]));
    expect(problemIn(await api.get('/v1/looks/mine?user=inv-1', { as: 'colleague' })).code).toBe('request/invalid');
  });
  it('looked at looks is found too', async () => {
    await api.get(`/v1/looks?person=${person}`, { as: 'dataProtection' });
    const [newest] = await listed(`?person=${person}&action=looks.read&user=${actors.dataProtection.user}`);
    expect(newest).toMatchObject({ by: actors.dataProtection, subject: person, shownCount: 0 });
  });
  it('is a list in pages, by what, by outcome and by day', async () => {
    const all = await listed('?limit=200');
    const first = responses.Looks.parse((await api.get('/v1/looks?limit=7')).body);
    const rest = responses.Looks.parse((await api.get(`/v1/looks?limit=200&after=${first.next}`)).body);
    const ids = [...first.items, ...rest.items].map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    expect(ids).toEqual(expect.arrayContaining(all.map(({ id }) => id)));
    expect(new Set((await listed('?outcome=REFUSED&action=ledger.read')).map(({ action, outcome }) => `${action} ${outcome}`))).toEqual(
      new Set(['ledger.read REFUSED']),
    );
    expect((await listed(`?from=${today()}`)).length).toBeGreaterThan(0);
    expect([await listed(`?to=${ago(1)}`), await listed(`?from=${addDays(today(), 1)}`)]).toEqual([[], []]);
  });
});

describe('the summary', () => {
  const summary = async (query = '') => responses.LooksSummary.parse((await api.get(`/v1/looks/summary${query}`, { as: 'dataProtection' })).body);
  const look = (user: string, subject: string, outcome: 'SHOWN' | 'NOTHING' | 'REFUSED') =>
    recordLook(api.ledger.pool, {
      by: { ...actors.investigator, user },
      action: 'cases.read',
      subject: subject as never,
      detail: {},
      outcome,
      requestId: 'seeded',
    });
  const personOf = (n: number) => `person-${String(n).padStart(26, '0')}`;

  it('finds who tries out ids and who looks at very many persons, and nobody else', async () => {
    for (let user = 0; user < 20; user++) for (let n = 0; n < 6; n++) await look(`prober-${user}`, personOf(n), n % 2 ? 'NOTHING' : 'REFUSED');
    for (let user = 0; user < 20; user++) for (let n = 0; n < 9; n++) await look(`collector-${user}`, personOf(n), 'SHOWN');
    for (let user = 0; user < 100; user++) {
      for (let n = 0; n < 8; n++) for (let again = 0; again < 2; again++) await look(`usual-${user}`, personOf(n), 'SHOWN');
      for (let n = 0; n < 5; n++) await look(`usual-${user}`, personOf(n), 'NOTHING');
    }
    const { days, flags } = await summary('?limit=500');
    expect(flags).toEqual(granting.flags);
    const flagged = days.filter((day) => day.flags.length > 0 && /^(prober|collector|usual)/.test(day.user));
    expect(flagged.map((day) => `${day.user} ${day.flags}`).toSorted()).toEqual(
      Array.from({ length: 20 }, (_, n) => [`prober-${n} turned-away`, `collector-${n} many-persons`])
        .flat()
        .toSorted(),
    );
    expect(days.find(({ user }) => user === 'usual-7')).toMatchObject({
      day: today(),
      looks: 21,
      shown: 16,
      persons: 8,
      refused: 0,
      nothing: 5,
      turnedAway: 5,
      flags: [],
    });
  });
  it('is of days and in pages', async () => {
    expect((await summary(`?from=${ago(9)}&to=${ago(1)}`)).days).toEqual([]);
    const first = await summary('?limit=60');
    const second = await summary(`?limit=500&after=${encodeURIComponent(first.next as string)}`);
    const users = [...first.days, ...second.days].map(({ user }) => user);
    expect(users.length).toBe(new Set(users).size);
    expect(second.next).toBeNull();
    expect((await summary('?user=usual-3')).days).toMatchObject([{ user: 'usual-3', looks: 21 }]);
    expect(problemIn(await api.get(`/v1/looks/summary?from=${ago(40)}&to=${today()}`)).code).toBe('request/invalid');
  });
});

describe('where a look cannot be recorded', () => {
  const RECORD = 'function access.record_look';
  const everything = () => [
    '/v1/criminal-cases',
    `/v1/criminal-cases/${file}`,
    `/v1/history/${file}`,
    '/v1/figures/F01/facts',
    '/v1/corrections',
    '/v1/looks/mine',
  ];

  it('there is no answer: neither to what is there nor to what is not', async () => {
    await api.owner.query(`revoke execute on ${RECORD} from casetrail_api`);
    try {
      for (const url of [...everything(), '/v1/criminal-cases/criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV']) {
        const answer = await api.get(url, { as: 'leader' });
        expect(problemIn(answer)).toMatchObject({ status: 503, code: 'look/not-recorded' });
        expect(answer.text).not.toContain(file);
        expect(answer.headers).toMatchObject({ 'retry-after': '1' });
      }
      expect(problemIn(await api.get('/v1/ledger/events')).code).toBe('look/not-recorded');
      expect(problemIn(await api.get('/v1/looks', { as: 'leader' })).code).toBe('look/not-recorded'); // not even that it is not for them
      expect((await api.get('/v1/figures')).status).toBe(200);
    } finally {
      await api.owner.query(`grant execute on ${RECORD} to casetrail_api`);
    }
    expect((await api.get(everything()[1] as string, { as: 'leader' })).status).toBe(200);
  });
  it('and the statement waits for a lock until the connection is taken away, there is none either', async () => {
    const locker = await api.owner.connect();
    try {
      await locker.query('begin; lock table access.looks in exclusive mode');
      const answer = api.get(`/v1/criminal-cases/${file}`, { as: 'leader' });
      const waiting = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%record_look%'`;
      for (let killed = 0; killed === 0; killed = (await api.owner.query(waiting)).rowCount ?? 0);
      expect(problemIn(await answer)).toMatchObject({ status: 503, code: 'look/not-recorded' });
    } finally {
      await locker.query('rollback');
      locker.release();
    }
  });
  describe('in the middle of a long answer', () => {
    const LINES_IN_A_PART = 500;
    let address: { readonly port: number };
    beforeAll(async () => {
      await recordMany(api.ledger, LINES_IN_A_PART + 100);
      await api.app.listen(0, '127.0.0.1');
      address = api.app.getHttpServer().address() as AddressInfo;
    });
    afterEach(() => api.owner.query('drop function access.fail_on_part cascade'));

    /** Lets the looks of a request fail from the one on before which there are so many parts. */
    const failAfter = (parts: number) =>
      api.owner.query(
        `create function access.fail_on_part() returns trigger language plpgsql as $$ begin
           if new.detail ? 'shown' and (select count(*) >= ${parts} from access.looks where request_id = new.request_id and detail ? 'shown') then raise 'no'; end if;
           return new; end $$;
         create trigger fail_on_part before insert on access.looks for each row execute function access.fail_on_part()`,
      );
    const download = () =>
      new Promise<{ status: number | undefined; text: string; isWhole: boolean }>((resolve, reject) => {
        httpRequest({ ...address, path: '/v1/ledger/events?all=true', headers: api.bearer('auditor') }, (answer) => {
          let text = '';
          answer.on('data', (part: Buffer) => (text += part.toString()));
          answer.on('error', () => undefined); // that it was cut off, `complete` tells
          answer.on('close', () => resolve({ status: answer.statusCode, text, isWhole: answer.complete }));
        })
          .on('error', reject)
          .end();
      });

    it('before the first part of it, there is none', async () => {
      await failAfter(0);
      expect(await download()).toMatchObject({ status: 503, text: expect.stringContaining('look/not-recorded'), isWhole: true });
    });
    it('the answer is cut off there', async () => {
      await failAfter(1);
      const { status, text, isWhole } = await download();
      expect([status, text.split('\n').length - 1, isWhole]).toEqual([200, LINES_IN_A_PART, false]);
    });
  });
});
