import type { CivilDate } from '@casetrail/domain';
import { type TestApi, ago } from './index.ts';

let serial = 0;
const number = (prefix: string) => `${prefix}-${String(++serial).padStart(6, '0')}`;

/** Bodies of acts that a test is not about. */
export const report = (occurredOn: CivilDate = ago(9)) => ({ reportNumber: number('R370202'), source: 'VICTIM', district: '370202', occurredOn });
export const filing = (occurredOn: CivilDate = ago(8)) => ({ caseNumber: number('A370202'), offences: ['extortion'], leadAgency: 'Shinan branch', occurredOn });

export async function reportedCase(api: TestApi): Promise<string> {
  return (await api.recorded('/v1/criminal-cases', report(), { as: 'investigator' })).stream;
}

/** A case that is reported, filed and being investigated. */
export async function openCase(api: TestApi): Promise<string> {
  const id = await reportedCase(api);
  await api.recorded(`/v1/criminal-cases/${id}/file`, filing());
  await api.recorded(`/v1/criminal-cases/${id}/start-investigation`, { investigators: ['inv-1', 'inv-2'], occurredOn: ago(7) });
  return id;
}

export async function registeredPerson(api: TestApi): Promise<string> {
  return (await api.recorded('/v1/persons', { birthYear: 1980, sex: 'MALE', occurredOn: ago(7) }, { as: 'investigator' })).stream;
}

export async function openSuspect(api: TestApi, file: string): Promise<string> {
  const person = await registeredPerson(api);
  return (await api.recorded('/v1/suspects', { person, case: file, occurredOn: ago(6) }, { as: 'investigator' })).stream;
}

export async function identifiedGroup(api: TestApi): Promise<string> {
  return (
    await api.recorded(
      '/v1/crime-groups',
      { alias: number('harbour market group'), district: '370202', industries: ['wholesale'], occurredOn: ago(6) },
      { as: 'investigator' },
    )
  ).stream;
}
