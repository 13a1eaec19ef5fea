import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { PageAnswered } from '../app/page-answered.tsx';
import { useSettings } from '../app/settings.tsx';
import { eventName } from '../text/event-names.ts';
import { fieldName } from '../text/field-names.ts';
import { categoryName } from '../text/category-names.ts';
import { categoryOf, endOf } from '../ui/format.ts';
import { RecordLink, hasPage } from '../ui/record-link.tsx';
import { Value } from '../ui/value.tsx';
import { EventCard } from './event-card.tsx';
import { foldChanges } from './fold.ts';

export type Step = Answer<'History'>['steps'][number];
const MOST = 1000;

/** Any record, stepped backwards and forwards in time: what each event changed is shown where it changed it. */
export function Page() {
  const { id } = useParams({ from: '/history/$id' });
  const history = useAnswer('History', `/v1/history/${id}`, { limit: MOST }, { keep: false });
  return (
    <div className="replay" key={id}>
      <PageAnswered of={history}>{(answer) => <Replay history={answer} />}</PageAnswered>
    </div>
  );
}

function Replay({ history }: { readonly history: Answer<'History'> }) {
  const { t, say, language } = useSettings();
  const search = useSearch({ from: '/history/$id' });
  const navigate = useNavigate({ from: '/history/$id' });
  const { steps } = history;
  const last = steps.length;
  const found = steps.findIndex(({ version }) => String(version) === search.step) + 1;
  const at = found > 0 ? found : last;
  const go = (step: number) => {
    const to = steps[Math.min(Math.max(step, 1), last) - 1];
    if (to) void navigate({ search: (old: typeof search) => ({ ...old, step: String(to.version) }), replace: true, resetScroll: false });
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.target as HTMLElement).closest('input,select,textarea')) return;
      if (event.key === 'ArrowLeft') go(at - 1);
      if (event.key === 'ArrowRight') go(at + 1);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
  const now = steps[at - 1];
  const words = t.history;
  if (!now) return <p className="empty">{words.empty}</p>;
  return (
    <>
      <header className="replay-head">
        <div>
          <p className="kicker">
            {words.crumb} <span className="mono wrap">{history.id}</span>
            {hasPage(history.id) ? <RecordLink id={history.id}>{t.record.open}</RecordLink> : null}
          </p>
          <h1>{words.title(`${say(categoryName(categoryOf(history.id)))}${language === 'zh' ? '' : ' '}${endOf(history.id)}`)}</h1>
        </div>
        <p className="faint">{words.keys}</p>
      </header>
      <div className="scrub">
        <button type="button" className="button" onClick={() => go(at - 1)} disabled={at === 1}>
          ← {words.back}
        </button>
        <div className="scrub-track">
          <input
            type="range"
            min={1}
            max={last}
            value={at}
            onChange={({ target }) => go(Number(target.value))}
            aria-label={words.version}
            aria-valuetext={`${at} ${eventName(now.type, language)}`}
          />
          <div className="scrub-scale" aria-hidden="true">
            <span>{steps[0]?.occurredOn}</span>
            <span className="here">
              {at} / {last} · {now.occurredOn}
            </span>
            <span>{steps.at(-1)?.occurredOn}</span>
          </div>
        </div>
        <button type="button" className="button" onClick={() => go(at + 1)} disabled={at === last}>
          {words.forward} →
        </button>
      </div>
      <div className="replay-grid">
        <ol className="stream" aria-label={words.events}>
          {steps.map((step, i) => (
            <li key={step.id} className={i + 1 > at ? 'future' : step.isVoided ? 'is-void' : ''}>
              <button type="button" aria-current={i + 1 === at ? 'step' : undefined} onClick={() => go(i + 1)}>
                <span className="v">{step.version}</span>
                <span className="what">{eventName(step.type, language)}</span>
                <span className="when">{step.occurredOn}</span>
              </button>
            </li>
          ))}
        </ol>
        <State steps={steps} at={at} category={categoryOf(history.id)} />
        <EventCard step={now} />
      </div>
    </>
  );
}

/** The state after a step, field by field, with the old value struck out beside the new one. */
function State({ steps, at, category }: { readonly steps: readonly Step[]; readonly at: number; readonly category: string }) {
  const { t, say } = useSettings();
  const [before, after] = useMemo(() => [foldChanges(steps.slice(0, at - 1)), foldChanges(steps.slice(0, at))], [steps, at]);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const words = t.history;
  return (
    <section aria-labelledby="state-h" aria-live="polite" className="state">
      <h2 id="state-h">{words.stateAfter(at)}</h2>
      {names.length === 0 ? (
        <p className="empty">{words.empty}</p>
      ) : (
        <table>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">{words.field}</th>
              <th scope="col">{words.value}</th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => {
              const [old, now] = [before[name], after[name]];
              const isChanged = JSON.stringify(old) !== JSON.stringify(now);
              return (
                <tr key={name} className={isChanged ? 'changed' : ''}>
                  <th scope="row" className="cap">
                    {say(fieldName(name, category))}
                  </th>
                  <td>
                    {isChanged && old !== undefined ? (
                      <>
                        <del>
                          <Value name={name} within={category} of={old} />
                        </del>
                        <span aria-hidden="true" className="to">
                          →
                        </span>
                      </>
                    ) : null}
                    {now === undefined ? (
                      <span className="none">{words.none}</span>
                    ) : isChanged ? (
                      <ins>
                        <Value name={name} within={category} of={now} />
                      </ins>
                    ) : (
                      <Value name={name} within={category} of={now} />
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
