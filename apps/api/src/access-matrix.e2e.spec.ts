import { type Answer, type CommandRoute, aggregates } from '@casetrail/contracts';
import {
  type ActionName,
  type Actor,
  type Category,
  type Kind,
  type Role,
  type StreamId,
  type TieKind,
  categoryOf,
  isSealed,
  policy,
  roles,
} from '@casetrail/domain';
import { commandsOf, correctionCommandsOf, publicationCommandsOf } from '@casetrail/domain/testing';
import { controllers } from './api.module.ts';
import { type RoutePolicy, routesIn } from './http/policy.ts';
import { type Answered, TestApi, today } from './testing/index.ts';
import { openCase, servedRecommendation } from './testing/stories.ts';
import { type Records, type Relation, type Served, each, relations, renamed, standingTo, town } from './testing/town.ts';

/** Every route, for every role, relation and tie: what it answers against what the table says, told by a function of this file's own. */

const people = roles.filter((role) => role !== 'SYSTEM');
const ties = ['none', 'CONFLICT', 'ACCESS', 'BREAK_GLASS'] as const;
type Tied = (typeof ties)[number];

let api: TestApi;
let records: ReadonlyMap<string, Records>;
type Operation = { readonly path: string; readonly method: string; readonly operationId: string; readonly security?: unknown };
let operations: readonly Operation[];

beforeAll(async () => {
  api = await TestApi.start();
  records = await town(api, people);
  const { body } = await api.send('GET', '/openapi.json', undefined, {});
  operations = Object.entries(body.paths as Record<string, Record<string, Omit<Operation, 'path' | 'method'>>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method })),
  );
});
afterAll(() => api.stop());

/** What the table says, read naively: the status at the door. 200 stands for whatever comes after it. */
type Cell = {
  readonly by: readonly Role[];
  readonly role: Role;
  readonly kind: Kind;
  readonly relation: Relation;
  readonly tie: Tied;
  readonly isSealed?: boolean;
};
function reads({ by, role, kind, relation, tie, isSealed }: Cell): 403 | 404 | 200 {
  if (!by.includes(role)) return 403;
  const far = policy.reading[kind][role];
  if (isSealed || far === undefined || tie === 'CONFLICT') return 404;
  if (tie === 'ACCESS' || tie === 'BREAK_GLASS' || far === 'city') return 200;
  if (relation === 'own' || relation === 'lineAbove') return 200;
  return relation === 'sameDistrict' && far === 'district' ? 200 : 404;
}
/** Acting takes reading without any help; and what everybody reads is still in the charge of the organ that began it, and of those above. */
function acts({ category, ...cell }: Omit<Cell, 'tie'> & { readonly category: Category }): 403 | 404 | 200 {
  const seen = reads({ ...cell, tie: 'none', isSealed: false });
  return seen === 200 && cell.relation === 'elsewhere' && category !== 'person' ? 403 : seen; // identities of persons belong to the whole city
}

const policyOfOperation = (id: string): RoutePolicy | undefined => {
  const [controller, method] = id.split('_');
  return routesIn(controllers).find(({ name }) => name === `${controller}.${method}`)?.policy;
};
const categoryAt = (path: string): Category | undefined => aggregates.find((one) => path.startsWith(`${one.path}/{id}`))?.category;
const kindAt = (category: Category): Kind => policy.kinds[category];
const of = (owner: string, category: Served | 'sealedPerson') => (records.get(owner) as Records)[category];

type Tying = { readonly role: Role; readonly relation: Relation; readonly tie: Tied };
const userOf = ({ role, relation, tie }: Tying, record: string) =>
  tie === 'none' ? `${role}-${relation}` : `${role}-${relation}-${tie.charAt(0)}-${record.slice(-26)}`;
/** Ties each of those who will ask to the record that they will ask for. */
async function tied(cells: readonly (Tying & { readonly record: string })[]): Promise<void> {
  const rows = new Map(cells.filter(({ tie }) => tie !== 'none').map((cell) => [userOf(cell, cell.record), cell]));
  const made = [...rows].filter(([, { record, role, tie }]) => tie === 'CONFLICT' || !isSealed(categoryOf(record as StreamId)) || policy.reading.sealed[role]);
  await api.owner.query(
    `insert into access.ties (id, kind, user_name, record, state, reason, begun_by, decided_by, valid_until, due_at)
     select gen_random_uuid(), kind, name, record, 'OPEN', 'matrix', begun_by, case kind when 'ACCESS' then jsonb_set(begun_by, '{user}', '"head"') end,
            now() + interval '1 hour', now() + interval '1 hour'
       from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[]) as tie (name, kind, record, begun_by)`,
    [
      made.map(([user]) => user),
      made.map(([, { tie }]) => tie satisfies TieKind | 'none'),
      made.map(([, { record }]) => record),
      made.map(([user, { role, relation }]) => ({ ...standingTo(role, relation).actor, user })),
    ],
  );
}

