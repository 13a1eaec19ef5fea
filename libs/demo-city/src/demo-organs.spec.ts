import { type CivilDate, type RecordedEvent, addMonths, dayOf, isOffice } from '@casetrail/domain';
import { demoCityCommands, demoPeople } from './index.ts';
import { SILENCE, quarters } from './plan.ts';
import { play } from './testing/play.ts';
import { type OrganFigure, byStream, dataOf, doubtfulCases, movesOf, organFigureAt, unitsAt } from './testing/recount-organs.ts';
import { standing } from './testing/recount.ts';

const PAPER = '2020-04-08' as CivilDate;
const mine = /^(asset|umbrella_lead|umbrella_investigation|recommendation|rectification_plan|mechanism|problem)-/;
let events: RecordedEvent[];
let live: RecordedEvent[];
let all: RecordedEvent[];
const ofType = (type: string, among: readonly RecordedEvent[] = events) => among.filter((event) => event.type === type);
const valueAt = (figure: OrganFigure, asOf: CivilDate = PAPER) => organFigureAt(live, figure, asOf);
const tally = (keys: readonly (string | undefined)[]): Record<string, number> => {
  const counted: Record<string, number> = {};
  for (const key of keys) counted[key ?? ''] = (counted[key ?? ''] ?? 0) + 1;
  return counted;
};

beforeAll(() => {
  const played = play(demoCityCommands()); // throws where a decider refuses
  all = played.map(({ event }) => event);
  events = all.filter(({ stream }) => mine.test(stream));
  live = standing(played).filter(({ stream }) => mine.test(stream));
}, 120_000);

describe('whoever acts in the demo city', () => {
  it('holds an office of the register, but for the product itself', () => {
    const acting = all.flatMap(({ actor, approval }) => [actor, ...(approval ? [approval.by] : [])]).filter(({ role }) => role !== 'SYSTEM');
    const strangers = acting.filter((actor) => !isOffice(actor)).map(({ role, org, district }) => `${role}@${org} for ${district}`);
    expect([...new Set(strangers)]).toEqual([]);
    expect(demoPeople.filter((person) => !isOffice(person))).toEqual([]);
  });
});

describe('published totals of the other organs', () => {
  const yi = (value: number) => Math.round(value * 100) * 100_000_000; // two decimals of 亿元, in fen
  const columns: Readonly<Record<OrganFigure, readonly number[]>> = {
    F13: [0.35, 1.06, 2.35, 3.87, 5.17, 6.57, 8.34, 10.8, 11.62, 11.74].map(yi),
    F14: [6, 26, 71, 120, 152, 187, 233, 291, 320, 323],
    F15: [3, 10, 26, 43, 55, 68, 84, 105, 116, 117],
    F16: [7, 28, 76, 128, 163, 201, 250, 312, 344, 347],
    F17: [1, 4, 10, 17, 22, 27, 33, 41, 46, 46],
    F18: [4, 20, 56, 94, 120, 148, 183, 229, 255, 255],
    F19: [0, 1, 6, 14, 23, 34, 47, 62, 70, 71],
    F20: [0, 0, 1, 3, 5, 7, 9, 11, 12, 12],
    F21: [0, 1, 4, 9, 15, 22, 31, 43, 50, 51],
    F22: [0, 1, 4, 10, 18, 28, 41, 58, 68, 69],
  };
  it.each(Object.entries(columns) as [OrganFigure, readonly number[]][])('of %s are exact at the end of every quarter', (figure, expected) => {
    expect(quarters.map(({ to }) => valueAt(figure, to))).toEqual(expected);
  });
  it('are 11.74 亿元 to the fen', () => expect(valueAt('F13')).toBe(117_400_000_000));
});

describe('the way from raw to published', () => {
  const MILLION = 100_000_000; // yuan, in fen
  it.each<[OrganFigure, Record<string, number>]>([
    [
      'F13',
      {
        'AssetValued+': 1291 * MILLION,
        'RecordVoided-': -62 * MILLION,
        'AssetMeasureLifted-': -31 * MILLION,
        'AssetRevalued+': 14 * MILLION,
        'AssetRevalued-': -38 * MILLION,
      },
    ],
    ['F14', { 'LeadVerificationOpened+': 341, 'LeadPutOutOfScope-': -4, 'LeadsMerged-': -12, 'LeadReferred-': -2 }],
    ['F15', { 'InvestigationFiled+': 121, 'RecordVoided-': -1, 'InvestigationWithdrawn-': -2, 'InvestigationsMerged-': -1 }],
    ['F16', { 'PersonInvestigationOpened+': 356, 'RecordVoided-': -3, 'InvestigationWithdrawn-': -4 }],
    ['F17', { 'InvestigationFiled+': 44, 'PrincipalKindChanged+': 2 }],
    ['F18', { 'PersonInvestigationOpened+': 249, 'PrincipalKindChanged+': 6 }],
    ['F19', { 'RecommendationServed+': 73, 'RecordVoided-': -1, 'RecommendationWithdrawn-': -1 }],
    ['F20', { 'PlanAdopted+': 13, 'PlanSuperseded-': -1 }],
    ['F21', { 'MechanismIssued+': 52, 'MechanismRepealed-': -1 }],
    ['F22', { 'ProblemAccepted+': 71, 'ProblemReopened-': -2 }],
  ])('of %s is that of the waterfall, each step by the event that took it when it was recorded', (figure, moves) => {
    expect(movesOf(events, figure, PAPER)).toEqual(moves);
  });
  it('counts two persons of two investigations once', () => {
    const times = [...unitsAt(live, 'F16', PAPER).values()].reduce((sum, amount) => sum + amount, 0);
    expect(times - valueAt('F16')).toBe(2);
  });
});

