import { CITY_LEVEL, type Day, addMonths, dateOf, dayOf } from '@casetrail/domain';
import { boundsOf, daysOf } from './calendar.ts';
import type { Group } from './cast.ts';
import type { Chance } from './chance.ts';
import { START, anyDistrict, isKnown, knownGroup, placeOf, sequel, teamOf, tellInOrder } from './handling.ts';
import type { Desk } from './paper-numbers.ts';
import { type IssuedKind, cityShare, departments, lateReplyEvery, passingDocuments, recommendationKindCounts, recommendationTotals } from './plan-organs.ts';
import type { Entry, Team, Told } from './record-book.ts';

type Fate = 'DOUBLED' | 'WITHDRAWN' | 'REJECTED' | 'AMENDED' | 'LATE';
type Planned = { readonly kind: IssuedKind; readonly servedOn: Day; readonly industry: number; readonly fate?: Fate | undefined };
/** A recommendation that stands, for what rests on it: the number of its industry, and its service. */
export type Served = { readonly industry: number; readonly served: Told<'recommendation'> };

const organs = {
  SUPERVISORY: { organ: 'ccdi', document: '监建', legalBasis: 'SL 62' },
  JUDICIAL: { organ: 'court', document: '法建', legalBasis: 'CPL 6' },
  PROCURATORIAL: { organ: 'pp', document: '检建', legalBasis: '检察建议工作规定 19' },
  ENFORCEMENT: { organ: 'psb', document: '公建', legalBasis: 'MPS 2' },
} as const satisfies Record<IssuedKind, unknown>;
const issues = [
  '准入审核流于形式',
  '日常巡查不到位',
  '从业人员备案缺失',
  '招投标监管薄弱',
  '投诉举报处置迟缓',
  '执法衔接不畅',
  '合同备案不规范',
  '资金流向失管',
];

/** The department of an industry; they are all of the city level. */
export const departmentOf = (industry: number, desk: Desk): Team => {
  const { department } = departments[industry] as (typeof departments)[number];
  return teamOf(`dept-${department}`, CITY_LEVEL, desk);
};
export const nameOf = (industry: number): string => (departments[industry] as (typeof departments)[number]).industry;

/** Tells of the recommendations of the four kinds of organ (三书一函): served, answered within two months, assessed by the issuer. */
export function tellRecommendations(groups: readonly Group[], desk: Desk): Served[] {
  const { chance } = desk;
  const kinds = chance.shuffled(recommendationKindCounts.flatMap(([kind, count]) => Array.from({ length: count }, () => kind)));
  const ordinary = daysOf(recommendationTotals, chance).map((servedOn, i): Planned => ({
    kind: kinds[i] as IssuedKind,
    servedOn,
    industry: i % departments.length,
    fate: fateOf(i),
  }));
  const all = [...ordinary, ...passing(chance)].sort((a, b) => a.servedOn - b.servedOn);
  return all.flatMap((planned) => {
    const served = tellRecommendation(planned, groups, desk);
    return planned.fate === 'DOUBLED' || planned.fate === 'WITHDRAWN' ? [] : [{ industry: planned.industry, served }];
  });
}

/** Every so many is answered late, and two are objected to: in vain, and so that the text is amended. */
function fateOf(i: number): Fate | undefined {
  if (i % lateReplyEvery === 5) return 'LATE';
  return i === 12 ? 'REJECTED' : i === 40 ? 'AMENDED' : undefined;
}

function passing(chance: Chance): Planned[] {
  const { doubled, withdrawn } = passingDocuments;
  const early = (quarter: typeof doubled | typeof withdrawn) => boundsOf(quarter).from + chance.between(5, 25);
  return [
    { kind: 'ENFORCEMENT', servedOn: early(doubled), industry: 3, fate: 'DOUBLED' },
    { kind: 'PROCURATORIAL', servedOn: early(withdrawn), industry: 6, fate: 'WITHDRAWN' },
  ];
}

