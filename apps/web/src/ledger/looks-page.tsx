import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Answer } from '@casetrail/contracts';
import { read } from '../api/client.ts';
import { useAnswer } from '../api/queries.ts';
import { useSettings } from '../app/settings.tsx';
import { useAct } from '../publication/use-act.ts';
import { shortId } from '../ui/format.ts';
import { Answered, Empty, Loading, ProblemNotice } from '../ui/states.tsx';

const outcomes = ['SHOWN', 'NOTHING', 'REFUSED'] as const;

/** Who looked at what: what is conspicuous first, then emergency access to be reviewed, then every look, the newest first. */
export function Page() {
  const { t } = useSettings();
  return (
    <div className="page">
      <h1>{t.looks.title}</h1>
      <p className="lead">{t.looks.lead}</p>
      <Conspicuous />
      <Reviews />
      <Looks />
    </div>
  );
}

function Conspicuous() {
  const { t, number } = useSettings();
  const summary = useAnswer('LooksSummary', '/v1/looks/summary', { limit: 200 });
  const words = t.looks;
  return (
    <section aria-labelledby="flags-h">
      <h2 id="flags-h">{words.flags}</h2>
      <Answered of={summary}>
        {({ days, reviews }) => {
          const flagged = days.filter(({ flags }) => flags.length > 0);
          return (
            <>
              <p className={reviews.overdue > 0 ? 'fails' : 'faint'}>{words.reviews(reviews.waiting, reviews.overdue)}</p>
              {flagged.length === 0 ? (
                <p className="faint">{words.noFlags}</p>
              ) : (
                <table className="dense">
                  <thead>
                    <tr>
                      <th scope="col">{words.by}</th>
                      <th scope="col">{words.flags}</th>
                      <th scope="col" className="num">
                        {words.looks}
                      </th>
                      <th scope="col" className="num">
                        {words.persons}
                      </th>
                      <th scope="col" className="num">
                        {words.breakGlass}
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {flagged.map((day) => (
                      <tr key={`${day.day} ${day.user}`}>
                        <th scope="row" className="mono">
                          <Link to="/looks" search={{ user: day.user }}>
                            {day.user}
                          </Link>{' '}
                          <span className="faint">{day.day}</span>
                        </th>
                        <td className="fails">{day.flags.map((flag) => words.flag[flag]).join('；')}</td>
                        <td className="num">{number(day.looks)}</td>
                        <td className="num">{number(day.persons)}</td>
                        <td className="num">{number(day.breakGlass)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              )}
            </>
          );
        }}
      </Answered>
    </section>
  );
}

/** Emergency access that waits for whoever asks to say whether it was needed. */
function Reviews() {
  const { t } = useSettings();
  const waiting = useAnswer('Ties', '/v1/access/break-glass', { awaiting: 'true', limit: 50 });
  return (
    <section aria-labelledby="review-h">
      <h2 id="review-h">{t.looks.review}</h2>
      <Answered of={waiting}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="faint">{t.looks.noReviews}</p>
          ) : (
            <ul className="next-steps">
              {items.map((tie) => (
                <Review key={tie.id} tie={tie} />
              ))}
            </ul>
          )
        }
      </Answered>
    </section>
  );
}

function Review({ tie }: { readonly tie: Answer<'Ties'>['items'][number] }) {
  const { t, moment } = useSettings();
  const act = useAct();
  const [reason, setReason] = useState('');
  const words = t.looks;
  const say = (finding: 'JUSTIFIED' | 'NOT_JUSTIFIED') =>
    act.mutate({ path: `/v1/access/break-glass/${tie.id}/review`, body: { finding, reason: reason.trim() }, version: tie.changes });
  return (
    <li>
      <p>
        <span className="mono">{tie.user}</span> · <span className="mono">{shortId(tie.record)}</span> · {moment(tie.begunAt)} ·{' '}
        <span lang="zh-CN">{tie.reason}</span>
      </p>
      <p className="form-actions">
        <input value={reason} onChange={({ target }) => setReason(target.value)} placeholder={words.why} aria-label={words.why} />
        {(['JUSTIFIED', 'NOT_JUSTIFIED'] as const).map((finding) => (
          <button key={finding} type="button" className="button" disabled={act.isPending || reason.trim().length < 10} onClick={() => say(finding)}>
            {words.finding[finding]}
          </button>
        ))}
      </p>
      {act.error ? <ProblemNotice error={act.error} /> : null}
    </li>
  );
}

function Looks() {
  const { t, moment, number } = useSettings();
  const search = useSearch({ from: '/looks' });
  const navigate = useNavigate({ from: '/looks' });
  const filters = { user: search.user, record: search.record, outcome: search.outcome };
  const looks = useInfiniteQuery({
    queryKey: ['/v1/looks', filters],
    queryFn: ({ pageParam, signal }) => read<Answer<'Looks'>>('/v1/looks', { ...filters, after: pageParam, limit: 100 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (old) => old,
  });
  const rows = looks.data?.pages.flatMap(({ items }) => items) ?? [];
  const words = t.looks;
  const set = (change: Partial<typeof search>) => void navigate({ search: (old: typeof search) => ({ ...old, ...change }), replace: true, resetScroll: false });
  return (
    <section aria-labelledby="looks-h">
      <h2 id="looks-h">{words.title}</h2>
      <form
        className="filters"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          const said = new FormData(event.currentTarget);
          set({ user: String(said.get('user')).trim() || undefined, record: String(said.get('record')).trim() || undefined });
        }}
      >
        <input key={`u${search.user}`} name="user" defaultValue={search.user ?? ''} placeholder={words.user} aria-label={words.user} />
        <input key={`r${search.record}`} name="record" defaultValue={search.record ?? ''} placeholder={words.record} aria-label={words.record} />
        <select aria-label={words.outcome} value={search.outcome ?? ''} onChange={({ target }) => set({ outcome: target.value || undefined })}>
          <option value="">{words.any}</option>
          {outcomes.map((outcome) => (
            <option key={outcome} value={outcome}>
              {words.outcomes[outcome]}
            </option>
          ))}
        </select>
        <button className="button">{words.find}</button>
      </form>
      {looks.error ? (
        <ProblemNotice error={looks.error} retry={() => void looks.refetch()} />
      ) : looks.data === undefined ? (
        <Loading />
      ) : rows.length === 0 ? (
        <Empty>{words.none}</Empty>
      ) : (
        <div className="wide" role="region" aria-labelledby="looks-h" tabIndex={0}>
          <table className="dense ruled">
            <thead>
              <tr>
                <th scope="col">{words.at}</th>
                <th scope="col">{words.by}</th>
                <th scope="col">{words.what}</th>
                <th scope="col">{words.subject}</th>
                <th scope="col">{words.purpose}</th>
                <th scope="col">{words.outcome}</th>
                <th scope="col" className="num">
                  {words.shown}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((look) => (
                <tr key={look.id}>
                  <td>{moment(look.at)}</td>
                  <th scope="row">
                    {t.roles[look.by.role]} <span className="faint mono">{look.by.user}</span>
                  </th>
                  <td className="mono">{look.action}</td>
                  <td className="mono">{look.subject ? shortId(look.subject) : ''}</td>
                  <td>{look.purpose ?? ''}</td>
                  <td className={look.outcome === 'REFUSED' ? 'fails' : undefined}>{words.outcomes[look.outcome]}</td>
                  <td className="num">{number(look.shownCount)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {looks.hasNextPage ? (
        <p>
          <button type="button" className="button" onClick={() => void looks.fetchNextPage()}>
            {t.states.more}
          </button>
        </p>
      ) : null}
    </section>
  );
}
