import { type CivilDate, type DisclosedValues, type Edition, type FigureId, disclosed, disclosedIn, isSealedFigure } from '@casetrail/domain';
import type { Difference, FigureDifference, Side } from './difference.ts';
import type { CountedUnit } from './facts.ts';
import { type Asked, type DisclosedPaper, type Figures, type Standing, asDisclosed } from './figures.ts';
import type { Waterfall } from './waterfall.ts';

/** One that a sealed figure counts, for those to whom it is sealed: that it counts, and nothing else. */
export type SealedUnit = { readonly isSealed: true; readonly amount: 1 };
/** The release day of the sealed figures in an answer. Left out: nothing is withheld from who asks. */
export type Released = { readonly releasedOn?: CivilDate };

/** Null: not published separately. `isSuppressed`: the steps are not disclosed. */
export type DisclosedWaterfall = Omit<Waterfall, 'gross' | 'value'> & {
  readonly gross: number | null;
  readonly value: number | null;
  readonly isSuppressed?: true;
};
/** `isSuppressed`: not even how many there are is disclosed. */
export type DisclosedFacts = { readonly facts: readonly (CountedUnit | SealedUnit)[]; readonly next?: string; readonly isSuppressed?: true };
/** `isSuppressed`: the cells are not disclosed. */
export type DisclosedDifference = Omit<Difference, 'figures'> & { readonly figures: readonly (FigureDifference & { readonly isSuppressed?: true })[] };

type Asks<M extends keyof Figures> = Figures[M] extends (...asked: infer P) => unknown ? P : never;
type Answered<M extends keyof Figures> = Figures[M] extends (...asked: never[]) => Promise<infer R> ? R : never;

/** What anybody may be answered with about figures: as they are, or as they are disclosed. */
export type ShownFigures = {
  values(asked: Asked): Promise<Standing & Released & { readonly values: DisclosedValues }>;
  paper(asked: Asked): Promise<Standing & DisclosedPaper>;
  series(...asked: Asks<'series'>): Promise<Standing & { readonly values: readonly (number | null)[] }>;
  inTime(...asked: Asks<'inTime'>): Promise<Standing & { readonly values?: readonly number[] }>;
  facts(...asked: Asks<'facts'>): Promise<Standing & Released & DisclosedFacts>;
  stepUnits(...asked: Asks<'stepUnits'>): Promise<Answered<'stepUnits'> & Released & { readonly isSuppressed?: true }>;
  waterfall(...asked: Asks<'waterfall'>): Promise<Standing & Released & DisclosedWaterfall>;
  person(...asked: Asks<'person'>): Promise<Answered<'person'>>;
  preview(...asked: Asks<'preview'>): Promise<Answered<'preview'>>;
  difference(...asked: Asks<'difference'>): Promise<Standing & DisclosedDifference>;
};

const USUAL = 50;
const MOST = 1000;

/**
 * Figures for everybody but the discipline organs. Of the sealed ones this discloses what stands in an edition, and no more: each answer about them is read
 * from one, so that no two answers can be set against each other for anything that the editions do not tell.
 */
export class DisclosedFigures implements ShownFigures {
  readonly #figures: Figures;
  readonly #today: CivilDate;

  constructor(figures: Figures, today: CivilDate) {
    this.#figures = figures;
    this.#today = today;
  }

  async values(asked: Asked) {
    const { values, ...where } = await this.#figures.values(asked);
    const edition = await this.#edition(asked.asOf, where);
    return { ...where, values: disclosed(values, edition, asked.district), releasedOn: edition.day };
  }

