import { Link } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { NOW, todayInTheCity } from '../app/coordinates.ts';
import { useLive } from '../app/ledger-state.tsx';
import { useSettings } from '../app/settings.tsx';
import { useAmountsOf } from '../ui/amounts.ts';
import { EventLine } from '../ui/event-line.tsx';
import { RecordLink } from '../ui/record-link.tsx';

/** The proof of whoever has recorded something: what, where in the ledger, whether it is sealed, and which numbers it has moved. */
export function Receipt({ receipt, onAnother }: { readonly receipt: Answer<'Receipt'>; readonly onAnother: () => void }) {
  const { t, say, number, moment } = useSettings();
  const { signed } = useAmountsOf();
  const { state } = useLive();
  const words = t.receipt;
  const today = todayInTheCity();
  const before = receipt.position - receipt.events.length;
  const difference = useAnswer('Difference', receipt.events.length > 0 && state && state.countedTo >= receipt.position ? '/v1/figures/diff' : undefined, {
    fromAsOf: today,
    fromKnownAt: before,
    toAsOf: today,
    toKnownAt: receipt.position,
  });
  const moved = difference.data?.figures.filter(({ change }) => change !== 0) ?? [];
  const isSealed = state !== undefined && state.sealedTo >= receipt.position;
  return (
    <section className="receipt" role="status">
      <h3>
        <span className="tick" aria-hidden="true">
          ✓
        </span>
        {receipt.correction ? words.requested : receipt.events.length === 0 ? words.held : words.recorded}{' '}
        <span className="mono">#{number(receipt.position)}</span>
      </h3>
      <dl className="facts-of">
        <dt>{words.at}</dt>
        <dd>{moment(receipt.recordedAt)}</dd>
        <dt>{words.record}</dt>
        <dd className="mono wrap">
          <RecordLink id={receipt.stream}>
            {receipt.stream}@{receipt.version}
          </RecordLink>
        </dd>
        <dt>{words.seal}</dt>
        <dd>{isSealed ? words.sealed(number(state.sealedTo)) : words.notYet}</dd>
      </dl>
      {receipt.isRepeated ? <p className="faint">{words.repeated}</p> : null}
      <ol className="receipt-events">
        {receipt.events.map((event) => (
          <EventLine key={event} event={event} />
        ))}
      </ol>
      {receipt.correction ? (
        <p>
          <Link to="/corrections/$id" params={{ id: receipt.correction.id }} search={true}>
            {words.correction}
          </Link>
        </p>
      ) : (
        <ul className="moves">
          <li>
            <span>{words.moved}</span>
            {difference.data && moved.length === 0 ? <b>{words.none}</b> : null}
          </li>
          {moved.map((figure) => (
            <li key={figure.figure}>
              <Link to="/figures/$id" params={{ id: figure.figure }} search={{ asOf: today, knownAt: NOW }}>
                {figure.figure}
              </Link>
              <span className="cap">{say(figure.name)}</span>
              <b>{signed(figure.figure, figure.change)}</b>
            </li>
          ))}
        </ul>
      )}
      <p className="form-actions">
        <Link to="/history/$id" params={{ id: receipt.stream }} search={true}>
          {words.see}
        </Link>
        <button type="button" className="plain" onClick={onAnother}>
          {words.another}
        </button>
        <button type="button" className="plain" onClick={() => window.print()}>
          {t.paper.print}
        </button>
      </p>
    </section>
  );
}
