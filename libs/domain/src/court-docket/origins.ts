import type { CivilDate } from '../kernel/civil-date.ts';
import type { Context } from '../kernel/decider.ts';
import { notBefore } from '../kernel/guards.ts';
import type { DocketId, PersonId, ProsecutionId, SuspectId } from '../kernel/identifiers.ts';
import { refuse, refuseIf } from '../kernel/rejection.ts';
import { prosecution } from '../prosecution/prosecution.ts';
import { indictmentOf, survivorOf } from '../prosecution/standing.ts';
import { docketsOf } from './chain.ts';
import { isContested } from './conclusions.ts';
import type { instances } from './court-docket-messages.ts';
import { type CourtDocket, courtDocket, defendantOf } from './court-docket.ts';

/** What a docket is accepted on: an indictment, or a docket before it. */

type Instance = (typeof instances)[number];
type Origin = { readonly instance?: Instance; readonly prosecution?: ProsecutionId | undefined; readonly parent?: DocketId | undefined };
type Party = { readonly suspect: SuspectId; readonly person: PersonId };

const typeOf = { FIRST: '刑初', APPEAL: '刑终', RETRIAL: '刑再' } as const;

/** Rules of 2016 on case numbers, arts 2–3: the number says the year of acceptance and the kind of trial. */
export function numbered(docketNumber: string, instance: Instance, { occurredOn }: Context): void {
  const year = occurredOn.slice(0, 4);
  refuseIf(!docketNumber.startsWith(`（${year}）`), 'court-docket/number-of-another-year', `A docket accepted in ${year} has a number of ${year}.`);
  refuseIf(
    !docketNumber.includes(typeOf[instance]),
    'court-docket/number-of-another-kind',
    `The number of a docket of the instance ${instance} says ${typeOf[instance]}.`,
  );
}

type Following = {
  readonly isSo: (parent: CourtDocket) => boolean;
  readonly since: (parent: CourtDocket) => CivilDate | undefined;
  readonly code: string;
  readonly says: string;
};
/** What a docket must have come to for the next one to follow, and since when it has. */
const follows: Readonly<Record<Instance, Following>> = {
  FIRST: {
    isSo: ({ conclusion }) => conclusion?.kind === 'REMANDED',
    since: ({ concludedOn }) => concludedOn,
    code: 'court-docket/not-remanded',
    says: 'A first instance follows a docket that was remanded (CPL 236, 238).',
  },
  APPEAL: {
    isSo: (parent) => parent.status === 'served' && parent.conclusion?.kind === 'JUDGMENT' && isContested(parent),
    since: ({ lodgedOn }) => lodgedOn,
    code: 'court-docket/not-appealed',
    says: 'An appeal follows a judgment that is not effective and against which an appeal or a protest is lodged (CPL 227, 228).',
  },
  RETRIAL: {
    isSo: ({ status }) => status === 'retrial_ordered',
    since: ({ retrialOn }) => retrialOn,
    code: 'court-docket/no-retrial-order',
    says: 'A retrial follows an effective judgment and the order to try it again (CPL 254).',
  },
};

/** Whether a docket of that instance can follow another one. */
export const canFollow = (instance: Instance, parent: CourtDocket): boolean => follows[instance].isSo(parent);

/** The defendants of a docket that is being accepted, each with the person, or why it cannot be accepted. */
export function originOf({ defendants, ...origin }: Origin & { instance: Instance; defendants: readonly SuspectId[] }, context: Context): readonly Party[] {
  const { instance, prosecution: indictment, parent } = origin;
  refuseIf(new Set(defendants).size < defendants.length, 'court-docket/named-twice', 'Name each defendant once.');
  const parties =
    indictment !== undefined && parent === undefined && instance === 'FIRST'
      ? indicted(defendants, indictment, context)
      : indictment === undefined && parent !== undefined
        ? triedBefore(defendants, instance, parent, context)
        : refuse('court-docket/one-origin', 'A first instance names the indictment or the remanded docket, and any other instance the docket before it.');
  for (const id of defendants) {
    const rival = rivalOf(id, origin, context);
    refuseIf(rival !== undefined, 'court-docket/already-docketed', `${id} is a defendant in another docket on the same.`, { suspect: id, docket: rival });
  }
  return parties;
}

function indicted(defendants: readonly SuspectId[], file: ProsecutionId, context: Context): readonly Party[] {
  const { status, indictmentNumber, mergedInto } = context.state(prosecution, file);
  refuseIf(status === 'unknown', 'prosecution/is-unknown', 'There is no such prosecution.');
  refuseIf(status === 'merged', 'prosecution/is-merged', `That file was merged into ${mergedInto}: name that one.`, { survivor: mergedInto });
  refuseIf(
    indictmentNumber === undefined || status === 'withdrawn',
    'court-docket/no-indictment',
    'A first instance is accepted on an indictment that stands (CPL 186).',
  );
  return defendants.map((id) => {
    const party = indictmentOf(id, file, context)?.party;
    if (party?.outcome !== 'indicted') return refuse('court-docket/not-indicted', `${id} is not indicted there.`, { suspect: id });
    notBefore(party.indictedOn, context, 'court-docket/before-indictment');
    return { suspect: id, person: party.person as PersonId };
  });
}

function triedBefore(defendants: readonly SuspectId[], instance: Instance, id: DocketId, context: Context): readonly Party[] {
  const parent = context.state(courtDocket, id);
  const { isSo, since, code, says } = follows[instance];
  refuseIf(parent.status === 'unknown', 'court-docket/is-unknown', 'There is no such docket before it.');
  refuseIf(!isSo(parent), code, says);
  notBefore(since(parent), context, 'court-docket/before-its-parent');
  return defendants.map((one) => {
    const party = defendantOf(parent, one) ?? refuse('court-docket/not-a-defendant', `${one} is not a defendant in the docket before it.`, { suspect: one });
    return { suspect: one, person: party.person };
  });
}

/** Another docket that tries a defendant on the same indictment, or after the same docket. */
export function rivalOf(id: SuspectId, { instance, prosecution: file, parent }: Origin, context: Pick<Context, 'state' | 'self'>): DocketId | undefined {
  const isSame = (other: CourtDocket) =>
    parent === undefined
      ? file !== undefined && other.prosecution !== undefined && survivorOf(other.prosecution, context) === survivorOf(file, context)
      : other.parent === parent;
  return docketsOf(id, context).find((other) => other.id !== context.self && other.docket.instance === instance && isSame(other.docket))?.id;
}
