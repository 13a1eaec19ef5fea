import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { ulid } from 'ulid';
import {
  type Act,
  type Actor,
  type AnyDecider,
  type Category,
  type CivilDate,
  type Decided,
  type EventId,
  type Message,
  type RecordedEvent,
  Rejection,
  type StreamId,
  StreamNeeded,
  World,
  categoryOf,
  civilDateAt,
  decide,
  deciderOf,
  mentioned,
  recordIdFrom,
  voidEvent,
} from '@casetrail/domain';
import { canonicalJson } from './canonical-json.ts';
import type { Entry, Ledger, Outcome } from './ledger.ts';

/** A command as somebody issued it. The id makes a repetition harmless; it belongs to the issuer's request, not to this attempt. */
export type IssuedCommand = Message & {
  readonly id: string;
  readonly stream: StreamId;
  readonly act: Act;
  readonly actor: Actor;
  /** What the request said, where its stream id is new at every attempt; by default the whole command. */
  readonly fingerprint?: Buffer;
  /** The version the issuer last saw of the stream, or of the record that is to be corrected. */
  readonly ifVersion?: number;
  readonly ifVersionOf?: StreamId;
};

/** What was recorded: the proof that a command was accepted. `position` is the ledger position to ask a figure "known at". */
export type Receipt = {
  readonly commandId: string;
  readonly stream: StreamId;
  readonly version: number;
  readonly position: number;
  readonly recordedAt: string;
  readonly events: readonly EventId[];
  /** True when this request had been recorded before and is answered again. */
  readonly isRepeated: boolean;
};

/** What whoever issues a command may touch. Records out of reach are treated as records that do not exist. */
export type Permit = {
  /** The records that a command names and that are out of reach. @throws StreamNeeded */
  readonly outOfReach: (command: IssuedCommand, world: World) => readonly StreamId[];
  /** Refuses what may be seen and not acted on. @throws Rejection, StreamNeeded */
  readonly assert: (command: IssuedCommand, world: World) => void;
  /** Whether a refusal may name a record. @throws StreamNeeded */
  readonly canName: (stream: StreamId, world: World) => boolean;
};

/** The stream has moved on since the issuer looked at it. */
export class StaleVersion extends Error {
  readonly actual: number;
  constructor(stream: StreamId, expected: number, actual: number) {
    super(`${stream} is at version ${actual}, not ${expected}.`);
    this.actual = actual;
  }
}
/** The command id was used before, for another request. */
export class CommandIdReused extends Error {}
/** Other writers were faster at every attempt. A fault, not a refusal: the same request may be sent again. */
export class TooMuchContention extends Error {}

const ATTEMPTS = 30;
const LONGEST_PAUSE = 30; // milliseconds

export const fingerprintOf = (request: unknown): Buffer => createHash('sha256').update(canonicalJson(request)).digest();

/** Decides a command and appends its events: the only way anything is written. Retries on a version conflict by deciding again on the fresh state. */
export async function execute(ledger: Ledger, command: IssuedCommand, now: Date = new Date(), permit?: Permit): Promise<Receipt> {
  const fingerprint =
    command.fingerprint ?? fingerprintOf({ stream: command.stream, type: command.type, data: command.data, act: command.act, actor: command.actor });
  const attempt = () => decideAndAppend(ledger, { ...command, fingerprint }, now, permit);
  // Many losers of one stream would lose to each other again and again: after a first conflict they take turns, and newcomers queue up behind them.
  let contested = [command.stream, ...mentioned(command.data)].find((stream) => ledger.turns.isTaken(stream));
  if (!contested) {
    const outcome = await attempt();
    if (typeof outcome !== 'string') return outcome;
    contested = outcome;
  }
  return ledger.turns.take(contested, async () => {
    for (let before = 0; before < ATTEMPTS; before++) {
      // What still competes are other processes: a random pause, longer each time, keeps them from meeting again.
      if (before > 0) await setTimeout(Math.random() * Math.min(2 ** before, LONGEST_PAUSE));
      const outcome = await attempt();
      if (typeof outcome !== 'string') return outcome;
    }
    throw new TooMuchContention(`${command.stream} changed during each of ${ATTEMPTS} attempts.`);
  });
}

/** One attempt: the receipt, or the stream that somebody else was faster on. */
async function decideAndAppend(
  ledger: Ledger,
  command: IssuedCommand & { fingerprint: Buffer },
  now: Date,
  permit: Permit | undefined,
): Promise<Receipt | StreamId> {
  const { fingerprint } = command;
  let entry: Entry;
  try {
    entry = { ...(await decideOn(new LoadedStreams(ledger), command, now, permit)), fingerprint };
  } catch (error) {
    // A repeated request may be refused by the state it made itself: the answer it had then is the answer now.
    const known = error instanceof Rejection || error instanceof StaleVersion ? await ledger.outcomeOf(command.id, fingerprint) : undefined;
    if (!known) throw error;
    return receiptOf(ledger, command, known, []);
  }
  const verdict = await ledger.append(entry);
  return verdict.verdict === 'conflict' ? verdict.stream : receiptOf(ledger, command, verdict, entry.events);
}

