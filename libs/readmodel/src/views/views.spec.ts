import { type CaseId, type StreamId, civilDate, eventIdOf } from '@casetrail/domain';
import { Ledger, ledgerMigrations } from '@casetrail/ledger';
import { type TestDatabase, testDatabase } from '@casetrail/ledger/testing';
import { DataSource } from 'typeorm';
import { type CaseFilters, InvalidCursor, type SeenViews, Views, projectViews, viewEntities, viewMigrations } from './index.ts';
import { projections } from './projector.ts';
import { open } from './testing/reaches.ts';
import { ID_HASH, Scribe, type Story, li, tellStory, wang } from './testing/story.ts';

let database: TestDatabase;
let dataSource: DataSource;
let views: Views;
let seen: SeenViews;
let ledger: Ledger;
let story: Story;

beforeAll(async () => {
  database = await testDatabase([...ledgerMigrations, ...viewMigrations]);
  ledger = new Ledger(database.pool('api'));
  story = await tellStory(ledger);
  await catchUp();
  dataSource = await new DataSource({ type: 'postgres', url: database.url, entities: viewEntities, extra: { options: '-c role=casetrail_api' } }).initialize();
  views = new Views(dataSource);
  seen = views.seenBy(open);
}, 60_000);
afterAll(async () => {
  await dataSource?.destroy(); // not there when the story could not be told
  await database.drop();
});

async function catchUp(): Promise<void> {
  const worker = database.pool('worker');
  while (await projectViews(worker, 100));
}

const idsOf = (rows: readonly { readonly id: StreamId }[]) => rows.map(({ id }) => id);
const found = async (filters: CaseFilters) => idsOf((await seen.caseList(filters)).items);
const present = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('there is none');
  return value;
};

