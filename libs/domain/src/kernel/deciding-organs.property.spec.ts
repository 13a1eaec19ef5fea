import fc from 'fast-check';
import { deciders } from '../deciders.ts';
import type { HearingEvent } from '../hearing/hearing-messages.ts';
import type { IndicatorEvent } from '../indicator/indicator-messages.ts';
import type { ProblemEvent } from '../rectification/rectification-messages.ts';
import type { RecommendationEvent } from '../rectification/recommendation-messages.ts';
import type { RegisterEvent } from '../register/register-messages.ts';
import type { InvestigationEvent } from '../umbrella/investigation-messages.ts';
import type { LeadEvent } from '../umbrella/lead-messages.ts';
import type { Message, RecordedEvent } from './envelope.ts';
import type { Category, StreamId } from './identifiers.ts';
import { type Look, courses, follow, nothingWrong, soundness } from './testing/random-course.ts';
import { organsWorld } from './testing/organs-world.ts';
import type { Registry } from './testing/registry.ts';

const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 60);

/** The standing records of each stream of an aggregate, found without the decider. */
type Of<E extends Message> = readonly { [T in E['type']]: RecordedEvent<Extract<E, { type: T }>> }[E['type']][];
const each = <E extends Message>(registry: Registry, category: Category): readonly { readonly id: StreamId; readonly events: Of<E> }[] =>
  registry.streamsOf(category).map((id) => ({ id, events: registry.live(id) as Of<E> }));
const is =
  <T extends string>(...types: readonly T[]) =>
  <E extends Message>(event: E): event is Extract<E, { type: T }> =>
    (types as readonly string[]).includes(event.type);

/** Nobody does both: whoever did the one, the last time before it, did not do the other. */
const ownWork =
  (category: Category, first: string, second: string): Look =>
  (registry) =>
    each(registry, category).flatMap(({ events }) =>
      events.filter((event, i) => event.type === second && events.slice(0, i).findLast(({ type }) => type === first)?.actor.user === event.actor.user),
    );

// Discipline and supervision

const repeatsItself: Look = (registry) => {
  const next = new Map(
    each<LeadEvent>(registry, 'umbrella_lead').map(({ id, events }) => [
      id,
      events.find(is('LeadsMerged'))?.data.survivor ?? events.find(is('LeadScreened'))?.data.of,
    ]),
  );
  return [...next.keys()].filter((id) => {
    const seen = new Set<StreamId>();
    for (let one: StreamId | undefined = id; one !== undefined; one = next.get(one)) {
      if (seen.has(one)) return true;
      seen.add(one);
    }
    return false;
  });
};
const sanctions = ['PartySanctionImposed', 'AdministrativeSanctionImposed', 'AccountabilityDecided', 'Admonished', 'TransferredToProsecution'] as const;
/** One person's part, in the order of the records: what stands since the disposition was last changed. */
const wrongParts: Look = (registry) =>
  each<InvestigationEvent>(registry, 'umbrella_investigation').flatMap(({ id, events }) => {
    const about = (person: string) => events.filter(({ data }) => 'person' in data && data.person === person);
    const persons = events.filter(is('PersonInvestigationOpened')).map(({ data }) => data.person);
    const left = events.filter(is('InvestigationSplit')).flatMap(({ data }) => data.persons);
    const isOver = events.some(is('InvestigationClosed', 'InvestigationWithdrawn', 'InvestigationsMerged', 'InvestigationReferred'));
    return persons
      .filter((person) => !left.includes(person))
      .flatMap((person) => {
        const own = about(person);
        const count = (type: string) => own.filter((event) => event.type === type).length;
        const changed = own.findLastIndex((event) => is('DispositionReviewed')(event) && event.data.outcome === 'CHANGED');
        const outcomes = own.slice(changed + 1).filter(is('NoActionDecided', ...sanctions));
        const wrong = {
          'retained twice': count('RetentionImposed') > 1,
          'extended twice': count('RetentionExtended') > 1,
          'retained to the end': isOver && count('RetentionImposed') > count('RetentionLifted'),
          'sanctioned although no action was decided': outcomes.length > 1 && outcomes.some(is('NoActionDecided')),
          'closed without an outcome': changed < 0 && events.some(is('InvestigationClosed')) && outcomes.length === 0,
        };
        return Object.entries(wrong).flatMap(([what, isSo]) => (isSo ? [`${person} in ${id}: ${what}`] : []));
      });
  });

// Departments and the campaign office

const organOf = { SUPERVISORY: 'DISCIPLINE', JUDICIAL: 'COURT JUDGE', PROCURATORIAL: 'PROCURATOR', ENFORCEMENT: 'POLICE' } as const;
const issuerActs = is('RecommendationApproved', 'RecommendationServed', 'ObjectionDecided', 'ReplyAssessed', 'RecommendationClosed', 'RecommendationWithdrawn');
const ofAnotherOrgan: Look = (registry) =>
  each<RecommendationEvent>(registry, 'recommendation').flatMap(({ events }) => {
    let kind: keyof typeof organOf | undefined;
    return events.filter((event) => {
      if (is('RecommendationDrafted', 'RecommendationKindCorrected')(event)) kind = event.data.kind;
      const organ = kind && organOf[kind];
      return issuerActs(event) && !organ?.split(' ').some((name) => event.actor.role.includes(name));
    });
  });