/**
 * What a command would record if it were issued now: decided like any other, and not appended. Nothing promises that it still holds a moment later.
 * @throws Rejection when it would be refused
 */
export async function rehearse(ledger: Ledger, command: IssuedCommand, now: Date = new Date()): Promise<readonly RecordedEvent[]> {
  return (await decideOn(new LoadedStreams(ledger), command, now)).events;
}

/** Decides, loading whatever the decision asks for. Returns what to append. */
async function decideOn(streams: LoadedStreams, command: IssuedCommand, now: Date, permit?: Permit): Promise<Omit<Entry, 'fingerprint'>> {
  await streams.load([command.stream, ...mentioned(command.data)]);
  const hidden = new Set<StreamId>();
  let isPermitted = permit === undefined;
  for (;;)
    try {
      if (permit && !isPermitted) {
        for (const stream of permit.outOfReach(command, streams.world)) hidden.add(stream);
        streams.hide(hidden);
        permit.assert(command, streams.world);
        isPermitted = true;
      }
      const events = stamped(command, streams.world, now, command.id);
      if (permit) assertThere(command, streams.world, hidden);
      return { commandId: command.id, events, read: streams.read(events) };
    } catch (error) {
      const needed = permit && error instanceof Rejection ? told(error, command, streams.world, permit) : error;
      if (!(needed instanceof StreamNeeded)) throw needed;
      await streams.loadAround(needed.stream);
    }
}

/** No decision looks at every record that a command names. What is not there, or is out of reach, is named by nobody: with one answer for both. */
function assertThere({ stream, data }: IssuedCommand, world: World, hidden: ReadonlySet<StreamId>): void {
  const begun = [stream, (data as { readonly proposal?: { readonly stream?: StreamId } }).proposal?.stream];
  const isMissing = mentioned(data).some((named) => !begun.includes(named) && world.version(named) === 0);
  if (isMissing || begun.some((one) => one !== undefined && hidden.has(one))) throw new Rejection('record/is-unknown', 'There is no such record.');
}

const anyId = /[a-z_]+-[0-7][0-9A-HJKMNP-TV-Z]{25}(@\d+)?/g;
const streamIn = (id: string) => id.split('@')[0] as StreamId;

/** A refusal as it may be told: it names no record that whoever asked does not reach, but for what they named themselves. Or the stream that it takes to tell. */
function told(refusal: Rejection, { stream, data }: IssuedCommand, world: World, permit: Permit): Rejection | StreamNeeded {
  const known = new Set([stream, ...mentioned(data)]);
  const details = JSON.stringify(refusal.details ?? {});
  try {
    const untold = [...`${refusal.message} ${details}`.matchAll(anyId)]
      .map(([id]) => id)
      .filter((id) => !known.has(streamIn(id)) && !permit.canName(streamIn(id), world));
    if (untold.length === 0) return refusal;
    const isTold = untold.every((id) => !details.includes(id));
    return new Rejection(
      refusal.code,
      refusal.message.replace(anyId, (id) => (untold.includes(id) ? 'another record' : id)),
      isTold ? refusal.details : undefined,
    );
  } catch (error) {
    if (error instanceof StreamNeeded) return error;
    throw error;
  }
}

/** The decision as events ready to be stored: each with its stream's next version and its envelope, checked against its schema. */
export function stamped(command: IssuedCommand, world: World, now: Date, seed: string): RecordedEvent[] {
  const { occurredOn, ...act } = command.act;
  const decider = deciderOf(command.stream);
  const { ifVersion, ifVersionOf = command.stream } = command;
  if (ifVersion !== undefined && ifVersion !== world.version(ifVersionOf)) throw new StaleVersion(ifVersionOf, ifVersion, world.version(ifVersionOf));
  const decided = decide(decider, command, {
    world,
    occurredOn,
    act,
    actor: command.actor,
    today: civilDateAt(now),
    now: now.toISOString(),
    newId: idsFrom(seed, now),
  });
  const versions = new Map<StreamId, number>();
  return decided.map((one) => {
    const stream = one.on ?? command.stream;
    const version = (versions.get(stream) ?? world.version(stream)) + 1;
    versions.set(stream, version);
    return stamp(one, stream, version, command, occurredOn);
  });
}

