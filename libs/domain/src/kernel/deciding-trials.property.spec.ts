import fc from 'fast-check';
import type { ArrestReviewEvent } from '../arrest-review/arrest-review-messages.ts';
import type { AssetEvent } from '../asset/asset-messages.ts';
import type { CourtDocketEvent } from '../court-docket/court-docket-messages.ts';
import type { ProsecutionEvent } from '../prosecution/prosecution-messages.ts';
import { stageOf } from '../suspect/stage.ts';
import { deciders } from '../deciders.ts';
import { addDays } from './civil-date.ts';
import type { Message, RecordedEvent } from './envelope.ts';
import type { ArrestReviewId, AssetId, DocketId, ProsecutionId, StreamId, SuspectId } from './identifiers.ts';
import { type Look, courses, follow, nothingWrong, soundness } from './testing/random-course.ts';
import type { Registry } from './testing/registry.ts';
import { suspects, trialWorld } from './testing/trial-world.ts';

const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 60);

/** The standing records of a stream, found without the decider. */
type Of<E extends Message> = readonly { [T in E['type']]: RecordedEvent<Extract<E, { type: T }>> }[E['type']][];
const reviewed = (registry: Registry, id: ArrestReviewId) => registry.live(id) as Of<ArrestReviewEvent>;
const filed = (registry: Registry, id: ProsecutionId) => registry.live(id) as Of<ProsecutionEvent>;
const docketed = (registry: Registry, id: DocketId) => registry.live(id) as Of<CourtDocketEvent>;
const toldOf = (registry: Registry, id: AssetId) => registry.live(id) as Of<AssetEvent>;
const is =
  <T extends string>(...types: readonly T[]) =>
  <E extends Message>(event: E): event is Extract<E, { type: T }> =>
    (types as readonly string[]).includes(event.type);

// The procuratorate

const receivedOn = (registry: Registry, id: ArrestReviewId): string => {
  const opened = reviewed(registry, id).find(is('ArrestReviewOpened'));
  return opened?.data.splitFrom ? receivedOn(registry, opened.data.splitFrom) : (opened?.occurredOn ?? '9999-12-31');
};
/** CPL 91, SPP19 282: seven days where the suspect is detained, twenty where not; a reconsideration has terms of its own. */
const approvedTooLate: Look = (registry) =>
  registry.streamsOf('arrest_review').flatMap((id) => {
    const events = reviewed(registry, id);
    return events.filter(is('ArrestApproved')).filter(({ version, occurredOn, data }) => {
      const isReconsidered = events.some((one) => one.type === 'ReconsiderationDecided' && one.version === version - 1 && one.data.suspect === data.suspect);
      return !isReconsidered && occurredOn > addDays(receivedOn(registry, id) as never, 20);
    });
  });

const returnsOf = (registry: Registry, id: ProsecutionId): number => {
  const events = filed(registry, id);
  return (events.find(is('ProsecutionReviewOpened'))?.data.returns ?? 0) + events.filter(is('ReturnedForSupplement')).length;
};
const returnedThrice: Look = (registry) => registry.streamsOf('prosecution').filter((id) => returnsOf(registry, id) > 2);

/** What was told again of the same, without that a term began between. */
function twiceInOneTerm<E extends { readonly type: string }>(
  events: readonly E[],
  begins: (event: E) => boolean,
  what: (event: E) => string | undefined,
): readonly string[] {
  let told: string[] = [];
  return events.flatMap((event) => {
    if (begins(event)) told = [];
    const is = what(event);
    if (is === undefined) return [];
    told.push(is);
    return told.indexOf(is) < told.length - 1 ? [is] : [];
  });
}
const extendedTwice: Look = (registry) => [
  ...registry
    .streamsOf('prosecution')
    .flatMap((id) =>
      twiceInOneTerm(filed(registry, id), is('ReturnedForSupplement', 'ReviewResumed'), ({ type }) => (type === 'ReviewExtended' ? type : undefined)),
    ),
  ...registry
    .streamsOf('court_docket')
    .flatMap((id) =>
      twiceInOneTerm(docketed(registry, id), is('TrialResumed', 'DocketTransferred'), (event) =>
        event.type === 'TrialExtended' && event.data.approvedBy !== 'SUPREME_COURT' ? event.data.approvedBy : undefined,
      ),
    ),
];
const supplementedThrice: Look = (registry) =>
  registry.streamsOf('court_docket').filter((id) => {
    const events = docketed(registry, id);
    const before = events.find(is('DocketAccepted'))?.data.supplements ?? 0;
    return before + events.filter(is('TrialAdjourned')).filter(({ data }) => data.because === 'SUPPLEMENT').length > 2;
  });

