import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import type { Share, Tried } from './testing/fuzz.ts';

/** How many valid requests each operation is sent, and as many invalid ones. FUZZ_RUNS=500 before a release, FUZZ_SEED to see the same again, but for the ids and who comes first. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 16);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const SHARES = 2;
const MOST_TOLD = 25;
const root = resolve(__dirname, '../../..');
jest.setTimeout(300_000 + RUNS * 3_000);

/** Runs from what is built: does nothing where the build is fresh. */
const build = () => execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'apps/api'], { cwd: root, stdio: 'inherit' });

async function tried(share: Share): Promise<Tried> {
  const program = fork(join(root, 'apps/api/dist/testing/fuzz-program.js'), { execArgv: ['--enable-source-maps'] });
  const failed = once(program, 'exit').then(([code]) => Promise.reject(new Error(`share ${share.share} of the fuzz ended with ${code}`)));
  program.send(share);
  return (await Promise.race([once(program, 'message'), failed]))[0] as Tried;
}

describe('every operation, as the documentation has it,', () => {
  let all: readonly Tried[];
  const total = (counts: readonly Readonly<Record<string, number>>[]) => {
    const sum: Record<string, number> = {};
    for (const [name, count] of counts.flatMap((one) => Object.entries(one))) sum[name] = (sum[name] ?? 0) + count;
    return sum;
  };
  const counts = () => total(all.map((one) => one.counts));
  beforeAll(async () => {
    if (process.env['CASETRAIL_BUILT'] === undefined) build();
    all = await Promise.all(Array.from({ length: SHARES }, (_, index) => tried({ share: index + 1, shares: SHARES, runs: RUNS, seed: SEED })));
    console.info(`FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS}: ${all.flatMap(({ operations }) => operations).length} operations; ${JSON.stringify(counts())}`);
  });

  it('is tried once, with as many right requests as wrong ones', () => {
    const names = all.flatMap(({ operations }) => operations);
    const [acts, questions] = ['POST', 'GET'].map((method) => names.filter((name) => name.startsWith(method)).length * RUNS) as [number, number];
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(300);
    expect(total(all.map(({ sent }) => sent))).toEqual({ 'valid POST': acts, 'invalid POST': acts, 'valid GET': questions, 'invalid GET': questions });
  });
  it('answers what it says, to acts and questions that are right and to such as have something wrong', () =>
    expect(all.flatMap(({ found }) => found).slice(0, MOST_TOLD)).toEqual([]));
  it('is used in earnest: some acts are recorded, and some questions answered', () => {
    expect(counts()['valid POST: 201']).toBeGreaterThan(0);
    expect(counts()['valid GET: 200']).toBeGreaterThan(0);
    expect(counts()['again: 201']).toBeGreaterThan(0);
  });
});
