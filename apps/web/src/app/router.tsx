import { Navigate, createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { coordinatesIn } from './coordinates.ts';
import { useNavigation } from './navigation.ts';
import { NotFound } from './not-found.tsx';
import { Shell } from './shell.tsx';
import { useOffice } from './signed-in.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, validateSearch: coordinatesIn });

/** Where those begin who do not begin at the paper, as far as the page is there for their office. */
const beginnings: Readonly<Record<string, string>> = {
  POLICE_INVESTIGATOR: '/cases',
  POLICE_LEADER: '/cases',
  PROCURATOR: '/records',
  CHIEF_PROCURATOR: '/records',
  JUDGE: '/records',
  COURT_CLERK: '/records',
  DISCIPLINE_INSPECTOR: '/records',
  DISCIPLINE_LEADER: '/records',
  DEPARTMENT_OFFICER: '/replies',
  INDICATOR_REPORTER: '/records',
  AUDITOR: '/ledger',
};

function Home() {
  const { role } = useOffice();
  const page = useNavigation().find(({ to }) => to === beginnings[role]);
  return <Navigate to={page?.to ?? '/paper'} search={true} replace />;
}

const at = <const P extends string>(path: P, load: () => Promise<{ readonly Page: () => React.ReactNode }>) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, 'Page') });
const text = (value: unknown) => (typeof value === 'string' && value.length <= 100 ? value : undefined);
/** Filters of a list in the address, beside the coordinates. */
const filters =
  <const K extends string>(...names: readonly K[]) =>
  (search: Record<string, unknown>): Partial<Record<K, string>> =>
    Object.fromEntries(names.flatMap((name) => (search[name] === undefined ? [] : [[name, text(String(search[name]))]]))) as Partial<Record<K, string>>;
const listed = <const P extends string, const K extends string>(path: P, names: readonly K[], load: () => Promise<{ readonly Page: () => React.ReactNode }>) =>
  createRoute({ getParentRoute: () => root, path, validateSearch: filters(...names), component: lazyRouteComponent(load, 'Page') });

const routes = root.addChildren([
  createRoute({ getParentRoute: () => root, path: '/', component: Home }),
  at('/paper', () => import('../paper/paper-page.tsx')),
  listed('/figures/$id', ['step'], () => import('../figure/figure-page.tsx')),
  at('/publications', () => import('../publication/publications-page.tsx')),
  at('/publications/$id', () => import('../publication/publication-page.tsx')),
  at('/publications/$id/paper', () => import('../publication/frozen-page.tsx')),
  listed('/publications/$id/diff', ['against', 'open'], () => import('../publication/difference-page.tsx')),
  at('/live', () => import('../live/live-page.tsx')),
  at('/replies', () => import('../record/replies-page.tsx')),
  listed('/cases', ['status', 'scope', 'text', 'in'], () => import('../case/cases-page.tsx')),
  listed('/cases/$id', ['do', 'on'], () => import('../case/case-page.tsx')),
  listed('/groups', ['status', 'tier', 'text', 'in'], () => import('../group/groups-page.tsx')),
  listed('/groups/$id', ['do'], () => import('../group/group-page.tsx')),
  listed('/assets', ['status', 'text', 'of', 'in'], () => import('../asset/assets-page.tsx')),
  listed('/assets/$id', ['do'], () => import('../asset/asset-page.tsx')),
  listed('/records', ['kind', 'text', 'in'], () => import('../record/files-page.tsx')),
  listed('/records/$id', ['do'], () => import('../record/file-page.tsx')),
  at('/persons', () => import('../person/persons-page.tsx')),
  listed('/persons/$id', ['do'], () => import('../person/person-page.tsx')),
  listed('/corrections', ['status', 'kind'], () => import('../correction/corrections-page.tsx')),
  at('/corrections/$id', () => import('../correction/correction-page.tsx')),
  listed('/ledger', ['type', 'category', 'stream', 'from', 'to', 'actor', 'before'], () => import('../ledger/ledger-page.tsx')),
  listed('/history/$id', ['step'], () => import('../ledger/history-page.tsx')),
  listed('/access', ['record'], () => import('../access/access-page.tsx')),
  listed('/conflicts', ['record'], () => import('../access/conflicts-page.tsx')),
  listed('/looks', ['user', 'person', 'record', 'outcome'], () => import('../ledger/looks-page.tsx')),
  at('/verify', () => import('../ledger/verify-page.tsx')),
]);

/** What stands in an address is text as it is: somebody reads it, and sends it to somebody else. */
const parseSearch = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search));
const stringifySearch = (search: Record<string, unknown>): string => {
  const said = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  return said.length === 0 ? '' : `?${new URLSearchParams(said.map(([name, value]) => [name, String(value)]))}`;
};

export const router = createRouter({ routeTree: routes, defaultPreload: 'intent', scrollRestoration: true, parseSearch, stringifySearch });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