const bearers = new Map<string, Promise<Record<string, string>>>();
/** Somebody's token, made once. */
function bearer(actor: Actor): Promise<Record<string, string>> {
  const made = bearers.get(actor.user) ?? api.bearerOf(actor);
  bearers.set(actor.user, made);
  return made;
}
async function ask(cell: Tying, record: string, url: string): Promise<Answered> {
  return api.send('GET', url, undefined, await bearer({ ...standingTo(cell.role, cell.relation).actor, user: userOf(cell, record) }));
}

/** What a decision says of a role comes after the door: whose figures one certifies, whose request one approves. */
const isSaidWithin = ({ body }: Answered) => body?.code === 'role/not-allowed' && !/may not issue|^This is not for/.test(body.detail);
const door = (answer: Answered): number => ([403, 404].includes(answer.status) && !isSaidWithin(answer) ? answer.status : 200);

type Wrong = { readonly cell: string; readonly expected: number; readonly answered: number; readonly said?: unknown };
const wrong: Wrong[] = [];
/** Of what is tied alike and refused alike one cell is as good as all: a break-glass is tried where it matters, a role that may not at all once. */
const cellsOf = <R extends { readonly action: ActionName }>(routes: readonly R[]) =>
  routes.flatMap((route) =>
    people.flatMap((role) =>
      (policy.actions[route.action].by.includes(role) ? relations : (['own'] as const)).flatMap((relation) =>
        ties.filter((tie) => tie !== 'BREAK_GLASS' || relation === 'elsewhere').map((tie) => ({ ...route, role, relation, tie })),
      ),
    ),
  );
/** What is published is everybody's: no tie hides it. */
const expectedOf = (path: string, action: ActionName, cell: Omit<Cell, 'by'>) => {
  const { by } = policy.actions[action];
  return path.startsWith('/v1/publications') ? (by.includes(cell.role) ? 200 : 403) : reads({ by, ...cell });
};
const compare = (cell: string, expected: number, answer: Answered) => {
  if (door(answer) !== expected) wrong.push({ cell, expected, answered: answer.status, said: answer.body?.detail });
};
const inShort = (all: readonly Wrong[]) => [...new Map(all.map((one) => [one.cell.replace(/^\S+ /, ''), one])).values()].slice(0, 30);
afterEach(() => void wrong.splice(0));

/** A stream is answered as long as somebody listens. */
const neverEnds = new Set(['/v1/live']);

describe('every route', () => {
  it('says who may use it, and is in the documentation', () => {
    const without = operations.filter(({ operationId, path, method }) => {
      const isCommand = method === 'post' && aggregates.some(({ commands }) => commands.some((one) => one.path === path));
      const isNamedByItself = !operationId.includes('_'); // its route is among those below
      return !isCommand && !isNamedByItself && policyOfOperation(operationId) === undefined;
    });
    expect(without).toEqual([]);
    expect(routesIn(controllers).filter(({ policy: its }) => its === undefined)).toEqual([]);
  });
  it('that reads asks for the action of the table', async () => {
    for (const { path, method, operationId } of operations.filter(({ method: its, path }) => its === 'get' && !neverEnds.has(path))) {
      const its = policyOfOperation(operationId) as RoutePolicy;
      if ('isPublic' in its) continue;
      const { by } = policy.actions[(its as { readonly action: ActionName }).action];
      await each(people, async (role) => {
        const answer = await ask({ role, relation: 'own', tie: 'none' }, '', path.replace(/\{\w+\}/g, 'x'));
        if ((answer.status === 403) !== !by.includes(role))
          wrong.push({ cell: `${role} ${method} ${path}`, expected: by.includes(role) ? 200 : 403, answered: answer.status });
      });
    }
    expect(inShort(wrong)).toEqual([]);
  });
});

