import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { fromBase64, isSigned, leafHash, readCheckpoint, rootOf, rootOfProof, tilePaths, toBase64 } from './tree.ts';

const sha = (...parts: Uint8Array[]) => new Uint8Array(createHash('sha256').update(Buffer.concat(parts)).digest());
const leaves = (n: number) => Array.from({ length: n }, (_, i) => sha(Buffer.of(0), Buffer.from(`leaf ${i}`)));
/** The definition of RFC 6962, word for word. */
const naive = (hashes: readonly Uint8Array[]): Uint8Array => {
  if (hashes.length === 1) return hashes[0]!;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return sha(Buffer.of(1), naive(hashes.slice(0, k)), naive(hashes.slice(k)));
};
const path = (m: number, hashes: readonly Uint8Array[]): Uint8Array[] => {
  if (hashes.length === 1) return [];
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return m < k ? [...path(m, hashes.slice(0, k)), naive(hashes.slice(k))] : [...path(m - k, hashes.slice(k)), naive(hashes.slice(0, k))];
};

describe('the tree in a browser', () => {
  it('has the root that the definition has', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 70 }), async (n) => expect(toBase64(await rootOf(leaves(n)))).toBe(toBase64(naive(leaves(n))))),
      { numRuns: 30 },
    ));
  it('is led to by the proof of every leaf, and by no other', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.nat(), async (n, any) => {
        const [all, m] = [leaves(n), any % n];
        const found = (hash: Uint8Array, proof: readonly Uint8Array[]) => rootOfProof(m, n, hash, proof).then((root) => root && toBase64(root));
        const root = toBase64(naive(all));
        expect(await found(all[m]!, path(m, all))).toBe(root);
        expect(await found(sha(Buffer.from('another')), path(m, all))).not.toBe(root);
        expect(await found(all[m]!, [...path(m, all), all[0]!])).not.toBe(root);
      }),
      { numRuns: 50 },
    ));
  it('hashes a leaf with a nought before it', async () => expect(toBase64(await leafHash('leaf 3'))).toBe(toBase64(leaves(4)[3]!)));
  it('finds its tiles', () => {
    expect(tilePaths(600)).toEqual(['/v1/ledger/tile/0/000', '/v1/ledger/tile/0/001', '/v1/ledger/tile/0/002.p/88']);
    expect(tilePaths(256 * 1001).at(-1)).toBe('/v1/ledger/tile/0/x001/000');
  });
});

describe('a checkpoint', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const verifier = `casetrail.test/1+00000000+${Buffer.concat([Buffer.of(1), raw]).toString('base64')}`;
  const body = `casetrail.test/1\n7\n${toBase64(naive(leaves(7)))}\n`;
  const note = `${body}\n— casetrail.test/1 ${Buffer.concat([Buffer.alloc(4), sign(null, Buffer.from(body), privateKey)]).toString('base64')}\n`;

  it('is read, and signed by its key alone', async () => {
    const checkpoint = readCheckpoint(note);
    expect(checkpoint).toMatchObject({ origin: 'casetrail.test/1', size: 7, root: toBase64(naive(leaves(7))) });
    expect(await isSigned(checkpoint, verifier)).toBe(true);
    expect(await isSigned({ ...checkpoint, body: checkpoint.body.replace('\n7\n', '\n8\n') }, verifier)).toBe(false);
    expect(await isSigned(checkpoint, verifier.replace('casetrail.test', 'elsewhere'))).toBe(false);
  });
  it('that is none is refused', () => expect(() => readCheckpoint('casetrail.test/1\n7\n')).toThrow('no signed checkpoint'));
  it('has bytes in Base64', () => expect(toBase64(fromBase64('AAECAw=='))).toBe('AAECAw=='));
});
