import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import type { Answer } from '@casetrail/contracts';
import { useSettings } from '../app/settings.tsx';
import { usePrinting } from '../ui/printing.tsx';
import { eventName } from '../text/event-names.ts';

/** Steps of procedure that change nothing by themselves: the short view folds them, and says how many. */
const procedural = new Set([
  'CaseSuspectListed',
  'ArrestReviewListed',
  'ProsecutionListed',
  'DocketListed',
  'FamilyNotified',
  'RightsNotified',
  'InterrogationConfirmed',
  'CustodyIntakeRecorded',
  'CustodyNecessityReviewed',
  'InvestigationStarted',
  'CustodyHandedOver',
  'PleaRecorded',
  'DetentionExtended',
  'CustodyExtended',
]);
const MOST = 60;

/** Everything that happened, the newest first, in two densities. */
export function Timeline({ of, title }: { readonly of: readonly Answer<'TimelineEntry'>[]; readonly title?: string }) {
  const { t, language, number } = useSettings();
  const [density, setDensity] = useState<'main' | 'all'>('main');
  const [most, setMost] = useState(MOST);
  const isPrinting = usePrinting();
  const newest = [...of].sort((a, b) => b.position - a.position);
  const shown = density === 'all' ? newest : newest.filter(({ type }) => !procedural.has(type));
  return (
    <section aria-labelledby="timeline-h">
      <h2 id="timeline-h">
        {title ?? t.record.timeline}
        <ToggleButtonGroup
          aria-label={t.record.density}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[density]}
          onSelectionChange={(keys) => setDensity(keys.has('all') ? 'all' : 'main')}
          className="toggle"
        >
          <ToggleButton id="main">{t.record.main}</ToggleButton>
          <ToggleButton id="all">{t.states.all}</ToggleButton>
        </ToggleButtonGroup>
      </h2>
      <ol className="timeline">
        {shown.slice(0, isPrinting ? Infinity : most).map((entry) => (
          <li key={entry.id} className={entry.isVoided ? 'is-void' : entry.corrects || entry.type === 'RecordVoided' ? 'counts' : ''}>
            <time dateTime={entry.occurredOn}>{entry.occurredOn}</time>
            <div>
              <Link to="/history/$id" params={{ id: entry.stream }} search={{ step: String(entry.version) }}>
                {eventName(entry.type, language)}
              </Link>
              {entry.isVoided ? <span className="move">{t.record.voided}</span> : null}
              <p>
                {t.roles[entry.actor.role]} · <span className="mono">{entry.actor.org}</span>
                {entry.document ? <span lang="zh-CN"> · {entry.document.number}</span> : null}
                {density === 'all' ? <span className="mono"> #{number(entry.position)}</span> : null}
              </p>
            </div>
          </li>
        ))}
      </ol>
      {shown.length > most ? (
        <button type="button" className="plain" onClick={() => setMost(most + MOST)}>
          {t.states.more}
        </button>
      ) : null}
      {newest.length > shown.length ? <p className="faint">{t.record.folded(newest.length - shown.length)}</p> : null}
    </section>
  );
}