/** What is read from the ledger, of each sort that is reached in a way of its own. */
const ofEachSort: readonly Served[] = [
  'criminal_case',
  'person',
  'suspect',
  'crime_group',
  'arrest_review',
  'asset',
  'correction',
  'umbrella_investigation',
  'mechanism',
];
/** Every route that opens one record, and what it opens. */
function opening(): { readonly path: string; readonly action: ActionName; readonly category: Category; readonly key: Served | 'sealedPerson' }[] {
  return operations
    .filter(({ method, path }) => method === 'get' && path.includes('{id}'))
    .flatMap(({ path, operationId }) => {
      const its = policyOfOperation(operationId) as RoutePolicy;
      const action = (its as { readonly action: ActionName }).action;
      const category = categoryAt(path);
      const opened = path.startsWith('/v1/history/') ? ofEachSort : category ? [category as Served] : [];
      return opened.flatMap((one) => [
        { path, action, category: one, key: one },
        ...(one === 'person' ? [{ path, action, category: one, key: 'sealedPerson' as const }] : []),
      ]);
    });
}

describe('a record', () => {
  it('is opened to those whom the table names, by every route that opens one', async () => {
    const cells = cellsOf(opening()).map((cell) => ({ ...cell, record: of(standingTo(cell.role, cell.relation).owner, cell.key) }));
    expect(cells.length).toBeGreaterThan(5000);
    await tied(cells);
    await each(cells, async (cell) => {
      const { path, action, category, key, role, relation, tie, record } = cell;
      const expected = expectedOf(path, action, { role, kind: kindAt(category), relation, tie, isSealed: key === 'sealedPerson' });
      const url =
        path.replace('{id}', record).replace('{figure}', 'F05') + (path.endsWith('/proof') ? '?event=criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV@1' : '');
      compare(`${role} ${relation} ${tie} ${path} of ${key}`, expected, await ask(cell, record, url));
    });
    expect(inShort(wrong)).toEqual([]);
  }, 240_000);

  it('is in the lists of those who may open it, and in no other', async () => {
    const lists = aggregates.flatMap(({ path, category }) => {
      const operation = operations.find((one) => one.path === path && one.method === 'get');
      return operation ? [{ path, category, action: (policyOfOperation(operation.operationId) as { readonly action: ActionName }).action }] : [];
    });
    expect(lists.length).toBeGreaterThan(15);
    const cells = cellsOf(lists).map((cell) => ({ ...cell, record: of(standingTo(cell.role, cell.relation).owner, cell.category as Served) }));
    await tied(cells);
    await each(cells, async (cell) => {
      const { path, category, action, role, relation, tie, record } = cell;
      const answer = await ask(cell, record, `${path}?limit=200${category === 'publication' ? '' : '&isCounted=true'}`);
      const { items = [], total } = (answer.body ?? {}) as Partial<Answer<'Records'>>;
      if (total && total.count !== items.length)
        wrong.push({ cell: `${role} ${relation} ${tie} ${path}: total`, expected: items.length, answered: total.count });
      const expected = expectedOf(path, action, { role, kind: kindAt(category), relation, tie });
      const answered = answer.status === 200 ? (answer.text.includes(`"id":"${record}"`) ? 200 : 404) : answer.status;
      if (answered !== expected) wrong.push({ cell: `${role} ${relation} ${tie} ${path}`, expected, answered });
    });
    expect(inShort(wrong)).toEqual([]);
  }, 120_000);
});

