import { useSearch } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { useAnswer } from '../api/queries.ts';
import { useText } from '../app/settings.tsx';
import { useOffice } from '../app/signed-in.tsx';
import { Section } from '../ui/section.tsx';
import { Answered, ProblemNotice } from '../ui/states.tsx';
import { TieLine } from './tie-line.tsx';
import { LEAST_REASON, useTie } from './tie.ts';

const MOST = 200;

/** Conflicts of interest: everybody declares their own; whoever leads an organ those of others, and ends them. */
export function Page() {
  const words = useText().conflicts;
  const { user, may } = useOffice();
  const { record } = useSearch({ from: '/conflicts' });
  const ties = useAnswer('Ties', '/v1/access/conflicts', { limit: MOST }, { isOfOthers: true });
  return (
    <div className="page">
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      <Section title={words.declare}>
        <DeclareForm key={record} record={record} />
      </Section>
      <Section title={words.known}>
        <Answered of={ties}>
          {({ items, next }) =>
            items.length === 0 ? (
              <p className="faint">{words.none}</p>
            ) : (
              <>
                <ul className="next-steps">
                  {items.map((tie) => (
                    <TieLine
                      key={tie.id}
                      tie={tie}
                      way="conflicts"
                      acts={tie.state === 'OPEN' && tie.user !== user && may.includes('access.decide') ? [{ act: 'end', label: words.end }] : []}
                    />
                  ))}
                </ul>
                {next ? <p className="faint">{words.newest(MOST)}</p> : null}
              </>
            )
          }
        </Answered>
      </Section>
    </div>
  );
}

/** Says that somebody must keep away from a record: oneself or, for whoever leads an organ, another. */
function DeclareForm({ record: named }: { readonly record: string | undefined }) {
  const words = useText().conflicts;
  const id = useId();
  const { user: self, may } = useOffice();
  const sending = useTie();
  const [user, setUser] = useState(self);
  const [record, setRecord] = useState(named ?? '');
  const [reason, setReason] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    sending.mutate({ path: 'conflicts', body: { record: record.trim(), reason: reason.trim(), ...(user.trim() !== self && { user: user.trim() }) } });
  };
  if (sending.data) return <p role="status">{words.declared(sending.data.user)}</p>;
  return (
    <form className="find-person" onSubmit={send}>
      {may.includes('access.decide') ? (
        <div className="field">
          <label htmlFor={`${id}-u`}>{words.who}</label>
          <input id={`${id}-u`} className="mono" value={user} onChange={({ target }) => setUser(target.value)} autoComplete="off" spellCheck={false} />
        </div>
      ) : null}
      <div className="field">
        <label htmlFor={`${id}-r`}>{words.record}</label>
        <input id={`${id}-r`} className="mono" value={record} onChange={({ target }) => setRecord(target.value)} autoComplete="off" spellCheck={false} />
      </div>
      <div className="field">
        <label htmlFor={`${id}-w`}>{words.reason}</label>
        <input id={`${id}-w`} value={reason} onChange={({ target }) => setReason(target.value)} autoComplete="off" aria-describedby={`${id}-wh`} />
        <span className="help" id={`${id}-wh`}>
          {words.help}
        </span>
      </div>
      <button className="button primary" disabled={sending.isPending || record.trim() === '' || user.trim() === '' || reason.trim().length < LEAST_REASON}>
        {words.send}
      </button>
      {sending.error ? <ProblemNotice error={sending.error} /> : null}
    </form>
  );
}
