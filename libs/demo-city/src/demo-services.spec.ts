import { type CivilDate, type RecordedEvent, addDays, addMonths, categoryOf, correctionKindOf, deciderOf, isCreditCode } from '@casetrail/domain';
import { demoCityCommands } from './index.ts';
import { districtWeights } from './plan.ts';
import { flows, hearings, stocks } from './plan-services.ts';
import type { PlayedCommand } from './record-book.ts';
import { recordIdOf } from './registers.ts';
import { type PlayedEvent, play } from './testing/play.ts';
import { standing } from './testing/recount.ts';
import { hearingsAt, indicatorAt, projectsAt, registersAt, total } from './testing/recount-services.ts';

const PAPER = '2020-04-08' as CivilDate;
const day = (text: string) => text as CivilDate;
const services = ['register_entry', 'indicator', 'hearing', 'major_project'];

/** What is about registers, indicators, hearings and projects: nothing of it looks at a case. */
function commandsOfServices(): PlayedCommand[] {
  const corrections = new Set<string>();
  return demoCityCommands().filter(({ stream, type, data }) => {
    const target = type === 'RequestCorrection' ? (data as { proposal: PlayedCommand }).proposal.stream : stream;
    if (type === 'RequestCorrection' && services.includes(categoryOf(target))) corrections.add(stream);
    return services.includes(categoryOf(target)) || corrections.has(stream);
  });
}

const commands = commandsOfServices();
let played: PlayedEvent[];
let events: RecordedEvent[];
let live: RecordedEvent[];
const data = (event: RecordedEvent) => event.data as Record<string, string>;
const ofType = (type: string, among: readonly RecordedEvent[] = events) => among.filter((event) => event.type === type);
const districts = districtWeights.map(([district]) => district);

beforeAll(() => {
  played = play(commands);
  events = played.map(({ event }) => event);
  live = standing(played);
});

describe('the commands outside the cases', () => {
  it('are all accepted, one event each where nothing is corrected', () => {
    expect(events.length).toBeGreaterThan(14_000);
    expect(events.length).toBeLessThan(16_500);
  });
  it('come late now and then, and each correction has the kind the domain gives it', () => {
    type Request = { kind: string; proposal: PlayedCommand };
    const requests = commands.filter(({ type }) => type === 'RequestCorrection');
    for (const { data: asked, recordedAt } of requests) {
      const { kind, proposal } = asked as Request;
      expect(correctionKindOf(deciderOf(proposal.stream), proposal, proposal.act.occurredOn, day(recordedAt.slice(0, 10)))).toBe(kind);
    }
    const kinds = requests.map(({ data: asked }) => (asked as Request).kind);
    expect(kinds.filter((kind) => kind === 'K10').length).toBeGreaterThan(40);
    expect(kinds.filter((kind) => kind === 'K10').length).toBeLessThan(180);
    expect(kinds.filter((kind) => kind === 'K8')).toHaveLength(2);
  });
  it('are approved by another person of the same organ', () => {
    const approved = events.filter(({ approval }) => approval);
    expect(approved.length).toBeGreaterThan(80);
    expect(approved.filter(({ approval, actor }) => approval?.by.user === actor.user || approval?.by.org !== actor.org)).toEqual([]);
  });
});

