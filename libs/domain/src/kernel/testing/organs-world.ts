import type { CheckExceptionCommand } from '../../publication/check-exception-messages.ts';
import type { HearingCommand } from '../../hearing/hearing-messages.ts';
import type { IndicatorCommand } from '../../indicator/indicator-messages.ts';
import type { MechanismCommand, ProblemCommand, RectificationPlanCommand } from '../../rectification/rectification-messages.ts';
import { type RecommendationCommand, recommendationKinds } from '../../rectification/recommendation-messages.ts';
import type { RegisterCommand } from '../../register/register-messages.ts';
import type { MajorProjectCommand } from '../../risk-assessment/risk-assessment-messages.ts';
import { type InvestigationCommand, administrativeSanctions, partySanctions } from '../../umbrella/investigation-messages.ts';
import { umbrellaInvestigation } from '../../umbrella/investigation.ts';
import { type LeadCommand, umbrellaKinds } from '../../umbrella/lead-messages.ts';
import { umbrellaLead } from '../../umbrella/lead.ts';
import { addDays } from '../civil-date.ts';
import { type Month, monthOf } from '../fields.ts';
import type { PersonId, StreamId } from '../identifiers.ts';
import { streamNamed } from '../specify.ts';
import { type Chance, type World, number, officer, text, turnsOf } from './random-course.ts';
import type { Registry } from './registry.ts';

/** The organs beside the courts: discipline and supervision, departments, the campaign office, those who report and print figures. */
export const persons: readonly PersonId[] = [1, 2, 3].map((n) => streamNamed('person', n));
const [somebody] = persons as [PersonId];
const theGroup = streamNamed('crime_group', 1);
const leads = [1, 2, 3].map((n) => streamNamed('umbrella_lead', n));
const investigations = [1, 2, 3].map((n) => streamNamed('umbrella_investigation', n));
const recommendations = [1, 2, 3].map((n) => streamNamed('recommendation', n));
const plans = [1, 2, 3].map((n) => streamNamed('rectification_plan', n));
const mechanisms = [1, 2].map((n) => streamNamed('mechanism', n));
const problems = [1, 2].map((n) => streamNamed('problem', n));
const entries = [1, 2, 3, 4, 5].map((n) => streamNamed('register_entry', n));
const indicators = [1, 2].map((n) => streamNamed('indicator', n));
const hearings = [1, 2].map((n) => streamNamed('hearing', n));
const projects = [1, 2].map((n) => streamNamed('major_project', n));
const exceptions = [1, 2].map((n) => streamNamed('check_exception', n));

const nothing = () => ({});
const ground = () => ({ ground: text });
const kind = (chance: Chance) => chance.of(...umbrellaKinds);
const soon = (chance: Chance, registry: Registry) => addDays(registry.today, 1 + chance.below(30));
const district = '370202' as const;

// Discipline and supervision

