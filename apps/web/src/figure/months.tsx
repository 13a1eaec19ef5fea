import { type ReactNode, useMemo } from 'react';
import type { Answer } from '@casetrail/contracts';
import { useSettings } from '../app/settings.tsx';
import { Chart, type ChartOption } from '../ui/chart.tsx';
import { isMoney } from '../ui/format.ts';
import { usePrinting } from '../ui/printing.tsx';
import { useAmounts } from '../ui/amounts.ts';
import { axes, bars, line } from './month-charts.ts';

type One = Answer<'Figure'>;

/** The course of a figure over the months. */
export function Months({ answer }: { readonly answer: One }) {
  if (answer.series.length === 0) return null;
  return answer.figure.of === undefined ? <Additions answer={answer} /> : <Rates answer={answer} />;
}

type Grown = { readonly month: string; readonly value: number | null; readonly added: number; readonly inTime: number | undefined };
const grownIn = ({ series }: One): readonly Grown[] =>
  series.map(({ month, value, inTime }, i) => ({ month, value, inTime, added: (value ?? 0) - (series[i - 1]?.value ?? 0) }));

/**
 * Where it stood above; below what each month added, split by when it was known: the second colour is what was entered, or put right, when the month was over. It is
 * not split where nobody may be told when something was entered.
 */
function Additions({ answer }: { readonly answer: One }) {
  const { t } = useSettings();
  const { number, signed } = useAmounts(answer.figure);
  const isInYuan = isMoney(answer.figure);
  const months = useMemo(() => grownIn(answer), [answer]);
  const isSplit = months.every(({ inTime }) => inTime !== undefined);
  const later = ({ added, inTime = added }: Grown) => added - inTime;
  const option = useMemo(
    (): ChartOption => (colour) => {
      const drawn = (value: number | null) => (isInYuan && value !== null ? value / 100 : value);
      const below = (name: string, of: (month: Grown) => number, shade: string) =>
        bars(
          name,
          months.map((month) => drawn(of(month)) ?? 0),
          colour(shade),
        );
      return {
        ...axes(
          colour,
          months.map(({ month }) => month),
        ),
        series: [
          line(
            t.figure.cumulative,
            months.map(({ value }) => drawn(value)),
            colour('--link'),
          ),
          below(isSplit ? t.figure.inTime : t.figure.added, (month) => month.added - later(month), '--bar'),
          ...(isSplit ? [below(t.figure.later, later, '--late')] : []),
        ],
      };
    },
    [months, t, isInYuan, isSplit],
  );
  const sum = months.reduce((total, month) => total + later(month), 0);
  return (
    <Section
      answer={answer}
      option={option}
      keys={[['k1', t.figure.cumulative], ['k3', isSplit ? t.figure.inTime : t.figure.added], ...(isSplit ? [['k2', t.figure.later] as const] : [])]}
      note={isSplit ? (sum === 0 ? t.figure.nothingLater : t.figure.laterHelp(signed(sum))) : undefined}
      head={[t.figure.cumulative, t.figure.added, ...(isSplit ? [t.figure.inTime, t.figure.later] : [])]}
      rows={months.map((one) => [one.month, number(one.value), number(one.added), ...(isSplit ? [number(one.added - later(one)), signed(later(one))] : [])])}
    />
  );
}

/** A rate by month: above the rate, below what it is a part of. A monthly rate is of each month alone, any other of all until its end. */
function Rates({ answer }: { readonly answer: One }) {
  const { t, number } = useSettings();
  const months = useMemo(
    () => answer.months ?? answer.series.map(({ month, value, of }) => ({ month, numerator: value ?? 0, denominator: of ?? 0 })),
    [answer],
  );
  const percent = ({ numerator, denominator }: (typeof months)[number]) => (denominator === 0 ? null : Math.floor((numerator / denominator) * 10_000) / 100);
  const option = useMemo(
    (): ChartOption => (colour) => ({
      ...axes(
        colour,
        months.map(({ month }) => month),
        '{value}%',
      ),
      series: [
        { ...line(t.figure.rate, months.map(percent), colour('--link')), showSymbol: true },
        {
          ...bars(
            t.figure.denominator,
            months.map(({ denominator }) => denominator),
            colour('--bar-soft'),
          ),
          stack: undefined,
        },
        {
          ...bars(
            t.figure.numerator,
            months.map(({ numerator }) => numerator),
            colour('--bar'),
          ),
          stack: undefined,
          barGap: '-100%',
        },
      ],
    }),
    [months, t],
  );
  return (
    <Section
      answer={answer}
      option={option}
      keys={[
        ['k1', t.figure.rate],
        ['k3', t.figure.numerator],
        ['k4', t.figure.denominator],
      ]}
      note={answer.months ? t.figure.ofEachMonth : undefined}
      head={[t.figure.numerator, t.figure.denominator, t.figure.rate]}
      rows={months.map((one) => [one.month, number(one.numerator), number(one.denominator), percent(one) === null ? '—' : `${percent(one)}%`])}
      isOpen={answer.months !== undefined}
    />
  );
}

type Shown = {
  readonly answer: One;
  readonly option: ChartOption;
  /** The colours in words. */
  readonly keys: readonly (readonly [className: string, words: string])[];
  readonly note?: string | undefined;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly isOpen?: boolean;
};

/** A chart with its colours in words, and the same data as a table. */
function Section({ answer, option, keys, note, head, rows, isOpen = false }: Shown): ReactNode {
  const { t, say } = useSettings();
  const isPrinting = usePrinting();
  const [first, last] = [rows[0]?.[0] ?? '', rows.at(-1)?.[0] ?? ''];
  return (
    <section aria-labelledby="months-h" className="months">
      <h2 id="months-h">
        {t.figure.byMonth}
        <span className="key">
          {keys.map(([className, words]) => (
            <span key={className}>
              <i className={className} />
              {words}
            </span>
          ))}
        </span>
      </h2>
      {note === undefined ? null : <p className="faint">{note}</p>}
      <Chart option={option} height={290} label={t.figure.chart(say(answer.figure.name), first, last, say(answer.figure.printed))} />
      <details className="as-table" open={isOpen || isPrinting}>
        <summary>{t.figure.byMonthTable}</summary>
        <table className="dense">
          <thead>
            <tr>
              <th scope="col">{t.figure.month}</th>
              {head.map((name) => (
                <th key={name} scope="col" className="num">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([month, ...cells]) => (
              <tr key={month}>
                <th scope="row">{month}</th>
                {cells.map((cell, i) => (
                  <td key={head[i]} className="num">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
