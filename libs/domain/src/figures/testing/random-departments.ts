import { type HearingEvent, officials } from '../../hearing/hearing-messages.ts';
import { type IndicatorKey, indicatorKeyNames, isCountOnly } from '../../indicator/indicator-keys.ts';
import type { IndicatorEvent } from '../../indicator/indicator-messages.ts';
import type { CivilDate } from '../../kernel/civil-date.ts';
import type { Month } from '../../kernel/fields.ts';
import type { StreamId } from '../../kernel/identifiers.ts';
import type { ProblemEvent, RectificationPlanEvent } from '../../rectification/rectification-messages.ts';
import { type RecommendationEvent, recommendationKinds } from '../../rectification/recommendation-messages.ts';
import { type RegisterEvent, institutionLevels } from '../../register/register-messages.ts';
import type { MajorProjectEvent } from '../../risk-assessment/risk-assessment-messages.ts';
import { type Act, type Pen, someOf, splitting } from './random-pen.ts';

const text = 'for the test';
/** Months that indicators are about, of the year that flows are added up over and around it. */
const months = ['2018-12', '2019-01', '2019-02', '2019-06', '2019-12', '2020-01'] as Month[];
const countedKeys = indicatorKeyNames.filter((key) => !isCountOnly(key));
/** Days on which major projects are decided, in 2019 or just outside it: long after all else in a log, which counting must not mind. */
export const decisionDays = ['2018-12-31', '2019-01-01', '2019-03-15', '2019-03-15', '2019-08-01', '2019-12-31', '2020-01-01'] as CivilDate[];
/** The month that the paper names, and the days around it. */
export const hearingDays = ['2019-09-30', '2019-10-01', '2019-10-15', '2019-10-31', '2019-11-01'] as CivilDate[];
export const assessmentDays = ['2018-12-30', '2019-01-01', '2019-03-14', '2019-03-15', '2019-07-31', '2019-12-31'] as CivilDate[];

export function rectification(pen: Pen): readonly Act[] {
  const { tell, pick, district, inDays } = pen;
  const recommendation = someOf(pen, 'recommendation', (stream) =>
    tell(stream, {
      type: 'RecommendationDrafted',
      data: { kind: pick(recommendationKinds), addressee: text, industry: text, issues: [text], groups: [], cases: [], district: district() },
    }),
  );
  const paperwork = () =>
    pick<RecommendationEvent>([
      { type: 'RecommendationApproved', data: {} },
      { type: 'RecommendationObjected', data: { ground: text } },
      { type: 'ObjectionDecided', data: { outcome: 'UPHELD' } },
      { type: 'RecommendationAmended', data: { issues: [text] } },
      { type: 'RecommendationKindCorrected', data: { from: 'JUDICIAL', kind: pick(recommendationKinds) } },
      { type: 'RecommendationSupervised', data: {} },
      { type: 'RecommendationReplied', data: { replyNumber: text, summary: text } },
      { type: 'ReplyAssessed', data: { assessment: 'ADEQUATE' } },
      { type: 'RecommendationClosed', data: {} },
    ]);
  const drafted = { department: text, industry: text, recommendations: [] };
  const plan = someOf(pen, 'rectification_plan', (stream) =>
    tell(stream, { type: 'PlanDrafted', data: { ...drafted, planNumber: text, until: inDays(90), problems: [], district: district() } }),
  );
  const mechanism = someOf(pen, 'mechanism', (stream) =>
    tell(stream, { type: 'MechanismDrafted', data: { ...drafted, kind: 'SYSTEM', title: text, district: district() } }),
  );
  const found = (splitFrom?: StreamId<'problem'>): ProblemEvent => ({
    type: 'ProblemFound',
    data: { problemNumber: text, industry: text, finding: text, district: district(), ...(splitFrom && { splitFrom }) },
  });
  const problem = someOf(pen, 'problem', (stream) => tell(stream, found()));
  return [
    [4, () => tell(recommendation(), { type: 'RecommendationServed', data: { recommendationNumber: text, replyDue: inDays(60) } })],
    [1, () => tell(recommendation(), { type: 'RecommendationWithdrawn', data: { ground: text } })],
    [1, () => tell(recommendation(), paperwork())],
    [4, () => tell(plan(), { type: 'PlanAdopted', data: {} })],
    [1, () => tell(plan(), { type: 'PlanSuperseded', data: { by: plan() } })],
    [1, () => tell(plan(), { type: 'PlanAbandoned', data: { ground: text } })],
    [4, () => tell(mechanism(), { type: 'MechanismIssued', data: { mechanismNumber: text, inForceFrom: inDays(10) } })],
    [1, () => tell(mechanism(), { type: 'MechanismRepealed', data: { ground: text } })],
    [1, () => tell(mechanism(), { type: 'MechanismAmended', data: { note: text } })],
    [
      1,
      () =>
        tell(
          plan(),
          pick<RectificationPlanEvent>([
            { type: 'PlanStarted', data: {} },
            { type: 'PlanAccepted', data: {} },
          ]),
        ),
    ],
    [
      1,
      () =>
        tell(
          problem(),
          pick<ProblemEvent>([
            { type: 'ProblemAssigned', data: { department: text } },
            { type: 'RectifyingStarted', data: {} },
            { type: 'ProblemReportedDone', data: { evidence: text } },
          ]),
        ),
    ],
    [6, () => tell(problem(), { type: 'ProblemAccepted', data: {} })],
    [2, () => tell(problem(), { type: 'ProblemReopened', data: { finding: text } })],
    [1, () => tell(problem(), found())],
    [1, splitting(pen, 'problem', problem, found, (child) => ({ type: 'ProblemSplit', data: { child } }))],
  ];
}

