import { useSettings } from '../app/settings.tsx';

type Printed = { readonly printed: { readonly zh: string } };

/** Amounts of money are counted in fen, and shown in yuan. */
export const isMoney = ({ printed }: Printed): boolean => printed.zh.endsWith('元');

/** How what a figure counts is written in tables and charts: units as they are, money in yuan. */
export function useAmounts(figure: Printed) {
  const { number, signed } = useSettings();
  if (!isMoney(figure)) return { number, signed };
  const shown = (fen: number) => fen / 100;
  return { number: (fen: number | null) => number(fen === null ? null : shown(fen)), signed: (fen: number) => signed(shown(fen)) };
}
