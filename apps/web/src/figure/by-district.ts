import { useQueries } from '@tanstack/react-query';
import type { Answer } from '@casetrail/contracts';
import { read } from '../api/client.ts';
import { useConsole } from '../app/console-settings.tsx';
import { useShownAt } from '../app/coordinates.ts';

type Figure = Answer<'FigureValue'>;
export type InDistrict = { readonly id: string; readonly name: { readonly zh: string; readonly en: string }; readonly figure: Figure | undefined };

/** A figure in every district, where the page stands. All figures of a district come in one answer, which the pages of the other figures share. */
export function useByDistrict(id: string): readonly InDistrict[] {
  const { districts } = useConsole();
  const at = useShownAt();
  const answers = useQueries({
    queries: districts.map((district) => {
      const query = { ...at, district: district.id };
      return {
        queryKey: ['/v1/figures', query],
        queryFn: ({ signal }: { readonly signal: AbortSignal }) => read<Answer<'Figures'>>('/v1/figures', query, signal),
      };
    }),
  });
  return districts.map((district, i) => ({ ...district, figure: answers[i]?.data?.figures.find((figure) => figure.id === id) }));
}
