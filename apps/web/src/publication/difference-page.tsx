import { Link, useParams, useSearch } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { PageAnswered } from '../app/page-answered.tsx';
import { useSettings } from '../app/settings.tsx';
import { useAmountsOf } from '../ui/amounts.ts';
import { usePrinting } from '../ui/printing.tsx';
import { shortId } from '../ui/format.ts';
import { Empty, Loading } from '../ui/states.tsx';
import { Causes } from './difference-causes.tsx';

export type Difference = Answer<'Difference'>;
type Moved = Difference['figures'][number];

/** What a cell is about: facts that came true in the days between, or what was learnt about days that were over. */
export const isNew = ({ cell }: Moved['cells'][number]): boolean => cell === 'new-facts' || cell === 'ended';

/** Why every figure differs between two publications. Every cell opens to the units and events that it is made of. */
export function Page() {
  const { id } = useParams({ from: '/publications/$id/diff' });
  const { against } = useSearch({ from: '/publications/$id/diff' });
  const { t } = useSettings();
  const all = useAnswer('Publications', '/v1/publications', { limit: 50 });
  const published = all.data?.items.filter(({ publishedOn }) => publishedOn !== undefined) ?? [];
  const before = against ?? published[published.findIndex((one) => one.id === id) + 1]?.id;
  const difference = useAnswer('Difference', before && `/v1/publications/${before}/diff/${id}`);
  if (!before) return <div className="page">{all.data ? <Empty>{t.paper.first}</Empty> : <Loading />}</div>;
  return (
    <div className="diff">
      <PageAnswered of={difference}>{(answer) => <Table difference={answer} path={`/v1/publications/${before}/diff/${id}`} />}</PageAnswered>
    </div>
  );
}

function Table({ difference, path }: { readonly difference: Difference; readonly path: string }) {
  const { t, date, number } = useSettings();
  const [open, setOpen] = useState<string>();
  const [isAll, setAll] = useState(false);
  const isPrinting = usePrinting();
  const words = t.difference;
  const moved = difference.figures.filter(({ cells, change }) => change !== 0 || cells.length > 0);
  const still = difference.figures.filter((figure) => !moved.includes(figure));
  const ends = [difference.from, difference.to] as const;
  return (
    <>
      <header>
        <p className="kicker">
          {t.publication.title} › {words.crumb}
        </p>
        <h1>{words.title}</h1>
        <p className="lead">{words.lead(moved.filter(({ isPrinted }) => isPrinted).length, difference.figures.filter(({ isPrinted }) => isPrinted).length)}</p>
        <table className="editions">
          <thead>
            <tr>
              <td />
              <th scope="col">{words.first}</th>
              <th scope="col">{words.second}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t.publication.number}</th>
              {ends.map((end, i) => (
                <td key={i}>
                  {end.publication ? (
                    <Link to="/publications/$id" params={{ id: end.publication }} search={true} className="mono">
                      {isPrinting ? end.publication : shortId(end.publication)}
                    </Link>
                  ) : null}
                </td>
              ))}
            </tr>
            <tr>
              <th scope="row">{t.publication.asOf}</th>
              {ends.map((end, i) => (
                <td key={i}>{date(end.asOf)}</td>
              ))}
            </tr>
            <tr>
              <th scope="row">{t.publication.knownAt}</th>
              {ends.map((end, i) => (
                <td key={i}>
                  {number(end.knownAt.position)} <span className="faint">{end.ruleSet}</span>
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </header>
      <table className="dense diff-table">
        <thead>
          <tr>
            <th scope="col">{t.paper.table.id}</th>
            <th scope="col">{t.paper.table.figure}</th>
            <th scope="col" className="num">
              {words.first}
            </th>
            <th scope="col" className="num">
              {words.newFacts}
            </th>
            <th scope="col" className="num">
              {words.corrections}
            </th>
            <th scope="col" className="num">
              {words.second}
            </th>
            <th scope="col" className="num">
              {words.change}
            </th>
          </tr>
        </thead>
        <tbody>
          {moved.map((figure) => (
            <Row
              key={figure.figure}
              figure={figure}
              ends={ends}
              path={path}
              isOpen={open === figure.figure}
              onOpen={() => setOpen(open === figure.figure ? undefined : figure.figure)}
            />
          ))}
          {isAll ? still.map((figure) => <Still key={figure.figure} figure={figure} ends={ends} />) : null}
        </tbody>
      </table>
      <p className="faint">{difference.figures.every(({ residual }) => residual === 0) ? words.nothingLeft : null}</p>
      <p>
        <button type="button" className="button" onClick={() => setAll(!isAll)}>
          {isAll ? words.foldUnchanged : words.unchanged(still.filter(({ isPrinted }) => isPrinted).length)}
        </button>
      </p>
    </>
  );
}

type Ends = readonly [Difference['from'], Difference['to']];
const at = ({ asOf, knownAt, ruleSet }: Difference['from']) => ({ asOf, knownAt: String(knownAt.position), rules: ruleSet });

function Row({
  figure,
  ends,
  path,
  isOpen,
  onOpen,
}: {
  readonly figure: Moved;
  readonly ends: Ends;
  readonly path: string;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}) {
  const { say } = useSettings();
  const amounts = useAmountsOf();
  const number = (value: number | null) => amounts.number(figure.figure, value);
  const signed = (change: number) => amounts.signed(figure.figure, change);
  const sum = (of: (cell: Moved['cells'][number]) => boolean) => figure.cells.filter(of).reduce((total, { change }) => total + change, 0);
  const [fresh, fixed] = [sum(isNew), sum((cell) => !isNew(cell))];
  const cell = (change: number) =>
    change === 0 ? (
      <span className="none">·</span>
    ) : (
      <button type="button" className="cell-button" onClick={onOpen}>
        {signed(change)}
      </button>
    );
  return (
    <Fragment>
      <tr className={isOpen ? 'open-row' : ''}>
        <td className="id">{figure.figure}</td>
        <th scope="row">
          <button type="button" className="disclose cap" aria-expanded={isOpen} onClick={onOpen}>
            {say(figure.name)}
          </button>
        </th>
        <td className="num">
          <Link to="/figures/$id" params={{ id: figure.figure }} search={at(ends[0])} className="cell-link">
            {number(figure.from.value)}
          </Link>
        </td>
        <td className="num">{cell(fresh)}</td>
        <td className="num fix">{cell(fixed)}</td>
        <td className="num">
          <Link to="/figures/$id" params={{ id: figure.figure }} search={at(ends[1])} className="cell-link">
            <b>{number(figure.to.value)}</b>
          </Link>
        </td>
        <td className="num">{signed(figure.change)}</td>
      </tr>
      {isOpen ? (
        <tr className="events-row">
          <td />
          <td colSpan={6}>
            <Causes figure={figure} path={path} />
          </td>
        </tr>
      ) : null}
    </Fragment>
  );
}

function Still({ figure, ends }: { readonly figure: Moved; readonly ends: Ends }) {
  const { say } = useSettings();
  const amounts = useAmountsOf();
  const number = (value: number | null) => amounts.number(figure.figure, value);
  return (
    <tr className="same">
      <td className="id">{figure.figure}</td>
      <th scope="row" className="cap">
        {say(figure.name)}
      </th>
      <td className="num">{number(figure.from.value)}</td>
      <td className="num none">·</td>
      <td className="num none">·</td>
      <td className="num">
        <Link to="/figures/$id" params={{ id: figure.figure }} search={at(ends[1])} className="cell-link">
          {number(figure.to.value)}
        </Link>
      </td>
      <td className="num none">·</td>
    </tr>
  );
}
