import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Answer } from '@casetrail/contracts';
import { ask } from '../api/client.ts';
import { queryClient } from '../api/queries.ts';

export type Tie = Answer<'Tie'>;
/** The ways to a record besides the office, by where they are served. */
export const ways = ['requests', 'break-glass'] as const;
export type Way = (typeof ways)[number];
/** All that is served as a tie: what opens a record to somebody, and what hides it. */
export type Served = Way | 'conflicts';
/** The shortest reason that is taken. */
export const LEAST_REASON = 10;

type Sent = { readonly path: string; readonly body: unknown; readonly version?: number };
/** Asks for access, takes it, or decides on it. Its key stays until it was answered; what it changed can be read at once, by all pages. */
export function useTie() {
  const key = useRef<string>(undefined);
  return useMutation({
    mutationFn: async ({ path, body, version }: Sent): Promise<Tie> => {
      key.current ??= crypto.randomUUID();
      return (await ask(`/v1/access/${path}`, { method: 'POST', body, key: key.current, version })).json() as Promise<Tie>;
    },
    onSuccess: () => {
      key.current = undefined;
      void queryClient.invalidateQueries();
    },
  });
}
