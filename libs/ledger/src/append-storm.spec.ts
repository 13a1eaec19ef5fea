import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { StreamId } from '@casetrail/domain';
import type { Receipt } from './execute.ts';
import { Ledger } from './ledger.ts';
import { type StoredEvent, idOf } from './stored-event.ts';
import { Station, type TestDatabase, testDatabase } from './testing/index.ts';
import { type Storm, stormRound } from './testing/storm.ts';

const PROCESSES = 4;
const ROUNDS = 160;
const library = dirname(__dirname);

/** A process of the storm, with the receipts it was given so far. */
class Raging {
  readonly receipts: Receipt[] = [];
  readonly storm: Storm;
  readonly #process: ChildProcess;
  readonly #over: Promise<unknown>;

  constructor(storm: Storm) {
    this.storm = storm;
    this.#process = spawn(process.execPath, [join(library, 'dist/testing/append-storm.js'), JSON.stringify(storm)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: this.#process.stdout as NodeJS.ReadableStream });
    lines.on('line', (line) => this.receipts.push(JSON.parse(line) as Receipt));
    this.#over = Promise.all([once(lines, 'close'), once(this.#process, 'close')]);
  }

  get exit(): string | number | null {
    return this.#process.signalCode ?? this.#process.exitCode;
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  async over(): Promise<this> {
    await this.#over;
    return this;
  }
}

describe('a storm of commands from several processes', () => {
  let database: TestDatabase;
  let killed: Raging;
  let repeated: Raging;
  let survivors: Raging[];
  let followed: StoredEvent[];
  let log: StoredEvent[];

  beforeAll(async () => {
    // Does nothing where the build is fresh, as after npm test has built everything: the processes run what is built.
    if (process.env['CASETRAIL_BUILT'] === undefined) execFileSync(process.execPath, [join(library, '../../node_modules/typescript/bin/tsc'), '-b', library]);
    database = await testDatabase();
    const station = new Station(new Ledger(database.pool('api')));
    await station.open();
    const files = [await station.filedCase(), await station.filedCase()];
    const suspects = await Promise.all(files.flatMap((file) => [station.detainedIn(file), station.detainedIn(file)]));
    const raging = Array.from(
      { length: PROCESSES },
      (_, i) => new Raging({ url: database.url, seed: `process ${i}`, rounds: ROUNDS, atOnce: 8, files, suspects }),
    );
    const reader = new Ledger(database.pool('worker', 1));
    followed = [];
    let isOver = false;
    const follow = async () => {
      for (let isLast = false; ;) {
        const batch = await reader.read(followed.length, 50);
        followed.push(...batch);
        if (killed.receipts.length > 60) killed.kill();
        if (batch.length === 0 && isLast) return;
        isLast = isOver;
      }
    };
    [killed, ...survivors] = raging as [Raging, ...Raging[]];
    const following = follow();
    await killed.over();
    repeated = new Raging(killed.storm);
    await Promise.all([...survivors, repeated].map((one) => one.over()));
    isOver = true;
    await following;
    log = await reader.read(0, 1_000_000);
  }, 180_000);
  afterAll(() => database.drop());

  const eventsOf = () => {
    const events = new Map<string, StoredEvent[]>();
    for (const stored of log) events.set(stored.event.correlation, [...(events.get(stored.event.correlation) ?? []), stored]);
    return events;
  };

  it('goes on when one of them is killed in the middle', () => {
    expect(killed.exit).toBe('SIGKILL');
    expect(killed.receipts.length).toBeGreaterThan(60);
    expect(killed.receipts.length).toBeLessThan(repeated.receipts.length);
    for (const { exit } of [repeated, ...survivors]) expect(exit).toBe(0);
  });
  it('leaves no gap in the positions, and no recorded time that runs backwards', () => {
    expect(log.map(({ position }) => position)).toEqual(log.map((_, i) => i + 1));
    const times = log.map(({ recordedAt }) => recordedAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
  it('leaves the versions of every stream contiguous', () => {
    const versions = new Map<StreamId, number>();
    for (const { event } of log) {
      expect(event.version).toBe((versions.get(event.stream) ?? 0) + 1);
      versions.set(event.stream, event.version);
    }
  });
  it('loses nothing that was acknowledged', () => {
    const events = eventsOf();
    for (const { receipts } of [killed, repeated, ...survivors])
      for (const receipt of receipts) {
        const stored = events.get(receipt.commandId) ?? [];
        expect(stored.map(({ event }) => idOf(event))).toEqual(receipt.events);
        expect(stored.at(-1)).toMatchObject({ position: receipt.position, recordedAt: new Date(receipt.recordedAt) });
      }
  });
  it('records every command exactly once, also those that were sent again after the kill', () => {
    const expected = new Map<string, number>();
    for (const { storm } of [killed, ...survivors])
      for (let round = 0; round < ROUNDS; round++) for (const { id, type } of stormRound(storm, round)) expected.set(id, type === 'OpenSuspect' ? 3 : 1);
    const events = eventsOf();
    for (const [id, count] of expected) expect(events.get(id)).toHaveLength(count);
    const stormy = log.filter(({ event }) => expected.has(event.correlation));
    expect(stormy).toHaveLength([...expected.values()].reduce((a, b) => a + b));
    const acknowledged = new Set(killed.receipts.map(({ commandId }) => commandId));
    for (const { commandId, isRepeated } of repeated.receipts) if (acknowledged.has(commandId)) expect(isRepeated).toBe(true);
    for (const { receipts } of survivors) expect(receipts.some(({ isRepeated }) => isRepeated)).toBe(false);
  });
  it('is followed by a reader that asks for what is after its last position, everything once and in order', () => {
    expect(followed).toEqual(log);
  });
});
