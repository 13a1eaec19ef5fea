import type pg from 'pg';
import { CITY_LEVEL, type CivilDate, type PublicationId, type RecordedEvent, type RuleSet, streamNumber } from '@casetrail/domain';
import { OPENED_AT, demoCityCommands, demoOpening } from '@casetrail/demo-city';
import type { LoggedEvent } from '@casetrail/domain/testing';
import { Ledger, type NoteSigner, type PlayedCommand, importCommands, newSigningKey, newStreamId, sealOnce, signerOf } from '@casetrail/ledger';
import { fillLedger } from '@casetrail/ledger/testing';
import { projectFigures } from '@casetrail/readmodel';

const BATCH = 5000;

/** The demo city, played act by act through the deciders, counted and sealed after each stretch, with publications between its events. */
export class GrowingCity {
  readonly ledger: Ledger;
  readonly signer: NoteSigner = signerOf(newSigningKey('casetrail.campaign/370200'));
  readonly acts: number;
  readonly #pool: pg.Pool;
  readonly #city: readonly PlayedCommand[] = [demoOpening(newStreamId('ledger', OPENED_AT, 'a campaign')), ...demoCityCommands()];
  #told = 0;
  #papers = 0;
  #remembered: string | undefined;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
    this.ledger = new Ledger(pool);
    this.acts = this.#city.length;
  }

  /** Plays the next acts, as far as there are any. Returns how many events they recorded. */
  async grow(acts: number): Promise<number> {
    const events = await importCommands(this.ledger, this.#city.slice(this.#told, (this.#told += acts)));
    await this.#countAndSeal();
    return events;
  }

  /** A paper as it goes its way through the ledger. */
  async publish(asOf: CivilDate, ruleSet: RuleSet, figures: object): Promise<PublicationId> {
    const id = `publication-${String(++this.#papers).padStart(26, '0')}` as PublicationId;
    const { position, recordedAt } = await this.ledger.head();
    const acts = { PublicationDrafted: { asOf, ruleSet }, FiguresComputed: figures, PublicationReconciled: {}, PublicationPublished: {} };
    const events = Object.entries(acts).map(([type, data], i) => {
      const event = {
        ...{ stream: id, version: i + 1, type, schema: 1, occurredOn: asOf, secrecy: 'INTERNAL', correlation: 'campaign', data },
        actor: { user: `maker-${i}`, role: 'SYSTEM', org: 'campaign', district: CITY_LEVEL },
      } as unknown as RecordedEvent;
      return { position: position + 1 + i, streamNo: streamNumber(position + 1, 'publication'), recordedAt, event } as LoggedEvent;
    });
    await fillLedger(this.#pool, events);
    await this.#countAndSeal();
    return id;
  }

  async #countAndSeal(): Promise<void> {
    while (await projectFigures(this.#pool, BATCH));
    const memory = { recall: async () => this.#remembered, remember: async (note: string) => void (this.#remembered = note) };
    while ((await sealOnce(this.#pool, { signer: this.signer, memory })).events > 0);
  }
}
