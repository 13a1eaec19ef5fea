import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { dateOf } from '@casetrail/domain';
import { LOG_DAYS, LOG_START } from '@casetrail/domain/testing';
import { checkpointText, newSigningKey, readCheckpointText, signNote, signerOf } from '@casetrail/ledger';
import { type FindingCode, FolderInUse, type Verdict, type VerifyOptions, bundleIn, verify, writeBundle } from './index.ts';
import { Forger, forged } from './testing/forger.ts';
import { SealedCity } from './testing/sealed-city.ts';

const signer = signerOf(newSigningKey('casetrail.test/370200'));
const stranger = signerOf(newSigningKey('casetrail.test/370200'));
const EVENTS = 700;
const LINES_IN_FILE = 300;
const [early, late] = [dateOf(LOG_START + 300), dateOf(LOG_START + 10 * LOG_DAYS)];

let city: SealedCity;
let home: string;
let whole: string;
let size: number;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'casetrail-bundle-'));
  whole = join(home, 'whole');
  city = await SealedCity.found(signer, 5, EVENTS);
  await city.publish(1, early, 'v1');
  await city.publish(2, late, 'v1-gross');
  ({ size } = await city.audited((source) => writeBundle(source, whole, { now: new Date(), linesInFile: LINES_IN_FILE })));
});
afterAll(async () => {
  await city.database.drop();
  rmSync(home, { recursive: true });
});

let copies = 0;
function forgery(change: (forger: Forger) => void): string {
  const folder = join(home, `copy-${++copies}`);
  cpSync(whole, folder, { recursive: true });
  change(new Forger(folder));
  return folder;
}

type Found = Pick<Verdict, 'exitCode'> & { readonly code?: FindingCode; readonly position?: number; readonly path?: string };
const foundIn = ({ exitCode, wrong }: Pick<Verdict, 'exitCode' | 'wrong'>): Found => ({
  exitCode,
  ...(wrong && { code: wrong.code }),
  ...(wrong?.position !== undefined && { position: wrong.position }),
  ...(wrong?.path !== undefined && { path: wrong.path }),
});

