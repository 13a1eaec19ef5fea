import fc from 'fast-check';
import { dateOf } from '../kernel/civil-date.ts';
import { figureOf, figures } from './figures.ts';
import { History, type Stream, categoryOfStream } from './history.ts';
import { joined, overlaps } from './spans.ts';
import { naiveRecount } from './testing/naive-recount.ts';
import { LOG_DAYS, LOG_LATER_DAYS, LOG_START, random, randomLog } from './testing/random-log.ts';
import { tellLog } from './testing/tell-log.ts';
import { type ToldEvent, relations } from './told-events.ts';

const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 300);
/** The seed makes the log, the length cuts it: a failure is shown at the shortest log that still fails. */
const logs = fc.tuple(fc.noShrink(fc.nat()), fc.integer({ min: 6, max: 120 }));

/** Everything counted at one date and position: figure and district ('' for the city) → value. */
function count(units: ReadonlySet<Stream>, told: readonly ToldEvent[], asOf: number, knownAt: number): Map<string, number> {
  const totals = new Map<string, number>();
  const add = (key: string, n: number) => n !== 0 && totals.set(key, (totals.get(key) ?? 0) + n);
  const history = new History<ToldEvent>(relations);
  for (const event of told) if (event.position <= knownAt) history.learn(event);
  for (const unit of units)
    for (const { id, count: spansOf } of figures.filter((figure) => figure.unit === categoryOfStream(unit))) {
      const spans = spansOf(unit, history);
      const now = spans.filter(({ from, to }) => from <= asOf && asOf < to);
      for (const { value } of now) add(`${id}|${value.district}`, value.amount);
      const overlap = overlaps(spans).find(({ from, to }) => from <= asOf && asOf < to)?.value ?? 0;
      add(
        `${id}|`,
        now.reduce((sum, { value }) => sum + value.amount, -overlap),
      );
    }
  return totals;
}

