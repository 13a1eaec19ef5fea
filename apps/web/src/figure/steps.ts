import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { useShownAt } from '../app/coordinates.ts';
import { useSettings } from '../app/settings.tsx';
import { eventName } from '../text/event-names.ts';

type Told = Answer<'Waterfall'>['lines'][number];

/** One step from gross to the number. What ordinary acts amount to is gross; `name` is what its facts are asked for by: no event did REPEAT, so that it has none. */
export type Step = { readonly name: string; readonly kind?: string | undefined; readonly label: string; readonly net: number };

const nameOf = ({ kind, type }: Told) => (kind === 'REPEAT' ? kind : `${kind}.${type}`);
const place = ({ kind }: Step) => (kind === 'REPEAT' ? Infinity : Number(kind?.slice(1) ?? 0));

/** The steps of a figure at the coordinates of the page, gross first, then each kind of correction in the order of the kinds. */
export function useSteps(figure: string) {
  const { t, language } = useSettings();
  const waterfall = useAnswer('Waterfall', `/v1/figures/${figure}/waterfall`, useShownAt());
  const kinds = t.figure.kindOf as Readonly<Record<string, string>>;
  const stepsIn = ({ gross, lines }: Answer<'Waterfall'>): readonly Step[] => {
    const corrections = lines
      .filter(({ kind }) => kind !== undefined)
      .map((line): Step => ({
        name: nameOf(line),
        kind: line.kind,
        label: line.type ? eventName(line.type, language) : (kinds[line.kind ?? ''] ?? ''),
        net: line.net,
      }))
      .sort((a, b) => place(a) - place(b));
    return gross === null ? [] : [{ name: 'gross', label: t.figure.gross, net: gross }, ...corrections];
  };
  return { waterfall, stepsIn };
}

/** The step in the address, as it may be written there. */
export const stepIn = (text: string | undefined): string | undefined => (/^(gross|K\d{1,2}\.[A-Za-z]+)$/.test(text ?? '') ? text : undefined);
