import { useSearch } from '@tanstack/react-router';
import { useAnswer } from '../api/queries.ts';
import { useText } from '../app/settings.tsx';
import { useOffice } from '../app/signed-in.tsx';
import { Section } from '../ui/section.tsx';
import { Answered } from '../ui/states.tsx';
import { AskForm } from './ask-form.tsx';
import { TieLine } from './tie-line.tsx';
import { type Way, ways } from './tie.ts';
import { Requests, Reviews } from './waiting.tsx';

const MOST = 200;

/** Access besides the office: asked for and taken, one's own, and what waits for one's word. */
export function Page() {
  const words = useText().access;
  const { may } = useOffice();
  const { record } = useSearch({ from: '/access' });
  const mayAsk = may.includes('access.request');
  return (
    <div className="page">
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      {may.includes('access.review') ? <Reviews /> : null}
      {may.includes('access.decide') ? <Requests /> : null}
      {mayAsk ? (
        <>
          <Section title={words.askFor}>
            <AskForm key={record} record={record} />
          </Section>
          {ways.map((way) => (
            <Mine key={way} way={way} />
          ))}
        </>
      ) : null}
    </div>
  );
}

/** What somebody has asked for, or taken, themselves, and until when it holds. */
function Mine({ way }: { readonly way: Way }) {
  const words = useText().access;
  const { user } = useOffice();
  const ties = useAnswer('Ties', `/v1/access/${way}`, { limit: MOST }, { isOfOthers: true });
  return (
    <Section title={words.mine[way]}>
      <Answered of={ties}>
        {({ items }) => {
          const own = items.filter(({ begunBy }) => begunBy.user === user);
          if (own.length === 0) return <p className="faint">{words.noMine[way]}</p>;
          return (
            <ul className="next-steps">
              {own.map((tie) => (
                <TieLine key={tie.id} tie={tie} way={way} acts={tie.state === 'OPEN' || tie.state === 'ASKED' ? [{ act: 'end', label: words.end }] : []} />
              ))}
            </ul>
          );
        }}
      </Answered>
    </Section>
  );
}
