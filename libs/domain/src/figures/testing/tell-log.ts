import { civilDateAt, dayOf } from '../../kernel/civil-date.ts';
import type { Stream } from '../history.ts';
import { type ToldEvent, tell, toldTypes } from '../told-events.ts';
import type { LoggedEvent } from './random-log.ts';

/** A log as counting is told it. */
export function tellLog(log: readonly LoggedEvent[]): readonly ToldEvent[] {
  const numbers = new Map<string, Stream>(log.map(({ event, streamNo }) => [event.stream, streamNo]));
  return log
    .filter(({ event }) => toldTypes.includes(event.type))
    .map(({ position, streamNo, recordedAt, event: { version, type, occurredOn, data } }) =>
      tell(
        { position, stream: streamNo, version, type, on: dayOf(occurredOn), recorded: dayOf(civilDateAt(recordedAt)) },
        data,
        (stream) => numbers.get(stream) as Stream,
      ),
    );
}