describe('the ids of natural keys', () => {
  it('are made like everyone else makes them', () => {
    expect(recordIdOf('register_entry', 'OFFICER', 'OFF-001', '1')).toBe('register_entry-1ZTD30RXG75F1G7AR1K2NC1M1T');
  });
  it('name each series and each entry', () => {
    const keyOf = (event: RecordedEvent): readonly string[] | undefined => {
      const { code, creditCode, officer, enterprise, level, communityCode, contractNumber } = data(event) as Record<string, string | undefined>;
      const keys: Readonly<Record<string, readonly (string | undefined)[]>> = {
        SupervisorAppointed: ['SUPERVISOR', code],
        OfficerListed: ['OFFICER', code],
        EnterpriseListed: ['ENTERPRISE', creditCode],
        LiaisonEstablished: ['LIAISON', officer, enterprise],
        InstitutionOpened: [level, code],
        AdviserEngaged: ['COMMUNITY', communityCode, contractNumber],
      };
      return keys[event.type] as readonly string[] | undefined;
    };
    const seen = new Map<string, number>();
    const strangers = events.filter((event) => {
      if (event.type === 'IndicatorDefined') return event.stream !== recordIdOf('indicator', data(event).key as string, data(event).district as string);
      const key = keyOf(event);
      if (!key) return false;
      const serial = (seen.get(key.join(' ')) ?? 0) + 1;
      seen.set(key.join(' '), serial);
      return event.stream !== recordIdOf('register_entry', ...key, String(serial));
    });
    expect(strangers).toEqual([]);
    expect([...seen.values()].filter((serial) => serial > 1)).toEqual([2, 2]);
  });
});

describe('indicators', () => {
  const sum = (key: string, fact: 'stock' | 'flow', asOf: CivilDate = PAPER) => total(indicatorAt(live, asOf, key, fact));

  it('are those of the paper', () => {
    expect([
      sum('grid.cells', 'stock'),
      sum('grid.staff_full_time', 'stock') + sum('grid.staff_part_time', 'stock'),
      sum('xueliang.video_points', 'stock'),
      sum('xueliang.checkpoints', 'stock'),
      sum('xueliang.face_installations', 'stock'),
      sum('legal_service.communities', 'stock'),
      sum('legal_service.matters', 'flow'),
      sum('legal_service.mediations', 'flow'),
      sum('legal_service.opinions', 'flow'),
      sum('legal_service.publicity', 'flow'),
    ]).toEqual([29_314, 58_206, 54_126, 4731, 627, 6400, 32_418, 5643, 5712, 5368]);
  });
  it('grow from one reported month to the next', () => {
    for (const [i, asOf] of ['2019-03-31', '2019-07-31', '2019-12-31', '2020-03-31', PAPER].entries())
      for (const [key, values] of stocks) expect([key, asOf, sum(key, 'stock', day(asOf))]).toEqual([key, asOf, values[i]]);
    expect(sum('grid.cells', 'stock', day('2019-02-28'))).toBe(0);
  });
  it('cover all listed key sites in the end, and fewer before', () => {
    const sites = (asOf: string) =>
      ['xueliang.key_sites', 'xueliang.key_sites_covered', 'xueliang.key_sites_networked'].map((key) => indicatorAt(live, day(asOf), key, 'stock'));
    const [listed, covered, networked] = sites(PAPER);
    expect([covered, networked]).toEqual([listed, listed]);
    for (const asOf of ['2019-03-31', '2019-07-31']) {
      const [all, some, fewer] = sites(asOf) as [Map<string, number>, Map<string, number>, Map<string, number>];
      for (const [district, count] of all) {
        expect(some.get(district)).toBeLessThan(count);
        expect(fewer.get(district)).toBeLessThan(some.get(district) as number);
      }
    }
  });
  it('come from the ten districts, every month of a flow', () => {
    for (const { key } of flows) {
      const streams = new Set(
        ofType('IndicatorDefined')
          .filter((event) => data(event).key === key)
          .map(({ stream }) => stream),
      );
      expect(streams.size).toBe(10);
      expect(ofType('IndicatorReported').filter(({ stream }) => streams.has(stream))).toHaveLength(150);
      expect([...indicatorAt(live, PAPER, key, 'flow').keys()].sort()).toEqual([...districts].sort());
    }
    expect(sum('legal_service.matters', 'flow', day('2019-12-31'))).toBeLessThan(32_418);
    expect(sum('legal_service.matters', 'flow', day('2020-01-31'))).toBe(32_418);
  });
  it('are certified by the other one of the pair', () => {
    const reporter = new Map(
      ofType('IndicatorReported').map(({ stream, data: cell, actor }) => [`${stream} ${(cell as { period: string }).period}`, actor.user]),
    );
    const certified = ofType('IndicatorCertified');
    expect(certified).toHaveLength(reporter.size);
    expect(certified.filter((event) => event.actor.user === reporter.get(`${event.stream} ${data(event).period}`))).toEqual([]);
    expect(certified.every(({ actor }) => actor.role === 'INDICATOR_REPORTER' && actor.org === `stat-${actor.district}`)).toBe(true);
  });
  it('were corrected in fourteen cells, which no date shows as they were', () => {
    const corrected = ofType('IndicatorCorrected');
    expect(corrected).toHaveLength(14);
    expect(corrected.filter((event) => data(event).from === data(event).value)).toEqual([]);
  });
  it('hold counts and no words in the areas A1 and A5', () => {
    const series = new Set(
      ofType('IndicatorDefined')
        .filter((event) => /^(political|petition)\./.test(data(event).key as string))
        .map(({ stream }) => stream),
    );
    expect(series.size).toBe(50);
    const about = events.filter(({ stream }) => series.has(stream));
    expect(about.filter(({ document, legalBasis, reason }) => document ?? legalBasis ?? reason?.text)).toEqual([]);
    const values = ofType('IndicatorReported', about).map((event) => Number(data(event).value));
    expect([Math.min(...values) >= 0, Math.max(...values) < 60]).toEqual([true, true]);
  });
});

