import type { CivilDate, District, FigureId } from '@casetrail/domain';
import type { ClientBase, Pool } from 'pg';
import { inTransaction } from './advance.ts';
import { type FactsAsked, type FactsPage, factsOf } from './facts.ts';
import { type Known, type KnownAt, fixKnown } from './known.ts';
import { SERVING } from './schema.ts';
import { type ByDistrict, type FigureValues, valuesByDistrict, valuesOf, valuesOver } from './values.ts';
import { type Waterfall, waterfallsOf } from './waterfall.ts';

/** When a figure is asked for: what was true on a day, as it was known then. */
export type Asked = { readonly asOf: CivilDate; readonly knownAt?: KnownAt | undefined; readonly district?: District | undefined };
/** Where an answer stands: the position that was known, the day it was recorded on, and how far the figures were counted when it was read. */
export type Standing = { readonly position: number; readonly recordedOn?: CivilDate; readonly checkpoint: number };

const standing = ({ position, recordedOn, checkpoint }: Known): Standing => ({ position, ...(recordedOn && { recordedOn }), checkpoint });

/**
 * One snapshot. The checkpoint is locked before anything is seen: a rebuild that takes over waits for that lock, so nobody reads half of the old
 * tables and half of the new.
 */
const SNAPSHOT = `begin isolation level repeatable read read only; lock table ${SERVING}.checkpoint in access share mode`;

/** Reads figures: any value at any date, as known at any day or position, with what it is made of. Every answer is read in one snapshot. */
export class Figures {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Every figure, of the city or of one district. */
  values({ asOf, knownAt, district }: Asked): Promise<Standing & { readonly values: FigureValues }> {
    return this.#read(knownAt, async (db, known) => ({ values: await valuesOf(db, asOf, known, district) }));
  }

  /** Every figure in every district; with the overlap they add up to the city. */
  byDistrict({ asOf, knownAt }: Omit<Asked, 'district'>): Promise<Standing & ByDistrict> {
    return this.#read(knownAt, (db, known) => valuesByDistrict(db, asOf, known));
  }

  /** One figure on each of some days, all as known at once. */
  series(
    figure: FigureId,
    { days, knownAt, district }: Omit<Asked, 'asOf'> & { readonly days: readonly CivilDate[] },
  ): Promise<Standing & { readonly values: readonly number[] }> {
    return this.#read(knownAt, async (db, known) => ({ values: await valuesOver(db, figure, days, known, district) }));
  }

  /** One page of the units that a figure counts, with the events behind each. */
  facts(figure: FigureId, { knownAt, ...asked }: FactsAsked & Pick<Asked, 'knownAt'>): Promise<Standing & FactsPage> {
    return this.#read(knownAt, (db, known) => factsOf(db, figure, known, asked));
  }

  /** The steps from gross to the figure, by kind of correction. They add up to it. */
  async waterfall(figure: FigureId, asked: Asked): Promise<Standing & Waterfall> {
    const { waterfalls, ...standing } = await this.waterfalls([figure], asked);
    return { ...standing, ...(waterfalls[0] as Waterfall) };
  }

  /** The same for several figures, in their order. */
  waterfalls(figures: readonly FigureId[], { asOf, knownAt, district }: Asked): Promise<Standing & { readonly waterfalls: readonly Waterfall[] }> {
    return this.#read(knownAt, async (db, known) => ({ waterfalls: await waterfallsOf(db, figures, asOf, known, district) }));
  }

  /** How far the figures are counted. */
  async checkpoint(): Promise<number> {
    const { rows } = await this.#pool.query<{ position: string }>({ name: 'counting.checkpoint', text: `select position from ${SERVING}.checkpoint` });
    return Number(rows[0]?.position ?? 0);
  }

  #read<T extends object>(knownAt: KnownAt | undefined, work: (db: ClientBase, known: Known) => Promise<T>): Promise<Standing & T> {
    return inTransaction(this.#pool, SNAPSHOT, async (db) => {
      const known = await fixKnown(db, knownAt);
      return { ...standing(known), ...(await work(db, known)) };
    });
  }
}