describe('counting a random history', () => {
  it('gives what a naive recount gives, at any date and any position, in any district', () => {
    let different = 0;
    const counted = new Set<string>();
    fc.assert(
      fc.property(logs, ([seed, length]) => {
        const { int, pick } = random(seed);
        const log = randomLog(seed, length);
        const told = tellLog(log);
        const units = new Set(log.map(({ streamNo }) => streamNo));
        for (let i = 0; i < 8; i++) {
          const knownAt = i === 0 ? log.length : 1 + int(log.length);
          const asOf = i < 2 ? LOG_START + 10 * LOG_DAYS : i < 4 ? pick(LOG_LATER_DAYS) : LOG_START + int(LOG_DAYS);
          const expected = naiveRecount(log, dateOf(asOf), knownAt);
          expect({ knownAt, asOf, ...Object.fromEntries(count(units, told, asOf, knownAt)) }).toEqual({ knownAt, asOf, ...Object.fromEntries(expected) });
          different += expected.size;
          for (const key of expected.keys()) counted.add(key.slice(0, key.indexOf('|')));
        }
      }),
      { numRuns },
    );
    expect(different).toBeGreaterThan(numRuns); // the logs are worth counting
    if (numRuns >= 300) expect(counted.size).toBeGreaterThan(0.95 * figures.length); // nearly all of it: whom no case knows is rare
  });

  it('puts every group under one tier at most', () => {
    fc.assert(
      fc.property(logs, ([seed, length]) => {
        const history = new History<ToldEvent>(relations);
        const told = tellLog(randomLog(seed, length));
        for (const event of told) history.learn(event);
        const tiers = (['F01', 'F02', 'F03'] as const).map(figureOf); // F01-all is of every tier
        for (const unit of new Set(told.map(({ stream }) => stream)))
          expect(overlaps(tiers.flatMap(({ count: spansOf }) => spansOf(unit, history)))).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('needs only what a figure says it reads', () => {
    fc.assert(
      fc.property(logs, ([seed, length]) => {
        const told = tellLog(randomLog(seed, length));
        for (const figure of figures) {
          const [all, declared] = [new History<ToldEvent>(relations), new History<ToldEvent>(relations)];
          for (const event of told) {
            all.learn(event);
            if (event.type === 'RecordVoided' || figure.reads.includes(event.type)) declared.learn(event);
          }
          for (const unit of new Set(told.map(({ stream }) => stream)))
            if (categoryOfStream(unit) === figure.unit) expect(figure.count(unit, declared)).toEqual(figure.count(unit, all));
        }
      }),
      { numRuns },
    );
  });

  it('comes back to every total when a merger is taken back: a split of identities, a void of any merger', () => {
    let moved = 0;
    fc.assert(
      fc.property(logs, ([seed, length]) => {
        const { pick } = random(seed ^ 0xd0);
        const log = tellLog(randomLog(seed, length));
        const units = new Set(log.map(({ stream }) => stream));
        const last = log.at(-1)?.position ?? 0;
        const day = LOG_START + LOG_DAYS;
        const mergers = Object.entries({
          person: 'IdentitiesMerged',
          criminal_case: 'CasesMerged',
          arrest_review: 'ArrestReviewsMerged',
          prosecution: 'ProsecutionsMerged',
          court_docket: 'DocketsMerged',
          umbrella_investigation: 'InvestigationsMerged',
        });
        for (const [category, type] of mergers) {
          const streams = [...units].filter((unit) => categoryOfStream(unit) === category);
          const [absorbed, survivor] = [pick(streams), pick(streams)];
          if (absorbed === undefined || survivor === undefined || absorbed === survivor) continue;
          const place = { stream: absorbed, on: LOG_START, recorded: day };
          const version = Math.max(...log.filter(({ stream }) => stream === absorbed).map((event) => event.version)) + 100; // beyond what is not told
          const merge = { ...place, position: last + 1, version, type, data: { survivor } } as ToldEvent;
          const takenBack = [{ ...place, position: last + 2, version: version + 1, type: 'RecordVoided', data: { target: version } } as ToldEvent];
          // A split is the last word on the pair: it takes a merger back where nothing else was said about who it was, not even that they may be one.
          const wasSaid = log.some(({ type: said, stream, data }) => {
            const { survivor: one, other } = data as { survivor?: Stream; other?: Stream };
            return said.startsWith('Identit') && [stream, one, other].includes(absorbed);
          });
          if (type === 'IdentitiesMerged' && !wasSaid)
            takenBack.push({ ...place, position: last + 2, version: version + 1, type: 'IdentitiesSplit', data: { survivor } } as ToldEvent);
          for (const asOf of [day, LOG_START + 10 * LOG_DAYS]) {
            const before = count(units, log, asOf, last);
            const merged = count(units, [...log, merge], asOf, last + 1);
            for (const back of takenBack)
              expect({ type, back: back.type, ...Object.fromEntries(count(units, [...log, merge, back], asOf, last + 2)) }).toEqual({
                type,
                back: back.type,
                ...Object.fromEntries(before),
              });
            if (JSON.stringify([...merged]) !== JSON.stringify([...before])) moved++;
          }
        }
      }),
      { numRuns: Math.round(numRuns / 3) },
    );
    expect(moved).toBeGreaterThan(0);
  });

  it('keeps every of-which figure inside its whole', () => {
    const parts = {
      F17: 'F15',
      F18: 'F16',
      'F15-other': 'F15',
      'F16-other': 'F16',
      F11: 'F10',
      F12: 'F10-persons',
      'F12-acquitted': 'F12',
      F08: 'F08-gross',
      F09: 'F09-gross',
      F42: 'F42-of',
      F30: 'F30-of',
      F43: 'F43-of',
      'F13-held': 'F13',
    } as const;
    const subsets = Object.entries(parts).map(([part, whole]) => [figures.find(({ id }) => id === part), figures.find(({ id }) => id === whole)] as const);
    fc.assert(
      fc.property(logs, ([seed, length]) => {
        const told = tellLog(randomLog(seed, length));
        const history = new History<ToldEvent>(relations);
        for (const event of told) history.learn(event);
        for (const [part, whole] of subsets) {
          if (!part || !whole) throw new Error('a figure is missing');
          for (const unit of new Set(told.map(({ stream }) => stream)))
            if (categoryOfStream(unit) === part.unit) {
              const all = whole.count(unit, history);
              // Wherever a part counts, its whole does, in the same district.
              for (const { from, to, value } of part.count(unit, history)) {
                const covering = joined(all.filter((span) => span.value.district === value.district));
                expect({ part: part.id, unit, isInside: covering.some((span) => span.from <= from && to <= span.to) }).toEqual({
                  part: part.id,
                  unit,
                  isInside: true,
                });
              }
            }
        }
      }),
      { numRuns },
    );
  });
});
