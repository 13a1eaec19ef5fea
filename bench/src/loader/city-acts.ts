import { type PlayedCommand, OPENED_AT, demoCityVersion, demoOpening } from '@casetrail/demo-city';
import { type RecordedEvent, StreamNeeded, World, civilDateAt, deciderOf } from '@casetrail/domain';
import { newStreamId, stamped } from '@casetrail/ledger';

/** A command with the events that its decision came to. */
export type Act = { readonly command: PlayedCommand; readonly events: readonly RecordedEvent[] };
/** What a ledger is made of: some acts once, and some again and again, salted each time. */
export type Acts = { readonly opening?: Act; readonly repeated: readonly Act[]; readonly end?: Act };

/** Decides commands one after the other, as an import would, without a database: what nobody has written to is empty. */
export function played(commands: Iterable<PlayedCommand>, world = new World()): Act[] {
  const acts: Act[] = [];
  for (const command of commands) {
    const events = decided(command, world);
    for (const event of events) world.learn(event, deciderOf);
    acts.push({ command, events });
  }
  return acts;
}

function decided(command: PlayedCommand, world: World): readonly RecordedEvent[] {
  for (;;)
    try {
      return stamped(command, world, new Date(command.recordedAt), command.id);
    } catch (error) {
      if (!(error instanceof StreamNeeded)) throw error;
      world.load(error.stream, []);
    }
}

export const opening = demoOpening(newStreamId('ledger', OPENED_AT, `demo city ${demoCityVersion}`));
const FINISHED = '00000000-0000-4000-8000-000000000002';

/** The demo city as `casetrail demo load` plays it: opened, all its acts, and marked as played to its end. */
export function cityActs(commands: readonly PlayedCommand[]): Acts {
  const { recordedAt } = commands.at(-1) ?? opening;
  const [first, ...repeated] = played([opening, ...commands]) as [Act, ...Act[]];
  const end = { ...opening, id: FINISHED, act: { occurredOn: civilDateAt(new Date(recordedAt)) }, recordedAt };
  return { opening: first, repeated, end: { command: end, events: [] } };
}
