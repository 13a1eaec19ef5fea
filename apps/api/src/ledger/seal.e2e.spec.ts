import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { responses } from '@casetrail/contracts';
import {
  type NoteVerifier,
  SmallTree,
  leafHash,
  leafOf,
  memoryIn,
  newSigningKey,
  openCheckpoint,
  provesConsistency,
  provesInclusion,
  sealOnce,
  signerOf,
  tellRefusal,
  tilePath,
  tilesOf,
  verifierOf,
} from '@casetrail/ledger';
import { recordMany } from '@casetrail/ledger/testing';
import { TestApi, problemIn } from '../testing/index.ts';

const signer = signerOf(newSigningKey('casetrail.test/370200'));
const home = mkdtempSync(join(tmpdir(), 'casetrail-seal-api-'));
const sealing = { signer, memory: memoryIn(join(home, 'last-checkpoint')) };

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
  await api.openLedger();
});
afterAll(async () => {
  await api.stop();
  rmSync(home, { recursive: true });
});

/** As somebody without a token, and as a program that reads bytes. */
const get = (url: string) => api.send('GET', url, undefined, {});
async function bytes(url: string): Promise<Buffer> {
  const answer = await api.app.inject({ method: 'GET', url });
  expect([url, answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
    url,
    200,
    'application/octet-stream',
    'public, max-age=31536000, immutable',
  ]);
  return answer.rawPayload;
}
const seal = (most?: number) => sealOnce(api.worker, sealing, most);
const hash = (text: string) => Buffer.from(text, 'base64');
const health = async () => responses.Health.parse((await get('/health/ready')).body);

describe('before anything is sealed', () => {
  it.each(['checkpoint', 'key', 'tile/0/000.p/1', 'proofs/inclusion?position=1', 'proofs/consistency?from=1', 'events/1/proof'])(
    '%s says to come again',
    async (path) => {
      const answer = await get(`/v1/ledger/${path}`);
      expect(problemIn(answer)).toMatchObject({ status: 503, code: 'ledger/not-sealed-yet' });
      expect(answer.headers).toMatchObject({ 'retry-after': '1', 'cache-control': 'no-store' });
    },
  );
  it('health says so, and the api is ready all the same', async () =>
    expect(await health()).toMatchObject({ status: 'ok', seal: { state: 'none', size: 0, ageSeconds: expect.any(Number) } }));
});

