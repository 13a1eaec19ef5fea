import { isDeepStrictEqual } from 'node:util';
import { type CivilDate, type RecordedEvent, isCreditCode, isStreamId } from '@casetrail/domain';
import { demoCity, demoCityCommands } from './index.ts';
import type { PlayedCommand } from './record-book.ts';
import { eventInCopy, replicated } from './replicas.ts';
import { play } from './testing/play.ts';
import { recountAt, standing } from './testing/recount.ts';
import { hearingsAt, indicatorAt, projectsAt, registersAt, total } from './testing/recount-services.ts';

const PAPER = '2020-04-08' as CivilDate;
const city = demoCityCommands();
const two = [...demoCity({ replicas: 2 })];
const inOrder = (commands: readonly PlayedCommand[]) => commands.every(({ recordedAt }, i) => i === 0 || recordedAt >= (commands[i - 1]?.recordedAt ?? ''));
const numbersIn = (data: object): string[] =>
  Object.entries(data).flatMap(([field, value]: [string, unknown]) =>
    typeof value === 'string' && (/Number$/.test(field) || ['pseudonym', 'code', 'creditCode', 'idHash'].includes(field)) ? [`${field} ${value}`] : [],
  );

describe('two cities of the same make', () => {
  it('are the city itself and another one beside it, act by act', () => {
    expect(two).toHaveLength(2 * city.length);
    expect(city.every((command, i) => JSON.stringify(command) === JSON.stringify(two[2 * i]))).toBe(true);
    expect(city.every(({ type, recordedAt }, i) => type === two[2 * i + 1]?.type && recordedAt === two[2 * i + 1]?.recordedAt)).toBe(true);
    expect(inOrder(two)).toBe(true);
  });
  it('share no id, no number and no code', () => {
    const [one, other] = [0, 1].map((rest) => two.filter((_, i) => i % 2 === rest)) as [PlayedCommand[], PlayedCommand[]];
    const idsIn = (commands: readonly PlayedCommand[]) => new Set(commands.flatMap(({ id, stream, data }) => [id, stream, ...numbersIn(data)]));
    const [ids, others] = [idsIn(one), idsIn(other)];
    expect(others.size).toBe(ids.size);
    expect([...others].filter((id) => ids.has(id))).toEqual([]);
    expect(other.every(({ stream }) => isStreamId(stream))).toBe(true);
    const mentioned = other.flatMap(({ data, act }) => JSON.stringify([data, act]).match(/[a-z_]+-[0-7][0-9A-HJKMNP-TV-Z]{25}/g) ?? []);
    expect(mentioned.length).toBeGreaterThan(10_000);
    expect(mentioned.filter((stream) => ids.has(stream))).toEqual([]);
  });
  it('have credit codes that check', () => {
    const codes = two.flatMap(({ data }) => ('creditCode' in data ? [String(data.creditCode)] : []));
    expect([codes.length, codes.filter((code) => !isCreditCode(code))]).toEqual([1088, []]);
  });
});

describe('played together', () => {
  let whole: RecordedEvent[];
  let first: RecordedEvent[];
  let all: readonly RecordedEvent[];
  const own = new Set(city.map(({ id }) => id));
  beforeAll(() => {
    const played = play(two);
    all = played.map(({ event }) => event);
    whole = standing(played);
    first = standing(played.filter(({ event }) => own.has(event.correlation)));
  }, 180_000);

  it('record in the second city what is said of a copy of the first', () => {
    const copies = all.filter(({ correlation }) => !own.has(correlation));
    const originals = all.filter(({ correlation }) => own.has(correlation));
    expect(copies).toHaveLength(originals.length);
    const others = originals.flatMap((event, i) => (isDeepStrictEqual(eventInCopy(event, 2), copies[i]) ? [] : [event.type]));
    expect(others).toEqual([]);
  });
  it('tell twice as much of everything', () => {
    const counts = (events: readonly RecordedEvent[], times: number) => {
      const types: Record<string, number> = {};
      for (const { type } of events) types[type] = (types[type] ?? 0) + times;
      return types;
    };
    expect(counts(whole, 1)).toEqual(counts(first, 2));
  });
  it('double every total and leave every rate', () => {
    const doubled = <T extends object>(figures: T) =>
      Object.fromEntries(Object.entries(figures).map(([name, value]: [string, unknown]) => [name, typeof value === 'number' ? 2 * value : value]));
    const { F01, F02, F03, F04, F05 } = recountAt(first, PAPER);
    expect(recountAt(whole, PAPER)).toMatchObject(doubled({ F01, F02, F03, F04, F05 }));
    const { F35, ...registers } = registersAt(first, PAPER);
    expect([F35, registersAt(whole, PAPER)]).toMatchObject([10, doubled(registers)]);
    expect(projectsAt(whole, PAPER)).toEqual(doubled(projectsAt(first, PAPER)));
    expect(hearingsAt(whole, PAPER)).toEqual(doubled(hearingsAt(first, PAPER)));
    const matters = (events: readonly RecordedEvent[]) =>
      [...new Set(events.filter(({ type }) => type === 'IndicatorDefined').map(({ stream }) => stream))].length;
    expect(matters(whole)).toBe(380);
    expect(total(indicatorAt(first, PAPER, 'legal_service.matters', 'flow'))).toBe(32_418);
  });
});

describe('many cities', () => {
  it('are told one act at a time', () => {
    const thousand = replicated(city.slice(0, 3), 1000);
    const acts = [...thousand];
    expect([acts.length, new Set(acts.map(({ id }) => id)).size, new Set(acts.map(({ stream }) => stream)).size % 1000]).toEqual([3000, 3000, 0]);
  });
  it.each([0, 1.5, 100_000])('are not %d', (replicas) => {
    expect(() => [...replicated(city.slice(0, 1), replicas)]).toThrow(RangeError);
  });
});
