import type { Scope } from '../criminal-case/criminal-case-messages.ts';
import type { Histories } from './figure.ts';
import { type Followed, followed, readsFollowing } from './following.ts';
import type { Stream } from './history.ts';
import { type Span, joined } from './spans.ts';

/** In the scope of the campaign: 涉黑 or 涉恶. */
export const isOrganisedCrime = (scope: Scope | undefined): boolean => scope === 'MAFIA' || scope === 'EVIL';
/** What a file that is in scope tells of itself; nothing where it is not. */
export const inScope = (scope: Scope | undefined): true | undefined => isOrganisedCrime(scope) || undefined;

const classified = (_: Scope | undefined, { scope }: { readonly scope: Scope }): Scope => scope;
const ofCase: Followed<Scope | undefined, true> = {
  initial: undefined,
  evolve: { CaseScopeClassified: classified, CaseScopeReclassified: classified },
  merge: 'CasesMerged',
  read: inScope,
};

/** What `organisedCrime` reads: to be declared by each figure that uses it. */
export const readsOfOrganisedCrime = readsFollowing(ofCase);

/** When a case counted as organised crime, by the police's classification. Once merged into another case, it shares that one's. */
export const organisedCrime = (file: Stream, histories: Histories): Span<true>[] => joined(followed(file, histories, ofCase));
