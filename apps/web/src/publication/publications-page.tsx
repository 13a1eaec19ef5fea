import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { read } from '../api/client.ts';
import type { Search } from '../app/coordinates.ts';
import { useSettings } from '../app/settings.tsx';
import { useOffice } from '../app/signed-in.tsx';
import { shortId } from '../ui/format.ts';
import { Empty, Loading, ProblemNotice } from '../ui/states.tsx';
import { DraftPublication } from './draft-publication.tsx';

/** Every publication there ever was, the newest first. */
export function Page() {
  const { t, number } = useSettings();
  const { role } = useOffice();
  const all = useInfiniteQuery({
    queryKey: ['/v1/publications', 'all'],
    queryFn: ({ pageParam, signal }) => read<Answer<'Publications'>>('/v1/publications', { after: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const rows = all.data?.pages.flatMap(({ items }) => items) ?? [];
  const words = t.publication;
  return (
    <div className="page">
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      {role === 'STATISTICIAN' ? <DraftPublication /> : null}
      {all.error ? (
        <ProblemNotice error={all.error} retry={() => void all.refetch()} />
      ) : all.data === undefined ? (
        <Loading />
      ) : rows.length === 0 ? (
        <Empty>{words.none}</Empty>
      ) : (
        <table className="dense ruled">
          <thead>
            <tr>
              <th scope="col">{words.number}</th>
              <th scope="col">{words.status}</th>
              <th scope="col">{words.asOf}</th>
              <th scope="col" className="num">
                {words.knownAt}
              </th>
              <th scope="col">{words.publishedOn}</th>
              <th scope="col">{words.certified}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => {
              const before = rows.slice(i + 1).find(({ publishedOn }) => publishedOn !== undefined);
              return (
                <tr key={row.id}>
                  <th scope="row">
                    <Link to="/publications/$id" params={{ id: row.id }} search={true} className="mono">
                      {shortId(row.id)}
                    </Link>
                  </th>
                  <td>{words.statuses[row.status]}</td>
                  <td className="nobr">{row.asOf}</td>
                  <td className="num">{row.ledger ? number(row.ledger.size) : ''}</td>
                  <td className="nobr">{row.publishedOn ?? ''}</td>
                  <td>{words.of(row.certified.by, row.certified.of)}</td>
                  <td>
                    {row.publishedOn ? (
                      <>
                        <Link to="/publications/$id/paper" params={{ id: row.id }} search={true}>
                          {words.frozen}
                        </Link>
                        {before ? (
                          <>
                            {' · '}
                            <Link to="/publications/$id/diff" params={{ id: row.id }} search={(old: Search) => ({ ...old, against: before.id })}>
                              {words.difference}
                            </Link>
                          </>
                        ) : null}
                      </>
                    ) : null}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {all.hasNextPage ? (
        <p>
          <button type="button" className="button" onClick={() => void all.fetchNextPage()}>
            {t.states.more}
          </button>
        </p>
      ) : null}
    </div>
  );
}
