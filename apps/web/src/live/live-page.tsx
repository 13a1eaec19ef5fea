import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Answer } from '@casetrail/contracts';
import { read } from '../api/client.ts';
import { useConsole } from '../app/console-settings.tsx';
import { NOW, todayInTheCity } from '../app/coordinates.ts';
import { useLive } from '../app/ledger-state.tsx';
import { useSettings } from '../app/settings.tsx';
import { useAmountsOf } from '../ui/amounts.ts';
import { shownValue } from '../ui/format.ts';
import { Answered } from '../ui/states.tsx';

type Figure = Answer<'FigureValue'>;
const SPEAKS_EVERY_MS = 10_000;

/** The totals as they move: when something is logged, they change here by themselves. */
export function Page() {
  const { t, date, number } = useSettings();
  const { state, isConnected } = useLive();
  const [isPaused, setPaused] = useState(false);
  const today = todayInTheCity();
  const figures = useQuery({
    queryKey: [isPaused ? 'paused' : 'live', today],
    queryFn: ({ signal }) => read<Answer<'Figures'>>('/v1/figures', { asOf: today }, signal),
    staleTime: 0,
    placeholderData: (old) => old,
    enabled: !isPaused,
  });
  return (
    <div className="page live">
      <h1>{t.live.title}</h1>
      <p className="lead">{t.live.lead}</p>
      <dl className="live-state">
        <div>
          <dt>{t.live.position}</dt>
          <dd>{state ? number(state.position) : '…'}</dd>
        </div>
        <div>
          <dt>{t.live.counted}</dt>
          <dd>{state ? number(state.countedTo) : '…'}</dd>
        </div>
        <div>
          <dt>{t.live.sealed}</dt>
          <dd>{state ? number(state.sealedTo) : '…'}</dd>
        </div>
        <div>
          <dt>{isConnected ? t.live.connected : t.live.reconnecting}</dt>
          <dd>
            <button type="button" className="button" aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
              {isPaused ? t.live.go : t.live.pause}
            </button>
          </dd>
        </div>
      </dl>
      <p className="faint">{t.live.asOfToday(date(today))}</p>
      <Answered of={{ ...figures, isPlaceholderData: false }}>
        {(answer) => <Totals figures={answer.figures.filter(({ isPrinted }) => isPrinted)} today={today} />}
      </Answered>
    </div>
  );
}

/** Each area with its figures; one that has changed is tinted for a moment, and shows by how much since the page was opened. */
function Totals({ figures, today }: { readonly figures: readonly Figure[]; readonly today: string }) {
  const { t, say, number, language } = useSettings();
  const { signed } = useAmountsOf();
  const { areas } = useConsole();
  const first = useRef(new Map(figures.map(({ id, value }) => [id, value])));
  const last = useRef(new Map(first.current));
  const spokenAt = useRef(0);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState('');
  useEffect(() => {
    const changed = figures.filter(({ id, value }) => last.current.get(id) !== value);
    last.current = new Map(figures.map(({ id, value }) => [id, value]));
    if (changed.length === 0) return undefined;
    setFresh(new Set(changed.map(({ id }) => id)));
    if (Date.now() - spokenAt.current > SPEAKS_EVERY_MS) {
      spokenAt.current = Date.now();
      setSaid(changed.map((figure) => t.live.changed(say(figure.name), say(figure.printed))).join(' '));
    }
    const timer = setTimeout(() => setFresh(new Set()), 2000);
    return () => clearTimeout(timer);
  }, [figures, say, t]);
  const moved = figures.filter(({ id, value }) => first.current.get(id) !== value).length;
  return (
    <>
      <p role="status" className="visually-hidden">
        {said}
      </p>
      {moved === 0 ? <p className="faint">{t.live.none}</p> : null}
      <div className="totals">
        {areas.map((area) => {
          const mine = figures.filter((figure) => figure.area === area.id);
          if (mine.length === 0) return null;
          return (
            <section key={area.id} aria-labelledby={`live-${area.id}`}>
              <h2 id={`live-${area.id}`}>{say(area.name)}</h2>
              <table className="dense">
                <tbody>
                  {mine.map((figure) => {
                    const since = (figure.value ?? 0) - (first.current.get(figure.id) ?? figure.value ?? 0);
                    return (
                      <tr key={figure.id} className={fresh.has(figure.id) ? 'fresh' : ''} data-live={figure.id}>
                        <td className="id">{figure.id}</td>
                        <th scope="row" className="cap">
                          {say(figure.name)}
                        </th>
                        <td className="num">
                          <Link to="/figures/$id" params={{ id: figure.id }} search={{ asOf: today, knownAt: NOW }} className="cell-link">
                            {shownValue(figure, { number, say })}
                          </Link>
                        </td>
                        <td className="unit">{language === 'zh' && figure.of === undefined ? figure.measureWord : ''}</td>
                        <td className="num fix">{since === 0 ? '' : signed(figure.id, since)}</td>
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            </section>
          );
        })}
      </div>
    </>
  );
}
