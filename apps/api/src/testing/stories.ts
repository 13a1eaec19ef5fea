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

export async function detainedSuspect(api: TestApi, file: string): Promise<string> {
  const suspect = await openSuspect(api, file);
  await api.recorded(`/v1/suspects/${suspect}/detain`, {
    warrantNumber: number('D'),
    at: `${ago(5)}T09:00:00+08:00`,
    ground: 'CPL82_1',
    occurredOn: ago(5),
  });
  return suspect;
}

/** A suspect in custody whose arrest the police ask for, and the file in which the procuratorate reviews that. */
export async function arrestReviewed(api: TestApi, file: string): Promise<{ readonly suspect: string; readonly review: string }> {
  const suspect = await detainedSuspect(api, file);
  await api.recorded(`/v1/suspects/${suspect}/request-arrest`, { fileNumber: number('R'), occurredOn: ago(4) });
  const body = { fileNumber: number('AR'), case: file, suspects: [suspect], scope: 'EVIL', occurredOn: ago(4) };
  return { suspect, review: (await api.recorded('/v1/arrest-reviews', body, { as: 'procurator' })).stream };
}

/** A suspect whose case the police transferred, and the file in which the procuratorate reviews that. */
export async function prosecutionReviewed(api: TestApi): Promise<{ readonly file: string; readonly suspect: string; readonly prosecution: string }> {
  const file = await openCase(api);
  const suspect = await openSuspect(api, file);
  await api.recorded(`/v1/criminal-cases/${file}/conclude`, { occurredOn: ago(5) });
  await api.recorded(`/v1/criminal-cases/${file}/transfer-for-prosecution`, { prosecutionNumber: number('P'), suspects: [suspect], occurredOn: ago(5) });
  const body = { fileNumber: number('PR'), case: file, suspects: [suspect], scope: 'EVIL', occurredOn: ago(4) };
  return { file, suspect, prosecution: (await api.recorded('/v1/prosecutions', body, { as: 'procurator' })).stream };
}

/** A recommendation that was served. */
export async function servedRecommendation(api: TestApi, file: string, addressee = '370202-justice'): Promise<string> {
  const draft = { kind: 'ENFORCEMENT', addressee, industry: 'wholesale', issues: ['no licences'], groups: [], cases: [file] };
  const { stream } = await api.recorded('/v1/recommendations', { ...draft, occurredOn: ago(5) }, { as: 'investigator' });
  await api.recorded(`/v1/recommendations/${stream}/approve`, { occurredOn: ago(4) });
  await api.recorded(`/v1/recommendations/${stream}/serve`, { recommendationNumber: number('RC'), replyDue: ago(-20), occurredOn: ago(4) });
  return stream;
}

export async function receivedLead(api: TestApi): Promise<string> {
  const body = { leadNumber: number('L'), source: 'PETITION', kindHint: 'SHELTERING', subjects: [], occurredOn: ago(5) };
  return (await api.recorded('/v1/umbrella-leads', body, { as: 'inspector' })).stream;
}
