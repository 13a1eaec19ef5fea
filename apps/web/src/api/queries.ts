import { QueryClient, keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Answer, ResponseName } from '@casetrail/contracts';
import { type Coordinates, asQuery } from '../app/coordinates.ts';
import { ProblemError, read } from './client.ts';
import { session } from './session.ts';

const AGAIN = new Set(['figure/not-counted-yet', 'view/not-shown-yet', 'ledger/not-sealed-yet', 'service/database-unavailable', 'network/unreachable']);
const MOST_TIMES = 8;

/** What will work in a moment is asked for again; what is refused is not. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (times, error) => error instanceof ProblemError && AGAIN.has(error.problem.code) && times < MOST_TIMES,
      retryDelay: (_, error) => ((error instanceof ProblemError && error.retryAfter) || 1) * 1000,
      refetchOnWindowFocus: false,
    },
  },
});

/** What was answered to somebody in one office is not kept for another, nor for whoever signs in next. */
const whoAsks = () => `${session.isSignedIn()} ${session.office()}`;
let answeredTo = whoAsks();
session.subscribe(() => {
  if (whoAsks() !== answeredTo) queryClient.clear();
  answeredTo = whoAsks();
});

type Query = Readonly<Record<string, string | number | undefined>>;

type How = {
  readonly keep?: boolean;
  /** Asked for again whenever it comes into view: others change it, and nothing tells. */
  readonly isOfOthers?: boolean;
  /** Read once: it is part of the program that answers. */
  readonly isFixed?: boolean;
};

/** What the api answers at an address. While other coordinates are read, the old answer stays. */
export function useAnswer<N extends ResponseName>(
  _response: N,
  path: string | undefined,
  query: Query = {},
  { keep = true, isOfOthers = false, isFixed = false }: How = {},
) {
  return useQuery({
    queryKey: [path, query],
    queryFn: ({ signal }) => read<Answer<N>>(path as string, query, signal),
    enabled: path !== undefined,
    ...(isOfOthers && { staleTime: 0 }),
    ...(isFixed && { staleTime: 'static' as const, gcTime: Infinity }),
    ...(keep && { placeholderData: keepPreviousData }),
  });
}

export const useFigures = (at: Coordinates, enabled = true) => useAnswer('Figures', enabled ? '/v1/figures' : undefined, asQuery(at));
export const useOrganisations = () => useAnswer('Organisations', '/v1/organisations', {}, { isFixed: true }).data?.organisations ?? [];
export const useMe = (enabled: boolean) => useAnswer('Me', enabled ? '/v1/me' : undefined);
