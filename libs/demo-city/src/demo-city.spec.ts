import { createHash } from 'node:crypto';
import { type CivilDate, type RecordedEvent, addDays, approverOf, civilDateAt, correctionKindOf, daysBetween, deciderOf, isStreamId } from '@casetrail/domain';
import { demoCity, demoCityCommands, demoCitySummary } from './index.ts';
import { SILENCE, quarters } from './plan.ts';
import { type PlayedEvent, play } from './testing/play.ts';
import { recountAt, standing } from './testing/recount.ts';

const commands = demoCityCommands();
const digest = (of: Iterable<unknown>) => {
  const hash = createHash('sha256');
  for (const command of of) hash.update(JSON.stringify(command));
  return hash.digest('hex');
};
let played: PlayedEvent[];
let events: RecordedEvent[];
let live: RecordedEvent[];
const data = (event: RecordedEvent) => event.data as Record<string, string>;
const ofType = (type: string, among: readonly RecordedEvent[] = events) => among.filter((event) => event.type === type);

beforeAll(() => {
  played = play(commands); // throws where a decider refuses
  events = played.map(({ event }) => event);
  live = standing(played);
});

describe('the commands of the demo city', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(digest(demoCity())).toBe(digest(commands));
    expect(digest(demoCity({ seed: 7 }))).not.toBe(digest(commands));
  });
  it('come in the order of their recording', () => {
    const times = commands.map(({ recordedAt }) => Date.parse(recordedAt));
    expect(times.every((time, i) => i === 0 || time >= (times[i - 1] as number))).toBe(true);
    expect(commands.every(({ recordedAt }) => /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00$/.test(recordedAt))).toBe(true);
  });
  it('never tell of an act before its day', () => {
    const early = played.filter(({ event, recordedAt }) => event.occurredOn > civilDateAt(new Date(recordedAt)));
    const moments = played.filter(({ event, recordedAt }) => data(event).at && Date.parse(data(event).at as string) > Date.parse(recordedAt));
    expect([early, moments]).toEqual([[], []]);
  });
  it('have ids of their own', () => {
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
    expect(commands.every(({ id }) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
    expect(commands.every(({ stream }) => isStreamId(stream))).toBe(true);
  });
  it('are all accepted, and make a ledger of the planned size', () => {
    expect(demoCitySummary({}, commands).commands).toBe(commands.length);
    expect(events.length).toBeGreaterThan(80_000);
    expect(events.length).toBeLessThan(95_000);
  });
  it('are approved by another person of the organ or of the city level', () => {
    const approved = events.filter(({ approval }) => approval);
    expect(approved.length).toBeGreaterThan(300);
    expect(approved.filter(({ approval, actor }) => approval?.by.user === actor.user || approval?.by.role !== approverOf[actor.role])).toEqual([]);
    expect(
      ofType('GroupReclassified')
        .filter((event) => [data(event).from, data(event).tier].includes('MAFIA_TYPE'))
        .map(({ approval }) => approval?.by.district),
    ).toEqual(['370200']);
  });
});

