import { Link } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import type { Search } from '../app/coordinates.ts';
import { useSettings } from '../app/settings.tsx';
import { useAmounts } from '../ui/amounts.ts';
import { shownValue } from '../ui/format.ts';
import { useByDistrict } from './by-district.ts';

/** The figure by district, with the line without which the parts would not add up. */
export function Districts({ figure }: { readonly figure: Answer<'FigureValue'> }) {
  const { t, say } = useSettings();
  const { number } = useAmounts(figure);
  const rows = useByDistrict(figure.id);
  /** How long a bar is: of a rate what share it is, of all else compared with the largest. */
  const most = Math.max(1, ...rows.map((row) => row.figure?.value ?? 0));
  const share = (one: typeof figure | undefined) => (one?.value ?? 0) / (one?.of ?? (figure.of === undefined ? most : 1));
  const overlap = rows.reduce((sum, row) => sum + (row.figure?.value ?? 0), 0) - (figure.value ?? 0);
  const isWhole = [figure, ...rows.map((row) => row.figure)].every((one) => one !== undefined && one.value !== null);
  return (
    <table className="districts">
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{t.figure.units.district}</th>
          <th scope="col">{t.figure.amount}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">{say(row.name)}</th>
            <td className="num">
              <Link to="/figures/$id" params={{ id: figure.id }} search={(old: Search) => ({ ...old, district: row.id })}>
                {row.figure ? (row.figure.value === null ? number(null) : shownValue(row.figure, { number, say })) : '…'}
              </Link>
            </td>
            <td className="bar" aria-hidden="true">
              <i style={{ left: 0, width: `${share(row.figure) * 100}%` }} />
            </td>
          </tr>
        ))}
        {rows.some((row) => row.figure?.value === null) ? (
          <tr>
            <td colSpan={3} className="faint">
              {t.paper.fewer}
            </td>
          </tr>
        ) : null}
        {isWhole && overlap > 0 && figure.of === undefined ? (
          <tr className="overlap">
            <th scope="row">{t.figure.overlap}</th>
            <td className="num">{number(-overlap)}</td>
            <td />
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}
