import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { write } from '../api/client.ts';
import { shownUpTo } from '../api/shown.ts';

/** One act from a page: its key is made when it is first tried and stays until it was answered, so that a repetition after a lost answer is recorded once. */
export function useAct() {
  const key = useRef<string>(undefined);
  return useMutation({
    mutationFn: ({ path, body, version }: { readonly path: string; readonly body: unknown; readonly version?: number | undefined }) => {
      key.current ??= crypto.randomUUID();
      return write(path, body, key.current, version);
    },
    onSuccess: async ({ position }) => {
      key.current = undefined;
      await shownUpTo(position);
    },
  });
}
