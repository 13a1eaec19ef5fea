import type { Context, Decided } from '../kernel/decider.ts';
import { notBefore } from '../kernel/guards.ts';
import type { SuspectId } from '../kernel/identifiers.ts';
import { refuseIf } from '../kernel/rejection.ts';
import type { CourtDocketCommand, CourtDocketEvent, instances } from './court-docket-messages.ts';
import { type CourtDocket, courtDocket, defendantOf, ownDefendant, pending } from './court-docket.ts';
import { numbered } from './origins.ts';

/** How dockets are merged, split, and moved between courts. */

type DataOf<T extends CourtDocketCommand['type']> = Extract<CourtDocketCommand, { type: T }>['data'];
type Events = readonly Decided<CourtDocketEvent>[];

/** Each suspect's index says where to look. */
export const listed = (defendants: readonly SuspectId[], docket: string) => defendants.map((on) => ({ on, type: 'DocketListed', data: { docket } }));

/** The survivor takes the defendants in, and they are tried there. */
export function merged(data: DataOf<'MergeDocket'>, docket: CourtDocket, context: Context): Events {
  refuseIf(data.survivor === context.self, 'court-docket/merged-with-itself', 'A docket cannot be merged into itself.');
  const survivor = context.state(courtDocket, data.survivor);
  refuseIf(!pending.includes(survivor.status), 'court-docket/survivor-not-open', `The surviving docket is ${survivor.status.replaceAll('_', ' ')}.`);
  refuseIf(survivor.instance !== docket.instance, 'court-docket/other-instance', 'Only dockets of one instance are merged.');
  notBefore(survivor.acceptedOn, context, 'court-docket/before-acceptance');
  unjudged(
    docket,
    docket.defendants.map((one) => one.suspect),
  );
  const moved = docket.defendants.filter((one) => defendantOf(survivor, one.suspect) === undefined);
  return [
    { type: 'DocketsMerged', data },
    ...moved.map(({ suspect, person }) => ({ on: data.survivor, type: 'DocketDefendantListed', data: { suspect, person } })),
    ...listed(
      moved.map((one) => one.suspect),
      data.survivor,
    ),
  ];
}

/** A docket of its own for some of the defendants, on what the first one was accepted on. */
export function split({ docketNumber, ...data }: DataOf<'SplitDocket'>, docket: CourtDocket, context: Context): Events {
  const { court, instance, prosecution, parent, scope, district, supplements } = docket;
  numbered(docketNumber, instance as (typeof instances)[number], context);
  const defendants = [...new Set(data.defendants)];
  const parties = defendants.map((id) => ownDefendant(id, docket));
  unjudged(docket, defendants);
  refuseIf(parties.length === docket.defendants.length, 'court-docket/nobody-left', 'A split leaves somebody in the docket.');
  const child = context.newId('court_docket');
  const origin = { ...(prosecution && { prosecution }), ...(parent && { parent }), splitFrom: context.self, ...(supplements && { supplements }) };
  return [
    { type: 'DocketSplit', data: { child, defendants } },
    { on: child, type: 'DocketAccepted', data: { docketNumber, court, instance, scope, district, ...origin } },
    ...parties.map(({ suspect, person }) => ({ on: child, type: 'DocketDefendantListed', data: { suspect, person } })),
    ...listed(defendants, child),
  ];
}

export function moved(data: DataOf<'TransferDocket'>, { status, district, placeOn }: CourtDocket, context: Context): Events {
  const isOut = status === 'transferred_out';
  refuseIf(
    isOut !== (data.scope === 'CITY_IN'),
    'court-docket/transfer-direction',
    isOut ? 'The docket has left the city: it can only come back.' : 'The docket is in the city: it cannot come in.',
  );
  refuseIf(data.scope === 'DISTRICT' && data.toDistrict === district, 'court-docket/same-district', 'The docket is already there.');
  notBefore(placeOn, context, 'court-docket/before-transfer');
  return [{ type: 'DocketTransferred', data }];
}

/** A verdict stays in the docket it was recorded in. */
function unjudged(docket: CourtDocket, defendants: readonly SuspectId[]): void {
  const judged = defendants.filter((id) => defendantOf(docket, id)?.verdict);
  refuseIf(judged.length > 0, 'court-docket/already-recorded', 'A defendant whose verdict is recorded stays in the docket.', { judged });
}
