import { type Actor, type CaseId, type District, type ProsecutionId, type Reach, type SuspectId, type Tie, civilDate, reachOf } from '@casetrail/domain';
import { Ledger, ledgerMigrations } from '@casetrail/ledger';
import { type TestDatabase, testDatabase } from '@casetrail/ledger/testing';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { rebuildViews } from '../rebuild/index.ts';
import { Views, projectViews, viewEntities, viewMigrations, viewsDigest } from './index.ts';
import { Scribe, TODAY } from './testing/story.ts';

const officer = (role: Actor['role'], org: string, district: District = '370202'): Actor => ({ user: `${role}-${org}`, role, org, district });
const procurator = officer('PROCURATOR', 'pp-370202');
const clerk = officer('COURT_CLERK', 'court-370202');
const judge = officer('JUDGE', 'court-370202');

let database: TestDatabase;
let worker: Pool;
let dataSource: DataSource;
let views: Views;
let story: Awaited<ReturnType<typeof tellFiles>>;

/** One case that went to the procuratorate in two files, of which one is before the court; a recommendation that it led to; and a case of another district. */
async function tellFiles(ledger: Ledger) {
  const scribe = new Scribe(ledger);
  await scribe.tell(scribe.id('ledger'), 'OpenLedger', { kind: 'live', city: '370200' }, TODAY, officer('SYSTEM', 'casetrail', '370200'));
  const file = await scribe.file('2019-03-04', '501', ['敲诈勒索']);
  await scribe.tell(file, 'StartInvestigation', { investigators: ['li'] }, '2019-03-05');
  const first = await scribe.suspect(await scribe.person('P-0501'), file, '2019-03-06');
  const second = await scribe.suspect(await scribe.person('P-0502'), file, '2019-03-06');
  await scribe.tell(first, 'ImposeBail', { guarantor: true }, '2019-03-06');
  await scribe.tell(file, 'ConcludeInvestigation', {}, '2019-03-07');
  await scribe.tell(file, 'TransferForProsecution', { prosecutionNumber: '移诉501号', suspects: [first, second] }, '2019-03-08');

  const open = async (fileNumber: string, suspect: SuspectId): Promise<ProsecutionId> => {
    const id = scribe.id('prosecution');
    await scribe.tell(id, 'OpenProsecutionReview', { fileNumber, case: file, suspects: [suspect], scope: 'EVIL' }, '2019-03-10', procurator);
    return id;
  };
  const [reviewing, indicted] = [await open('青南检受〔2019〕1号', first), await open('青南检受〔2019〕2号', second)];
  const indictment = { indictmentNumber: '青南检诉〔2019〕2号', court: 'court-370202', defendants: [second] };
  await scribe.tell(indicted, 'FileIndictment', indictment, '2019-03-12', procurator);
  const docket = scribe.id('court_docket');
  const accepted = {
    docketNumber: '（2019）鲁0202刑初7号',
    court: 'court-370202',
    instance: 'FIRST',
    prosecution: indicted,
    defendants: [second],
    scope: 'EVIL',
  };
  await scribe.tell(docket, 'AcceptDocket', accepted, '2019-03-15', clerk);

  const recommendation = scribe.id('recommendation');
  const draft = { kind: 'JUDICIAL', addressee: 'dept-market-370202', industry: '批发', issues: ['无证经营'], groups: [], cases: [file] };
  await scribe.tell(recommendation, 'DraftRecommendation', draft, '2019-03-15', { ...judge, user: 'judge-2' });
  await scribe.tell(recommendation, 'ApproveRecommendation', {}, '2019-03-15', judge);
  await scribe.tell(recommendation, 'ServeRecommendation', { recommendationNumber: '司建〔2019〕1号', replyDue: '2019-05-14' }, '2019-03-16', judge);
  const other = await scribe.file('2019-03-04', '502', ['敲诈勒索']);
  return { scribe, file, other, first, reviewing, docket, recommendation };
}

