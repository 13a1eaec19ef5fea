import { type FileHandle, open, readFile, readdir, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { tilePath, tilesOf } from '@casetrail/ledger';
import {
  CHECKPOINT,
  FORMAT,
  MANIFEST,
  type Manifest,
  RULES,
  checkpointPath,
  checksumOf,
  eventsPath,
  folders,
  manifest,
  publicationPath,
} from './bundle-format.ts';
import { readEventLine } from './event-line.ts';
import { type Finding, NotHolding } from './finding.ts';
import { countingRules } from './rules.ts';
import type { AuditSource, StoredLine } from './source.ts';

const CHUNK = 1 << 20;
const NEWLINE = 0x0a;

/** Opens a bundle in a folder, without believing anything in it. @throws NotHolding where it is no bundle that can be verified */
export async function bundleIn(folder: string): Promise<AuditSource> {
  const contents = await readManifest(folder);
  const { files, size, origin, key, formerKeys } = contents;
  const eventFiles = Object.keys(files)
    .filter((path) => path.startsWith(`${folders.events}/`))
    .sort();
  const needed = [CHECKPOINT, RULES, ...[...tilesOf(size)].map(tilePath), ...Object.keys(files)];
  for (const path of needed) if (files[path] === undefined || !(await isFile(join(folder, path)))) throw missing(path);
  eventFiles.forEach((path, i) => {
    if (path !== eventsPath(i + 1)) throw missing(eventsPath(i + 1));
  });

  const read = (path: string) => readFile(join(folder, path));
  const digests = new Map<string, string>();
  return {
    origin,
    key,
    formerKeys,
    size,
    checkpoint: async () => (await read(CHECKPOINT)).toString(),
    async *checkpoints() {
      const sizes = Object.keys(files).flatMap((path) =>
        path.startsWith(`${folders.checkpoints}/`) ? [Number(path.slice(folders.checkpoints.length + 1))] : [],
      );
      for (const one of sizes.sort((a, b) => a - b)) yield { size: one, note: (await read(checkpointPath(one))).toString(), path: checkpointPath(one) };
    },
    tile: async (at) => (files[tilePath(at)] ? read(tilePath(at)) : undefined),
    nameOfTile: tilePath,
    async *events() {
      let position = 0;
      for (const path of eventFiles) {
        const file = await open(join(folder, path));
        try {
          for await (const lines of linesIn(file, path, position, (digest) => digests.set(path, digest))) {
            position += lines.length;
            yield lines;
          }
        } finally {
          await file.close();
        }
      }
    },
    publication: async (id) => (files[publicationPath(id)] ? (await read(publicationPath(id))).toString() : undefined),
    checkRest: async (publications) => {
      await checkFiles(folder, contents, digests);
      checkRules(contents, (await read(RULES)).toString());
      const known = new Set(publications.map(publicationPath));
      for (const path of Object.keys(files))
        if (path.startsWith(`${folders.publications}/`) && !known.has(path))
          throw new NotHolding({ code: 'publication/file-differs', message: `${path} is of a publication that the events do not know.`, path });
    },
  };
}

const missing = (path: string) => new NotHolding({ code: 'bundle/missing-file', message: `The file ${path} is missing.`, path });
const isFile = (path: string) =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

async function readManifest(folder: string): Promise<Manifest> {
  const where = { path: MANIFEST };
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined);
  if (text === undefined) throw new NotHolding({ code: 'bundle/unreadable', message: `${folder} is no bundle: it has no ${MANIFEST}.`, ...where });
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new NotHolding({ code: 'bundle/unreadable', message: `${MANIFEST} is no JSON.`, ...where });
  }
  const { format } = (found ?? {}) as { format?: unknown };
  if (typeof format === 'string' && format !== FORMAT)
    throw new NotHolding({ code: 'bundle/unknown-version', message: `The bundle is of the form ${format}; this program reads ${FORMAT}.`, ...where });
  const checked = manifest.safeParse(found);
  if (!checked.success)
    throw new NotHolding({
      code: 'bundle/unreadable',
      message: `${MANIFEST} is not in order: ${checked.error.issues[0]?.path.join('.')} ${checked.error.issues[0]?.message}.`,
      ...where,
    });
  if (checked.data.checksum !== checksumOf(checked.data))
    throw new NotHolding({ code: 'bundle/changed', message: `${MANIFEST} was changed: its checksum is that of something else.`, ...where });
  return checked.data;
}

/** The lines of a file in batches. `onEnd` hears the SHA-256 of it. */
async function* linesIn(file: FileHandle, path: string, before: number, onEnd: (digest: string) => void): AsyncGenerator<StoredLine[]> {
  const digest = createHash('sha256');
  let rest: Buffer = Buffer.alloc(0);
  let done = before;
  for (;;) {
    const buffer = Buffer.allocUnsafe(rest.length + CHUNK);
    rest.copy(buffer);
    const { bytesRead } = await file.read(buffer, rest.length, CHUNK);
    if (bytesRead === 0) break;
    digest.update(buffer.subarray(rest.length, rest.length + bytesRead));
    const text = buffer.subarray(0, rest.length + bytesRead);
    const lines: StoredLine[] = [];
    let start = 0;
    let flaw: NotHolding | undefined;
    for (let end = text.indexOf(NEWLINE); end >= 0; end = text.indexOf(NEWLINE, start)) {
      const line = readEventLine(text.subarray(start, end), path);
      if (!line) {
        const finding: Finding = {
          code: 'event/malformed',
          message: `The line of position ${done + 1} in ${path} is none that this ledger writes.`,
          position: done + 1,
          path,
        };
        flaw = new NotHolding(finding);
        break;
      }
      lines.push(line);
      done++;
      start = end + 1;
    }
    yield lines; // what comes before a line that is none may be wrong already
    if (flaw) throw flaw;
    rest = text.subarray(start);
  }
  if (rest.length > 0)
    throw new NotHolding({ code: 'events/truncated', message: `${path} ends inside the line of position ${done + 1}.`, position: done + 1, path });
  onEnd(digest.digest('hex'));
}

/** Every file is as the manifest lists it, and there is none that it does not list. */
async function checkFiles(folder: string, { files }: Manifest, digests: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, listed] of Object.entries(files)) {
    const digest =
      digests.get(path) ??
      createHash('sha256')
        .update(await readFile(join(folder, path)))
        .digest('hex');
    if (digest !== listed.sha256) throw new NotHolding({ code: 'bundle/file-changed', message: `${path} is not the file that ${MANIFEST} lists.`, path });
  }
  for (const under of Object.values(folders))
    for (const entry of await readdir(join(folder, under), { recursive: true, withFileTypes: true }).catch(() => [])) {
      const path = join(entry.parentPath, entry.name).slice(join(folder, '/').length).replaceAll('\\', '/');
      if (!entry.isDirectory() && files[path] === undefined)
        throw new NotHolding({ code: 'bundle/unlisted-file', message: `${path} is not listed in ${MANIFEST}.`, path });
    }
}

function checkRules({ rules }: Manifest, text: string): void {
  const own = countingRules();
  if (rules === own.version && text !== own.text)
    throw new NotHolding({ code: 'bundle/file-changed', message: `${RULES} is not what the rules of this version say.`, path: RULES });
}
