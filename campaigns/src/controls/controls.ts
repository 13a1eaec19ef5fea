import type { Outcome } from '../campaign.ts';
import { type CrashOptions, crash } from '../crash/crash.ts';
import type { Backend } from '../crash/site.ts';
import { skippingReader } from './skipping-reader.ts';

export type ControlsOptions = {
  /** How many kills each control may take until it is caught. */
  readonly rounds: number;
  readonly seed: number;
  readonly backend: Backend;
  /** Transactions of the writers that a naive reader follows. */
  readonly transactions?: number;
  readonly say?: (line: string) => void;
};

type Control = {
  readonly what: string;
  readonly how: Pick<CrashOptions, 'faults' | 'sabotage' | 'every'>;
  /** What the campaign must say of it, and not something else. */
  readonly caughtBy: RegExp;
};

/** Faults that are planted in a site: a campaign that does not find them would find nothing. */
const planted: readonly Control[] = [
  {
    // Lowered behind their backs: no process starts where it is off.
    what: 'a database that acknowledges before it has written (synchronous_commit = off)',
    how: {
      faults: ['postgres'],
      sabotage: {
        database: async (db) => {
          await db.query(`alter database casetrail set synchronous_commit = off`);
          await db.query(`alter system set wal_writer_delay = '10s'`);
          await db.query('select pg_reload_conf()');
          await db.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');
        },
      },
    },
    caughtBy: /was acknowledged with .*; the ledger has none|the ledger ends at position/,
  },
  {
    what: 'a projector that commits its checkpoint before its rows',
    how: { faults: ['worker'], every: 1, sabotage: { worker: 'campaigns/dist/controls/early-checkpoint.js', pause: 1000 } },
    caughtBy: /figures kept up to date and figures counted anew differ|naively/,
  },
  {
    what: 'clients that send again under another key',
    how: { faults: ['api', 'postgres'], sabotage: { forgetsKeys: true } },
    caughtBy: /was acknowledged with .*; the ledger has .*@\d|was refused .* and has recorded/,
  },
];

/** Plants one fault after the other, and a reader that skips; every one must be caught. What was not is a violation. */
export async function controls({ rounds, seed, backend, transactions = 2000, say = () => undefined }: ControlsOptions): Promise<Outcome> {
  const violations: string[] = [];
  const counts: Record<string, number> = { planted: 0, caught: 0 };
  let done = 0;
  const tell = (what: string, isCaught: boolean, how: string) => {
    counts['planted'] = (counts['planted'] ?? 0) + 1;
    if (isCaught) counts['caught'] = (counts['caught'] ?? 0) + 1;
    else violations.push(`${what} was NOT caught: ${how}`);
    say(`${isCaught ? 'caught' : 'MISSED'}  ${what}: ${how}`);
  };

  for (const { what, how, caughtBy } of planted) {
    const found = await crash({ ...how, rounds, seed, backend });
    done += found.rounds;
    const [proof] = found.violations.filter((violation) => caughtBy.test(violation));
    tell(what, proof !== undefined, `${found.rounds} rounds, ${found.violations.length} violations: ${proof ?? found.violations[0] ?? 'none'}`);
  }

  const { sequence, ledger } = await skippingReader(transactions, seed);
  counts['skipped'] = sequence.missed;
  counts['skippedOfLedger'] = ledger.missed;
  tell('a reader that asks for "position > last" of a sequence', sequence.missed > 0, `it missed ${sequence.missed} of ${sequence.committed}`);
  say(`        the same reader of the ledger missed ${ledger.missed} of ${ledger.committed}`);
  if (ledger.missed > 0) violations.push(`A reader of the ledger missed ${ledger.missed} of ${ledger.committed} events`);
  return { rounds: done, counts, violations };
}