beforeAll(async () => {
  database = await testDatabase([...ledgerMigrations, ...viewMigrations]);
  worker = database.pool('worker');
  story = await tellFiles(new Ledger(database.pool('api')));
  await catchUp();
  dataSource = await new DataSource({ type: 'postgres', url: database.url, entities: viewEntities, extra: { options: '-c role=casetrail_api' } }).initialize();
  views = new Views(dataSource);
}, 60_000);
afterAll(async () => {
  await dataSource?.destroy(); // not there when the story could not be told
  await database.drop();
});

async function catchUp(): Promise<void> {
  while (await projectViews(worker, 100));
}
const reachFrom = (district: District, ties: readonly Tie[] = []) => reachOf(officer('POLICE_LEADER', `psb-${district}`, district), ties);
const limits = async (reach: Reach, inCase?: CaseId) => (await views.seenBy(reach).limitList({ case: inCase })).items;
const isOf = () => ({ id: story.file, caseNumber: '青公立字〔2019〕501号' });

describe('what runs out on files', () => {
  it('is listed with what runs out on suspects, each with its number and the case that it is of', async () => {
    expect(await limits(reachFrom('370202'))).toMatchObject([
      { id: story.reviewing, clock: 'C12', until: '2019-04-10', label: '青南检受〔2019〕1号', district: '370202', case: isOf() },
      { id: story.recommendation, clock: 'C40b', until: '2019-05-14', label: '司建〔2019〕1号', district: '370202', case: isOf() },
      { id: story.docket, clock: 'C16', until: '2019-05-15', label: '（2019）鲁0202刑初7号', district: '370202', case: isOf() },
      { id: story.first, clock: 'C25', until: '2020-03-06', label: 'P-0501', case: isOf() },
    ]);
  });

  it('is asked for by the case, the docket of its defendants too, and by day', async () => {
    expect((await limits(reachFrom('370202'), story.file)).map(({ clock }) => clock)).toEqual(['C12', 'C40b', 'C16', 'C25']);
    expect(await limits(reachFrom('370202'), story.other)).toEqual([]);
    const from = civilDate.parse('2019-05-15');
    const { items, next } = await views.seenBy(reachFrom('370202')).limitList({ case: story.file, from }, { limit: 1 });
    expect(items.map(({ id }) => id)).toEqual([story.docket]);
    expect(next).toBe(`2019-05-15.${story.docket}`);
  });

  it('is told to whoever may see the file, and does not name a case that they may not see', async () => {
    const elsewhere = await limits(reachFrom('370203'));
    expect(elsewhere).toMatchObject([{ id: story.recommendation, case: null }]); // whoever holds an office may read recommendations
    expect(await limits(reachFrom('370203'), story.file)).toEqual([]);
    const opened = await limits(reachFrom('370203', [{ record: story.docket, kind: 'ACCESS' }]));
    expect(opened).toMatchObject([
      { clock: 'C40b', case: null },
      { id: story.docket, case: null },
    ]);
  });

  it('is hidden with the file from whoever has a conflict of interest in it, or in its case', async () => {
    const ofFile = await limits(reachFrom('370202', [{ record: story.reviewing, kind: 'CONFLICT' }]));
    expect(ofFile.map(({ clock }) => clock)).toEqual(['C40b', 'C16', 'C25']);
    const inCase = await limits(reachFrom('370202', [{ record: story.file, kind: 'CONFLICT' }]));
    expect(inCase.map(({ clock }) => clock)).not.toEqual(expect.arrayContaining(['C12']));
    expect(inCase.every((one) => one.case === null)).toBe(true);
    expect(await limits(reachFrom('370202', [{ record: story.file, kind: 'CONFLICT' }]), story.file)).toEqual([]);
  });

  it('is told to a department where it is to answer itself, without the case, and is nothing else to it', async () => {
    const department = (org: string, ties: readonly Tie[] = []) => reachOf(officer('DEPARTMENT_OFFICER', org, '370202'), ties);
    expect(await limits(department('dept-market-370202'))).toMatchObject([{ id: story.recommendation, clock: 'C40b', until: '2019-05-14', case: null }]);
    for (const org of ['dept-370202', 'dept-market-370200', 'dept-370200']) expect(await limits(department(org))).toEqual([]);
    expect(await limits(department('dept-market-370202'), story.file)).toEqual([]);
    expect(await limits(department('dept-market-370202', [{ record: story.recommendation, kind: 'CONFLICT' }]))).toEqual([]);
    expect(await limits(department('dept-market-370200', [{ record: story.docket, kind: 'ACCESS' }]))).toEqual([]);
  });

  it('of a case is a part of what runs anywhere, a page at a time too', async () => {
    const all = await limits(reachFrom('370202'));
    expect(await limits(reachFrom('370202'), story.file)).toEqual(all);
    const pages: unknown[] = [];
    for (let after: string | undefined, ended = false; !ended;) {
      const { items, next } = await views.seenBy(reachFrom('370202')).limitList({ case: story.file }, { limit: 1, after });
      pages.push(...items);
      [after, ended] = [next ?? undefined, next === null];
    }
    expect(pages).toEqual(all);
  });

  it('goes when it is done with, and stands again when that is voided', async () => {
    const { scribe, docket } = story;
    const clocks = async () => (await limits(reachFrom('370202'))).map(({ clock }) => clock);
    await scribe.tell(docket, 'SuspendTrial', { ground: 'ill' }, '2019-03-18', judge);
    await catchUp();
    expect(await clocks()).toEqual(['C12', 'C40b', 'C25']);
    const proposal = { stream: docket, type: 'VoidRecords', data: { targets: [`${docket}@3`] }, act: { occurredOn: TODAY } };
    const correction = scribe.id('correction');
    await scribe.tell(correction, 'RequestCorrection', { kind: 'K1', proposal, reason: { code: 'TYPING_ERROR' } }, TODAY, clerk);
    await scribe.tell(correction, 'ApproveCorrection', {}, TODAY, judge);
    await catchUp();
    expect(await clocks()).toEqual(['C12', 'C40b', 'C16', 'C25']);
  });

  it('is later where the term was extended, and what it was when that is voided', async () => {
    const { scribe, file, reviewing, docket } = story;
    const untils = async () => Object.fromEntries((await limits(reachFrom('370202'), file)).map(({ clock, until }) => [clock, until]));
    await scribe.tell(reviewing, 'ExtendReview', { ground: 'COMPLEX' }, '2019-03-20', procurator);
    await scribe.tell(docket, 'ExtendTrial', { approvedBy: 'OWN_COURT', decisionNumber: '青南法审延〔2019〕1号' }, '2019-03-20', judge);
    await catchUp();
    expect(await untils()).toMatchObject({ C12: '2019-04-25', C16: '2019-06-15' });
    await scribe.tell(docket, 'AdjournTrial', { ground: '补充侦查', because: 'SUPPLEMENT' }, '2019-03-20', judge);
    await catchUp();
    expect(await untils()).toMatchObject({ C12: '2019-04-25', C18: '2019-04-20' });
    const targets = [5, 6].map((version) => `${docket}@${version}`);
    const correction = scribe.id('correction');
    const proposal = { stream: docket, type: 'VoidRecords', data: { targets }, act: { occurredOn: TODAY } };
    await scribe.tell(correction, 'RequestCorrection', { kind: 'K1', proposal, reason: { code: 'TYPING_ERROR' } }, TODAY, { ...judge, user: 'judge-2' });
    await scribe.tell(correction, 'ApproveCorrection', {}, TODAY, judge);
    await catchUp();
    expect(await untils()).toMatchObject({ C12: '2019-04-25', C16: '2019-05-15' });
  });

  it('is the same in rows that are rebuilt', async () => {
    const before = await viewsDigest(worker);
    await rebuildViews(database.pool('owner'));
    expect(await viewsDigest(worker)).toEqual(before);
  });
});
