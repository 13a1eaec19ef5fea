import { setTimeout } from 'node:timers/promises';
import { random } from '@casetrail/domain/testing';
import type { Outcome } from '../campaign.ts';
import { Audit } from './audit.ts';
import { Client, type Operation, Unacceptable } from './client.ts';
import { readModelViolations } from './figures-audit.ts';
import { Load } from './load.ts';
import { until } from '../processes/until.ts';
import { Witness } from './witness.ts';
import { type Backend, type Sabotage, Site } from './site.ts';

/** What is killed together. */
type Fault = 'api' | 'worker' | 'postgres' | 'redis' | 'everything';

export type CrashOptions = {
  readonly rounds: number;
  readonly seed: number;
  readonly backend: Backend;
  /** Every so many rounds the whole ledger is read again and the read models are held against new ones; and at the end. */
  readonly every?: number;
  readonly faults?: readonly Fault[];
  readonly sabotage?: Sabotage;
  readonly say?: (line: string) => void;
  /** Asked after each round whether it was the last one. */
  readonly isOver?: () => boolean;
};

/** A kill comes after so many answers, at most, and so many milliseconds more; load goes on for a while where the clients do not notice it. */
const ANSWERS = 120;
const MILLISECONDS = 20;
const AFTER = 120;
const CHECK_EVERY = 20;
const REPEATED = 4;
/** The api takes longest to start: it is killed less often than the others. */
const usual: Record<Backend, readonly Fault[]> = {
  postgres: ['api', 'worker', 'worker', 'postgres', 'postgres', 'postgres', 'everything'],
  redis: ['api', 'worker', 'worker', 'postgres', 'postgres', 'redis', 'redis', 'everything'],
};

/**
 * Clients send commands while parts of a whole site are killed at moments that nobody chose; then everything that is promised is looked for.
 * Stops at the first round with a violation, and leaves its data where they are.
 */
export async function crash(options: CrashOptions): Promise<Outcome> {
  const { rounds, seed, backend, every = CHECK_EVERY, faults = usual[backend], sabotage = {}, say = () => undefined, isOver = () => false } = options;
  const site = await Site.start(backend, sabotage);
  const run = new Run(site, seed, backend, faults, sabotage);
  let done = 0;
  try {
    while (done < rounds && !isOver() && run.violations.length === 0) {
      const what = await run.round();
      done++;
      if (run.violations.length === 0 && (done % every === 0 || done === rounds || isOver())) await run.checkEverything();
      say(`${String(done).padStart(4)}  ${what}`);
    }
  } catch (error) {
    run.violations.push(`round ${done} broke off: ${(error as Error).stack ?? String(error)}`); // what a campaign cannot explain is not right
  } finally {
    await site.stop({ keep: run.violations.length > 0 && options.sabotage === undefined });
  }
  if (run.violations.length > 0 && options.sabotage === undefined) say(`Data and logs are kept in ${site.folder}`);
  return { rounds: done, counts: run.counts, violations: run.violations };
}

class Run {
  readonly counts = {
    kills: 0,
    hangups: 0,
    flushes: 0,
    commands: 0,
    acknowledged: 0,
    refused: 0,
    reads: 0,
    unknown: 0,
    unknownRecorded: 0,
    repeated: 0,
    checks: 0,
    checkpoints: 0,
    events: 0,
  };
  readonly violations: string[] = [];
  readonly #site: Site;
  readonly #dice: ReturnType<typeof random>;
  readonly #faults: readonly Fault[];
  readonly #backend: Backend;
  readonly #sabotage: Sabotage;
  readonly #load: Load;
  readonly #client: Client;
  readonly #audit: Audit;
  readonly #witness: Witness;
  readonly #operations: Operation[] = [];

  constructor(site: Site, seed: number, backend: Backend, faults: readonly Fault[], sabotage: Sabotage) {
    this.#sabotage = sabotage;
    this.#site = site;
    this.#dice = random(seed);
    this.#faults = faults;
    this.#backend = backend;
    this.#load = new Load(seed);
    this.#client = new Client(site);
    this.#audit = new Audit(site.admin);
    this.#witness = new Witness(site.admin);
  }

