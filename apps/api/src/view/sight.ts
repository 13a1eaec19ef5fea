import { type Actor, type Category, type FigureId, Rejection, type Role, figureOf } from '@casetrail/domain';
import { type Sight, isSealed } from '@casetrail/readmodel';

/** The organs to which sealed records are open. To everybody else they are records that are not there. */
const disciplineOrgans: readonly Role[] = ['DISCIPLINE_INSPECTOR', 'DISCIPLINE_LEADER'];

export const sightOf = ({ role }: Actor): Sight => (disciplineOrgans.includes(role) ? 'sealed' : 'open');
export const isHidden = (category: Category, actor: Actor): boolean => isSealed(category) && sightOf(actor) === 'open';
/** The totals of the discipline organs are everybody's. Which records and persons are behind them, is sealed as the records are. */
export const isFigureHidden = (id: FigureId, actor: Actor): boolean => figureOf(id).owner === 'discipline' && sightOf(actor) === 'open';
/** What a list of sealed records, or of what a figure counts among them, answers. */
export const areSealed = (): Rejection => new Rejection('role/not-allowed', 'These records are sealed: they are for the discipline organs.');
