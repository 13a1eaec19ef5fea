import { type RecordedEvent, rulesInForce } from '@casetrail/domain';
import { type NoteSigner, SmallTree, TILE_WIDTH, canonicalJson, checkpointText, leafDigest, rootOfTile, signNote, tilesOf } from '@casetrail/ledger';
import { createHash } from 'node:crypto';
import type { AuditSource, StoredLine } from '../source.ts';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

export async function linesOf(source: AuditSource): Promise<StoredLine[]> {
  const all: StoredLine[] = [];
  for await (const lines of source.events()) all.push(...lines.map(({ copies: _, ...line }) => line));
  return all;
}

/** The same line with another event in it. */
export function retold(line: StoredLine, change: (event: RecordedEvent & { data: Record<string, unknown> }) => void): StoredLine {
  const event = JSON.parse(line.bytes.toString()) as RecordedEvent & { data: Record<string, unknown> };
  change(event);
  const bytes = Buffer.from(canonicalJson(event));
  return { ...line, bytes, hash: sha256(bytes) };
}

/** A ledger that its own signer has sealed, whatever is in it: what a city could publish that does not tell the truth. */
export function sealedLines(lines: readonly StoredLine[], signer: NoteSigner, earlier: readonly number[]): AuditSource {
  const tree = new SmallTree(lines.map(({ recordedAt, hash }, i) => Buffer.from(leafDigest(i + 1, recordedAt, hash), 'hex')));
  const leaves = lines.map(({ recordedAt, hash }, i) => Buffer.from(leafDigest(i + 1, recordedAt, hash), 'hex'));
  const tiles = new Map<string, Buffer>();
  for (const { level, index, width } of tilesOf(lines.length))
    tiles.set(
      `${level}/${index}`,
      Buffer.concat(
        Array.from({ length: width }, (_, i) =>
          level === 0 ? (leaves[index * TILE_WIDTH + i] as Buffer) : rootOfTile(tiles.get(`${level - 1}/${index * TILE_WIDTH + i}`) as Buffer),
        ),
      ),
    );
  const noteAt = (size: number) => signNote(checkpointText({ origin: signer.name, size, root: tree.root(size) }), signer);
  return {
    origin: signer.name,
    key: signer.verifier,
    formerKeys: [],
    size: lines.length,
    checkpoint: () => Promise.resolve(noteAt(lines.length)),
    async *checkpoints() {
      for (const size of earlier) yield { size, note: noteAt(size), path: `checkpoints/${size}` };
    },
    tile: ({ level, index }) => Promise.resolve(tiles.get(`${level}/${index}`)),
    nameOfTile: ({ level, index }) => `tile ${level}/${index}`,
    async *events() {
      yield lines;
    },
    checkRest: () => Promise.resolve(),
  };
}

export const otherRules = `${rulesInForce},F99@1`;
