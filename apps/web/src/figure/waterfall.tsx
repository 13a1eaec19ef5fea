import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Answer } from '@casetrail/contracts';
import { type Search, sameCoordinates } from '../app/coordinates.ts';
import { useSettings } from '../app/settings.tsx';
import { useAmounts } from '../ui/amounts.ts';
import { Answered, Empty } from '../ui/states.tsx';
import { type Step, useSteps } from './steps.ts';

type Figure = Answer<'FigureValue'>;
type Drawn = Step & { readonly isTotal: boolean; readonly before: number; readonly level: number };

/** Each step from where the one before has ended; gross and the number itself are totals. */
function drawnFrom(steps: readonly Step[], net: Step): readonly Drawn[] {
  let level = 0;
  return [...steps, net].map((step) => {
    const [isTotal, before] = [step.kind === undefined, level];
    level = isTotal ? step.net : level + step.net;
    return { ...step, isTotal, before, level };
  });
}

/**
 * From gross to the published number, drawn in the cells of a table: it prints, and is read aloud. Totals are marks and not bars: the axis does not begin at
 * zero, so that the length of a bar would mislead. Each step opens to its facts.
 */
export function Waterfall({ figure, step }: { readonly figure: Figure; readonly step: string | undefined }) {
  const { t } = useSettings();
  const { number, signed } = useAmounts(figure);
  const { waterfall, stepsIn } = useSteps(figure.id);
  const kinds = t.figure.kindOf as Readonly<Record<string, string>>;
  return (
    <Answered of={waterfall}>
      {(answer) => {
        if (answer.isSuppressed || answer.gross === null || answer.value === null) return <Empty>{t.figure.noSteps}</Empty>;
        const drawn = drawnFrom(stepsIn(answer), { name: 'net', label: figure.of === undefined ? t.figure.net : t.figure.numerator, net: answer.value });
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
                <tr key={line.name} className={[line.isTotal ? 'total' : '', line.name === step ? 'open-row' : ''].join(' ').trim() || undefined}>
                  <th scope="row">
                    <span className="kind" title={kinds[line.kind ?? '']}>
                      {line.kind === 'REPEAT' ? '' : line.kind}
                    </span>
                    <StepLink name={line.name} figure={figure}>
                      {line.label}
                    </StepLink>
                  </th>
                  <td className="num">{line.isTotal ? number(line.net) : signed(line.net)}</td>
                  <td className="bar" aria-hidden="true">
                    {line.isTotal ? (
                      <b style={{ left: x(line.level) }} />
                    ) : (
                      <i
                        className={line.net > 0 ? 'plus' : undefined}
                        style={{ left: x(Math.min(line.before, line.level)), width: `${(Math.abs(line.net) / (high - low)) * 100}%` }}
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

type Opening = { readonly name: string; readonly figure: Figure; readonly children: ReactNode };

/**
 * A step opens to its facts below. What is counted repeatedly has none: it is what the times of one person have more than the person, and the files that times are
 * counted by name several persons each. The row says so, and leads to the times.
 */
function StepLink({ name, figure, children }: Opening) {
  const { t, number } = useSettings();
  if (name === 'REPEAT')
    return (
      <>
        {children}
        <span className="no-facts">
          {t.figure.repeatHelp}
          {figure.companion ? (
            <Link to="/figures/$id" params={{ id: figure.companion.id }} search={sameCoordinates}>
              {t.figure.toTimes(number(figure.companion.value))}
            </Link>
          ) : null}
        </span>
      </>
    );
  return (
    <Link
      to="/figures/$id"
      params={{ id: figure.id }}
      search={(old: Search) => ({ ...old, step: name === 'net' ? undefined : name })}
      hash="facts"
      replace
      activeOptions={{ exact: true, includeSearch: true }}
    >
      {children}
    </Link>
  );
}
