import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Answer } from '@casetrail/contracts';
import { read } from '../api/client.ts';
import { useSettings } from '../app/settings.tsx';
import { useOffice } from '../app/signed-in.tsx';
import { useBegin } from '../command/begin.tsx';
import { ExportButton } from '../ui/export-button.tsx';
import { Empty, Loading, ProblemNotice } from '../ui/states.tsx';
import { type Filter, FilterLine, useFilters } from './filter-line.tsx';

type Row = { readonly id: string | number };
/** The first column says which row it is. */
export type Column<R> = { readonly name: string; readonly of: (row: R) => ReactNode; readonly isNumber?: true; readonly isAsRecorded?: true };
type Props<R> = {
  readonly title: string;
  readonly path: string;
  readonly filters: readonly Filter[];
  readonly columns: readonly Column<R>[];
  readonly none: string;
  /** The kind of the records, where they begin here. */
  readonly category?: string;
  /** Whether the api tells how many there are. */
  readonly isCounted?: boolean;
  readonly exported?: { readonly what: 'cases' | 'groups' | 'records' | 'corrections'; readonly category?: string };
};
type Listed<R> = Pick<Answer<'Records'>, 'next' | 'total'> & { readonly items: readonly R[] };
const PAGE = 50;

/** A list of records as a page of its own. */
export function ListPage<R extends Row>({ lead, before, ...list }: Props<R> & { readonly lead: string; readonly before?: ReactNode }) {
  return (
    <div className="page">
      <h1>{list.title}</h1>
      <p className="lead">{lead}</p>
      {before === undefined ? null : <div className="before-list">{before}</div>}
      <RecordList {...list} isCounted />
    </div>
  );
}

/** The records that whoever asks may see, with the filters in one line above them, a part at a time. */
export function RecordList<R extends Row>({ title, path, filters, columns, none, category, exported, isCounted = false }: Props<R>) {
  const { t, number } = useSettings();
  const { may } = useOffice();
  const begin = useBegin(category);
  const { query } = useFilters(filters);
  const list = useInfiniteQuery({
    queryKey: [path, 'pages', query],
    queryFn: ({ pageParam, signal }) =>
      read<Listed<R>>(path, { ...query, after: pageParam, limit: PAGE, ...(isCounted && pageParam === undefined && { isCounted: 'true' }) }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (old) => old,
  });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = list.isPlaceholderData ? undefined : list.data?.pages[0]?.total;
  return (
    <>
      <FilterLine filters={filters}>
        {begin.buttons}
        {exported && may.includes('export.write') ? <ExportButton {...exported} filters={query} /> : null}
      </FilterLine>
      {begin.form}
      {isCounted ? (
        <p className="faint" role="status">
          {total && total.count > 0 ? (total.isMore ? t.record.totalOver : t.record.total)(number(total.count)) : ''}
        </p>
      ) : null}
      {list.error ? (
        <ProblemNotice error={list.error} retry={() => void list.refetch()} />
      ) : list.data === undefined ? (
        <Loading />
      ) : rows.length === 0 ? (
        <Empty>{none}</Empty>
      ) : (
        <div className="wide" role="region" aria-label={title} tabIndex={0}>
          <Table rows={rows} columns={columns} isOld={list.isPlaceholderData} />
        </div>
      )}
      {list.hasNextPage ? (
        <p>
          <button type="button" className="button" disabled={list.isFetching} onClick={() => void list.fetchNextPage()}>
            {t.states.more}
          </button>
        </p>
      ) : null}
    </>
  );
}

const isDay = (shown: ReactNode) => typeof shown === 'string' && /^\d{4}-\d\d-\d\d$/.test(shown);
type TableProps<R> = { readonly rows: readonly R[]; readonly columns: readonly Column<R>[]; readonly isOld?: boolean };

/** Rows by columns; the first column is the head of its row. */
export function Table<R extends Row>({ rows, columns, isOld = false }: TableProps<R>) {
  return (
    <table className={isOld ? 'dense ruled is-old' : 'dense ruled'}>
      <thead>
        <tr>
          {columns.map(({ name, isNumber }) => (
            <th key={name} scope="col" className={isNumber ? 'cap num' : 'cap'}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            {columns.map(({ name, of, isNumber, isAsRecorded }, i) => {
              const shown = of(row);
              const said = { className: isNumber ? 'num' : isDay(shown) ? 'nobr' : undefined, lang: isAsRecorded && 'zh-CN' };
              return i === 0 ? (
                <th key={name} scope="row" {...said}>
                  {shown}
                </th>
              ) : (
                <td key={name} {...said}>
                  {shown}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
