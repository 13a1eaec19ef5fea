import { useText } from './settings.tsx';
import { useOffice } from './signed-in.tsx';

/** The pages at which one begins, and what the office must be allowed to do to open one. */
const pages = [
  { to: '/paper', name: 'paper' },
  { to: '/publications', name: 'publications' },
  { to: '/live', name: 'live' },
  { to: '/cases', name: 'cases', action: 'cases.list' },
  { to: '/groups', name: 'groups', action: 'cases.list' },
  { to: '/assets', name: 'assets', action: 'cases.list' },
  { to: '/persons', name: 'persons', action: 'personal-data.find' },
  { to: '/corrections', name: 'corrections', action: 'corrections.list' },
  { to: '/ledger', name: 'ledger', action: 'ledger.read' },
  { to: '/verify', name: 'verify' },
  { to: '/looks', name: 'looks', action: 'looks.read' },
] as const;

/** Where one can go in this office. */
export function useNavigation(): readonly { readonly to: (typeof pages)[number]['to']; readonly title: string }[] {
  const t = useText();
  const { may } = useOffice();
  return pages.filter((page) => !('action' in page) || may.includes(page.action)).map(({ to, name }) => ({ to, title: t.shell[name] }));
}