  /** Load, a kill in the middle of it, a new start, every open question asked again, and a look at the ledger. Says what was done. */
  async round(): Promise<string> {
    const fault = this.#dice.pick(this.#faults);
    const [answers, later, after, nemesis] = [this.#dice.int(ANSWERS), this.#dice.int(MILLISECONDS), this.#dice.int(AFTER), this.#dice.int(4)];
    const own: Operation[] = [];
    const load = { isOver: false, answers: 0 };
    const clients = Array.from({ length: this.#load.clients }, (_, no) => this.#work(no, own, load));

    await until('half of the answers', () => load.answers >= answers / 2 || this.violations.length > 0);
    if (nemesis === 0) this.#hangUp();
    if (nemesis === 1 && this.#site.redis) await this.#flush();
    const left = nemesis === 0 ? 0 : answers; // who has hung up asks no more
    await until('the answers', () => load.answers >= left || this.violations.length > 0);
    await setTimeout(later);
    const parts = fault === 'everything' ? (['api', 'worker', 'postgres', 'redis'] as const) : [fault];
    await Promise.all(parts.map((part) => this.#site.kill(part)));
    this.counts.kills += parts.filter((part) => part !== 'redis' || this.#backend === 'redis').length;
    await setTimeout(after);
    load.isOver = true;
    await Promise.all(clients);
    await this.#site.restart(parts);

    await this.#audit.read(); // before anything is sent again: what was acknowledged must be there now
    this.#audit.check(own);
    if (this.#audit.violations.length > 0) return this.#breakOff(fault);
    const open = own.filter(({ reply }) => reply.kind === 'unknown');
    const recorded = open.filter((operation) => this.#audit.has(operation)).length;
    await Promise.all(open.map((operation) => this.#settle(operation)));
    if (!this.#sabotage.forgetsKeys) await this.#repeatSome(own);
    await this.#audit.read();
    this.#audit.check(own);
    await this.#site.caughtUp();
    this.violations.push(...(await this.#witness.look(this.#audit)));
    this.#load.settle();
    this.#operations.push(...own);
    this.#count(own, open.length, recorded);
    this.#takeOver(this.#audit);
    return `${fault} killed after ${load.answers} answers: ${own.length} commands, ${open.length} without an answer (${recorded} of them recorded), ${this.#audit.position} events`;
  }

  /** What is broken is left as it is. */
  #breakOff(fault: Fault): string {
    this.#takeOver(this.#audit);
    return `${fault} killed: ${this.violations[0]}`;
  }

  /** Everything from the beginning: the ledger, the commands, the read models. */
  async checkEverything(): Promise<void> {
    if (this.#sabotage.pause) await setTimeout(this.#sabotage.pause);
    const afresh = new Audit(this.#site.admin);
    await afresh.read(this.#audit.position);
    if (afresh.digest !== this.#audit.digest) afresh.violations.push('what stands in the ledger is not what stood there when it was first read');
    afresh.check(this.#operations);
    await afresh.checkCommands(this.#operations);
    this.#takeOver(afresh);
    if (!this.#sabotage.worker) {
      await this.#site.sealed(this.#audit.position);
      this.violations.push(...(await this.#witness.lookAgain(afresh)));
    }
    this.violations.push(...(await readModelViolations(this.#site)));
    this.counts.checks++;
  }

  /** One client: one thing after the other, until the load is over or it gets no answer. */
  async #work(no: number, own: Operation[], load: { readonly isOver: boolean; answers: number }): Promise<void> {
    while (!load.isOver) {
      const next = this.#load.next(no);
      try {
        if ('read' in next) {
          this.counts.reads++;
          if ((await this.#client.read(next.as, next.read)) === undefined) return;
          load.answers++;
          continue;
        }
        own.push(next);
        next.reply = await this.#client.send(next);
        if (next.reply.kind === 'unknown') return;
        load.answers++;
        if (next.reply.kind === 'acknowledged') this.#load.learn(next, next.reply.receipt);
      } catch (error) {
        if (!(error instanceof Unacceptable)) throw error;
        return void this.violations.push(error.message);
      }
    }
  }

  /** Sends a command again, with its own key, until there is an answer. */
  async #settle(operation: Operation): Promise<void> {
    const wasRecorded = this.#audit.has(operation);
    for (let attempt = 0; operation.reply.kind === 'unknown' && attempt < 100; attempt++) {
      const key = this.#sabotage.forgetsKeys ? `${operation.key}-${attempt}` : operation.key;
      operation.reply = await this.#client.send({ ...operation, key });
      if (operation.reply.kind === 'unknown') await this.#site.ready();
    }
    if (operation.reply.kind === 'unknown') return void this.violations.push(`${operation.key} never gets an answer: ${operation.reply.why}`);
    if (operation.reply.kind === 'acknowledged') this.#load.learn(operation, operation.reply.receipt);
    if (wasRecorded && !this.#sabotage.forgetsKeys && (operation.reply.kind !== 'acknowledged' || !operation.reply.receipt.isRepeated))
      this.violations.push(`${operation.key} was recorded before it was sent again, and answered ${JSON.stringify(operation.reply)}`);
  }

  /** Who asks again gets the same receipt. */
  async #repeatSome(own: readonly Operation[]): Promise<void> {
    const acknowledged = own.filter(({ reply }) => reply.kind === 'acknowledged');
    for (let i = 0; i < Math.min(REPEATED, acknowledged.length); i++) {
      const operation = this.#dice.pick(acknowledged);
      const again = await this.#client.send(operation);
      const expected = operation.reply.kind === 'acknowledged' && receiptKey(operation.reply.receipt);
      if (again.kind !== 'acknowledged' || receiptKey(again.receipt) !== expected || !again.receipt.isRepeated)
        this.violations.push(`${operation.key} was answered ${JSON.stringify(operation.reply)}, and again ${JSON.stringify(again)}`);
      this.counts.repeated++;
    }
  }

  #hangUp(): void {
    this.#client.hangUp();
    this.counts.hangups++;
  }

  async #flush(): Promise<void> {
    await this.#site.redis?.flush();
    this.counts.flushes++;
  }

  #count(own: readonly Operation[], unknown: number, recorded: number): void {
    this.counts.commands += own.length;
    this.counts.acknowledged += own.filter(({ reply }) => reply.kind === 'acknowledged').length;
    this.counts.refused += own.filter(({ reply }) => reply.kind === 'refused').length;
    this.counts.unknown += unknown;
    this.counts.unknownRecorded += recorded;
    this.counts.events = this.#audit.position;
    this.counts.checkpoints = this.#witness.checkpoints;
  }

  #takeOver({ violations }: Audit): void {
    this.violations.push(...violations.splice(0));
  }
}

const receiptKey = ({
  commandId,
  stream,
  position,
  recordedAt,
  events,
}: {
  commandId: string;
  stream: string;
  position: number;
  recordedAt: string;
  events: readonly string[];
}) => JSON.stringify([commandId, stream, position, recordedAt, events]);
