import { useState } from 'react';
import { useSettings } from '../app/settings.tsx';
import { RecordLink } from '../ui/record-link.tsx';
import { ProblemNotice } from '../ui/states.tsx';
import { LEAST_REASON, type Tie, type Served, useTie } from './tie.ts';

/** What can be said about a tie: where it is sent, and what besides the reason. */
export type Act = { readonly act: string; readonly label: string; readonly body?: object };
type Props = { readonly tie: Tie; readonly way: Served; readonly acts: readonly Act[] };

/** Access that somebody has asked for or taken, or a conflict of interest: of whom, to what, why, how it stands; and what is to be said about it. */
export function TieLine({ tie, way, acts }: Props) {
  const { t, moment } = useSettings();
  const words = t.access;
  const isOpen = tie.state === 'OPEN' || tie.state === 'ASKED';
  const waitsUntil = tie.review === null && tie.decision === null && isOpen ? tie.dueAt : null;
  return (
    <li>
      <p>
        <b>{way === 'conflicts' && tie.state === 'OPEN' ? t.conflicts.holds : words.states[tie.state]}</b>
        {tie.state === 'OPEN' && tie.validUntil ? ` ${words.lastsUntil(moment(tie.validUntil))}` : ''} · <RecordLink id={tie.record} /> ·{' '}
        <span className="mono">{tie.user}</span> · <span className="faint">{moment(tie.begunAt)}</span>
      </p>
      <p>
        <span lang="zh-CN">{tie.reason}</span>
        {waitsUntil ? <span className="faint"> · {words.due(moment(waitsUntil))}</span> : null}
        {tie.isOverdue ? <span className="fails"> · {words.overdue}</span> : null}
        {tie.review ? (
          <>
            {' '}
            · {words.finding[tie.review.finding]}: <span lang="zh-CN">{tie.review.reason}</span> <span className="faint mono">{tie.review.by.user}</span>
          </>
        ) : null}
      </p>
      {acts.length > 0 ? <Say tie={tie} way={way} acts={acts} /> : null}
    </li>
  );
}

function Say({ tie, way, acts }: Props) {
  const { t } = useSettings();
  const sending = useTie();
  const [reason, setReason] = useState('');
  return (
    <>
      <p className="form-actions">
        <input
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          placeholder={t.access.why}
          aria-label={`${t.access.why} ${tie.user}`}
          autoComplete="off"
        />
        {acts.map(({ act, label, body }) => (
          <button
            key={label}
            type="button"
            className="button"
            disabled={sending.isPending || reason.trim().length < LEAST_REASON}
            onClick={() => sending.mutate({ path: `${way}/${tie.id}/${act}`, body: { ...body, reason: reason.trim() }, version: tie.changes })}
          >
            {label}
          </button>
        ))}
      </p>
      {sending.error ? <ProblemNotice error={sending.error} /> : null}
    </>
  );
}
