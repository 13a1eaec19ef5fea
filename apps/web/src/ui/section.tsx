import { type ReactNode, useId } from 'react';

/** A part of a page under its own heading, which names it. */
export function Section({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

type Line = { readonly id: string; readonly line: ReactNode };
/** A short list under its heading; nothing where there is nothing to list. */
export const Listing = ({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }) =>
  lines.length === 0 ? null : (
    <Section title={title}>
      <ul className="plain-list">
        {lines.map(({ id, line }) => (
          <li key={id}>{line}</li>
        ))}
      </ul>
    </Section>
  );
