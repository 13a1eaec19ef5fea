import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSettings } from '../app/settings.tsx';
import { categoryName } from '../text/category-names.ts';
import { categoryOf, endOf } from './format.ts';

/** Where records of a kind are read. What has no page is read in the ledger. */
const pages = {
  criminal_case: '/cases/$id',
  crime_group: '/groups/$id',
  asset: '/assets/$id',
  person: '/persons/$id',
  correction: '/corrections/$id',
  publication: '/publications/$id',
  arrest_review: '/records/$id',
  prosecution: '/records/$id',
  court_docket: '/records/$id',
  umbrella_lead: '/records/$id',
  umbrella_investigation: '/records/$id',
  recommendation: '/records/$id',
  rectification_plan: '/records/$id',
  mechanism: '/records/$id',
  problem: '/records/$id',
  register_entry: '/records/$id',
  indicator: '/records/$id',
  hearing: '/records/$id',
  major_project: '/records/$id',
  check_exception: '/records/$id',
} as const;

export const hasPage = (id: string): boolean => Object.hasOwn(pages, categoryOf(id));

/** A record by what it is called, or by its kind and the end of its id: leads to its page. */
export const RecordLink = ({ id, children }: { readonly id: string; readonly children?: ReactNode }) => (
  <Link to={hasPage(id) ? pages[categoryOf(id) as keyof typeof pages] : '/history/$id'} params={{ id }} search={{}} title={id}>
    {children ?? <RecordName id={id} />}
  </Link>
);

/** What kind of record it is, and the end of its id. */
export function RecordName({ id }: { readonly id: string }) {
  const { say } = useSettings();
  return (
    <span className="nobr">
      {say(categoryName(categoryOf(id)))} <span className="mono">{endOf(id)}</span>
    </span>
  );
}
