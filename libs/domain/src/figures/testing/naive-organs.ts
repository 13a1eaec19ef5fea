import { CAMPAIGN_START, type FigureId } from '../figure.ts';
import type { Entry, Recount } from './naive-recount.ts';

/** The recount of the organs that come after the police: replay, look at the end. It shares nothing with the counting rules. */
export function recountOrgans(recount: Recount): void {
  recountProcuratorate(recount);
  recountCourt(recount);
  recountAssets(recount);
  recountDiscipline(recount);
  recountDepartments(recount);
  recountIndicators(recount);
  recountProjects(recount);
  recountRegister(recount);
  recountHearings(recount);
}

type Found = { readonly person: string; readonly district: string };
const inCampaign = ({ on }: Entry) => on >= CAMPAIGN_START;
const isOf =
  (...types: string[]) =>
  ({ type }: Entry) =>
    types.includes(type);
const distinct = (entries: readonly Entry[], field: string) => new Set(entries.map(({ data }) => data[field] as string));
/** The last that was heard of, whatever the date it is about. */
const lastTold = (entries: readonly Entry[]) => entries.toSorted((a, b) => a.position - b.position).at(-1);
const sumOf = (entries: readonly Entry[], field: string) => entries.reduce((sum, { data }) => sum + Number(data[field]), 0);

/** Where merges lead to, one after the other; not in circles. */
function survivorOf(stream: string, mergersOf: (stream: string) => readonly Entry[], seen: readonly string[] = []): string {
  const survivor = mergersOf(stream).at(-1)?.data['survivor'];
  return survivor === undefined || survivor === stream || seen.includes(survivor) ? stream : survivorOf(survivor, mergersOf, [...seen, stream]);
}

/** Who was listed in a file, and not split off it afterwards. */
const staying = (told: readonly Entry[], who: string, splitOff: string) =>
  told.filter(
    ({ data }, i) =>
      data[who] !== undefined && !told.slice(i + 1).some((later) => (later.data[splitOff] as unknown as string[] | undefined)?.includes(data[who] as string)),
  );

function recountProcuratorate({ alive, asOf, about, streamsWith, add, addPersons, organised, labelOf }: Recount): void {
  const reviewScope = (file: string) => about(file, 'ArrestReviewOpened', 'ArrestReviewReclassified').at(-1)?.data['scope'];
  const mergedReviews = (file: string) => about(file, 'ArrestReviewsMerged');
  const arrested: Found[] = [];
  for (const file of streamsWith('ArrestReviewOpened')) {
    const district = about(file, 'ArrestReviewOpened').at(-1)?.data['district'];
    if (!district) continue;
    const decisions = about(file, 'ArrestApproved', 'ArrestApprovalRevoked').filter((one) => one.type === 'ArrestApprovalRevoked' || inCampaign(one));
    const approvals = [...distinct(decisions, 'suspect')]
      .map((suspect) => decisions.findLast(({ data }) => data['suspect'] === suspect) as Entry)
      .filter(isOf('ArrestApproved'));
    if (organised(reviewScope(file)) && mergedReviews(file).length === 0 && approvals.length > 0) add('F06', 1, district, '');
    if (!organised(reviewScope(survivorOf(file, mergedReviews)))) continue;
    add('F07-times', approvals.length, district, '');
    arrested.push(...approvals.map(({ data }) => ({ person: data['person'] as string, district })));
  }
  addPersons('F07', arrested);

  const prosecutionScope = (file: string) => about(file, 'ProsecutionReviewOpened', 'ProsecutionReclassified').at(-1)?.data['scope'];
  const mergedProsecutions = (file: string) => about(file, 'ProsecutionsMerged');
  const indicted: Found[] = [];
  const everIndicted: Found[] = [];
  for (const file of streamsWith('ProsecutionReviewOpened')) {
    const district = about(file, 'ProsecutionReviewOpened').at(-1)?.data['district'];
    const acts = about(file, 'IndictmentFiled', 'ProsecutionWithdrawn').filter((one) => one.type === 'ProsecutionWithdrawn' || inCampaign(one));
    if (!district || !acts.some(isOf('IndictmentFiled'))) continue;
    const stands = acts.at(-1)?.type === 'IndictmentFiled';
    if (organised(prosecutionScope(file)) && mergedProsecutions(file).length === 0) {
      add('F08-gross', 1, district, '');
      if (stands) add('F08', 1, district, '');
    }
    if (!organised(prosecutionScope(survivorOf(file, mergedProsecutions)))) continue;
    const defendants = about(file, 'DefendantIndicted');
    const found = defendants.map(({ data }) => ({ person: data['person'] as string, district }));
    everIndicted.push(...found);
    if (!stands) continue;
    indicted.push(...found);
    add('F09-times', distinct(defendants, 'suspect').size, district, '');
  }
  addPersons('F09', indicted);
  const partsOfEver = (person: string) => alive.filter(({ type, data }) => type === 'SuspectOpened' && data['person'] === person);
  const hasPart = (label: string) => alive.some(({ type, data, on }) => type === 'SuspectOpened' && labelOf(data['person'] as string) === label && on <= asOf);
  const ways = ['BailImposed', 'ResidentialSurveillanceImposed', 'SuspectSummoned', 'ArrestDecided'];
  const approvedEver = alive.filter(({ type, on }) => type === 'ArrestApproved' && on <= asOf);
  const hasWay = (label: string) =>
    approvedEver.some(({ data }) => labelOf(data['person'] as string) === label) ||
    [...new Set(alive.filter(({ type }) => type === 'SuspectOpened').map(({ data }) => data['person'] as string))]
      .filter((person) => labelOf(person) === label)
      .flatMap(partsOfEver)
      .some(({ stream }) => about(stream, ...ways).length > 0);
  addPersons(
    'F07-without-part',
    arrested.filter(({ person }) => !hasPart(labelOf(person))),
  );
  addPersons(
    'F09-without-part',
    indicted.filter(({ person }) => !hasPart(labelOf(person))),
  );
  addPersons(
    'F09-without-path',
    indicted.filter(({ person }) => !hasWay(labelOf(person))),
  );
  addPersons('F09-gross', everIndicted);
}

