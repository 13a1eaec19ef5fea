import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ask, read } from '../api/client.ts';
import { useLive } from '../app/ledger-state.tsx';
import { useSettings } from '../app/settings.tsx';
import { Answered, ProblemNotice } from '../ui/states.tsx';
import type { Answer } from '@casetrail/contracts';
import { readCheckpoint } from './tree.ts';
import { type Sentence, type Verified, lastVerified, verifySeal } from './verification.ts';

/** How the ledger is sealed, and a verification that anybody can run and watch. */
export function Page() {
  const { t, number } = useSettings();
  const { state } = useLive();
  const words = t.verify;
  const checkpoint = useQuery({
    queryKey: ['checkpoint', state?.sealedTo],
    queryFn: async () => readCheckpoint(await (await ask('/v1/ledger/checkpoint')).text()),
    placeholderData: (old) => old,
  });
  const key = useQuery({ queryKey: ['key'], queryFn: async () => (await ask('/v1/ledger/key')).text() });
  const health = useQuery({ queryKey: ['health', state?.position], queryFn: () => read<Answer<'Health'>>('/health/ready'), placeholderData: (old) => old });
  return (
    <div className="page">
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      <div className="two">
        <section aria-labelledby="checkpoint-h">
          <h2 id="checkpoint-h">{words.checkpoint}</h2>
          <Answered of={{ ...checkpoint, isPlaceholderData: false }}>
            {({ origin, size, root }) => (
              <dl className="facts-of">
                <dt>{words.origin}</dt>
                <dd>{origin}</dd>
                <dt>{words.size}</dt>
                <dd data-sealed={size}>{number(size)}</dd>
                <dt>{words.root}</dt>
                <dd className="mono wrap">{root}</dd>
                <dt>{words.key}</dt>
                <dd className="mono wrap">{key.data?.trim()}</dd>
                <dt />
                <dd className="faint">{words.keyHelp}</dd>
              </dl>
            )}
          </Answered>
          <Run />
        </section>
        <section aria-labelledby="models-h">
          <h2 id="models-h">{words.health}</h2>
          <Answered of={{ ...health, isPlaceholderData: false }}>
            {({ seal, readModels }) => (
              <table className="dense">
                <thead>
                  <tr>
                    <th scope="col">{words.model}</th>
                    <th scope="col" className="num">
                      {words.position}
                    </th>
                    <th scope="col" className="num">
                      {words.lag}
                    </th>
                    <th scope="col">{words.state}</th>
                  </tr>
                </thead>
                <tbody>
                  <tr>
                    <th scope="row">{t.receipt.seal}</th>
                    <td className="num">{number(seal.size)}</td>
                    <td className="num" />
                    <td>{seal.state === 'sealed' ? words.sealed : seal.state === 'refused' ? `${words.refused}：${seal.reason ?? ''}` : words.behind}</td>
                  </tr>
                  {Object.entries(readModels).map(([name, model]) => (
                    <tr key={name}>
                      <th scope="row">{(words.models as Readonly<Record<string, string>>)[name] ?? name}</th>
                      <td className="num">{number(model.position)}</td>
                      <td className="num">{number(model.lag)}</td>
                      <td>{model.state === 'running' ? words.running : `${words.stopped}：${model.reason ?? ''}`}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </Answered>
          <p className="help">{words.offline}</p>
          <pre className="command" tabIndex={0}>
            {'npx casetrail audit export --out bundle\nnpx casetrail audit verify bundle --key <key>\npython3 tools/verify_bundle.py bundle --key <key>'}
          </pre>
        </section>
      </div>
    </div>
  );
}

/** A verification as it runs: sentences, each with its mark when it has really been worked out. */
function Run() {
  const { t, number, moment } = useSettings();
  const words = t.verify;
  const [sentences, setSentences] = useState<readonly Sentence[]>([]);
  const [error, setError] = useState<unknown>();
  const [took, setTook] = useState<number>();
  const [last, setLast] = useState<Verified | undefined>(lastVerified);
  const stopping = useRef<AbortController>(undefined);
  const [isRunning, setRunning] = useState(false);
  useEffect(() => () => stopping.current?.abort(), []);
  const run = async () => {
    stopping.current = new AbortController();
    setSentences([]);
    setError(undefined);
    setTook(undefined);
    setRunning(true);
    const began = performance.now();
    try {
      const verified = await verifySeal(
        (sentence) => setSentences((old) => [...old.filter(({ step }) => step !== sentence.step), sentence]),
        stopping.current.signal,
      );
      if (verified) setLast(verified);
      setTook((performance.now() - began) / 1000);
    } catch (failed) {
      if (!stopping.current.signal.aborted) setError(failed);
    } finally {
      setRunning(false);
    }
  };
  const say = ({ step, of = 0 }: Sentence) => {
    if (step === 'signature') return words.steps.signature;
    return step === 'tiles' ? words.steps.tiles(number(of)) : step === 'leaves' ? words.steps.leaves(number(of)) : words.steps.consistent(number(of));
  };
  return (
    <div className="verification">
      <p className="form-actions">
        <button type="button" className="button primary" disabled={isRunning} onClick={() => void run()}>
          {isRunning ? words.running_ : words.run}
        </button>
        {isRunning ? (
          <button type="button" className="button" onClick={() => stopping.current?.abort()}>
            {words.cancel}
          </button>
        ) : null}
        <span className="faint">{last ? words.result(moment(last.at)) : words.neverRun}</span>
      </p>
      <ul className="checks" aria-live="polite">
        {sentences.map((sentence) => (
          <li key={sentence.step} className={sentence.state === 'fails' ? 'fails' : undefined} data-verified={`${sentence.step} ${sentence.state}`}>
            <span className="tick" aria-hidden="true">
              {{ running: '…', holds: '✓', fails: '✗', unable: '–' }[sentence.state]}
            </span>
            {sentence.state === 'fails' ? words.failed(say(sentence)) : sentence.state === 'unable' ? words.noEd25519 : say(sentence)}
          </li>
        ))}
      </ul>
      {took === undefined ? null : <p className="faint">{words.took(took.toFixed(1))}</p>}
      {error === undefined ? null : <ProblemNotice error={error} />}
    </div>
  );
}