describe('assets', () => {
  const histories = () => [...byStream(live.filter(({ stream }) => stream.startsWith('asset-'))).values()];
  it('are of every kind, in cases that count at every date', () => {
    const counted = unitsAt(live, 'F13', PAPER);
    expect(counted.size).toBeGreaterThan(350);
    expect(counted.size).toBeLessThan(450);
    expect(Object.keys(tally(ofType('AssetIdentified', live).map((event) => dataOf(event).kind))).sort()).toEqual([
      'CASH',
      'DEPOSIT',
      'EQUITY',
      'GOODS',
      'OTHER',
      'REAL_ESTATE',
      'SECURITIES',
      'VEHICLE',
    ]);
    const doubtful = doubtfulCases(all);
    const scopes = new Map(ofType('CaseScopeClassified', all).map((event) => [event.stream as string, event]));
    for (const identified of ofType('AssetIdentified')) {
      const file = dataOf(identified).case as string;
      expect(doubtful.has(file)).toBe(false);
      expect((scopes.get(file)?.occurredOn ?? '9999') <= identified.occurredOn).toBe(true);
    }
  });
  it('stay under a measure that never runs out, but for two freezes that nobody renewed', () => {
    const overdue = histories().filter((history) => {
      let until: string | undefined;
      let isOverdue = false;
      for (const event of history) {
        if (until !== undefined && event.occurredOn > until && event.type !== 'AssetMeasureLapsed') isOverdue = true;
        const data = dataOf(event);
        if (['AssetSealed', 'AssetSeized', 'AssetFrozen', 'QueuedFreezeTookEffect', 'AssetMeasureRenewed'].includes(event.type)) until = data.until;
        const isReturned = event.type === 'AssetReturned' && data.fen === dataOf(history.find(({ type }) => type === 'AssetValued') as RecordedEvent).fen;
        if (['AssetMeasureLifted', 'AssetMeasureLapsed'].includes(event.type) || isReturned) until = undefined;
      }
      return isOverdue || (until !== undefined && until <= SILENCE);
    });
    expect(overdue).toEqual([]);
    expect(ofType('AssetMeasureLapsed').map(({ actor, approval }) => [actor.role, approval])).toEqual([
      ['SYSTEM', undefined],
      ['SYSTEM', undefined],
    ]);
    expect(ofType('QueuedFreezeTookEffect')).toHaveLength(1);
  });
  it('are in part returned, sold, claimed, moved with the case, confiscated and paid in', () => {
    for (const type of [
      'AssetReturned',
      'InterimSaleCompleted',
      'OwnershipClaimDecided',
      'AssetMovedWithCase',
      'AssetConfiscated',
      'AuctionHeld',
      'ProceedsPaidToTreasury',
    ])
      expect(ofType(type, live).length).toBeGreaterThan(2);
  });
});

