import type { Pool } from 'pg';
import { demoPeople } from '@casetrail/demo-city';
import { grantOffice, listOffices } from '@casetrail/runtime';

/** The demo people hold their offices at the local issuer. Whoever was ever granted one is left alone: it may have been revoked. */
export async function seedOffices(owner: Pool, issuer: string): Promise<number> {
  const known = new Set((await listOffices(owner, { ended: true })).filter((held) => held.issuer === issuer).map(({ subject }) => subject));
  const missing = demoPeople.filter(({ user }) => !known.has(user));
  for (const { user, ...office } of missing) await grantOffice(owner, 'demo', { issuer, subject: user, ...office });
  return missing.length;
}
