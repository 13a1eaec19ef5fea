import {
  type Category,
  type CivilDate,
  type Decided,
  type RecordedEvent,
  type StreamId,
  StreamNeeded,
  World,
  civilDateAt,
  commandSchema,
  decide,
  deciderOf,
} from '@casetrail/domain';
import type { PlayedCommand } from '../record-book.ts';

export type PlayedEvent = { readonly event: RecordedEvent; readonly recordedAt: string };

/** Plays commands against the real deciders, in memory: a stream nobody wrote to is empty. Throws what a decider throws, and names the command. */
export function play(commands: Iterable<PlayedCommand>): PlayedEvent[] {
  const world = new World();
  const played: PlayedEvent[] = [];
  for (const command of commands) {
    try {
      for (const decided of decideIn(world, command)) {
        const event = recordedEvent(decided, command, world);
        deciderOf(event.stream).events[event.type]?.parse(event.data);
        world.learn(event, deciderOf);
        played.push({ event, recordedAt: command.recordedAt });
      }
    } catch (error) {
      throw new Error(
        `${command.type} ${JSON.stringify(command.data)} on ${command.stream}, recorded ${command.recordedAt}: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    }
  }
  return played;
}

function decideIn(world: World, { stream, type, data, act: { occurredOn, ...act }, actor, recordedAt }: PlayedCommand): readonly Decided[] {
  const newId = <C extends Category>(category: C): StreamId<C> => {
    throw new Error(`the city opens no ${category} by a split`);
  };
  const decider = deciderOf(stream);
  const command = { stream, type, data: commandSchema(decider, type)?.parse(data) };
  for (;;) {
    try {
      const events = decide(decider, command, { world, occurredOn, act, actor, newId, today: civilDateAt(new Date(recordedAt)), now: recordedAt });
      if (events.length === 0) throw new Error('it changes nothing');
      return events;
    } catch (error) {
      if (!(error instanceof StreamNeeded)) throw error;
      world.load(error.stream, []);
    }
  }
}

function recordedEvent({ on, type, data, envelope, corrects }: Decided, { id, stream: own, act, actor }: PlayedCommand, world: World): RecordedEvent {
  const stream = on ?? own;
  if (!world.has(stream)) world.load(stream, []);
  const version = world.version(stream) + 1;
  const occurredOn: CivilDate = envelope?.occurredOn ?? act.occurredOn;
  return {
    ...(envelope ?? act),
    stream,
    version,
    type,
    schema: 1,
    occurredOn,
    actor: envelope?.actor ?? actor,
    secrecy: 'CASE',
    correlation: id,
    data,
    ...(corrects && { corrects }),
  };
}