describe('a case file', () => {
  it('shows the case as it stands', async () => {
    const { case: file } = present(await seen.caseFile(story.main));
    expect(file).toEqual({
      id: story.main,
      openedPosition: 2,
      version: expect.any(Number),
      updatedPosition: expect.any(Number),
      updatedAt: expect.stringMatching(/Z$/),
      status: 'investigating',
      district: '370202',
      leadAgency: '市南分局',
      caseNumber: '青公立字〔2019〕101号',
      reportNumber: '青公受字〔2019〕101号',
      source: 'VICTIM',
      offences: ['敲诈勒索', '寻衅滋事'],
      scope: 'MAFIA',
      isCracked: true,
      reportedOn: '2019-03-04',
      filedOn: '2019-03-04',
      crackedOn: '2019-03-13',
      mergedInto: null,
      splitFrom: null,
      groups: [story.group],
      suspectsListed: [story.held, story.freed, story.unlisted],
    });
  });

  it('shows its suspects with their measures, under their pseudonyms', async () => {
    const { suspects } = present(await seen.caseFile(story.main));
    expect(suspects).toMatchObject([
      {
        id: story.held,
        caseId: story.main,
        personId: story.first,
        procedure: 'suspect',
        measure: 'detained',
        isInCustody: true,
        openedOn: '2019-03-06',
        detainedOn: '2019-03-10',
        detainedUntil: '2019-04-09',
        limitClock: 'C04',
        limitUntil: '2019-04-09',
        district: '370202',
        identity: { pseudonym: 'P-0001', isProvisional: false, mergedInto: null },
      },
      { id: story.freed, measure: 'released', isInCustody: false, identity: { pseudonym: 'P-0002', isProvisional: true } },
    ]);
  });

  it('lists what runs out on suspects and assets, the first to run out first, a page at a time', async () => {
    const all = await seen.limitList({});
    const held = { clock: 'C04', until: '2019-04-09', label: 'P-0001', district: '370202', case: { id: story.main } };
    expect(all.items.find(({ id }) => id === story.held)).toMatchObject(held);
    expect(all.items.map(({ until, id }) => `${until} ${id}`)).toEqual(all.items.map(({ until, id }) => `${until} ${id}`).sort());
    const paged: string[] = [];
    for (let after: string | undefined, isFirst = true; isFirst || after; isFirst = false) {
      const { items, next } = await seen.limitList({}, { limit: 1, ...(after && { after }) });
      paged.push(...items.map(({ id }) => id));
      after = next ?? undefined;
    }
    expect(paged).toEqual(all.items.map(({ id }) => id));
    expect((await seen.limitList({ from: civilDate.parse('2019-04-10') })).items.map(({ id }) => id)).not.toContain(story.held);
    expect((await seen.limitList({ from: civilDate.parse('2019-04-09'), to: civilDate.parse('2019-04-09') })).items.map(({ id }) => id)).toContain(story.held);
    await expect(seen.limitList({}, { after: '2019-02-31.suspect-01ARZ3NDEKTSV4RRFFQ69G5FAV' })).rejects.toBeInstanceOf(InvalidCursor);
  });

  it('shows its groups, and the cases that were merged into it', async () => {
    const file = present(await seen.caseFile(story.main));
    expect(idsOf(file.groups)).toEqual([story.group]);
    expect(idsOf(file.absorbed)).toEqual([story.absorbed]);
    expect(present(await seen.caseFile(story.absorbed)).case).toMatchObject({ status: 'merged', mergedInto: story.main });
  });

  it('shows the cases that were split from it', async () => {
    const { splitOff } = present(await seen.caseFile(story.parent));
    expect(splitOff).toMatchObject([{ splitFrom: story.parent, caseNumber: '青公立字〔2019〕108号', district: '370202', status: 'filed', reportNumber: null }]);
  });

  it('shows where it was transferred, and that it was withdrawn', async () => {
    expect(present(await seen.caseFile(story.moved)).case).toMatchObject({ district: '370203', leadAgency: '市北分局', status: 'filed' });
    expect(present(await seen.caseFile(story.withdrawn)).case).toMatchObject({ status: 'withdrawn', isCracked: false });
  });

  it('tells the history of the case and of everybody it ever listed, in ledger order', async () => {
    const { timeline } = present(await seen.caseFile(story.main));
    const positions = timeline.map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect([...new Set(timeline.map(({ stream }) => stream))]).toEqual([story.main, story.held, story.freed, story.unlisted]);
    expect(timeline[1]).toEqual({
      id: eventIdOf(story.main, 2),
      stream: story.main,
      version: 2,
      position: 3,
      recordedAt: expect.stringMatching(/Z$/),
      occurredOn: '2019-03-04',
      type: 'CaseFiled',
      actor: wang,
      data: { caseNumber: '青公立字〔2019〕101号', offences: ['敲诈勒索', '寻衅滋事'], leadAgency: '市南分局', district: '370202' },
      approval: null,
      corrects: null,
      causation: null,
      document: null,
      legalBasis: null,
      reason: null,
      isVoided: false,
      voidedBy: null,
    });
  });

  it('marks what was voided, by which void, and a void that was voided itself', async () => {
    const { timeline } = present(await seen.caseFile(story.main));
    const freed = timeline.filter(({ stream }) => stream === story.freed);
    expect(freed.map(({ type, isVoided, voidedBy }) => [type, isVoided, voidedBy])).toEqual([
      ['SuspectOpened', false, null],
      ['CriminalDetentionImposed', false, null],
      ['Released', false, null],
      ['RecordVoided', true, eventIdOf(story.freed, 5)],
      ['RecordVoided', false, null],
    ]);
    expect(freed[4]).toMatchObject({
      corrects: eventIdOf(story.freed, 4),
      actor: li,
      approval: { by: wang },
      causation: expect.stringMatching(/^correction-/),
    });
    const [opening] = timeline.filter(({ stream }) => stream === story.unlisted);
    expect(opening).toMatchObject({ type: 'SuspectOpened', isVoided: true, voidedBy: eventIdOf(story.unlisted, 2) });
  });

  it('shows the corrections asked for on it and on its suspects, the newest first', async () => {
    const { corrections } = present(await seen.caseFile(story.main));
    expect(corrections.map(({ kind, target, status }) => [kind, target, status])).toEqual([
      ['K4', story.main, 'rejected'],
      ['K1', story.freed, 'approved'],
      ['K1', story.freed, 'approved'],
      ['K1', story.unlisted, 'approved'],
    ]);
    expect(corrections[0]).toMatchObject({
      id: story.rejected,
      command: 'ReclassifyScope',
      effectiveOn: '2019-03-20',
      reason: { code: 'TYPING_ERROR' },
      district: '370202',
      requestedBy: li,
      requestedOn: '2019-03-20',
      decidedBy: wang,
      decidedOn: '2019-03-20',
      decisionReason: { code: 'NOT_FOUNDED' },
      proposal: { type: 'ReclassifyScope', data: { scope: 'ORDINARY' } },
    });
  });

  it('is not there for a case that was voided, whose history can still be read', async () => {
    expect(await seen.caseFile(story.mistaken)).toBeUndefined();
    const history = await views.timeline([story.mistaken]);
    expect(history.map(({ type, isVoided }) => [type, isVoided])).toEqual([
      ['ReportAccepted', true],
      ['CaseFiled', true],
      ['RecordVoided', false],
      ['RecordVoided', false],
    ]);
  });
});

