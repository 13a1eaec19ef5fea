import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../processes/root.ts';

/** Campaigns run processes made from what is built. Does nothing where the build is fresh. */
export function build(): void {
  if (process.env['CASETRAIL_BUILT'] !== undefined) return; // npm test has built everything
  const projects = ['apps/api', 'apps/worker', 'apps/cli', 'campaigns'];
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', ...projects], { cwd: root, stdio: 'inherit' });
}

/** How long it may take to build what has changed, in milliseconds. */
export const BUILDING = 180_000;
/** Where CI decides how much is tried; by hand it can be more. */
export const many = (variable: string, usual: number): number => Number(process.env[variable] ?? usual);