function recountCourt({ asOf, aboutOn, age, streamsWith, add, addPersons, organised, labelOf }: Recount): void {
  const mergedDockets = (day: string) => (docket: string) => aboutOn(day, docket, 'DocketsMerged');
  const withoutEarly = (entries: readonly Entry[]) => entries.filter((one) => one.type !== 'DocketAccepted' || inCampaign(one));
  const districtOf = (docket: string, day: string) => {
    const where = withoutEarly(aboutOn(day, docket, 'DocketAccepted', 'DocketTransferred')).at(-1)?.data;
    return where?.['district'] ?? where?.['toDistrict'];
  };
  const conclusionOf = (docket: string, day: string) => aboutOn(day, docket, 'DocketConcluded').at(-1);
  const isTaken = (docket: string, day: string) =>
    aboutOn(day, docket, 'DocketAccepted').some(inCampaign) &&
    organised(withoutEarly(aboutOn(day, docket, 'DocketAccepted', 'DocketReclassified')).at(-1)?.data['scope']) &&
    districtOf(docket, day) !== undefined &&
    conclusionOf(docket, day)?.data['kind'] !== 'WITHDRAWAL_ALLOWED';
  const standsConcluded = (docket: string, day: string) => {
    const survivor = survivorOf(docket, mergedDockets(day));
    return isTaken(survivor, day) && conclusionOf(survivor, day) !== undefined;
  };

  for (const docket of streamsWith('DocketAccepted')) {
    if (!isTaken(docket, asOf) || mergedDockets(asOf)(docket).length > 0) continue;
    add('F10', 1, districtOf(docket, asOf), '');
    if (conclusionOf(docket, asOf)) add('F11', 1, districtOf(docket, asOf), '');
  }

  const listed = (docket: string) => staying(aboutOn(asOf, docket, 'DocketDefendantListed', 'DocketSplit'), 'suspect', 'defendants');
  const tried: Found[] = [];
  const accused: Found[] = [];
  const judged: (Found & { verdict: string; rank: readonly (string | number)[] })[] = [];
  for (const docket of streamsWith('DocketDefendantListed')) {
    const district = districtOf(docket, asOf);
    if (district === undefined) continue;
    const survivor = survivorOf(docket, mergedDockets(asOf));
    if (isTaken(survivor, asOf)) accused.push(...listed(docket).map(({ data }) => ({ person: data['person'] as string, district })));
    if (!standsConcluded(docket, asOf)) continue;
    if (survivor === docket) add('F12-times', distinct(listed(docket), 'suspect').size, district, '');
    for (const { data } of listed(docket)) {
      const person = data['person'] as string;
      const suspect = data['suspect'] as string;
      tried.push({ person, district });
      const verdict = aboutOn(asOf, docket, 'VerdictRecorded').findLast((one) => one.data['suspect'] === suspect);
      if (!verdict) continue;
      const concluded = conclusionOf(docket, asOf);
      const rank = [concluded?.on ?? '', concluded?.position ?? 0, age.get(docket) as number, age.get(suspect) as number];
      judged.push({ person, district, verdict: verdict.data['verdict'] as string, rank });
    }
  }
  addPersons('F12', tried);
  addPersons('F10-persons', accused);
  const isLater = (a: readonly (string | number)[], b: readonly (string | number)[]) => {
    const differs = a.findIndex((part, i) => part !== b[i]);
    return differs >= 0 && (a[differs] as string | number) > (b[differs] as string | number);
  };
  const lastOf = (person: string) => judged.filter((one) => labelOf(one.person) === person).reduce((last, one) => (isLater(one.rank, last.rank) ? one : last));
  const persons = [...new Set(judged.map(({ person }) => labelOf(person)))];
  addPersons(
    'F12-acquitted',
    persons.map(lastOf).filter(({ verdict }) => verdict === 'NOT_GUILTY'),
  );
}

