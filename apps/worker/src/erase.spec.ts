import { join } from 'node:path';
import { Station, investigator, newStream } from '@casetrail/ledger/testing';
import { DestroyedKeys } from '@casetrail/vault';
import { SETTING_UP, Site } from './testing/site.ts';
import { until } from './testing/until.ts';

const WITHIN = 20_000;
const officer = (user: string) => ({ user, role: 'DATA_PROTECTION_OFFICER', org: 'office-370200', district: '370200' }) as const;

let site: Site;
let station: Station;
beforeEach(async () => {
  site = await Site.prepare('PostgreSQL', 9);
  station = new Station(site.ledger);
  await station.open();
}, SETTING_UP);
afterEach(() => site.clear());

/** A person with a key, of whom it was decided that it be destroyed; and the api was killed before it was. */
async function decided(): Promise<string> {
  const person = newStream('person');
  await site.ledger.pool.query(`select vault.prepare($1, '\\x00', 'test')`, [person]);
  await station.issue(person, 'RegisterPerson', {}, { by: investigator });
  const correction = newStream('correction');
  const proposal = { stream: person, type: 'DestroyPersonKey', data: { ground: 'COURT_ORDER' }, act: { occurredOn: '2020-04-01' } };
  await station.issue(correction, 'RequestCorrection', { kind: 'K12', proposal, reason: { code: 'COURT_ORDER' } }, { by: officer('dpo-1') });
  await station.issue(correction, 'ApproveCorrection', {}, { by: officer('dpo-2') });
  return person;
}
const gone = () => until('no key is left', async () => ((await site.owner.query('select 1 from vault.keys')).rows.length === 0 ? true : undefined), WITHIN);

it('a worker destroys the keys that are due, at its start and later, and remembers them first', async () => {
  const first = await decided();
  await site.startWorker();
  await gone();
  const second = await decided();
  await gone();
  expect(new DestroyedKeys(join(site.home, 'destroyed-keys')).list().map(({ person }) => person)).toEqual([first, second]);
});

it('a worker sweeps away what was entered an hour ago and no event names', async () => {
  await site.ledger.pool.query(`select vault.prepare($1, '\\x00', 'test')`, [newStream('person')]);
  await site.owner.query("update vault.entering set at = at - interval '61 minutes'");
  await site.startWorker();
  await gone();
});
