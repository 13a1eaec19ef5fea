import type { Histories, Machine } from './figure.ts';
import type { Stream } from './history.ts';
import { type Span, timeline, within } from './spans.ts';
import type { ToldEvent, ToldOf, ToldType } from './told-events.ts';

type Merge = 'CasesMerged' | 'ArrestReviewsMerged' | 'ProsecutionsMerged' | 'DocketsMerged' | 'InvestigationsMerged';
/** What holds of a file, read from its own state; and by which event it is merged into another. */
export type Followed<S, V> = Machine<S> & { readonly merge: Merge; readonly read: (state: S) => V | undefined };
type At<S> = { readonly state: S; readonly survivor: Stream | undefined };
type Seen<V> = { readonly value: V | undefined; readonly survivor: Stream | undefined };

/** What a figure reads that follows files through their mergers. */
export const readsFollowing = <S, V>({ evolve, merge }: Followed<S, V>): readonly ToldType[] => [...(Object.keys(evolve) as ToldType[]), merge];

/** What held of a file, and when. Once merged into another one, it shares what holds of that one. Merges in a circle are cut. */
export function followed<S, V>(file: Stream, histories: Histories, rule: Followed<S, V>, path: readonly Stream[] = []): Span<V>[] {
  const step = (at: At<S>, event: ToldEvent): At<S> => {
    if (event.stream !== file) return at;
    if (event.type === rule.merge) return { ...at, survivor: (event as ToldOf<Merge>).data.survivor };
    const handler = rule.evolve[event.type as ToldType] as ((state: S, data: unknown, event: ToldEvent) => S) | undefined;
    const state = handler ? handler(at.state, event.data, event) : at.state;
    return state === at.state ? at : { ...at, state };
  };
  const seen = timeline(
    histories.of(file),
    { state: rule.initial, survivor: undefined } as At<S>,
    step,
    ({ state, survivor }): Seen<V> | undefined => ({ value: rule.read(state), survivor }),
    (a, b) => a.value === b.value && a.survivor === b.survivor,
  );
  return seen.flatMap((span): Span<V>[] => {
    const { survivor, value } = span.value;
    if (survivor !== undefined && survivor !== file && !path.includes(survivor)) return within(followed(survivor, histories, rule, [...path, file]), [span]);
    return value === undefined ? [] : [{ ...span, value }];
  });
}
