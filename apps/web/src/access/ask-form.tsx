import { parseDate } from '@internationalized/date';
import { type FormEvent, useId, useState } from 'react';
import { todayInTheCity } from '../app/coordinates.ts';
import { useSettings } from '../app/settings.tsx';
import { FieldInput } from '../command/field-input.tsx';
import { RecordLink } from '../ui/record-link.tsx';
import { ProblemNotice } from '../ui/states.tsx';
import { LEAST_REASON, type Tie, type Way, useTie, ways } from './tie.ts';

const USUAL_DAYS = 30;
const until = { name: 'until', kind: 'date', isRequired: true, schema: {} } as const;

/** Asks for access to a record until a day, or takes it at once. */
export function AskForm({ record: named }: { readonly record: string | undefined }) {
  const { t } = useSettings();
  const id = useId();
  const sending = useTie();
  const [way, setWay] = useState<Way>('requests');
  const [record, setRecord] = useState(named ?? '');
  const [reason, setReason] = useState('');
  const [day, setDay] = useState<unknown>(() => parseDate(todayInTheCity()).add({ days: USUAL_DAYS }).toString());
  const words = t.access;
  const send = (event: FormEvent) => {
    event.preventDefault();
    sending.mutate({ path: way, body: { record: record.trim(), reason: reason.trim(), ...(way === 'requests' && { until: day }) } });
  };
  if (sending.data) return <Answer tie={sending.data} />;
  return (
    <form className="find-person" onSubmit={send}>
      <div className="field">
        <label htmlFor={`${id}-r`}>{words.record}</label>
        <input id={`${id}-r`} className="mono" value={record} onChange={({ target }) => setRecord(target.value)} autoComplete="off" spellCheck={false} />
      </div>
      <div className="field">
        <label htmlFor={`${id}-h`}>{words.how}</label>
        <select id={`${id}-h`} value={way} onChange={({ target }) => setWay(target.value as Way)} aria-describedby={`${id}-hh`}>
          {ways.map((one) => (
            <option key={one} value={one}>
              {words.ways[one]}
            </option>
          ))}
        </select>
        <span className="help" id={`${id}-hh`}>
          {words.wayHelp[way]}
        </span>
      </div>
      <div className="field">
        <label htmlFor={`${id}-w`}>{words.reason}</label>
        <input id={`${id}-w`} value={reason} onChange={({ target }) => setReason(target.value)} autoComplete="off" aria-describedby={`${id}-wh`} />
        <span className="help" id={`${id}-wh`}>
          {words.reasonHelp}
        </span>
      </div>
      {way === 'requests' ? <FieldInput within="access" field={until} path="until" value={day} errors={{}} known={[]} onChange={setDay} /> : null}
      <button className="button primary" disabled={sending.isPending || record.trim() === '' || reason.trim().length < LEAST_REASON}>
        {words.send[way]}
      </button>
      {sending.error ? <ProblemNotice error={sending.error} /> : null}
    </form>
  );
}

function Answer({ tie }: { readonly tie: Tie }) {
  const { t, moment } = useSettings();
  const isShown = tie.state === 'OPEN' && tie.validUntil !== null;
  return (
    <p role="status">
      {isShown ? t.access.taken(moment(tie.validUntil)) : t.access.asked} {isShown ? <RecordLink id={tie.record}>{t.access.openRecord}</RecordLink> : null}
    </p>
  );
}
