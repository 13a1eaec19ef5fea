import { randomUUID } from 'node:crypto';
import { type CommandRoute, aggregates } from '@casetrail/contracts';
import { type Actor, type Category, type StreamId, categoryOf, isStreamId, kindOf, mentioned, policy } from '@casetrail/domain';
import { commandsOf, correctionCommandsOf, publicationCommandsOf } from '@casetrail/domain/testing';
import { newStreamId } from '@casetrail/ledger';
import { type Answered, TestApi, today } from './testing/index.ts';
import { type Records, type Served, each, renamed, standingTo, town } from './testing/town.ts';

/** An id of another district's record, wherever a request may name one, answers like an id of nothing: to the letter, but for the ids themselves. */

let api: TestApi;
let records: ReadonlyMap<string, Records>;
beforeAll(async () => {
  api = await TestApi.start();
  records = await town(api, [
    'POLICE_LEADER',
    'CHIEF_PROCURATOR',
    'JUDGE',
    'COURT_CLERK',
    'DISCIPLINE_LEADER',
    'DEPARTMENT_OFFICER',
    'INDICATOR_REPORTER',
    'SUPERVISOR',
  ]);
});
afterAll(() => api.stop());

const nothing = (category: Category): StreamId => newStreamId(category, new Date(), randomUUID());
const isHiddenKind = (category: Category) => kindOf(category) !== 'open';
const samples: Readonly<Record<string, Readonly<Record<string, { readonly data: unknown; readonly type: string }>>>> = {
  ...commandsOf,
  publication: publicationCommandsOf,
  correction: correctionCommandsOf,
};

/** What is answered, without what names the request or the record that was asked about. */
const told = ({ status, text, headers }: Answered, id: StreamId) => ({
  status,
  text: text.replaceAll(String(headers['x-request-id']), '…').replaceAll(id, '…'),
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !['x-request-id', 'date', 'content-length'].includes(name))),
});

type Route = { readonly route: CommandRoute; readonly category: Category };
const routes: readonly Route[] = aggregates.flatMap(({ commands, category }) => commands.map((route) => ({ route, category })));
/** Somebody of the home district who may issue the command, what their organ has begun, and what the same organ of another district has. */
function issuer({ route, category }: Route): { readonly actor: Actor; readonly mine: Records; readonly theirs: Records } | undefined {
  const role = policy.commands[category]?.[route.command]?.find((one) => records.has(standingTo(one, 'own').owner));
  if (!role) return undefined;
  const { actor, owner } = standingTo(role, 'own');
  return { actor: { ...actor, user: `ids-${role}` }, mine: records.get(owner) as Records, theirs: records.get(standingTo(role, 'elsewhere').owner) as Records };
}
function bodyOf({ route, category }: Route, mine: Records): Record<string, unknown> {
  const sample = Object.values(samples[category] ?? {}).find(({ type }) => type === route.command);
  const { idHash: _, ...data } = (sample?.data ?? {}) as Record<string, unknown>;
  const said =
    route.command === 'VoidRecords' ? { targets: [`${mine[category as Served]}@1`] } : route.command === 'ComputePublication' ? {} : renamed(data, mine);
  return {
    ...said,
    ...(route.isCorrection && { reason: { code: 'IDS' } }),
    ...(route.fields.includes('idNumber') && { idNumber: '999900197001010015' }),
    occurredOn: today(),
  };
}

let serial = 0;
async function send(actor: Actor, path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
  return api.send('POST', path, JSON.stringify(body), {
    ...(await api.bearerOf(actor)),
    'content-type': 'application/json',
    'idempotency-key': `ids-${++serial}`,
    ...headers,
  });
}

type Leak = { readonly where: string; readonly theirs: unknown; readonly nothing: unknown };
const leaks: Leak[] = [];
afterEach(() => void leaks.splice(0));
const compare = (where: string, theirs: ReturnType<typeof told>, none: ReturnType<typeof told>) => {
  if (JSON.stringify(theirs) !== JSON.stringify(none)) leaks.push({ where, theirs: theirs.text, nothing: none.text });
};

