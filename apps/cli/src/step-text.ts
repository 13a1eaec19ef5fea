import { styleText } from 'node:util';
import type { Actor } from '@casetrail/domain';
import type { Change, State, Step } from '@casetrail/readmodel';

/** How a step of a history reads. Colours appear on a terminal alone, and not where NO_COLOR is set. */

export const bold = (text: string): string => styleText('bold', text);
export const dim = (text: string): string => styleText('dim', text);

const who = ({ user, role, org }: Actor) => `${user}, ${role} of ${org}`;
const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
/** `/spells/0/to` → `spells.0.to`; a member of a list goes by the name of the list. */
const named = (path: string) => path.replace(/\/-$/, '').slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');

function changeText(change: Change, width: number): string {
  const name = named(change.path).padEnd(width);
  if (change.before === undefined) return styleText('green', `+ ${name}  ${plain(change.after)}`);
  if (change.after === undefined) return styleText('red', `- ${name}  ${plain(change.before)}`);
  return styleText('yellow', `~ ${name}  ${plain(change.before)} → ${plain(change.after)}`);
}

function standing({ type, isLive, isVoided, voidedBy }: Step): string {
  if (isVoided) return styleText('red', `voided by ${voidedBy}`);
  if (isLive) return '';
  return dim(type === 'RecordVoided' ? 'a void' : 'not yet on that day');
}

/** What happened, when, who did it and why, and what it changed. */
export function stepLines(step: Step): string[] {
  const { version, type, position, occurredOn, recordedAt, actor, approval, reason, document, legalBasis, corrects, causation, changes } = step;
  const width = Math.max(0, ...changes.map(({ path }) => named(path).length));
  const said = [
    `occurred ${occurredOn}, recorded ${recordedAt} at position ${position}`,
    `by ${who(actor)}${approval ? `; approved by ${who(approval.by)}` : ''}`,
    ...(reason ? [`reason ${reason.code}${reason.text ? `: ${reason.text}` : ''}`] : []),
    ...(document ? [`document ${document.kind} ${document.number} of ${document.date}`] : []),
    ...(legalBasis ? [`legal basis ${legalBasis}`] : []),
    ...(corrects ? [`corrects ${corrects}`] : []),
    ...(causation ? [`because of ${causation}`] : []),
  ];
  const mark = standing(step);
  return [
    `${bold(`${String(version).padStart(4)}  ${type}`)}${mark && `  ${mark}`}`,
    ...said.map((line) => `      ${dim(line)}`),
    ...(changes.length > 0 ? changes.map((change) => `      ${changeText(change, width)}`) : [`      ${dim('changes nothing in the state')}`]),
  ];
}

/** Where a record stands, field by field. */
export function stateLines(state: State): string[] {
  const fields = Object.entries(state).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0));
  const width = Math.max(0, ...fields.map(([field]) => field.length));
  return fields.map(([field, value]) => `      ${field.padEnd(width)}  ${plain(value)}`);
}
