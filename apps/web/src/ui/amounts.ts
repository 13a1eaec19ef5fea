import { useSettings } from '../app/settings.tsx';
import { isMoney } from './format.ts';

/** How what a figure counts is written in tables and charts: units as they are, money in yuan. */
export function useAmounts(figure: Parameters<typeof isMoney>[0]) {
  const { number, signed } = useSettings();
  if (!isMoney(figure)) return { number, signed };
  const shown = (fen: number) => fen / 100;
  return { number: (fen: number | null) => number(fen === null ? null : shown(fen)), signed: (fen: number) => signed(shown(fen)) };
}
