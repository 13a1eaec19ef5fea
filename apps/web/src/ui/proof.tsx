import { Link } from '@tanstack/react-router';
import { sameCoordinates } from '../app/coordinates.ts';
import { useText } from '../app/settings.tsx';

/** Certified is the quiet normal case; computed is counted and not certified; late means that something arrived after it was certified. */
export type Proof = 'certified' | 'computed' | 'late';

/** Told by its shape first: a hollow seal, a ring, a solid notched seal. */
export const ProofMark = ({ state, size = 9 }: { readonly state: Proof; readonly size?: number }) => (
  <svg className={`mark mark-${state}`} width={size} height={size} viewBox="0 0 10 10" aria-hidden="true">
    {state === 'computed' ? <circle cx="5" cy="5" r="3.8" fill="none" strokeWidth="1.6" /> : null}
    {state === 'certified' ? <rect x="1.5" y="1.5" width="7" height="7" rx="0.8" fill="none" strokeWidth="1.5" /> : null}
    {state === 'late' ? <path d="M1 1 H6 V4 H9.2 V9.2 H1 Z M7.6 0.6 h2 v2 h-2 Z" /> : null}
  </svg>
);

type Linked = {
  readonly id: string;
  readonly printed: string;
  readonly was?: string | undefined;
  readonly state: Proof;
  readonly onShow?: (id: string) => void;
};

/** A number in a sentence: it opens to what makes it. Where it differs from what was published, that stands beside it, struck out. */
export function FigureLink({ id, printed, was, state, onShow }: Linked) {
  const t = useText();
  return (
    <Link
      to="/figures/$id"
      params={{ id }}
      search={sameCoordinates}
      className="figure-link"
      data-figure={id}
      onMouseEnter={() => onShow?.(id)}
      onFocus={() => onShow?.(id)}
    >
      <span className="figure-value">
        {was === undefined || was === printed ? null : <s>{was}</s>}
        {printed}
      </span>
      <ProofMark state={state} />
      <span className="visually-hidden">
        （{id}，{t.proof[state]}）
      </span>
    </Link>
  );
}
