import { criminalCase } from '../criminal-case/criminal-case.ts';
import { deciderOf } from '../deciders.ts';
import { filed, otherCase, reported, theCase } from '../fixtures.ts';
import { recordedEvent } from './specify.ts';
import { StreamNeeded, World } from './world.ts';

const events = [reported, filed].map((said, i) => recordedEvent(said, i + 1));
const voidOfFiling = recordedEvent({ stream: theCase, type: 'RecordVoided', data: { target: `${theCase}@2` } }, 3);

describe('the world of a decision', () => {
  it('asks for what it does not have', () => {
    const world = new World();
    expect(() => world.history(theCase)).toThrow(StreamNeeded);
    expect(() => world.version(theCase)).toThrow(`${theCase} is not loaded`);
    expect(() => world.state(criminalCase, theCase)).toThrow(expect.objectContaining({ stream: theCase }));
  });
  it('knows that a stream does not exist yet', () => {
    const world = new World();
    world.load(theCase, []);
    expect([world.version(theCase), world.state(criminalCase, theCase)]).toEqual([0, criminalCase.initialState]);
  });
  it('learns an event, the same whether it had looked before or not', () => {
    const [eager, lazy] = [new World(), new World()];
    for (const world of [eager, lazy]) world.load(theCase, events.slice(0, 1));
    eager.state(criminalCase, theCase);
    for (const world of [eager, lazy]) for (const event of [events[1] as (typeof events)[number], voidOfFiling]) world.learn(event, deciderOf);
    expect(eager.state(criminalCase, theCase)).toEqual(lazy.state(criminalCase, theCase));
    expect(eager.state(criminalCase, theCase)).toMatchObject({ status: 'reported' });
    expect(eager.version(theCase)).toBe(3);
  });
  it('does not learn of a stream that is not loaded', () => {
    const world = new World();
    world.learn(events[0] as (typeof events)[number], deciderOf);
    expect(world.has(theCase)).toBe(false);
  });
  it('keeps its own list of what was loaded', () => {
    const [world, list] = [new World(), events.slice(0, 1)];
    world.load(theCase, list);
    world.learn(events[1] as (typeof events)[number], deciderOf);
    expect([list.length, world.version(theCase)]).toEqual([1, 2]);
  });
  it('forgets a stream', () => {
    const world = new World();
    world.load(theCase, events);
    world.forget(theCase);
    expect(world.has(theCase)).toBe(false);
  });
  it('remembers which streams were looked at', () => {
    const world = new World();
    world.load(theCase, events);
    world.load(otherCase, []);
    world.state(criminalCase, theCase);
    expect([...world.takeSeen()]).toEqual([theCase]);
    expect([...world.takeSeen()]).toEqual([]);
    world.version(otherCase);
    expect([...world.takeSeen()]).toEqual([otherCase]);
  });
});
