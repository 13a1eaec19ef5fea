import { canonicalJson } from '@casetrail/ledger';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mkdirSync } from 'node:fs';

type Line = { position: number; recordedAt: string; hash: string; event: Record<string, unknown> & { data: object } };
const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

/** Changes a bundle like somebody who knows its form: after each change all its own digests fit again. */
export class Forger {
  readonly folder: string;
  constructor(folder: string) {
    this.folder = folder;
  }

  read(path: string): Buffer {
    return readFileSync(join(this.folder, path));
  }

  write(path: string, content: string | Buffer): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), content);
    this.relist();
  }

  remove(path: string): void {
    rmSync(join(this.folder, path));
  }

  /** Changes the lines of all events, the first one at number 0. */
  events(change: (lines: string[]) => string[]): void {
    const paths = readdirSync(join(this.folder, 'events')).sort();
    const lines = paths.flatMap((path) => this.read(`events/${path}`).toString().split('\n').slice(0, -1));
    const size = this.read(`events/${paths[0]}`).toString().split('\n').length - 1;
    const changed = change(lines);
    for (const path of paths) this.remove(`events/${path}`);
    for (let i = 0; i * size < changed.length; i++)
      writeFileSync(
        join(this.folder, `events/${String(i + 1).padStart(6, '0')}.ndjson`),
        changed
          .slice(i * size, (i + 1) * size)
          .map((line) => `${line}\n`)
          .join(''),
      );
    this.relist();
  }

  manifest(change: (manifest: Record<string, unknown>) => void): void {
    const manifest = JSON.parse(this.read('bundle.json').toString()) as Record<string, unknown>;
    change(manifest);
    const { checksum: _, ...rest } = manifest;
    writeFileSync(join(this.folder, 'bundle.json'), `${JSON.stringify({ ...rest, checksum: sha256(canonicalJson(rest)) }, null, 2)}\n`);
  }

  relist(): void {
    this.manifest((manifest) => {
      const found = readdirSync(this.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== 'bundle.json');
      const paths = found.map(({ parentPath, name }) => join(parentPath, name).slice(this.folder.length + 1)).sort();
      manifest['files'] = Object.fromEntries(
        paths.filter((path) => existsSync(join(this.folder, path))).map((path) => [path, { sha256: sha256(this.read(path)) }]),
      );
    });
  }
}

/** The same event with other content, in a line of its own that fits in itself. */
export function forged(line: string, change: (line: Line) => void): string {
  const read = JSON.parse(line) as Line;
  const before = canonicalJson(read.event);
  change(read);
  const event = canonicalJson(read.event);
  const hash = event === before ? read.hash : sha256(event);
  return `{"position":${read.position},"recordedAt":"${read.recordedAt}","hash":"${hash}","event":${event}}`;
}
