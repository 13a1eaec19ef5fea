import { streamsIn } from '@casetrail/domain';
import { TestApi, type Who, problemIn } from './testing/index.ts';
import { openCase, openSuspect } from './testing/stories.ts';

const READS = 2500;
const EACH = 5;
const KILLS = READS / EACH;
const READERS = 12;
jest.setTimeout(300_000);

let api: TestApi;
let urls: string[];
beforeAll(async () => {
  api = await TestApi.start();
  await api.openLedger();
  const file = await openCase(api);
  const suspect = await openSuspect(api, file);
  await api.catchUp();
  const unknown = 'suspect-01ARZ3NDEKTSV4RRFFQ69G5FAV';
  urls = [
    `/v1/criminal-cases/${file}`,
    '/v1/criminal-cases',
    `/v1/suspects/${suspect}`,
    `/v1/history/${suspect}`,
    '/v1/ledger/events?limit=3',
    '/v1/looks?limit=5',
    '/v1/access/requests',
    `/v1/suspects/${unknown}`,
  ];
});
afterAll(() => api.stop());

it(`of ${READS} sensitive reads while ${KILLS} connections are killed, no answer has left without its look`, async () => {
  const told: { readonly id: string; readonly status: number; readonly named: readonly string[] }[] = [];
  const trouble = new Set<string>();
  const kills: Promise<number>[] = [];
  let next = 0;
  const read = async () => {
    for (let n = next++; n < READS; n = next++) {
      if (n % EACH === 0) kills.push(killOne()); // while this and the others are under way
      const id = `read-${n}`;
      const as: Who = n % 3 === 0 ? 'auditor' : 'leader'; // the ledger and the looks are refused to one of them
      const url = urls[n % urls.length] as string;
      const answer = await api.get(url, { as, headers: { 'x-request-id': id } });
      if (answer.status === 503) trouble.add(problemIn(answer).code);
      else told.push({ id, status: answer.status, named: url.startsWith('/v1/looks') ? [] : streamsIn(answer.text) });
    }
  };
  await Promise.all(Array.from({ length: READERS }, read));
  const killed = (await Promise.all(kills)).reduce((sum, n) => sum + n, 0);

  const { rows } = await api.owner.query<{ id: string; shown: string[] }>(
    `select request_id as id, coalesce(array_agg(record) filter (where record is not null), '{}') as shown
       from access.looks left join lateral jsonb_array_elements_text(detail -> 'shown') record on true where request_id like 'read-%' group by request_id`,
  );
  const recorded = new Map(rows.map(({ id, shown }) => [id, new Set(shown)]));
  const counted: Record<number, number> = {};
  for (const { status } of told) counted[status] = (counted[status] ?? 0) + 1;
  console.info(JSON.stringify({ reads: READS, killed, answered: counted, trouble: [...trouble], looks: recorded.size }));
  expect(killed).toBe(KILLS);
  expect(trouble).toEqual(new Set(['look/not-recorded', 'service/database-unavailable']));
  for (const status of [200, 403, 404]) expect(counted[status]).toBeGreaterThan(50);
  expect(told.filter(({ status }) => ![200, 403, 404].includes(status))).toEqual([]);
  expect(told.filter(({ id }) => !recorded.has(id))).toEqual([]);
  expect(told.filter(({ id, named }) => named.some((record) => !recorded.get(id)?.has(record)))).toEqual([]);
});

/** Takes a connection of the api away, whatever it is doing. */
async function killOne(): Promise<number> {
  const { rowCount } = await api.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'casetrail-api' order by random() limit 1`,
  );
  return rowCount ?? 0;
}