describe('raw totals', () => {
  const dismantled = (...tiers: string[]) => {
    const first = new Map<string, string>();
    for (const event of events) if (event.type === 'GroupClassified') first.set(event.stream, data(event).tier as string);
    return ofType('GroupDismantled').filter(({ stream }) => tiers.includes(first.get(stream) ?? '')).length;
  };
  const corrected = (type: string) => ofType(type).filter(({ stream }) => ofType('CaseCracked').some((cracked) => cracked.stream === stream)).length;

  it('are those of the waterfall for groups', () => {
    expect([dismantled('MAFIA_TYPE'), dismantled('EVIL_FORCE_GROUP'), dismantled('EVIL_FORCE_GANG', 'EVIL_RELATED_JOINT_CRIME')]).toEqual([17, 46, 433]);
    expect(
      ofType('GroupReclassified')
        .map((event) => `${data(event).from}>${data(event).tier}`)
        .sort(),
    ).toEqual([
      'EVIL_FORCE_GANG>EVIL_FORCE_GROUP',
      'EVIL_FORCE_GANG>EVIL_FORCE_GROUP',
      'EVIL_FORCE_GANG>EVIL_FORCE_GROUP',
      'EVIL_FORCE_GROUP>EVIL_FORCE_GANG',
      'EVIL_FORCE_GROUP>EVIL_FORCE_GANG',
      'MAFIA_TYPE>EVIL_FORCE_GROUP',
    ]);
    expect([
      ofType('GroupsMerged').length,
      ofType('GroupTransferred').length,
      ofType('GroupDismantled').length - ofType('GroupDismantled', live).length,
    ]).toEqual([3, 1, 1]);
  });
  it('are those of the waterfall for cases', () => {
    expect(new Set(ofType('CaseCracked').map(({ stream }) => stream)).size).toBe(1564);
    expect(corrected('CaseWithdrawn') + corrected('CrackRevoked')).toBe(5);
    expect(ofType('CaseScopeReclassified').filter((event) => data(event).scope === 'ORDINARY').length).toBe(6);
    expect(corrected('CasesMerged')).toBe(8);
    expect(ofType('CaseTransferred').filter((event) => data(event).scope === 'CITY_OUT').length).toBe(4);
  });
  it('are those of the waterfall for detentions', () => {
    expect(ofType('CriminalDetentionImposed').length).toBe(2990);
    expect(2990 - ofType('CriminalDetentionImposed', live).length).toBe(7);
    expect(ofType('DetentionAnnulled').length).toBe(9);
    expect(ofType('IdentitiesMerged').length - ofType('IdentitiesSplit').length).toBe(6);
  });
});

describe('published totals', () => {
  it.each(quarters.map(({ id, to, F01, F02, F03, F04, F05 }) => ({ id, to, F01, F02, F03, F04, F05 })))(
    'are exact at the end of $id',
    ({ to, F01, F02, F03, F04, F05 }) => {
      expect(recountAt(live, to)).toMatchObject({ F01, F02, F03, F04, F05 });
    },
  );
  it('count some persons in two districts', () => {
    const { F05, F05byDistrict } = recountAt(live, '2020-04-08' as CivilDate);
    const sum = [...F05byDistrict.values()].reduce((a, b) => a + b, 0);
    expect(F05byDistrict.size).toBe(10);
    expect(sum - F05).toBeGreaterThanOrEqual(24);
    expect(sum - F05).toBeLessThan(60);
  });
  it('leave a mafia-type organisation in every district', () => {
    const reclassified = new Set(ofType('GroupReclassified').map(({ stream }) => stream));
    const mafia = new Set(
      ofType('GroupClassified', live)
        .filter((event) => data(event).tier === 'MAFIA_TYPE' && !reclassified.has(event.stream))
        .map(({ stream }) => stream),
    );
    expect(
      new Set(
        ofType('GroupRegistered', live)
          .filter(({ stream }) => mafia.has(stream))
          .map((event) => data(event).district),
      ).size,
    ).toBe(10);
  });
});

