import type { CivilDate, FigureId, RecordedEvent, RuleSet, StreamId } from '@casetrail/domain';
import type { Ledger } from '@casetrail/ledger';
import type { Point } from './difference-points.ts';

/** Of what a publication has computed, only what it takes to compare it with another one. */
type Computed = {
  readonly position: number;
  readonly ruleSet: RuleSet;
  readonly rules: string;
  readonly released?: { readonly asOf: CivilDate; readonly position: number };
  readonly figures: readonly { readonly figure: FigureId; readonly value: number }[];
  /** Also figures that are not printed, such as the denominators of rates. */
  readonly values?: Readonly<Partial<Record<FigureId, number>>>;
};
type Drafted = { readonly asOf: CivilDate };

/** A publication as an end of a difference: with the values that it has printed. It can be none while it is still being made. */
export type PublicationPoint = Point | 'not-published' | undefined;

/** Reads publications from the ledger alone: what a read model says of them proves nothing. */
export class PublicationPoints {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Undefined for a publication that is not there. */
  async find(id: string): Promise<PublicationPoint> {
    const stream = id as StreamId;
    const events = (await this.#ledger.load([stream])).get(stream)?.events ?? [];
    const drafted = newest<Drafted>(events, 'PublicationDrafted');
    if (!drafted) return undefined;
    const computed = newest<Computed>(events, 'FiguresComputed');
    if (!computed || !events.some(({ type }) => type === 'PublicationPublished')) return 'not-published';
    const { position, ruleSet, rules, values, figures, released } = computed;
    const printed = Object.fromEntries(figures.map(({ figure, value }) => [figure, value]));
    return { asOf: drafted.asOf, knownAt: { position }, ruleSet, published: { values: { ...values, ...printed }, rules, released } };
  }
}

/** What the ledger holds was checked when it was recorded. */
const newest = <D>(events: readonly RecordedEvent[], type: string): D | undefined => events.findLast((event) => event.type === type)?.data as D | undefined;
