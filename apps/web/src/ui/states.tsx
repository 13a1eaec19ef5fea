import { type ReactNode, useEffect, useState } from 'react';
import { ProblemError, problemOf } from '../api/client.ts';
import { useSettings, useText } from '../app/settings.tsx';

const WORDS_AFTER_MS = 600;

/** Nothing at first, words after a moment: never a spinner alone. */
export function Loading() {
  const t = useText();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), WORDS_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className="loading" role="status">
      {isLong ? t.states.loading : ''}
    </p>
  );
}

export const Empty = ({ children }: { readonly children: ReactNode }) => <p className="empty">{children}</p>;

type Notice = {
  readonly error: unknown;
  readonly retry?: () => void;
  readonly signOut?: () => void;
  /** Where it stands in place of a page, it has the heading of one. */
  readonly isPage?: boolean;
};

/** What went wrong in plain words, and what one can do. The code follows in small type. */
export function ProblemNotice({ error, retry, signOut, isPage = false }: Notice) {
  const { t, language } = useSettings();
  const { code, title, detail, requestId } = problemOf(error);
  const after = error instanceof ProblemError ? error.retryAfter : undefined;
  const Heading = isPage ? 'h1' : 'h2';
  const texts = t.problems as Readonly<Record<string, string>>;
  const said = texts[code] ?? (code.endsWith('/is-unknown') ? texts['record/is-unknown'] : undefined);
  return (
    <section className="problem" role="alert">
      <Heading>{said ?? t.problems.fallback}</Heading>
      {said && language === 'zh' ? null : <p>{detail === title ? title : detail}</p>}
      {after === undefined ? null : <p>{t.states.againAfter(after)}</p>}
      <p className="faint mono">
        {code}
        {requestId ? ` · ${requestId}` : ''}
      </p>
      {retry || signOut ? (
        <p className="form-actions">
          {retry ? (
            <button type="button" className="button" onClick={retry}>
              {t.states.again}
            </button>
          ) : null}
          {signOut ? (
            <button type="button" className="button" onClick={signOut}>
              {t.shell.signOut}
            </button>
          ) : null}
        </p>
      ) : null}
    </section>
  );
}

type Asked<T> = { readonly data: T | undefined; readonly error: unknown; readonly isPlaceholderData: boolean; readonly refetch: () => unknown };

/** The answer when it is there; the old one, dimmed, while another is read. */
export function Answered<T>({ of, children }: { readonly of: Asked<T>; readonly children: (answer: T) => ReactNode }) {
  if (of.data !== undefined && !(of.error && of.isPlaceholderData))
    return <div className={of.isPlaceholderData ? 'is-old' : undefined}>{children(of.data)}</div>;
  return of.error ? <ProblemNotice error={of.error} retry={() => void of.refetch()} /> : <Loading />;
}
