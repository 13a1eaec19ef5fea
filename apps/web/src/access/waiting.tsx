import { useAnswer } from '../api/queries.ts';
import { useText } from '../app/settings.tsx';
import { Section } from '../ui/section.tsx';
import { Answered } from '../ui/states.tsx';
import { type Act, TieLine } from './tie-line.tsx';
import type { Way } from './tie.ts';

type Props = { readonly way: Way; readonly title: string; readonly none: string; readonly acts: readonly Act[] };

/** What others have asked for or taken, and waits for whoever asks. */
function Waiting({ way, title, none, acts }: Props) {
  const waiting = useAnswer('Ties', `/v1/access/${way}`, { awaiting: 'true', limit: 50 }, { isOfOthers: true });
  return (
    <Section title={title}>
      <Answered of={waiting}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="faint">{none}</p>
          ) : (
            <ul className="next-steps">
              {items.map((tie) => (
                <TieLine key={tie.id} tie={tie} way={way} acts={acts} />
              ))}
            </ul>
          )
        }
      </Answered>
    </Section>
  );
}

/** Emergency access that waits for whoever asks to say whether it was needed. */
export function Reviews() {
  const words = useText().access;
  const acts = (['JUSTIFIED', 'NOT_JUSTIFIED'] as const).map((finding) => ({ act: 'review', label: words.finding[finding], body: { finding } }));
  return <Waiting way="break-glass" title={words.review} none={words.noReviews} acts={acts} />;
}

/** Access that waits for whoever asks to grant or refuse it. */
export function Requests() {
  const words = useText().access;
  const acts = (['approve', 'refuse'] as const).map((act) => ({ act, label: words[act] }));
  return <Waiting way="requests" title={words.decide} none={words.noRequests} acts={acts} />;
}