describe('registers', () => {
  it('are those of the paper', () => {
    expect(registersAt(live, PAPER)).toMatchObject({ F31: 18, F32: 469, F33: 538, F34: 1, F35: 10, F36: 138, F37: 6400 });
  });
  it.each([
    ['2018-06-30', { F31: 0, F32: 0, F34: 1, F37: 820 }],
    ['2018-12-31', { F31: 0, F35: 10, F37: 2460 }],
    ['2019-06-30', { F31: 0, F37: 4730 }],
    ['2019-09-30', { F31: 16, F36: 138 }],
    ['2019-12-31', { F31: 19, F36: 138, F37: 6400 }],
    ['2020-03-31', { F31: 18, F32: 469, F33: 538, F36: 138, F37: 6400 }],
  ])('are in between on %s', (asOf, expected) => {
    expect(registersAt(live, day(asOf))).toMatchObject(expected);
  });
  it('lost and replaced some entries', () => {
    expect(['SupervisorAppointed', 'OfficerListed', 'EnterpriseListed', 'InstitutionOpened', 'AdviserEngaged'].map((type) => ofType(type).length)).toEqual([
      21, 477, 544, 153, 6429,
    ]);
    expect(ofType('LiaisonEstablished')).toHaveLength(578);
    expect(registersAt(live, PAPER).liaisons).toBe(560);
    expect(['RegisterEntryEnded', 'RegisterEntryRenewed', 'RegisterEntryMoved', 'RecordVoided'].map((type) => ofType(type).length)).toEqual([57, 42, 2, 11]);
    const begun = ['OfficerListed', 'AdviserEngaged'].map((type) => ofType(type).length - ofType(type, live).length);
    expect(begun).toEqual([1, 5]);
  });
  it('hold valid credit codes that nobody has', () => {
    const codes = ofType('EnterpriseListed').map((event) => data(event).creditCode as string);
    expect(new Set(codes).size).toBe(544);
    expect(codes.filter((code) => !isCreditCode(code) || !code.startsWith('91999900'))).toEqual([]);
  });
  it('give every community an adviser in the end, district by district', () => {
    const ended = new Set(ofType('RegisterEntryEnded', live).map(({ stream }) => stream));
    const advised = new Map<string, number>();
    for (const event of ofType('AdviserEngaged', live))
      if (!ended.has(event.stream)) advised.set(data(event).district as string, (advised.get(data(event).district as string) ?? 0) + 1);
    expect(advised).toEqual(indicatorAt(live, PAPER, 'legal_service.communities', 'stock'));
  });
});