function tellRecommendation({ kind, servedOn, industry, fate }: Planned, groups: readonly Group[], desk: Desk): Told<'recommendation'> {
  const { book, chance, numbers } = desk;
  const { organ, document, legalBasis } = organs[kind];
  const issuer = teamOf(organ, anyDistrict(chance, cityShare), desk);
  const department = departmentOf(industry, desk);
  const approvedOn = Math.max(START, servedOn - chance.between(0, 4));
  const draftedOn = Math.max(START, approvedOn - chance.between(3, 15));
  const group = knownGroup(groups, issuer.district, draftedOn, chance);
  const main = groups.find(({ registered }) => registered === group)?.files[0]?.filed;
  const drafted = book.open('recommendation', {
    type: 'DraftRecommendation',
    data: {
      kind,
      addressee: department.org,
      industry: nameOf(industry),
      issues: chance.shuffled(issues).slice(0, chance.between(1, 3)),
      groups: group ? [group.stream] : [],
      cases: isKnown(main, draftedOn) ? [main.stream] : [],
    },
    on: draftedOn,
    team: issuer,
  });
  const tell = sequel(drafted, book);
  const approved = tell({ type: 'ApproveRecommendation', data: {}, on: approvedOn, team: issuer });
  const recommendationNumber = numbers.paper(`${placeOf(issuer.district)}${document}`, servedOn);
  const replyDue = addMonths(dateOf(servedOn), 2);
  const served = tell({ type: 'ServeRecommendation', data: { recommendationNumber, replyDue }, on: servedOn, team: issuer, act: { legalBasis } });
  if (fate === 'DOUBLED') {
    const own = [drafted, approved, served];
    const reason = { code: 'DUPLICATE_ENTRY', text: '同一建议重复录入' };
    book.tell(served.stream, { type: 'VoidRecords', data: { targets: own }, on: servedOn + chance.between(2, 9), team: issuer, after: own, reason });
    return served;
  }
  const objection = fate === undefined || fate === 'LATE' ? [] : objectionTo(fate, servedOn, issuer, department, chance);
  const answer = fate === 'WITHDRAWN' ? [] : reply({ servedOn, due: dayOf(replyDue), isLate: fate === 'LATE' }, issuer, department, desk);
  tellInOrder([...objection, ...answer], tell, book);
  return served;
}

/** Rules on Procuratorial Recommendations 2019 art. 23: the issuer looks into an objection at once, and withdraws or amends what was wrong. */
function objectionTo(fate: Fate, servedOn: Day, issuer: Team, department: Team, chance: Chance): Entry[] {
  const on = servedOn + chance.between(5, 10);
  const decidedOn = on + chance.between(2, 6);
  const acts: Entry[] = [
    { type: 'ObjectToRecommendation', data: { ground: '所述问题不属于本部门职责' }, on, team: department },
    { type: 'DecideObjection', data: { outcome: fate === 'REJECTED' ? 'REJECTED' : 'UPHELD' }, on: decidedOn, team: issuer },
  ];
  const correction = { on: decidedOn + 1, team: issuer, lag: chance.between(0, 3) };
  if (fate === 'AMENDED') acts.push({ type: 'AmendRecommendation', data: { issues: ['日常巡查不到位'] }, ...correction });
  if (fate === 'WITHDRAWN') acts.push({ type: 'WithdrawRecommendation', data: { ground: '异议成立' }, ...correction });
  return acts;
}

type Service = { readonly servedOn: Day; readonly due: Day; readonly isLate: boolean };
/** Answered in time, or after a reminder of the campaign office; what is adequate is closed. */
function reply({ servedOn, due, isLate }: Service, issuer: Team, department: Team, desk: Desk): Entry[] {
  const { chance, numbers } = desk;
  const remindedOn = due + chance.between(1, 5);
  const on = isLate ? remindedOn + chance.between(3, 25) : servedOn + chance.between(22, 58);
  const assessedOn = on + chance.between(4, 20);
  const assessment = chance.pick(['ADEQUATE', 'ADEQUATE', 'ADEQUATE', 'ADEQUATE', 'PARTIAL'] as const);
  const reminder: Entry[] = isLate ? [{ type: 'SuperviseRecommendation', data: {}, on: remindedOn, team: teamOf('plc', CITY_LEVEL, desk) }] : [];
  return [
    ...reminder,
    { type: 'ReplyToRecommendation', data: { replyNumber: numbers.paper('复函', on), summary: '已对照问题逐项整改' }, on, team: department },
    { type: 'AssessReply', data: { assessment }, on: assessedOn, team: issuer },
    { type: 'CloseRecommendation', data: {}, on: assessedOn + chance.between(1, 10), team: issuer },
  ];
}
