const MOST_LABELS = 12;
type Colour = (name: string) => string;

/** Two charts over the same months: where something stood above, what each month did below. */
export function axes(colour: Colour, months: readonly string[], formatter?: string) {
  const label = { color: colour('--ink-2'), fontSize: 11 };
  const hair = { lineStyle: { color: colour('--hair') } };
  const category = (gridIndex: number, more: object) => ({
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
      { left: 88, right: 8, top: 10, height: 140 },
      { left: 88, right: 8, top: 180, height: 70 },
    ],
    xAxis: [category(0, { axisLabel: { show: false } }), category(1, { axisLabel: { ...label, interval: Math.ceil(months.length / MOST_LABELS) - 1 } })],
    yAxis: [
      {
        type: 'value',
        gridIndex: 0,
        splitNumber: 3,
        splitLine: hair,
        scale: formatter !== undefined,
        axisLabel: { ...label, ...(formatter && { formatter }) },
      },
      { type: 'value', gridIndex: 1, splitNumber: 2, splitLine: hair, axisLabel: label },
    ],
  };
}

export const line = (name: string, data: readonly (number | null)[], color: string) => ({
  name,
  type: 'line',
  data,
  showSymbol: data.length === 1,
  lineStyle: { color, width: 2 },
  itemStyle: { color },
});

export const bars = (name: string, data: readonly number[], color: string) => ({
  name,
  type: 'bar',
  stack: 'month',
  xAxisIndex: 1,
  yAxisIndex: 1,
  data,
  itemStyle: { color },
  barWidth: data.length < 8 ? 34 : '58%',
});
