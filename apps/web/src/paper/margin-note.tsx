import { Link } from '@tanstack/react-router';
import { useSettings } from '../app/settings.tsx';
import { useConsole } from '../app/console-settings.tsx';
import { ProofMark } from '../ui/proof.tsx';
import { shortHash } from '../ui/format.ts';
import { type usePaper, differs } from './use-paper.ts';

/** The proof of the number that is looked at, in the margin of the sheet. */
export function MarginNote({ id, paper }: { readonly id: string; readonly paper: ReturnType<typeof usePaper> }) {
  const { t, say, date, number, signed } = useSettings();
  const { owners } = useConsole();
  const { now, published, state } = paper.standing(id);
  if (!now) return <aside className="margin" aria-label={t.paper.margin.label} />;
  const words = t.paper.margin;
  const row = paper.paper.data?.annex.find((one) => one.id === id);
  const certification = paper.isPublished ? paper.file.data?.certification.find(({ agency }) => agency === now.owner) : undefined;
  const root = paper.isPublished ? paper.file.data?.figures.find(({ figure }) => figure === id)?.root : undefined;
  const later = paper.later(id);
  const adjustments = Object.entries(row?.adjustments ?? {});
  return (
    <aside className="margin" aria-label={words.label}>
      <p className="margin-id">{id}</p>
      <h2 className="cap">{say(now.name)}</h2>
      <p className="margin-value">{say(now.printed)}</p>
      <p className={`margin-state state-${state}`}>
        <ProofMark state={state} size={11} /> {t.proof[state]}
      </p>
      <dl>
        <dt>{words.owner}</dt>
        <dd>{say(owners.find((one) => one.id === now.owner)?.name ?? { zh: now.owner, en: now.owner })}</dd>
        <dt>{words.certified}</dt>
        <dd>{certification?.certifiedOn ? date(certification.certifiedOn) : words.awaited}</dd>
        <dt>{words.rule}</dt>
        <dd>
          {id}@{now.version}
        </dd>
        {row && adjustments.length > 0 ? (
          <>
            <dt>{words.madeOf}</dt>
            <dd>
              {number(row.gross)}
              {adjustments
                .map(([kind, change]) => ` ${change < 0 ? '−' : '+'} ${number(Math.abs(change))} (${kind === 'REPEAT' ? words.repeat : kind})`)
                .join('')}
            </dd>
          </>
        ) : null}
        {now.interval && now.interval.min !== now.interval.max ? (
          <>
            <dt>{words.interval}</dt>
            <dd>
              {number(now.interval.min)}–{number(now.interval.max)}
            </dd>
          </>
        ) : null}
        {published && differs(now, published) ? (
          <>
            <dt>{t.paper.table.change}</dt>
            <dd>{signed((now.value ?? 0) - (published.value ?? 0))}</dd>
          </>
        ) : null}
        {root ? (
          <>
            <dt>{words.root}</dt>
            <dd className="mono">{shortHash(root)}</dd>
          </>
        ) : null}
      </dl>
      {state === 'late' && later ? <p className="margin-late">{words.late(say(later.printed))}</p> : null}
      <Link to="/figures/$id" params={{ id }} search={true} className="open">
        {words.open}
      </Link>
    </aside>
  );
}
