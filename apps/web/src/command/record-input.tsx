import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type InputHTMLAttributes, useEffect, useState } from 'react';
import type { Answer } from '@casetrail/contracts';
import { read } from '../api/client.ts';
import { caseName, groupName, recordName } from '../ui/format.ts';
import { pathOf } from './catalogue.ts';

type Listed = { readonly items: readonly (Answer<'CriminalCase'> | Answer<'CrimeGroup'> | Answer<'Record'>)[] };
const nameOf = (one: Listed['items'][number]): string => ('reportNumber' in one ? caseName(one) : 'alias' in one ? groupName(one) : recordName(one));

/** Whom nobody looks for by a part of a name: persons, and suspects with them. */
const notSearched = ['person', 'suspect', 'correction', 'publication'];
const SETTLED_MS = 400;
const FEWEST = 2;
const AT_ONCE = 10;

/** A text once nobody has typed for a moment: every search leaves a look behind. */
function useSettled(text: string): string {
  const [settled, settle] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => settle(text), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

type Props = InputHTMLAttributes<HTMLInputElement> & { readonly id: string; readonly value: string; readonly category: string | undefined };

/** Names a record of a kind: by its id, or by a part of its number or name, for which the records within reach are offered. */
export function RecordInput({ category = '', ...input }: Props) {
  const path = notSearched.includes(category) ? undefined : pathOf(category);
  const text = useSettled(input.value.trim());
  const isSearched = path !== undefined && text.length >= FEWEST && !text.startsWith(`${category}-`);
  const found = useQuery({
    queryKey: [path, 'named', text],
    queryFn: ({ signal }) => read<Listed>(path ?? '', { text, limit: AT_ONCE }, signal),
    enabled: isSearched,
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <input {...input} autoComplete="off" list={`${input.id}-found`} />
      <datalist id={`${input.id}-found`}>
        {(isSearched ? (found.data?.items ?? []) : []).map((one) => (
          <option key={one.id} value={one.id}>
            {nameOf(one)}
          </option>
        ))}
      </datalist>
    </>
  );
}
