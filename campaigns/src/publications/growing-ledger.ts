import type pg from 'pg';
import { type CivilDate, type PublicationId, type RecordedEvent, type RuleSet, streamNumber } from '@casetrail/domain';
import { type LoggedEvent, randomLog } from '@casetrail/domain/testing';
import { Ledger, type NoteSigner, newSigningKey, sealOnce, signerOf } from '@casetrail/ledger';
import { projectFigures } from '@casetrail/readmodel';
import { fill } from '../tamper/sealed-ledger.ts';

const BATCH = 500;
const MILLISECOND = 1;

/** A random history that is told bit by bit, counted and sealed after each, with publications between its events. */
export class GrowingLedger {
  readonly ledger: Ledger;
  readonly signer: NoteSigner = signerOf(newSigningKey('casetrail.campaign/370200'));
  length = 0;
  readonly #pool: pg.Pool;
  readonly #log: readonly LoggedEvent[];
  readonly #numbers = new Map<string, number>();
  #told = 0;
  #papers = 0;
  #lastRecorded = new Date(0);
  #remembered: string | undefined;

  constructor(pool: pg.Pool, seed: number, events: number) {
    this.#pool = pool;
    this.ledger = new Ledger(pool);
    this.#log = randomLog(seed, events);
  }

  /** The next events of the history. */
  async grow(events: number): Promise<void> {
    const next = this.#log.slice(this.#told, (this.#told += events));
    await this.#record(next.map(({ event, recordedAt }) => ({ event: event as RecordedEvent, recordedAt })));
  }

  /** A paper as it goes its way through the ledger. */
  async publish(asOf: CivilDate, ruleSet: RuleSet, figures: object): Promise<PublicationId> {
    const id = `publication-${String(++this.#papers).padStart(26, '0')}` as PublicationId;
    const acts = { PublicationDrafted: { asOf, ruleSet }, FiguresComputed: figures, PublicationReconciled: {}, PublicationPublished: {} };
    await this.#record(
      Object.entries(acts).map(([type, data], i) => ({
        event: {
          ...{ stream: id, version: i + 1, type, schema: 1, occurredOn: asOf, secrecy: 'INTERNAL', correlation: 'campaign', data },
          actor: { user: `maker-${i}`, role: 'SYSTEM', org: 'campaign', district: '370200' },
        } as unknown as RecordedEvent,
        recordedAt: this.#lastRecorded,
      })),
    );
    return id;
  }

  async #record(events: readonly { readonly event: RecordedEvent; readonly recordedAt: Date }[]): Promise<void> {
    await fill(
      this.#pool,
      events.map(({ event, recordedAt }): LoggedEvent => {
        const position = ++this.length;
        if (event.version === 1) this.#numbers.set(event.stream, streamNumber(position, event.stream.slice(0, event.stream.lastIndexOf('-')) as never));
        this.#lastRecorded = new Date(Math.max(recordedAt.getTime(), this.#lastRecorded.getTime() + MILLISECOND));
        return { position, streamNo: this.#numbers.get(event.stream) as number, recordedAt: this.#lastRecorded, event: event as LoggedEvent['event'] };
      }),
    );
    while (await projectFigures(this.#pool, BATCH));
    const memory = { recall: async () => this.#remembered, remember: async (note: string) => void (this.#remembered = note) };
    await sealOnce(this.#pool, { signer: this.signer, memory });
  }
}