describe('a suspect file', () => {
  it('shows the person, the case, the groups and the history', async () => {
    const file = present(await seen.suspectFile(story.freed));
    expect(file.suspect).toMatchObject({ measure: 'released', identity: { pseudonym: 'P-0002' } });
    expect(file.case?.id).toBe(story.main);
    expect(idsOf(file.groups)).toEqual([story.group]);
    expect(file.corrections).toHaveLength(2);
    expect(file.timeline).toHaveLength(5);
  });

  it('is not there when the opening was voided', async () => {
    expect(await seen.suspectFile(story.unlisted)).toBeUndefined();
  });
});

describe('a person file', () => {
  it('shows all identities of one person and all their parts in cases, from whichever identity one looks', async () => {
    for (const id of [story.first, story.same]) {
      const file = present(await seen.personFile(id));
      expect(file.person.id).toBe(id);
      expect(file.identities.map(({ pseudonym, mergedInto }) => [pseudonym, mergedInto])).toEqual([
        ['P-0001', null],
        ['P-0004', story.first],
      ]);
      expect(file.participations.map((one) => [one.id, one.case?.id])).toEqual([
        [story.held, story.main],
        [story.alias, story.moved],
      ]);
    }
  });

  it('shows why these count once, and who was found to be somebody else after all', async () => {
    const { decisions } = present(await seen.personFile(story.first));
    expect(decisions.map(({ type, stream, approval }) => [type, stream, approval?.by.user])).toEqual([
      ['IdentitiesMerged', story.same, 'wang'],
      ['IdentitiesMerged', story.twin, 'wang'],
      ['IdentitiesSplit', story.twin, 'wang'],
    ]);
    expect(decisions[0]).toMatchObject({ data: { survivor: story.first, basis: 'fingerprints' } });
    expect(idsOf(present(await seen.personFile(story.twin)).identities)).toEqual([story.twin]);
  });

  it('says nothing of an identity number', async () => {
    expect(JSON.stringify([await seen.personFile(story.first), await views.timeline([story.first]), await seen.correctionList({})])).not.toMatch(
      /idHash|abab|cdcd/,
    );
    expect(ID_HASH).toMatch(/abab/);
  });
});

