import { useText } from './settings.tsx';
import { useOffice } from './signed-in.tsx';

/** The pages at which one begins, and what the office must be allowed to do to open one: any of these. Who sees cases sees with them what runs out. */
const pages = [
  { to: '/paper', name: 'paper' },
  { to: '/publications', name: 'publications' },
  { to: '/live', name: 'live' },
  { to: '/replies', name: 'replies', actions: ['time-limits.list'], unless: 'cases.list' },
  { to: '/cases', name: 'cases', actions: ['cases.list'] },
  { to: '/groups', name: 'groups', actions: ['cases.list'] },
  { to: '/assets', name: 'assets', actions: ['cases.list'] },
  { to: '/records', name: 'records', actions: ['records.list'] },
  { to: '/persons', name: 'persons', actions: ['personal-data.find'] },
  { to: '/corrections', name: 'corrections', actions: ['corrections.list'] },
  { to: '/ledger', name: 'ledger', actions: ['ledger.read'] },
  { to: '/verify', name: 'verify' },
  { to: '/access', name: 'access', actions: ['access.request', 'access.review'] },
  { to: '/conflicts', name: 'conflicts', actions: ['access.conflict'] },
  { to: '/looks', name: 'looks', actions: ['looks.read'] },
] as const;

/** Where one can go in this office. */
export function useNavigation(): readonly { readonly to: (typeof pages)[number]['to']; readonly title: string }[] {
  const t = useText();
  const { may } = useOffice();
  return pages
    .filter((page) => !('actions' in page) || page.actions.some((action) => may.includes(action)))
    .filter((page) => !('unless' in page && may.includes(page.unless)))
    .map(({ to, name }) => ({ to, title: t.shell[name] }));
}
