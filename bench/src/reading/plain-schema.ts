import type { Pool } from 'pg';

/**
 * What one would write otherwise: a row for each case, suspect, person and group, with what is true now, and totals by counting rows. It knows one axis of time
 * of the product's two, five of its figures, no corrections and no proof.
 */
const tables = `
drop schema if exists plain cascade;
create schema plain;
create table plain.cases (id text primary key, district text, scope text, filed_on date, cracked_on date);
create table plain.persons (id text primary key, same_as text);
create table plain.suspects (id text primary key, case_id text not null references plain.cases, person_id text not null references plain.persons, district text, detained_on date);
create table plain.groups (id text primary key, district text, tier text, dismantled_on date);
insert into plain.cases select id, district, scope, filed_on, cracked_on from views.criminal_case;
insert into plain.persons select id, merged_into from views.person;
insert into plain.suspects select id, case_id, person_id, district, detained_on from views.suspect s
  where exists (select from plain.cases where id = s.case_id) and exists (select from plain.persons where id = s.person_id);
insert into plain.groups select id, district, tier, dismantled_on from views.crime_group;
create index on plain.cases (cracked_on);
create index on plain.suspects (case_id);
create index on plain.suspects (person_id);
create index on plain.suspects (detained_on);
create index on plain.groups (dismantled_on);
create materialized view plain.totals as
  select district, 'cracked' as figure, count(*) as n from plain.cases where cracked_on is not null and scope in ('MAFIA', 'EVIL') group by 1
  union all
  select s.district, 'detained', count(distinct coalesce(p.same_as, p.id))
  from plain.suspects s join plain.persons p on p.id = s.person_id join plain.cases c on c.id = s.case_id where s.detained_on is not null and c.scope in ('MAFIA', 'EVIL') group by 1
  union all
  select district, tier, count(*) from plain.groups where dismantled_on is not null group by 1, 2;
analyze plain.cases, plain.persons, plain.suspects, plain.groups`;

/** Five figures on one day. */
const totals = {
  name: 'plain.totals',
  text: `select
    (select count(*) from plain.groups where tier = 'MAFIA_TYPE' and dismantled_on <= $1) as mafia_type,
    (select count(*) from plain.groups where tier = 'EVIL_FORCE_GROUP' and dismantled_on <= $1) as evil_force,
    (select count(*) from plain.groups where tier = 'EVIL_GANG' and dismantled_on <= $1) as gangs,
    (select count(*) from plain.cases where cracked_on <= $1 and scope in ('MAFIA', 'EVIL')) as cracked,
    (select count(distinct coalesce(p.same_as, p.id)) from plain.suspects s join plain.persons p on p.id = s.person_id join plain.cases c on c.id = s.case_id
     where s.detained_on <= $1 and c.scope in ('MAFIA', 'EVIL')) as detained`,
};

export const makePlainSchema = (owner: Pool): Promise<unknown> => owner.query(tables);
export const plainTotals = (owner: Pool, day: string): Promise<unknown> => owner.query({ ...totals, values: [day] });
export const refreshTotals = (owner: Pool): Promise<unknown> => owner.query('refresh materialized view plain.totals');
