import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '@casetrail/campaigns/processes';

/** Other event stores on PostgreSQL. They are fetched when something is measured, into a folder of their own, and are no part of the product. */
const versions = {
  '@event-driven-io/emmett': '0.42.0',
  '@event-driven-io/emmett-postgresql': '0.42.0',
  '@castore/core': '2.4.2',
  '@castore/event-storage-adapter-postgres': '2.4.2',
} as const;
type Package = keyof typeof versions;
export const measuredPeers = ['@event-driven-io/emmett-postgresql', '@castore/event-storage-adapter-postgres'] as const satisfies readonly Package[];

export type Peers = {
  /** Why there are none. */
  readonly missing?: string;
  readonly versions: Readonly<Record<string, string>>;
  /** @throws Error where it is not there */
  readonly load: (name: (typeof measuredPeers)[number]) => unknown;
};

const folder = join(root, 'bench/.peers');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const PATIENCE = 180_000;

/** Installs what is missing. Where npm cannot be reached, there are no peers. */
export async function fetchPeers(say: (line: string) => void): Promise<Peers> {
  const manifest = `${JSON.stringify({ name: 'casetrail-bench-peers', private: true, dependencies: versions }, null, 2)}\n`;
  const path = join(folder, 'package.json');
  const isThere = existsSync(join(folder, 'node_modules')) && existsSync(path) && readFileSync(path, 'utf8') === manifest;
  if (!isThere) {
    say('fetching peers from npm …');
    mkdirSync(folder, { recursive: true });
    try {
      const named = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
      const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-workspaces', '--no-save', '--prefix', folder];
      writeFileSync(path, '{ "private": true }\n');
      await promisify(execFile)(npm, ['install', ...options, ...named], { cwd: folder, timeout: PATIENCE });
      writeFileSync(path, manifest);
    } catch (error) {
      const why = `npm could not fetch it (${(error as Error).message.split('\n').find((line) => line.includes('code')) ?? 'no answer'})`;
      say(`${why}: measured without peers`);
      return { missing: why, versions: {}, load: () => Promise.reject(new Error(why)) };
    }
  }
  const require = createRequire(path);
  return { versions: Object.fromEntries(measuredPeers.map((name) => [name, versions[name]])), load: (name) => require(name) as unknown };
}
