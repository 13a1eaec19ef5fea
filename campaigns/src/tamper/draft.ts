import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TILE_WIDTH, canonicalJson, leafHash, leafOf, rootOfTile, tilePath, tilesOf } from '@casetrail/ledger';

/** A line of events, taken apart. */
export type Line = { position: number; recordedAt: string; hash: string; bytes: Buffer };
type Manifest = { size: number; key: string; checksum: string; files: Record<string, { sha256: string; lines?: number }>; [key: string]: unknown };

const sha = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const head = /^\{"position":(\d+),"recordedAt":"([^"]+)","hash":"([0-9a-f]{64})","event":/;

function lineIn(text: Buffer): Line {
  const [start = '', position, recordedAt = '', hash = ''] = head.exec(text.toString('latin1', 0, 200)) ?? [];
  return { position: Number(position), recordedAt, hash, bytes: text.subarray(start.length, -1) };
}
const textOf = ({ position, recordedAt, hash, bytes }: Line) =>
  Buffer.concat([Buffer.from(`{"position":${position},"recordedAt":"${recordedAt}","hash":"${hash}","event":`), bytes, Buffer.from('}\n')]);

/** A bundle in memory, written apart from the code that reads bundles: what somebody has who wants to change one. */
export class Draft {
  readonly files: Map<string, Buffer>;
  readonly #folder: string;
  readonly #original: ReadonlyMap<string, Buffer>;

  static read(folder: string): Draft {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = entries.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    return new Draft(folder, new Map(paths.map((path) => [path, readFileSync(join(folder, path))])));
  }

  private constructor(folder: string, original: ReadonlyMap<string, Buffer>) {
    this.#folder = folder;
    this.#original = original;
    this.files = new Map(original);
  }

  /** The same bundle, as it was. */
  fresh(): Draft {
    return new Draft(this.#folder, this.#original);
  }

  get isChanged(): boolean {
    return this.files.size !== this.#original.size || [...this.files].some(([path, content]) => !this.#original.get(path)?.equals(content));
  }

  /** Puts what was changed on the disk while some work is done. */
  async onDisk<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const paths = new Set([...this.files.keys(), ...this.#original.keys()]);
    const changed = [...paths].filter((path) => this.files.get(path) !== this.#original.get(path));
    try {
      for (const path of changed) this.#put(path, this.files.get(path));
      return await work(this.#folder);
    } finally {
      for (const path of changed) this.#put(path, this.#original.get(path));
    }
  }

  #put(path: string, content: Buffer | undefined): void {
    const file = join(this.#folder, path);
    if (!content) return rmSync(file, { force: true });
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  get manifest(): Manifest {
    return JSON.parse(this.text('bundle.json')) as Manifest;
  }

  text(path: string): string {
    return (this.files.get(path) as Buffer).toString();
  }

  set(path: string, content: string | Buffer): void {
    this.files.set(path, Buffer.from(content));
  }

  get #eventFiles(): string[] {
    return [...this.files.keys()].filter((path) => path.startsWith('events/')).sort();
  }

  get lastEventFile(): string {
    return this.#eventFiles.at(-1) as string;
  }

  get lines(): Line[] {
    return this.#eventFiles.flatMap((path) => {
      const content = this.files.get(path) as Buffer;
      const lines: Line[] = [];
      for (let from = 0, to = content.indexOf(10); to >= 0; from = to + 1, to = content.indexOf(10, from)) lines.push(lineIn(content.subarray(from, to)));
      return lines;
    });
  }

  /** Puts lines in place of those that are there: as many to a file as before, the rest into the last. */
  set lines(lines: readonly Line[]) {
    const files = this.#eventFiles;
    const { files: listed } = this.manifest;
    let from = 0;
    for (const [i, path] of files.entries()) {
      const to = i === files.length - 1 ? lines.length : from + (listed[path]?.lines ?? 0);
      this.set(path, Buffer.concat(lines.slice(from, to).map(textOf)));
      from = to;
    }
  }

  /** Gives every line the position of its place and the hash of its bytes, and makes the tiles anew. Returns the root. */
  rehash(): Buffer {
    const lines = this.lines.map((line, i) => ({ ...line, position: i + 1, hash: sha(line.bytes) }));
    this.lines = lines;
    return this.retile(lines);
  }

  retile(lines: readonly Line[]): Buffer {
    for (const path of this.files.keys()) if (path.startsWith('tile/')) this.files.delete(path);
    const leaves = lines.map(({ position, recordedAt, hash }) => leafHash(leafOf({ position, recordedAt, hash: Buffer.from(hash, 'hex') })));
    let level: Buffer[] = leaves;
    for (const { level: at, index, width } of tilesOf(leaves.length)) {
      if (index === 0 && at > 0) {
        const below = level;
        level = Array.from({ length: Math.floor(below.length / TILE_WIDTH) }, (_, i) =>
          rootOfTile(Buffer.concat(below.slice(i * TILE_WIDTH, (i + 1) * TILE_WIDTH))),
        );
      }
      this.set(tilePath({ level: at, index, width }), Buffer.concat(level.slice(index * TILE_WIDTH, index * TILE_WIDTH + width)));
    }
    return rootOf(leaves);
  }

  /** Makes the manifest fit what is there now, and its checksum fit the manifest: as somebody does who knows the format. */
  list(changes: Partial<Manifest> = {}): void {
    const { checksum: _, files: before, ...rest } = { ...this.manifest, ...changes };
    const files = Object.fromEntries(
      [...this.files]
        .filter(([path]) => path !== 'bundle.json')
        .map(([path, content]) => [path, { sha256: sha(content), ...(before[path]?.lines !== undefined && { lines: count(content) }) }]),
    );
    const contents = { ...rest, files };
    this.set('bundle.json', JSON.stringify({ ...contents, checksum: sha(canonicalJson(contents)) }, null, 2));
  }
}

const count = (content: Buffer) => content.filter((byte) => byte === 10).length;

/** RFC 6962 §2.1. */
function rootOf(hashes: readonly Buffer[]): Buffer {
  if (hashes.length <= 1) return hashes[0] ?? createHash('sha256').digest();
  let half = 1;
  while (half * 2 < hashes.length) half *= 2;
  return createHash('sha256')
    .update(Buffer.of(1))
    .update(rootOf(hashes.slice(0, half)))
    .update(rootOf(hashes.slice(half)))
    .digest();
}