describe('leads and investigations', () => {
  it('come to 131 investigations asked for, 150 settled and 42 open on the date of the paper', () => {
    const counted = unitsAt(live, 'F14', PAPER);
    const closed = ofType('LeadVerificationClosed', live).filter(({ stream, occurredOn }) => counted.has(stream) && occurredOn <= PAPER);
    const asked = closed.filter((event) => dataOf(event).outcome === 'TO_INVESTIGATION').length;
    expect([asked, closed.length - asked, counted.size - closed.length]).toEqual([131, 150, 42]);
  });
  it('are 24 of sheltering with 60 persons, 22 of dereliction with 195, and 71 others with 92 more', () => {
    const pursued = unitsAt(live, 'F15', PAPER);
    const kinds = new Map<string, string>();
    for (const event of live)
      if (['InvestigationFiled', 'PrincipalKindChanged'].includes(event.type))
        kinds.set(event.stream, dataOf(event).principalKind ?? (dataOf(event).kind as string));
    expect(tally([...pursued.keys()].map((stream) => kinds.get(stream)))).toEqual({ SHELTERING: 24, DERELICTION: 22, OTHER_CORRUPTION: 71 });
    const personsOf = (kind: string) =>
      new Set(
        ofType('PersonInvestigationOpened', live)
          .filter(({ stream }) => kinds.get(stream) === kind)
          .map((event) => dataOf(event).person),
      );
    expect([personsOf('SHELTERING').size, personsOf('DERELICTION').size, valueAt('F16') - valueAt('F18')]).toEqual([60, 195, 92]);
  });
  it('name a group wherever they are about sheltering or dereliction', () => {
    const about = ofType('InvestigationFiled', live).filter((event) => dataOf(event).principalKind !== 'OTHER_CORRUPTION');
    expect(about.every((event) => (event.data as { groups: string[] }).groups.length === 1)).toBe(true);
  });
  it('retain nobody for more than three months, and three more where that was extended', () => {
    const retained = ofType('RetentionImposed', live);
    const terms = retained.map(({ stream, occurredOn, data }) => {
      const { person } = data as { person: string };
      const next = (type: string) => ofType(type, live).find((event) => event.stream === stream && dataOf(event).person === person)?.occurredOn;
      const extendedOn = next('RetentionExtended');
      return (
        (next('RetentionLifted') ?? SILENCE) <= addMonths(occurredOn, extendedOn ? 6 : 3) &&
        (extendedOn === undefined || extendedOn <= addMonths(occurredOn, 3))
      );
    });
    expect(retained.length).toBeGreaterThan(20);
    expect(terms.every(Boolean)).toBe(true);
  });
  it('are reviewed by others than who filed them, closed for the most part, and open to a review', () => {
    const filedBy = new Map(ofType('InvestigationFiled').map(({ stream, actor }) => [stream, actor.user]));
    expect(ofType('InvestigationReviewed').filter(({ stream, actor }) => filedBy.get(stream) === actor.user)).toEqual([]);
    expect(ofType('InvestigationClosed').length).toBeGreaterThan(90);
    expect(Object.keys(tally(ofType('DispositionReviewed').map((event) => dataOf(event).outcome))).sort()).toEqual(['CHANGED', 'UPHELD']);
  });
});

describe('what the departments put right', () => {
  const industriesOf = (type: string, figure: OrganFigure) => {
    const counted = unitsAt(live, figure, PAPER);
    return Object.values(
      tally(
        ofType(type, live)
          .filter(({ stream }) => counted.has(stream))
          .map((event) => dataOf(event).industry),
      ),
    ).sort();
  };
  it('is spread over twelve industries', () => {
    expect(industriesOf('RecommendationDrafted', 'F19')).toEqual([5, ...Array<number>(11).fill(6)]);
    expect(industriesOf('PlanDrafted', 'F20')).toEqual(Array<number>(12).fill(1));
    expect(industriesOf('MechanismDrafted', 'F21')).toEqual([...Array<number>(9).fill(4), 5, 5, 5]);
    expect(industriesOf('ProblemFound', 'F22')).toEqual([5, 5, 5, ...Array<number>(9).fill(6)]);
  });
  it('follows 18 supervisory, 12 judicial, 27 procuratorial and 14 law-enforcement recommendations; one of each of the last two did not stand', () => {
    const served = (among: readonly RecordedEvent[]) => new Set(ofType('RecommendationServed', among).map(({ stream }) => stream as string));
    const kindsOf = (streams: { has(stream: string): boolean }) =>
      tally(
        ofType('RecommendationDrafted')
          .filter(({ stream }) => streams.has(stream))
          .map((event) => dataOf(event).kind),
      );
    expect(kindsOf(served(events))).toEqual({ SUPERVISORY: 18, JUDICIAL: 12, PROCURATORIAL: 28, ENFORCEMENT: 15 });
    expect(kindsOf(unitsAt(live, 'F19', PAPER))).toEqual({ SUPERVISORY: 18, JUDICIAL: 12, PROCURATORIAL: 27, ENFORCEMENT: 14 });
  });
  it('is answered within two months, but for 9 of 100', () => {
    const served = new Map(ofType('RecommendationServed', live).map((event) => [event.stream, event]));
    const late = ofType('RecommendationReplied', live).filter(
      ({ stream, occurredOn }) => occurredOn > (dataOf(served.get(stream) as RecordedEvent).replyDue as string),
    );
    expect(Math.round((100 * late.length) / 71)).toBeGreaterThanOrEqual(8);
    expect(Math.round((100 * late.length) / 71)).toBeLessThanOrEqual(9);
    expect(
      ofType('RecommendationSupervised', live)
        .map(({ stream }) => stream)
        .sort(),
    ).toEqual(late.map(({ stream }) => stream).sort());
    const inTime = ofType('RecommendationReplied', live).filter((reply) => !late.includes(reply));
    expect(inTime.every(({ stream, occurredOn }) => dayOf(occurredOn) - dayOf((served.get(stream) as RecordedEvent).occurredOn) <= 60)).toBe(true);
  });
  it('strikes a reopened problem off again, after the paper', () => {
    expect(valueAt('F22', SILENCE) - valueAt('F22')).toBe(1);
    expect(ofType('ProblemReopened', live)).toHaveLength(2);
  });
});

it('makes some six thousand events of the other organs', () => {
  expect(events.length).toBeGreaterThan(4000);
  expect(events.length).toBeLessThan(6500);
});