describe('custody', () => {
  type Custody = { readonly person: string; readonly from: RecordedEvent; readonly until: CivilDate; readonly lasts: number; readonly term: number };
  const custodies = (): Custody[] => {
    const bySuspect = new Map<string, RecordedEvent[]>();
    for (const event of live) if (event.stream.startsWith('suspect-')) bySuspect.set(event.stream, [...(bySuspect.get(event.stream) ?? []), event]);
    return [...bySuspect.values()].flatMap((history) => {
      const from = history.find(({ type }) => type === 'CriminalDetentionImposed');
      if (!from) return [];
      const extended = history.find(({ type }) => type === 'DetentionExtended') as
        RecordedEvent<{ type: 'DetentionExtended'; data: { days: number } }> | undefined;
      const asked = history.find(({ type }) => type === 'ArrestRequested');
      const ended = history.find(
        ({ type, occurredOn }) => ['Released', 'BailImposed', 'ResidentialSurveillanceImposed'].includes(type) && occurredOn >= from.occurredOn,
      );
      const days = extended?.data.days ?? 0;
      const until = (asked ?? ended)?.occurredOn ?? ('9999-01-01' as CivilDate);
      const person = data(history[0] as RecordedEvent).person as string;
      return [
        {
          person,
          from,
          until: ended?.occurredOn ?? ('9999-01-01' as CivilDate),
          lasts: daysBetween(from.occurredOn, until),
          term: days === 30 ? 30 : 3 + days,
        },
      ];
    });
  };
  it('stays inside the terms of article 91', () => {
    expect(custodies().filter(({ lasts, term }) => lasts < 0 || lasts > term)).toEqual([]);
  });
  it('has its first duties done within 24 hours', () => {
    const at = new Map<string, number>();
    const hours: number[] = [];
    for (const event of live) {
      const moment = Date.parse(data(event).at as string);
      if (['CriminalDetentionImposed', 'ArrestExecuted'].includes(event.type)) at.set(event.stream, moment);
      if (['CustodyIntakeRecorded', 'FamilyNotified', 'RightsNotified', 'InterrogationConfirmed'].includes(event.type))
        hours.push((moment - (at.get(event.stream) as number)) / 3_600_000);
    }
    expect(hours).toHaveLength(4 * ofType('CriminalDetentionImposed', live).length + 2 * ofType('ArrestExecuted', live).length);
    expect(hours.every((h) => h > 0 && h <= 24)).toBe(true);
  });
  it('never holds a person twice at once', () => {
    const merged = new Map(ofType('IdentitiesMerged').map((event) => [event.stream as string, data(event).survivor as string]));
    for (const split of ofType('IdentitiesSplit')) merged.delete(split.stream);
    const byPerson = new Map<string, Custody[]>();
    for (const custody of custodies()) {
      const person = merged.get(custody.person) ?? custody.person;
      byPerson.set(person, [...(byPerson.get(person) ?? []), custody]);
    }
    const several = [...byPerson.values()]
      .filter(({ length }) => length > 1)
      .map((list) => list.sort((a, b) => (a.from.occurredOn < b.from.occurredOn ? -1 : 1)));
    expect(several.length).toBeGreaterThanOrEqual(60);
    expect(several.every((list) => list.every(({ until }, i) => i === list.length - 1 || until < (list[i + 1] as Custody).from.occurredOn))).toBe(true);
  });
});

describe('recording', () => {
  it('lags two days at the median, and beyond thirty only by the way of late entries', () => {
    const lags = played
      .filter(({ event }) => !event.stream.startsWith('correction-'))
      .map(({ event, recordedAt }) => daysBetween(event.occurredOn, civilDateAt(new Date(recordedAt))))
      .sort((a, b) => a - b);
    expect(lags[Math.floor(lags.length / 2)]).toBe(2);
    const late = ofType('CorrectionRequested').filter((event) => data(event).kind === 'K10').length;
    expect(late / lags.length).toBeGreaterThan(0.003);
    expect(late / lags.length).toBeLessThan(0.02);
  });
  it('tells one detention of June 2019 in May 2020', () => {
    const told = played.filter(
      ({ event, recordedAt }) => event.type === 'CriminalDetentionImposed' && event.occurredOn.startsWith('2019-06') && recordedAt.startsWith('2020-05'),
    );
    expect(told).toHaveLength(1);
  });
  it('plays each correction with the kind the domain gives it', () => {
    type Request = { kind: string; proposal: { stream: RecordedEvent['stream']; type: string; data: object; act: { occurredOn: CivilDate } } };
    for (const { data: asked, recordedAt } of commands.filter(({ type }) => type === 'RequestCorrection')) {
      const { kind, proposal } = asked as Request;
      expect(correctionKindOf(deciderOf(proposal.stream), proposal, proposal.act.occurredOn, civilDateAt(new Date(recordedAt)))).toBe(kind);
    }
  });
  it('is over before the city falls silent for long', () => {
    expect((commands.at(-1)?.recordedAt.slice(0, 10) ?? '') <= addDays(SILENCE, 30)).toBe(true);
  });
});
