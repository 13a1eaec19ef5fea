import { useEffect, useState } from 'react';
import { session } from '../api/session.ts';
import { ProblemNotice } from '../ui/states.tsx';
import { useConsole } from './console-settings.tsx';
import { LanguageAndTheme } from './language-and-theme.tsx';
import { useText } from './settings.tsx';

const here = () => (location.pathname === '/sign-in' ? '/' : location.pathname + location.search);

/** The way in. Whoever was signed in in this tab before a reload does not see it: the issuer knows them and leads back at once. */
export function SignInPage() {
  const t = useText();
  const { signIn, synthetic } = useConsole();
  const [error, setError] = useState<unknown>();
  const isReload = signIn !== null && session.wasSignedIn() && error === undefined;
  const go = (options?: { readonly asSomebodyElse: boolean }) => {
    setError(undefined);
    session.signIn(here(), options).catch(setError);
  };
  useEffect(() => {
    if (isReload) session.signIn(here()).catch(setError);
  }, [isReload]);
  const again = new URLSearchParams(location.search).has('again');
  if (isReload)
    return (
      <main className="entrance">
        <p role="status">{t.signIn.goingOn}</p>
      </main>
    );
  return (
    <main className="entrance">
      <section className="entrance-card">
        <p className="kicker">{t.signIn.kicker}</p>
        <h1>
          <span lang="zh-CN">案迹</span> <small lang="en">Casetrail</small>
        </h1>
        <hr className="seal-rule" />
        <p className="lead">{t.signIn.lead}</p>
        {signIn ? (
          <>
            <p className="form-actions">
              <button type="button" className="button primary" onClick={() => go(again ? { asSomebodyElse: true } : undefined)}>
                {t.signIn.signIn}
              </button>
              <button type="button" className="button" onClick={() => go({ asSomebodyElse: true })}>
                {t.signIn.asSomebodyElse}
              </button>
            </p>
            <p className="help">
              {t.signIn.where} <span className="mono">{signIn.issuer}</span>
            </p>
          </>
        ) : (
          <p role="alert">{t.signIn.noIssuer}</p>
        )}
        {synthetic ? <p className="help">{t.signIn.synthetic}</p> : null}
        {error === undefined ? null : <ProblemNotice error={error} />}
        <p className="entrance-tools">
          <LanguageAndTheme />
        </p>
      </section>
    </main>
  );
}