/** A file and those it was merged into, the last one last. */
const mergersOf = (registry: Registry, id: ProsecutionId): readonly ProsecutionId[] => {
  const into = filed(registry, id).find(is('ProsecutionsMerged'))?.data.survivor;
  return into === undefined ? [id] : [id, ...mergersOf(registry, into)];
};
/** Whether the file has the suspect before it: undecided in an open file, or indicted and not withdrawn. */
function standsIn(registry: Registry, id: ProsecutionId, suspect: SuspectId): boolean {
  const files = mergersOf(registry, id).map((one) => filed(registry, one));
  const last = files.at(-1) ?? [];
  const about = (events: Of<ProsecutionEvent>) =>
    events.findLast(
      (event) =>
        (is('DefendantIndicted', 'NonProsecutionDecided')(event) && event.data.suspect === suspect) ||
        (is('ProsecutionSplit')(event) && event.data.suspects.includes(suspect)),
    )?.type;
  const outcome = files.map(about).findLast((one) => one !== undefined);
  const isWithdrawn = last.some(is('ProsecutionWithdrawn'));
  if (outcome === 'DefendantIndicted') return !isWithdrawn;
  return outcome === undefined && !isWithdrawn && !last.some(is('ProsecutionClosed'));
}
const prosecutedTwice: Look = (registry) =>
  suspects.filter((suspect) => {
    const named = registry
      .streamsOf('prosecution')
      .filter((id) => filed(registry, id).find(is('ProsecutionReviewOpened'))?.data.suspects.includes(suspect) && standsIn(registry, id, suspect));
    return new Set(named.map((id) => mergersOf(registry, id).at(-1))).size > 1;
  });

// The court

const parentOf = (registry: Registry, id: DocketId) => docketed(registry, id).find(is('DocketAccepted'))?.data.parent;
const chainOf = (registry: Registry, id: DocketId): DocketId[] => {
  const parent = parentOf(registry, id);
  return [id, ...(parent ? chainOf(registry, parent) : [])];
};
const remandedOnFactsTwice: Look = (registry) =>
  registry.streamsOf('court_docket').filter((id) => {
    const remands = chainOf(registry, id).flatMap((one) => docketed(registry, one).filter(is('DocketConcluded')));
    return remands.filter(({ data }) => data.remandGround === 'FACTS').length > 1;
  });
const defendantsOf = (events: Of<CourtDocketEvent>): readonly SuspectId[] => {
  const left = events.filter(is('DocketSplit')).flatMap(({ data }) => data.defendants);
  return events
    .filter(is('DocketDefendantListed'))
    .map(({ data }) => data.suspect)
    .filter((id) => !left.includes(id));
};
const judgedWithoutVerdict: Look = (registry) =>
  registry.streamsOf('court_docket').filter((id) => {
    const events = docketed(registry, id);
    const judged = events.filter(is('VerdictRecorded')).map(({ data }) => data.suspect);
    return events.some((event) => is('DocketConcluded')(event) && event.data.kind === 'JUDGMENT') && defendantsOf(events).some((one) => !judged.includes(one));
  });
/** Nobody is called convicted before a judgment of guilt is in effect (CPL 12). */
const convictedTooEarly: Look = (registry) =>
  suspects.filter((suspect) => {
    if (stageOf(suspect, { state: (decider, id) => registry.state(decider, id) }) !== 'convicted') return false;
    return !registry.streamsOf('court_docket').some((id) => {
      const isEffective = docketed(registry, id).some(is('JudgmentBecameEffective'));
      const verdicts = chainOf(registry, id).flatMap((one) => docketed(registry, one).filter(is('VerdictRecorded')));
      return isEffective && verdicts.some(({ data }) => data.suspect === suspect && data.verdict === 'GUILTY');
    });
  });

