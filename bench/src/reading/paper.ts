import { addDays } from '@casetrail/domain';
import { Figures, type KnownAt } from '@casetrail/readmodel';
import type { Benchmark, Measured, Target } from '../benchmark.ts';
import { closedLoop } from '../load/closed-loop.ts';
import { type Chance, chanceFrom } from '../runner/chance.ts';
import type { City } from '../stage/city.ts';
import { makePlainSchema, plainTotals, refreshTotals } from './plain-schema.ts';

const FIRST_DAY = '2018-01-15' as Parameters<typeof addDays>[0];
/** To some months after the day of the paper. */
const DAYS = 1000;
const paper = (copies: number) => `paper ×${copies}`;
const plain = (copies: number) => `plain schema, five figures ×${copies}`;
const refresh = (copies: number) => `materialized view, refreshed ×${copies}`;

function targetsAt(cities: number): Target[] {
  return [
    { of: paper(1), metric: 'p99', atMost: 5 },
    { of: plain(cities), metric: 'p50', against: paper(cities), atLeast: 1 },
    { of: refresh(cities), metric: 'p50', against: paper(cities), atLeast: 1 },
    ...(cities > 1
      ? [{ of: paper(cities), metric: 'p99', atMost: 5 } as const, { of: paper(cities), metric: 'p50', against: paper(1), atMost: 1.25 } as const]
      : []),
  ];
}

/** The whole paper on a day, as known on another day or at a position in the middle of one. */
export const papers: Benchmark = {
  name: 'paper',
  what: 'Reads all that the paper prints at a random day, as known at a random day or position: every figure with its steps and months, in one snapshot, with all round trips, one after the other. Against the same totals of five figures counted from a plain schema, and the refresh of a materialized view of them.',
  isQuick: true,
  targets: ({ scale }) => targetsAt(scale.cities),
  open: async (stage) => {
    const cities: City[] = [];
    for (const copies of stage.sizes) cities.push(await stage.city(copies));
    const { seconds } = stage.scale;
    const chance = chanceFrom(1);
    for (const { database } of cities) await makePlainSchema(database.pool('owner'));
    return {
      variants: Object.fromEntries(cities.flatMap((city) => variantsOf(city, seconds, chance))),
      close: async () => void (await Promise.all(cities.map(({ database }) => database.leave()))),
    };
  },
};

function variantsOf({ database, copies }: City, seconds: number, chance: Chance): [string, () => Promise<Measured>][] {
  const [figures, owner] = [new Figures(database.pool('api', 1)), database.pool('owner', 1)];
  const day = () => addDays(FIRST_DAY, chance.int(DAYS));
  const knownAt = (head: number): KnownAt => (chance.int(2) === 0 ? { day: day() } : { position: 1 + chance.int(head) });
  const one = (act: () => Promise<unknown>) => closedLoop({ atOnce: 1, seconds }, act);
  return [
    [
      paper(copies),
      async () => {
        const head = await figures.checkpoint();
        return one(() => figures.paper({ asOf: day(), knownAt: knownAt(head) }));
      },
    ],
    [plain(copies), () => one(() => plainTotals(owner, day()))],
    [refresh(copies), () => one(() => refreshTotals(owner))],
  ];
}
