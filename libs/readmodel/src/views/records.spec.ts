import { type StreamId, deciders, isSealed } from '@casetrail/domain';
import { Ledger, ledgerMigrations } from '@casetrail/ledger';
import { type TestDatabase, testDatabase } from '@casetrail/ledger/testing';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { rebuildViews } from '../rebuild/index.ts';
import { type RecordCategory, type SeenViews, Views, isRecordCategory, projectViews, viewEntities, viewMigrations, viewsDigest } from './index.ts';
import * as reaches from './testing/reaches.ts';
import { type RecordsStory, tellRecords } from './testing/records-story.ts';

let database: TestDatabase;
let worker: Pool;
let owner: Pool;
let dataSource: DataSource;
let views: Views;
let seen: SeenViews;
let sealed: SeenViews;
let story: RecordsStory;

beforeAll(async () => {
  database = await testDatabase([...ledgerMigrations, ...viewMigrations]);
  worker = database.pool('worker');
  owner = database.pool('owner');
  story = await tellRecords(new Ledger(database.pool('api')));
  await catchUp();
  dataSource = await new DataSource({ type: 'postgres', url: database.url, entities: viewEntities, extra: { options: '-c role=casetrail_api' } }).initialize();
  views = new Views(dataSource);
  [seen, sealed] = [views.seenBy(reaches.open), views.seenBy(reaches.sealed)];
}, 60_000);
afterAll(async () => {
  await dataSource?.destroy(); // not there when the story could not be told
  await database.drop();
});

async function catchUp(batchSize = 100): Promise<void> {
  while (await projectViews(worker, batchSize));
}
const idsOf = (rows: readonly { readonly id: StreamId }[]) => rows.map(({ id }) => id);
const listed = async (...[category, filters = {}, page]: Parameters<SeenViews['recordList']> | [RecordCategory]) =>
  idsOf((await seen.recordList(category, filters, page)).items);
const present = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('there is none');
  return value;
};

describe('the file of a record', () => {
  it('shows it as it stands', async () => {
    expect(present(await seen.record(story.review)).record).toEqual({
      id: story.review,
      openedPosition: expect.any(Number),
      limitClock: null,
      limitUntil: null,
      version: 2,
      updatedPosition: expect.any(Number),
      updatedAt: expect.stringMatching(/Z$/),
      category: 'arrest_review',
      status: 'decided',
      district: '370200',
      label: 'MAFIA',
      number: '青检捕受〔2019〕31号',
      refs: [story.file, story.person, story.suspect].sort(),
      state: expect.objectContaining({ case: story.file, scope: 'MAFIA', openedOn: '2019-03-12' }),
    });
  });

  it('shows what it refers to, and what refers to it', async () => {
    const { related } = present(await seen.record(story.review));
    expect(idsOf(related.cases)).toEqual([story.file]);
    expect(related.suspects).toMatchObject([{ id: story.suspect, identity: { pseudonym: 'P-0301' } }]);
    expect(related.records).toEqual([]);
    expect(idsOf(present(await seen.record(story.recommendation)).related.groups)).toEqual([story.group]);
    expect(idsOf(present(await sealed.record(story.lead)).related.records)).toEqual([story.investigation]);
    expect(idsOf(present(await sealed.record(story.investigation)).related.records)).toEqual([story.lead]);
  });

  it('tells its history', async () => {
    const { timeline } = present(await seen.record(story.review));
    expect(timeline.map(({ type }) => type)).toEqual(['ArrestReviewOpened', 'ArrestApproved']);
  });

  it('shows where it was moved, the corrections that did so, and nobody who signed', async () => {
    const { record, corrections } = present(await seen.record(story.asset));
    expect(record).toMatchObject({ district: '370203', label: '渔船一艘', number: '扣字〔2019〕5号', status: 'identified', state: { measure: 'seized' } });
    expect(JSON.stringify(record)).not.toContain('见证人');
    expect(corrections).toMatchObject([{ kind: 'K8', status: 'approved' }]);
  });

  it('shows counts under their key', async () =>
    expect(present(await seen.record(story.indicator)).record).toMatchObject({
      label: 'grid.cells',
      number: null,
      district: '370202',
      state: { cells: { '2019-03': { value: 120, isCertified: false } } },
    }));

  it('is not there when its beginning was voided, or where there never was one', async () => {
    expect(await seen.record(story.mistaken)).toBeUndefined();
    expect(await seen.record(story.scribe.id('hearing'))).toBeUndefined();
    expect(await seen.record(story.file)).toBeUndefined();
  });

  it('is plain: it stays the same through JSON', async () => {
    const file = await seen.record(story.review);
    expect(JSON.parse(JSON.stringify(file))).toEqual(file);
  });
});

