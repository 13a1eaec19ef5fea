import type { ArrestReviewId, AssetId, LeadId, StreamId } from '@casetrail/domain';
import type { Ledger } from '@casetrail/ledger';
import { Scribe, TODAY, li, wang } from './story.ts';

const actor = (user: string, role: string, org: string, district = '370202') => ({ user, role, org, district }) as typeof li;
const zhao = actor('zhao', 'PROCURATOR', 'pp-370200', '370200');
const inspector = actor('qian', 'DISCIPLINE_INSPECTOR', 'ccdi-370200', '370200');
const disciplineLeader = actor('sun', 'DISCIPLINE_LEADER', 'ccdi-370200', '370200');
const reporter = actor('zhou', 'INDICATOR_REPORTER', 'grid-shinan');
const system = actor('casetrail', 'SYSTEM', 'casetrail', '370200');

export type RecordsStory = Awaited<ReturnType<typeof tellRecords>>;

/** One case, and what the other organs make of it: an arrest, a recommendation, two assets, a lead and its investigation; a count; a sealed person. */
export async function tellRecords(ledger: Ledger) {
  const scribe = new Scribe(ledger);
  await scribe.tell(scribe.id('ledger'), 'OpenLedger', { kind: 'live', city: '370200' }, TODAY, system);
  const file = await scribe.file('2019-03-04', '301', ['敲诈勒索']);
  const person = await scribe.person('P-0301', { birthYear: 2003 });
  const sealed = await scribe.person('P-0302', { birthYear: 2003 });
  const suspect = await scribe.suspect(person, file, '2019-03-06');
  const minor = await scribe.suspect(sealed, file, '2019-03-06');
  await scribe.detain(suspect, '2019-03-10');
  await scribe.tell(suspect, 'RequestArrest', { fileNumber: '提捕301号' }, '2019-03-11');
  const group = await scribe.group('青黑2019-31', '码头');

  const review: ArrestReviewId = scribe.id('arrest_review');
  await scribe.tell(review, 'OpenArrestReview', { fileNumber: '青检捕受〔2019〕31号', case: file, suspects: [suspect], scope: 'MAFIA' }, '2019-03-12', zhao);
  await scribe.tell(review, 'ApproveArrest', { suspect, decisionNumber: '批捕〔2019〕88号' }, '2019-03-14', zhao);

  const recommendation = scribe.id('recommendation');
  const draft = { kind: 'ENFORCEMENT', addressee: '市场监管局', industry: '批发', issues: ['无证经营'], groups: [group], cases: [file] };
  await scribe.tell(recommendation, 'DraftRecommendation', draft, '2019-03-13', li);

  const asset: AssetId = scribe.id('asset');
  const mistaken: AssetId = scribe.id('asset');
  for (const id of [asset, mistaken]) await scribe.tell(id, 'IdentifyAsset', { kind: 'VEHICLE', label: '渔船一艘', case: file, group }, '2019-03-12', li);
  await scribe.tell(asset, 'SeizeAsset', { measureNumber: '扣字〔2019〕5号' }, '2019-03-13', wang);
  await scribe.tell(asset, 'SignInventory', { investigators: ['甲', '乙'], witness: '见证人丙', holderSigned: true }, '2019-03-13', li);
  await scribe.correct('K8', asset, 'TransferAsset', { scope: 'DISTRICT', toAgency: '市北分局', toDistrict: '370203' }, '2019-03-15');
  await scribe.void(mistaken, 1);

  const lead: LeadId = scribe.id('umbrella_lead');
  await scribe.tell(
    lead,
    'ReceiveLead',
    { leadNumber: '线索31号', source: 'PETITION', kindHint: 'SHELTERING', group, subjects: [person] },
    '2019-03-13',
    inspector,
  );
  await scribe.tell(lead, 'ScreenLead', { outcome: 'RELEVANT' }, '2019-03-14', inspector);
  await scribe.tell(lead, 'OpenVerification', {}, '2019-03-14', disciplineLeader);
  await scribe.tell(lead, 'CloseVerification', { outcome: 'TO_INVESTIGATION' }, '2019-03-15', disciplineLeader);
  const investigation: StreamId<'umbrella_investigation'> = scribe.id('umbrella_investigation');
  const filed = { investigationNumber: '立案31号', leads: [lead], principalKind: 'SHELTERING', groups: [group], cases: [file] };
  await scribe.tell(investigation, 'FileInvestigation', filed, '2019-03-15', disciplineLeader);
  await scribe.tell(investigation, 'OpenPersonInvestigation', { person, rankBand: 'STAFF' }, '2019-03-15', inspector);
  const asked = scribe.id('correction');
  const proposal = { stream: lead, type: 'PutLeadOutOfScope', data: { basis: '不属范围' }, act: { occurredOn: TODAY } };
  await scribe.tell(asked, 'RequestCorrection', { kind: 'K4', proposal, reason: { code: 'OUT_OF_SCOPE' } }, TODAY, inspector);

  const indicator = scribe.id('indicator');
  await scribe.tell(indicator, 'DefineIndicator', { key: 'grid.cells', district: '370202' }, '2019-03-05', reporter);
  await scribe.tell(indicator, 'ReportIndicator', { period: '2019-03', value: 120 }, '2019-03-19', reporter);
  await scribe.correct('K12', sealed, 'SealPersonRecord', { ground: 'JUVENILE' });

  return { scribe, file, person, sealed, suspect, minor, group, review, recommendation, asset, mistaken, lead, investigation, asked, indicator };
}
