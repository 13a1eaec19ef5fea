import { CITY_LEVEL } from '@casetrail/domain';
import { demoCity } from '@casetrail/demo-city';
import { Ledger, importCommands, ledgerMigrations, newStreamId } from '@casetrail/ledger';
import { testDatabase } from '@casetrail/ledger/testing';
import { projections, projectViews, readHistories, settings, writeRows } from './projector.ts';
import { viewMigrations } from './index.ts';
import { timings } from './timings.ts';

it('city', async () => {
  const database = await testDatabase([...ledgerMigrations, ...viewMigrations]);
  const ledger = new Ledger(database.pool('api'));
  const worker = database.pool('worker');
  const owner = database.pool('owner');
  const opening = {
    id: '00000000-0000-4000-8000-000000000001', stream: newStreamId('ledger', new Date('2018-01-01'), 'x'), type: 'OpenLedger', data: { kind: 'demo', city: CITY_LEVEL },
    act: { occurredOn: '2018-01-01' }, actor: { user: 'casetrail', role: 'SYSTEM', org: 'casetrail', district: CITY_LEVEL }, recordedAt: '2018-01-01T08:00:00.000+08:00',
  };
  await importCommands(ledger, [opening as never, ...(demoCity() as Iterable<never>)]);
  for (let i = 0; i < 2; i++) {
    const start = performance.now();
    while (await projectViews(worker, 5000));
    process.stderr.write(`all ${(performance.now() - start).toFixed(0)}\n` + JSON.stringify(Object.fromEntries([...timings].map(([k, v]) => [k, Math.round(v)])), null, 1) + '\n');
    timings.clear();
    await owner.query(`truncate views.criminal_case, views.suspect, views.person, views.crime_group, views.group_member, views.correction; update views.checkpoint set position = 0`);
  }
  await database.drop();
}, 600_000);