describe('a group file', () => {
  it('shows the group with its members, cases and what it absorbed', async () => {
    const file = present(await seen.groupFile(story.group));
    expect(file.group).toMatchObject({
      status: 'adjudicated',
      code: '青黑2019-01',
      alias: '码头',
      industries: ['采砂'],
      district: '370202',
      tier: 'MAFIA_TYPE',
      prosecutedTier: 'MAFIA_TYPE',
      finding: 'EVIL_FORCE_GROUP',
      docketNumber: '刑初1号',
      memberCount: 3,
      identifiedOn: '2019-03-02',
      dismantledOn: '2019-03-14',
    });
    expect(file.members.map(({ identity, role, suspect }) => [identity?.pseudonym, role, suspect?.measure])).toEqual(
      expect.arrayContaining([
        ['P-0001', 'ORGANISER', 'detained'],
        ['P-0002', 'ACTIVE', 'released'],
        ['P-0003', 'OTHER', 'detained'],
      ]),
    );
    expect(idsOf(file.cases)).toEqual([story.main, story.moved]);
    expect(idsOf(file.absorbed)).toEqual([story.absorbedGroup]);
    expect(file.timeline.map(({ type }) => type)).toContain('GroupDismantled');
  });
});

describe('the list of cases', () => {
  it('shows the newest record first, with its suspects counted', async () => {
    const { items, next } = await seen.caseList({});
    expect(items.map(({ openedPosition }) => openedPosition)).toEqual(items.map(({ openedPosition }) => openedPosition).sort((a, b) => b - a));
    expect(items.find(({ id }) => id === story.main)).toMatchObject({ suspectCount: 2, inCustodyCount: 1 });
    expect(items.find(({ id }) => id === story.reported)).toMatchObject({ suspectCount: 0, inCustodyCount: 0, status: 'reported' });
    expect(next).toBeNull();
    expect(Object.keys(items[0] ?? {})).not.toContain('searchText');
  });

  it('is filtered by what a case is', async () => {
    expect(await found({ district: '370203' })).toEqual([story.moved]);
    expect(await found({ status: 'withdrawn' })).toEqual([story.withdrawn]);
    expect(await found({ scope: 'MAFIA' })).toEqual([story.main]);
    expect(await found({ isCracked: true })).toEqual([story.main]);
    expect(await found({ group: story.group })).toEqual([story.moved, story.main]);
    expect(await found({ group: story.group, district: '370202' })).toEqual([story.main]);
  });

  it('is filtered by the day of filing, both days included', async () => {
    expect(await found({ filedFrom: '2019-03-05' as never, filedTo: '2019-03-06' as never })).toEqual([story.moved, story.parent, story.absorbed]);
    expect(await found({ filedFrom: '2019-03-12' as never })).toEqual([]);
  });

  it.each([
    ['a part of the case number', '立字〔2019〕101', ['main']],
    ['a report number of an unfiled case', '106号', ['reported']],
    ['an offence of two characters', '开设', ['child', 'parent']],
    ['the lead agency', '市北分局', ['moved']],
    ['full-width digits and spaces', ' １０１ 号', ['main']],
    ['one character', '勒', ['main']],
    ['letters that are there, but not in this order', '号101', []],
    ['letters with a meaning in patterns', '1%1_', []],
    ['nothing but spaces', '   ', undefined],
  ] as const)('is searched for %s', async (_, text, names) => {
    const child = present(await seen.caseFile(story.parent)).splitOff[0]?.id as CaseId;
    expect(await found({ text })).toEqual(names?.map((name) => (name === 'child' ? child : story[name])) ?? (await found({})));
  });

  it('is read page by page, nothing twice and nothing missing, while records are added', async () => {
    const all = await found({});
    const paged: StreamId[] = [];
    let after: string | undefined;
    do {
      const page = await seen.caseList({}, { limit: 3, after });
      expect(page.items.length).toBeLessThanOrEqual(3);
      paged.push(...idsOf(page.items));
      after = page.next ?? undefined;
      await new Scribe(ledger).report('2019-03-15', `青公受字〔2019〕2${paged.length}号`);
      await catchUp();
    } while (after !== undefined);
    expect(paged).toEqual(all);
  });

  it.each(['', 'x', 'YmVmb3JlOjA', `${Buffer.from('before:5').toString('base64url')}=`, Buffer.from('before:5 or 1').toString('base64url')])(
    'refuses the cursor %p',
    async (after) => {
      await expect(seen.caseList({}, { after })).rejects.toThrow(InvalidCursor);
    },
  );

  it('gives at most 200 and at least one row at once', async () => {
    expect((await seen.caseList({}, { limit: 100_000 })).items.length).toBeLessThanOrEqual(200);
    expect((await seen.caseList({}, { limit: -5 })).items).toHaveLength(1);
  });
});

