import { Link } from '@tanstack/react-router';
import { useAnswer } from '../api/queries.ts';
import { NOW, type Search } from '../app/coordinates.ts';
import { useLive } from '../app/ledger-state.tsx';
import { useSettings } from '../app/settings.tsx';
import { type usePaper, differs } from './use-paper.ts';

type Paper = ReturnType<typeof usePaper>;

/** What a reader must know about the view: whether it is the published text, what moved since the one before, and what has been recorded since. */
export function Notices({ paper }: { readonly paper: Paper }) {
  const { t } = useSettings();
  if (paper.publication === undefined) return <p className="since">{t.paper.nothingPublished}</p>;
  return (
    <>
      {paper.isPublished ? <RecordedSince paper={paper} /> : <NotPublished paper={paper} />}
      <SinceTheLast id={paper.publication} />
    </>
  );
}

function NotPublished({ paper }: { readonly paper: Paper }) {
  const { t } = useSettings();
  if (!paper.shown.data || !paper.published.data) return null;
  const moved = paper.shown.data.figures.filter(({ id, isPrinted }) => isPrinted && differs(paper.standing(id).now, paper.standing(id).published)).length;
  return (
    <p className="not-published" role="status">
      <span>{t.paper.differs(moved)}</span>
      <Link to="/paper" search={{}}>
        {t.paper.back}
      </Link>
    </p>
  );
}

/** The text does not change under a reader: what has arrived since announces itself in one line. */
function RecordedSince({ paper }: { readonly paper: Paper }) {
  const { t, number } = useSettings();
  const { state } = useLive();
  const known = Number(paper.at.knownAt);
  const since = state && known > 0 ? state.countedTo - known : 0;
  if (since <= 0) return null;
  return (
    <p className="not-published" role="status">
      <span>{t.paper.newEntries(number(since))}</span>
      <Link to="/paper" search={{ knownAt: NOW }}>
        {t.paper.look}
      </Link>
    </p>
  );
}

function SinceTheLast({ id }: { readonly id: string }) {
  const { t } = useSettings();
  const all = useAnswer('Publications', '/v1/publications', { limit: 50 });
  const published = all.data?.items.filter(({ status }) => status === 'published' || status === 'restated') ?? [];
  const before = published[published.findIndex((one) => one.id === id) + 1];
  const difference = useAnswer('Difference', before && `/v1/publications/${before.id}/diff/${id}`);
  if (!all.data) return null;
  if (!before) return <p className="since faint">{t.paper.first}</p>;
  if (!difference.data) return null;
  const moved = difference.data.figures.filter(({ isPrinted, change }) => isPrinted && change !== 0).length;
  return (
    <p className="since">
      {moved === 0 ? t.paper.sinceNone : t.paper.since(moved)}
      <Link to="/publications/$id/diff" params={{ id }} search={(old: Search) => ({ ...old, against: before.id })}>
        {t.paper.compare}
      </Link>
    </p>
  );
}