const servedUnapproved: Look = (registry) =>
  each<RecommendationEvent>(registry, 'recommendation').filter(
    ({ events }) => events.some(is('RecommendationServed')) && !events.some(is('RecommendationApproved')),
  );
/** Who rectified a problem or reported that does not strike it off. */
const acceptedByRectifier: Look = (registry) =>
  each<ProblemEvent>(registry, 'problem').flatMap(({ events }) => {
    const rectifiers = events.filter(is('RectifyingStarted', 'ProblemReportedDone')).map(({ actor }) => actor.user);
    return events.filter((event) => is('ProblemAccepted')(event) && rectifiers.includes(event.actor.user));
  });

// Registers and figures

const reportedTwice: Look = (registry) =>
  each<IndicatorEvent>(registry, 'indicator').filter(({ events }) => {
    const periods = events.filter(is('IndicatorReported')).map(({ data }) => data.period);
    return new Set(periods).size < periods.length;
  });
const certifiedByReporter: Look = (registry) =>
  each<IndicatorEvent>(registry, 'indicator').flatMap(({ events }) =>
    events.filter((event, i) => {
      if (!is('IndicatorCertified')(event)) return false;
      const given = events.slice(0, i).findLast((one) => is('IndicatorReported', 'IndicatorCorrected')(one) && one.data.period === event.data.period);
      return given === undefined || given.actor.user === event.actor.user;
    }),
  );
const brokenLiaison: Look = (registry) =>
  each<RegisterEvent>(registry, 'register_entry').filter(({ events }) =>
    events.filter(is('LiaisonEstablished')).some(({ data }) => {
      // an entry does not know its liaisons: one that was listed by mistake can be voided under them
      const begins = (id: StreamId, type: string) => registry.events(id).some((event) => event.type === type);
      return !begins(data.officer, 'OfficerListed') || !begins(data.enterprise, 'EnterpriseListed');
    }),
  );
const heardAndCancelled: Look = (registry) =>
  each<HearingEvent>(registry, 'hearing').filter(({ events }) => events.filter(is('AdministrativeHearingHeld', 'HearingCancelled')).length > 1);
const assessedByDecider: Look = (registry) =>
  each(registry, 'major_project').filter(({ events }) => {
    const users = (type: string) => events.filter((event) => event.type === type).map(({ actor }) => actor.user);
    return users('RiskAssessmentCompleted').some((user) => users('ProjectDecided').includes(user));
  });

const invariants: Readonly<Record<string, Look>> = {
  'a lead repeats itself': repeatsItself,
  'who received a lead had it verified': ownWork('umbrella_lead', 'LeadReceived', 'LeadVerificationOpened'),
  'who filed an investigation reviewed it': ownWork('umbrella_investigation', 'InvestigationFiled', 'InvestigationReviewed'),
  'a person is retained or disposed of against the law': wrongParts,
  'who drafted a recommendation approved it': ownWork('recommendation', 'RecommendationDrafted', 'RecommendationApproved'),
  'a recommendation is served without an approval': servedUnapproved,
  'a recommendation is followed up by another organ': ofAnotherOrgan,
  'who drafted a plan adopted it': ownWork('rectification_plan', 'PlanDrafted', 'PlanAdopted'),
  'who drafted a mechanism issued it': ownWork('mechanism', 'MechanismDrafted', 'MechanismIssued'),
  'who rectified a problem struck it off': acceptedByRectifier,
  'a liaison is without its officer or its enterprise': brokenLiaison,
  'a cell is reported twice': reportedTwice,
  'who reported a cell certified it': certifiedByReporter,
  'a hearing is held and cancelled': heardAndCancelled,
  'who assessed a project decided it': assessedByDecider,
  'who explained a check signed it': ownWork('check_exception', 'CheckExplained', 'ExceptionSigned'),
};

describe('random courses of what the organs beside the courts do', () => {
  const told = new Set<string>();
  it('are accepted or refused, never a fault, make lawful records, and never leave what the law does not know', () => {
    fc.assert(
      fc.property(courses(180), (steps) =>
        follow(organsWorld, steps, (registry, issued, decided, again) => {
          soundness(registry, issued, decided, again);
          for (const { type } of decided) told.add(type);
          if (decided.length > 0) nothingWrong(invariants, registry);
        }),
      ),
      { numRuns, endOnFailure: true }, // the seed tells enough, and to shorten a long course takes long
    );
  });
  it('come to most of what these aggregates can tell', () => {
    const types = (Object.keys(organsWorld.shares) as Category[]).flatMap((category) => Object.keys(deciders[category].events));
    expect(types.filter((type) => told.has(type)).length / types.length).toBeGreaterThan(numRuns < 60 ? 0 : 0.8);
  });
});