describe('a time limit', () => {
  /** Organs that owe a reply: of the line that departments act for, in either district and above; and one of another line. */
  const addressees = ['jus-370202', 'jus-370203', 'jus-370200', 'dept-market-370200'] as const;
  const served = new Map<string, string>();
  let file: string;

  beforeAll(async () => {
    file = await openCase(api);
    for (const addressee of addressees) served.set(addressee, await servedRecommendation(api, file, addressee));
    await api.catchUp();
  });

  it('is told with the files within reach; to a department, of what it is to answer itself, and of nothing else', async () => {
    const { by } = policy.actions['time-limits.list'];
    const owed = (role: Role, relation: Relation) => served.get(standingTo(role, relation).actor.org) as string;
    const cells = people.flatMap((role) =>
      relations.flatMap((relation) =>
        (['none', 'CONFLICT', 'ACCESS'] as const).map((tie) => {
          const docket = of(standingTo(role, relation).owner, 'court_docket');
          return { role, relation, tie, docket, record: role === 'DEPARTMENT_OFFICER' ? owed(role, relation) : docket };
        }),
      ),
    );
    await tied(cells);
    await each(cells, async ({ docket, ...cell }) => {
      const { role, relation, tie, record } = cell;
      const answer = await ask(cell, record, '/v1/time-limits?limit=200');
      const told = ((answer.body?.items ?? []) as Answer<'TimeLimits'>['items']).map(({ id }) => id);
      const name = `${role} ${relation} ${tie} /v1/time-limits`;
      if (role === 'DEPARTMENT_OFFICER') {
        if (answer.status !== 200 || String(told) !== (tie === 'CONFLICT' ? '' : record))
          wrong.push({ cell: name, expected: 200, answered: answer.status, said: told });
        if (answer.text.includes(file)) wrong.push({ cell: `${name} names a case`, expected: 404, answered: 200 });
      } else {
        const answered = answer.status === 200 ? (told.includes(docket) ? 200 : 404) : answer.status;
        const expected = reads({ by, role, kind: 'case', relation, tie });
        if (answered !== expected) wrong.push({ cell: name, expected, answered });
        if (answer.status === 200 && ![...served.values()].every((one) => told.includes(one)))
          wrong.push({ cell: `${name}: recommendations`, expected: 200, answered: 404 });
      }
    });
    expect(inShort(wrong)).toEqual([]);
  });
  it('of a case is told to no department, whatever it owes', async () => {
    for (const ofCase of [file, of('psb-370202', 'criminal_case')])
      expect((await api.get(`/v1/time-limits?case=${ofCase}`, { as: 'department' })).body).toEqual({ items: [], next: null });
    expect((await api.get('/v1/time-limits', { as: 'department' })).body.items).toMatchObject([{ id: served.get('jus-370202'), clock: 'C40c', case: null }]);
  });
});

/** A body for each command: the sample of the domain, about the records of one organ. */
const samples: Readonly<Record<string, Readonly<Record<string, { readonly data: unknown; readonly reason?: unknown; readonly type: string }>>>> = {
  ...commandsOf,
  publication: publicationCommandsOf,
  correction: correctionCommandsOf,
};
function bodyOf(category: Category, command: CommandRoute, mine: Records): object {
  const sample = Object.values(samples[category] ?? {}).find(({ type }) => type === command.command);
  const { idHash: _, ...data } = (sample?.data ?? {}) as Record<string, unknown>;
  const said =
    command.command === 'VoidRecords' ? { targets: [`${mine[category as Served]}@1`] } : command.command === 'ComputePublication' ? {} : renamed(data, mine);
  return { ...said, ...(command.fields.includes('idNumber') && { idNumber: '999900197001010015' }), occurredOn: today() };
}

describe('a command', () => {
  it('gets past the door for those whom the table names, on every record within reach', async () => {
    const routes = aggregates.flatMap(({ commands, category }) => commands.map((route) => ({ route, category })));
    expect(routes.length).toBeGreaterThan(200);
    const cells = routes.flatMap((one) => people.flatMap((role) => relations.map((relation) => ({ ...one, role, relation }))));
    let serial = 0;
    await each(cells, async ({ route, category, role, relation }) => {
      const { actor, owner } = standingTo(role, relation);
      const { by = [] } = { by: policy.commands[category]?.[route.command] };
      const mine = records.get(owner) as Records;
      const expected = route.verb === undefined ? (by.includes(role) ? 200 : 403) : acts({ by, role, kind: kindAt(category), relation, category });
      const body = bodyOf(category, route, relation === 'elsewhere' ? (records.get(standingTo(role, 'own').owner) as Records) : mine);
      const reason = route.isCorrection ? { reason: { code: 'MATRIX' } } : {};
      const answer = await api.send('POST', route.path.replace('{id}', mine[category as Served]), JSON.stringify({ ...reason, ...body }), {
        ...(await bearer({ ...actor, user: userOf({ role, relation, tie: 'none' }, '') })),
        'content-type': 'application/json',
        'idempotency-key': `matrix-${++serial}`,
      });
      const cell = `${role} ${relation} ${route.path} ${route.command}`;
      // Records that are not there have nothing to void: that answers a 409, and the same one.
      const isNothingToVoid = route.command === 'VoidRecords' && ['correction/other-stream', 'correction/no-such-record'].includes(answer.body?.code);
      if (isNothingToVoid && expected === 404) return;
      if (route.command === 'ComputePublication' && answer.status === 503) return; // first of all it takes a sealed ledger
      const answered = door(answer);
      // What a collection begins may name what a role does not reach: that is tried id by id elsewhere.
      if (answered !== expected && !(route.verb === undefined && answered === 404))
        wrong.push({ cell, expected, answered: answer.status, said: `${answer.body?.detail} ${JSON.stringify(answer.body?.errors ?? '')}` });
    });
    expect(inShort(wrong)).toEqual([]);
  }, 240_000);
});
