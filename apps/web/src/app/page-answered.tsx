import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { problemOf } from '../api/client.ts';
import { Answered, ProblemNotice } from '../ui/states.tsx';
import { useText } from './settings.tsx';
import { useOffice } from './signed-in.tsx';

/** What is shown to everybody, where it is there at all. */
const open = ['figure/is-unknown', 'publication/is-unknown'];
/** What one is told of a record that is not there, or not shown: of every kind by a code of its own. */
function isNotShown(error: unknown): boolean {
  const { code } = problemOf(error);
  return code.endsWith('/is-unknown') && !open.includes(code);
}

/** The answer that a whole page is made of; in its place, what went wrong under the heading of the page. */
export function PageAnswered<T>({ of, children }: { readonly of: Parameters<typeof Answered<T>>[0]['of']; readonly children: (answer: T) => ReactNode }) {
  if (!of.error || (of.data !== undefined && !of.isPlaceholderData)) return <Answered of={of}>{children}</Answered>;
  if (!isNotShown(of.error)) return <ProblemNotice isPage error={of.error} retry={() => void of.refetch()} />;
  return (
    <>
      <ProblemNotice isPage error={of.error} />
      <AskForIt />
    </>
  );
}

function AskForIt() {
  const t = useText();
  const { may } = useOffice();
  const { id } = useParams({ strict: false });
  if (!may.includes('access.request')) return null;
  return (
    <p>
      <Link to="/access" search={{ record: id }}>
        {t.access.askFor}
      </Link>
    </p>
  );
}
