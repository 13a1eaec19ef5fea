import type { Benchmark, Measured } from '../benchmark.ts';
import type { Stage } from '../stage/stage.ts';
import { chanceFrom, shuffled } from './chance.ts';
import { judged, run } from './run.ts';

const stage = { scale: { rounds: { usual: 5, long: 2 }, seconds: 0, cities: 1, events: 1 }, cores: 2 } as Stage; // nobody here plays on it
const silent = () => undefined;
const NAMES = ['a', 'b', 'c'];

/** Writes down who was let when, and answers with how often it was. */
function recorded(rates: Readonly<Record<string, () => Measured>>, more: Partial<Benchmark> = {}) {
  const turns: string[] = [];
  const closed: string[] = [];
  const benchmark: Benchmark = {
    name: 'recorded',
    what: 'Nothing.',
    targets: () => [],
    open: () =>
      Promise.resolve({
        variants: Object.fromEntries(Object.entries(rates).map(([name, measure]) => [name, () => (turns.push(name), Promise.resolve().then(measure))])),
        close: () => Promise.resolve(void closed.push('closed')),
      }),
    ...more,
  };
  return { benchmark, turns, closed };
}
const rounds = (turns: readonly string[]) =>
  Array.from({ length: turns.length / NAMES.length }, (_, i) => turns.slice(i * NAMES.length, (i + 1) * NAMES.length));
const all = Object.fromEntries(NAMES.map((name) => [name, () => ({ rate: 1 })]));

describe('a run', () => {
  it('lets every variant have one turn in every round, after one that does not count', async () => {
    const { benchmark, turns, closed } = recorded(all);
    const result = await run(benchmark, stage, { rounds: 4, chance: chanceFrom(7), say: silent });
    expect(rounds(turns).map((round) => [...round].sort())).toEqual(Array.from({ length: 5 }, () => NAMES));
    expect(Object.values(result.rounds).map((measured) => measured.length)).toEqual([4, 4, 4]);
    expect(closed).toEqual(['closed']);
  });

  it('changes the order from round to round, and repeats it with the same seed', async () => {
    const [one, again] = [recorded(all), recorded(all)];
    await run(one.benchmark, stage, { rounds: 8, chance: chanceFrom(7), say: silent });
    await run(again.benchmark, stage, { rounds: 8, chance: chanceFrom(7), say: silent });
    expect(new Set(rounds(one.turns).map(String)).size).toBeGreaterThan(2);
    expect(again.turns).toEqual(one.turns);
  });

  it('does not warm up what is too long for that', async () => {
    const [usual, long] = [recorded(all), recorded(all, { isLong: true })];
    for (const { benchmark } of [usual, long]) await run(benchmark, stage, { chance: chanceFrom(1), say: silent });
    expect([usual.turns.length, long.turns.length]).toEqual([6 * NAMES.length, 2 * NAMES.length]);
  });

  it('keeps what was measured before a variant broke off, says why, and closes', async () => {
    let times = 0;
    const breaking = () => {
      if (++times > 2) throw new Error('it broke');
      return { rate: times };
    };
    const { benchmark, closed } = recorded({ breaking }, { isLong: true });
    const result = await run(benchmark, stage, { rounds: 5, chance: chanceFrom(1), say: silent });
    expect(result).toMatchObject({ failure: 'it broke', rounds: { breaking: [{ rate: 1 }, { rate: 2 }] } });
    expect(closed).toEqual(['closed']);
  });

  it('says why a benchmark could not even be opened', async () => {
    const { benchmark } = recorded(all, { open: () => Promise.reject(new Error('no server')), targets: () => [{ of: 'a', metric: 'rate', atLeast: 1 }] });
    const result = await run(benchmark, stage, { chance: chanceFrom(1), say: silent });
    expect(result).toMatchObject({ failure: 'no server', verdicts: [{ untold: 'not measured in this run' }] });
  });
});

describe('every order', () => {
  it('is as likely as any other', () => {
    const chance = chanceFrom(3);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = shuffled(NAMES, chance).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('a target', () => {
  const measured = {
    us: [
      { rate: 10, p50: 1 },
      { rate: 30, p50: 3 },
      { rate: 20, p50: 2 },
    ],
    them: [{ rate: 10 }, { rate: 10 }, { rate: 40 }],
  };

  it('is held against the median', () => {
    expect(judged({ of: 'us', metric: 'p50', atMost: 2 }, measured)).toMatchObject({ isMet: true, metIn: [2, 3], measured: { median: 2 } });
    expect(judged({ of: 'us', metric: 'p50', atMost: 1.9 }, measured)).toMatchObject({ isMet: false, metIn: [1, 3] });
  });
  it('of a ratio is held against the median of the ratios within each round', () => {
    const verdict = judged({ of: 'us', metric: 'rate', against: 'them', atLeast: 1.5 }, measured);
    expect(verdict).toMatchObject({ isMet: false, metIn: [1, 3], measured: { median: 1, least: 0.5, most: 3 } });
  });
  it('that cannot be told here is measured, and not judged', () => {
    const verdict = judged({ of: 'us', metric: 'rate', atLeast: 1, untold: 'two cores' }, measured);
    expect(verdict).toMatchObject({ untold: 'two cores', measured: { median: 20 } });
    expect(verdict.isMet).toBeUndefined();
  });
  it('is not met where nothing was measured: it cannot be told', () => {
    expect(judged({ of: 'nobody', metric: 'rate', against: 'them', atLeast: 1 }, measured)).toMatchObject({ untold: 'not measured in this run' });
  });
});
