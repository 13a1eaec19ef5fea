import type { Pool } from 'pg';
import type { Actor, StreamId, Tie } from '@casetrail/domain';

export type TieKind = Tie['kind'];
type Said = { readonly by: Actor; readonly at: string; readonly reason: string };

/** What ties a user to a record, with all that became of it. Moments are texts with an offset, as the database gives them. */
export type TieRow = {
  readonly id: string;
  readonly seq: number;
  readonly kind: TieKind;
  readonly user: string;
  readonly record: StreamId;
  readonly state: 'ASKED' | 'OPEN' | 'REFUSED' | 'ENDED';
  readonly reason: string;
  readonly begunBy: Actor;
  readonly begunAt: string;
  readonly validUntil: string | null;
  readonly dueAt: string | null;
  readonly decision: Said | null;
  readonly review: (Said & { readonly finding: 'JUSTIFIED' | 'NOT_JUSTIFIED' }) | null;
  readonly end: Said | null;
  /** How often it was changed: its version. */
  readonly changes: number;
};

/** The row as `to_jsonb` gives it. */
type Stored = Readonly<Record<string, unknown>>;

/** A command on ties: repeated under the same id, it is answered the same. */
export type TieCommand = { readonly id: string; readonly fingerprint: Buffer; readonly by: Actor; readonly reason: string };
export type TieVerdict =
  | { readonly verdict: 'done' | 'repeated' | 'stale' | 'not-possible' | 'own'; readonly tie: TieRow }
  | { readonly verdict: 'reused' | 'unknown'; readonly tie?: undefined };
export type TieAct = 'APPROVE' | 'REFUSE' | 'REVIEW' | 'END';

/** What ties each of some users to records at this moment. Access is that of the office it was asked for in; a conflict is the person's. Nothing is remembered between requests, so that an end is an end. */
export async function tiesOf(pool: Pool, actors: readonly Actor[]): Promise<(readonly Tie[])[]> {
  const { rows } = await pool.query<Tie & { no: string }>({
    name: 'access.ties',
    text: `select no, record, kind from unnest($1::text[], $2::text[], $3::text[]) with ordinality of (who, role, org, no)
            cross join lateral (select record, kind from access.ties
              where user_name = who and state = 'OPEN' and (valid_until is null or clock_timestamp() < valid_until)
                and (kind = 'CONFLICT' or (begun_by ->> 'role' = role and begun_by ->> 'org' = org)) offset 0) tie`,
    values: [actors.map(({ user }) => user), actors.map(({ role }) => role), actors.map(({ org }) => org)],
  });
  const ties = actors.map((): Tie[] => []);
  for (const { no, ...tie } of rows) ties[Number(no) - 1]?.push(tie);
  return ties;
}

export type Begun = { readonly kind: TieKind; readonly user: string; readonly record: StreamId; readonly validUntil?: Date; readonly dueAt?: Date };

/** Declares a conflict, asks for access, or takes it. */
export async function beginTie(pool: Pool, { id, fingerprint, by, reason }: TieCommand, { kind, user, record, validUntil, dueAt }: Begun): Promise<TieVerdict> {
  const values = [id, fingerprint, kind, user, record, reason, JSON.stringify(by), validUntil ?? null, dueAt ?? null];
  return verdictIn(await pool.query('select * from access.begin_tie($1, $2, $3, $4, $5, $6, $7, $8, $9)', values));
}

type Changed = { readonly tie: string; readonly act: TieAct; readonly finding?: string | undefined; readonly ifChanges?: number | undefined };

/** Decides on a tie, reviews or ends it. */
export async function changeTie(pool: Pool, { id, fingerprint, by, reason }: TieCommand, { tie, act, finding, ifChanges }: Changed): Promise<TieVerdict> {
  const values = [id, fingerprint, tie, act, JSON.stringify(by), reason, finding ?? null, ifChanges ?? null];
  return verdictIn(await pool.query('select * from access.change_tie($1, $2, $3, $4, $5, $6, $7, $8)', values));
}

/** What was answered to a command, if it was done before. */
export async function tieAnswered(pool: Pool, { id, fingerprint }: Pick<TieCommand, 'id' | 'fingerprint'>): Promise<TieVerdict | undefined> {
  const { rows } = await pool.query<{ isSame: boolean; answer: Stored }>('select fingerprint = $2 as "isSame", answer from access.tie_commands where id = $1', [
    id,
    fingerprint,
  ]);
  const [row] = rows;
  if (!row) return undefined;
  return row.isSame ? { verdict: 'repeated', tie: tieIn(row.answer) } : { verdict: 'reused' };
}

export async function tieById(pool: Pool, id: string): Promise<TieRow | undefined> {
  const { rows } = await pool.query<{ tie: Stored }>('select to_jsonb(t) as tie from access.ties t where id = $1', [id]);
  return rows[0] && tieIn(rows[0].tie);
}

export type TieFilter = {
  readonly kind?: TieKind | undefined;
  /** Only what this user asked for, took, or is hidden by. */
  readonly of?: string | undefined;
  /** Only what waits for a decision or a review. */
  readonly isWaiting?: boolean | undefined;
  /** Only what shows records to this user, or hides them. */
  readonly user?: string | undefined;
  readonly record?: StreamId | undefined;
};

/** Ties, the newest first: at most `limit` of those before some number. */
export async function listTies(
  pool: Pool,
  { kind, of, isWaiting = false, user, record }: TieFilter,
  before: number | undefined,
  limit: number,
): Promise<TieRow[]> {
  const { rows } = await pool.query<{ tie: Stored }>(
    `select to_jsonb(t) as tie from access.ties t
      where ($1::text is null or kind = $1) and ($2::text is null or begun_by ->> 'user' = $2) and ($3::bigint is null or seq < $3) and ($6::text is null or record = $6)
        and ($7::text is null or user_name = $7)
        and (not $4 or (state = 'ASKED' and clock_timestamp() < due_at) or (kind = 'BREAK_GLASS' and reviewed_by is null))
      order by seq desc limit $5`,
    [kind ?? null, of ?? null, before ?? null, isWaiting, limit, record ?? null, user ?? null],
  );
  return rows.map(({ tie }) => tieIn(tie));
}

function verdictIn({ rows }: { readonly rows: readonly unknown[] }): TieVerdict {
  const { verdict, tie } = rows[0] as { verdict: TieVerdict['verdict']; tie: Stored | null };
  return verdict === 'reused' || verdict === 'unknown' || !tie ? { verdict: verdict as 'reused' | 'unknown' } : { verdict, tie: tieIn(tie) };
}

function tieIn(row: Stored): TieRow {
  const said = (what: string, reason: string): Said | null =>
    row[`${what}_by`] ? { by: row[`${what}_by`] as Actor, at: row[`${what}_at`] as string, reason: row[reason] as string } : null;
  const review = said('reviewed', 'finding_reason');
  return {
    id: row['id'] as string,
    seq: row['seq'] as number,
    kind: row['kind'] as TieKind,
    user: row['user_name'] as string,
    record: row['record'] as StreamId,
    state: row['state'] as TieRow['state'],
    reason: row['reason'] as string,
    begunBy: row['begun_by'] as Actor,
    begunAt: row['begun_at'] as string,
    validUntil: row['valid_until'] as string | null,
    dueAt: row['due_at'] as string | null,
    decision: said('decided', 'decision_reason'),
    review: review && { ...review, finding: row['finding'] as 'JUSTIFIED' | 'NOT_JUSTIFIED' },
    end: said('ended', 'end_reason'),
    changes: row['changes'] as number,
  };
}
