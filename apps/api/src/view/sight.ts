import type { Actor, Category, Role } from '@casetrail/domain';
import { type Sight, isSealed } from '@casetrail/readmodel';

/** The organs to which sealed records are open. To everybody else they are records that are not there. */
const disciplineOrgans: readonly Role[] = ['DISCIPLINE_INSPECTOR', 'DISCIPLINE_LEADER'];

export const sightOf = ({ role }: Actor): Sight => (disciplineOrgans.includes(role) ? 'sealed' : 'open');
export const isHidden = (category: Category, actor: Actor): boolean => isSealed(category) && sightOf(actor) === 'open';
