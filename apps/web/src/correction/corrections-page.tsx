import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { read } from '../api/client.ts';
import { useConsole } from '../app/console-settings.tsx';
import { useSettings } from '../app/settings.tsx';
import { commandForms } from 'virtual:command-forms';
import { commandName } from '../command/command-form.tsx';
import { codeName } from '../text/code-names.ts';
import { shortId } from '../ui/format.ts';
import { Empty, Loading, ProblemNotice } from '../ui/states.tsx';

export const nameOfCommand = (command: string, language: 'zh' | 'en'): string => {
  const form = commandForms.flatMap(({ commands }) => commands).find((one) => one.command === command);
  return form ? commandName(form, language) : command;
};

/** Corrections that were asked for, those that wait for a decision first chosen. */
export function Page() {
  const { t, say, language } = useSettings();
  const { districts } = useConsole();
  const search = useSearch({ from: '/corrections' });
  const navigate = useNavigate({ from: '/corrections' });
  const status = search.status ?? 'requested';
  const filters = { status: status === 'any' ? undefined : status, kind: search.kind };
  const corrections = useInfiniteQuery({
    queryKey: ['/v1/corrections', filters],
    queryFn: ({ pageParam, signal }) => read<Answer<'Corrections'>>('/v1/corrections', { ...filters, after: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (old) => old,
  });
  const rows = corrections.data?.pages.flatMap(({ items }) => items) ?? [];
  const words = t.corrections;
  return (
    <div className="page">
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      <div className="filters">
        <select
          aria-label={t.cases.status}
          value={status}
          onChange={({ target }) => void navigate({ search: (old: typeof search) => ({ ...old, status: target.value }), replace: true })}
        >
          {['requested', 'approved', 'rejected', 'withdrawn', 'expired'].map((one) => (
            <option key={one} value={one}>
              {say(codeName(one))}
            </option>
          ))}
          <option value="any">{t.states.all}</option>
        </select>
        <select
          aria-label={words.kind}
          value={search.kind ?? ''}
          onChange={({ target }) => void navigate({ search: (old: typeof search) => ({ ...old, kind: target.value || undefined }), replace: true })}
        >
          <option value="">{words.anyKind}</option>
          {Object.entries(t.figure.kindOf)
            .filter(([kind]) => kind.startsWith('K'))
            .map(([kind, name]) => (
              <option key={kind} value={kind}>
                {kind} {name}
              </option>
            ))}
        </select>
      </div>
      {corrections.error ? (
        <ProblemNotice error={corrections.error} retry={() => void corrections.refetch()} />
      ) : corrections.data === undefined ? (
        <Loading />
      ) : rows.length === 0 ? (
        <Empty>{words.none}</Empty>
      ) : (
        <table className="dense ruled">
          <thead>
            <tr>
              <th scope="col">{words.what}</th>
              <th scope="col">{words.kind}</th>
              <th scope="col">{words.target}</th>
              <th scope="col">{words.requestedOn}</th>
              <th scope="col">{words.by}</th>
              <th scope="col">{t.figure.units.district}</th>
              <th scope="col">{t.cases.status}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <Link to="/corrections/$id" params={{ id: row.id }} search={{}}>
                    {nameOfCommand(row.command, language)}
                  </Link>
                </th>
                <td>
                  <span className="kind">{row.kind}</span>
                  {t.figure.kindOf[row.kind]}
                </td>
                <td className="mono">{shortId(row.target)}</td>
                <td>{row.requestedOn}</td>
                <td className="mono">{row.requestedBy.user}</td>
                <td>{say(districts.find(({ id }) => id === row.district)?.name ?? { zh: '', en: '' })}</td>
                <td>{say(codeName(row.status))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {corrections.hasNextPage ? (
        <p>
          <button type="button" className="button" onClick={() => void corrections.fetchNextPage()}>
            {t.states.more}
          </button>
        </p>
      ) : null}
    </div>
  );
}