function stamp({ type, data, corrects, envelope }: Decided, stream: StreamId, version: number, command: IssuedCommand, occurredOn: CivilDate): RecordedEvent {
  const { document, legalBasis, reason } = command.act;
  const schema = type === 'RecordVoided' ? voidEvent : (deciderOf(stream) as AnyDecider).events[type];
  if (!schema) throw new Error(`${categoryOf(stream)} has no event ${type}`);
  return {
    stream,
    version,
    type,
    schema: 1,
    occurredOn,
    actor: command.actor,
    secrecy: (deciderOf(stream) as AnyDecider).secrecy ?? 'CASE',
    correlation: command.id,
    ...(document && { document }),
    ...(legalBasis && { legalBasis }),
    ...(reason && { reason }),
    ...(corrects && { corrects }),
    ...envelope,
    data: schema.parse(data),
  };
}

/** New stream ids that follow from the command: the same command id and time give the same ids. */
function idsFrom(seed: string, now: Date) {
  let serial = 0;
  return <C extends Category>(category: C): StreamId<C> => newStreamId(category, now, `${seed}/${++serial}`);
}

/** A new stream id: a ULID of this moment, its random part drawn from the seed. */
export function newStreamId<C extends Category>(category: C, at: Date, seed: string): StreamId<C> {
  const bytes = createHash('sha256').update(seed).digest();
  let next = 0;
  return `${category}-${ulid(at.getTime(), () => (bytes[next++] ?? 0) / 256)}` as StreamId<C>;
}

/** The id of the record that a natural key names. */
export const recordIdOf = <C extends Category>(category: C, ...key: readonly string[]): StreamId<C> =>
  recordIdFrom(category, key, (text) => createHash('sha256').update(text).digest());

async function receiptOf(ledger: Ledger, command: IssuedCommand, verdict: Outcome, events: readonly RecordedEvent[]): Promise<Receipt> {
  if (verdict.verdict === 'reused') throw new CommandIdReused('This id was used before, for another request.');
  const isRepeated = verdict.verdict === 'repeated';
  const ids = isRepeated
    ? await ledger.eventIds(verdict.firstPosition, verdict.lastPosition)
    : events.map(({ stream, version }) => `${stream}@${version}` as EventId);
  const own = ids[0]?.slice(0, ids[0].lastIndexOf('@')) as StreamId | undefined;
  const stream = isRepeated && own ? own : command.stream;
  const versions = ids.filter((id) => id.startsWith(`${stream}@`)).map((id) => Number(id.slice(stream.length + 1)));
  const version = versions.at(-1) ?? (await ledger.versionAt(stream, verdict.lastPosition));
  return { commandId: command.id, stream, version, position: verdict.lastPosition, recordedAt: verdict.recordedAt.toISOString(), events: ids, isRepeated };
}

/** The world of one decision, filled from the ledger as the decision asks for it. */
export class LoadedStreams {
  readonly world = new World();
  readonly #ledger: Ledger;
  readonly #numbers = new Map<StreamId, number>();
  /** In the order in which they were last looked at. */
  readonly #recent = new Set<StreamId>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async load(streams: readonly StreamId[]): Promise<void> {
    const missing = [...new Set(streams)].filter((stream) => !this.world.has(stream));
    if (missing.length === 0) return;
    for (const [stream, { no, events }] of await this.#ledger.load(missing)) {
      this.world.load(stream, events);
      this.#numbers.set(stream, no);
    }
  }

  /** From here on, these streams are as if they had never begun. */
  hide(streams: Iterable<StreamId>): void {
    for (const stream of streams) this.world.load(stream, []);
  }

  /** Loads a stream, and in the same breath its likes that the loaded histories mention: who looks at one suspect of a case looks at the others. */
  async loadAround(stream: StreamId): Promise<void> {
    const category = categoryOf(stream);
    const alike = [...this.#numbers.keys()].flatMap((known) =>
      this.world.history(known).flatMap(({ data }) => mentioned(data).filter((id) => categoryOf(id) === category)),
    );
    await this.load([stream, ...alike]);
  }

  /** Forgets the streams that were looked at longest ago, so that many can be read one after another in little memory. What was looked at since the last call stays. */
  keepRecent(most: number): void {
    for (const stream of this.world.takeSeen()) {
      this.#recent.delete(stream);
      this.#recent.add(stream);
    }
    for (const stream of this.#recent.keys()) {
      if (this.#recent.size <= most) break;
      this.#recent.delete(stream);
      this.#numbers.delete(stream);
      this.world.forget(stream);
    }
  }

  /** The streams looked at or written, at the versions the decision saw. */
  read(events: readonly RecordedEvent[]): Entry['read'] {
    const written = events.map(({ stream, version }) => ({ stream, before: version - 1 }));
    const before = new Map(written.toReversed().map(({ stream, before }) => [stream, before]));
    const streams = new Set([...this.world.takeSeen(), ...before.keys()]);
    return [...streams].map((stream) => ({ stream, no: this.#numbers.get(stream) ?? 0, version: before.get(stream) ?? this.world.version(stream) }));
  }
}