const toLead = turnsOf<LeadCommand>('umbrella_lead');
const otherLead = (chance: Chance, registry: Registry) => chance.from(registry.streamsOf('umbrella_lead'), streamNamed('umbrella_lead', 1));
const leadTurns = [
  toLead('ReceiveLead', (chance) => ({ leadNumber: number(chance, 'L'), source: 'PETITION', kindHint: kind(chance), group: theGroup, subjects: [somebody] })),
  toLead(
    'ScreenLead',
    (chance, registry) =>
      chance.of(
        { outcome: 'RELEVANT' },
        { outcome: 'RELEVANT' },
        { outcome: 'OUT_OF_SCOPE' },
        { outcome: 'REFERRED', to: text },
        { outcome: 'DUPLICATE', of: otherLead(chance, registry) },
      ),
    8,
  ),
  toLead('OpenVerification', nothing, 8),
  toLead('CloseVerification', (chance) => ({ outcome: chance.of('TO_INVESTIGATION', 'TO_INVESTIGATION', 'UNFOUNDED') }), 8),
  toLead('MergeLead', (chance, registry) => ({ survivor: otherLead(chance, registry) }), 2),
  toLead('PutLeadOutOfScope', () => ({ basis: text }), 1),
  toLead('ReferLead', () => ({ to: text }), 1),
  toLead('SplitLead', (chance) => ({ leadNumber: number(chance, 'L') }), 1),
];
const toInvestigation = turnsOf<InvestigationCommand>('umbrella_investigation');
const inIt = (chance: Chance, registry: Registry, stream: StreamId) => ({
  person: chance.from(
    registry.state(umbrellaInvestigation, stream).persons.map((part) => part.person),
    somebody,
  ),
});
const investigationTurns = [
  toInvestigation('FileInvestigation', (chance, registry) => {
    const ready = registry.streamsOf('umbrella_lead').filter((id) => registry.state(umbrellaLead, id).outcome === 'TO_INVESTIGATION');
    const from =
      chance.below(2) === 0 && ready.length > 0 ? { leads: [chance.from(ready, streamNamed('umbrella_lead', 1))] } : { leads: [], ownInitiative: text };
    return { ...from, investigationNumber: number(chance, 'I'), principalKind: kind(chance), groups: [theGroup], cases: [] };
  }),
  toInvestigation('OpenPersonInvestigation', (chance) => ({ person: chance.from(persons, somebody), rankBand: 'SECTION' }), 6),
  toInvestigation('ChangePrincipalKind', (chance) => ({ kind: kind(chance), basis: text }), 1),
  toInvestigation('ImposeRetention', (chance, registry, stream) => ({ ...inIt(chance, registry, stream), approvedBy: text })),
  toInvestigation('ExtendRetention', (chance, registry, stream) => ({ ...inIt(chance, registry, stream), approvedBy: text })),
  toInvestigation('LiftRetention', inIt),
  toInvestigation('ReviewInvestigation', () => ({ opinion: text }), 3),
  toInvestigation('ImposePartySanction', (chance, registry, stream) => ({ ...inIt(chance, registry, stream), sanction: chance.of(...partySanctions) })),
  toInvestigation('ImposeAdministrativeSanction', (chance, registry, stream) => ({
    ...inIt(chance, registry, stream),
    sanction: chance.of(...administrativeSanctions),
  })),
  toInvestigation('DecideAccountability', (chance, registry, stream) => ({ ...inIt(chance, registry, stream), form: text }), 2),
  toInvestigation('Admonish', inIt, 2),
  toInvestigation('DecideNoAction', (chance, registry, stream) => ({ ...inIt(chance, registry, stream), ...ground() })),
  toInvestigation('TransferToProsecution', (chance, registry, stream) => ({ ...inIt(chance, registry, stream), procuratorate: text }), 2),
  toInvestigation('RequestDispositionReview', inIt),
  toInvestigation('DecideDispositionReview', (chance, registry, stream) => ({
    ...inIt(chance, registry, stream),
    outcome: chance.of('UPHELD', 'CHANGED'),
    level: chance.of('REVIEW', 'FURTHER_REVIEW'),
  })),
  toInvestigation('ClearName', inIt),
  toInvestigation('CloseInvestigation', nothing, 3),
  toInvestigation('WithdrawInvestigation', () => ({ ground: text, unitNotified: true }), 1),
  toInvestigation(
    'MergeInvestigation',
    (chance, registry) => ({ survivor: chance.from(registry.streamsOf('umbrella_investigation'), streamNamed('umbrella_investigation', 1)) }),
    1,
  ),
  toInvestigation(
    'SplitInvestigation',
    (chance, registry, stream) => ({ investigationNumber: number(chance, 'I'), persons: [inIt(chance, registry, stream).person] }),
    1,
  ),
  toInvestigation('ReferInvestigation', () => ({ to: text }), 1),
];

// Recommendations, and what departments make of them

const toRecommendation = turnsOf<RecommendationCommand>('recommendation');
const oneServed = (chance: Chance, registry: Registry) =>
  registry.streamsOf('recommendation').length > 0 ? [chance.from(registry.streamsOf('recommendation'), streamNamed('recommendation', 1))] : [];
