import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Answer } from '@casetrail/contracts';
import { read } from '../api/client.ts';
import { useConsole } from '../app/console-settings.tsx';
import { useSettings } from '../app/settings.tsx';
import { useOffice } from '../app/signed-in.tsx';
import { CommandForm } from '../command/command-form.tsx';
import { codeName } from '../text/code-names.ts';
import { ExportButton } from '../ui/export-button.tsx';
import { shortId } from '../ui/format.ts';
import { Empty, Loading, ProblemNotice } from '../ui/states.tsx';

const statuses = ['reported', 'filed', 'investigating', 'concluded', 'transferred', 'closed', 'withdrawn', 'merged', 'transferred_out', 'filing_refused'];
const scopes = ['MAFIA', 'EVIL', 'ORDINARY'];

/** The cases that whoever asks may see, with the filters in one line above them. */
export function Page() {
  const { t, say, number } = useSettings();
  const { districts } = useConsole();
  const { role, org, may } = useOffice();
  const search = useSearch({ from: '/cases' });
  const navigate = useNavigate({ from: '/cases' });
  const [isReporting, setReporting] = useState(false);
  const filters = { status: search.status, scope: search.scope, text: search.text, district: search.in };
  const cases = useInfiniteQuery({
    queryKey: ['/v1/criminal-cases', filters],
    queryFn: ({ pageParam, signal }) => read<Answer<'CriminalCases'>>('/v1/criminal-cases', { ...filters, after: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (old) => old,
  });
  const rows = cases.data?.pages.flatMap(({ items }) => items) ?? [];
  const set = (change: Partial<typeof search>) => void navigate({ search: (old: typeof search) => ({ ...old, ...change }), replace: true, resetScroll: false });
  const words = t.cases;
  return (
    <div className="page">
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      <form
        className="filters"
        role="search"
        onSubmit={(event) => (event.preventDefault(), set({ text: String(new FormData(event.currentTarget).get('text')) || undefined }))}
      >
        <input name="text" defaultValue={search.text ?? ''} placeholder={words.search} aria-label={words.search} />
        <select aria-label={words.status} value={search.status ?? ''} onChange={({ target }) => set({ status: target.value || undefined })}>
          <option value="">{words.anyStatus}</option>
          {statuses.map((status) => (
            <option key={status} value={status}>
              {say(codeName(status))}
            </option>
          ))}
        </select>
        <select aria-label={words.scope} value={search.scope ?? ''} onChange={({ target }) => set({ scope: target.value || undefined })}>
          <option value="">{words.anyScope}</option>
          {scopes.map((scope) => (
            <option key={scope} value={scope}>
              {say(codeName(scope))}
            </option>
          ))}
        </select>
        <select aria-label={t.figure.units.district} value={search.in ?? ''} onChange={({ target }) => set({ in: target.value || undefined })}>
          <option value="">{words.anyDistrict}</option>
          {districts.map(({ id, name }) => (
            <option key={id} value={id}>
              {say(name)}
            </option>
          ))}
        </select>
        <button className="button">{words.find}</button>
        {role === 'POLICE_INVESTIGATOR' || role === 'POLICE_LEADER' ? (
          <button type="button" className="button primary" aria-expanded={isReporting} onClick={() => setReporting(!isReporting)}>
            {words.report}
          </button>
        ) : null}
        {may.includes('export.write') ? <ExportButton what="cases" filters={filters} /> : null}
      </form>
      {isReporting ? (
        <CommandForm
          category="criminal_case"
          command="AcceptReport"
          path="/v1/criminal-cases"
          known={[]}
          preset={{ district: org.slice(-6) }}
          onDone={() => setReporting(false)}
        />
      ) : null}
      {cases.error ? (
        <ProblemNotice error={cases.error} retry={() => void cases.refetch()} />
      ) : cases.data === undefined ? (
        <Loading />
      ) : rows.length === 0 ? (
        <Empty>{words.none}</Empty>
      ) : (
        <div className="wide" role="region" aria-label={words.title} tabIndex={0}>
          <table className={cases.isPlaceholderData ? 'dense ruled is-old' : 'dense ruled'}>
            <thead>
              <tr>
                <th scope="col">{words.number}</th>
                <th scope="col">{words.offences}</th>
                <th scope="col">{words.scope}</th>
                <th scope="col">{words.status}</th>
                <th scope="col">{t.figure.units.district}</th>
                <th scope="col">{words.filedOn}</th>
                <th scope="col">{words.crackedOn}</th>
                <th scope="col" className="num">
                  {words.suspects}
                </th>
                <th scope="col" className="num">
                  {words.inCustody}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row" lang="zh-CN">
                    <Link to="/cases/$id" params={{ id: row.id }} search={{}}>
                      {row.caseNumber ?? row.reportNumber ?? shortId(row.id)}
                    </Link>
                  </th>
                  <td lang="zh-CN">{row.offences.join('、')}</td>
                  <td>{row.scope ? say(codeName(row.scope)) : ''}</td>
                  <td>{say(codeName(row.status))}</td>
                  <td>{say(districts.find(({ id }) => id === row.district)?.name ?? { zh: '', en: '' })}</td>
                  <td>{row.filedOn ?? ''}</td>
                  <td>{row.crackedOn ?? ''}</td>
                  <td className="num">{number(row.suspectCount)}</td>
                  <td className="num">{row.inCustodyCount > 0 ? number(row.inCustodyCount) : ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {cases.hasNextPage ? (
        <p>
          <button type="button" className="button" disabled={cases.isFetching} onClick={() => void cases.fetchNextPage()}>
            {t.states.more}
          </button>
        </p>
      ) : null}
    </div>
  );
}
