import type { Answer } from '@casetrail/contracts';
import type { TieKind, TieRow } from '@casetrail/runtime';

type Told = Answer<'Tie'>;

/** A tie as it stood at a moment. */
export function tieAt({ seq: _, kind, state, ...tie }: TieRow, at: number): Told {
  const isPast = (moment: string | null) => moment !== null && Date.parse(moment) <= at;
  return {
    ...tie,
    state: state === 'ASKED' && isPast(tie.dueAt) ? 'EXPIRED' : state === 'OPEN' && isPast(tie.validUntil) ? 'OVER' : state,
    isOverdue: kind === 'BREAK_GLASS' && tie.review === null && isPast(tie.dueAt),
  };
}

/** A tie as it stood when it was last changed: what whoever changed it was answered, also when they ask again. */
export const tieAsAnswered = (tie: TieRow): Told =>
  tieAt(tie, Math.max(...[tie.begunAt, tie.decision?.at, tie.review?.at, tie.end?.at].map((moment) => (moment === undefined ? 0 : Date.parse(moment)))));

/** Where ties of a kind are served. */
export const tiePaths: Readonly<Record<TieKind, string>> = {
  BREAK_GLASS: '/v1/access/break-glass',
  ACCESS: '/v1/access/requests',
  CONFLICT: '/v1/access/conflicts',
};
