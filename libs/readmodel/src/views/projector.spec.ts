import { randomUUID } from 'node:crypto';
import type { RecordedEvent } from '@casetrail/domain';
import { Ledger, ledgerMigrations } from '@casetrail/ledger';
import { type TestDatabase, testDatabase } from '@casetrail/ledger/testing';
import type { Pool } from 'pg';
import { RebuildUnderWay, rebuildViews } from '../rebuild/index.ts';
import { NotProjectable, type ViewsDigest, ViewsOutdated, projectViews, viewMigrations, viewsDigest } from './index.ts';
import { projections } from './projector.ts';
import { ID_HASH, type Story, TODAY, li, tellStory } from './testing/story.ts';

let database: TestDatabase;
let owner: Pool;
let worker: Pool;
let ledger: Ledger;
let story: Story;

beforeAll(async () => {
  database = await testDatabase([...ledgerMigrations, ...viewMigrations]);
  owner = database.pool('owner');
  worker = database.pool('worker');
  ledger = new Ledger(database.pool('api'));
  story = await tellStory(ledger);
}, 60_000);
afterAll(() => database.drop());

async function projectAll(batchSize = 500): Promise<ViewsDigest> {
  while (await projectViews(worker, batchSize));
  return viewsDigest(worker);
}

async function forget(): Promise<void> {
  await owner.query(`truncate ${projections.map(({ table }) => `views.${table}`).join(', ')}; update views.checkpoint set position = 0`);
}

const rowOf = async (table: string, id: string) => (await worker.query<Record<string, unknown>>(`select * from views.${table} where id = $1`, [id])).rows[0];

/** Waits until a condition holds; the spec's time limit ends it otherwise. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition()));
}

/** Holds up a projector in the middle of its batch: the cases are written, the suspects cannot be. */
async function heldUp<T>(work: (running: Promise<boolean>, pid: number) => Promise<T>): Promise<T> {
  const gate = await owner.connect();
  await gate.query('begin; lock table views.suspect in access exclusive mode');
  const running = projectViews(worker, 500);
  const over = running.catch(() => undefined); // looked at by whoever called
  let pid: number | undefined;
  await until(async () => {
    const { rows } = await owner.query<{ pid: number }>(
      `select l.pid from pg_locks l where l.relation = 'views.suspect'::regclass and not l.granted and l.database = (select oid from pg_database where datname = current_database())`,
    );
    pid = rows[0]?.pid;
    return pid !== undefined;
  });
  try {
    return await work(running, pid as number);
  } finally {
    await gate.query('rollback');
    gate.release();
    await over;
  }
}

describe('the projector of the views', () => {
  it('writes one row for each stream that stands', async () => {
    await projectAll();
    const counts = await worker.query(
      `select (select count(*)::int from views.criminal_case) as cases, (select count(*)::int from views.suspect) as suspects, (select count(*)::int from views.person) as persons,
              (select count(*)::int from views.crime_group) as groups, (select count(*)::int from views.group_member) as members, (select count(*)::int from views.correction) as corrections`,
    );
    expect(counts.rows).toEqual([{ cases: 7, suspects: 4, persons: 5, groups: 2, members: 3, corrections: 15 }]);
    expect(await rowOf('criminal_case', story.mistaken)).toBeUndefined();
    expect(await rowOf('suspect', story.unlisted)).toBeUndefined();
  });

  it('stands at the end of the ledger', async () => {
    expect((await projectAll()).position).toBe((await ledger.head()).position);
    expect(await projectViews(worker)).toBe(false);
  });

  it.each([1, 7, 500])('writes the same rows in batches of %i', async (batchSize) => {
    const before = await projectAll();
    await forget();
    expect(await projectAll(batchSize)).toEqual(before);
  });

  it('writes the same rows when it is told everything twice', async () => {
    const before = await projectAll();
    await owner.query('update views.checkpoint set position = 0');
    expect(await projectAll(50)).toEqual(before);
  });

  it('keeps no keyed hash of an identity number', async () => {
    await projectAll();
    for (const { table } of projections) {
      const { rows } = await worker.query(`select 1 from views.${table} t where t::text like any($1)`, [[`%${ID_HASH}%`, `%${'cd'.repeat(32)}%`]]);
      expect(rows).toEqual([]);
    }
  });

  it('lets rows go back when records are voided, and forth when the void is', async () => {
    await projectAll();
    const before = await rowOf('criminal_case', story.main);
    await story.scribe.void(story.main, 4);
    await projectAll();
    expect(await rowOf('criminal_case', story.main)).toMatchObject({ scope: null });
    const { version } = (await rowOf('criminal_case', story.main)) as { version: number };
    await story.scribe.void(story.main, version);
    await projectAll();
    const { version: _v, updated_position: _p, updated_at: _t, ...after } = (await rowOf('criminal_case', story.main)) as Record<string, unknown>;
    expect(before).toMatchObject(after);
  });

  it('leaves a batch alone that another projector is at', async () => {
    await projectAll();
    await forget();
    const after = await heldUp(async () => projectViews(worker));
    expect(after).toBe(false);
    await projectAll();
  });

  it('changes nothing when it is killed in the middle of a batch', async () => {
    const before = await projectAll();
    await forget();
    const empty = await viewsDigest(worker);
    await heldUp(async (running, pid) => {
      await owner.query('select pg_terminate_backend($1)', [pid]);
      await expect(running).rejects.toThrow();
      await until(async () => (await owner.query('select from pg_locks where pid = $1', [pid])).rows.length === 0); // the server lets go a moment after the client knows
    });
    expect(await viewsDigest(worker)).toEqual(empty);
    expect(await projectAll()).toEqual(before);
  });

  it('stops when its rows are in another shape', async () => {
    await projectAll();
    await owner.query('update views.checkpoint set shape = 0');
    await expect(projectViews(worker)).rejects.toThrow(ViewsOutdated);
    await rebuildViews(owner);
    expect(await projectViews(worker)).toBe(false);
  });
});

