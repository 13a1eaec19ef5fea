import { randomUUID } from 'node:crypto';
import { responses } from '@casetrail/contracts';
import { type StreamId, civilDateAt } from '@casetrail/domain';
import { execute, newStreamId } from '@casetrail/ledger';
import { TestApi, actors, ago, problemIn } from './testing/index.ts';

const HOUR = 3_600_000;
let api: TestApi;
let person: StreamId;
beforeAll(async () => {
  api = await TestApi.start();
  await api.openLedger();
  person = (await api.recorded('/v1/persons', { occurredOn: ago(9) }, { as: 'investigator' })).stream as StreamId;
});
afterAll(() => api.stop());

/** A correction that was asked for so many milliseconds ago. */
async function askedFor(before: number, birthYear: number): Promise<StreamId> {
  const now = new Date(Date.now() - before);
  const id = randomUUID();
  const stream = newStreamId('correction', now, id);
  const proposal = { stream: person, type: 'CorrectPersonData', data: { birthYear, requestedBy: 'SUBJECT' }, act: { occurredOn: ago(8) } };
  const data = { kind: 'K11', proposal, reason: { code: 'PERSONAL_DATA' } };
  await execute(api.ledger, { id, stream, type: 'RequestCorrection', data, act: { occurredOn: civilDateAt(now) }, actor: actors.investigator }, now);
  return stream;
}
const decide = (correction: StreamId, verb: string, body: object = {}) => api.post(`/v1/corrections/${correction}/${verb}`, body, { as: 'leader' });
const listed = async (query: string) => {
  await api.catchUp();
  return responses.Corrections.parse((await api.get(`/v1/corrections?${query}`, { as: 'leader' })).body).items.map(({ id, status }) => [id, status]);
};

it('a correction that nobody has decided on for 72 hours is shown as expired, and is not approved any more', async () => {
  const late = await askedFor(72 * HOUR, 1981);
  const inTime = await askedFor(71 * HOUR, 1982);
  expect(await listed('status=expired')).toEqual([[late, 'expired']]);
  expect(await listed('status=requested')).toEqual([[inTime, 'requested']]);
  expect(await listed('')).toEqual([
    [inTime, 'requested'],
    [late, 'expired'],
  ]);
  const file = responses.Correction.parse((await api.get(`/v1/corrections/${late}`, { as: 'leader' })).body);
  expect(file.status).toBe('expired');
  expect(Date.parse(file.expiresAt as string)).toBeLessThanOrEqual(Date.now());
  const ofPerson = responses.PersonFile.parse((await api.get(`/v1/persons/${person}`, { as: 'leader' })).body);
  expect(ofPerson.corrections.map(({ status }) => status).sort()).toEqual(['expired', 'requested']);

  const { position } = await api.ledger.head();
  expect(problemIn(await decide(late, 'approve'))).toMatchObject({ status: 409, code: 'correction/expired' });
  expect(problemIn(await api.get(`/v1/corrections/${late}/preview`, { as: 'leader' }))).toMatchObject({
    code: 'correction/not-pending',
    detail: expect.stringContaining('expired'),
  });
  expect((await api.ledger.head()).position).toBe(position);
  expect((await decide(inTime, 'approve')).status).toBe(201);
  expect(await listed('status=approved')).toEqual([[inTime, 'approved']]);
});

it('it may be rejected, so that it is off the list, and asked for again', async () => {
  const late = await askedFor(100 * HOUR, 1983);
  expect((await decide(late, 'reject', { reason: { code: 'NOT_PROVEN' } })).status).toBe(201);
  expect(await listed('status=rejected')).toEqual([[late, 'rejected']]);
  expect((await decide(await askedFor(0, 1983), 'approve')).status).toBe(201);
});
