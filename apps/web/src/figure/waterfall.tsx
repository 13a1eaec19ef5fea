import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { asQuery, useCoordinates } from '../app/coordinates.ts';
import { useSettings } from '../app/settings.tsx';
import { eventName } from '../text/event-names.ts';
import { Answered, Empty } from '../ui/states.tsx';

type Line = { readonly key: string; readonly kind?: string | undefined; readonly label: string; readonly value: number; readonly isTotal?: boolean };
type Drawn = Line & { readonly before: number; readonly level: number };

/** What ordinary acts amount to is gross; each kind of correction is a step, in the order of the kinds; what is left is the number. */
type Shown = Answer<'Waterfall'> & { readonly gross: number; readonly value: number };

function linesOf(
  { gross, lines, value }: Shown,
  say: (kind: string | undefined, type: string | undefined) => string,
  ends: readonly [string, string],
): Drawn[] {
  const steps = lines
    .filter(({ kind }) => kind !== undefined)
    .map(({ kind, type, net }): Line => ({ key: `${kind} ${type}`, kind, label: say(kind, type), value: net }))
    .sort((a, b) => Number(a.kind === 'REPEAT') - Number(b.kind === 'REPEAT') || Number(a.kind?.slice(1)) - Number(b.kind?.slice(1)));
  const all: Line[] = [{ key: 'gross', label: ends[0], value: gross, isTotal: true }, ...steps, { key: 'net', label: ends[1], value, isTotal: true }];
  let level = 0;
  return all.map((line) => {
    const before = level;
    level = line.isTotal ? line.value : level + line.value;
    return { ...line, before, level };
  });
}

/**
 * From gross to the published number, drawn in the cells of a table: it prints, and is read aloud. Totals are marks and not bars: the axis does not begin at
 * zero, so that the length of a bar would mislead.
 */
export function Waterfall({ figure }: { readonly figure: Answer<'FigureValue'> }) {
  const { t, language, number, signed } = useSettings();
  const { at } = useCoordinates();
  const waterfall = useAnswer('Waterfall', `/v1/figures/${figure.id}/waterfall`, asQuery(at));
  const kinds = t.figure.kindOf as Readonly<Record<string, string>>;
  const say = (kind: string | undefined, type: string | undefined) => (type ? eventName(type, language) : (kinds[kind ?? ''] ?? ''));
  return (
    <Answered of={waterfall}>
      {(answer) => {
        if (answer.isSuppressed || answer.gross === null || answer.value === null) return <Empty>{t.figure.noSteps}</Empty>;
        const drawn = linesOf(answer as Shown, say, [t.figure.gross, t.figure.net]);
        const levels = drawn.flatMap(({ before, level, isTotal }) => (isTotal ? [level] : [before, level]));
        const [lowest, highest] = [Math.min(...levels), Math.max(...levels)];
        const pad = Math.max(1, Math.round((highest - lowest) * 0.08));
        const [low, high] = [Math.max(0, lowest - pad), highest + pad];
        const x = (value: number) => `${((value - low) / (high - low)) * 100}%`;
        return (
          <table className="waterfall">
            <caption>{t.figure.axis(number(low), number(high))}</caption>
            <thead className="visually-hidden">
              <tr>
                <th scope="col">{t.figure.step}</th>
                <th scope="col">{t.figure.amount}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {drawn.map((line, i) => (
                <tr key={line.key} className={line.isTotal ? 'total' : ''}>
                  <th scope="row">
                    <span className="kind" title={kinds[line.kind ?? '']}>
                      {line.kind === 'REPEAT' ? '' : line.kind}
                    </span>
                    {line.label}
                  </th>
                  <td className="num">{line.isTotal ? number(line.value) : signed(line.value)}</td>
                  <td className="bar" aria-hidden="true">
                    {line.isTotal ? (
                      <b style={{ left: x(line.level) }} />
                    ) : (
                      <i
                        className={line.value > 0 ? 'plus' : undefined}
                        style={{ left: x(Math.min(line.before, line.level)), width: `${(Math.abs(line.value) / (high - low)) * 100}%` }}
                      />
                    )}
                    {i === drawn.length - 1 ? null : <s style={{ left: x(line.level) }} />}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        );
      }}
    </Answered>
  );
}
