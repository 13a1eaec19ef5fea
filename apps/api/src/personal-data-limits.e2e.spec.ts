import { randomUUID } from 'node:crypto';
import { checkCharacterOf } from '@casetrail/domain';
import { usualEdge } from '@casetrail/runtime';
import { TestApi, type Who, actors, ago, problemIn, uncounted } from './testing/index.ts';

const persons = '/v1/persons';
let serial = 0;
const idNumber = () => {
  const digits = `99990419850101${String(++serial).padStart(3, '0')}`;
  return digits + checkCharacterOf(digits);
};

it('somebody is shown personal data twenty times a minute, or as often as is set', async () => {
  const api = await TestApi.start({ edge: { ...uncounted, rates: { ...uncounted.rates, reveals: 2 } } });
  try {
    await api.openLedger();
    const ask = (as: Who) => api.post(`${persons}/person-01ARZ3NDEKTSV4RRFFQ69G5FAV/reveal`, { purpose: 'INVESTIGATION', fields: ['name'] }, { as });
    const answers = [await ask('investigator'), await ask('investigator'), await ask('investigator')];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 429]);
    expect(problemIn(answers[2]!)).toMatchObject({
      code: 'request/too-many',
      detail: expect.stringContaining('2 revelations of personal data to a user in a minute'),
    });
    expect((await ask('leader')).status).toBe(404);
    expect(usualEdge.rates.reveals).toBe(20);
  } finally {
    await api.stop();
  }
});

describe('by an identity number', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.start();
    await api.openLedger();
  });
  afterAll(() => api.stop());
  const register = (body: object, { as = 'investigator', of = api }: { as?: Who; of?: TestApi } = {}) =>
    of.post(persons, { ...body, occurredOn: ago(3) }, { as });
  const find = (number: string, as: Who) => api.post(`${persons}/find`, { idNumber: number, purpose: 'IDENTIFICATION' }, { as });

  it('nobody with a conflict of interest learns who it is', async () => {
    const number = idNumber();
    const { stream: person } = (await register({ idNumber: number })).body;
    await api.owner.query(`insert into access.ties (id, kind, user_name, record, state, reason, begun_by) values ($1, 'CONFLICT', $2, $3, 'OPEN', 'x', $4)`, [
      randomUUID(),
      actors.colleague.user,
      person,
      actors.colleague,
    ]);
    expect(problemIn(await find(number, 'colleague'))).toMatchObject({ status: 404, code: 'person/is-unknown' });
    const entered = await register({ idNumber: number }, { as: 'colleague' });
    expect(problemIn(entered)).toMatchObject({ status: 409, code: 'person/number-of-another' });
    expect(entered.text).not.toContain(person);
    expect(await find(number, 'investigator')).toMatchObject({ body: { person } });
  });

  it('and what else was sent, a request is remembered under a key: nobody tries out from the ledger who it was', async () => {
    const other = await TestApi.start();
    try {
      await other.openLedger();
      const fingerprints = async (body: object) => {
        const seen = [];
        for (const one of [api, other]) {
          expect((await register(body, { of: one })).status).toBe(201);
          seen.push((await one.owner.query("select encode(fingerprint, 'hex') as seen from ledger.commands order by last_position desc limit 1")).rows[0].seen);
        }
        return seen;
      };
      const [plain, same] = await fingerprints({ birthYear: 1980 });
      expect(same).toBe(plain); // what is not personal is under no key
      for (const body of [{ idNumber: idNumber() }, { name: '某人' }, { address: '示范路1号' }]) {
        const [here, there] = await fingerprints(body);
        expect(there).not.toBe(here);
      }
    } finally {
      await other.stop();
    }
  });
});