describe('the lists of groups and of corrections', () => {
  it('are filtered', async () => {
    expect(idsOf((await seen.groupList({})).items)).toEqual([story.absorbedGroup, story.group]);
    expect(idsOf((await seen.groupList({ tier: 'MAFIA_TYPE', district: '370202' })).items)).toEqual([story.group]);
    expect(idsOf((await seen.groupList({ status: 'merged', text: '砂场' })).items)).toEqual([story.absorbedGroup]);
    expect((await seen.correctionList({ status: 'requested' })).items).toEqual([]); // long ago
    expect(await seen.correctionList({ status: 'expired' })).toMatchObject({
      items: [
        {
          id: story.pending,
          status: 'expired',
          expiresAt: '2019-03-23T08:00:00.000Z',
          kind: 'K10',
          command: 'RegisterPerson',
          decidedBy: null,
          proposal: { data: { pseudonym: 'P-0006' } },
        },
      ],
      next: null,
    });
    expect(idsOf((await seen.correctionList({ status: 'withdrawn', kind: 'K8' })).items)).toEqual([story.dropped]);
    expect((await seen.correctionList({ target: story.twin })).items).toHaveLength(2);
    expect(await seen.correction(story.rejected)).toMatchObject({ status: 'rejected' });
  });
});

describe('what screens read', () => {
  it('says up to which position it stands', async () => {
    await catchUp();
    expect(await views.position()).toBe((await ledger.head()).position);
  });

  it('is undefined where there is no such record', async () => {
    const nobody = new Scribe(ledger);
    expect(await seen.caseFile(nobody.id('criminal_case'))).toBeUndefined();
    expect(await seen.suspectFile(nobody.id('suspect'))).toBeUndefined();
    expect(await seen.personFile(nobody.id('person'))).toBeUndefined();
    expect(await seen.groupFile(nobody.id('crime_group'))).toBeUndefined();
    expect(await seen.correction(nobody.id('correction'))).toBeUndefined();
  });

  it('is plain: it stays the same through JSON', async () => {
    const file = await seen.caseFile(story.main);
    expect(JSON.parse(JSON.stringify(file))).toEqual(file);
  });

  it('has in its entities exactly the columns of the tables', async () => {
    for (const { table, columns } of projections) {
      const rows = await dataSource.query<{ name: string }[]>(
        `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
        [`views.${table}`],
      );
      expect(rows.map(({ name }) => name).sort()).toEqual([...columns].sort());
    }
  });

  it('finds its rows by index', async () => {
    const planOf = (sql: string, ...values: unknown[]) =>
      dataSource.transaction(async (db) => {
        await db.query('set local enable_seqscan = off');
        return JSON.stringify(await db.query(`explain (format json) ${sql}`, values));
      });
    for (const sql of [
      'criminal_case where id = $1',
      'suspect where case_id = $1',
      'suspect where person_id = $1',
      'group_member where suspect_id = $1',
      'correction where target = $1',
      'criminal_case where groups @> array[$1]',
      'criminal_case where search_pairs @> array[$1]',
      'criminal_case where merged_into = $1',
    ])
      expect(await planOf(`select * from views.${sql}`, story.main)).not.toContain('Seq Scan');
  });
});
