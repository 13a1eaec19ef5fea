import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { type StreamId, eventIdOf } from '@casetrail/domain';
import { EMPTY_ROOT, GrowingTree, canonicalJson, leafHash, leafOf } from '@casetrail/ledger';
import type { Operation } from './client.ts';
import { OPENING, commandIdOf } from './site.ts';

type Row = { position: string; id: StreamId; version: number; type: string; on: string; recorded_at: Date; bytes: Buffer; hash: Buffer };
type Effect = { readonly events: string[]; last: number };

const PAGE = 5000;
const newEvents = `select e.position, s.id, e.version, e.type, e.occurred_on::text as on, e.recorded_at, e.bytes, e.hash
  from ledger.events e left join ledger.streams s on s.no = e.stream where e.position > $1 order by e.position limit ${PAGE}`;

/**
 * Reads the ledger from its beginning as if nobody had ever promised anything about it, and holds it against what the clients know.
 * It goes on where it stopped; what it has seen once must never go away again.
 */
export class Audit {
  readonly violations: string[] = [];
  readonly #db: Pool;
  readonly #versions = new Map<string, number>();
  readonly #effects = new Map<string, Effect>();
  readonly #prefix = createHash('sha256');
  readonly #tree = new GrowingTree();
  /** The root of the tree of the first n events is number n. */
  readonly #roots: Buffer[] = [EMPTY_ROOT];
  #position = 0;
  #recordedAt = 0;

  constructor(db: Pool) {
    this.#db = db;
  }

  get position(): number {
    return this.#position;
  }

  /** A hash over everything that was read so far. */
  get digest(): string {
    return this.#prefix.copy().digest('hex');
  }

  /** The root over the first events, worked out from the events; undefined where not so many were read. */
  rootAt(size: number): Buffer | undefined {
    return this.#roots[size];
  }

  /** Reads what is new, up to some position at most. */
  async read(until = Infinity): Promise<void> {
    const { rows } = await this.#db.query<{ head: string }>('select coalesce(max(position), 0) as head from ledger.events');
    const head = Number(rows[0]?.head);
    if (head < this.#position) this.violations.push(`the ledger ends at position ${head}, and has ended at ${this.#position} before`);
    while (this.#position < Math.min(head, until)) {
      const { rows: page } = await this.#db.query<Row>(newEvents, [this.#position]);
      if (page.length === 0) return void this.violations.push(`nothing is readable after position ${this.#position}, and the ledger ends at ${head}`);
      for (const row of page) if (Number(row.position) <= until) this.#look(row);
    }
  }

  /** Holds operations against the ledger: what was acknowledged is there once and as its receipt says, what was refused is not, all else at most once. */
  check(operations: Iterable<Operation>): void {
    for (const { key, reply } of operations) {
      const effect = this.#effects.get(key);
      const found = effect?.events ?? [];
      if (reply.kind === 'refused' && found.length > 0) this.violations.push(`${key} was refused (${reply.code}) and has recorded ${found.join(', ')}`);
      if (reply.kind !== 'acknowledged') continue;
      const told = reply.receipt.events;
      if (told.join() !== found.join())
        this.violations.push(`${key} was acknowledged with ${told.join(', ') || 'no events'}; the ledger has ${found.join(', ') || 'none'}`);
      if (told.length > 0 && effect?.last !== reply.receipt.position)
        this.violations.push(`${key} was acknowledged at position ${reply.receipt.position}; the ledger has it at ${effect?.last}`);
    }
  }

  /** Whether anything of an operation is in the ledger. */
  has({ key }: Operation): boolean {
    return this.#effects.has(key);
  }

  /** Holds the table of commands against the operations: every one that was acknowledged is in it, and no other. */
  async checkCommands(operations: Iterable<Operation>): Promise<void> {
    const { rows } = await this.#db.query<{ id: string; first: string; last: string }>(
      // What the system records by itself, no client has sent: the anchors of the looks.
      `select c.id, c.first_position as first, c.last_position as last from ledger.commands c left join ledger.events e on e.position = c.first_position
        where e.type is distinct from 'LooksAnchored' or c.first_position > c.last_position`,
    );
    const recorded = new Map(rows.map(({ id, first, last }) => [id, { first: Number(first), last: Number(last) }]));
    if (!recorded.delete(OPENING)) this.violations.push('the command that opened the ledger is gone');
    for (const { key, as, reply } of operations) {
      const id = commandIdOf(as.user, key);
      const row = recorded.get(id);
      recorded.delete(id);
      if (reply.kind === 'acknowledged' && !row) this.violations.push(`${key} was acknowledged, and the ledger does not know its command ${id}`);
      if (reply.kind === 'refused' && row) this.violations.push(`${key} was refused (${reply.code}), and the ledger knows its command ${id}`);
      if (reply.kind === 'acknowledged' && row && row.last - row.first + 1 !== reply.receipt.events.length)
        this.violations.push(`${key} has ${reply.receipt.events.length} events, and its command says ${row.first} to ${row.last}`);
    }
    for (const id of recorded.keys()) this.violations.push(`the ledger knows a command ${id} that no client has sent`);
  }

  #look({ position: at, id, version, type, on, recorded_at: recordedAt, bytes, hash }: Row): void {
    const position = Number(at);
    const wrong = (what: string) => this.violations.push(`position ${position}: ${what}`);
    if (position !== this.#position + 1) wrong(`follows position ${this.#position}`);
    this.#position = position;
    if (recordedAt.getTime() < this.#recordedAt) wrong('recorded before the event in front of it');
    this.#recordedAt = recordedAt.getTime();
    if (!createHash('sha256').update(bytes).digest().equals(hash)) wrong('the hash is not that of the bytes');
    this.#prefix.update(`${position} ${recordedAt.toISOString()} `).update(hash);
    this.#tree.add(leafHash(leafOf({ position, recordedAt, hash })));
    this.#roots.push(this.#tree.root());

    const event = JSON.parse(bytes.toString('utf8')) as { stream: string; version: number; type: string; occurredOn: string; document?: { number: string } };
    if (canonicalJson(event) !== bytes.toString('utf8')) wrong('the bytes are not canonical');
    if (event.stream !== id || event.version !== version || event.type !== type || event.occurredOn !== on) wrong('the columns differ from the bytes');
    const before = this.#versions.get(event.stream) ?? 0;
    if (version !== before + 1) wrong(`${id}: version ${version} follows version ${before}`);
    this.#versions.set(event.stream, version);

    if (!event.document) return;
    const effect = this.#effects.get(event.document.number) ?? { events: [], last: 0 };
    effect.events.push(eventIdOf(id, version));
    effect.last = position;
    this.#effects.set(event.document.number, effect);
  }
}
