import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, createContext, useContext, useEffect, useState } from 'react';
import { type LiveState, watch } from '../api/live.ts';
import { useConsole } from './console-settings.tsx';
import { useSettings } from './settings.tsx';

type Live = { readonly state: LiveState | undefined; readonly isConnected: boolean };
const Context = createContext<Live>({ state: undefined, isConnected: false });

/** One stream for the whole page: it tells how far ledger, figures and seal have come. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [state, setState] = useState<LiveState>();
  const [isConnected, setConnected] = useState(false);
  const queries = useQueryClient();
  useEffect(
    () =>
      watch((told) => {
        setState(told);
        // What was read of "now" is old: totals are read again at once, and whatever else is read again when a page next asks for it, not under a reader.
        void queries.invalidateQueries({ refetchType: 'none' });
        void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'live' });
      }, setConnected),
    [queries],
  );
  return <Context.Provider value={{ state, isConnected }}>{children}</Context.Provider>;
}

export const useLive = (): Live => useContext(Context);

/** How the ledger stands, in the head of every page. */
export function LedgerState() {
  const { t, number } = useSettings();
  const { synthetic } = useConsole();
  const { state, isConnected } = useLive();
  if (!state) return <p className="ledger-state">{t.shell.connecting}</p>;
  const isSealed = state.sealedTo >= state.position;
  return (
    <p className="ledger-state">
      <span>
        {t.shell.ledger} <b>{number(state.position)}</b>
      </span>
      <span className="ledger-more">
        {isConnected ? (isSealed ? t.shell.sealed : t.shell.sealedTo(number(state.sealedTo))) : t.shell.disconnected}
        {synthetic ? ` · ${t.shell.synthetic}` : ''}
      </span>
    </p>
  );
}