// Assets

const imposes = is('AssetSealed', 'AssetSeized', 'AssetFrozen', 'QueuedFreezeTookEffect');
const frees = is('AssetMeasureLapsed', 'AssetMeasureLifted');
/** One asset, in the order of its records: which measure it is under, what it is worth, and what the judgments made of it. */
const wrongWith = (registry: Registry, id: AssetId): readonly string[] => {
  const wrong: string[] = [];
  let isUnderMeasure = false;
  let valuations: { version: number; fen: string }[] = [];
  let proceeds: string | undefined;
  let returned = 0n;
  for (const event of toldOf(registry, id)) {
    const worth = proceeds ?? valuations.at(-1)?.fen;
    if (imposes(event)) {
      if (isUnderMeasure) wrong.push(`${event.type} under another measure`);
      isUnderMeasure = true;
    } else if (frees(event)) isUnderMeasure = false;
    else if (is('AssetValued', 'AssetRevalued')(event)) valuations.push({ version: event.version, fen: event.data.fen });
    else if (event.type === 'ValuationCorrected')
      valuations = valuations.map((one) => (event.data.valuation === `${id}@${one.version}` ? { ...one, fen: event.data.fen } : one));
    else if (event.type === 'InterimSaleCompleted') proceeds = event.data.proceedsInFen;
    else if (event.type === 'DispositionAdjudged') {
      const sum = event.data.lines.reduce((total, { fen }) => total + BigInt(fen), 0n).toString();
      if (sum !== worth) wrong.push(`adjudged ${sum} of ${worth}`);
    } else if (event.type === 'AssetReturned') {
      returned += BigInt(event.data.fen);
      if (returned > BigInt(worth ?? '0')) wrong.push(`returned ${returned} of ${worth}`);
      if (returned.toString() === worth) isUnderMeasure = false;
    }
  }
  return wrong;
};
const wrongAssets: Look = (registry) => registry.streamsOf('asset').flatMap((id) => wrongWith(registry, id));

const invariants: Readonly<Record<string, Look>> = {
  'an arrest is approved after its term': approvedTooLate,
  'a file is returned for supplement three times': returnedThrice,
  'a term is extended twice by the same': extendedTwice,
  'a trial is adjourned for a supplement three times': supplementedThrice,
  'a suspect is prosecuted in two files': prosecutedTwice,
  'a trial is remanded on facts twice': remandedOnFactsTwice,
  'a judgment is without a verdict': judgedWithoutVerdict,
  'somebody is called convicted too early': convictedTooEarly,
  'an asset is under two measures, or disposed of beyond its worth': wrongAssets,
};

describe('random courses of a case before the procuratorate and the court', () => {
  const told = new Set<string>();
  const paid: string[] = [];
  it('are accepted or refused, never a fault, make lawful records, and never leave what the law does not know', () => {
    fc.assert(
      fc.property(courses(220), (steps) =>
        follow(trialWorld, steps, (registry, issued, decided, again) => {
          soundness(registry, issued, decided, again);
          for (const { type, on } of decided) {
            told.add(type);
            if (type !== 'ProceedsPaidToTreasury') continue;
            const docket = toldOf(registry, (on ?? issued.stream) as StreamId as AssetId).findLast(is('DispositionAdjudged'))?.data.docket;
            if (docket === undefined || !docketed(registry, docket).some(is('JudgmentBecameEffective'))) paid.push(`${on ?? issued.stream}`);
          }
          if (decided.length > 0) nothingWrong(invariants, registry);
        }),
      ),
      { numRuns, endOnFailure: true }, // the seed tells enough, and to shorten a long course takes long
    );
    expect(paid).toEqual([]); // the treasury was paid on effective judgments only
  });
  it('come to most of what these aggregates can tell', () => {
    const types = (['arrest_review', 'prosecution', 'court_docket', 'asset'] as const).flatMap((category) => Object.keys(deciders[category].events));
    expect(types.filter((type) => told.has(type)).length / types.length).toBeGreaterThan(numRuns < 60 ? 0 : 0.75);
  });
});