describe('the list of records', () => {
  it('is of one category', async () => {
    expect(await listed('asset')).toEqual([story.asset]);
    expect(await listed('hearing')).toEqual([]);
  });

  it('is filtered', async () => {
    expect(await listed('arrest_review', { status: 'decided', district: '370200' })).toEqual([story.review]);
    expect(await listed('arrest_review', { status: 'open' })).toEqual([]);
    expect(await listed('asset', { district: '370202' })).toEqual([]);
    expect(await listed('recommendation', { refersTo: story.group })).toEqual([story.recommendation]);
    expect(await listed('recommendation', { refersTo: story.suspect })).toEqual([]);
  });

  it.each([
    ['arrest_review', '捕受〔2019〕31', 'review'],
    ['arrest_review', '批捕〔2019〕88号', 'review'],
    ['recommendation', '市场监管', 'recommendation'],
    ['recommendation', '批发', 'recommendation'],
    ['asset', '渔船', 'asset'],
    ['indicator', 'GRID', 'indicator'],
    ['asset', '汽车', undefined],
  ] as const)('of %s is searched for %s', async (category, text, found) =>
    expect(await listed(category, { text })).toEqual(found === undefined ? [] : [story[found]]),
  );

  it('is read page by page', async () => {
    const more = ['grid.staff_full_time', 'grid.staff_part_time'].map((key) => [story.scribe.id('indicator'), key] as const);
    for (const [id, key] of more)
      await story.scribe.tell(id, 'DefineIndicator', { key, district: '370202' }, '2019-03-05', {
        user: 'zhou',
        role: 'INDICATOR_REPORTER',
        org: 'grid-shinan',
        district: '370202',
      });
    await catchUp();
    const first = await seen.recordList('indicator', {}, { limit: 2 });
    const second = await seen.recordList('indicator', {}, { limit: 2, after: present(first.next ?? undefined) });
    expect([idsOf(first.items), idsOf(second.items), second.next]).toEqual([more.map(([id]) => id).toReversed(), [story.indicator], null]);
  });
});

describe('a sealed record', () => {
  it('is there for whoever it is open to', async () => {
    expect(present(await sealed.record(story.lead)).record).toMatchObject({ status: 'verified', label: 'SHELTERING', number: '线索31号' });
    expect(idsOf((await sealed.recordList('umbrella_investigation', {})).items)).toEqual([story.investigation]);
  });

  it('is a record that is not there to everybody else, also as what refers to another one', async () => {
    expect(await seen.record(story.lead)).toBeUndefined();
    expect(await seen.record(story.investigation)).toBeUndefined();
    expect(await listed('umbrella_lead')).toEqual([]);
    const shown = [
      await seen.record(story.recommendation),
      await seen.record(story.review),
      await seen.caseFile(story.file),
      await seen.groupFile(story.group),
      await seen.personFile(story.person),
      await seen.suspectFile(story.suspect),
      await seen.correctionList({}),
    ];
    expect(JSON.stringify(shown)).not.toMatch(/umbrella_|线索|立案31/);
  });

  it('hides the corrections that are asked for on it', async () => {
    expect(await seen.correction(story.asked)).toBeUndefined();
    expect(await sealed.correction(story.asked)).toMatchObject({ target: story.lead });
    expect(idsOf((await seen.correctionList({ target: story.lead })).items)).toEqual([]);
    expect(idsOf((await sealed.correctionList({ target: story.lead }, {})).items)).toEqual([story.asked]);
  });

  it('is of exactly the categories whose aggregates say so', () => {
    const categories = Object.keys(deciders).filter(isRecordCategory as (name: string) => name is RecordCategory);
    expect(categories.filter(isSealed)).toEqual(categories.filter((category) => deciders[category].secrecy === 'SEALED'));
  });
});

describe('a sealed person', () => {
  it('has no file, and is a suspect without an identity', async () => {
    expect(await seen.personFile(story.sealed)).toBeUndefined();
    const { suspects } = present(await seen.caseFile(story.file));
    expect(suspects.map(({ id, identity }) => [id, identity?.pseudonym])).toEqual([
      [story.suspect, 'P-0301'],
      [story.minor, undefined],
    ]);
    expect(present(await seen.suspectFile(story.minor)).suspect.identity).toBeNull();
  });

  it('does not come to light as another identity of somebody', async () => {
    await story.scribe.correct('K11', story.sealed, 'MergeIdentity', { survivor: story.person, basis: 'fingerprints' });
    await catchUp();
    const file = present(await seen.personFile(story.person));
    expect([idsOf(file.identities), idsOf(file.participations), file.decisions]).toEqual([[story.person], [story.suspect], []]);
    expect(JSON.stringify(file)).not.toContain('P-0302');
  });
});

describe('the rows of records', () => {
  const digest = () => viewsDigest(worker);
  const forget = () => owner.query('truncate views.record, views.person; update views.checkpoint set position = 0');

  it.each([1, 7, 500])('are the same in batches of %i, and when everything is told twice', async (batchSize) => {
    await catchUp();
    const before = await digest();
    await forget();
    await catchUp(batchSize);
    expect(await digest()).toEqual(before);
    await owner.query('update views.checkpoint set position = 0');
    await catchUp(batchSize);
    expect(await digest()).toEqual(before);
  });

  it('are the same after a rebuild', async () => {
    await catchUp();
    const before = await digest();
    await rebuildViews(owner);
    expect(await digest()).toEqual(before);
  });

  it('are found by index', async () => {
    for (const sql of [
      `id = '${story.review}'`,
      `refs @> array['${story.file}']`,
      `search_pairs @> array['批捕']`,
      `category = 'asset' order by opened_position desc limit 5`,
    ]) {
      const plan = await dataSource.transaction(async (db) => {
        await db.query('set local enable_seqscan = off');
        return JSON.stringify(await db.query(`explain (format json) select * from views.record where ${sql}`));
      });
      expect(plan).not.toContain('Seq Scan');
    }
  });
});
