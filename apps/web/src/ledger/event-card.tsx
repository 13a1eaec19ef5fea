import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { ask, read } from '../api/client.ts';
import { useAnswer } from '../api/queries.ts';
import { todayInTheCity } from '../app/coordinates.ts';
import { useSettings } from '../app/settings.tsx';
import { codeName } from '../text/code-names.ts';
import { eventName } from '../text/event-names.ts';
import { fieldName } from '../text/field-names.ts';
import { useAmountsOf } from '../ui/amounts.ts';
import { shortId, streamOf, versionOf } from '../ui/format.ts';
import { Organ } from '../ui/organ.tsx';
import { ProblemNotice } from '../ui/states.tsx';
import { Value } from '../ui/value.tsx';
import type { Step } from './history-page.tsx';
import { fromBase64, leafHash, readCheckpoint, rootOfProof, toBase64 } from './tree.ts';

/** One event: both its times, who, on what paper, what it says, which numbers it moved, and its proof. */
export function EventCard({ step }: { readonly step: Step }) {
  const { t, say, language, number, moment } = useSettings();
  const words = t.history;
  return (
    <aside className="event-card" aria-labelledby="event-h">
      <p className="margin-id">#{number(step.position)}</p>
      <h2 id="event-h">{eventName(step.type, language)}</h2>
      <p className="type">{step.type}</p>
      <dl>
        <dt>{words.occurred}</dt>
        <dd>{step.occurredOn}</dd>
        <dt>{words.recorded}</dt>
        <dd>{moment(step.recordedAt)}</dd>
        <dt>{words.by}</dt>
        <dd>
          {t.roles[step.actor.role]}
          <br />
          <Organ id={step.actor.org} />
        </dd>
        {step.approval ? (
          <>
            <dt>{words.approved}</dt>
            <dd>
              {t.roles[step.approval.by.role]} <Organ id={step.approval.by.org} />
            </dd>
          </>
        ) : null}
        {step.document ? (
          <>
            <dt>{words.document}</dt>
            <dd lang="zh-CN">{step.document.number}</dd>
          </>
        ) : null}
        {step.reason ? (
          <>
            <dt>{words.reason}</dt>
            <dd lang="zh-CN">
              {say(codeName(step.reason.code))} {step.reason.text}
            </dd>
          </>
        ) : null}
        {Object.entries(step.data).map(([name, value]) => (
          <Said key={name} name={name} value={value} event={step.type} />
        ))}
      </dl>
      {step.corrects ? (
        <p className="margin-late">
          {words.corrects}{' '}
          <Link to="/history/$id" params={{ id: streamOf(step.corrects) }} search={{ step: String(versionOf(step.corrects)) }}>
            {shortId(streamOf(step.corrects))}@{versionOf(step.corrects)}
          </Link>
        </p>
      ) : null}
      {step.isVoided ? (
        <p className="margin-late">{words.voided(step.voidedBy ? shortId(streamOf(step.voidedBy)) + '@' + String(versionOf(step.voidedBy)) : '')}</p>
      ) : null}
      <Moved key={step.position} position={step.position} occurredOn={step.occurredOn} />
      <Proof key={`p${step.position}`} position={step.position} />
    </aside>
  );
}

function Said({ name, value, event }: { readonly name: string; readonly value: unknown; readonly event: string }) {
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

/** Which figures differ between just before the event and just after it, as of today: what it has moved. */
function Moved({ position }: { readonly position: number; readonly occurredOn: string }) {
  const { t, say } = useSettings();
  const { signed } = useAmountsOf();
  const today = todayInTheCity();
  const difference = useAnswer(
    'Difference',
    position > 1 ? '/v1/figures/diff' : undefined,
    { fromAsOf: today, fromKnownAt: position - 1, toAsOf: today, toKnownAt: position },
    { keep: false },
  );
  if (!difference.data) return null;
  const moved = difference.data.figures.filter(({ change }) => change !== 0);
  return (
    <>
      <h3>{t.history.moved}</h3>
      {moved.length === 0 ? <p className="none">{t.history.movedNone}</p> : null}
      <ul className="moves">
        {moved.map((figure) => (
          <li key={figure.figure}>
            <Link to="/figures/$id" params={{ id: figure.figure }} search={{ asOf: today, knownAt: String(position) }}>
              {figure.figure}
            </Link>
            <span className="cap">{say(figure.name)}</span>
            <b>{signed(figure.figure, figure.change)}</b>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The path from the event to the signed checkpoint, worked out here when somebody asks for it. */
function Proof({ position }: { readonly position: number }) {
  const { t, number } = useSettings();
  const words = t.history;
  const [found, setFound] = useState<{ readonly holds: boolean; readonly size: number; readonly length: number }>();
  const [error, setError] = useState<unknown>();
  const check = async () => {
    setError(undefined);
    try {
      const checkpoint = readCheckpoint(await (await ask('/v1/ledger/checkpoint')).text());
      const proof = await read<Answer<'InclusionProof'>>('/v1/ledger/proofs/inclusion', { position, size: checkpoint.size });
      const isLeaf = proof.leaf.split('\n')[1] === String(position);
      const root = await rootOfProof(position - 1, checkpoint.size, await leafHash(proof.leaf), proof.proof.map(fromBase64));
      setFound({ holds: isLeaf && root !== undefined && toBase64(root) === checkpoint.root, size: checkpoint.size, length: proof.proof.length });
    } catch (failed) {
      setError(failed);
    }
  };
  return (
    <>
      <h3>{words.proof}</h3>
      {found ? (
        <p className={found.holds ? undefined : 'fails'} role="status">
          <span className="tick" aria-hidden="true">
            {found.holds ? '✓' : '✗'}
          </span>
          {words.inTree(number(found.size), found.length)}。{found.holds ? words.checked : words.notChecked}
        </p>
      ) : (
        <button type="button" className="button" onClick={() => void check()}>
          {words.check}
        </button>
      )}
      {error === undefined ? null : <ProblemNotice error={error} />}
    </>
  );
}
