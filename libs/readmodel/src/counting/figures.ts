import {
  type CivilDate,
  type DifferenceCell,
  type DisclosedValues,
  type District,
  type Edition,
  type FigureId,
  type Month,
  type MonthlyRate,
  type PersonId,
  type RecordedEvent,
  RULE_SET,
  type RuleSet,
  type StepName,
  type Steps,
  disclosed,
  editionAt,
  isSealedFigure,
  monthsReported,
  printedIds,
  ruleSets,
  ruledBy,
  rulesInForce,
} from '@casetrail/domain';
import type { ClientBase, Pool } from 'pg';
import { SETTINGS, inTransaction } from '../transactions.ts';
import { RulesChanged } from './advance.ts';
import { type Contributions, contributionsOf } from './contributions.ts';
import { type Difference, differenceOf } from './difference.ts';
import type { Point } from './difference-points.ts';
import { type ChangedUnitsPage, type UnitsAsked, unitsOf } from './difference-units.ts';
import { Editions } from './editions.ts';
import { type CountedPerson, type FactsAsked, type FactsPage, factsOf, personCounted } from './facts.ts';
import { grownInTime } from './in-time.ts';
import { type Known, type KnownAt, fixKnown } from './known.ts';
import { type Membership, membershipOf } from './membership.ts';
import { type FigureChange, previewOf } from './preview.ts';
import { SERVING } from './schema.ts';
import { type ByDistrict, type FigureValues, growthOver, valuesByDistrict, valuesByKind, valuesOf, valuesOver } from './values.ts';
import { type Waterfall, stepsByKind, waterfallOf } from './waterfall.ts';
import { type SteppedUnitsPage, stepUnitsOf } from './waterfall-units.ts';

/** When a figure is asked for: what was true on a day, as it was known then. */
export type Asked = {
  readonly asOf: CivilDate;
  readonly knownAt?: KnownAt | undefined;
  readonly district?: District | undefined;
  readonly ruleSet?: RuleSet | undefined;
};
/** What the paper is printed from. */
export type PaperRead = {
  readonly values: FigureValues;
  /** The monthly rates of F42, as far as the months that the paper speaks of are over. */
  readonly months: readonly MonthlyRate[];
  /** The steps from gross to each printed figure by kind of correction, in the paper's order. */
  readonly steps: readonly Waterfall[];
};
/** The paper as it is disclosed. */
export type DisclosedPaper = Pick<PaperRead, 'months'> & {
  readonly values: DisclosedValues;
  readonly steps: readonly Steps[];
  /** The release day of its sealed figures. Left out: they are of the day that was asked for. */
  readonly releasedOn?: CivilDate;
};
/** What a publication is made from: the paper as it is disclosed, and what each of its figures is made of, in the paper's order. */
export type PublicationRead = DisclosedPaper & { readonly contributions: readonly Contributions[]; readonly edition: Edition };
/** A figure on a day, as known at a position. */
export type AtPosition = { readonly asOf: CivilDate; readonly position: number; readonly ruleSet?: RuleSet | undefined };
/** Where an answer stands: the position that was known, the day it was recorded on, and how far the figures were counted when it was read. */
export type Standing = { readonly position: number; readonly recordedOn?: CivilDate; readonly checkpoint: number };

const standing = ({ position, recordedOn, checkpoint }: Known): Standing => ({ position, ...(recordedOn && { recordedOn }), checkpoint });

/**
 * One snapshot. The checkpoint is locked before anything is seen: a rebuild that takes over waits for that lock, so nobody reads half of the old
 * tables and half of the new.
 */
const SNAPSHOT = `begin isolation level repeatable read read only; lock table ${SERVING}.checkpoint in access share mode`;

/** The same, for what reads few cells, or all units of a figure a few at a time: each time by the indexes, and never through a whole table. */
const BY_INDEX = `${SNAPSHOT}; ${SETTINGS}`;

/** Reads figures: any value at any date, as known at any day or position, with what it is made of. Every answer is read in one snapshot. */
export class Figures {
  readonly #pool: Pool;
  readonly #editions = new Editions();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Every figure, of the city or of one district. */
  values({ asOf, knownAt, district, ruleSet }: Asked): Promise<Standing & { readonly values: FigureValues }> {
    return this.#read(knownAt, async (db, known) => ({ values: under(ruleSet, await valuesOf(db, asOf, known, district)) }));
  }

  /** Every figure in every district; with the overlap they add up to the city. */
  byDistrict({ asOf, knownAt }: Omit<Asked, 'district' | 'ruleSet'>): Promise<Standing & ByDistrict> {
    return this.#read(knownAt, (db, known) => valuesByDistrict(db, asOf, known));
  }

