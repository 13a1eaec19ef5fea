import { type FileHandle, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import type { RecordedEvent } from '@casetrail/domain';
import { tilePath, tilesOf } from '@casetrail/ledger';
import {
  CHECKPOINT,
  FORMAT,
  LINES_IN_FILE,
  type ListedFile,
  MANIFEST,
  type Manifest,
  RULES,
  asJson,
  checkpointPath,
  checksumOf,
  eventsPath,
  publicationPath,
} from './bundle-format.ts';
import type { KeptEvent } from './check-events.ts';
import { isOfPublication, publicationFile, publishedIn } from './check-publications.ts';
import { eventLine } from './event-line.ts';
import { countingRules } from './rules.ts';
import type { AuditSource, StoredLine } from './source.ts';

export type WriteOptions = { readonly now: Date; readonly linesInFile?: number; readonly onProgress?: (events: number) => void };
export type Written = { readonly size: number; readonly files: number; readonly publications: number };

/** A bundle is not written over anything. */
export class FolderInUse extends Error {
  constructor(folder: string) {
    super(`${folder} is there already, and is not empty. A bundle is written into a new folder.`);
    this.name = 'FolderInUse';
  }
}

const NEWLINE = Buffer.of(0x0a);

/**
 * Writes everything that it takes to verify a ledger without it into a folder, which appears when it is whole. What is written is what is stored: it
 * is not verified here.
 * @throws FolderInUse
 */
export async function writeBundle(source: AuditSource, folder: string, options: WriteOptions): Promise<Written> {
  const target = resolve(folder);
  if ((await readdir(target).catch(() => [])).length > 0) throw new FolderInUse(folder);
  const draft = `${target}.${process.pid}.part`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  try {
    const written = await writeInto(draft, source, options);
    await rm(target, { recursive: true, force: true }); // an empty one
    await rename(draft, target);
    return written;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

async function writeInto(
  draft: string,
  source: AuditSource,
  { now, linesInFile = LINES_IN_FILE, onProgress = () => undefined }: WriteOptions,
): Promise<Written> {
  const files = new Map<string, ListedFile>();
  const write = async (path: string, content: string | Buffer) => {
    await mkdir(dirname(join(draft, path)), { recursive: true });
    await writeFile(join(draft, path), content);
    files.set(path, { sha256: createHash('sha256').update(content).digest('hex') });
  };
  const { size, origin, key, formerKeys } = source;
  await write(CHECKPOINT, await source.checkpoint());
  const publicationEvents = await writeEvents(draft, source, linesInFile, files, onProgress);
  for (const tile of tilesOf(size)) {
    const hashes = await source.tile(tile);
    if (!hashes) throw new Error(`${source.nameOfTile(tile)} is missing: the bundle would not be whole.`);
    await write(tilePath(tile), hashes);
  }
  const published = publishedIn(publicationEvents);
  for (const one of published) await write(publicationPath(one.id), publicationFile(one));
  const named = new Set(published.map(({ computed: { ledger } }) => ledger.size));
  for await (const one of source.checkpoints()) if (named.has(one.size)) await write(checkpointPath(one.size), one.note);
  const rules = countingRules();
  await write(RULES, rules.text);

  const contents: Omit<Manifest, 'checksum'> = {
    format: FORMAT,
    origin,
    key,
    formerKeys: [...formerKeys],
    size,
    createdAt: now.toISOString(),
    rules: rules.version,
    files: Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  await writeFile(join(draft, MANIFEST), asJson({ ...contents, checksum: checksumOf(contents) }));
  return { size, files: files.size + 1, publications: published.length };
}

/** Writes the lines, so many to a file. Returns the events of publications. */
async function writeEvents(
  draft: string,
  source: AuditSource,
  linesInFile: number,
  files: Map<string, ListedFile>,
  onProgress: (events: number) => void,
): Promise<KeptEvent[]> {
  const kept: KeptEvent[] = [];
  let position = 0;
  let current: EventsFile | undefined;
  await mkdir(dirname(join(draft, eventsPath(1))), { recursive: true });
  for await (const lines of source.events()) {
    for (let from = 0; from < lines.length;) {
      current ??= await EventsFile.make(draft, eventsPath(Math.floor(position / linesInFile) + 1));
      const fitting = lines.slice(from, from + linesInFile - current.lines);
      await current.write(fitting);
      from += fitting.length;
      position += fitting.length;
      if (current.lines < linesInFile) continue;
      files.set(current.path, await current.end());
      current = undefined;
    }
    for (const line of lines) keepPublication(line, kept);
    onProgress(position);
  }
  if (current) files.set(current.path, await current.end());
  return kept;
}

function keepPublication({ position, recordedAt, bytes }: StoredLine, kept: KeptEvent[]): void {
  if (!bytes.includes('"stream":"publication-')) return;
  const event = JSON.parse(bytes.toString()) as RecordedEvent;
  if (isOfPublication(event.stream)) kept.push({ position, recordedAt, event });
}

/** One file of events while it is written. */
class EventsFile {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #digest = createHash('sha256');
  lines = 0;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#file = file;
  }

  static async make(draft: string, path: string): Promise<EventsFile> {
    return new EventsFile(path, await open(join(draft, path), 'wx'));
  }

  async write(lines: readonly StoredLine[]): Promise<void> {
    const text = Buffer.concat(lines.flatMap((line) => [eventLine(line), NEWLINE]));
    this.#digest.update(text);
    await this.#file.write(text);
    this.lines += lines.length;
  }

  async end(): Promise<ListedFile> {
    await this.#file.close();
    return { sha256: this.#digest.digest('hex'), lines: this.lines };
  }
}