const recommendationTurns = [
  toRecommendation(
    'DraftRecommendation',
    (chance) => ({ kind: chance.of(...recommendationKinds), addressee: text, industry: text, issues: [text], groups: [theGroup], cases: [] }),
    8,
  ),
  toRecommendation('ApproveRecommendation', nothing),
  toRecommendation('ServeRecommendation', (chance, registry) => ({ recommendationNumber: number(chance, 'RC'), replyDue: soon(chance, registry) })),
  toRecommendation('ObjectToRecommendation', ground, 2),
  toRecommendation('DecideObjection', (chance) => ({ outcome: chance.of('UPHELD', 'REJECTED') }), 6),
  toRecommendation('AmendRecommendation', (chance) => ({ issues: [number(chance, 'amended')] }), 2),
  toRecommendation('WithdrawRecommendation', ground, 1),
  toRecommendation('CorrectRecommendationKind', (chance) => ({ kind: chance.of(...recommendationKinds) }), 1),
  toRecommendation('SuperviseRecommendation', nothing, 3),
  toRecommendation('ReplyToRecommendation', (chance) => ({ replyNumber: number(chance, 'RE'), summary: text }), 2),
  toRecommendation('AssessReply', (chance) => ({ assessment: chance.of('ADEQUATE', 'PARTIAL') }), 6),
  toRecommendation('CloseRecommendation', nothing, 4),
];
const toPlan = turnsOf<RectificationPlanCommand>('rectification_plan');
const planTurns = [
  toPlan('DraftPlan', (chance, registry) => ({
    planNumber: number(chance, 'PL'),
    department: text,
    industry: text,
    until: soon(chance, registry),
    recommendations: oneServed(chance, registry),
    problems: [],
  })),
  toPlan('AdoptPlan', nothing),
  toPlan('StartPlan', nothing),
  toPlan('AcceptPlan', nothing, 2),
  toPlan('SupersedePlan', (chance, registry) => ({ by: chance.from(registry.streamsOf('rectification_plan'), streamNamed('rectification_plan', 1)) }), 2),
  toPlan('AbandonPlan', ground, 1),
];
const toMechanism = turnsOf<MechanismCommand>('mechanism');
const mechanismTurns = [
  toMechanism('DraftMechanism', (chance, registry) => ({
    department: text,
    industry: text,
    kind: 'SYSTEM',
    title: text,
    recommendations: oneServed(chance, registry),
  })),
  toMechanism('IssueMechanism', (chance, registry) => ({ mechanismNumber: number(chance, 'ME'), inForceFrom: registry.today })),
  toMechanism('AmendMechanism', (chance) => ({ note: number(chance, 'note') })),
  toMechanism('RepealMechanism', ground, 1),
];
const toProblem = turnsOf<ProblemCommand>('problem');
const problemTurns = [
  toProblem('FindProblem', (chance) => ({ problemNumber: number(chance, 'PR'), industry: text, finding: text })),
  toProblem('AssignProblem', () => ({ department: text })),
  toProblem('StartRectifying', nothing),
  toProblem('ReportProblemDone', () => ({ evidence: text })),
  toProblem('AcceptProblem', nothing),
  toProblem('ReopenProblem', () => ({ finding: text }), 2),
  toProblem('SplitProblem', (chance) => ({ problemNumber: number(chance, 'PR'), finding: text }), 1),
];

// Registers and figures

