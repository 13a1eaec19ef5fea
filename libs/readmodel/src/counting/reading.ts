import { type Figure, type Histories, History, type Stream, type ToldEvent, relations } from '@casetrail/domain';

/** The live events that the rule of a figure reads when it counts a unit, in ledger order. `told`: all that the unit's history includes, in ledger order. */
export function eventsReadBy(figure: Figure, unit: Stream, told: readonly ToldEvent[]): readonly ToldEvent[] {
  const reads = new Set<string>(figure.reads);
  const known = new History<ToldEvent>(relations);
  for (const event of told) if (reads.has(event.type) || event.type === 'RecordVoided') known.learn(event);
  const seen = new Map<number, ToldEvent>();
  const watched: Histories = {
    of: (stream) => {
      const events = known.of(stream);
      for (const event of events) seen.set(event.position, event);
      return events;
    },
  };
  figure.count(unit, watched);
  return [...seen.values()].sort((a, b) => a.position - b.position);
}
