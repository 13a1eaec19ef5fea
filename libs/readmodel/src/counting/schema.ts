import { figureOf, figures } from '@casetrail/domain';

/** The codes of figures that are told month by month: the paper reads them by months, and so by themselves. */
export const monthlyCodes: readonly number[] = figures.flatMap(({ code, print }) => (print.as === 'monthly-rate' ? [code, figureOf(print.of).code] : []));

/** Under this condition the index serves that has their cells alone. */
export const isMonthly = `figure in (${monthlyCodes.join(', ')})`;

/** The schema that serves. A rebuild fills another one beside it, which then takes its name. */
export const SERVING = 'counting';

/**
 * Tables of the read model, which can be thrown away and rebuilt. Days are counted from 2000-01-01; 32767 is "for ever".
 * In `fact`, `believed_to = 0` means still believed and `until = 0` not ended;
 * `from_kind` and `to_kind` are the kinds of correction of the events at `believed_from` and `believed_to`, as in `cube`.
 */
export const tables = (schema: string) => `
create table ${schema}.trace (     -- the events that counting is told, and of those only what it needs
  stream bigint not null, position bigint not null, version int not null, type text not null, occurred_on int not null, recorded_on int not null, data text not null);
create table ${schema}.link (      -- the reader's history includes what is read; only ever added to
  read bigint not null, reader bigint not null);
create table ${schema}.fact (
  unit bigint not null, believed_from bigint not null, believed_to bigint not null default 0, since bigint not null, until bigint not null, amount bigint not null,
  valid_from smallint not null, valid_to smallint not null, believed_from_day smallint not null, believed_to_day smallint not null, figure smallint not null, bucket smallint not null,
  from_kind smallint not null, to_kind smallint not null);
create table ${schema}.cube (      -- signed differences; a code from 0 on is a day, a negative one a block of 32 days; kind 0 is an ordinary act, 1 a K1
  bucket smallint not null, figure smallint not null, kind smallint not null, valid smallint not null, known smallint not null, n bigint not null);
create table ${schema}.days (recorded_on smallint not null, first_position bigint not null);
create table ${schema}.checkpoint (singleton boolean primary key default true check (singleton), position bigint not null, rules text not null);
insert into ${schema}.checkpoint (position, rules) values (0, '');`;

const counted = (kind: string) => `include (figure, bucket, ${kind}, amount, valid_from, valid_to)`;

/** By tables, so that a rebuild can make them side by side. `link_by_reader` is needed first: it leads a unit to its streams. */
export const indexes = (schema: string) => ({
  links: [`create index link_by_reader on ${schema}.link (reader) include (read)`],
  facts: [
    `alter table ${schema}.fact add primary key (unit, figure, believed_from, bucket, valid_from)`,
    `create index fact_believed_from on ${schema}.fact (believed_from) ${counted('from_kind')}`,
    `create index fact_believed_to on ${schema}.fact (believed_to) ${counted('to_kind')} where believed_to > 0`,
    `create index fact_by_figure on ${schema}.fact (figure, unit, bucket) where bucket <> 12`,
  ],
  told: [`alter table ${schema}.trace add primary key (stream, position)`, `alter table ${schema}.link add primary key (read, reader)`],
  cells: [
    `alter table ${schema}.cube add primary key (bucket, valid, known, figure, kind) include (n)`,
    `create index cube_by_month on ${schema}.cube (figure, bucket, valid, known) include (n) where ${isMonthly}`,
    `alter table ${schema}.days add primary key (recorded_on)`,
    `create unique index days_by_position on ${schema}.days (first_position)`,
  ],
});

export const grants = (schema: string) => `
grant usage on schema ${schema} to casetrail_api, casetrail_worker, casetrail_auditor;
grant select on all tables in schema ${schema} to casetrail_api, casetrail_auditor;
grant select, insert, update, delete on all tables in schema ${schema} to casetrail_worker;`;
