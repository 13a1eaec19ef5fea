import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

type Named = { readonly command: string; readonly name: string };

/** Commands by name: each opens its form on the same page, under its name in the address. */
export const ActLinks = ({ of, chosen, children }: { readonly of: readonly Named[]; readonly chosen: string | undefined; readonly children?: ReactNode }) => (
  <ul className="acts">
    {of.map(({ command, name }) => (
      <li key={command} className={command === chosen ? 'on' : ''}>
        <Link to="." search={((old: object) => ({ ...old, do: command })) as never} resetScroll={false} aria-current={command === chosen ? 'true' : undefined}>
          {name}
        </Link>
      </li>
    ))}
    {children}
  </ul>
);
