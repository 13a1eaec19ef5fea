import { createHash } from 'node:crypto';
import { policy } from '@casetrail/domain';
import { canonicalJson } from '@casetrail/ledger';

/** The SHA-256 of the access policy of this program: what a look was decided by. */
export const policyHash: string = createHash('sha256').update(canonicalJson(policy)).digest('hex');
