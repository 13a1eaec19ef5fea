import { useState } from 'react';
import { useSettings } from '../app/settings.tsx';
import { useOffice } from '../app/signed-in.tsx';
import { ProblemNotice } from '../ui/states.tsx';
import type { PublicationFile } from './publication-page.tsx';
import { useAct } from './use-act.ts';

const order = ['drafted', 'computed', 'reconciled', 'certified', 'published'] as const;
const verbs: Readonly<Record<string, string>> = {
  ComputePublication: 'compute',
  ReconcilePublication: 'reconcile',
  CertifyPublication: 'certify',
  PublishPublication: 'publish',
};
type Next = PublicationFile['next'][number];

/** The way from draft to published: one button for each step, for whoever may take it; for all others, who may. */
export function Workbench({ file }: { readonly file: PublicationFile }) {
  const { t } = useSettings();
  const words = t.publication;
  const { status } = file.publication;
  const reached = status === 'restated' ? order.length - 1 : order.indexOf(status as (typeof order)[number]);
  return (
    <section aria-labelledby="work-h" className="workbench">
      <h2 id="work-h">{words.workbench}</h2>
      <ol className="rail">
        {order.map((step, i) => (
          <li key={step} className={i < reached ? 'done' : i === reached ? 'done here' : 'next'} aria-current={i === reached ? 'step' : undefined}>
            <span className="dot" aria-hidden="true" />
            <b>{words.steps[step]}</b>
          </li>
        ))}
      </ol>
      {file.next.length === 0 ? (
        <p className="faint">{words.done}</p>
      ) : (
        <ul className="next-steps">
          {file.next.map((next) => (
            <Step key={`${next.command} ${next.agency ?? ''} ${next.check ?? ''}`} next={next} file={file} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Step({ next, file }: { readonly next: Next; readonly file: PublicationFile }) {
  const { t, say } = useSettings();
  const { role } = useOffice();
  const act = useAct();
  const [isAsked, setAsked] = useState(false);
  const words = t.publication;
  const { id, version } = file.publication;
  const verb = verbs[next.command];
  const isMine = next.by.includes(role);
  const agency = file.certification.find((one) => one.agency === next.agency)?.name;
  const check = file.checks.find(({ name }) => name === next.check)?.says;
  const take = () => act.mutate({ path: `/v1/publications/${id}/${verb}`, body: next.agency ? { agency: next.agency } : {}, version });
  const label = `${(words.commands as Readonly<Record<string, string>>)[next.command] ?? next.command}${agency ? `：${say(agency)}` : ''}${check ? `：${say(check)}` : ''}`;
  const isFinal = next.command === 'PublishPublication';
  return (
    <li>
      {isMine && verb ? (
        isFinal && isAsked ? (
          <span className="form-actions" role="alert">
            {words.confirmPublish}
            <button type="button" className="button primary" disabled={act.isPending} onClick={take}>
              {words.confirm}
            </button>
            <button type="button" className="button" onClick={() => setAsked(false)}>
              {words.cancel}
            </button>
          </span>
        ) : (
          <button type="button" className="button primary" disabled={act.isPending} onClick={isFinal ? () => setAsked(true) : take}>
            {label}
          </button>
        )
      ) : (
        <span>{label}</span>
      )}{' '}
      <span className="faint">{isMine ? words.yours : words.nextBy(next.by.map((one) => t.roles[one]).join('、'))}</span>
      {act.error ? <ProblemNotice error={act.error} /> : null}
    </li>
  );
}