const toEntry = turnsOf<RegisterCommand>('register_entry');
const term = (chance: Chance, registry: Registry) => ({ until: soon(chance, registry), district });
const anEntry = (chance: Chance) => chance.from(entries, streamNamed('register_entry', 1));
const entryTurns = [
  toEntry('AppointSupervisor', (chance, registry) => ({ code: number(chance, 'S'), ...term(chance, registry) }), 1),
  toEntry('ListOfficer', (chance) => ({ code: number(chance, 'O'), district })),
  toEntry('ListEnterprise', () => ({ creditCode: '91999900MA00000019', district })),
  toEntry('EstablishLiaison', (chance) => ({ officer: anEntry(chance), enterprise: anEntry(chance) }), 8),
  toEntry('OpenInstitution', (chance) => ({ code: number(chance, 'C'), level: 'STATION', district }), 1),
  toEntry('EngageAdviser', (chance, registry) => ({ communityCode: number(chance, 'V'), contractNumber: number(chance, 'K'), ...term(chance, registry) }), 1),
  toEntry('RenewRegisterEntry', (chance, registry) => ({ until: soon(chance, registry) })),
  toEntry('EndRegisterEntry', ground, 1),
  toEntry('MoveRegisterEntry', (chance) => ({ toDistrict: chance.of('370202', '370203') }), 1),
];
const toIndicator = turnsOf<IndicatorCommand>('indicator');
const period = (chance: Chance, registry: Registry) => ({ period: chance.of(monthOf(registry.today), '2020-02' as Month) });
const indicatorTurns = [
  toIndicator('DefineIndicator', (chance) => ({ key: chance.of('grid.cells', 'petition.received'), district })),
  toIndicator('ReportIndicator', (chance, registry) => ({ ...period(chance, registry), value: chance.below(5) })),
  toIndicator('CertifyIndicator', period),
  toIndicator('CorrectIndicator', (chance, registry) => ({ ...period(chance, registry), value: chance.below(5) })),
];
const toHearing = turnsOf<HearingCommand>('hearing');
const official = (chance: Chance) => ({ official: chance.of('PRINCIPAL' as const, 'DEPUTY' as const, 'NONE' as const) });
const hearingTurns = [
  toHearing('ScheduleHearing', () => ({ docketNumber: '（2020）鲁0202行初1号', court: text, defendant: text, district })),
  toHearing('DeclareAppearance', official),
  toHearing('RecordHearing', official, 2),
  toHearing('CorrectAppearance', official),
  toHearing('CancelHearing', ground, 1),
];
const toProject = turnsOf<MajorProjectCommand>('major_project');
const projectTurns = [
  toProject('RegisterProject', (chance) => ({ code: number(chance, 'MP'), level: 'CITY', requiresAssessment: true, district })),
  toProject('CompleteAssessment', (chance) => ({ risk: chance.of('LOW', 'HIGH') })),
  toProject('DecideProject', (chance) => ({ decision: chance.of('APPROVED', 'DEFERRED', 'DEFERRED') })),
  toProject('CorrectRequirement', (chance) => ({ requiresAssessment: chance.below(2) === 0 }), 1),
];
const toException = turnsOf<CheckExceptionCommand>('check_exception');
const exceptionTurns = [
  toException('ExplainCheck', (_, registry) => ({ check: 'f17-within-f15', asOf: registry.today, explanation: text })),
  toException('SignException', nothing),
  toException('RevokeException', ground, 2),
];

const by = officer('POLICE_LEADER', 1);
export const organsWorld: World = {
  prelude: [
    ...persons.map((stream) => ({ stream, type: 'RegisterPerson', data: {}, by })),
    { stream: theGroup, type: 'IdentifyGroup', data: { alias: text, district, industries: [] }, by },
  ],
  streams: [
    ...leads,
    ...investigations,
    ...recommendations,
    ...plans,
    ...mechanisms,
    ...problems,
    ...entries,
    ...indicators,
    ...hearings,
    ...projects,
    ...exceptions,
  ],
  shares: {
    ...{ umbrella_lead: 8, umbrella_investigation: 16, recommendation: 8, rectification_plan: 5, mechanism: 3, problem: 4 },
    ...{ register_entry: 5, indicator: 3, hearing: 3, major_project: 3, check_exception: 3 },
  },
  turns: [
    ...[...leadTurns, ...investigationTurns, ...recommendationTurns, ...planTurns, ...mechanismTurns, ...problemTurns],
    ...[...entryTurns, ...indicatorTurns, ...hearingTurns, ...projectTurns, ...exceptionTurns],
  ],
};
