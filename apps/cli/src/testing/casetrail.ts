import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type TestDatabase, copiedDatabase } from '@casetrail/ledger/testing';
import { runCasetrail } from '../program.ts';

/** What a call prints and ends with. */
export type Ran = { readonly code: number; readonly out: string; readonly err: string };

export const root = resolve(__dirname, '../../../..');

/** Runs the command line as a user would, in a shell of its own. */
export const inShell = (args: string, env: NodeJS.ProcessEnv): Promise<Ran> =>
  new Promise((done) =>
    execFile('sh', ['-c', `node apps/cli/bin/casetrail.mjs ${args}`], { cwd: root, maxBuffer: 1e8, env: { ...process.env, ...env } }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    ),
  );

/** Runs it in this process: for specs about what it says, that need not wait for a program to start each time. Its surroundings are those of the spec. */
export async function inProcess(args: string): Promise<Ran> {
  const said = { out: '', err: '' };
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((said.out += String(text)), true));
  const err = jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((said.err += String(text)), true));
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    return { code: await runCasetrail(args.split(' ').filter(Boolean)), ...said };
  } finally {
    process.exitCode = before;
    out.mockRestore();
    err.mockRestore();
  }
}

/** The demo city as the command line loads it. It is loaded once for all specs. */
export const demoCity = (): Promise<TestDatabase> =>
  copiedDatabase('the demo city', async (url) => {
    const home = await mkdtemp(join(tmpdir(), 'casetrail-'));
    const env = { DATABASE_URL: url, CASETRAIL_HOME: home };
    expect((await inShell('migrate', env)).out).toContain('applied');
    const { code, err } = await inShell('demo load', env);
    expect([code, err]).toEqual([0, expect.stringMatching(/Playing the demo city .* events in [\d.]+ s/)]);
    await rm(home, { recursive: true });
  });