describe('an id of a record of another district', () => {
  it.each([
    ['by itself', {}],
    ['with If-Match', { 'if-match': '"1"' }],
    ['with another If-Match', { 'if-match': '"7"' }],
  ])(
    'in the path of a command answers like one of nothing: %s',
    async (_, headers) => {
      const asked = routes.filter(({ route, category }) => route.verb !== undefined && isHiddenKind(category));
      expect(asked.length).toBeGreaterThan(120);
      await each(asked, async (one) => {
        const found = issuer(one);
        if (!found) return;
        const ask = async (id: StreamId) => {
          const body = JSON.parse(JSON.stringify(bodyOf(one, found.mine)).replaceAll(found.mine[one.category as Served], id)) as object;
          return told(await send(found.actor, one.route.path.replace('{id}', id), body, headers), id);
        };
        compare(one.route.path, await ask(found.theirs[one.category as Served]), await ask(nothing(one.category)));
      });
      expect(leaks).toEqual([]);
    },
    60_000,
  );

  it('in the path answers alike where the key was used for another request', async () => {
    const asked = routes.filter(({ route, category }) => route.verb !== undefined && isHiddenKind(category));
    await each(asked, async (one) => {
      const found = issuer(one);
      if (!found) return;
      const key = `ids-reused-${one.route.path}`;
      await send(found.actor, '/v1/persons', { occurredOn: today() }, { 'idempotency-key': key });
      const ask = async (id: StreamId) =>
        told(await send(found.actor, one.route.path.replace('{id}', id), bodyOf(one, found.mine), { 'idempotency-key': key }), id);
      compare(one.route.path, await ask(found.theirs[one.category as Served]), await ask(nothing(one.category)));
    });
    expect(leaks).toEqual([]);
  }, 60_000);

  it('in any field of any body answers like one of nothing; persons may be named by all', async () => {
    let fields = 0;
    await each(routes, async (one) => {
      const found = issuer(one);
      if (!found) return;
      const body = bodyOf(one, found.mine);
      const path = one.route.path.replace('{id}', found.mine[one.category as Served]);
      for (const named of new Set(mentioned(body))) {
        const category = categoryOf(named);
        if (!isHiddenKind(category) || category === 'person') continue;
        fields++;
        const ask = async (id: StreamId) => told(await send(found.actor, path, JSON.parse(JSON.stringify(body).replaceAll(named, id)) as object), id);
        compare(`${one.route.path} ${named}`, await ask(found.theirs[category as Served]), await ask(nothing(category)));
      }
    });
    expect(leaks).toEqual([]);
    expect(fields).toBeGreaterThan(25);
  }, 60_000);

  it('in a query of a list finds as much as one of nothing', async () => {
    const { actor, owner } = standingTo('POLICE_LEADER', 'own');
    const [mine, theirs] = [records.get(owner) as Records, records.get(standingTo('POLICE_LEADER', 'elsewhere').owner) as Records];
    const bearer = await api.bearerOf({ ...actor, user: 'ids-lists' });
    const lists: readonly [string, Served][] = [
      ['/v1/criminal-cases?isCounted=true&group=', 'crime_group'],
      ['/v1/corrections?isCounted=true&target=', 'criminal_case'],
      ['/v1/arrest-reviews?isCounted=true&refersTo=', 'criminal_case'],
      ['/v1/prosecutions?isCounted=true&refersTo=', 'suspect'],
      ['/v1/court-dockets?isCounted=true&refersTo=', 'prosecution'],
      ['/v1/assets?isCounted=true&refersTo=', 'criminal_case'],
      ['/v1/time-limits?case=', 'criminal_case'],
    ];
    for (const [path, category] of lists) {
      const ask = async (id: StreamId) => told(await api.send('GET', `${path}${id}`, undefined, bearer), id);
      const none = await ask(nothing(category));
      compare(path, await ask(theirs[category]), none);
      expect(none.status).toBe(200);
      expect(isStreamId(mine[category])).toBe(true);
    }
    expect(leaks).toEqual([]);
  });

  it('in the path of a read answers like one of nothing', async () => {
    for (const role of ['POLICE_LEADER', 'CHIEF_PROCURATOR', 'JUDGE', 'DISCIPLINE_LEADER'] as const) {
      const { actor } = standingTo(role, 'own');
      const theirs = records.get(standingTo(role, 'elsewhere').owner) as Records;
      const bearer = await api.bearerOf({ ...actor, user: `ids-reads-${role}` });
      const paths = aggregates
        .filter(({ category }) => isHiddenKind(category))
        .flatMap(({ path, category }) => [
          [`${path}/{id}`, category] as const,
          [`/v1/history/{id}`, category] as const,
          [`/v1/history/{id}?version=1`, category] as const,
          ...(category === 'person' ? [[`${path}/{id}/counted`, category] as const] : []),
          ...(category === 'correction' ? ['preview', 'effect'].map((what) => [`${path}/{id}/${what}`, category] as const) : []),
        ]);
      for (const [path, category] of paths) {
        const ask = async (id: StreamId) => told(await api.send('GET', path.replace('{id}', id), undefined, bearer), id);
        compare(`${role} ${path} ${category}`, await ask(theirs[category as Served]), await ask(nothing(category)));
      }
    }
    expect(leaks).toEqual([]);
  }, 60_000);
});

describe('the time that an answer takes', () => {
  const PAIRS = 250;
  const MOST_APART_MS = 5;
  const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] as number;

  it.each([
    ['the file of a case', 'criminal_case', '/v1/criminal-cases/{id}', undefined],
    ['the file of a court docket', 'court_docket', '/v1/court-dockets/{id}', undefined],
    ['a history', 'suspect', '/v1/history/{id}', undefined],
    ['a command', 'suspect', '/v1/suspects/{id}/release', { ground: 'for the test' }],
  ] as const)(
    'tells nothing of whether a record is there: %s',
    async (_, category, path, body) => {
      const { actor, owner } = standingTo('POLICE_LEADER', 'elsewhere');
      const hidden = (records.get(owner) as Records)[category];
      const office = { ...actor, user: 'ids-times' };
      const bearer = await api.bearerOf(office);
      const ask = async (id: StreamId) => {
        const url = path.replace('{id}', id);
        const begun = performance.now();
        const { status } = body ? await send(office, url, { ...body, occurredOn: today() }) : await api.send('GET', url, undefined, bearer);
        expect(status).toBe(404);
        return performance.now() - begun;
      };
      for (let i = 0; i < 20; i++) await ask(i % 2 === 0 ? hidden : nothing(category));
      // The two of a pair are asked one after the other, in either order: whatever else the machine does, it does to both.
      const differences: number[] = [];
      for (let pair = 0; pair < PAIRS; pair++) {
        const first = pair % 2 === 0;
        const [a, b] = [await ask(first ? hidden : nothing(category)), await ask(first ? nothing(category) : hidden)];
        differences.push(first ? a - b : b - a);
      }
      expect(Math.abs(median(differences))).toBeLessThanOrEqual(MOST_APART_MS);
    },
    120_000,
  );
});
