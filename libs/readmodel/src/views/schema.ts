/** The schema that serves. A rebuild fills another one beside it, which then takes its name. */
export const SERVING = 'views';
/** Goes up whenever rows would be written differently from the same events: then the views must be rebuilt. */
export const SHAPE = 6;

const id = `text collate "C"`;
const ids = `text[] collate "C"`;
const head = `opened_position bigint not null, version int not null, updated_position bigint not null, updated_at timestamptz not null, involved ${ids} not null`;

/**
 * Rows for screens, which can be thrown away and rebuilt: one for each stream that stands, made of nothing but that stream's events. No personal data.
 * What has no screen of its own is one line in `record`, whatever it is.
 */
export const tables = (schema: string) => `
create table ${schema}.criminal_case (
  id ${id} primary key, ${head}, status text not null, district ${id}, lead_agency text, case_number text, report_number text, source text, offences text[] not null,
  scope text, is_cracked boolean not null, reported_on date, filed_on date, cracked_on date, merged_into ${id}, split_from ${id}, groups ${ids} not null,
  suspects_listed ${ids} not null, search_text text not null, search_pairs ${ids} not null);
create table ${schema}.suspect (
  id ${id} primary key, ${head}, case_id ${id} not null, person_id ${id} not null, procedure text not null, measure text not null, is_in_custody boolean not null, opened_on date not null,
  detained_on date, detained_until date, district ${id}, limit_clock text, limit_until date);
create table ${schema}.person (
  id ${id} primary key, ${head}, pseudonym text not null, is_provisional boolean not null, birth_year int, sex text, is_sealed boolean not null, merged_into ${id}, survivors_named ${ids} not null);
create table ${schema}.crime_group (
  id ${id} primary key, ${head}, status text not null, district ${id}, code text, alias text, industries text[] not null, tier text, prosecuted_tier text, finding text,
  docket_number text, member_count int not null, identified_on date, dismantled_on date, merged_into ${id}, split_from ${id}, search_text text not null, search_pairs ${ids} not null);
create table ${schema}.group_member (
  group_id ${id} not null, suspect_id ${id} not null, person_id ${id} not null, role text not null, linked_on date not null, primary key (group_id, suspect_id));
create table ${schema}.record (
  id ${id} primary key, ${head}, category ${id} not null, status ${id} not null, district ${id}, label text, number text, refs ${ids} not null, state jsonb not null,
  limit_clock text, limit_until date,
  search_text text not null, search_pairs ${ids} not null);
create table ${schema}.correction (
  id ${id} primary key, ${head}, status text not null, kind text not null, target ${id} not null, command text not null, effective_on date not null, reason jsonb not null, proposal jsonb not null,
  district ${id} not null, requested_by jsonb not null, requested_on date not null, requested_at timestamptz not null, expires_at timestamptz, decided_by jsonb, decided_on date, decided_at timestamptz, decision_reason jsonb);
create table ${schema}.checkpoint (projector text primary key, position bigint not null, shape int not null);
insert into ${schema}.checkpoint (projector, position, shape) values ('views', 0, ${SHAPE});`;

/** Made after the rows of a rebuild are written: that is faster. Lists run from the newest record to the oldest. */
export const indexes = (schema: string): readonly string[] => [
  `create unique index criminal_case_newest on ${schema}.criminal_case (opened_position)`,
  `create index criminal_case_by_district on ${schema}.criminal_case (district, opened_position)`,
  `create index criminal_case_by_status on ${schema}.criminal_case (status, opened_position)`,
  `create index criminal_case_by_filing on ${schema}.criminal_case (filed_on)`,
  `create index criminal_case_by_survivor on ${schema}.criminal_case (merged_into) where merged_into is not null`,
  `create index criminal_case_by_parent on ${schema}.criminal_case (split_from) where split_from is not null`,
  `create index criminal_case_by_group on ${schema}.criminal_case using gin (groups)`,
  `create index criminal_case_by_text on ${schema}.criminal_case using gin (search_pairs)`,
  `create index suspect_by_case on ${schema}.suspect (case_id)`,
  `create index suspect_by_limit on ${schema}.suspect (limit_until, id) where limit_until is not null`,
  `create index suspect_by_person on ${schema}.suspect (person_id)`,
  `create index person_by_survivor on ${schema}.person (merged_into) where merged_into is not null`,
  `create index person_by_survivor_named on ${schema}.person using gin (survivors_named)`,
  `create unique index crime_group_newest on ${schema}.crime_group (opened_position)`,
  `create index crime_group_by_survivor on ${schema}.crime_group (merged_into) where merged_into is not null`,
  `create index crime_group_by_parent on ${schema}.crime_group (split_from) where split_from is not null`,
  `create index crime_group_by_text on ${schema}.crime_group using gin (search_pairs)`,
  `create index group_member_by_suspect on ${schema}.group_member (suspect_id)`,
  `create unique index record_newest on ${schema}.record (category, opened_position)`,
  `create index record_by_status on ${schema}.record (category, status, opened_position)`,
  `create index record_by_district on ${schema}.record (category, district, opened_position)`,
  `create index record_by_limit on ${schema}.record (limit_until, id) where limit_until is not null`,
  `create index record_by_ref on ${schema}.record using gin (refs)`,
  `create index record_by_text on ${schema}.record using gin (search_pairs)`,
  ...['criminal_case', 'suspect', 'person', 'crime_group', 'record', 'correction'].map(
    (table) => `create index ${table}_by_involved on ${schema}.${table} using gin (involved)`,
  ),
  `create unique index correction_newest on ${schema}.correction (opened_position)`,
  `create index correction_by_status on ${schema}.correction (status, opened_position)`,
  `create index correction_by_target on ${schema}.correction (target)`,
];

export const grants = (schema: string) => `
grant usage on schema ${schema} to casetrail_api, casetrail_worker, casetrail_auditor;
grant select on all tables in schema ${schema} to casetrail_api, casetrail_auditor;
grant select, insert, update, delete on all tables in schema ${schema} to casetrail_worker;`;
