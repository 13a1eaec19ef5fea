import type { Pool } from 'pg';
import type { Actor, CivilDate, StreamId } from '@casetrail/domain';
import type { Look } from './looks.ts';
import type { Granting } from './settings.ts';

export type LookRow = {
  readonly id: number;
  readonly at: string;
  readonly by: Actor;
  readonly action: string;
  readonly subject: string | null;
  readonly purpose: string | null;
  readonly outcome: Look['outcome'];
  readonly requestId: string;
  readonly route: string | null;
  /** What was asked for, as far as it is kept: words that somebody typed are a keyed hash. */
  readonly query: Readonly<Record<string, string>>;
  /** How many records were shown, and the first of them. */
  readonly shownCount: number;
  readonly shown: readonly string[];
};
export type LookFilter = {
  /** Looks at any of these, or at lists and files that showed one of them. */
  readonly records?: readonly StreamId[] | undefined;
  readonly user?: string | undefined;
  readonly action?: string | undefined;
  readonly outcome?: Look['outcome'] | undefined;
  /** The keyed hash of words that were searched for. */
  readonly words?: string | undefined;
  /** First and last day, in Asia/Shanghai. */
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
};

const MOST_TOLD = 50;
const since = (day: string) => `((${day}::date)::timestamp at time zone 'Asia/Shanghai')`;

/**
 * Looks, the newest first: at most `limit` of those before some number. Those of a record are found by two indexes, and sorted then: a list in time order would be
 * looked through to its end for a record that hardly anybody has looked at.
 */
export async function listLooks(pool: Pool, filter: LookFilter, before: number | undefined, limit: number): Promise<LookRow[]> {
  const values: unknown[] = [];
  const conditions: string[] = [];
  const also = (condition: (parameter: string) => string, value: unknown) => {
    if (value !== undefined) conditions.push(condition(`$${values.push(value)}`));
  };
  also(
    (ids) => `l.id in (select id from access.looks where subject = any(${ids}) union all select id from access.looks where detail -> 'shown' ?| ${ids})`,
    filter.records,
  );
  also((user) => `l.user_name = ${user}`, filter.user);
  also((action) => `l.action = ${action}`, filter.action);
  also((outcome) => `l.outcome = ${outcome}`, filter.outcome);
  also((words) => `l.detail #>> '{query,text}' = ${words}`, filter.words);
  also((day) => `l.at >= ${since(day)}`, filter.from);
  also((day) => `l.at < ${since(`(${day}::date + 1)`)}`, filter.to);
  also((id) => `l.id < ${id}`, before);
  const { rows } = await pool.query<Omit<LookRow, 'id' | 'at'> & { readonly id: string; readonly at: Date }>(
    `select l.id, l.at, jsonb_build_object('user', l.user_name, 'role', l.role, 'org', l.org, 'district', l.district) as by, l.action, l.subject, l.purpose, l.outcome,
            l.request_id as "requestId", l.detail ->> 'route' as route, coalesce(l.detail -> 'query', '{}') as query,
            coalesce(jsonb_array_length(l.detail -> 'shown'), 0) as "shownCount",
            coalesce(jsonb_path_query_array(l.detail, '$.shown[0 to ${MOST_TOLD - 1}]'), '[]') as shown
       from access.looks l ${conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`} order by l.id desc limit $${values.push(limit)}`,
    values,
  );
  return rows.map(({ id, at, ...row }) => ({ ...row, id: Number(id), at: at.toISOString() }));
}

/** What one user looked at in one day. */
export type LookDay = {
  readonly day: CivilDate;
  readonly user: string;
  readonly looks: number;
  readonly shown: number;
  /** Different persons among what was asked for and what was shown. */
  readonly persons: number;
  readonly refused: number;
  readonly nothing: number;
  readonly breakGlass: number;
  /** The most looks in any ten minutes that were refused or found nothing. */
  readonly turnedAway: number;
};
export type LookDayAt = { readonly day: CivilDate; readonly user: string };
export const lookFlags = ['turned-away', 'many-persons'] as const;
export type LookFlag = (typeof lookFlags)[number];

export const flagsOf = ({ turnedAway, persons }: LookDay, limits: Granting['flags']): LookFlag[] => [
  ...(turnedAway > limits.turnedAway ? (['turned-away'] as const) : []),
  ...(persons > limits.persons ? (['many-persons'] as const) : []),
];

/** Days of users with at least one look, the newest day first, then by user: at most `limit` of those after some place. `from` and `to` are days in Asia/Shanghai. */
export async function summariseLooks(
  pool: Pool,
  { from, to, user }: { readonly from: CivilDate; readonly to: CivilDate; readonly user?: string | undefined },
  after: LookDayAt | undefined,
  limit: number,
): Promise<LookDay[]> {
  const { rows } = await pool.query<LookDay>(
    `with l as materialized (
       select id, (at at time zone 'Asia/Shanghai')::date as day, at, user_name, subject, action, outcome, detail from access.looks
        where at >= ${since('$1')} and at < ${since('($2::date + 1)')} and ($3::text is null or user_name = $3)
          and ($4::date is null or (at at time zone 'Asia/Shanghai')::date < $4 or ((at at time zone 'Asia/Shanghai')::date = $4 and user_name > $5))),
     days as (
       select day, user_name, count(*)::int as looks, count(*) filter (where outcome = 'SHOWN')::int as shown, count(*) filter (where outcome = 'REFUSED')::int as refused,
              count(*) filter (where outcome = 'NOTHING')::int as nothing, count(*) filter (where action = 'access.break-glass' and outcome = 'SHOWN')::int as broken
         from l group by day, user_name order by day desc, user_name limit $6),
     persons as (
       select day, user_name, count(distinct person)::int as n
         from l join days using (day, user_name)
         cross join lateral (select subject as person union all select jsonb_array_elements_text(coalesce(detail -> 'shown', '[]'))) p
        where person like 'person-%' group by day, user_name),
     away as (
       select day, user_name, max(n)::int as n from (
         select day, user_name, count(*) over (partition by user_name order by at range between '10 minutes' preceding and current row) as n
           from l join days using (day, user_name) where outcome <> 'SHOWN') counted
        group by day, user_name)
     select days.day::text as day, user_name as "user", looks, shown, coalesce(persons.n, 0) as persons, refused, nothing, broken as "breakGlass", coalesce(away.n, 0) as "turnedAway"
       from days left join persons using (day, user_name) left join away using (day, user_name) order by days.day desc, user_name`,
    [from, to, user ?? null, after?.day ?? null, after?.user ?? null, limit],
  );
  return rows;
}

/** How many reviews of access that was taken in an emergency are due, and for how many the time is over. */
export async function reviewsWaiting(pool: Pool): Promise<{ readonly waiting: number; readonly overdue: number }> {
  const { rows } = await pool.query<{ waiting: number; overdue: number }>(
    `select count(*)::int as waiting, count(*) filter (where due_at <= clock_timestamp())::int as overdue from access.ties where kind = 'BREAK_GLASS' and reviewed_by is null`,
  );
  return rows[0] as { waiting: number; overdue: number };
}
