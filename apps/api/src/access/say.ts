import { type Reach, categoryOf, isSealed, reading } from '@casetrail/domain';
import type { Ledger } from '@casetrail/ledger';
import type { TieRow } from '@casetrail/runtime';
import { decidesAbout } from '../view/sight.ts';

/** Who sees every tie: not the records behind them. */
export const oversees = ({ actor }: Reach): boolean => actor.role === 'AUDITOR' || actor.role === 'DATA_PROTECTION_OFFICER';

/**
 * Whether somebody decides on a tie, as a head of an organ in charge of the record. Of a sealed record that somebody outside the discipline organs asks for there is
 * nothing to decide: it is never opened to them, and nobody hears of it.
 */
export async function decidesOn({ record, kind, begunBy }: TieRow, ledger: Ledger, reach: Reach): Promise<boolean> {
  if (kind !== 'CONFLICT' && isSealed(categoryOf(record)) && reading.sealed[begunBy.role] === undefined) return false;
  return decidesAbout(ledger, record, reach);
}