describe('a rebuild of the views', () => {
  it('ends with the same rows, and the projector goes on from there', async () => {
    const before = await projectAll();
    const phases = new Set<string>();
    expect(await rebuildViews(owner, { onProgress: ({ name }) => void phases.add(name) })).toBe(before.position);
    expect(await viewsDigest(worker)).toEqual(before);
    expect(await viewsDigest(owner, 'views_previous')).toEqual(before);
    expect([...phases]).toEqual(['writing', 'indexing', 'catching up']);
    await story.scribe.person('P-0100');
    expect((await projectAll()).position).toBe(before.position + 1);
  });

  it('takes in what is recorded while it runs', async () => {
    await projectAll();
    let told: Promise<unknown> | undefined;
    await rebuildViews(owner, { onProgress: ({ name }) => void (name === 'indexing' && (told ??= story.scribe.person('P-0101'))) });
    await told;
    const rebuilt = await projectAll();
    await forget();
    expect(await projectAll()).toEqual(rebuilt);
  });

  it('can be run over one that was cut short', async () => {
    const before = await projectAll();
    await expect(
      rebuildViews(owner, {
        onProgress: () => {
          throw new Error('cut short');
        },
      }),
    ).rejects.toThrow('cut short');
    expect(await viewsDigest(worker)).toEqual(before);
    await rebuildViews(owner);
    expect(await viewsDigest(worker)).toEqual(before);
  });

  it('runs once at a time', async () => {
    const outcomes = await Promise.allSettled([rebuildViews(owner), rebuildViews(owner)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toBeInstanceOf(RebuildUnderWay);
  });

  it('leaves the rights as they were', async () => {
    await rebuildViews(owner);
    const api = database.pool('api');
    await expect(api.query('select 1 from views.person')).resolves.toBeDefined();
    await expect(api.query('delete from views.person')).rejects.toThrow('permission denied');
    await expect(worker.query('delete from views.person where false')).resolves.toBeDefined();
  });
});

describe('an event that nobody knows', () => {
  it('stops the projector and a rebuild, with its position', async () => {
    const before = await projectAll();
    const event: RecordedEvent = {
      stream: story.scribe.id('criminal_case'),
      version: 1,
      type: 'CaseTeleported',
      schema: 1,
      occurredOn: TODAY,
      actor: li,
      secrecy: 'CASE',
      correlation: randomUUID(),
      data: {},
    };
    await story.scribe.person('P-0102');
    await ledger.append({ commandId: randomUUID(), fingerprint: Buffer.from('x'), events: [event], read: [] });
    const { position } = await ledger.head();
    const stopped = projectViews(worker);
    await expect(stopped).rejects.toThrow(NotProjectable);
    await expect(stopped).rejects.toMatchObject({ position, message: expect.stringContaining('CaseTeleported') });
    await expect(rebuildViews(owner)).rejects.toMatchObject({ position });
    expect(await viewsDigest(worker)).toEqual(before);
    expect(await projectViews(worker, 1)).toBe(true);
    await expect(projectViews(worker, 1)).rejects.toMatchObject({ position });
  });
});
