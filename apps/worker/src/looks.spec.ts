import { Seal } from '@casetrail/ledger';
import { Station } from '@casetrail/ledger/testing';
import { anchorsIn, recordLook } from '@casetrail/runtime';
import { SETTING_UP, Site } from './testing/site.ts';
import { until } from './testing/until.ts';

let site: Site;
beforeAll(async () => void (site = await Site.prepare('PostgreSQL', 6)), SETTING_UP);
afterAll(() => site.clear());

const by = { user: 'inv-1', role: 'POLICE_INVESTIGATOR', org: 'psb-370202', district: '370202' } as const;
const look = (requestId: string) => recordLook(site.ledger.pool, { by, action: 'cases.list', detail: {}, outcome: 'SHOWN', requestId });
const sizes = async () => (await anchorsIn(site.ledger)).map(({ size }) => size);

it('a worker anchors what was looked at when it is time and when it ends, and the seal covers it', async () => {
  await new Station(site.ledger).open();
  await look('before');
  const first = await site.startWorker();
  await until('the look is anchored', async () => (await sizes()).length === 1);
  await look('meanwhile');
  expect(await first.stop()).toBe(0);
  expect(await sizes()).toEqual([1, 2]);
  expect(first.log.filter(({ level }) => level === 'error')).toEqual([]);

  const second = await site.startWorker();
  const seal = new Seal(site.database.pool('auditor', 1));
  await until('the anchors are sealed', async () => (await seal.status()).size === 3);
  expect(await second.stop()).toBe(0);
  expect(await sizes()).toEqual([1, 2]); // nothing was new
});

it('two workers that end at once anchor once, and one that is killed leaves it to the next', async () => {
  const both = [await site.startWorker(), await site.startWorker()];
  await look('for both');
  expect(await Promise.all(both.map((worker) => worker.stop()))).toEqual([0, 0]);
  expect(await sizes()).toEqual([1, 2, 3]);
  const killed = await site.startWorker();
  await look('for the next');
  await killed.kill();
  expect(await sizes()).toEqual([1, 2, 3]);
  expect(await (await site.startWorker()).stop()).toBe(0);
  expect(await sizes()).toEqual([1, 2, 3, 4]);
});

it('where looks were changed, it says so, anchors nothing and goes on with everything else', async () => {
  const changed = "update access.looks set user_name = 'inv-2' where request_id = 'meanwhile'";
  await site.owner.query(`alter table access.looks disable trigger append_only; ${changed}; alter table access.looks enable always trigger append_only`);
  await look('after');
  const worker = await site.startWorker();
  expect(await worker.stop()).toBe(0);
  expect(
    worker.linesOf(/^The looks after look 1 of .* up to look 2 of .* are not those that were anchored at position 3: one of them was changed/),
  ).toHaveLength(1);
  expect(await sizes()).toEqual([1, 2, 3, 4]);
});
