import { type ProjectorName, type RecordedEvent, ledgerEvents, projectorNames } from '@casetrail/domain';
import { parseBytes } from '@casetrail/ledger';
import type { ClientBase, Pool } from 'pg';

/** The positions that each read model leaves out, as if no event were there. */
export type Skips = Readonly<Record<ProjectorName, ReadonlySet<number>>>;
type Told = Pick<RecordedEvent, 'type' | 'data'>;

/** What some events of a ledger say must be left out, wherever they stand: whoever counts from all of its events leaves out the same. */
export function skippedPositions(events: Iterable<{ readonly event: Told }>): Skips {
  const skips = Object.fromEntries(projectorNames.map((name) => [name, new Set<number>()])) as Record<ProjectorName, Set<number>>;
  for (const { event } of events) {
    if (event.type !== 'EventSkipped') continue;
    const { projector, position } = ledgerEvents.EventSkipped.parse(event.data);
    skips[projector].add(position);
  }
  return skips;
}

/** They stand in the streams of the category `ledger`, which hold little else: their ids are in one place of the index. */
const skipsTold = {
  name: 'operations.skips',
  text: `select e.bytes from ledger.streams s join ledger.events e on e.stream = s.no where s.id >= 'ledger-' and s.id < 'ledger.' and e.type = 'EventSkipped'`,
};

/** Where the ledger ends, and with it the bytes of what it says must be left out: in one row. */
export const headWithSkips = `select coalesce(max(position), 0), array(${skipsTold.text}) from ledger.events`;

/** What a projector must leave out, by the bytes of the events that say so. */
export const skippedIn = (name: ProjectorName, told: readonly Buffer[]): number[] => [
  ...skippedPositions(told.map((bytes) => ({ event: parseBytes(bytes) })))[name],
];

/** What a projector must leave out, as the ledger says at this moment. */
export async function skippedBy(name: ProjectorName, db: ClientBase | Pool): Promise<number[]> {
  const { rows } = await db.query<{ bytes: Buffer }>(skipsTold);
  return skippedIn(
    name,
    rows.map(({ bytes }) => bytes),
  );
}
