import { type Kind, type Reach, type StreamId, categoriesOf, kindOf } from '@casetrail/domain';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { RecordCategory } from './record-row.ts';
import { SERVING } from './schema.ts';

/** How a row tells whom it concerns and what it is about, given the name that a statement calls it by. The same, of the ledger, is `concernOf`. */
type Concern = {
  /** The columns that hold what it is about: one id, or several. */
  readonly about: readonly string[];
  readonly aboutMany?: string;
  /** Another row through which it is shown. `shown` makes the condition for that row, `open` the one that it is none of those that are closed. */
  readonly through?: (shown: (alias: string) => string, open: (...columns: readonly string[]) => string) => string;
};

export type Shown = 'case' | 'group' | 'suspect' | 'person' | 'record' | 'correction';
const tables = { case: 'criminal_case', group: 'crime_group', suspect: 'suspect', person: 'person', record: 'record' } as const;

const concerns = (alias: string): Readonly<Record<Shown, Concern>> => ({
  case: { about: [`${alias}.id`] },
  group: { about: [`${alias}.id`] },
  suspect: {
    about: [`${alias}.id`, `${alias}.case_id`],
    through: (shown) => `exists (select from ${SERVING}.criminal_case c where c.id = ${alias}.case_id and ${shown('c')})`,
  },
  person: {
    about: [`${alias}.id`],
    through: (shown, open) =>
      `exists (select from ${SERVING}.suspect s join ${SERVING}.criminal_case c on c.id = s.case_id
                where s.person_id = ${alias}.id and (${shown('s')} or ${shown('c')})${open('s.id', 'c.id')})`,
  },
  record: {
    about: [`${alias}.id`],
    aboutMany: `${alias}.refs`,
    through: (shown) =>
      `${alias}.category = any(:caseCategories) and exists (select from ${SERVING}.criminal_case c where c.id = any(${alias}.refs) and ${shown('c')})`,
  },
  /** Shown with what it corrects. */
  correction: {
    about: [`${alias}.id`, `${alias}.target`],
    through: (shown, open) =>
      Object.entries(tables)
        .map(([what, table]) => {
          const { through } = concerns('t')[what as keyof typeof tables];
          const shownToo = through ? ` or (${through(shown, open)})` : '';
          return `exists (select from ${SERVING}.${table} t where t.id = ${alias}.target and (${shown('t')}${shownToo}))`;
        })
        .join(' or '),
  },
});

/**
 * Leaves out what is out of somebody's reach. The condition is part of the statement, so that a record which may not be seen costs and answers what a record
 * costs and answers that is not there.
 */
export function reached<R extends ObjectLiteral>(
  query: SelectQueryBuilder<R>,
  what: Exclude<Shown, 'record' | 'correction'>,
  reach: Reach,
): SelectQueryBuilder<R> {
  return query.andWhere(conditionOf(query.alias, what, reach, 'case')).setParameters(parametersOf(reach));
}

/** As `reached`, of records: of one category, or of any. */
export function reachedRecords<R extends ObjectLiteral>(query: SelectQueryBuilder<R>, reach: Reach, category?: RecordCategory): SelectQueryBuilder<R> {
  const of = (kind: Kind) => conditionOf(query.alias, 'record', reach, kind);
  const any = `case when ${query.alias}.category = any(:sealedCategories) then ${of('sealed')} when ${query.alias}.category = any(:caseCategories) then ${of('case')} else ${of('open')} end`;
  return query
    .andWhere(category === undefined ? any : of(kindOf(category)))
    .setParameters({ ...parametersOf(reach), sealedCategories: categoriesOf('sealed') });
}

/** As `reached`, of corrections: those of a sealed record are as sealed as the record. */
export function reachedCorrections<R extends ObjectLiteral>(query: SelectQueryBuilder<R>, reach: Reach): SelectQueryBuilder<R> {
  const of = (kind: Kind) => conditionOf(query.alias, 'correction', reach, kind);
  return query
    .andWhere(`case when ${query.alias}.target ~ :sealedTarget then ${of('sealed')} else ${of('correction')} end`)
    .setParameters({ ...parametersOf(reach), sealedTarget: `^(${categoriesOf('sealed').join('|')})-` });
}

const parametersOf = ({ scope, opened, closed }: Reach) => ({
  caseCategories: categoriesOf('case'),
  ...Object.fromEntries(Object.entries(scope).flatMap(([kind, seen]) => (typeof seen === 'string' ? [] : [[`${kind}Scope`, seen]]))),
  ...(opened.length > 0 && { opened }),
  ...(closed.length > 0 && { closed }),
});

function conditionOf(alias: string, what: Shown, { scope, opened, closed }: Reach, kind: Kind): string {
  const { about, aboutMany, through } = concerns(alias)[what];
  const among = (named: string, ids: readonly StreamId[]) =>
    ids.length === 0 ? [] : [...about.map((column) => `${column} = any(:${named})`), ...(aboutMany ? [`${aboutMany} && :${named}`] : [])];
  const shown = (row: string) => `${row}.involved && :${kind}Scope`;
  const none = (...columns: readonly string[]) => (closed.length === 0 ? '' : columns.map((column) => ` and ${column} <> all(:closed)`).join(''));
  const seen = scope[kind];
  const open =
    seen === 'city' ? 'true' : seen === 'none' ? 'false' : [shown(alias), ...(through ? [through(shown, none)] : []), ...among('opened', opened)].join(' or ');
  const hidden = among('closed', closed);
  return hidden.length === 0 ? `(${open})` : `((${open}) and not (${hidden.join(' or ')}))`;
}
