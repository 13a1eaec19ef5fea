import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { usePrinting } from './printing.tsx';
import { useSettings } from '../app/settings.tsx';

use([LineChart, BarChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

/** What fits between the margins of a sheet, in pixels. */
const PAPER_WIDTH = 640;

export type ChartOption = (colour: (name: string) => string) => EChartsCoreOption;

/** A chart in the colours of the page: ECharts reads no custom properties, so that it is drawn anew when the theme changes, or when it is printed. The same data stand beside it as a table. */
export function Chart({ option, label, height }: { readonly option: ChartOption; readonly label: string; readonly height: number }) {
  const box = useRef<HTMLDivElement>(null);
  const { theme } = useSettings();
  const isPrinting = usePrinting();
  useEffect(() => {
    if (!box.current) return undefined;
    const style = getComputedStyle(document.documentElement);
    const chart = init(box.current, undefined, { renderer: 'svg', ...(isPrinting && { width: PAPER_WIDTH }) });
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: style.getPropertyValue('--sans') },
      ...option((name) => style.getPropertyValue(name).trim()),
    });
    const observer = new ResizeObserver(() => isPrinting || chart.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [option, theme, isPrinting]);
  return <div ref={box} role="img" aria-label={label} style={{ height }} />;
}
