import { checkCharacterOf } from '@casetrail/domain';
import { AppendLock } from '@casetrail/ledger/testing';
import { sweepVault } from '@casetrail/vault';
import { TestApi, ago, problemIn, today } from './testing/index.ts';

let api: TestApi;
beforeEach(async () => {
  api = await TestApi.start();
  await api.openLedger();
});
afterEach(() => api.stop());

let serial = 0;
const somebody = () => {
  const digits = `99990319800101${String(++serial).padStart(3, '0')}`;
  return { name: `钱${serial}`, idNumber: digits + checkCharacterOf(digits), address: `样例路${serial}号` };
};
const persons = '/v1/persons';
const post = (path: string, body: object, more: Parameters<TestApi['post']>[2] = {}) => api.post(path, body, { as: 'investigator', ...more });
const register = (body: object) => post(persons, { ...body, occurredOn: ago(3) });
const shown = async (person: string) =>
  (await post(`${persons}/${person}/reveal`, { purpose: 'INVESTIGATION', fields: ['name', 'idNumber', 'address'] })).body.personalData;
const held = async () =>
  (
    await api.owner.query<{ keys: number; versions: number; numbers: number; entering: number }>(
      `select (select count(*)::int from vault.keys) as keys, (select count(distinct (person, version))::int from vault.fields) as versions,
         (select count(*)::int from vault.numbers) as numbers, (select count(*)::int from vault.entering) as entering`,
    )
  ).rows[0];
const nothing = { keys: 0, versions: 0, numbers: 0, entering: 0 };
const anHourPasses = () => api.owner.query("update vault.entering set at = at - interval '61 minutes'");

it('fifty acts that are refused leave no version, no key and no number behind', async () => {
  const person = (await register(somebody())).body.stream as string;
  const unnamed = (await post(persons, { occurredOn: ago(3) })).body.stream as string;
  const before = await held();
  expect(before).toEqual({ keys: 1, versions: 1, numbers: 1, entering: 0 });
  const tomorrow = ago(-1);
  const asked = { requestedBy: 'SUBJECT', occurredOn: today(), reason: { code: 'PERSONAL_DATA' } };
  const refusals = Array.from({ length: 10 }, () => [
    post(persons, { ...somebody(), occurredOn: tomorrow }),
    post(persons, { address: '样例路', occurredOn: tomorrow }),
    post(`${persons}/${person}/confirm-identity`, { ...somebody(), occurredOn: tomorrow }),
    post(`${persons}/${person}/correct-data`, { ...somebody(), ...asked }, { headers: { 'if-match': '"9"' } }),
    post(`${persons}/${unnamed}/confirm-identity`, { ...somebody(), occurredOn: today() }, { headers: { 'if-match': '"9"' } }),
  ]).flat();
  const codes = (await Promise.all(refusals)).map((answer) => problemIn(answer).status);
  expect(codes).toHaveLength(50);
  for (const status of codes) expect([409, 412]).toContain(status);
  expect(await held()).toEqual(before);
});

it('an act that was recorded, or asks for a correction, keeps what it names, also when nobody ever approves', async () => {
  const one = somebody();
  const person = (await register(one)).body.stream as string;
  const asked = { requestedBy: 'SUBJECT', occurredOn: today(), reason: { code: 'PERSONAL_DATA' } };
  const correction = (await post(`${persons}/${person}/correct-data`, { address: '样例巷', ...asked })).body.correction;
  const late = (await post(persons, { ...somebody(), occurredOn: ago(60), reason: { code: 'LATE_ENTRY' } })).body.correction;
  expect(await held()).toEqual({ keys: 2, versions: 3, numbers: 2, entering: 0 });
  await api.owner.query('select vault.list_everything()');
  await anHourPasses();
  await sweepVault(api.worker);
  expect(await held()).toEqual({ keys: 2, versions: 3, numbers: 2, entering: 0 });
  for (const { approve } of [correction, late]) expect((await post(approve, {}, { as: 'leader' })).status).toBe(201);
  expect(await shown(person)).toEqual({ ...one, address: '样例巷' });
});

it('what was sealed when its act is lost on the way to the ledger is swept away after an hour, and not before', async () => {
  const lock = await AppendLock.hold({ url: api.owner.options.connectionString as string } as never);
  const act = register(somebody());
  await lock.terminate(await lock.waiting(1)); // after it was sealed, before it is recorded
  expect((await act).status).toBe(503);
  await lock.release();
  const sealed = { keys: 1, versions: 1, numbers: 1, entering: 2 };
  expect(await held()).toEqual(sealed);
  await sweepVault(api.worker);
  expect(await held()).toEqual(sealed);
  await anHourPasses();
  await sweepVault(api.worker);
  expect(await held()).toEqual(nothing);
});

it('what was sealed when its act is recorded, and the answer lost, stays', async () => {
  const one = somebody();
  await api.owner.query('alter function vault.settle rename to settle_away'); // as if the api were killed right after
  const person = (await register(one)).body.stream as string;
  await api.owner.query('alter function vault.settle_away rename to settle');
  expect((await held())?.entering).toBe(2);
  await anHourPasses();
  await Promise.all([sweepVault(api.worker), sweepVault(api.worker)]);
  expect(await held()).toEqual({ keys: 1, versions: 1, numbers: 1, entering: 0 });
  expect(await shown(person)).toEqual(one);
});

it('a number that a refused act has taken is not taken from whoever registers it at the same time', async () => {
  for (let round = 0; round < 10; round++) {
    const one = somebody();
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => post(persons, { ...one, occurredOn: ago(-1) })),
      ...Array.from({ length: 3 }, () => register(one)),
      ...Array.from({ length: 5 }, () => post(persons, { ...one, occurredOn: ago(-1) })),
    ]);
    const registered = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.stream as string));
    expect(registered.size).toBe(1);
    expect((await register(one)).body.stream).toBe([...registered][0]);
    expect(await shown([...registered][0] as string)).toEqual(one);
  }
  expect(await held()).toEqual({ keys: 10, versions: 10, numbers: 10, entering: 0 });
});

it('nobody takes away what an event names, whoever asks', async () => {
  const person = (await register(somebody())).body.stream as string;
  await expect(api.ledger.pool.query('select vault.sweep()')).rejects.toMatchObject({ code: '42501' });
  await expect(api.ledger.pool.query('select vault.list_everything()')).rejects.toMatchObject({ code: '42501' });
  await api.owner.query('select vault.list_everything()');
  await expect(api.owner.query('delete from vault.fields where person = $1', [person])).rejects.toMatchObject({ code: '0A000' });
  const { rows } = await api.owner.query<{ entries: string[] }>('select array_agg(id) as entries from vault.entering');
  await api.ledger.pool.query('select vault.settle($1)', [rows[0]?.entries]);
  expect(await held()).toEqual({ keys: 1, versions: 1, numbers: 1, entering: 0 });
});
