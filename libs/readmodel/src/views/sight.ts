import type { Category } from '@casetrail/domain';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** Who asks: whoever may ask at all, or an organ to which the sealed records are open, too. */
export type Sight = 'open' | 'sealed';

/** Investigations of protective umbrellas and the leads to them: they count in the totals, and what is in them is for the discipline organs alone. */
export const sealedCategories = ['umbrella_lead', 'umbrella_investigation'] as const satisfies readonly Category[];
export const isSealed = (category: Category): boolean => (sealedCategories as readonly Category[]).includes(category);

/** Leaves out what is sealed, by a column that holds the id of a record. */
export function unsealed<R extends ObjectLiteral>(query: SelectQueryBuilder<R>, column: keyof R & string, sight: Sight): SelectQueryBuilder<R> {
  return sight === 'sealed' ? query : query.andWhere(`${query.alias}.${column} !~ :sealed`, { sealed: `^(${sealedCategories.join('|')})-` });
}
