import { CITY_LEVEL, type Day, type MechanismCommand, addMonths, dateOf } from '@casetrail/domain';
import { boundsOf, daysOf } from './calendar.ts';
import type { Cast } from './cast.ts';
import { LAST, START, anyDistrict, isKnown, sequel, teamOf, tellInOrder } from './handling.ts';
import type { Desk } from './paper-numbers.ts';
import { departments, mechanismTotals, passingDocuments, planTotals, problemTotals, problemsOpen, reopenedProblems } from './plan-organs.ts';
import { type Served, departmentOf, nameOf, tellRecommendations } from './recommendations.ts';
import type { Entry, Told } from './record-book.ts';

type Found = { readonly industry: number; readonly found: Told<'problem'> };
type MechanismKind = Extract<MechanismCommand, { type: 'DraftMechanism' }>['data']['kind'];

/** Most industries have problems in the districts, under the eyes of the campaign office there. */
const CITY_PROBLEMS = 0.3;
const findings = ['无证经营', '强买强卖', '欺行霸市', '非法占道', '围标串标', '非法放贷', '违规出租', '偷采盗运'];
const titles: Readonly<Record<MechanismKind, string>> = { SYSTEM: '准入和从业人员备案制度', MECHANISM: '联合巡查和线索移送机制', MEASURES: '日常监管办法' };

/** Tells what the recommendations lead to: problems found and struck off, plans adopted, mechanisms issued. AOCL 2021 art. 14. */
export function tellRectification({ groups }: Cast, desk: Desk): void {
  const served = tellRecommendations(groups, desk);
  const problems = tellProblems(served, desk);
  tellPlans(served, problems, desk);
  tellMechanisms(served, desk);
}

/** What is known of an industry on a day. */
const ofIndustry = <T extends { readonly industry: number }>(all: readonly T[], industry: number, told: (one: T) => Told, day: Day): T[] =>
  all.filter((one) => one.industry === industry && told(one).on <= day && isKnown(told(one), day));
const restingOn = (served: readonly Served[], industry: number, day: Day) =>
  ofIndustry(served, industry, (one) => one.served, day).map((one) => one.served.stream);

function tellProblems(served: readonly Served[], desk: Desk): Found[] {
  const { chance } = desk;
  const accepted = daysOf(problemTotals, chance).map((acceptedOn, i) => tellProblem({ industry: i % departments.length, acceptedOn }, served, desk));
  const reopened = reopenedProblems.map((quarter, i) => {
    const { from, to } = boundsOf(quarter);
    const acceptedOn = from + chance.between(1, 6);
    const isLast = i === reopenedProblems.length - 1;
    return tellProblem(
      { industry: 4 * i + 1, acceptedOn, reopenedOn: chance.between(acceptedOn + 62, to), ...(isLast && { againOn: boundsOf('04-08').to + 35 }) },
      served,
      desk,
    );
  });
  const open = Array.from({ length: problemsOpen }, (_, i) => tellProblem({ industry: i }, served, desk));
  return [...accepted, ...reopened, ...open];
}

type Course = { readonly industry: number; readonly acceptedOn?: Day; readonly reopenedOn?: Day; readonly againOn?: Day };

/** Found by the campaign office, assigned, rectified by the department, and struck off after a check; a look-back may reopen it. */
function tellProblem({ industry, acceptedOn, reopenedOn, againOn }: Course, served: readonly Served[], desk: Desk): Found {
  const { book, chance, numbers } = desk;
  const office = teamOf('plc', anyDistrict(chance, CITY_PROBLEMS), desk);
  const department = departmentOf(industry, desk);
  const foundOn = acceptedOn === undefined ? boundsOf('20Q1').from + chance.between(40, 97) : Math.max(START, acceptedOn - chance.between(45, 130));
  const [recommendation] = restingOn(served, industry, foundOn).slice(-1);
  const found = book.open('problem', {
    type: 'FindProblem',
    data: {
      problemNumber: numbers.paper('青扫黑问', foundOn),
      industry: nameOf(industry),
      finding: `${nameOf(industry)}领域${chance.pick(findings)}`,
      ...(recommendation && { recommendation }),
    },
    on: foundOn,
    team: office,
  });
  const startedOn = foundOn + chance.between(4, 10);
  const acts: Entry[] = [
    { type: 'AssignProblem', data: { department: department.org }, on: foundOn + chance.between(1, 4), team: office },
    { type: 'StartRectifying', data: {}, on: startedOn, team: department },
  ];
  const strikeOff = (on: Day): Entry[] => [
    { type: 'ReportProblemDone', data: { evidence: '整改报告及现场核查记录' }, on: on - chance.between(3, 15), team: department },
    { type: 'AcceptProblem', data: {}, on, team: office },
  ];
  if (acceptedOn !== undefined) acts.push(...strikeOff(acceptedOn));
  if (reopenedOn !== undefined)
    acts.push({ type: 'ReopenProblem', data: { finding: '回头看发现问题反弹' }, on: reopenedOn, team: office, lag: chance.between(0, 6) });
  if (againOn !== undefined) acts.push(...strikeOff(againOn));
  tellInOrder(acts, sequel(found, book), book);
  return { industry, found };
}