describe('a sealed ledger', () => {
  const signedSizes = [1, 300, 812, 1324, 1400];
  let verifier: NoteVerifier;
  let tree: SmallTree;
  let size: number;
  beforeAll(async () => {
    await seal();
    await recordMany(api.ledger, 299);
    await seal();
    await recordMany(api.ledger, 1100);
    while ((await seal(512)).events > 0);
    size = (await api.ledger.head()).position;
    const { rows } = await api.owner.query<{ position: string; recorded_at: Date; hash: Buffer }>(
      'select position, recorded_at, hash from ledger.events order by position',
    );
    tree = new SmallTree(rows.map((row) => leafHash(leafOf({ position: Number(row.position), recordedAt: row.recorded_at, hash: row.hash }))));
    verifier = verifierOf((await get('/v1/ledger/key')).text);
  });

  it('has a checkpoint that its key opens, for everybody', async () => {
    const { status, headers, text } = await get('/v1/ledger/checkpoint');
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=2' });
    expect(openCheckpoint(text, verifier)).toEqual({ origin: signer.name, size: 1400, root: tree.root() });
    expect((await get('/v1/ledger/key')).text).toBe(`${signer.verifier}\n`);
  });

  it('is the tree of its tiles, and of the leaves in its bundles', async () => {
    const leaves: Buffer[] = [];
    for (const { level, index, width } of tilesOf(size)) {
      const tile = await bytes(`/v1/ledger/${tilePath({ level, index, width })}`);
      expect([level, index, tile.length]).toEqual([level, index, width * 32]);
      if (level === 0) leaves.push(...Array.from({ length: width }, (_, i) => tile.subarray(i * 32, (i + 1) * 32)));
    }
    expect(new SmallTree(leaves).root()).toEqual(tree.root());
    for (const path of ['entries/000', 'entries/001.p/44', 'entries/005.p/120']) {
      const bundle = await bytes(`/v1/ledger/tile/${path}`);
      const [index, width] = [Number(path.slice(8, 11)), Number(path.split('/').at(2) ?? 256)];
      const entries: Buffer[] = [];
      for (let at = 0; at < bundle.length; at += 2 + bundle.readUInt16BE(at)) entries.push(bundle.subarray(at + 2, at + 2 + bundle.readUInt16BE(at)));
      expect(entries.map((entry) => leafHash(entry))).toEqual(leaves.slice(index * 256, index * 256 + width));
    }
  });

  it('serves a part of a tile as it was, also when the tile is full by now', async () => {
    const full = await bytes('/v1/ledger/tile/0/000');
    expect(await bytes('/v1/ledger/tile/0/000.p/44')).toEqual(full.subarray(0, 44 * 32));
    expect(await bytes('/v1/ledger/tile/1/000.p/1')).toEqual((await bytes('/v1/ledger/tile/1/000.p/5')).subarray(0, 32));
  });

  it.each([
    'tile/0/005', // not full yet
    'tile/0/005.p/121',
    'tile/0/006.p/1',
    'tile/1/000.p/6',
    'tile/2/000.p/1',
    'tile/3/000.p/1',
    'tile/63/000.p/1',
    'tile/entries/005',
    'tile/entries/006.p/1',
    'tile/0/x999/x999/x999/x999/999',
    'tile/0/0',
    'tile/00/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/x000/001',
    'tile/x/000',
    'tile/0/000/',
    'tile/0/..%2f000',
    'tile/0/%00',
    'tile/',
  ])('has no %s', async (path) => {
    const answer = await get(`/v1/ledger/${path}`);
    expect(problemIn(answer)).toMatchObject({ status: 404, code: 'tile/is-unknown' });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('has none at the end of a very long path', async () =>
    expect(problemIn(await get(`/v1/ledger/tile/0/${'x001/'.repeat(500)}001`))).toMatchObject({ status: 404, code: 'tile/is-unknown' }));

  it('proves events in trees of any size', async () => {
    for (const [position, of] of [
      [1, undefined],
      [1400, undefined],
      [256, 1400],
      [257, 1024],
      [300, 300],
      [1, 1],
      [345, 1234],
    ] as const) {
      const answer = await get(`/v1/ledger/proofs/inclusion?position=${position}${of ? `&size=${of}` : ''}`);
      const found = responses.InclusionProof.parse(answer.body);
      const treeSize = of ?? 1400;
      expect(found).toMatchObject({ position, index: position - 1, size: treeSize });
      expect(hash(found.leafHash)).toEqual(leafHash(Buffer.from(found.leaf)));
      expect(provesInclusion(found.proof.map(hash), found.index, treeSize, hash(found.leafHash), tree.root(treeSize))).toBe(true);
      expect(hash(found.root)).toEqual(tree.root(treeSize));
      expect(found.checkpoint && openCheckpoint(found.checkpoint, verifier)).toEqual(
        signedSizes.includes(treeSize) ? { origin: signer.name, size: treeSize, root: tree.root(treeSize) } : null,
      );
    }
  });

  it('proves that trees of any size begin with smaller ones', async () => {
    for (const [from, of] of [
      [1, undefined],
      [300, undefined],
      [1399, undefined],
      [1400, 1400],
      [256, 257],
      [300, 1024],
      [345, 1234],
    ] as const) {
      const found = responses.ConsistencyProof.parse((await get(`/v1/ledger/proofs/consistency?from=${from}${of ? `&size=${of}` : ''}`)).body);
      const treeSize = of ?? 1400;
      expect(found).toMatchObject({ from, size: treeSize });
      expect(provesConsistency(found.proof.map(hash), from, treeSize, tree.root(from), tree.root(treeSize))).toBe(true);
      expect([hash(found.fromRoot), hash(found.root)]).toEqual([tree.root(from), tree.root(treeSize)]);
    }
  });

  it('proves one event in one text', async () => {
    const { headers, text } = await get('/v1/ledger/events/345/proof');
    expect(headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8' });
    const [head, note] = [text.slice(0, text.indexOf('\n\n')), text.slice(text.indexOf('\n\n') + 2)];
    const [format, extra, index, ...proof] = head.split('\n');
    expect([format, index]).toEqual(['c2sp.org/tlog-proof@v1', 'index 344']);
    const { root, size: signed } = openCheckpoint(note, verifier);
    const leaf = leafHash(hash((extra as string).slice('extra '.length)));
    expect(provesInclusion(proof.map(hash), 344, signed, leaf, root)).toBe(true);
  });

  it.each([
    ['proofs/inclusion', 'position'],
    ['proofs/inclusion?position=0', 'position'],
    ['proofs/inclusion?position=x', 'position'],
    ['proofs/inclusion?position=5&size=4', 'position'],
    ['proofs/inclusion?position=5&size=0', 'size'],
    ['proofs/consistency?from=5&size=4', 'from'],
    ['proofs/consistency?from=0', 'from'],
    ['proofs/consistency?from=1&to=2', 'to'],
    ['checkpoint?size=5', 'size'],
  ])('refuses %s', async (path, field) =>
    expect(problemIn(await get(`/v1/ledger/${path}`))).toMatchObject({ status: 400, code: 'request/invalid', errors: [{ path: field }] }),
  );
  it.each(['proofs/inclusion?position=1401', 'proofs/inclusion?position=1&size=1401', 'proofs/consistency?from=1&size=1401'])(
    'does not prove what was not recorded: %s',
    async (path) =>
      expect(problemIn(await get(`/v1/ledger/${path}`))).toMatchObject({ status: 400, code: 'ledger/beyond-ledger', details: { position: 1400 } }),
  );
  it.each(['1401', '0', '-1', 'x', '1e3', '01'])('has no event %s', async (position) =>
    expect(problemIn(await get(`/v1/ledger/events/${position}/proof`))).toMatchObject({ status: 404, code: 'event/is-unknown' }),
  );
  it('still tells the events themselves to auditors alone', async () =>
    expect(problemIn(await get('/v1/ledger/events'))).toMatchObject({ status: 401, code: 'authentication/required' }));

  describe('in health', () => {
    it('is sealed', async () => expect((await health()).seal).toEqual({ ok: true, state: 'sealed', size: 1400, signedAt: expect.any(String), ageSeconds: 0 }));
    it('is behind, and after ten seconds that is not well', async () => {
      await recordMany(api.ledger, 1);
      expect((await health()).seal).toMatchObject({ ok: true, state: 'behind', size: 1400 });
      expect(problemIn(await get('/v1/ledger/events/1401/proof'))).toMatchObject({ status: 503, code: 'ledger/not-sealed-yet' });
      await api.owner.query(
        "begin; alter table ledger.events disable trigger append_only; update ledger.events set recorded_at = recorded_at - interval '11 seconds' where position = 1401; alter table ledger.events enable always trigger append_only; commit",
      );
      expect(await health()).toMatchObject({ status: 'ok', seal: { ok: false, state: 'behind', ageSeconds: expect.any(Number) } });
      expect((await health()).seal.ageSeconds).toBeGreaterThanOrEqual(11);
      await seal();
      expect((await health()).seal).toMatchObject({ ok: true, state: 'sealed', size: 1401, ageSeconds: 0 });
    });
    it('is refused, with the reason', async () => {
      await tellRefusal(api.worker, 'a-signer', 'The ledger has 5 events, and 6 were signed.');
      expect(await health()).toMatchObject({ status: 'ok', seal: { ok: false, state: 'refused', reason: 'The ledger has 5 events, and 6 were signed.' } });
      await api.owner.query("update seal.refusals set seen_at = seen_at - interval '31 seconds'");
      expect((await health()).seal).toMatchObject({ ok: true, state: 'sealed' });
    });
  });
});
