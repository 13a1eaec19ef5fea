import { useNavigate } from '@tanstack/react-router';
import { useConsole } from '../app/console-settings.tsx';
import { todayInTheCity, useCoordinates } from '../app/coordinates.ts';
import { useSettings } from '../app/settings.tsx';
import { ProblemNotice } from '../ui/states.tsx';
import { useAct } from './use-act.ts';

/** A statistician begins a publication at the as-of date of the page. One of the same date replaces the one before it. */
export function DraftPublication() {
  const { t, date } = useSettings();
  const { paper } = useConsole();
  const { at } = useCoordinates();
  const navigate = useNavigate();
  const act = useAct();
  const restates = paper?.publication && paper.asOf === at.asOf ? { restates: paper.publication } : {};
  const draft = () =>
    act.mutate(
      { path: '/v1/publications', body: { asOf: at.asOf, ruleSet: at.rules, occurredOn: todayInTheCity(), ...restates } },
      { onSuccess: ({ stream }) => void navigate({ to: '/publications/$id', params: { id: stream }, search: true }) },
    );
  return (
    <>
      <p className="form-actions">
        <button type="button" className="button primary" disabled={act.isPending} onClick={draft}>
          {t.publication.draft}
        </button>
        <span className="faint">
          {t.publication.asOf} {date(at.asOf)} · {at.rules}
        </span>
      </p>
      {act.error ? <ProblemNotice error={act.error} /> : null}
    </>
  );
}
