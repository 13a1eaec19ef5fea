import { aggregates } from '@casetrail/contracts';
import { TestApi, type Who, actors, problemIn } from './testing/index.ts';
import { filing, report, reportedCase } from './testing/stories.ts';

type Parameter = { readonly name: string; readonly in: string; readonly required?: boolean };
type Operation = {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly statuses: readonly string[];
};

/** Writes that know no version of a record, and why. */
const withoutVersion: Readonly<Record<string, string>> = {
  'POST /v1/exports': 'an export is of a list, which has no version; what it shows is recorded with it',
  ...Object.fromEntries(['break-glass', 'requests', 'conflicts'].map((begun) => [`POST /v1/access/${begun}`, 'it begins something, which has no version yet'])),
};

/** What is asked for in a POST so that nothing personal stands in an address. It writes nothing but the look, and that once for each time somebody looks. */
const looks = ['POST /v1/persons/find', 'POST /v1/persons/{id}/reveal'];
/** Nobody gets as far as to be told about a key. */
const ofTheSystem = ['POST /v1/assets/{id}/lapse'];

let api: TestApi;
let writes: Operation[];
beforeAll(async () => {
  api = await TestApi.start();
  await api.openLedger();
  const { paths } = (await api.send('GET', '/openapi.json', undefined, {})).body as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly parameters?: readonly Parameter[]; readonly responses: object }>>>>;
  };
  writes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => method !== 'get' && !looks.includes(`${method.toUpperCase()} ${path}`))
      .map(([method, { parameters = [], responses }]) => {
        const its = method.toUpperCase();
        return { name: `${its} ${path}`, method: its, path, parameters, statuses: Object.keys(responses) };
      }),
  );
});
afterAll(() => api.stop());

const header = ({ parameters }: Operation, name: string) => parameters.find((one) => one.in === 'header' && one.name === name);
/** Somebody who may issue it. */
const issuerOf = ({ path }: Operation): Who | undefined => {
  const by = aggregates.flatMap(({ commands }) => commands).find((one) => one.path === path)?.by ?? ['POLICE_LEADER'];
  return (Object.keys(actors) as Who[]).find((who) => by.some((role) => role === actors[who].role));
};
const anywhere = (path: string) => path.replace(/\{\w+\}/g, 'x');
const recorded = async () => (await api.ledger.head()).position;

describe('every write, by the documentation,', () => {
  it('is a POST that requires an Idempotency-Key and says what comes of one used before', () => {
    expect(writes.length).toBeGreaterThan(240);
    expect(writes.filter((one) => one.method !== 'POST' || header(one, 'Idempotency-Key')?.required !== true).map(({ name }) => name)).toEqual([]);
    expect(writes.filter(({ statuses }) => !statuses.includes('422')).map(({ name }) => name)).toEqual([]);
  });
  it('takes If-Match, but for those that have a reason not to', () => {
    const without = writes.filter((one) => header(one, 'If-Match') === undefined).map(({ name }) => name);
    expect(without).toEqual(Object.keys(withoutVersion));
    expect(writes.filter((one) => header(one, 'If-Match') && !one.statuses.includes('412')).map(({ name }) => name)).toEqual([]);
  });
});

describe('every write, as it is served,', () => {
  const sent = (one: Operation, headers: Readonly<Record<string, string>>) =>
    api.send('POST', anywhere(one.path), '{}', { ...api.bearer(issuerOf(one) ?? 'leader'), 'content-type': 'application/json', ...headers });

  it('is for somebody, but for those that the system does by itself', () =>
    expect(writes.filter((one) => !issuerOf(one)).map(({ name }) => name)).toEqual(ofTheSystem));
  it('is refused without an Idempotency-Key, before anything else is said of it', async () => {
    const before = await recorded();
    for (const one of writes.filter(issuerOf)) expect([one.name, problemIn(await sent(one, {})).code]).toEqual([one.name, 'idempotency/key-required']);
    expect(await recorded()).toBe(before);
  });
  it('is refused where If-Match is not a version', async () => {
    for (const one of writes.filter((it) => issuerOf(it) && header(it, 'If-Match'))) {
      const { status, errors } = problemIn(await sent(one, { 'idempotency-key': 'k', 'if-match': 'x' }));
      expect([one.name, status, errors]).toEqual([one.name, 400, [expect.objectContaining({ path: 'If-Match' })]]);
    }
  });
});

describe('the same request again', () => {
  const cases = '/v1/criminal-cases';
  it('has the same answer, and says that it is one', async () => {
    const body = report();
    const first = await api.post(cases, body, { as: 'investigator', key: 'again' });
    const before = await recorded();
    const second = await api.post(cases, body, { as: 'investigator', key: 'again' });
    expect([first.status, second.status, second.headers['idempotent-replayed'], first.headers['idempotent-replayed']]).toEqual([201, 201, 'true', undefined]);
    expect(second.body).toEqual({ ...first.body, isRepeated: true });
    expect([second.headers['etag'], second.headers['location']]).toEqual([first.headers['etag'], first.headers['location']]);
    expect(await recorded()).toBe(before);
  });
  it('has it, too, when others have gone on since, and when its version is long stale', async () => {
    const file = await reportedCase(api);
    const body = filing();
    const headers = { 'if-match': '"1"' };
    const first = await api.post(`${cases}/${file}/file`, body, { key: 'stale', headers });
    await api.recorded(`${cases}/${file}/start-investigation`, { investigators: ['inv-1', 'inv-2'], occurredOn: body.occurredOn });
    const second = await api.post(`${cases}/${file}/file`, body, { key: 'stale', headers });
    expect([first.status, second.status, second.headers['idempotent-replayed']]).toEqual([201, 201, 'true']);
    expect(problemIn(await api.post(`${cases}/${file}/file`, body, { key: 'stale-anew', headers }))).toMatchObject({
      status: 412,
      code: 'request/stale-version',
    });
  });
  it.each([
    ['another-body', cases, { source: 'CITIZEN' }],
    ['another-address', '/v1/persons', {}],
  ])('is refused: %s', async (what, url, more) => {
    const body = report();
    await api.post(cases, body, { as: 'investigator', key: what });
    const before = await recorded();
    const other = url === cases ? { ...body, ...more } : { birthYear: 1980, sex: 'MALE', occurredOn: body.occurredOn };
    expect(problemIn(await api.post(url, other, { as: 'investigator', key: what }))).toMatchObject({ status: 422, code: 'idempotency/key-reused' });
    expect(await recorded()).toBe(before);
  });
  it('has one effect where it comes twenty times at once', async () => {
    const body = report();
    const before = await recorded();
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.post(cases, body, { as: 'investigator', key: 'at-once' })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
    expect(new Set(answers.map((one) => JSON.stringify({ ...one.body, isRepeated: true }))).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1);
    expect(await recorded()).toBe(before + 1);
  });
  it('is another user’s own where another user sends it', async () => {
    const body = report();
    const [mine, theirs] = [await api.post(cases, body, { as: 'investigator', key: 'ours' }), await api.post(cases, body, { as: 'colleague', key: 'ours' })];
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(mine.body.stream).not.toBe(theirs.body.stream);
  });
});
