import type { Pool } from 'pg';
import { z } from 'zod';
import { type Actor, actor, isOffice } from '@casetrail/domain';
import type { Identity } from './access-token.ts';

const held = z.array(actor);

/** An office, as a request names it: one person may hold several, but never two of one role at one organ. */
export const officeName = ({ role, org }: Pick<Actor, 'role' | 'org'>): string => `${role}@${org}`;

/**
 * As whom each of some people may act today, in the city's calendar; nothing is remembered, so that leaving ends it at once. Where an office was granted twice, the newer
 * grant counts. An office that the register does not have is held by nobody, whatever the table says.
 */
export async function officesOf(pool: Pool, identities: readonly Identity[]): Promise<(readonly Actor[])[]> {
  const { rows } = await pool.query<{ no: string; office: unknown }>({
    name: 'access.offices',
    text: `select no, jsonb_build_object('user', user_name, 'role', role, 'org', org, 'district', district) as office
       from unnest($1::text[], $2::text[]) with ordinality of (asked_issuer, asked_subject, no)
      cross join lateral (select distinct on (role, org) user_name, role, org, district
        from access.offices join access.people using (issuer, subject)
       where issuer = asked_issuer and subject = asked_subject and valid_from <= access.today() and (valid_to is null or access.today() < valid_to)
       order by role, org, valid_from desc, id desc) held
      order by no, role, org`,
    values: [identities.map(({ issuer }) => issuer), identities.map(({ subject }) => subject)],
  });
  const offices = identities.map((): unknown[] => []);
  for (const { no, office } of rows) offices[Number(no) - 1]?.push(office);
  return offices.map((some) => held.parse(some).filter(isOffice));
}

/** The organs for which somebody acts today, by the name that the ledger has for them. */
export async function organsOf(pool: Pool, user: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ org: string }>(
    `select distinct org from access.offices join access.people using (issuer, subject)
      where user_name = $1 and valid_from <= access.today() and (valid_to is null or access.today() < valid_to)`,
    [user],
  );
  return rows.map(({ org }) => org);
}
