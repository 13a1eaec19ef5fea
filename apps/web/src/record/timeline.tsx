import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import type { Answer } from '@casetrail/contracts';
import { useSettings } from '../app/settings.tsx';
import { Organ } from '../ui/organ.tsx';
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
  'ReviewExtended',
  'TrialExtended',
]);
const MOST = 60;

/** Everything that happened, in the order of recording or the newest first, in two densities. */
export function Timeline({ of, title }: { readonly of: readonly Answer<'TimelineEntry'>[]; readonly title?: string }) {
  const { t, language, number } = useSettings();
  const [density, setDensity] = useState<'main' | 'all'>('main');
  const [isNewestFirst, setNewestFirst] = useState(true);
  const [most, setMost] = useState(MOST);
  const isPrinting = usePrinting();
  const ordered = [...of].sort((a, b) => (isNewestFirst ? b.position - a.position : a.position - b.position));
  const shown = density === 'all' ? ordered : ordered.filter(({ type }) => !procedural.has(type));
  return (
    <section aria-labelledby="timeline-h">
      <h2 id="timeline-h">
        {title ?? t.record.timeline}
        <span className="check order">
          {isNewestFirst ? t.record.newestFirst : t.record.oldestFirst}{' '}
          <button type="button" className="plain" onClick={() => setNewestFirst(!isNewestFirst)}>
            {t.record.turnRound}
          </button>
        </span>
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
                {t.roles[entry.actor.role]} · <Organ id={entry.actor.org} />
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
      {ordered.length > shown.length ? <p className="faint">{t.record.folded(ordered.length - shown.length)}</p> : null}
    </section>
  );
}
