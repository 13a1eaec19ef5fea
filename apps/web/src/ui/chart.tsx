import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useSettings } from '../app/settings.tsx';

use([LineChart, BarChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

export type ChartOption = (colour: (name: string) => string) => EChartsCoreOption;

/** A chart in the colours of the page: ECharts reads no custom properties, so that it is drawn anew when the theme changes. The same data stand beside it as a table. */
export function Chart({ option, label, height }: { readonly option: ChartOption; readonly label: string; readonly height: number }) {
  const box = useRef<HTMLDivElement>(null);
  const { theme } = useSettings();
  useEffect(() => {
    if (!box.current) return undefined;
    const style = getComputedStyle(document.documentElement);
    const chart = init(box.current, undefined, { renderer: 'svg' });
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: style.getPropertyValue('--sans') },
      ...option((name) => style.getPropertyValue(name).trim()),
    });
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [option, theme]);
  return <div ref={box} role="img" aria-label={label} style={{ height }} />;
}
