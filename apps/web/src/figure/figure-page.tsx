import { Link, useParams, useSearch } from '@tanstack/react-router';
import { Suspense, lazy } from 'react';
import type { Answer } from '@casetrail/contracts';
import { useAnswer, useFigures } from '../api/queries.ts';
import { useConsole } from '../app/console-settings.tsx';
import { ShownAt, asQuery, coordinatesOf, sameCoordinates, standsAt, useCoordinates } from '../app/coordinates.ts';
import { PageAnswered } from '../app/page-answered.tsx';
import { useSettings } from '../app/settings.tsx';
import { differs } from '../paper/use-paper.ts';
import { CoordinatesSentence } from '../ui/coordinates-sentence.tsx';
import { isMoney } from '../ui/format.ts';
import { type Proof, ProofMark } from '../ui/proof.tsx';
import { Districts } from './districts.tsx';
import { Facts } from './facts.tsx';
import { FigureChecks } from './figure-checks.tsx';
import { stepIn } from './steps.ts';
import { Waterfall } from './waterfall.tsx';

const Months = lazy(async () => ({ default: (await import('./months.tsx')).Months }));
type One = Answer<'Figure'>;

/** One number: its rule in words, where it comes from, and everything that it is made of. */
export function Page() {
  const { id } = useParams({ from: '/figures/$id' });
  const { at } = useCoordinates();
  const figure = useAnswer('Figure', `/v1/figures/${id}`, asQuery(at));
  return (
    <div className="figure-page" key={id}>
      <PageAnswered of={figure}>
        {(answer) => (
          <ShownAt value={standsAt(answer)}>
            <Figure answer={answer} />
          </ShownAt>
        )}
      </PageAnswered>
    </div>
  );
}

function Figure({ answer }: { readonly answer: One }) {
  const { t, number } = useSettings();
  const { figure } = answer;
  const step = stepIn(useSearch({ from: '/figures/$id' }).step);
  return (
    <>
      <Crumbs area={figure.area} id={figure.id} />
      <Head answer={answer} />
      {isMoney(figure) ? <p className="faint">{t.figure.inYuan}</p> : null}
      <div className="two">
        <section aria-labelledby="from-h">
          <h2 id="from-h">{figure.of === undefined ? t.figure.from : t.figure.fromOfRate}</h2>
          <Waterfall figure={figure} step={step} />
          {figure.of === undefined ? null : <p className="faint">{t.figure.rateIs(number(figure.value), number(figure.of))}</p>}
          <FigureChecks figure={figure} />
        </section>
        <section aria-labelledby="districts-h">
          <h2 id="districts-h">{t.figure.byDistrict}</h2>
          <Districts figure={figure} />
        </section>
      </div>
      <Suspense fallback={<div style={{ height: 340 }} />}>
        <Months answer={answer} />
      </Suspense>
      <Facts figure={figure} step={step} />
    </>
  );
}

function Crumbs({ area, id }: { readonly area: string; readonly id: string }) {
  const { t, say } = useSettings();
  const { areas } = useConsole();
  return (
    <nav className="crumbs" aria-label={t.figure.crumbs}>
      <Link to="/paper" search={sameCoordinates}>
        {t.shell.paper}
      </Link>
      <span aria-hidden="true">›</span>
      <span>{say(areas.find((one) => one.id === area)?.name ?? { zh: area, en: area })}</span>
      <span aria-hidden="true">›</span>
      <span aria-current="page">{id}</span>
    </nav>
  );
}

/** How the figure stands: certified at these coordinates, certified and overtaken, or counted and certified by nobody. */
function useStanding(figure: One['figure']): Proof {
  const { isPublished, first } = useCoordinates();
  const usual = coordinatesOf({}, first);
  const known = useFigures({ ...usual, knownAt: undefined }, isPublished);
  if (!isPublished || !figure.isPrinted) return 'computed';
  return differs(
    figure,
    known.data?.figures.find(({ id }) => id === figure.id),
  )
    ? 'late'
    : 'certified';
}

function Head({ answer }: { readonly answer: One }) {
  const { t, language, say, number, date } = useSettings();
  const { owners } = useConsole();
  const { figure } = answer;
  const state = useStanding(figure);
  const [, digits = say(figure.printed), word = ''] = /^([\d.,%]+(?:万|亿)?)(.*)$/.exec(say(figure.printed)) ?? [];
  const sentences = say(figure.rule)
    .split(language === 'zh' ? /(?<=[。；;])/ : /(?<=[.;]) (?!\d)/)
    .filter((one) => one.trim() !== '');
  return (
    <header className="figure-head">
      <div>
        <h1 className="cap">{say(figure.name)}</h1>
        <p className={digits.length > 9 ? 'hero long' : 'hero'}>
          <span>{digits}</span>
          <small>{word}</small>
        </p>
        <p className={`hero-proof state-${state}`}>
          <ProofMark state={state} size={12} /> {t.proof[state]} ·{' '}
          {say(owners.find(({ id }) => id === figure.owner)?.name ?? { zh: figure.owner, en: figure.owner })}
        </p>
        <CoordinatesSentence counted={answer.knownAt.position} />
      </div>
      <section className="rule" aria-labelledby="rule-h">
        <h2 id="rule-h">
          {t.figure.rule}
          <span>
            {figure.id}@{figure.version}
          </span>
        </h2>
        <ol>
          {sentences.map((one) => (
            <li key={one}>{one}</li>
          ))}
          {figure.scopeStart ? <li>{t.figure.scope(date(figure.scopeStart))}</li> : null}
        </ol>
        <dl className="companions">
          {figure.companion ? (
            <div>
              <dt>{t.figure.companion}</dt>
              <dd>
                <Link to="/figures/$id" params={{ id: figure.companion.id }} search={sameCoordinates} className="cell-link">
                  {number(figure.companion.value)}
                </Link>
              </dd>
            </div>
          ) : null}
          {figure.of === undefined ? null : (
            <div>
              <dt>
                {t.figure.numerator} / {t.figure.denominator}
              </dt>
              <dd>
                {number(figure.value)} / {number(figure.of)}
              </dd>
            </div>
          )}
          {figure.interval ? (
            <div>
              <dt>{t.figure.interval}</dt>
              <dd>
                {number(figure.interval.min)}–{number(figure.interval.max)}
              </dd>
            </div>
          ) : null}
        </dl>
      </section>
    </header>
  );
}
