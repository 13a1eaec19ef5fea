import { spawnSync } from 'node:child_process';
import { testDatabase } from '@casetrail/ledger/testing';
import { scenarios } from '@casetrail/demo-city';
it('views', async () => {
  const database = await testDatabase([]);
  const run = (args: string) => spawnSync('node', ['apps/cli/bin/casetrail.mjs', ...args.split(' ')], { cwd: __dirname + '/../../..', env: { ...process.env, DATABASE_URL: database.url } });
  run('migrate');
  const load = run('demo load');
  console.log(load.status, load.stderr.toString().slice(-300));
  const bad = scenarios.flatMap(({ name }) => { const r = run(`demo scenario ${name}`); return r.status === 0 ? [] : [name + r.stdout.toString().slice(-1500) + r.stderr.toString()]; });
  console.log(bad.join('\n'));
  expect(bad).toEqual([]);
  await database.drop();
}, 560000);
