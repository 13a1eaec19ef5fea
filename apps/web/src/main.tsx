import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { read } from './api/client.ts';
import { queryClient } from './api/queries.ts';
import { SIGNED_IN, session } from './api/session.ts';
import { ConsoleProvider, type ConsoleSettings } from './app/console-settings.tsx';
import { router } from './app/router.tsx';
import { SettingsProvider } from './app/settings.tsx';
import { SignedIn } from './app/signed-in.tsx';
import { LiveProvider } from './app/ledger-state.tsx';
import { Loading, ProblemNotice } from './ui/states.tsx';
import './styles.css';
import './print.css';

/** What must be there before anything else: where one signs in, and whether the issuer has just sent somebody back. */
async function begin(): Promise<ConsoleSettings> {
  const settings = await read<ConsoleSettings>('/v1/console/settings');
  if (settings.signIn) session.start(settings.signIn);
  if (location.pathname === SIGNED_IN) history.replaceState(null, '', await session.finish());
  return settings;
}

/** Once for the page: a code can be used once. */
let beginning = begin();

function Console() {
  const [settings, setSettings] = useState<ConsoleSettings>();
  const [error, setError] = useState<unknown>();
  useEffect(() => void beginning.then(setSettings, setError), []);
  const again = () => {
    history.replaceState(null, '', location.pathname === SIGNED_IN ? '/' : location.href);
    setError(undefined);
    beginning = begin();
    beginning.then(setSettings, setError);
  };
  if (error !== undefined) return <ProblemNotice isPage error={error} retry={again} />;
  if (!settings) return <Loading />;
  return (
    <ConsoleProvider settings={settings}>
      <SignedIn>
        <LiveProvider>
          <RouterProvider router={router} />
        </LiveProvider>
      </SignedIn>
    </ConsoleProvider>
  );
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <SettingsProvider>
      <QueryClientProvider client={queryClient}>
        <Console />
      </QueryClientProvider>
    </SettingsProvider>
  </StrictMode>,
);
