import { Link } from '@tanstack/react-router';
import { useAnswer } from '../api/queries.ts';
import type { Search } from '../app/coordinates.ts';
import { useSettings } from '../app/settings.tsx';
import { eventName } from '../text/event-names.ts';
import { shortId, streamOf, versionOf } from './format.ts';

/** One event by its id: what happened, when, and where it stands in the ledger. Where it may not be seen, its id alone. */
export function EventLine({ event }: { readonly event: string }) {
  const { t, language, number } = useSettings();
  const [stream, version] = [streamOf(event), versionOf(event)];
  const history = useAnswer('History', `/v1/history/${stream}`, { after: version - 1, limit: 1 });
  const step = history.data?.steps[0];
  return (
    <li>
      <span className="mono faint">{step ? `#${number(step.position)}` : ''}</span>
      <b>{step ? eventName(step.type, language) : shortId(stream)}</b>
      <span className="type">{step?.type ?? ''}</span>
      <span>{step?.occurredOn ?? ''}</span>
      <Link to="/history/$id" params={{ id: stream }} search={(old: Search) => ({ ...old, step: String(version) })}>
        {t.figure.openRecord}
      </Link>
    </li>
  );
}
