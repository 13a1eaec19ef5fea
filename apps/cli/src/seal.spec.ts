import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Ledger, memoryIn, sealOnce, signerOf, tellRefusal } from '@casetrail/ledger';
import { Station, type TestDatabase, testDatabase } from '@casetrail/ledger/testing';

const root = resolve(__dirname, '../../..');
let database: TestDatabase;
let home: string;
beforeAll(async () => {
  database = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'casetrail-seal-cli-'));
});
afterAll(async () => {
  await database.drop();
  rmSync(home, { recursive: true });
});

const casetrail = (...args: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> =>
  new Promise((done) =>
    execFile(
      process.execPath,
      ['apps/cli/bin/casetrail.mjs', ...args],
      { cwd: root, env: { ...process.env, DATABASE_URL: database.url, CASETRAIL_HOME: home } },
      (error, out, err) => done({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    ),
  );
const shown = async () => JSON.parse((await casetrail('seal', 'show', '--json')).out) as Record<string, unknown>;
const origin = 'casetrail.test/370200';

describe('casetrail seal keygen', () => {
  it('makes a key, for this account alone, and never overwrites one', async () => {
    const file = join(home, 'made.key');
    const { code, out, err } = await casetrail('seal', 'keygen', '--origin', origin, '--out', file);
    const key = readFileSync(file, 'utf8');
    expect([code, out, err]).toEqual([0, '', `public key: ${signerOf(key).verifier}\n`]);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = await casetrail('seal', 'keygen', '--origin', origin, '--out', file);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('is never overwritten')]);
    expect(readFileSync(file, 'utf8')).toBe(key);
  });
  it('prints it where no file is named', async () => {
    const { out, err } = await casetrail('seal', 'keygen', '--origin', origin);
    expect(err).toBe(`public key: ${signerOf(out).verifier}\n`);
  });
  it.each([
    ['without an origin', []],
    ['for one that cannot be a name', ['--origin', 'two words']],
  ])('does not make one %s', async (_, args) => expect((await casetrail('seal', 'keygen', ...args)).code).toBe(2));
});

describe('casetrail seal show', () => {
  it('says that nothing is sealed, that all is, and that it is refused', async () => {
    expect(await shown()).toEqual({ size: 0, events: 0, state: 'sealed', ageSeconds: 0 });
    await new Station(new Ledger(database.pool('api', 1))).open();
    expect(await shown()).toMatchObject({ size: 0, events: 1, state: 'behind' });

    const worker = database.pool('worker', 1);
    const signer = signerOf((await casetrail('seal', 'keygen', '--origin', origin)).out);
    await sealOnce(worker, { signer, memory: memoryIn(join(home, 'last-checkpoint')) });
    const { code, out } = await casetrail('seal', 'show');
    expect([code, out.split('\n').slice(0, 3)]).toEqual([0, [`origin  ${origin}`, `key     ${signer.verifier}`, 'size    1 of 1 events']]);
    expect(await shown()).toMatchObject({ origin, size: 1, events: 1, state: 'sealed', root: expect.stringMatching(/^.{43}=$/) });

    await tellRefusal(worker, 'a-signer', 'The ledger has 1 events, and 6 were signed.');
    const refused = await casetrail('seal', 'show');
    expect([refused.code, refused.out]).toEqual([1, expect.stringMatching(/state {3}refused\nreason {2}The ledger has 1 events, and 6 were signed\.\n$/)]);
  });
});