function recountAssets({ alive, about, streamsWith, add, inScope }: Recount): void {
  const taking = ['AssetSealed', 'AssetSeized', 'AssetFrozen', 'QueuedFreezeTookEffect'];
  for (const asset of streamsWith('AssetIdentified')) {
    const file = about(asset, 'AssetIdentified').at(-1)?.data['case'];
    const where = about(asset, 'AssetIdentified', 'AssetTransferred').at(-1)?.data;
    const district = where?.['district'] ?? where?.['toDistrict'];
    if (!file || !district || !inScope(file) || about(asset, 'AssetsMerged').length > 0) continue;
    const isTaking = isOf(...taking);
    const wasTaken = about(asset, ...taking, 'AssetMeasureLifted')
      .filter((one) => (isTaking(one) ? inCampaign(one) : ['UNRELATED', 'UNLAWFUL'].includes(one.data['ground'] as string)))
      .at(-1);
    const valuation = about(asset, 'AssetValued', 'AssetRevalued').at(-1);
    if (!wasTaken || !isTaking(wasTaken) || !valuation) continue;
    const corrected = lastTold(alive.filter(({ type, data }) => type === 'ValuationCorrected' && data['valuation'] === valuation.id));
    const amount = Number((corrected ?? valuation).data['fen']);
    const returned = sumOf(about(asset, 'AssetReturned'), 'fen');
    const treasury = sumOf(about(asset, 'ProceedsPaidToTreasury'), 'fen');
    add('F13', amount, district, '');
    add('F13-returned', returned, district, '');
    add('F13-treasury', treasury, district, '');
    const isHeld = about(asset, ...taking, 'AssetMeasureLifted', 'AssetMeasureLapsed').at(-1);
    if (isHeld && isTaking(isHeld)) add('F13-held', Math.max(0, amount - returned - treasury), district, '');
  }
}