const python = spawnSync('python3', ['--version']);
const ours = async (folder: string, options: VerifyOptions = {}) => foundIn(await verify(() => bundleIn(folder), options));
/** The other verifier, in its own language. Where there is no Python, these tests fail: they must not pass by not running. */
function theirs(folder: string, ...options: string[]): Found {
  if (python.status !== 0) throw new Error('python3 is not there: the second verifier cannot be compared with the first. Install it, as .ci/run does.');
  const { stdout, stderr, status } = spawnSync('python3', [resolve(__dirname, '../../../../tools/verify_bundle.py'), folder, '--json', ...options], {
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  const found = foundIn(JSON.parse(stdout) as Verdict);
  expect(status).toBe(found.exitCode);
  return found;
}
async function both(folder: string, options: VerifyOptions = {}, ...more: string[]): Promise<Found> {
  const found = await ours(folder, options);
  expect(theirs(folder, ...more)).toEqual(found);
  return found;
}

const at = (position: number) => position - 1;
const file = (position: number) => `events/${String(Math.ceil(position / LINES_IN_FILE)).padStart(6, '0')}.ndjson`;
const swap = (lines: string[], a: number, b: number) => ([lines[at(a)], lines[at(b)]] = [lines[at(b)] as string, lines[at(a)] as string]);
const number = (line: string, position: number) => line.replace(/^\{"position":\d+/, `{"position":${position}`);
const lineOf = (lines: readonly string[], position: number) => lines[at(position)] as string;
const flip = (bytes: Buffer, i: number) => Buffer.concat([bytes.subarray(0, i), Buffer.of((bytes[i] as number) ^ 1), bytes.subarray(i + 1)]);
const foreign = (line: string) =>
  forged(line, (one) => {
    one.event.data = { ...one.event.data, forged: 'by nobody' };
  });

describe('a bundle', () => {
  it('holds as it was written, with every published figure', async () => {
    const { wrong, exitCode, verified, publications, checkpoint } = await verify(() => bundleIn(whole), { keys: [signer.verifier] });
    expect([wrong, exitCode]).toEqual([undefined, 0]);
    expect(verified.map(({ what, count }) => [what, count])).toEqual([
      ['checkpoint', 1],
      ['tiles', 4],
      ['events', EVENTS + 8],
      ['checkpoints', 2],
      ['figures', 86],
      ['rest', 1],
    ]);
    expect(publications).toHaveLength(2);
    expect(checkpoint).toMatchObject({ origin: 'casetrail.test/370200', size: EVENTS + 8 });
    expect(theirs(whole, '--key', signer.verifier)).toEqual({ exitCode: 0 });
  });

  it('is the same at an earlier checkpoint', async () => {
    const folder = join(home, 'earlier');
    await city.audited((source) => writeBundle(source, folder, { now: new Date() }), EVENTS);
    expect(await both(folder)).toEqual({ exitCode: 0 });
  });

  it('is not written over anything', async () => {
    await expect(city.audited((source) => writeBundle(source, whole, { now: new Date() }))).rejects.toThrow(FolderInUse);
  });
  it('is not written where nothing was signed', async () => {
    await expect(city.audited((source) => writeBundle(source, join(home, 'none'), { now: new Date() }), 699)).rejects.toThrow(/No checkpoint of size 699/);
  });

  it.each<[string, string | undefined, Found]>([
    ['the key that signed it', 'key', { exitCode: 0 }],
    ['the key of somebody else', 'stranger', { exitCode: 1, code: 'checkpoint/unknown-signer', path: 'checkpoint' }],
    ['what is no key', 'nonsense', { exitCode: 2, code: 'key/unreadable' }],
  ])('is verified with %s', async (_, which, expected) => {
    const key = { key: signer.verifier, stranger: stranger.verifier, nonsense: 'casetrail.test+00000000+AAAA' }[which as string] as string;
    expect(await both(whole, { keys: [key] }, '--key', key)).toEqual(expected);
  });
});

/** Each by somebody who can write every file, and knows the form of the bundle, but not the key. */
describe('a bundle that was tampered with is named by what was done', () => {
  const tamperings: [string, (forger: Forger) => void, (of: { size: number }) => Omit<Found, 'exitCode'>][] = [
    [
      'an event edited',
      (f) => f.events((lines) => lines.with(at(400), foreign(lineOf(lines, 400)))),
      () => ({ code: 'event/edited', position: 400, path: file(400) }),
    ],
    [
      'the first event edited',
      (f) => f.events((lines) => lines.with(0, foreign(lineOf(lines, 1)))),
      () => ({ code: 'event/edited', position: 1, path: file(1) }),
    ],
    [
      'the last event edited',
      (f) => f.events((lines) => lines.with(-1, foreign(lines.at(-1) as string))),
      ({ size }) => ({ code: 'event/edited', position: size, path: file(size) }),
    ],
    [
      'two events edited',
      (f) => f.events((lines) => lines.with(at(10), foreign(lineOf(lines, 10))).with(at(11), foreign(lineOf(lines, 11)))),
      () => ({ code: 'event/edited', position: 10, path: file(10) }),
    ],
    [
      'an event edited, its hash left',
      (f) => f.events((lines) => lines.with(at(300), lineOf(lines, 300).replace('"schema":1', '"schema":2'))),
      () => ({ code: 'event/edited', position: 300, path: file(300) }),
    ],
    [
      'a space put into an event',
      (f) => f.events((lines) => lines.with(at(20), lineOf(lines, 20).replace('"schema":', '"schema": '))),
      () => ({ code: 'event/edited', position: 20, path: file(20) }),
    ],
    [
      'the hash beside an event edited',
      (f) => f.events((lines) => lines.with(at(77), lineOf(lines, 77).replace(/"hash":"[0-9a-f]{64}/, `"hash":"${'0'.repeat(64)}`))),
      () => ({ code: 'event/hash-changed', position: 77, path: file(77) }),
    ],
    [
      'the position of an event edited',
      (f) => f.events((lines) => lines.with(at(78), number(lineOf(lines, 78), 5000))),
      () => ({ code: 'event/position-changed', position: 78, path: file(78) }),
    ],
    ['an event deleted', (f) => f.events((lines) => lines.toSpliced(at(257), 1)), () => ({ code: 'event/deleted', position: 257, path: file(257) })],
    [
      'an event deleted and all later ones numbered anew',
      (f) => f.events((lines) => lines.toSpliced(at(257), 1).map((line, i) => number(line, i + 1))),
      () => ({ code: 'event/deleted', position: 257, path: file(257) }),
    ],
    ['the first event deleted', (f) => f.events((lines) => lines.slice(1)), () => ({ code: 'event/deleted', position: 1, path: file(1) })],
    [
      'three hundred events deleted',
      (f) => f.events((lines) => lines.toSpliced(at(100), 300)),
      () => ({ code: 'event/deleted', position: 100, path: file(100) }),
    ],
    [
      'an event inserted',
      (f) => f.events((lines) => lines.toSpliced(at(500), 0, foreign(lineOf(lines, 500)))),
      () => ({ code: 'event/inserted', position: 500, path: file(500) }),
    ],
    [
      'an event inserted and all later ones numbered anew',
      (f) => f.events((lines) => lines.toSpliced(at(500), 0, foreign(lineOf(lines, 500))).map((line, i) => number(line, i + 1))),
      () => ({ code: 'event/inserted', position: 500, path: file(500) }),
    ],
    [
      'an event repeated',
      (f) => f.events((lines) => lines.toSpliced(at(200), 0, lineOf(lines, 199))),
      () => ({ code: 'event/inserted', position: 200, path: file(200) }),
    ],
    [
      'an event told in advance',
      (f) => f.events((lines) => lines.toSpliced(at(200), 0, lineOf(lines, 600))),
      () => ({ code: 'event/inserted', position: 200, path: file(200) }),
    ],
    [
      'an event replaced by another one',
      (f) => f.events((lines) => lines.with(at(200), lineOf(lines, 600))),
      () => ({ code: 'event/edited', position: 200, path: file(200) }),
    ],
    ['two neighbours swapped', (f) => f.events((lines) => (swap(lines, 33, 34), lines)), () => ({ code: 'event/reordered', position: 33, path: file(33) })],
    [
      'two neighbours swapped, and their numbers',
      (f) => f.events((lines) => (swap(lines, 33, 34), lines.map((line, i) => number(line, i + 1)))),
      () => ({ code: 'event/reordered', position: 33, path: file(33) }),
    ],
    [
      'two events swapped, far from each other',
      (f) => f.events((lines) => (swap(lines, 3, 690), lines)),
      () => ({ code: 'event/reordered', position: 3, path: file(3) }),
    ],
    [
      'an event moved',
      (f) => f.events((lines) => lines.toSpliced(at(400), 1).toSpliced(at(20), 0, lineOf(lines, 400))),
      () => ({ code: 'event/reordered', position: 20, path: file(20) }),
    ],
    ['the end cut off', (f) => f.events((lines) => lines.slice(0, 650)), () => ({ code: 'events/truncated', position: 651 })],
    ['the last event cut off', (f) => f.events((lines) => lines.slice(0, -1)), ({ size }) => ({ code: 'events/truncated', position: size })],
    [
      'the last line cut in half',
      (f) => f.write('events/000003.ndjson', f.read('events/000003.ndjson').subarray(0, -30)),
      ({ size }) => ({ code: 'events/truncated', position: size, path: file(size) }),
    ],
    [
      'an event appended',
      (f) => f.events((lines) => [...lines, number(foreign(lines.at(-1) as string), lines.length + 1)]),
      ({ size }) => ({ code: 'events/appended', position: size + 1, path: file(size) }),
    ],
    ['a line that is none', (f) => f.events((lines) => lines.with(at(5), '{"position":5}')), () => ({ code: 'event/malformed', position: 5, path: file(5) })],
    [
      'the recorded time of an event changed to another day',
      (f) =>
        f.events((lines) =>
          lines.with(
            at(350),
            forged(lineOf(lines, 350), (line) => (line.recordedAt = '2017-01-01T00:00:00.000Z')),
          ),
        ),
      () => ({ code: 'event/recorded-time-changed', position: 350, path: file(350) }),
    ],
    [
      'the recorded time of an event changed by a millisecond',
      (f) =>
        f.events((lines) =>
          lines.with(
            at(350),
            forged(lineOf(lines, 350), (line) => (line.recordedAt = new Date(Date.parse(line.recordedAt) + 1).toISOString())),
          ),
        ),
      () => ({ code: 'event/recorded-time-changed', position: 350, path: file(350) }),
    ],
    ['a full tile edited', (f) => f.write('tile/0/001', flip(f.read('tile/0/001'), 100)), () => ({ code: 'tile/edited', path: 'tile/0/001' })],
    [
      'the tile on the edge edited',
      (f) => f.write(`tile/0/002.p/${size - 512}`, flip(f.read(`tile/0/002.p/${size - 512}`), 9)),
      ({ size }) => ({ code: 'tile/edited', path: `tile/0/002.p/${size - 512}` }),
    ],
    ['the tile above edited', (f) => f.write('tile/1/000.p/2', flip(f.read('tile/1/000.p/2'), 63)), () => ({ code: 'tile/edited', path: 'tile/1/000.p/2' })],
    ['a tile cut off', (f) => f.write('tile/0/000', f.read('tile/0/000').subarray(0, -32)), () => ({ code: 'tile/truncated', path: 'tile/0/000' })],
    [
      'the size in the checkpoint',
      (f) =>
        f.write(
          'checkpoint',
          f
            .read('checkpoint')
            .toString()
            .replace(`\n${size}\n`, `\n${size - 1}\n`),
        ),
      () => ({ code: 'checkpoint/forged-signature', path: 'checkpoint' }),
    ],
    [
      'the origin in the checkpoint',
      (f) => f.write('checkpoint', f.read('checkpoint').toString().replace('casetrail.test', 'casetrail.other')),
      () => ({ code: 'checkpoint/forged-signature', path: 'checkpoint' }),
    ],
    [
      'a checkpoint without a signature',
      (f) => f.write('checkpoint', f.read('checkpoint').toString().split('\n\n')[0] + '\n'),
      () => ({ code: 'checkpoint/malformed', path: 'checkpoint' }),
    ],
    ['a checkpoint that is no text', (f) => f.write('checkpoint', Buffer.from([0xff, 0xfe])), () => ({ code: 'checkpoint/malformed', path: 'checkpoint' })],
    [
      'an earlier checkpoint in the place of the newest',
      (f) => f.write('checkpoint', f.read(`checkpoints/${EVENTS}`)),
      () => ({ code: 'checkpoint/wrong-size', path: 'checkpoint' }),
    ],
    [
      'another origin in the manifest',
      (f) => f.manifest((manifest) => (manifest['origin'] = 'casetrail.test/330100')),
      () => ({ code: 'checkpoint/wrong-origin', path: 'checkpoint' }),
    ],
    [
      'the signature of an older checkpoint',
      (f) => f.write(`checkpoints/${EVENTS}`, f.read(`checkpoints/${EVENTS}`).toString().replace(`\n${EVENTS}\n`, '\n699\n')),
      () => ({ code: 'checkpoint/forged-signature', path: `checkpoints/${EVENTS}` }),
    ],
    [
      'an older checkpoint under another size',
      (f) => f.write('checkpoints/1', f.read(`checkpoints/${EVENTS}`)),
      () => ({ code: 'checkpoint/wrong-size', path: 'checkpoints/1' }),
    ],
    [
      'the rules',
      (f) => f.write('rules.json', f.read('rules.json').toString().replace('F05', 'F50')),
      () => ({ code: 'bundle/file-changed', path: 'rules.json' }),
    ],
    [
      'a file that nobody lists',
      (f) => (f.write('events/000004.ndjson', '{}\n'), f.manifest(({ files }) => delete (files as Record<string, unknown>)['events/000004.ndjson'])),
      () => ({ code: 'bundle/unlisted-file', path: 'events/000004.ndjson' }),
    ],
    [
      'a word of the manifest',
      (f) =>
        writeFileSync(
          join(f.folder, 'bundle.json'),
          f
            .read('bundle.json')
            .toString()
            .replace(/"createdAt": "2/, '"createdAt": "1'),
        ),
      () => ({ code: 'bundle/changed', path: 'bundle.json' }),
    ],
  ];
  /** What Python does not look into, because it does not count. */
  const onlyOurs = new Set(['the rules']);

  it.each(tamperings)('%s', async (name, change, expected) => {
    const folder = forgery(change);
    const found = onlyOurs.has(name) ? await ours(folder) : await both(folder);
    expect(found).toEqual({ exitCode: 1, ...expected({ size }) });
  });

  it.each<[string, (forger: Forger) => void, Omit<Found, 'exitCode'>]>([
    ['a folder without a manifest', (f) => f.remove('bundle.json'), { code: 'bundle/unreadable', path: 'bundle.json' }],
    ['a manifest that is no JSON', (f) => writeFileSync(join(f.folder, 'bundle.json'), '{'), { code: 'bundle/unreadable', path: 'bundle.json' }],
    ['a manifest without a field', (f) => f.manifest((manifest) => delete manifest['size']), { code: 'bundle/unreadable', path: 'bundle.json' }],
    ['a later form', (f) => f.manifest((manifest) => (manifest['format'] = 'casetrail-bundle/v2')), { code: 'bundle/unknown-version', path: 'bundle.json' }],
    ['a missing tile', (f) => (f.remove('tile/0/001'), f.relist()), { code: 'bundle/missing-file', path: 'tile/0/001' }],
    ['a missing file of events', (f) => (f.remove('events/000002.ndjson'), f.relist()), { code: 'bundle/missing-file', path: 'events/000002.ndjson' }],
    ['a missing checkpoint', (f) => f.remove('checkpoint'), { code: 'bundle/missing-file', path: 'checkpoint' }],
    ['a key that is none', (f) => f.manifest((manifest) => (manifest['key'] = 'nobody')), { code: 'key/unreadable' }],
  ])('cannot be verified: %s', async (_, change, expected) => expect(await both(forgery(change))).toEqual({ exitCode: 2, ...expected }));

  it('signed with a key of one’s own holds by itself, and not by the key that was made known', async () => {
    const folder = forgery((f) => {
      for (const path of ['checkpoint', `checkpoints/${EVENTS}`, `checkpoints/${EVENTS + 4}`])
        f.write(path, signNote(f.read(path).toString().split('\n\n')[0] + '\n', stranger));
      f.manifest((manifest) => (manifest['key'] = stranger.verifier));
    });
    expect(await both(folder)).toEqual({ exitCode: 0 });
    expect(await both(folder, { keys: [signer.verifier] }, '--key', signer.verifier)).toEqual({
      exitCode: 1,
      code: 'checkpoint/unknown-signer',
      path: 'checkpoint',
    });
  });

  it('signed over another root than the events have', async () => {
    const folder = forgery((f) => f.write('checkpoint', signNote(checkpointText({ origin: signer.name, size, root: Buffer.alloc(32, 7) }), signer)));
    expect(await both(folder)).toEqual({ exitCode: 1, code: 'checkpoint/wrong-root' });
  });

  it('and whose own digests were left as they were', async () => {
    const careless = forgery((f) => writeFileSync(join(f.folder, 'rules.json'), `${f.read('rules.json').toString()} `));
    expect(theirs(careless)).toEqual({ exitCode: 1, code: 'bundle/file-changed', path: 'rules.json' });
    expect(await ours(careless)).toEqual({ exitCode: 1, code: 'bundle/file-changed', path: 'rules.json' });
  });
});

describe('a checkpoint that the auditor has kept', () => {
  const kept = (name: string, note: string) => {
    const path = join(home, name);
    writeFileSync(path, note);
    return [{ kept: note }, '--checkpoint', path] as const;
  };
  const noteOf = (path: string) => readFileSync(join(whole, path), 'utf8');
  const resigned = (change: (checkpoint: ReturnType<typeof readCheckpointText>) => object) =>
    signNote(
      checkpointText({
        ...readCheckpointText(noteOf('checkpoint').split('\n\n')[0] + '\n'),
        ...change(readCheckpointText(noteOf('checkpoint').split('\n\n')[0] + '\n')),
      }),
      signer,
    );

  it('is continued', async () => {
    expect(await both(whole, ...kept('kept-1', noteOf(`checkpoints/${EVENTS}`)))).toEqual({ exitCode: 0 });
    expect(await both(whole, ...kept('kept-2', noteOf('checkpoint')))).toEqual({ exitCode: 0 });
  });
  it('is of another history', async () =>
    expect(
      await both(
        whole,
        ...kept(
          'kept-3',
          resigned(() => ({ size: 500 })),
        ),
      ),
    ).toEqual({ exitCode: 1, code: 'checkpoint/not-an-extension' }));
  it('is longer than the ledger: an older state was put in its place', async () =>
    expect(
      await both(
        whole,
        ...kept(
          'kept-4',
          resigned(() => ({ size: size + 1 })),
        ),
      ),
    ).toEqual({ exitCode: 1, code: 'checkpoint/shorter-than-kept' }));
  it('is none', async () =>
    expect(await both(whole, ...kept('kept-5', 'nothing\n'))).toEqual({ exitCode: 2, code: 'kept/unreadable' }));
});
