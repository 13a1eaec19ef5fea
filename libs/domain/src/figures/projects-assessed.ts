import { type CivilDate, type Day, dayOf } from '../kernel/civil-date.ts';
import type { Figure, Histories } from './figure.ts';
import { once } from './figure.ts';
import type { Stream } from './history.ts';
import { FOREVER } from './spans.ts';
import type { ToldEvent, ToldOf, ToldType } from './told-events.ts';

const [FIRST, LAST] = ['2019-01-01', '2019-12-31'].map((date) => dayOf(date as CivilDate)) as [Day, Day];

/** The event of some types that was told last: what it says holds at every date. */
export function lastTold<T extends ToldType>(events: readonly ToldEvent[], ...types: readonly T[]): ToldOf<T> | undefined {
  return events.reduce<ToldEvent | undefined>(
    (last, event) => (types.some((type) => type === event.type) && (last?.position ?? 0) < event.position ? event : last),
    undefined,
  ) as ToldOf<T> | undefined;
}

const reads = ['MajorProjectRegistered', 'RequirementCorrected', 'RiskAssessmentCompleted', 'ProjectDecided'] as const satisfies readonly ToldType[];

/** Counts from the day of the first decision, if that was taken in the year of the paper. */
function countProject(unit: Stream, histories: Histories, isAssessedOnly: boolean) {
  const events = histories.of(unit);
  const project = lastTold(events, 'MajorProjectRegistered')?.data;
  const requires = lastTold(events, 'MajorProjectRegistered', 'RequirementCorrected')?.data.requiresAssessment;
  const decision = events.find((event) => event.type === 'ProjectDecided' && event.data.decision !== 'DEFERRED');
  if (project?.level !== 'CITY' || !requires || !decision || decision.on < FIRST || decision.on > LAST) return [];
  const isAssessed = events.some((event) => event.type === 'RiskAssessmentCompleted' && event.on < decision.on);
  if (isAssessedOnly && !isAssessed) return [];
  return [{ from: decision.on, to: FOREVER, since: decision.position, until: 0, value: once(project.district) }];
}

const shared = {
  area: 'A4',
  owner: 'political_legal',
  kind: 'rate',
  fact: 'flow',
  version: 1,
  unit: 'major_project',
  measureWord: '个',
  scopeStart: '2019-01-01' as CivilDate,
  reads,
} as const;

export const projectsAssessed: Figure = {
  ...shared,
  id: 'F30',
  code: 30,
  name: { zh: '市级重大工程项目社会稳定风险评估率', en: 'social-stability risk assessment rate of city-level major projects' },
  print: { as: 'rate', of: 'F30-of' },
  rule: {
    zh: '2019年内决策、应当评估的市级重大工程项目中，决策前已完成社会稳定风险评估的比率；决策之后补做的不计。',
    en: 'Of the city-level major projects decided in 2019 that required one, those with a social-stability risk assessment completed before the day of the decision. One made up for later does not count.',
  },
  count: (unit, histories) => countProject(unit, histories, true),
};
export const projectsDecided: Figure = {
  ...shared,
  id: 'F30-of',
  code: 630,
  name: { zh: '应评估的市级重大工程项目', en: 'city-level major projects that required an assessment' },
  print: { as: 'exact' },
  rule: { zh: '2019年内决策、应当评估的市级重大工程项目。', en: 'City-level major projects decided in 2019 that required an assessment.' },
  count: (unit, histories) => countProject(unit, histories, false),
};
