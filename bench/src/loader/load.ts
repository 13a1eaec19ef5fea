import { copyOf, eventInCopy } from '@casetrail/demo-city';
import { type RecordedEvent, type StreamId, categoryOf, streamNumber } from '@casetrail/domain';
import { canonicalJson, fingerprintOf } from '@casetrail/ledger';
import pg from 'pg';
import { BinaryCopy } from './binary-copy.ts';
import type { Act, Acts } from './city-acts.ts';

type Loading = {
  /** The copies that stand beside each other, from one to another; the first one is as the acts are. */
  readonly from?: number;
  readonly to: number;
  /** How many events the ledger has already. */
  readonly after?: number;
  readonly say?: (events: number) => void;
};

const TELL_EVERY = 500_000;
const DRAIN_EVERY = 100;

/**
 * Puts rows into a ledger as `ledger.append` would have made them of the same commands: COPY takes them many times as fast. As the owner of the
 * tables; the server works out the hashes. Returns how many events there are then.
 */
export async function loadLedger(url: string, { opening, repeated, end }: Acts, { from = 1, to, after = 0, say }: Loading): Promise<number> {
  const clients = await Promise.all([0, 1, 2].map(() => connected(url)));
  try {
    const rows = new Rows(clients as [pg.Client, pg.Client, pg.Client], after, to);
    let tellAt = TELL_EVERY;
    if (opening) rows.act(opening, 1);
    for (const act of repeated) {
      for (let copy = from; copy <= to; copy++) {
        rows.act(act, copy);
        if (copy % DRAIN_EVERY === 0) await rows.drain();
      }
      await rows.drain();
      if (rows.position < tellAt) continue;
      say?.(rows.position);
      tellAt += TELL_EVERY;
    }
    if (end) rows.act(end, 1);
    await rows.end();
    return rows.position;
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  await client.connect();
  return client;
}

/** The three tables of a ledger, filled at the same time. */
class Rows {
  position: number;
  readonly #copies: number;
  readonly #streams: BinaryCopy;
  readonly #events: BinaryCopy;
  readonly #commands: BinaryCopy;
  /** By the stream of the first copy, its numbers in all of them. */
  readonly #numbers = new Map<StreamId, Float64Array>();

  constructor([first, second, third]: [pg.Client, pg.Client, pg.Client], after: number, copies: number) {
    this.position = after;
    this.#copies = copies;
    this.#streams = new BinaryCopy(first, 'ledger.streams', ['id', 'no']);
    this.#events = new BinaryCopy(second, 'ledger.events', ['position', 'stream', 'version', 'occurred_on', 'recorded_at', 'type', 'bytes']);
    this.#commands = new BinaryCopy(third, 'ledger.commands', ['id', 'fingerprint', 'first_position', 'last_position', 'recorded_at']);
  }

  act(act: Act, copy: number): void {
    const { id, stream, type, data, act: circumstances, actor, recordedAt } = copy === 1 ? act.command : copyOf(act.command, copy);
    const moment = Date.parse(recordedAt);
    const first = this.position + 1;
    for (const event of act.events) this.#event(event, copy, moment);
    const fingerprint = fingerprintOf({ stream, type, data, act: circumstances, actor });
    this.#commands.row().bytes(uuid(id)).bytes(fingerprint).bigint(first).bigint(this.position).time(moment);
  }

  #event(original: RecordedEvent, copy: number, moment: number): void {
    const event = copy === 1 ? original : eventInCopy(original, copy);
    const { stream, version, occurredOn, type } = event;
    const position = ++this.position;
    const numbers = this.#numbers.get(original.stream) ?? new Float64Array(this.#copies + 1);
    if (version === 1) {
      numbers[copy] = streamNumber(position, categoryOf(stream));
      this.#numbers.set(original.stream, numbers);
      this.#streams.row().text(stream).bigint(numbers[copy]);
    }
    if (!numbers[copy]) throw new Error(`${stream} has not begun`);
    this.#events.row().bigint(position).bigint(numbers[copy]).int(version).date(occurredOn).time(moment).text(type).text(canonicalJson(event));
  }

  async drain(): Promise<void> {
    await Promise.all([this.#streams.drain(), this.#events.drain(), this.#commands.drain()]);
  }

  async end(): Promise<void> {
    await Promise.all([this.#streams.end(), this.#events.end(), this.#commands.end()]);
  }
}

const uuid = (text: string) => Buffer.from(text.replaceAll('-', ''), 'hex');
