import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import type { Answer } from '@casetrail/contracts';
import { problemOf, read } from '../api/client.ts';
import { useConsole } from '../app/console-settings.tsx';
import { asQuery, useCoordinates } from '../app/coordinates.ts';
import { useSettings } from '../app/settings.tsx';
import { EventLine } from '../ui/event-line.tsx';
import { ExportButton } from '../ui/export-button.tsx';
import { shortId } from '../ui/format.ts';
import { Empty, Loading, ProblemNotice } from '../ui/states.tsx';
import { Check } from './figure-checks.tsx';

type Fact = Answer<'Facts'>['facts'][number];
type Shown = Exclude<Fact, { readonly isSealed: true }>;
const isShown = (fact: Fact): fact is Shown => !('isSealed' in fact);
const PAGE = 200;
const ROW = 34;

/** What a number is made of, unit by unit. A row opens in place to the events that its rule has read. */
export function Facts({ figure }: { readonly figure: Answer<'FigureValue'> }) {
  const { t, number } = useSettings();
  const { at } = useCoordinates();
  const query = { ...asQuery(at), limit: PAGE };
  const facts = useInfiniteQuery({
    queryKey: ['facts', figure.id, query],
    queryFn: ({ pageParam, signal }) => read<Answer<'Facts'>>(`/v1/figures/${figure.id}/facts`, { ...query, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const rows = facts.data?.pages.flatMap((page) => page.facts) ?? [];
  const sum = rows.reduce((total, { amount }) => total + amount, 0);
  const isRefused = facts.error && ['figure/is-sealed', 'record/is-unknown', 'role/not-allowed'].includes(problemOf(facts.error).code);
  const readAll = async () => {
    for (let page = await facts.fetchNextPage(); page.hasNextPage && !page.isError;) page = await facts.fetchNextPage();
  };
  return (
    <section id="facts" aria-labelledby="facts-h">
      <h2 id="facts-h">
        {figure.of === undefined ? t.figure.facts(number(figure.value)) : t.figure.factsOfRate}
        <span className="check">
          <ExportButton what="facts" figure={figure.id} filters={asQuery(at)} />
        </span>
      </h2>
      {facts.error ? (
        isRefused ? (
          <Empty>{t.figure.sealedFacts}</Empty>
        ) : (
          <ProblemNotice error={facts.error} retry={() => void facts.refetch()} />
        )
      ) : facts.data === undefined ? (
        <Loading />
      ) : facts.data.pages[0]?.isSuppressed ? (
        <Empty>{t.paper.fewer}</Empty>
      ) : rows.length === 0 ? (
        <Empty>{t.figure.noFacts}</Empty>
      ) : (
        <>
          {facts.hasNextPage ? (
            <p className="facts-tools">
              <span className="faint">{t.figure.loaded(number(sum), number(figure.value))}</span>
              <button type="button" className="plain" disabled={facts.isFetching} onClick={() => void readAll()}>
                {t.figure.readAll}
              </button>
            </p>
          ) : (
            <ul className="checks">
              <Check holds={sum === figure.value} left={`${t.figure.checkFacts} ${number(sum)}`} right={number(figure.value)} />
            </ul>
          )}
          {rows.every(isShown) ? null : <Empty>{t.figure.sealedFacts}</Empty>}
          <FactTable
            rows={rows.filter(isShown)}
            isMoney={rows.some(({ amount }) => amount !== 1)}
            onEnd={() => facts.hasNextPage && !facts.isFetching && void facts.fetchNextPage()}
          />
        </>
      )}
    </section>
  );
}

type Table = { readonly rows: readonly Shown[]; readonly isMoney: boolean; readonly onEnd: () => void };

/** Only the rows that are seen are in the page, between two spacers, in a real table. */
function FactTable({ rows, isMoney, onEnd }: Table) {
  const { t, say, number } = useSettings();
  const { districts } = useConsole();
  const [open, setOpen] = useState<string>();
  const scroller = useRef<HTMLDivElement>(null);
  const keyOf = (i: number) => `${rows[i]?.unit} ${rows[i]?.district} ${rows[i]?.from}`;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    getItemKey: (i) => (keyOf(i) === open ? `${keyOf(i)} open` : keyOf(i)), // an opened row is measured again
    onChange: ({ range }) => range && range.endIndex >= rows.length - 20 && onEnd(),
  });
  const items = virtual.getVirtualItems();
  const [before, after] = [items[0]?.start ?? 0, virtual.getTotalSize() - (items.at(-1)?.end ?? 0)];
  const columns = isMoney ? 6 : 5;
  const words = t.figure.units;
  return (
    <div className="facts" ref={scroller} tabIndex={0} role="region" aria-label={t.figure.scroller}>
      <table className="dense" aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">{words.unit}</th>
            <th scope="col">{words.district}</th>
            <th scope="col">{words.from}</th>
            <th scope="col">{words.to}</th>
            {isMoney ? (
              <th scope="col" className="num">
                {words.amount}
              </th>
            ) : null}
            <th scope="col" className="num">
              {words.position}
            </th>
          </tr>
        </thead>
        {before > 0 ? <Spacer height={before} columns={columns} /> : null}
        {items.map((item) => {
          const fact = rows[item.index] as Shown;
          const isOpen = keyOf(item.index) === open;
          return (
            <tbody key={item.key} data-index={item.index} ref={virtual.measureElement}>
              <tr aria-rowindex={item.index + 2} className={isOpen ? 'open-row' : ''}>
                <td>
                  <button type="button" className="disclose mono" aria-expanded={isOpen} onClick={() => setOpen(isOpen ? undefined : keyOf(item.index))}>
                    {shortId(fact.unit)}
                  </button>
                </td>
                <td>{say(districts.find(({ id }) => id === fact.district)?.name ?? { zh: fact.district, en: fact.district })}</td>
                <td>{fact.from}</td>
                <td>{fact.to ?? ''}</td>
                {isMoney ? <td className="num">{number(fact.amount)}</td> : null}
                <td className="num">{number(fact.since.position)}</td>
              </tr>
              {isOpen ? (
                <tr className="events-row">
                  <td colSpan={columns}>
                    <p className="faint">{t.figure.events}</p>
                    <ol>
                      {fact.events.map((event) => (
                        <EventLine key={event} event={event} />
                      ))}
                    </ol>
                  </td>
                </tr>
              ) : null}
            </tbody>
          );
        })}
        {after > 0 ? <Spacer height={after} columns={columns} /> : null}
      </table>
    </div>
  );
}

const Spacer = ({ height, columns }: { readonly height: number; readonly columns: number }) => (
  <tbody aria-hidden="true">
    <tr style={{ height }}>
      <td colSpan={columns} />
    </tr>
  </tbody>
);
