import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { useCoordinates } from '../app/coordinates.ts';
import { useSettings } from '../app/settings.tsx';
import { eventName } from '../text/event-names.ts';
import { useAmountsOf } from '../ui/amounts.ts';
import { Answered, Empty } from '../ui/states.tsx';

type Effect = Answer<'CorrectionEffect'>;

/** Which numbers would move if it were approved now, counted by the same rules as afterwards. */
export function WouldMove({ id }: { readonly id: string }) {
  const { t } = useSettings();
  const { at } = useCoordinates();
  const preview = useAnswer('Preview', `/v1/corrections/${id}/preview`, { asOf: at.asOf });
  return (
    <Section title={t.corrections.wouldMove} note={t.corrections.asOf(at.asOf)}>
      <Answered of={preview}>{({ changes }) => (changes.length === 0 ? <Empty>{t.corrections.movesNothing}</Empty> : <Moved changes={changes} />)}</Answered>
    </Section>
  );
}

/** Which numbers it has moved. Each leads to itself as it was known right afterwards: to the step of its waterfall that the correction stands in. */
export function HasMoved({ id }: { readonly id: string }) {
  const { t, number } = useSettings();
  const { at } = useCoordinates();
  const effect = useAnswer('CorrectionEffect', `/v1/corrections/${id}/effect`, { asOf: at.asOf });
  const words = t.corrections;
  return (
    <Section title={words.hasMoved} note={words.asOf(at.asOf)}>
      <Answered of={effect}>
        {(answer) =>
          answer.changes.length === 0 ? (
            <Empty>{words.movedNothing}</Empty>
          ) : (
            <>
              <Moved changes={answer.changes} to={(change) => <Steps effect={answer} {...change} />} />
              <p className="faint">{words.movedBy(number(answer.knownAt.position))}</p>
            </>
          )
        }
      </Answered>
    </Section>
  );
}

function Steps({ effect, figure, steps }: Effect['changes'][number] & { readonly effect: Effect }) {
  const { t, language } = useSettings();
  const search = { asOf: effect.asOf, knownAt: String(effect.knownAt.position) };
  const named = (step: string) => {
    const [kind, type] = step.split('.');
    return type === undefined ? t.figure.gross : `${kind} ${eventName(type, language)}`;
  };
  const ways = steps.length === 0 ? [{ search, name: t.corrections.toFigure }] : steps.map((step) => ({ search: { ...search, step }, name: named(step) }));
  return ways.map((way) => (
    <Link key={way.name} to="/figures/$id" params={{ id: figure }} search={way.search} className="member">
      {way.name}
    </Link>
  ));
}

function Section({ title, note, children }: { readonly title: string; readonly note: string; readonly children: ReactNode }) {
  return (
    <section aria-labelledby="move-h">
      <h2 id="move-h">
        {title} <span className="check">{note}</span>
      </h2>
      {children}
    </section>
  );
}

type Change = Pick<Effect['changes'][number], 'figure' | 'name' | 'before' | 'change' | 'after'>;
type Table<C> = { readonly changes: readonly C[]; readonly to?: (change: C) => ReactNode };

function Moved<C extends Change>({ changes, to }: Table<C>) {
  const { t, say } = useSettings();
  const { number, signed } = useAmountsOf();
  return (
    <table className="dense">
      <thead>
        <tr>
          <th scope="col">{t.paper.table.id}</th>
          <th scope="col">{t.paper.table.figure}</th>
          <th scope="col" className="num">
            {t.difference.before}
          </th>
          <th scope="col" className="num">
            {t.difference.change}
          </th>
          <th scope="col" className="num">
            {t.difference.after}
          </th>
          {to ? <th scope="col">{t.corrections.inStep}</th> : null}
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.figure}>
            <td className="id">{change.figure}</td>
            <th scope="row" className="cap">
              {say(change.name)}
            </th>
            <td className="num">{number(change.figure, change.before)}</td>
            <td className="num fix">{signed(change.figure, change.change)}</td>
            <td className="num">
              <b>{number(change.figure, change.after)}</b>
            </td>
            {to ? <td>{to(change)}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
