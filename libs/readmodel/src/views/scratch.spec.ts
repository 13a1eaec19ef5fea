import { CITY_LEVEL } from '@casetrail/domain';
import { demoCity } from '@casetrail/demo-city';
import { Ledger, importCommands, ledgerMigrations, newStreamId } from '@casetrail/ledger';
import { testDatabase } from '@casetrail/ledger/testing';
import { DataSource } from 'typeorm';
import { Views, projectViews, rebuildViews, viewEntities, viewMigrations, viewsDigest } from './index.ts';

it('city', async () => {
  const database = await testDatabase([...ledgerMigrations, ...viewMigrations]);
  const ledger = new Ledger(database.pool('api'));
  const worker = database.pool('worker');
  const opening = {
    id: '00000000-0000-4000-8000-000000000001', stream: newStreamId('ledger', new Date('2018-01-01'), 'x'), type: 'OpenLedger', data: { kind: 'demo', city: CITY_LEVEL },
    act: { occurredOn: '2018-01-01' }, actor: { user: 'casetrail', role: 'SYSTEM', org: 'casetrail', district: CITY_LEVEL }, recordedAt: '2018-01-01T08:00:00.000+08:00',
  };
  const time = async <T>(label: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    process.stderr.write(`${label}: ${(performance.now() - start).toFixed(0)} ms\n`);
    return result;
  };
  await time('load', () => importCommands(ledger, [opening as never, ...(demoCity() as Iterable<never>)]));
  process.stderr.write(`events ${(await ledger.head()).position}\n`);
  await time('project 5000', async () => { while (await projectViews(worker, 5000)); });
  const one = await viewsDigest(worker);
  process.stderr.write(JSON.stringify(one) + '\n');
  const owner = database.pool('owner');
  await time('rebuild', () => rebuildViews(owner));
  expect(await viewsDigest(worker)).toEqual(one);
  await owner.query(`truncate views.criminal_case, views.suspect, views.person, views.crime_group, views.group_member, views.correction; update views.checkpoint set position = 0`);
  await time('project 500', async () => { while (await projectViews(worker, 500)); });
  expect(await viewsDigest(worker)).toEqual(one);
  const dataSource = await new DataSource({ type: 'postgres', url: database.url, entities: viewEntities, extra: { options: '-c role=casetrail_api' } }).initialize();
  const views = new Views(dataSource);
  for (let round = 0; round < 2; round++) {
    const page = await time('list', () => views.caseList({}));
    await time('list district', () => views.caseList({ district: '370214', status: 'investigating' }));
    await time('list text 2', () => views.caseList({ text: '敲诈' }));
    await time('list text number', () => views.caseList({ text: page.items[7]?.caseNumber ?? 'x' }));
    await time('list none', () => views.caseList({ text: 'zzz' }));
    await time('list 1 char', () => views.caseList({ text: 'z' }));
    await time('groups', () => views.groupList({}));
    const cracked = await views.caseList({ isCracked: true });
    const file = await time('case file', () => views.caseFile(cracked.items[0]!.id));
    await time('person file', () => views.personFile(file!.suspects[0]!.personId));
    const group = (await views.groupList({})).items[0]!;
    await time('group file', () => views.groupFile(group.id));
    await time('suspect file', () => views.suspectFile(file!.suspects[0]!.id));
    await time('corrections', () => views.correctionList({ status: 'approved' }));
  }
  await dataSource.destroy();
  await database.drop();
}, 600_000);