function recountDiscipline({ about, streamsWith, add, addPersons, labelOf }: Recount): void {
  for (const lead of streamsWith('LeadVerificationOpened')) {
    const district = about(lead, 'LeadReceived').at(-1)?.data['district'];
    const isGone = about(lead, 'LeadsMerged', 'LeadPutOutOfScope', 'LeadReferred').length > 0;
    if (district && !isGone && about(lead, 'LeadVerificationOpened').some(inCampaign)) add('F14', 1, district, '');
  }

  const districtOf = (file: string) => about(file, 'InvestigationFiled').filter(inCampaign).at(-1)?.data['district'];
  const isLost = (file: string) => about(file, 'InvestigationWithdrawn', 'InvestigationReferred').length > 0;
  const mergers = (file: string) => about(file, 'InvestigationsMerged');
  const kindOf = (file: string) => {
    const last = about(file, 'InvestigationFiled', 'PrincipalKindChanged').at(-1)?.data;
    return districtOf(file) === undefined || isLost(file) ? undefined : (last?.['principalKind'] ?? last?.['kind']);
  };
  const isUmbrella = (kind: string | undefined) => kind === 'SHELTERING' || kind === 'DERELICTION';
  const investigated: (Found & { isUmbrella: boolean })[] = [];
  for (const file of streamsWith('InvestigationFiled')) {
    const district = districtOf(file);
    if (district === undefined || isLost(file)) continue;
    if (mergers(file).length === 0) {
      add('F15', 1, district, '');
      add(isUmbrella(kindOf(file)) ? 'F17' : 'F15-other', 1, district, '');
    }
    const kind = kindOf(survivorOf(file, mergers));
    if (kind === undefined) continue;
    const persons = distinct(staying(about(file, 'PersonInvestigationOpened', 'InvestigationSplit'), 'person', 'persons'), 'person');
    add('F16-times', persons.size, district, '');
    for (const person of persons) investigated.push({ person, district, isUmbrella: isUmbrella(kind) });
  }
  const umbrella = investigated.filter((one) => one.isUmbrella);
  addPersons('F16', investigated);
  addPersons('F18', umbrella);
  addPersons(
    'F16-other',
    investigated.filter(({ person }) => !umbrella.some((other) => labelOf(other.person) === labelOf(person))),
  );
}

function recountDepartments({ asOf, about, streamsWith, add }: Recount): void {
  const documents: readonly (readonly [FigureId, drafted: string, counted: string, gone: readonly string[]])[] = [
    ['F19', 'RecommendationDrafted', 'RecommendationServed', ['RecommendationWithdrawn']],
    ['F20', 'PlanDrafted', 'PlanAdopted', ['PlanSuperseded', 'PlanAbandoned']],
    ['F21', 'MechanismDrafted', 'MechanismIssued', ['MechanismRepealed']],
  ];
  for (const [figure, drafted, counted, gone] of documents)
    for (const stream of streamsWith(counted)) {
      const district = about(stream, drafted).at(-1)?.data['district'];
      const done = about(stream, counted).filter(inCampaign);
      const isInForce = ({ data }: (typeof done)[number]) => figure !== 'F21' || (data['inForceFrom'] ?? '') <= asOf;
      if (district && done.some(isInForce) && about(stream, ...gone).length === 0) add(figure, 1, district, '');
    }
  for (const problem of streamsWith('ProblemAccepted')) {
    const district = about(problem, 'ProblemFound').at(-1)?.data['district'];
    const last = about(problem, 'ProblemAccepted', 'ProblemReopened')
      .filter((one) => one.type === 'ProblemReopened' || inCampaign(one))
      .at(-1);
    if (district && last?.type === 'ProblemAccepted') add('F22', 1, district, '');
  }
}

const indicatorFigures: Readonly<Record<string, FigureId>> = {
  'grid.cells': 'F23',
  'grid.staff_full_time': 'F24',
  'grid.staff_part_time': 'F24',
  'xueliang.video_points': 'F25',
  'xueliang.checkpoints': 'F26',
  'xueliang.face_installations': 'F27',
  'xueliang.key_sites_covered': 'F28',
  'xueliang.key_sites_networked': 'F29',
  'legal_service.communities': 'F37-of',
  'legal_service.matters': 'F38',
  'legal_service.mediations': 'F39',
  'legal_service.opinions': 'F40',
  'legal_service.publicity': 'F41',
};
const flows = ['F38', 'F39', 'F40', 'F41'];

function recountIndicators({ alive, about, streamsWith, add }: Recount): void {
  const toldOf = (series: string, ...types: string[]) => alive.filter((entry) => entry.stream === series && types.includes(entry.type));
  for (const series of streamsWith('IndicatorDefined')) {
    const { key, district } = lastTold(toldOf(series, 'IndicatorDefined'))?.data ?? {};
    const cells = new Map<string, number>();
    for (const period of distinct(about(series, 'IndicatorCertified'), 'period')) {
      const cell = lastTold(toldOf(series, 'IndicatorReported', 'IndicatorCorrected').filter(({ data }) => data['period'] === period));
      if (cell) cells.set(period, Number(cell.data['value']));
    }
    const last = [...cells.keys()].sort().at(-1);
    const stock = last === undefined ? 0 : (cells.get(last) as number);
    const flow = [...cells].filter(([period]) => period.startsWith('2019-')).reduce((sum, [, value]) => sum + value, 0);
    const figure = indicatorFigures[key ?? ''];
    if (figure) add(figure, flows.includes(figure) ? flow : stock, district, '');
    if (key === 'xueliang.key_sites') for (const rate of ['F28-of', 'F29-of'] as const) add(rate, stock, district, '');
  }
}