  /** Everything that the paper prints, its annex included. */
  paper(asked: Asked): Promise<Standing & PaperRead> {
    return this.#read(asked.knownAt, (db, known) => paperOf(db, known, asked));
  }

  /**
   * Everything that a publication freezes, read in one moment; of the sealed figures what is disclosed by `today`.
   * @throws NotCountedYet; RulesChanged when the figures are still counted by other rules
   */
  publication({ asOf, position, ruleSet = RULE_SET }: AtPosition, today: CivilDate): Promise<Standing & PublicationRead> {
    const read = async (db: ClientBase, known: Known): Promise<PublicationRead> => {
      await countedByRulesInForce(db);
      const edition = editionAt(await this.#editions.read(db, today), asOf, position);
      const [sealed, others] = [printedIds.filter(isSealedFigure), printedIds.filter((id) => !isSealedFigure(id))];
      const made = new Map<FigureId, Contributions>();
      for (const [ids, at] of [
        [sealed, edition.counted],
        [others, { asOf, position }],
      ] as const) {
        const found = await contributionsOf(
          db,
          ids.map((id) => ruledBy(ruleSet, id)),
          at.asOf,
          at.position,
        );
        ids.forEach((id, i) => made.set(id, found[i] as Contributions));
      }
      const contributions = printedIds.map((id) => made.get(id) as Contributions);
      return { ...asDisclosed(await paperOf(db, known, { asOf, ruleSet }), edition), contributions, edition };
    };
    return this.#read({ position }, read);
  }

  /** What is disclosed of the sealed figures for each of some days, all as known at once, to whoever asks on `today`. @throws NotCountedYet */
  editions(
    { days, knownAt }: { readonly days: readonly CivilDate[]; readonly knownAt?: KnownAt | undefined },
    today: CivilDate,
  ): Promise<Standing & { readonly editions: readonly Edition[] }> {
    return this.#read(knownAt, async (db, known) => {
      const all = await this.#editions.read(db, today);
      return { editions: days.map((day) => editionAt(all, day, known.position)) };
    });
  }

  /** How many units and events make a figure, and the root of the tree over the events. @throws NotCountedYet */
  contributions(figure: FigureId, { asOf, position }: Omit<AtPosition, 'ruleSet'>): Promise<Standing & Contributions> {
    return this.#read({ position }, async (db) => (await contributionsOf(db, [figure], asOf, position))[0] as Contributions);
  }

  /** Whether the event at a position of the ledger is one of those that make a figure, with the proof. @throws NotCountedYet */
  async membership(figure: FigureId, { asOf, position }: Omit<AtPosition, 'ruleSet'>, event: number): Promise<Membership> {
    const read = async (db: ClientBase) => ({ membership: await membershipOf(db, figure, asOf, position, event) });
    return (await this.#read({ position }, read)).membership;
  }

  /** One figure on each of some days, all as known at once. */
  series(
    figure: FigureId,
    { days, knownAt, district, ruleSet = RULE_SET }: Omit<Asked, 'asOf'> & { readonly days: readonly CivilDate[] },
  ): Promise<Standing & { readonly values: readonly number[] }> {
    return this.#read(knownAt, async (db, known) => ({ values: await valuesOver(db, ruledBy(ruleSet, figure), days, known, district) }));
  }

  /** What one figure grew by in each month, of that only what was recorded by the end of the month. What was entered later is missing from it. */
  inTime(
    figure: FigureId,
    { asOf, knownAt, district, ruleSet = RULE_SET, months }: Asked & { readonly months: readonly Month[] },
  ): Promise<Standing & { readonly values: readonly number[] }> {
    return this.#read(knownAt, async (db, known) => ({ values: await grownInTime(db, ruledBy(ruleSet, figure), months, asOf, known, district) }), SNAPSHOT);
  }

  /** The monthly rate of F42 in each of some months. */
  monthly({
    months,
    knownAt,
    district,
  }: Omit<Asked, 'asOf' | 'ruleSet'> & { readonly months: readonly Month[] }): Promise<Standing & { readonly rates: readonly MonthlyRate[] }> {
    return this.#read(knownAt, async (db, known) => ({ rates: await monthlyOf(db, months, known, district) }));
  }

  /** One page of the units that a figure counts, with the events behind each. */
  facts(figure: FigureId, { knownAt, ruleSet = RULE_SET, ...asked }: FactsAsked & Pick<Asked, 'knownAt' | 'ruleSet'>): Promise<Standing & FactsPage> {
    return this.#read(knownAt, (db, known) => factsOf(db, ruledBy(ruleSet, figure), known, asked));
  }

  /** In which figures a person counts, under which identity, and by which events. */
  person(id: PersonId, { asOf, knownAt }: Omit<Asked, 'district' | 'ruleSet'>): Promise<Standing & { readonly counted: readonly CountedPerson[] }> {
    return this.#read(knownAt, async (db, known) => ({ counted: await personCounted(db, id, known, asOf) }));
  }

  /** The steps from gross to the figure, by kind of correction. They add up to it. */
  waterfall(figure: FigureId, { asOf, knownAt, district, ruleSet = RULE_SET }: Asked): Promise<Standing & Waterfall> {
    return this.#read(knownAt, (db, known) => waterfallOf(db, ruledBy(ruleSet, figure), asOf, known, district), SNAPSHOT);
  }

  /** One page of the units that a step of the waterfall is about. They add up to it. @throws RangeError */
  stepUnits(
    figure: FigureId,
    step: StepName,
    { knownAt, ruleSet = RULE_SET, ...asked }: FactsAsked & Pick<Asked, 'knownAt' | 'ruleSet'>,
  ): Promise<Standing & SteppedUnitsPage> {
    return this.#read(knownAt, (db, known) => stepUnitsOf(db, ruledBy(ruleSet, figure), step, known, asked), SNAPSHOT);
  }

  /** What some events would change of every figure, if they were recorded next. @throws NotCountedYet */
  preview(events: readonly RecordedEvent[], asOf: CivilDate, today: CivilDate): Promise<Standing & { readonly changes: readonly FigureChange[] }> {
    return this.#read(undefined, async (db, known) => ({ changes: await previewOf(db, known, events, asOf, today) }));
  }

  /** Why every printed figure differs between two points. @throws NotCountedYet */
  difference(from: Point, to: Point): Promise<Standing & Difference> {
    return this.#read(undefined, (db) => differenceOf(db, from, to), SNAPSHOT);
  }

  /** One page of the units, with the events, that a cell of a difference is made of. @throws NotCountedYet, RangeError */
  differenceUnits(from: Point, to: Point, figure: FigureId, cell: DifferenceCell, asked: UnitsAsked = {}): Promise<Standing & ChangedUnitsPage> {
    return this.#read(undefined, (db) => unitsOf(db, from, to, figure, cell, asked), SNAPSHOT);
  }

  /** How far the figures are counted. */
  async checkpoint(): Promise<number> {
    const { rows } = await this.#pool.query<{ position: string }>({ name: 'counting.checkpoint', text: `select position from ${SERVING}.checkpoint` });
    return Number(rows[0]?.position ?? 0);
  }

  #read<T extends object>(knownAt: KnownAt | undefined, work: (db: ClientBase, known: Known) => Promise<T>, opening = BY_INDEX): Promise<Standing & T> {
    return inTransaction(this.#pool, opening, async (db) => {
      const known = await fixKnown(db, knownAt);
      return { ...standing(known), ...(await work(db, known)) };
    });
  }
}

