import { type ReactNode, createContext, useContext, useSyncExternalStore } from 'react';
import type { Answer } from '@casetrail/contracts';
import { problemOf } from '../api/client.ts';
import { useMe } from '../api/queries.ts';
import { session } from '../api/session.ts';
import { Loading, ProblemNotice } from '../ui/states.tsx';
import { OfficeChoice } from './office-choice.tsx';
import { SessionEnded } from './session-ended.tsx';
import { SignInPage } from './sign-in.tsx';

type Me = Answer<'Me'>;
const Context = createContext<Me | undefined>(undefined);

/** The office in which somebody works here. */
export function useOffice(): Me {
  const me = useContext(Context);
  if (!me) throw new Error('Nobody is signed in here.');
  return me;
}

/** Lets nobody through who is not signed in, in one office. */
export function SignedIn({ children }: { readonly children: ReactNode }) {
  const isSignedIn = useSyncExternalStore(session.subscribe, session.isSignedIn);
  const hasEnded = useSyncExternalStore(session.subscribe, session.hasEnded);
  const office = useSyncExternalStore(session.subscribe, session.office);
  if (!isSignedIn) return <SignInPage />;
  return (
    <InOffice key={office ?? ''}>
      {children}
      {hasEnded ? <SessionEnded /> : null}
    </InOffice>
  );
}

function InOffice({ children }: { readonly children: ReactNode }) {
  const me = useMe(true);
  if (me.data) return <Context.Provider value={me.data}>{children}</Context.Provider>;
  if (!me.error) return <Loading />;
  const { code, details } = problemOf(me.error);
  const offices = (details?.['offices'] ?? []) as readonly string[];
  if (code === 'authentication/office-required') return <OfficeChoice offices={offices} />;
  return <ProblemNotice isPage error={me.error} retry={() => void (session.chooseOffice(undefined), me.refetch())} signOut={() => void session.signOut()} />;
}
