import { useConsole } from '../app/console-settings.tsx';
import { useSettings } from '../app/settings.tsx';

/** How what a figure counts is written in tables and charts: units as they are, money in yuan. */
export function useAmounts({ id }: { readonly id: string }) {
  const { number, signed } = useSettings();
  const { inFen } = useConsole();
  if (!inFen.includes(id)) return { number, signed };
  const shown = (fen: number) => fen / 100;
  return { number: (fen: number | null) => number(fen === null ? null : shown(fen)), signed: (fen: number) => signed(shown(fen)) };
}

/** The same where figures stand beside each other: money says that it is money. */
export function useAmountsOf() {
  const { t, number, signed } = useSettings();
  const { inFen } = useConsole();
  const isMoney = (figure: string) => inFen.includes(figure);
  return {
    number: (figure: string, value: number | null) => (value !== null && isMoney(figure) ? t.figure.yuan(number(value / 100)) : number(value)),
    signed: (figure: string, change: number) => (isMoney(figure) ? t.figure.yuan(signed(change / 100)) : signed(change)),
  };
}
