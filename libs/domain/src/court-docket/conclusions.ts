import { type CivilDate, addDays } from '../kernel/civil-date.ts';
import type { Context } from '../kernel/decider.ts';
import { notBefore } from '../kernel/guards.ts';
import type { SuspectId } from '../kernel/identifiers.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { backFrom, verdictOn } from './chain.ts';
import type { conclusions, instances, verdicts } from './court-docket-messages.ts';
import { type CourtDocket, courtDocket } from './court-docket.ts';

/** What a docket may be concluded by, and what may follow. */

type Kind = (typeof conclusions)[number];
type Sentence = { readonly verdict: (typeof verdicts)[number]; readonly months?: number | undefined };

const kindsAt: Readonly<Record<(typeof instances)[number], readonly Kind[]>> = {
  FIRST: ['JUDGMENT', 'TERMINATION', 'WITHDRAWAL_ALLOWED'],
  APPEAL: ['AFFIRMED', 'VARIED', 'REMANDED', 'TERMINATION'],
  RETRIAL: ['JUDGMENT', 'AFFIRMED', 'VARIED', 'TERMINATION'],
};
/** A trial that stands still ends without a judgment only. */
const withoutTrial: readonly Kind[] = ['TERMINATION', 'WITHDRAWAL_ALLOWED'];
const judgments: readonly Kind[] = ['JUDGMENT', 'AFFIRMED', 'VARIED'];
/** CPL 230: ten days from the day after a judgment is received. */
const DAYS_TO_APPEAL = 10;

/** Whether it was concluded by what can become effective. */
export const isJudgment = ({ conclusion }: CourtDocket): boolean => conclusion !== undefined && judgments.includes(conclusion.kind);
export const isContested = ({ defendants, protestNumber }: CourtDocket): boolean =>
  protestNumber !== undefined || defendants.some(({ hasAppealed }) => hasAppealed);

/** A judgment speaks about everybody, a variation about somebody; what only lets stand, sends back or ends needs no verdict. */
export function withoutVerdict(kind: Kind, { defendants }: CourtDocket): readonly SuspectId[] {
  const missing = defendants.filter(({ verdict }) => verdict === undefined).map(({ suspect }) => suspect);
  if (kind === 'JUDGMENT') return missing;
  return kind === 'VARIED' && missing.length === defendants.length ? missing : [];
}

/** CPL 200, 236, 256: refuses a conclusion that the instance, the trial or the verdicts do not allow. */
export function concludable(
  { kind, remandGround }: { kind: Kind; remandGround?: 'FACTS' | 'PROCEDURE' | undefined },
  docket: CourtDocket,
  context: Context,
): void {
  const { status, instance, defendants } = docket;
  refuseIf(
    defendants.some(({ verdict }) => verdict?.recordedBy === context.actor.user),
    'court-docket/own-record',
    'Who recorded a verdict may not confirm it: the clerk records, the judge concludes.',
  );
  refuseIf(
    !kindsAt[instance ?? 'FIRST'].includes(kind),
    'court-docket/not-at-this-instance',
    `A docket of the instance ${instance} is not concluded by ${kind}.`,
  );
  if ((status === 'suspended' || status === 'adjourned') && !withoutTrial.includes(kind))
    refuse(`court-docket/is-${status}`, `The trial is ${status}: resume it before it ends by ${kind}.`);
  const missing = withoutVerdict(kind, docket);
  refuseIf(missing.length > 0, 'court-docket/verdicts-missing', `The docket is concluded by ${kind} once the verdicts are recorded.`, { missing });
  refuseIf(
    remandGround === 'FACTS' && backFrom(docket, context).some(({ conclusion }) => conclusion?.remandGround === 'FACTS'),
    'court-docket/second-remand',
    'A case is sent back for unclear facts once: after that the appeal is decided (CPL 236).',
  );
}

/** Who is not guilty is better off than who is exempted from punishment, and both than who serves a day. */
const weightOf = ({ verdict, months = 0 }: Sentence): number => (verdict === 'GUILTY' ? months : verdict === 'EXEMPT' ? -1 : -2);
export const isHeavier = (one: Sentence | undefined, other: Sentence | undefined): boolean =>
  one !== undefined && other !== undefined && weightOf(one) > weightOf(other);

/** CPL 237: an appeal of the defence alone makes nobody's punishment heavier. */
export function notHeavierOnAppeal(id: SuspectId, sentence: Sentence, { instance, parent }: CourtDocket, context: Context): void {
  if (instance !== 'APPEAL' || parent === undefined) return;
  const appealed = context.state(courtDocket, parent);
  refuseIf(
    appealed.protestNumber === undefined && isHeavier(sentence, verdictOn(id, appealed, context)),
    'court-docket/heavier-on-appeal',
    'Only the defence appealed: the punishment may not become heavier (CPL 237).',
  );
}

/** CPL 227–230: a judgment is appealed or protested against within ten days after it is served. */
export function contestable({ conclusion, servedOn }: CourtDocket, context: Context): void {
  refuseIf(conclusion?.kind !== 'JUDGMENT', 'court-docket/not-appealable', `The docket was concluded by ${conclusion?.kind}: only a judgment is appealed.`);
  notBefore(servedOn, context, 'court-docket/before-service');
  const last = lastDayToAppeal(servedOn as CivilDate);
  refuseIf(context.occurredOn > last, 'court-docket/appeal-too-late', `The judgment could be appealed until ${last} (CPL 230).`);
}

/** CPL 259: effective are judgments that nobody appealed in time, and those of an appeal or a retrial. */
export function effectual(docket: CourtDocket, context: Context): void {
  const { conclusion, servedOn } = docket;
  refuseIf(!isJudgment(docket), 'court-docket/not-a-judgment', `The docket was concluded by ${conclusion?.kind}: that is no judgment.`);
  notBefore(servedOn, context, 'court-docket/before-service');
  if (conclusion?.kind !== 'JUDGMENT') return;
  refuseIf(isContested(docket), 'court-docket/under-appeal', 'An appeal or a protest is lodged: what comes of that becomes effective (CPL 259).');
  const last = lastDayToAppeal(servedOn as CivilDate);
  refuseIf(context.occurredOn <= last, 'court-docket/may-be-appealed', `The judgment can be appealed until ${last} (CPL 230).`);
}

const lastDayToAppeal = (servedOn: CivilDate): CivilDate => addDays(servedOn, DAYS_TO_APPEAL);
