import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Seal, SmallTree, checkpointText, leafHash, memoryIn, newSigningKey, openCheckpoint, signNote, signerOf, verifierOf } from '@casetrail/ledger';
import { Station, recordMany } from '@casetrail/ledger/testing';
import { onEachBackend } from './testing/backends.ts';
import { SETTING_UP, Site } from './testing/site.ts';
import { until } from './testing/until.ts';

/** Milliseconds: what is promised. */
const WITHIN = 10_000;

onEachBackend((backend) => {
  let site: Site;
  let seal: Seal;
  beforeEach(async () => {
    site = await Site.prepare(backend, 5);
    seal = new Seal(site.database.pool('auditor', 1));
    await new Station(site.ledger).open();
  }, SETTING_UP);
  afterEach(() => site.clear());

  const sealedTo = (size: number) =>
    until(`${size} events are sealed`, async () => ((await seal.status()).size === size ? seal.checkpoint() : undefined), WITHIN);
  const keyFile = () => join(site.home, 'seal.key');
  const inProduction = () => ({ NODE_ENV: 'production', CASETRAIL_SEAL_KEY_FILE: keyFile() });

  it('a worker seals what is recorded, under the name of the city, and goes on after it was killed', async () => {
    const worker = await site.startWorker();
    await sealedTo(1);
    await recordMany(site.ledger, 1500);
    await sealedTo(1501);
    expect((await worker.says(/^sealing$/))['origin']).toBe('casetrail.local/370200');
    await worker.kill();
    await recordMany(site.ledger, 500);
    const next = await site.startWorker();
    const { note, root } = await sealedTo(2001);
    expect(openCheckpoint(note, verifierOf((await seal.key()) ?? ''))).toEqual({ origin: 'casetrail.local/370200', size: 2001, root });
    expect(root).toEqual(new SmallTree((await seal.leaves({ from: 0, to: 2001 })).map(leafHash)).root());
    expect(next.log.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
    expect(await next.stop()).toBe(0);
  });

  it('two workers seal one history', async () => {
    await Promise.all([site.startWorker(), site.startWorker()]);
    for (let size = 1; size < 1000; size += 300) {
      await recordMany(site.ledger, 300);
      await sealedTo(size + 300);
    }
    const tree = new SmallTree((await seal.leaves({ from: 0, to: 1201 })).map(leafHash));
    const { rows } = await site.owner.query<{ size: string; root: Buffer }>('select size, root from seal.checkpoints');
    for (const { size, root } of rows) expect([size, root]).toEqual([size, tree.root(Number(size))]);
  });

  it('in production, a worker without a key says so and leaves it to another one', async () => {
    const without = await site.startWorker(inProduction());
    await without.says(/^there is no key here/);
    writeFileSync(keyFile(), newSigningKey('casetrail.test/370200'), { mode: 0o600 });
    await site.startWorker(inProduction());
    const { note } = await sealedTo(1);
    expect(note).toMatch(/^casetrail\.test\/370200\n1\n/);
    expect(without.linesOf(/no key/)).toHaveLength(1);
  });

  it('a worker that signed more than the ledger holds signs nothing, says why, and goes on when that is over', async () => {
    const key = newSigningKey('casetrail.test/370200');
    writeFileSync(keyFile(), key, { mode: 0o600 });
    const state = join(site.home, 'seal', 'last-checkpoint');
    await memoryIn(state).remember(signNote(checkpointText({ origin: 'casetrail.test/370200', size: 100, root: Buffer.alloc(32, 1) }), signerOf(key)));

    const worker = await site.startWorker(inProduction());
    const line = await worker.says(/^the ledger is not sealed: it does not continue what was signed$/);
    expect([line['reason'], line.err?.message]).toEqual(['ledger-is-shorter', expect.stringContaining('The ledger has 1 events, and 100 were sealed')]);
    await until('the refusal is told', async () => (await seal.status()).refusal === line.err?.message);
    expect(await seal.checkpoint()).toBeUndefined();

    rmSync(state); // somebody has found out why, and begins anew
    await sealedTo(1);
    await until('the refusal is withdrawn', async () => (await seal.status()).refusal === undefined);
    await worker.says(/^sealing again$/);
  });
});
