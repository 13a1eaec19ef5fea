import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type CivilDate, type PublicationId, type RuleSet, addDays, civilDateAt, ruleSetNames } from '@casetrail/domain';
import { random } from '@casetrail/domain/testing';
import { Figures, type Point, Publications, computeFigures, faultsOfDifference, unexplained } from '@casetrail/readmodel';
import { SNAPSHOT, ledgerIn, verify } from '@casetrail/readmodel/audit';
import type { CampaignOptions, Outcome } from '../campaign.ts';
import { runProgram } from '../processes/app.ts';
import { PostgresServer } from '../processes/postgres.ts';
import { GrowingCity } from './growing-city.ts';

const LATER = 100;
/** After so many rounds comes a new paper, one is counted again, and differences are opened to their last unit. */
const LOOK_DEEPER_EVERY = 10;
const PAIRS = 2;
const FIRST_DAY = '2018-01-24' as CivilDate;
const DAYS = 830;

type Options = Pick<CampaignOptions, 'rounds' | 'seed'> &
  Partial<Pick<CampaignOptions, 'isOver' | 'say'>> & {
    /** How many acts there are before the first paper. Left out: so many that the city ends with the last round. */
    readonly before?: number;
  };
type Paper = { readonly id: PublicationId; readonly asOf: CivilDate; readonly ruleSet: RuleSet; readonly position: number; readonly frozen: string };

/**
 * Publishes papers while the demo city goes on, with its late entries and corrections. After every hundred acts each paper must read as it did when it was
 * published, now and then count the same again, and random pairs of points must differ by what their cells say. In the end an auditor looks at all of it.
 */
export async function publications({ rounds, seed, before, say = () => undefined, isOver = () => false }: Options): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'casetrail-campaign-'));
  chmodSync(folder, 0o755);
  const server = await PostgresServer.start(folder);
  const pool = new pg.Pool({ connectionString: server.url, max: 4 });
  pool.on('error', () => undefined); // it may still be saying good-bye when the server stops
  try {
    await runProgram('apps/cli/bin/casetrail.mjs', ['migrate'], { DATABASE_URL: server.url, CASETRAIL_HOME: join(folder, 'home') });
    const trial = new Trial(pool, seed);
    await trial.begin(before ?? trial.city.acts - rounds * LATER);
    let done = 0;
    for (; done < rounds && !isOver(); done++) {
      const isDeep = done % LOOK_DEEPER_EVERY === 0;
      if (isDeep) await trial.publish();
      await trial.goOn();
      await trial.look(isDeep);
      if (isDeep) say(`${String(done + 1).padStart(6)}  ${JSON.stringify(trial.counts)}`);
    }
    await trial.audit();
    return { rounds: done, counts: trial.counts, violations: trial.violations };
  } finally {
    await pool.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

class Trial {
  readonly counts = { papers: 0, laterEvents: 0, read: 0, figuresCountedAgain: 0, pairs: 0, openedPairs: 0, audited: 0 };
  readonly violations: string[] = [];
  readonly city: GrowingCity;
  readonly #pool: pg.Pool;
  readonly #figures: Figures;
  readonly #publications: Publications;
  readonly #dice: ReturnType<typeof random>;
  readonly #papers: Paper[] = [];
  #head = 0;

  constructor(pool: pg.Pool, seed: number) {
    this.#pool = pool;
    this.city = new GrowingCity(pool);
    this.#figures = new Figures(pool);
    this.#publications = new Publications(pool);
    this.#dice = random(seed);
  }

  async begin(acts: number): Promise<void> {
    await this.city.grow(acts);
  }

  async goOn(): Promise<void> {
    this.counts.laterEvents += await this.city.grow(LATER);
    this.#head = (await this.city.ledger.head()).position;
  }

  async publish(): Promise<void> {
    const [asOf, ruleSet] = [this.#day(), this.#dice.pick(ruleSetNames)];
    const sources = { ledger: this.city.ledger, figures: this.#figures, publications: this.#publications, exceptions: async () => new Map() };
    const id = await this.city.publish(asOf, ruleSet, await computeFigures(sources, { asOf, ruleSet }));
    const frozen = await this.#read(id);
    const position = (await this.#publications.one(id))?.computed?.figures.position;
    if (position === undefined) throw new Error(`${id} has no figures`);
    this.#papers.push({ id, asOf, ruleSet, position, frozen });
    this.counts.papers++;
  }

  /** Every paper reads the same, and some pairs of points differ by what is said; looked at more deeply, one paper counts the same. */
  async look(isDeep: boolean): Promise<void> {
    for (const { id, frozen } of this.#papers) {
      this.counts.read++;
      if ((await this.#read(id)) !== frozen) this.violations.push(`${id} reads otherwise than when it was published`);
    }
    for (let i = 0; i < PAIRS; i++) await this.#compare(this.#point(), this.#point(), isDeep && i === 0);
    if (isDeep) await this.#countAgain(this.#dice.pick(this.#papers));
  }

  async #compare(from: Point, to: Point, isDeep: boolean): Promise<void> {
    this.counts.pairs++;
    if (isDeep) this.counts.openedPairs++;
    const faults = isDeep
      ? await faultsOfDifference(this.#figures, from, to)
      : unexplained(await this.#figures.difference(from, to)).map(({ figure }) => figure);
    for (const fault of faults) this.violations.push(`${JSON.stringify(from)} and ${JSON.stringify(to)}: ${fault}`);
  }

  async #countAgain({ id, asOf, ruleSet, position }: Paper): Promise<void> {
    const printed = (await this.#publications.one(id))?.computed?.figures.figures ?? [];
    const { contributions, values } = await this.#figures.publication({ asOf, position, ruleSet }, civilDateAt(new Date()));
    for (const [i, { figure, rule, value, units, events, root }] of printed.entries()) {
      this.counts.figuresCountedAgain++;
      const again = contributions[i];
      const now = { value: values[figure as keyof typeof values], units: again?.units, events: again?.events, root: again?.root.toString('base64') };
      if (JSON.stringify(now) !== JSON.stringify({ value, units, events, root }))
        this.violations.push(`${id}: ${figure} by ${rule} counts otherwise now: ${JSON.stringify(now)}`);
    }
  }

  async audit(): Promise<void> {
    const db = await this.#pool.connect();
    try {
      await db.query(SNAPSHOT);
      const { holds, wrong, publications: seen } = await verify(() => ledgerIn(db), { keys: [this.city.signer.verifier] });
      this.counts.audited = seen.length;
      if (!holds || seen.length !== this.#papers.length) this.violations.push(`the auditor: ${JSON.stringify(wrong ?? seen)}`);
    } finally {
      await db.query('rollback');
      db.release();
    }
  }

  /** As whoever asks for it gets it. */
  async #read(id: PublicationId): Promise<string> {
    return JSON.stringify(await this.#publications.one(id));
  }

  readonly #day = (): CivilDate => addDays(FIRST_DAY, this.#dice.int(DAYS));
  /** A paper, or any other point. */
  readonly #point = (): Point => {
    if (this.#dice.int(2) === 0) {
      const { asOf, position, ruleSet } = this.#dice.pick(this.#papers);
      return { asOf, knownAt: { position }, ruleSet };
    }
    return { asOf: this.#day(), knownAt: { position: 1 + this.#dice.int(this.#head) }, ruleSet: this.#dice.pick(ruleSetNames) };
  };
}
