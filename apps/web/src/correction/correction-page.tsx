import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { PageAnswered } from '../app/page-answered.tsx';
import { useSettings } from '../app/settings.tsx';
import { useOffice } from '../app/signed-in.tsx';
import { useAct } from '../publication/use-act.ts';
import { codeName } from '../text/code-names.ts';
import { fieldName } from '../text/field-names.ts';
import { shortId } from '../ui/format.ts';
import { RecordLink } from '../ui/record-link.tsx';
import { ProblemNotice } from '../ui/states.tsx';
import { Value } from '../ui/value.tsx';
import { eventOfCommand, nameOfCommand } from '../command/catalogue.ts';
import { HasMoved, WouldMove } from './moves.tsx';

type Correction = Answer<'Correction'>;

/** A correction: what is proposed, which numbers it would move, and, for another person, the decision. Then which numbers it has moved. */
export function Page() {
  const { id } = useParams({ from: '/corrections/$id' });
  const correction = useAnswer('Correction', `/v1/corrections/${id}`, {}, { keep: false });
  return (
    <div className="page" key={id}>
      <PageAnswered of={correction}>{(answer) => <One correction={answer} />}</PageAnswered>
    </div>
  );
}

function One({ correction }: { readonly correction: Correction }) {
  const { t, say, language } = useSettings();
  const words = t.corrections;
  return (
    <>
      <p className="crumbs">
        <Link to="/corrections" search={{}}>
          {words.title}
        </Link>
        <span aria-hidden="true">›</span>
        <span className="mono">{shortId(correction.id)}</span>
      </p>
      <h1>
        {nameOfCommand(correction.command, language)} <span className="kind">{correction.kind}</span>
      </h1>
      <p className="lead">
        {say(codeName(correction.status, 'status', 'correction'))} · {t.figure.kindOf[correction.kind]}
      </p>
      <div className="two">
        <section aria-labelledby="proposal-h">
          <h2 id="proposal-h">{words.proposal}</h2>
          <dl className="facts-of">
            <dt>{words.target}</dt>
            <dd>
              <RecordLink id={correction.target} />
            </dd>
            <dt>{words.effectiveOn}</dt>
            <dd>{correction.effectiveOn}</dd>
            <dt>{words.reason}</dt>
            <dd>
              {say(codeName(correction.reason.code))} <span lang="zh-CN">{correction.reason.text}</span>
            </dd>
            <dt>{words.by}</dt>
            <dd>
              {t.roles[correction.requestedBy.role]} <span className="mono">{correction.requestedBy.user}</span> · {correction.requestedOn}
            </dd>
            {Object.entries(correction.proposal.data).map(([name, value]) => (
              <FieldOf key={name} name={name} value={value} event={eventOfCommand(correction.command)} />
            ))}
            {correction.decidedBy ? (
              <>
                <dt>{words.decided}</dt>
                <dd>
                  {t.roles[correction.decidedBy.role]} <span className="mono">{correction.decidedBy.user}</span> · {correction.decidedOn}
                </dd>
              </>
            ) : null}
          </dl>
        </section>
        {correction.status === 'requested' ? <Decision correction={correction} /> : null}
      </div>
      {correction.status === 'requested' ? <WouldMove id={correction.id} /> : null}
      {correction.status === 'approved' ? <HasMoved id={correction.id} /> : null}
    </>
  );
}

function FieldOf({ name, value, event }: { readonly name: string; readonly value: unknown; readonly event: string }) {
  const { say } = useSettings();
  return (
    <>
      <dt className="cap">{say(fieldName(name, event))}</dt>
      <dd className="wrap">
        <Value name={name} within={event} of={value} />
      </dd>
    </>
  );
}

/** Approving and rejecting are for another person than the one who asked. */
function Decision({ correction }: { readonly correction: Correction }) {
  const { t } = useSettings();
  const { user } = useOffice();
  const act = useAct();
  const acts = useAnswer('Acts', `/v1/acts/${correction.id}`, {}, { keep: false });
  const [reason, setReason] = useState('');
  const words = t.corrections;
  const isOwn = correction.requestedBy.user === user;
  const may = (command: string) => acts.data?.acts.some((one) => one.command === command && one.isLegal) ?? false;
  const send = (verb: string, body: object) => act.mutate({ path: `/v1/corrections/${correction.id}/${verb}`, body, version: correction.version });
  return (
    <section aria-labelledby="decision-h">
      <h2 id="decision-h">{words.decision}</h2>
      {isOwn ? (
        <>
          <p className="faint">{words.own}</p>
          {may('WithdrawCorrection') ? (
            <button type="button" className="button" disabled={act.isPending} onClick={() => send('withdraw', {})}>
              {words.withdraw}
            </button>
          ) : null}
        </>
      ) : may('ApproveCorrection') ? (
        <div className="form-actions">
          <button type="button" className="button primary" disabled={act.isPending} onClick={() => send('approve', {})}>
            {words.approve}
          </button>
          <label>
            <span className="visually-hidden">{words.reason}</span>
            <input value={reason} onChange={({ target }) => setReason(target.value)} placeholder={words.rejectBecause} />
          </label>
          <button
            type="button"
            className="button"
            disabled={act.isPending || reason.trim() === ''}
            onClick={() => send('reject', { reason: { code: 'NOT_PROVEN', text: reason.trim() } })}
          >
            {words.reject}
          </button>
        </div>
      ) : (
        <p className="faint">{words.notYours}</p>
      )}
      {act.error ? <ProblemNotice error={act.error} /> : null}
      {act.data ? (
        <p role="status">
          <span className="tick" aria-hidden="true">
            ✓
          </span>
          {t.receipt.recorded} #{act.data.position}
        </p>
      ) : null}
    </section>
  );
}
