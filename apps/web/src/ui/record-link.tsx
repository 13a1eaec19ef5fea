import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { categoryOf, shortId } from './format.ts';

/** The records that have a page of their own. All others are read in the ledger. */
const pages = {
  criminal_case: '/cases/$id',
  crime_group: '/groups/$id',
  asset: '/assets/$id',
  person: '/persons/$id',
  correction: '/corrections/$id',
} as const;

export const hasPage = (id: string): boolean => Object.hasOwn(pages, categoryOf(id));

/** A record by its id, or by what it is called: leads to its page. */
export const RecordLink = ({ id, children }: { readonly id: string; readonly children?: ReactNode }) => (
  <Link to={hasPage(id) ? pages[categoryOf(id) as keyof typeof pages] : '/history/$id'} params={{ id }} search={{}} className={children ? undefined : 'mono'}>
    {children ?? shortId(id)}
  </Link>
);