export function indicators(pen: Pen): readonly Act[] {
  const { tell, pick, int, next, district } = pen;
  const defined = (key: IndicatorKey): IndicatorEvent => ({ type: 'IndicatorDefined', data: { key, district: district() } });
  const value = () => int(40) * 10;
  const begun = (stream: StreamId<'indicator'>) => {
    const period = pick(months);
    tell(stream, defined(next() < 0.95 ? pick(countedKeys) : 'petition.received'));
    tell(stream, { type: 'IndicatorReported', data: { period, value: value() } });
    if (next() < 0.8) tell(stream, { type: 'IndicatorCertified', data: { period } });
  };
  const some = someOf(pen, 'indicator', begun, 0.5);
  return [
    [1, () => tell(some(), defined(pick(countedKeys)))],
    [6, () => tell(some(), { type: 'IndicatorReported', data: { period: pick(months), value: value() } })],
    [4, () => tell(some(), { type: 'IndicatorCorrected', data: { period: pick(months), from: value(), value: value() } })],
    [8, () => tell(some(), { type: 'IndicatorCertified', data: { period: pick(months) } })],
  ];
}

export function registers(pen: Pen): readonly Act[] {
  const { tell, fresh, pick, int, next, district, inDays, streams } = pen;
  const code = 'R-1';
  const begun = (beginning: RegisterEvent) => {
    const stream = fresh('register_entry');
    tell(stream, beginning);
    return stream;
  };
  const term = () => (next() < 0.6 ? { until: inDays(int(120) - 20) } : {});
  /** An officer, an enterprise and what joins them. */
  const joined = () => {
    const officer = begun({ type: 'OfficerListed', data: { code, district: district() } });
    const enterprise = begun({ type: 'EnterpriseListed', data: { creditCode: '91999900MA00000019', district: district() } });
    return begun({ type: 'LiaisonEstablished', data: { officer, enterprise, district: district() } });
  };
  const entry = () => (streams('register_entry').length > 0 ? pick(streams('register_entry')) : joined());
  const beginning = (): RegisterEvent =>
    pick<RegisterEvent>([
      { type: 'SupervisorAppointed', data: { code, ...term(), district: district() } },
      { type: 'OfficerListed', data: { code, district: district() } },
      { type: 'EnterpriseListed', data: { creditCode: '91999900MA00000019', district: district() } },
      { type: 'LiaisonEstablished', data: { officer: entry(), enterprise: entry(), district: district() } },
      ...institutionLevels.map((level): RegisterEvent => ({ type: 'InstitutionOpened', data: { code, level, district: district() } })),
      { type: 'AdviserEngaged', data: { communityCode: code, contractNumber: text, ...term(), district: district() } },
    ]);
  return [
    [8, () => begun(beginning())],
    [3, joined],
    [1, () => tell(entry(), beginning())],
    [4, () => tell(entry(), { type: 'RegisterEntryRenewed', data: { until: inDays(int(200) - 30) } })],
    [2, () => tell(entry(), { type: 'RegisterEntryEnded', data: { ground: text } })],
    [2, () => tell(entry(), { type: 'RegisterEntryMoved', data: { toDistrict: district() } })],
  ];
}

export function hearings(pen: Pen): readonly Act[] {
  const { tell, pick, next, district } = pen;
  const official = () => pick([...officials, 'NONE', 'NONE'] as const);
  const scheduled = (): HearingEvent => ({
    type: 'HearingScheduled',
    data: { docketNumber: '（2018）鲁02行初1号', court: text, defendant: text, district: district() },
  });
  const some = someOf(pen, 'hearing', (stream) => tell(stream, scheduled()), 0.25);
  return [
    [1, () => tell(some(), scheduled())],
    [7, () => tell(some(), { type: 'AdministrativeHearingHeld', data: { official: official() } }, next() < 0.3 ? pick(hearingDays) : undefined)],
    [4, () => tell(some(), { type: 'AppearanceDeclared', data: { official: official() } })],
    [3, () => tell(some(), { type: 'AppearanceCorrected', data: { from: official(), official: official() } })],
    [1, () => tell(some(), { type: 'HearingCancelled', data: { ground: text } })],
  ];
}

export function projects(pen: Pen): readonly Act[] {
  const { tell, pick, next, district } = pen;
  const registered = (): MajorProjectEvent => ({
    type: 'MajorProjectRegistered',
    data: { code: text, level: next() < 0.8 ? 'CITY' : 'DISTRICT', requiresAssessment: next() < 0.75, district: district() },
  });
  const some = someOf(pen, 'major_project', (stream) => tell(stream, registered()), 0.25);
  return [
    [1, () => tell(some(), registered())],
    [
      7,
      () => tell(some(), { type: 'ProjectDecided', data: { decision: pick(['APPROVED', 'APPROVED', 'REJECTED', 'DEFERRED'] as const) } }, pick(decisionDays)),
    ],
    [1, () => tell(some(), { type: 'ProjectDecided', data: { decision: 'APPROVED' } })],
    [5, () => tell(some(), { type: 'RiskAssessmentCompleted', data: { risk: 'LOW' } }, pick(assessmentDays))],
    [1, () => tell(some(), { type: 'RiskAssessmentCompleted', data: { risk: 'HIGH' } })],
    [2, () => tell(some(), { type: 'RequirementCorrected', data: { requiresAssessment: next() < 0.7 } })],
  ];
}
