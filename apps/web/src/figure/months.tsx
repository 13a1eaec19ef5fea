import { useMemo } from 'react';
import type { Answer } from '@casetrail/contracts';
import { useSettings } from '../app/settings.tsx';
import { Chart, type ChartOption } from '../ui/chart.tsx';

type One = Answer<'Figure'>;

/** The course of a figure over the months: where it stood above, what each month added below. */
export function Months({ answer }: { readonly answer: One }) {
  const { t, say, number } = useSettings();
  const { figure, series } = answer;
  const added = useMemo(() => series.map(({ value }, i) => (value ?? 0) - (series[i - 1]?.value ?? 0)), [series]);
  const [first, last] = [series[0], series.at(-1)];
  const option = useMemo(
    (): ChartOption => (colour) => {
      const months = series.map(({ month }) => month);
      const label = { color: colour('--ink-2'), fontSize: 11 };
      const hair = { lineStyle: { color: colour('--hair') } };
      const axis = (gridIndex: number, more: object) => ({
        type: 'category',
        data: months,
        gridIndex,
        axisLine: { lineStyle: { color: colour('--rule') } },
        axisTick: { show: false },
        ...more,
      });
      return {
        tooltip: { trigger: 'axis', backgroundColor: colour('--page'), borderColor: colour('--rule'), textStyle: { color: colour('--ink'), fontSize: 12 } },
        grid: [
          { left: 64, right: 8, top: 10, height: 140 },
          { left: 64, right: 8, top: 180, height: 70 },
        ],
        xAxis: [axis(0, { axisLabel: { show: false } }), axis(1, { axisLabel: { ...label, interval: 2 } })],
        yAxis: [
          { type: 'value', gridIndex: 0, splitNumber: 3, splitLine: hair, axisLabel: label },
          { type: 'value', gridIndex: 1, splitNumber: 2, splitLine: hair, axisLabel: label },
        ],
        series: [
          {
            name: t.figure.cumulative,
            type: 'line',
            data: series.map(({ value }) => value),
            showSymbol: false,
            lineStyle: { color: colour('--link'), width: 2 },
            itemStyle: { color: colour('--link') },
          },
          { name: t.figure.added, type: 'bar', xAxisIndex: 1, yAxisIndex: 1, data: added, itemStyle: { color: colour('--bar') }, barWidth: '58%' },
        ],
      };
    },
    [series, added, t],
  );
  if (!first || !last) return null;
  return (
    <section aria-labelledby="months-h">
      <h2 id="months-h">
        {t.figure.byMonth}
        <span className="key">
          <i className="k1" />
          {t.figure.cumulative}
          <i className="k3" />
          {t.figure.added}
        </span>
      </h2>
      <Chart option={option} height={290} label={t.figure.chart(say(figure.name), first.month, last.month, number(last.value))} />
      <details className="as-table">
        <summary>{t.figure.byMonthTable}</summary>
        <table className="dense">
          <thead>
            <tr>
              <th scope="col">{t.figure.month}</th>
              <th scope="col" className="num">
                {t.figure.cumulative}
              </th>
              <th scope="col" className="num">
                {t.figure.added}
              </th>
            </tr>
          </thead>
          <tbody>
            {series.map(({ month, value, of }, i) => (
              <tr key={month}>
                <th scope="row">{month}</th>
                <td className="num">{of === undefined ? number(value) : `${number(value)} / ${number(of)}`}</td>
                <td className="num">{number(added[i] ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