function recountProjects({ alive, asOf, streamsWith, add }: Recount): void {
  for (const project of streamsWith('MajorProjectRegistered')) {
    const about = (...types: string[]) => alive.filter((entry) => entry.stream === project && types.includes(entry.type));
    const { level, district } = lastTold(about('MajorProjectRegistered'))?.data ?? {};
    const isRequired = String(lastTold(about('MajorProjectRegistered', 'RequirementCorrected'))?.data['requiresAssessment']) === 'true';
    const decidedOn = about('ProjectDecided').find(({ data }) => data['decision'] !== 'DEFERRED')?.on;
    if (level !== 'CITY' || !isRequired || !decidedOn?.startsWith('2019-') || decidedOn > asOf) continue;
    add('F30-of', 1, district, '');
    if (about('RiskAssessmentCompleted').some(({ on }) => on < decidedOn)) add('F30', 1, district, '');
  }
}

function recountRegister({ alive, asOf, about, add }: Recount): void {
  const beginnings = ['SupervisorAppointed', 'OfficerListed', 'EnterpriseListed', 'LiaisonEstablished', 'InstitutionOpened', 'AdviserEngaged'];
  const entries = [...new Set(alive.filter(isOf(...beginnings)).map(({ stream }) => stream))].flatMap((entry) => {
    const beginning = about(entry, ...beginnings).at(-1);
    const term = about(entry, ...beginnings, 'RegisterEntryRenewed').at(-1)?.data['until'];
    const isEnded = about(entry, ...beginnings, 'RegisterEntryEnded').at(-1)?.type === 'RegisterEntryEnded';
    if (!beginning || isEnded || (term !== undefined && asOf > term)) return [];
    const where = about(entry, ...beginnings, 'RegisterEntryMoved').at(-1)?.data;
    return [{ id: entry, type: beginning.type, data: beginning.data, district: where?.['district'] ?? where?.['toDistrict'] }];
  });
  const liaisons = entries.filter(({ type }) => type === 'LiaisonEstablished');
  for (const { id, type, data, district } of entries) {
    if (type === 'SupervisorAppointed') add('F31', 1, district, '');
    if (type === 'OfficerListed' && liaisons.some((liaison) => liaison.data['officer'] === id)) add('F32', 1, district, '');
    if (type === 'EnterpriseListed' && liaisons.some((liaison) => liaison.data['enterprise'] === id)) add('F33', 1, district, '');
    if (type === 'AdviserEngaged') add('F37', 1, district, '');
    const level = type === 'InstitutionOpened' && ({ CITY_CENTRE: 'F34', DISTRICT_CENTRE: 'F35', STATION: 'F36' } as const)[data['level'] as string];
    if (level) add(level, 1, district, '');
    if (level) add('F34-all', 1, district, '');
  }
}

function recountHearings({ alive, asOf, streamsWith, add }: Recount): void {
  for (const hearing of streamsWith('AdministrativeHearingHeld')) {
    const about = (...types: string[]) => alive.filter((entry) => entry.stream === hearing && types.includes(entry.type));
    const officialBy = (...types: string[]) => lastTold(about(...types))?.data['official'] ?? 'NONE';
    const district = lastTold(about('HearingScheduled'))?.data['district'];
    const heldOn = about('AdministrativeHearingHeld')[0]?.on;
    if (!district || heldOn === undefined || heldOn > asOf) continue;
    const isAttended = officialBy('AdministrativeHearingHeld', 'AppearanceCorrected') !== 'NONE';
    const isOfOctober = heldOn.startsWith('2019-10');
    add('F42-of', 1, district, '');
    if (isAttended) add('F42', 1, district, '');
    if (isOfOctober) add('F43-of', 1, district, '');
    if (isOfOctober && isAttended) add('F43', 1, district, '');
    if (officialBy('AppearanceDeclared') !== 'NONE') add('F42-declared', 1, district, '');
  }
}