async function paperOf(db: ClientBase, known: Known, { asOf, district, ruleSet = RULE_SET }: Asked): Promise<PaperRead> {
  const { values, kindsOf } = await valuesByKind(db, asOf, known, district);
  return {
    values: under(ruleSet, values),
    months: await monthlyOf(db, monthsReported(asOf), known, district),
    steps: printedIds.map((id) => stepsByKind(ruledBy(ruleSet, id), kindsOf)),
  };
}

/** Of a sealed figure no step is disclosed: each is the act or the correction of one unit. */
export const asDisclosed = ({ values, months, steps }: PaperRead, edition: Edition, district?: District): DisclosedPaper => ({
  values: disclosed(values, edition, district),
  months,
  steps: steps.map((one): Steps => (isSealedFigure(one.figure) ? { figure: one.figure, gross: null, lines: [] } : one)),
  releasedOn: edition.day,
});

async function countedByRulesInForce(db: ClientBase): Promise<void> {
  const { rows } = await db.query<{ rules: string }>({ name: 'counting.rules', text: `select rules from ${SERVING}.checkpoint` });
  const counted = rows[0]?.rules ?? '';
  if (counted !== rulesInForce) throw new RulesChanged(counted);
}

/** The values as a rule set has them. */
function under(ruleSet: RuleSet = RULE_SET, values: FigureValues): FigureValues {
  const others = Object.entries(ruleSets[ruleSet]);
  return others.length === 0 ? values : { ...values, ...Object.fromEntries(others.map(([id, rule]) => [id, values[rule]])) };
}

async function monthlyOf(db: ClientBase, months: readonly Month[], known: Known, district: District | undefined): Promise<MonthlyRate[]> {
  const grown = await growthOver(db, months, known, district);
  return months.map((month) => ({ month, numerator: grown('F42', month), denominator: grown('F42-of', month) }));
}