/** One plan for each industry. One takes the place of an earlier one, which leaves then. */
function tellPlans(served: readonly Served[], problems: readonly Found[], desk: Desk): void {
  const { chance } = desk;
  const { from, to } = boundsOf(passingDocuments.supersededPlan);
  const planned = daysOf(planTotals, chance).map((adoptedOn, industry) => ({ adoptedOn, industry }));
  const successor = planned.findLast(({ adoptedOn }) => adoptedOn >= from && adoptedOn <= to);
  for (const one of planned) {
    if (one !== successor) tellPlan(one, served, problems, desk);
    else {
      const earlier = tellPlan({ ...one, adoptedOn: from + chance.between(2, 8), isSuperseded: true }, served, problems, desk);
      const later = tellPlan(one, served, problems, desk);
      const entry: Entry = { type: 'SupersedePlan', data: { by: later.stream }, on: one.adoptedOn, team: earlier.team, lag: chance.between(1, 6) };
      desk.book.tell(earlier.stream, { ...entry, after: [earlier.adopted, later.adopted] });
    }
  }
}

type Plan = { readonly industry: number; readonly adoptedOn: Day; readonly isSuperseded?: boolean };

function tellPlan({ industry, adoptedOn, isSuperseded }: Plan, served: readonly Served[], problems: readonly Found[], desk: Desk) {
  const { book, chance, numbers } = desk;
  const team = departmentOf(industry, desk);
  const draftedOn = adoptedOn - chance.between(7, 25);
  const drafted = book.open('rectification_plan', {
    type: 'DraftPlan',
    data: {
      planNumber: numbers.paper('青整治', draftedOn),
      department: team.org,
      industry: nameOf(industry),
      until: addMonths(dateOf(adoptedOn), 12),
      recommendations: restingOn(served, industry, draftedOn),
      problems: ofIndustry(problems, industry, (one) => one.found, draftedOn).map(({ found }) => found.stream),
    },
    on: draftedOn,
    team,
  });
  const tell = sequel(drafted, book);
  const adopted = tell({ type: 'AdoptPlan', data: {}, on: adoptedOn, team, second: true });
  const started: Entry = { type: 'StartPlan', data: {}, on: adoptedOn + chance.between(1, 10), team };
  const accepted: Entry = { type: 'AcceptPlan', data: {}, on: adoptedOn + chance.between(200, 330), team: teamOf('plc', CITY_LEVEL, desk) };
  if (!isSuperseded) tellInOrder([started, accepted], tell, book);
  return { stream: drafted.stream, team, adopted };
}

/** Drafted by an officer and issued by the head of the department, at times ahead of the day it is in force from; some are amended later on, and one is repealed in its quarter. */
function tellMechanisms(served: readonly Served[], desk: Desk): void {
  const { chance } = desk;
  const { from, to } = boundsOf(passingDocuments.repealedMechanism);
  daysOf(mechanismTotals, chance).forEach((inForceOn, i) =>
    tellMechanism({ industry: i % departments.length, inForceOn, ...(i % 9 === 4 && { amendedOn: inForceOn + 90 }) }, served, desk),
  );
  const inForceOn = from + chance.between(4, 15);
  tellMechanism({ industry: 2, inForceOn, repealedOn: chance.between(inForceOn + 30, to) }, served, desk);
}

type Instrument = { readonly industry: number; readonly inForceOn: Day; readonly amendedOn?: Day; readonly repealedOn?: Day };

function tellMechanism({ industry, inForceOn, amendedOn, repealedOn }: Instrument, served: readonly Served[], desk: Desk): void {
  const { book, chance, numbers } = desk;
  const team = departmentOf(industry, desk);
  const kind = chance.pick(['SYSTEM', 'SYSTEM', 'MECHANISM', 'MECHANISM', 'MEASURES'] as const);
  const issuedOn = Math.max(START, inForceOn - chance.between(0, 30));
  const draftedOn = Math.max(START, issuedOn - chance.between(10, 40));
  const recommendations = restingOn(served, industry, draftedOn);
  const drafted = book.open('mechanism', {
    type: 'DraftMechanism',
    data: { department: team.org, industry: nameOf(industry), kind, title: `${nameOf(industry)}${titles[kind]}`, recommendations },
    on: draftedOn,
    team,
  });
  const tell = sequel(drafted, book);
  const data = { mechanismNumber: numbers.paper('青规', issuedOn), inForceFrom: dateOf(inForceOn) };
  tell({ type: 'IssueMechanism', data, on: issuedOn, team, second: true });
  if (amendedOn !== undefined && amendedOn <= LAST) tell({ type: 'AmendMechanism', data: { note: '补充信用惩戒条款' }, on: amendedOn, team });
  if (repealedOn !== undefined) tell({ type: 'RepealMechanism', data: { ground: '与上位规定重复' }, on: repealedOn, team, lag: chance.between(1, 6) });
}