  async paper(asked: Asked) {
    const { values, months, steps, ...where } = await this.#figures.paper(asked);
    return { ...where, ...asDisclosed({ values, months, steps }, await this.#edition(asked.asOf, where), asked.district) };
  }

  async series(...[id, asked]: Asks<'series'>) {
    const { values, ...where } = await this.#figures.series(id, asked);
    if (!isSealedFigure(id)) return { ...where, values };
    const { editions } = await this.#figures.editions({ days: asked.days, knownAt: { position: where.position } }, this.#today);
    return { ...where, values: editions.map((edition) => disclosedIn(edition, id, asked.district)) };
  }

  async inTime(...[id, asked]: Asks<'inTime'>) {
    if (!isSealedFigure(id)) return this.#figures.inTime(id, asked);
    return this.#answering(asked).then(({ edition: _, ...where }) => where);
  }

  async facts(...[id, asked]: Asks<'facts'>) {
    if (!isSealedFigure(id)) return this.#figures.facts(id, asked);
    const { edition, ...where } = await this.#answering(asked);
    const { after = '0', limit = USUAL, district } = asked;
    if (!/^\d{1,9}$/.test(after)) throw new RangeError(`${after} is no place in this list`);
    const value = disclosedIn(edition, id, district);
    const until = Math.min(Number(after) + Math.min(Math.max(1, limit), MOST), value ?? 0);
    const facts = Array.from({ length: Math.max(0, until - Number(after)) }, (): SealedUnit => ({ isSealed: true, amount: 1 }));
    return {
      ...where,
      facts,
      releasedOn: edition.day,
      ...(value === null && { isSuppressed: true as const }),
      ...(until < (value ?? 0) && { next: String(until) }),
    };
  }

  async waterfall(...[id, asked]: Asks<'waterfall'>) {
    if (!isSealedFigure(id)) return this.#figures.waterfall(id, asked);
    const { edition, ...where } = await this.#answering(asked);
    const value = disclosedIn(edition, id, asked.district);
    return { ...where, figure: id, gross: null, lines: [], value, releasedOn: edition.day, isSuppressed: true as const };
  }

  async stepUnits(...[id, step, asked]: Asks<'stepUnits'>) {
    if (!isSealedFigure(id)) return this.#figures.stepUnits(id, step, asked);
    const { edition, ...where } = await this.#answering(asked);
    return { ...where, facts: [], releasedOn: edition.day, isSuppressed: true as const };
  }

  async person(...asked: Asks<'person'>) {
    const { counted, ...where } = await this.#figures.person(...asked);
    return { ...where, counted: counted.filter(({ figure }) => !isSealedFigure(figure)) };
  }

  async preview(...asked: Asks<'preview'>) {
    const { changes, ...where } = await this.#figures.preview(...asked);
    return { ...where, changes: changes.filter(({ figure }) => !isSealedFigure(figure)) };
  }

  async difference(...[from, to]: Asks<'difference'>) {
    const { figures, ...where } = await this.#figures.difference(from, to);
    const at = async ({ asOf, position }: Difference['from']) => this.#edition(asOf, { ...where, position });
    const [older, newer] = [await at(where.from), await at(where.to)];
    /** What a publication has printed is disclosed already. */
    const side = (shown: Side, id: FigureId, isPrinted: boolean, edition: Edition): Side => {
      const value = isPrinted ? shown.value : (disclosedIn(edition, id) ?? 0);
      return { ...shown, value, counted: value };
    };
    return {
      ...where,
      figures: figures.map((one) => {
        const { figure: id } = one;
        if (!isSealedFigure(id)) return one;
        const [a, b] = [side(one.from, id, from.published !== undefined, older), side(one.to, id, to.published !== undefined, newer)];
        return { figure: id, from: a, to: b, cells: [], residual: 0, state: 'explained' as const, isSuppressed: true as const };
      }),
    };
  }

  async #edition(asOf: CivilDate, { position }: Standing): Promise<Edition> {
    return (await this.#answering({ asOf, knownAt: { position } })).edition;
  }

  async #answering({ asOf, knownAt }: Pick<Asked, 'asOf' | 'knownAt'>): Promise<Standing & { readonly edition: Edition }> {
    const { editions, ...where } = await this.#figures.editions({ days: [asOf], knownAt }, this.#today);
    return { ...where, edition: editions[0] as Edition };
  }
}
