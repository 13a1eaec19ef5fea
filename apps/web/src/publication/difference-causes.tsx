import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Answer } from '@casetrail/contracts';
import { read } from '../api/client.ts';
import type { Search } from '../app/coordinates.ts';
import { useSettings } from '../app/settings.tsx';
import { eventName } from '../text/event-names.ts';
import { useAmounts } from '../ui/amounts.ts';
import { streamOf, versionOf } from '../ui/format.ts';
import { RecordName } from '../ui/record-link.tsx';
import { Loading, ProblemNotice } from '../ui/states.tsx';
import type { Difference } from './difference-page.tsx';

type Moved = Difference['figures'][number];
type Cell = Moved['cells'][number];

/** The change of one figure, cell by cell, with the sum written out. */
export function Causes({ figure, path }: { readonly figure: Moved; readonly path: string }) {
  const { t, say, number: counted } = useSettings();
  const { number, signed } = useAmounts({ id: figure.figure });
  const [open, setOpen] = useState<string>();
  const terms = figure.cells.map(({ change }) => ` ${change < 0 ? '−' : '+'} ${number(Math.abs(change))}`).join('');
  return (
    <>
      <ul className="causes">
        {figure.cells.map((cell) => (
          <li key={cell.cell}>
            <span className="kind">{/^K\d+$/.test(cell.cell) ? cell.cell : ''}</span>
            <span className="cap">{say(cell.name)}</span>
            <b>{signed(cell.change)}</b>
            <button type="button" className="disclose" aria-expanded={open === cell.cell} onClick={() => setOpen(open === cell.cell ? undefined : cell.cell)}>
              {t.difference.units(counted(cell.units))}
            </button>
            {open === cell.cell ? <Units figure={figure.figure} cell={cell} path={path} /> : null}
          </li>
        ))}
      </ul>
      <p className="sumline">
        {number(figure.from.value)}
        {terms} = <b>{number(figure.to.value)}</b>{' '}
        {figure.residual === 0 ? (
          <span className="tick" aria-hidden="true">
            ✓
          </span>
        ) : (
          <span className="fails">
            {t.difference.residual} {signed(figure.residual)}
          </span>
        )}
      </p>
    </>
  );
}

/** The units and events of one cell, the last stop before the ledger itself. */
function Units({ figure, cell, path }: { readonly figure: string; readonly cell: Cell; readonly path: string }) {
  const { t, say, language, number: counted } = useSettings();
  const { number, signed } = useAmounts({ id: figure });
  const units = useInfiniteQuery({
    queryKey: ['units', path, figure, cell.cell],
    queryFn: ({ pageParam, signal }) => read<Answer<'DifferenceUnits'>>(`${path}/${figure}/${cell.cell}`, { after: pageParam, limit: 100 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  if (units.error) return <ProblemNotice error={units.error} />;
  if (!units.data) return <Loading />;
  const words = t.difference;
  return (
    <div className="units">
      <table className="dense">
        <caption className="visually-hidden">{words.opened(say(cell.name))}</caption>
        <thead>
          <tr>
            <th scope="col">{words.unit}</th>
            <th scope="col" className="num">
              {words.before}
            </th>
            <th scope="col" className="num">
              {words.after}
            </th>
            <th scope="col" className="num">
              {words.change}
            </th>
            <th scope="col">{words.cause}</th>
          </tr>
        </thead>
        <tbody>
          {units.data.pages
            .flatMap((page) => page.units)
            .map(({ unit, before, after, change, cause }) => (
              <tr key={`${unit} ${cause.event} ${change}`}>
                <th scope="row">
                  <RecordName id={unit} />
                </th>
                <td className="num">{number(before)}</td>
                <td className="num">{number(after)}</td>
                <td className="num">{signed(change)}</td>
                <td>
                  <Link to="/history/$id" params={{ id: streamOf(cause.event) }} search={(old: Search) => ({ ...old, step: String(versionOf(cause.event)) })}>
                    {eventName(cause.type, language)}
                  </Link>{' '}
                  <span className="faint">
                    {cause.occurredOn} · #{counted(cause.position)}
                  </span>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      {units.hasNextPage ? (
        <button type="button" className="plain" onClick={() => void units.fetchNextPage()}>
          {t.states.more}
        </button>
      ) : null}
    </div>
  );
}
