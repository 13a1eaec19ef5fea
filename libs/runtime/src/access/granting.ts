import type { Pool, PoolClient } from 'pg';
import { type Actor, type CivilDate, type Role, civilDateAt, organisations } from '@casetrail/domain';
import type { Identity } from './access-token.ts';

export type Grant = Identity &
  Omit<Actor, 'user'> & {
    /** As events name this person, for ever. Left out: as before, or the subject. */
    readonly user?: string | undefined;
    readonly nameShown?: string | undefined;
    readonly from?: CivilDate | undefined;
    /** The first day on which it is no longer held. */
    readonly to?: CivilDate | undefined;
  };
export type Held = Grant & { readonly user: string; readonly nameShown: string; readonly from: CivilDate; readonly to: CivilDate | undefined };
export type Change = {
  readonly madeAt: Date;
  readonly madeBy: string;
  readonly login: string;
  readonly what: string;
  readonly nowIs: unknown;
  readonly was: unknown;
};
export type Which = Identity & { readonly role?: Role | undefined; readonly org?: string | undefined };

/**
 * Grants an office, and says first who that person is where that is not known yet. The triggers of the tables record it.
 * @throws Error where the register has no such organ, or the organ no such role or another district
 */
export async function grantOffice(owner: Pool, madeBy: string, grant: Grant): Promise<void> {
  assertOffice(grant);
  const { issuer, subject, user, nameShown, role, org, district, from = civilDateAt(new Date()), to } = grant;
  await changing(owner, madeBy, async (client) => {
    const { rows } = await client.query<{ user: string; shown: string }>(
      'select user_name as user, name_shown as shown from access.people where issuer = $1 and subject = $2',
      [issuer, subject],
    );
    const known = rows[0];
    if (!known) await client.query('insert into access.people values ($1, $2, $3, $4)', [issuer, subject, user ?? subject, nameShown ?? user ?? subject]);
    else if (user !== undefined && user !== known.user) throw new Error(`${subject} is ${known.user} in the ledger, and stays so.`);
    else if (nameShown !== undefined && nameShown !== known.shown)
      await client.query('update access.people set name_shown = $3 where issuer = $1 and subject = $2', [issuer, subject, nameShown]);
    await client.query('insert into access.offices (issuer, subject, role, org, district, valid_from, valid_to) values ($1, $2, $3, $4, $5, $6, $7)', [
      issuer,
      subject,
      role,
      org,
      district,
      from,
      to ?? null,
    ]);
  });
}

function assertOffice({ role, org, district }: Pick<Actor, 'role' | 'org' | 'district'>): void {
  const found = organisations.get(org);
  if (!found?.roles.includes(role)) {
    const what = found ? `${org} (${found.name.en}) has no ${role}` : `There is no organ ${org} in the register`;
    const having = [...organisations.values()].filter((one) => one.roles.includes(role)).map(({ id }) => id);
    throw new Error(`${what}. Organs with a ${role}: ${having.join(', ') || 'none'}.`);
  }
  if (found.district !== district) throw new Error(`${org} is an organ of ${found.district}, not of ${district}.`);
}

/** Ends, from this moment on, the offices that somebody holds, or those of one role or organ; such as would begin later never do. Tells how many. */
export async function revokeOffices(owner: Pool, madeBy: string, { issuer, subject, role, org }: Which): Promise<number> {
  return changing(owner, madeBy, async (client) => {
    const { rowCount } = await client.query(
      `update access.offices set valid_to = greatest(valid_from, access.today())
        where issuer = $1 and subject = $2 and role = coalesce($3, role) and org = coalesce($4, org)
          and (valid_to is null or valid_to > greatest(valid_from, access.today()))`,
      [issuer, subject, role, org],
    );
    return rowCount ?? 0;
  });
}

/** All offices that were ever granted and not ended before today, or all there ever were. */
export async function listOffices(pool: Pool, { ended = false }: { readonly ended?: boolean } = {}): Promise<readonly Held[]> {
  const { rows } = await pool.query<Held & { to: CivilDate | null }>(
    `select issuer, subject, user_name as user, name_shown as "nameShown", role, org, district, valid_from::text as from, valid_to::text as to
       from access.offices join access.people using (issuer, subject)
      where $1 or valid_to is null or greatest(access.today(), valid_from) < valid_to
      order by issuer, subject, role, org, valid_from, id`,
    [ended],
  );
  return rows.map(({ to, ...row }) => ({ ...row, to: to ?? undefined }));
}

/** Every change of people and offices since there are any. */
export async function listChanges(pool: Pool): Promise<readonly Change[]> {
  const { rows } = await pool.query<Change>(
    'select made_at as "madeAt", made_by as "madeBy", login, what, now_is as "nowIs", was from access.changes order by id',
  );
  return rows;
}

async function changing<T>(owner: Pool, madeBy: string, change: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await owner.connect();
  try {
    await client.query('begin');
    await client.query("select set_config('casetrail.made_by', $1, true)", [madeBy]);
    const result = await change(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // a lost connection has taken it back already
    throw error;
  } finally {
    client.release();
  }
}