describe('major projects', () => {
  it('were all assessed before they were decided in 2019', () => {
    expect(projectsAt(live, PAPER)).toEqual({ assessed: 47, decided: 47 });
    expect(projectsAt(live, day('2019-12-31'))).toEqual({ assessed: 47, decided: 47 });
    expect(projectsAt(live, day('2018-12-31'))).toEqual({ assessed: 0, decided: 0 });
    const half = projectsAt(live, day('2019-06-30'));
    expect([half.decided > 10, half.decided < 40, half.assessed === half.decided]).toEqual([true, true, true]);
  });
  it('include one that was assessed the day after, in another year', () => {
    const decidedOn = new Map(ofType('ProjectDecided').map(({ stream, occurredOn }) => [stream, occurredOn]));
    const late = ofType('RiskAssessmentCompleted').filter(({ stream, occurredOn }) => (decidedOn.get(stream) ?? PAPER) < occurredOn);
    expect(late.map(({ occurredOn }) => occurredOn.slice(0, 4))).toEqual(['2018']);
  });
  it('were deferred, corrected and entered twice now and then', () => {
    const deferred = ofType('ProjectDecided').filter((event) => data(event).decision === 'DEFERRED');
    expect([deferred.length, ofType('RequirementCorrected').length, ofType('MajorProjectRegistered').length]).toEqual([4, 2, 115]);
    expect(ofType('MajorProjectRegistered', live)).toHaveLength(114);
  });
});

describe('hearings', () => {
  it.each(hearings)('of %s: %i attended of %i', (month, attended, heard) => {
    const first = day(`${month}-01`);
    const [until, before] = [hearingsAt(live, addDays(addMonths(first, 1), -1)), hearingsAt(live, addDays(first, -1))];
    expect({ attended: until.attended - before.attended, heard: until.held - before.held }).toEqual({ attended, heard });
  });
  it('were attended more often every month from February 2019 until all of them were, in October', () => {
    const rates = hearings.filter(([month]) => month >= '2019-02').map(([month, attended, heard]) => ({ month, rate: attended / heard }));
    const reached = rates.findIndex(({ rate }) => rate === 1);
    expect(rates[reached]?.month).toBe('2019-10');
    expect(rates.every(({ rate }, i) => i === 0 || (i <= reached ? rate > (rates[i - 1]?.rate ?? 1) : rate === 1))).toBe(true);
  });
  it('were not always attended as announced', () => {
    const { held, attended, declared } = hearingsAt(live, PAPER);
    expect([held, attended]).toEqual([1454, 1210]);
    expect(declared).toBeGreaterThan(700);
    expect(declared).toBeLessThan(attended);
    const said = new Map(ofType('AppearanceDeclared', live).map((event) => [event.stream, data(event).official]));
    const seen = ofType('AdministrativeHearingHeld', live).filter(({ stream }) => said.has(stream));
    expect(seen.some((event) => data(event).official === 'NONE' && said.get(event.stream) !== 'NONE')).toBe(true);
    expect(seen.some((event) => data(event).official !== 'NONE' && said.get(event.stream) === 'NONE')).toBe(true);
  });
  it('were corrected, cancelled and entered twice now and then', () => {
    const corrected = ofType('AppearanceCorrected');
    expect(corrected.filter((event) => data(event).from === 'NONE')).toHaveLength(6);
    expect(corrected.filter((event) => data(event).official === 'NONE')).toHaveLength(3);
    expect([ofType('HearingScheduled').length, ofType('HearingScheduled', live).length, ofType('HearingCancelled').length]).toEqual([1468, 1466, 12]);
  });
  it('have administrative docket numbers of the courts of the city, on working days', () => {
    const numbers = ofType('HearingScheduled').map((event) => data(event).docketNumber as string);
    expect(new Set(numbers).size).toBe(1468);
    expect(numbers.filter((number) => !/^（20(18|19|20)）鲁02(\d\d行初|行终)[1-9]\d*号$/.test(number))).toEqual([]);
    const weekdays = ofType('AdministrativeHearingHeld').map(({ occurredOn }) => new Date(occurredOn).getUTCDay());
    expect(weekdays.filter((weekday) => weekday === 0 || weekday === 6)).toEqual([]);
  });
});
