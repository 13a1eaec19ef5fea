import { type ReactNode, useSyncExternalStore } from 'react';
import { useSettings } from '../app/settings.tsx';

const told = new Set<() => void>();
let isPrinting = false;

/** The page has the colours of paper before anything is drawn anew in them. */
function turn(to: boolean): void {
  isPrinting = to;
  document.documentElement.classList.toggle('on-paper', to);
  told.forEach((tell) => tell());
}
const media = matchMedia('print');
media.addEventListener('change', ({ matches }) => turn(matches));
window.addEventListener('beforeprint', () => turn(true));
window.addEventListener('afterprint', () => turn(false));

function subscribe(tell: () => void): () => void {
  told.add(tell);
  return () => told.delete(tell);
}

/** Whether the page is being printed: then nothing is left out that a screen opens or scrolls to. */
export const usePrinting = (): boolean => useSyncExternalStore(subscribe, () => isPrinting);

type Line = readonly [name: string, said: ReactNode];

/** Names and what is said of them, for paper only. */
export const PrintedLines = ({ lines }: { readonly lines: readonly Line[] }) => (
  <dl className="printed">
    {lines.map(([name, said]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{said}</dd>
      </div>
    ))}
  </dl>
);

type State = {
  readonly asOf: string;
  /** The position, or the day, up to which is known what was counted. */
  readonly knownAt: string;
  readonly rules: string;
  readonly district?: string | undefined;
  readonly publication?: string | undefined;
  /** Of the ledger as it was when the publication was computed. */
  readonly root?: string | undefined;
};

/** From where a printed number was looked at, and which publication it is of. */
export function PrintedState({ asOf, knownAt, rules, district, publication, root }: State) {
  const { t, date } = useSettings();
  const words = t.sentence;
  const lines: readonly Line[] = [
    [words.asOf, date(asOf)],
    [words.knownAt, knownAt],
    [words.rules, rules],
    [words.district, district ?? words.city],
    ...(publication ? [[t.print.publication, <span className="mono">{publication}</span>] as const] : []),
    ...(root ? [[t.print.root, <span className="mono">{root}</span>] as const] : []),
  ];
  return <PrintedLines lines={lines} />;
}
