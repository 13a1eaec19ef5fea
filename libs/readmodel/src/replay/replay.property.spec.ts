import { type RecordedEvent, type StreamId, World, categoryOf, civilDateAt, dateOf, deciderOf } from '@casetrail/domain';
import { LOG_DAYS, LOG_START, randomLog } from '@casetrail/domain/testing';
import type { StoredEvent } from '@casetrail/ledger';
import fc from 'fast-check';
import { withoutIdHash } from '../views/timeline.ts';
import { withChanges } from './changes.ts';
import { type PointInTime, replay } from './replay.ts';

const runs = Number(process.env['PROPERTY_RUNS'] ?? 300);
const numRuns = Math.max(5, Math.round(runs / 20));

/** A random log, stream by stream: with late entries, voids, and voids of voids. */
function streamsOf(seed: number, length: number): readonly (readonly StoredEvent[])[] {
  const streams = new Map<StreamId, StoredEvent[]>();
  for (const stored of randomLog(seed, length) as readonly StoredEvent[])
    streams.set(stored.event.stream, [...(streams.get(stored.event.stream) ?? []), stored]);
  return [...streams.values()];
}

/** What decisions see of such a history, found without replaying. */
function stateOf(stream: StreamId, events: readonly RecordedEvent[]): unknown {
  const world = new World();
  world.load(stream, events);
  return withoutIdHash(world.state(deciderOf(stream), stream));
}

const eachStream = (check: (stored: readonly StoredEvent[], stream: StreamId, seed: number) => void) =>
  fc.assert(
    fc.property(fc.noShrink(fc.nat()), fc.integer({ min: 6, max: 200 }), (seed, length) => {
      for (const stored of streamsOf(seed, length)) check(stored, (stored[0] as StoredEvent).event.stream, seed);
    }),
    { numRuns },
  );

describe('the replay of a random history', () => {
  it('is at every version, and at its position, the state that decisions saw then', () =>
    eachStream((stored, stream) => {
      for (let version = 0; version <= stored.length; version++) {
        const events = stored.slice(0, version).map(({ event }) => event);
        const expected = stateOf(stream, events);
        expect(replay(stored, { version }).state).toEqual(expected);
        const position = stored[version - 1]?.position ?? 0;
        expect(replay(stored, { position }).state).toEqual(expected);
      }
    }));

  it('has steps whose changes, one after the other, make the state, whatever the point', () =>
    eachStream((stored, stream, seed) => {
      const asOf = dateOf(LOG_START + (seed % LOG_DAYS));
      const { position, recordedAt } = stored[seed % stored.length] as StoredEvent;
      const points: readonly (PointInTime | undefined)[] = [
        undefined,
        { position },
        { asOf },
        { asOf, knownAt: { position } },
        { asOf, knownAt: { day: civilDateAt(recordedAt) } },
      ];
      for (const point of points) {
        const { state, steps } = replay(stored, point);
        const nothing = withoutIdHash(deciderOf(stream).initialState) as unknown;
        expect(steps.reduce((before, { changes }) => withChanges(before, changes), nothing)).toEqual(state);
      }
    }));

  it('as of a day is made of what had occurred, was known, and was not known to be void', () =>
    eachStream((stored, stream, seed) => {
      const asOf = dateOf(LOG_START + (seed % LOG_DAYS));
      const position = (stored[seed % stored.length] as StoredEvent).position;
      const { steps, state } = replay(stored, { asOf, knownAt: { position } });
      const known = stored.filter((one) => one.position <= position);
      const live = new Set(steps.filter(({ isLive }) => isLive).map(({ version }) => version));
      const voids = known.filter(({ event }) => event.type === 'RecordVoided');
      for (const { event } of known) {
        const target = `${stream}@${event.version}`;
        // Written the long way round: a record is out while some void of it stands, and a void stands while no void of it does.
        const isOut = (id: string): boolean =>
          voids.some(({ event: one }) => (one.data as { target: string }).target === id && !isOut(`${stream}@${one.version}`));
        expect(live.has(event.version)).toBe(event.type !== 'RecordVoided' && event.occurredOn <= asOf && !isOut(target));
      }
      const decider = deciderOf(stream);
      const events = known.map(({ event }) => event).filter(({ version }) => live.has(version));
      const folded = events.reduce((before: unknown, event) => decider.evolve[event.type]!(before, event.data, event), decider.initialState);
      expect(state).toEqual(withoutIdHash(folded));
    }));

  it('is the same in parts', () =>
    eachStream((stored, _, seed) => {
      const whole = replay(stored);
      const limit = 1 + (seed % 3);
      const parts = [];
      for (let after: number | null = 0; after !== null;) {
        const part = replay(stored, undefined, { after, limit });
        expect(part).toMatchObject({ version: whole.version, state: whole.state });
        parts.push(...part.steps);
        after = part.next;
      }
      expect(parts).toEqual(whole.steps);
    }));

  it('meets most kinds of records, and voids of voids', () => {
    const met = new Set<string>();
    let voidedVoids = 0;
    for (let seed = 1; seed <= 40; seed++)
      for (const stored of streamsOf(seed, 300)) {
        met.add(categoryOf((stored[0] as StoredEvent).event.stream));
        voidedVoids += replay(stored).steps.filter(({ type, isVoided }) => type === 'RecordVoided' && isVoided).length;
      }
    expect(met.size).toBeGreaterThan(15);
    expect(voidedVoids).toBeGreaterThan(0);
  });
});
