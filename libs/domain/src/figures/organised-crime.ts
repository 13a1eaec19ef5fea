import type { Scope } from '../criminal-case/criminal-case-messages.ts';
import type { Histories } from './figure.ts';
import type { Stream } from './history.ts';
import { type Span, joined, timeline, within } from './spans.ts';
import type { ToldType } from './told-events.ts';

/** In the scope of the campaign: 涉黑 or 涉恶. */
export const isOrganisedCrime = (scope: Scope | undefined): boolean => scope === 'MAFIA' || scope === 'EVIL';

/** What `organisedCrime` reads: to be declared by each figure that uses it. */
export const readsOfOrganisedCrime = ['CaseScopeClassified', 'CaseScopeReclassified', 'CasesMerged'] as const satisfies readonly ToldType[];

type Standing = { readonly scope?: Scope; readonly survivor?: Stream };

/** When a case counted as organised crime. Once merged into another case, it shares that one's classification. Merges in a circle are cut. */
export function organisedCrime(file: Stream, histories: Histories, path: readonly Stream[] = []): Span<true>[] {
  const standing = timeline(
    histories.of(file),
    {} as Standing,
    (state, event): Standing =>
      event.type === 'CaseScopeClassified' || event.type === 'CaseScopeReclassified'
        ? { ...state, scope: event.data.scope }
        : event.type === 'CasesMerged'
          ? { ...state, survivor: event.data.survivor }
          : state,
    (state) => state,
    (a, b) => isOrganisedCrime(a.scope) === isOrganisedCrime(b.scope) && a.survivor === b.survivor,
  );
  return joined(
    standing.flatMap((span): Span<true>[] => {
      const { survivor, scope } = span.value;
      if (survivor !== undefined && survivor !== file && !path.includes(survivor)) return within(organisedCrime(survivor, histories, [...path, file]), [span]);
      return isOrganisedCrime(scope) ? [{ ...span, value: true }] : [];
    }),
  );
}
