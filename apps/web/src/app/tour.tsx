import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { sameCoordinates } from './coordinates.ts';
import { useText } from './settings.tsx';

type Place = { readonly path: string; readonly knownAt: string | undefined; readonly step: string | undefined };

/** Each step of the tour ends in an act on the real page: what somebody has then done there. */
const acts = {
  number: ({ path }: Place) => path.startsWith('/figures/'),
  knownAt: (now: Place, before: Place) => now.knownAt !== before.knownAt,
  step: ({ path, step }: Place) => path.startsWith('/figures/') && step !== undefined,
  event: ({ path }: Place) => path.startsWith('/history/'),
  verify: ({ path }: Place) => path === '/verify',
} as const satisfies Record<string, (now: Place, before: Place) => boolean>;
type Act = keyof typeof acts;
const names = Object.keys(acts) as readonly Act[];

const DONE = 'done';
const keyOf = (user: string) => `casetrail:tour:${user}`;
const numbers = /^\/(paper|figures\/.*)$/;

export type Tour = {
  readonly at: number | undefined;
  readonly isAsked: boolean;
  readonly go: (to: number) => void;
  readonly start: () => void;
  readonly end: () => void;
};

/** How far somebody is with the tour. It begins by itself on the paper, once, and is ended for good; from the head of the page it begins again. */
export function useTour(user: string): Tour {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const [stored, setStored] = useState(() => localStorage.getItem(keyOf(user)) ?? undefined);
  const [isAsked, setAsked] = useState(false);
  const keep = (value: string) => (localStorage.setItem(keyOf(user), value), setStored(value));
  useEffect(() => {
    if (stored !== undefined || path !== '/paper') return;
    localStorage.setItem(keyOf(user), '0');
    setStored('0');
  }, [stored, path, user]);
  const isBegun = stored !== undefined && stored !== DONE;
  return {
    at: isBegun ? Number(stored) : undefined,
    isAsked,
    go: (to) => keep(String(to)),
    start: () => (setAsked(true), keep('0')),
    end: () => (setAsked(false), keep(DONE)),
  };
}

/** A strip at the foot of the page, outside of what is printed: it says what to do, sees that it was done, and goes on. */
export function TourStrip({ tour: { at = 0, isAsked, go, end } }: { readonly tour: Tour }) {
  const t = useText();
  const strip = useRef<HTMLElement>(null);
  const place = useRouterState({
    select: ({ location: { pathname, search } }): Place => ({
      path: pathname,
      knownAt: (search as Partial<Place>).knownAt,
      step: (search as Partial<Place>).step,
    }),
    structuralSharing: true,
  });
  const before = useRef(place);
  const name = names[at];
  useEffect(() => {
    if (isAsked) strip.current?.focus({ preventScroll: true });
  }, [isAsked]);
  useEffect(() => {
    document.documentElement.dataset['tour'] = name ?? '';
    return () => void delete document.documentElement.dataset['tour'];
  }, [name]);
  useEffect(() => {
    if (!name || !acts[name](place, before.current)) return;
    before.current = place;
    go(at + 1);
  }, [place, name, at, go]);
  return (
    <aside className="tour" aria-label={t.tour.title} tabIndex={-1} ref={strip}>
      <p role="status">
        <b>{name ? t.tour.at(at + 1, names.length) : t.tour.title}</b> {name ? t.tour.acts[name] : t.tour.done}
      </p>
      <p className="tour-tools">
        {name && name !== 'verify' && !numbers.test(place.path) ? (
          <Link to="/paper" search={sameCoordinates}>
            {t.states.toPaper}
          </Link>
        ) : null}
        {name ? (
          <button type="button" className="plain" onClick={() => ((before.current = place), go(at + 1))}>
            {t.tour.skip}
          </button>
        ) : null}
        <button type="button" className="button" onClick={end}>
          {name ? t.tour.end : t.tour.close}
        </button>
      </p>
    </aside>
  );
}
