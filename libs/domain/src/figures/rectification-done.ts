import { type Day, dayOf } from '../kernel/civil-date.ts';
import type { District } from '../kernel/districts.ts';
import { type Figure, type Machine, campaignFigure, countedOnce, inCampaign, readsOf, standingFigure, statesOf } from './figure.ts';
import { joined } from './spans.ts';

type Paper = { readonly district?: District; readonly isDone?: boolean; readonly hasLeft?: boolean };
const drafted = (paper: Paper, { district }: { readonly district: District }): Paper => ({ ...paper, district });
const done = (paper: Paper, _: unknown, { on }: { readonly on: number }): Paper => (inCampaign(on) ? { ...paper, isDone: true } : paper);
const leaves = (paper: Paper): Paper => ({ ...paper, hasLeft: true });
const counted = ({ district, isDone, hasLeft }: Paper): District | undefined => (isDone && !hasLeft ? district : undefined);
const shared = { ...campaignFigure, initial: {}, counted } as const;

/** F19. The same text to two addressees is two documents. */
export const recommendationsServed = standingFigure<Paper>({
  ...shared,
  id: 'F19',
  code: 19,
  name: { zh: '监察、司法、检察、执法建议', en: 'supervisory, judicial, procuratorial and law-enforcement recommendations served' },
  unit: 'recommendation',
  measureWord: '条',
  owner: 'campaign_office',
  fact: 'stage',
  rule: {
    zh: '四类机关每份已送达的建议计一条，自2018年1月24日起送达；未被采纳的仍计。经异议成立等撤回的，自决定之日起退出。',
    en: 'Each document of the four kinds of organ served since 24 January 2018, once; one that is not adopted stays. It leaves on the day it is withdrawn, such as after an objection is upheld.',
  },
  evolve: { RecommendationDrafted: drafted, RecommendationServed: done, RecommendationWithdrawn: leaves },
});

export const plansAdopted = standingFigure<Paper>({
  ...shared,
  id: 'F20',
  code: 20,
  name: { zh: '专项整治方案', en: 'special rectification plans adopted' },
  unit: 'rectification_plan',
  measureWord: '个',
  owner: 'departments',
  fact: 'standing',
  rule: {
    zh: '主管部门每个已出台的专项整治方案计一个，自2018年1月24日起出台；被替代或者放弃的，自决定之日起退出。',
    en: 'Each plan adopted by a department since 24 January 2018, once. It leaves on the day it is superseded or abandoned.',
  },
  evolve: { PlanDrafted: drafted, PlanAdopted: done, PlanSuperseded: leaves, PlanAbandoned: leaves },
});

type Instrument = { readonly district?: District; readonly inForceOn?: Day; readonly isRepealed?: boolean };
type InForce = { readonly district: District; readonly on: Day };
const instrument: Machine<Instrument> = {
  initial: {},
  evolve: {
    MechanismDrafted: (state, { district }) => ({ ...state, district }),
    MechanismIssued: (state, { inForceFrom }, { on }) =>
      inCampaign(on) ? { ...state, inForceOn: Math.min(dayOf(inForceFrom), state.inForceOn ?? Infinity) } : state,
    MechanismRepealed: (state) => ({ ...state, isRepealed: true }),
  },
};

/** F21. An instrument issued ahead of its time counts from the day it is in force; an amendment of the same one adds nothing. */
export const mechanismsIssued: Figure = {
  ...campaignFigure,
  id: 'F21',
  code: 21,
  name: { zh: '完善监管制度机制', en: 'regulatory rules and mechanisms improved' },
  unit: 'mechanism',
  measureWord: '项',
  owner: 'departments',
  fact: 'standing',
  rule: {
    zh: '主管部门每项已印发且统计日有效的制度、机制、办法计一项，自2018年1月24日起印发，自施行之日起计；同一文件的修订不另计；废止的自决定之日起退出。',
    en: 'Each instrument issued by a department since 24 January 2018 and in force on the date of the figure, once; an amendment of the same one adds nothing. It leaves on the day it is repealed.',
  },
  reads: readsOf(instrument),
  count: (unit, histories) =>
    joined(
      statesOf(
        unit,
        histories,
        instrument,
        ({ district, inForceOn, isRepealed }): InForce | undefined =>
          district && inForceOn !== undefined && !isRepealed ? { district, on: inForceOn } : undefined,
        (a, b) => a.district === b.district && a.on === b.on,
      ).flatMap(({ value: { district, on }, ...span }) => (on < span.to ? [{ ...span, from: Math.max(span.from, on), value: district }] : [])),
    ).map(countedOnce),
};

/** F22. Accepted, reopened and accepted again is one problem. */
export const problemsRemedied = standingFigure<Paper>({
  ...shared,
  id: 'F22',
  code: 22,
  name: { zh: '治理突出问题', en: 'prominent problems remedied' },
  unit: 'problem',
  measureWord: '个',
  owner: 'campaign_office',
  fact: 'standing',
  rule: {
    zh: '每个统计日处于销号状态的突出问题计一个，自2018年1月24日起销号；回头看后重新启动整改的，自决定之日起退出，再次销号的重新计入。',
    en: 'Each problem struck off since 24 January 2018 that stands accepted on the date of the figure, once. It leaves on the day it is reopened, and counts again when it is accepted again.',
  },
  evolve: { ProblemFound: drafted, ProblemAccepted: done, ProblemReopened: (problem) => ({ ...problem, isDone: false }) },
});
