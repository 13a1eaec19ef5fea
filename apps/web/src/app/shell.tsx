import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect, useRef } from 'react';
import { session } from '../api/session.ts';
import { Loading } from '../ui/states.tsx';
import { sameCoordinates } from './coordinates.ts';
import { LanguageAndTheme } from './language-and-theme.tsx';
import { LedgerState } from './ledger-state.tsx';
import { useNavigation } from './navigation.ts';
import { PrintHead } from './print-head.tsx';
import { useSettings } from './settings.tsx';
import { useOffice } from './signed-in.tsx';
import { TourStrip, useTour } from './tour.tsx';

/** The frame of every page: where one can go in this office, how the ledger stands, and who one is. */
export function Shell() {
  const { t, say } = useSettings();
  const me = useOffice();
  const navigation = useNavigation();
  const tour = useTour(me.user);
  const navigate = useNavigate();
  const heading = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  /** The page before it stands until the next one has been fetched. */
  const isOnItsWay = useRouterState({ select: ({ isLoading }) => isLoading });
  useEffect(() => {
    window.scrollTo({ top: 0 });
    heading.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <>
      <a className="skip" href="#main">
        {t.shell.skip}
      </a>
      <header className="shell">
        <Link to="/" search={sameCoordinates} className="brand">
          <span lang="zh-CN">案迹</span>
          <span lang="en">Casetrail</span>
        </Link>
        <nav aria-label={t.shell.main}>
          {navigation.map(({ to, title }) => (
            <Link key={to} to={to} search={sameCoordinates}>
              {title}
            </Link>
          ))}
        </nav>
        <LedgerState />
        <div className="shell-tools">
          <button type="button" className="plain" onClick={() => (tour.start(), void navigate({ to: '/paper', search: sameCoordinates }))}>
            {t.tour.start}
          </button>
          <LanguageAndTheme />
          <details className="who">
            <summary>{t.roles[me.role]}</summary>
            <div className="who-card">
              <p>
                <b>{t.roles[me.role]}</b>
                <br />
                {say(me.orgName)}
                <br />
                <span className="faint mono">{me.user}</span>
              </p>
              {session.office() === undefined ? null : (
                <button type="button" className="button" onClick={() => session.chooseOffice(undefined)}>
                  {t.shell.otherOffice}
                </button>
              )}
              <button type="button" className="button" onClick={() => void session.signOut()}>
                {t.shell.signOut}
              </button>
            </div>
          </details>
        </div>
      </header>
      <PrintHead key={path} />
      <main id="main" tabIndex={-1} ref={heading} aria-busy={isOnItsWay}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      {tour.at === undefined ? null : <TourStrip tour={tour} />}
    </>
  );
}
