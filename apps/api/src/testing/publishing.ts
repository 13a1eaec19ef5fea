import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, responses } from '@casetrail/contracts';
import { memoryIn, newSigningKey, sealOnce, signerOf } from '@casetrail/ledger';
import { type TestApi, type Who, today } from './index.ts';

/** Who certifies for which agency, each at the city level. */
export const certifiers = {
  police: 'cityLeader',
  procuratorate: 'cityProcurator',
  court: 'cityJudge',
  discipline: 'disciplineLeader',
  campaign_office: 'supervisor',
  departments: 'cityDepartment',
  political_legal: 'commission',
  justice: 'cityJustice',
} as const satisfies Record<string, Who>;
export type Agency = keyof typeof certifiers;
export const agencies = Object.keys(certifiers) as Agency[];

/** Seals the ledger of a test, as the worker does. */
export function sealing() {
  const signer = signerOf(newSigningKey('casetrail.test/370200'));
  const memory = memoryIn(join(mkdtempSync(join(tmpdir(), 'casetrail-seal-')), 'last-checkpoint'));
  return { signer, seal: async (api: TestApi) => void (await sealOnce(api.worker, { signer, memory })) };
}
export type SealAll = (api: TestApi) => Promise<void>;

export const read = async (api: TestApi, id: string): Promise<Answer<'PublicationFile'>> =>
  responses.PublicationFile.parse((await api.get(`/v1/publications/${id}`)).body);
export const draft = async (api: TestApi, body: object = { asOf: today() }): Promise<string> =>
  (await api.recorded('/v1/publications', body, { as: 'statistician' })).stream;
export const step = (api: TestApi, id: string, verb: string, as: Who, body: object = {}) => api.post(`/v1/publications/${id}/${verb}`, body, { as });
const take = (api: TestApi, id: string, verb: string, as: Who, body: object = {}) => api.recorded(`/v1/publications/${id}/${verb}`, body, { as });

/** Has the figures computed, and again when what fails of the checks is explained and signed. */
export async function compute(api: TestApi, id: string, seal: SealAll): Promise<Answer<'PublicationFile'>> {
  await api.catchUp();
  await seal(api);
  await take(api, id, 'compute', 'statistician');
  const { publication, next } = await read(api, id);
  const failing = next.flatMap(({ check }) => check ?? []);
  if (failing.length === 0) return read(api, id);
  for (const check of failing) {
    const explained = { check, asOf: publication.asOf, explanation: 'It is like that in this test.', occurredOn: today() };
    const { stream } = await api.recorded('/v1/check-exceptions', explained, { as: 'statistician' });
    await api.recorded(`/v1/check-exceptions/${stream}/sign`, { occurredOn: today() }, { as: 'publisher' });
  }
  return compute(api, id, seal);
}

export async function certify(api: TestApi, id: string, some: readonly Agency[] = agencies): Promise<void> {
  await take(api, id, 'reconcile', 'reconciler');
  for (const agency of some) await take(api, id, 'certify', certifiers[agency], { agency });
}

/** The whole life of a publication, by eleven persons. */
export async function publish(api: TestApi, seal: SealAll, body?: object): Promise<string> {
  const id = await draft(api, body);
  await compute(api, id, seal);
  await certify(api, id);
  await take(api, id, 'publish', 'publisher');
  return id;
}
