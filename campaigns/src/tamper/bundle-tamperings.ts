import { type NoteSigner, checkpointText, newSigningKey, signNote, signerOf } from '@casetrail/ledger';
import type { FindingCode, VerifyOptions } from '@casetrail/readmodel/audit';
import type { random } from '@casetrail/domain/testing';
import type { Draft, Line } from './draft.ts';

export type Dice = ReturnType<typeof random>;
/** What the auditor must say, and where; with what he has besides the bundle. */
export type Expected = { readonly codes: readonly FindingCode[]; readonly position?: number; readonly options?: VerifyOptions };
/** Signed states of the ledger that a bundle is of, by size, and the key that signs them. */
export type Known = { readonly notes: ReadonlyMap<number, string>; readonly signer: NoteSigner };
/** Changes a draft. Undefined where there is nothing to change in this way. */
export type Tampering = (draft: Draft, dice: Dice, known: Known) => Expected | undefined;

const ALPHANUMERIC = 'abcdefghijkmnopqrstuvwxyz0123456789';
const one = (code: FindingCode, position?: number): Expected => ({ codes: [code], ...(position !== undefined && { position }) });

/** A letter or digit of the text is another one. */
export function retouched(bytes: Buffer, dice: Dice, which: RegExp = /[a-z0-9]/): Buffer {
  const text = bytes.toString();
  for (;;) {
    const at = dice.int(text.length);
    const other = dice.pick([...ALPHANUMERIC].filter((character) => which.test(character)));
    if (which.test(text[at] as string) && other !== text[at]) return Buffer.from(text.slice(0, at) + other + text.slice(at + 1));
  }
}

/** Between far neighbours the auditor does not try every moment: then it says that the event was changed, and not in what. */
const FAR = 1_000_000; // milliseconds
export const timeChanged = (position: number, before: string | undefined, after: string | undefined): Expected => ({
  codes: before && after && Date.parse(after) - Date.parse(before) < FAR ? ['event/recorded-time-changed'] : ['event/recorded-time-changed', 'event/edited'],
  position,
});

/** Changes the lines; returns what must be found. */
const onLines =
  (change: (lines: Line[], at: number, dice: Dice) => Expected | undefined): Tampering =>
  (draft, dice) => {
    const lines = draft.lines;
    const expected = change(lines, dice.int(lines.length), dice);
    draft.lines = lines;
    return expected;
  };
const later = (iso: string, milliseconds: number) => new Date(Date.parse(iso) + milliseconds).toISOString();

/** Changes an event and everything that follows from it but the signature. */
function rewrite(draft: Draft, dice: Dice): { readonly root: Buffer; readonly at: number; readonly size: number } {
  const lines = draft.lines;
  const at = dice.int(lines.length);
  const line = lines[at] as Line;
  lines[at] = { ...line, bytes: retouched(line.bytes, dice) };
  draft.lines = lines;
  return { root: draft.rehash(), at, size: lines.length };
}

export const bundleTamperings: Readonly<Record<string, Tampering>> = {
  'a letter of an event': onLines((lines, at, dice) => {
    const line = lines[at] as Line;
    lines[at] = { ...line, bytes: retouched(line.bytes, dice) };
    return one('event/edited', at + 1);
  }),
  'a hash beside an event': onLines((lines, at, dice) => {
    const line = lines[at] as Line;
    lines[at] = { ...line, hash: retouched(Buffer.from(line.hash), dice, /[0-9a-f]/).toString() };
    return one('event/hash-changed', at + 1);
  }),
  'a recorded time': onLines((lines, at, dice) => {
    const line = lines[at] as Line;
    lines[at] = { ...line, recordedAt: later(line.recordedAt, (1 + dice.int(100_000)) * (dice.int(2) === 0 ? 1 : -1)) };
    return timeChanged(at + 1, lines[at - 1]?.recordedAt, lines[at + 1]?.recordedAt);
  }),
  'a position': onLines((lines, at, dice) => {
    const line = lines[at] as Line;
    lines[at] = { ...line, position: line.position + 1 + dice.int(50) };
    return one('event/position-changed', at + 1);
  }),
  'events deleted': onLines((lines, at, dice) => {
    const gone = lines.splice(at, 1 + dice.int(3));
    return lines.length === at ? one('events/truncated', at + 1) : gone.length > 0 ? one('event/deleted', at + 1) : undefined;
  }),
  'an event inserted': onLines((lines, at, dice) => {
    const line = lines[at] as Line;
    lines.splice(at, 0, { ...line, bytes: retouched(line.bytes, dice) });
    return one('event/inserted', at + 1);
  }),
  'an event appended': onLines((lines, at, dice) => {
    const line = lines[at] as Line;
    lines.push({ ...line, position: lines.length + 1, bytes: retouched(line.bytes, dice) });
    return one('events/appended', lines.length);
  }),
  'an event repeated': onLines((lines, at) => {
    lines.splice(at, 0, lines[at] as Line);
    return at === lines.length - 2 ? one('events/appended', lines.length) : one('event/inserted', at + 2);
  }),
  'two events exchanged': onLines((lines, at, dice) => {
    const other = dice.int(lines.length);
    if (other === at) return undefined;
    [lines[at], lines[other]] = [lines[other] as Line, lines[at] as Line];
    return one('event/reordered', Math.min(at, other) + 1);
  }),
  'the events cut off': (draft, dice) => {
    const path = draft.lastEventFile;
    const content = draft.files.get(path) as Buffer;
    const at = dice.int(content.length);
    draft.set(path, content.subarray(0, at));
    return one(at === 0 ? 'bundle/unreadable' : 'events/truncated'); // no list of files names one without lines
  },

  'a tile edited': (draft, dice) => {
    const path = dice.pick(tilesIn(draft));
    const tile = Buffer.from(draft.files.get(path) as Buffer);
    const at = dice.int(tile.length);
    tile[at] = (tile[at] as number) ^ (1 << dice.int(8));
    draft.set(path, tile);
    return one('tile/edited');
  },
  'a tile cut short': (draft, dice) => {
    const path = dice.pick(tilesIn(draft));
    const tile = draft.files.get(path) as Buffer;
    draft.set(path, tile.subarray(0, dice.int(tile.length)));
    return one('tile/truncated');
  },
  'a tile left out': (draft, dice) => {
    draft.files.delete(dice.pick(tilesIn(draft)));
    return one('bundle/missing-file');
  },

  'the size in the checkpoint': (draft, dice) => {
    const lines = draft.text('checkpoint').split('\n');
    lines[1] = String(Number(lines[1]) + 1 + dice.int(9));
    draft.set('checkpoint', lines.join('\n'));
    return one('checkpoint/forged-signature');
  },
  'the root in the checkpoint': (draft, dice) => {
    const lines = draft.text('checkpoint').split('\n');
    const root = Buffer.from(lines[2] as string, 'base64');
    root[dice.int(32)]! ^= 1 + dice.int(255);
    lines[2] = root.toString('base64');
    draft.set('checkpoint', lines.join('\n'));
    return one('checkpoint/forged-signature');
  },
  'the signature of the checkpoint': (draft, dice) => {
    const [text = '', signature = ''] = draft.text('checkpoint').split('\n\n');
    const [dash = '', name = '', encoded = ''] = signature.trim().split(' ');
    const bytes = Buffer.from(encoded, 'base64');
    const at = dice.int(bytes.length);
    bytes[at]! ^= 1 + dice.int(255);
    draft.set('checkpoint', `${text}\n\n${dash} ${name} ${bytes.toString('base64')}\n`);
    return one(at < 4 ? 'checkpoint/unknown-signer' : 'checkpoint/forged-signature');
  },

  'history rewritten, without the key': (draft, dice) => {
    rewrite(draft, dice);
    return one('checkpoint/wrong-root');
  },
  'history rewritten, and signed by a key of its own': (draft, dice, { signer }) => {
    const stranger = signerOf(newSigningKey(signer.name));
    const { root, size } = rewrite(draft, dice);
    draft.set('checkpoint', signNote(checkpointText({ origin: signer.name, size, root }), stranger));
    draft.list({ key: stranger.verifier });
    return one('checkpoint/unknown-signer');
  },
  'history rewritten, and signed under the id of the key': (draft, dice, { signer }) => {
    const stranger = signerOf(newSigningKey(signer.name));
    const { root, size } = rewrite(draft, dice);
    draft.set('checkpoint', signNote(checkpointText({ origin: signer.name, size, root }), { ...stranger, id: signer.id }));
    return one('checkpoint/forged-signature');
  },
  'history rewritten with the key itself, and an older checkpoint was kept': (draft, dice, { notes, signer }) => {
    const { root, at, size } = rewrite(draft, dice);
    const kept = [...notes].find(([of]) => of > at && of <= size)?.[1];
    if (kept === undefined) return undefined;
    draft.set('checkpoint', signNote(checkpointText({ origin: signer.name, size, root }), signer));
    draft.list();
    return { codes: ['checkpoint/not-an-extension'], options: { kept } };
  },
  'an older state, and a newer checkpoint was kept': (draft, dice, { notes }) => {
    const { size } = draft.manifest;
    const older = [...notes].filter(([of]) => of < size);
    const kept = notes.get(size);
    if (older.length === 0 || kept === undefined) return undefined;
    const [rest, note] = dice.pick(older);
    draft.lines = draft.lines.slice(0, rest);
    draft.retile(draft.lines);
    draft.set('checkpoint', note);
    dropEmptyFiles(draft);
    draft.list({ size: rest });
    return { codes: ['checkpoint/shorter-than-kept'], options: { kept } };
  },
  'the last events taken away, and the tree made anew': (draft, dice) => {
    const rest = draft.lines.length - 1 - dice.int(3);
    if (rest < 1) return undefined;
    draft.lines = draft.lines.slice(0, rest);
    draft.retile(draft.lines);
    dropEmptyFiles(draft);
    draft.list({ size: rest });
    return one('checkpoint/wrong-size');
  },

  'a file that nobody listed': (draft, dice) => {
    draft.set(dice.pick(['events/note.txt', 'tile/0/extra', 'publications/x.json', 'checkpoints/1']), 'added');
    return one('bundle/unlisted-file');
  },
  'the rules': (draft, dice) => {
    draft.set('rules.json', retouched(draft.files.get('rules.json') as Buffer, dice));
    return one('bundle/file-changed');
  },
  'the manifest': (draft, dice) => {
    const day = draft.manifest['createdAt'] as string;
    draft.set('bundle.json', draft.text('bundle.json').replace(day, later(day, 1 + dice.int(1e9))));
    return one('bundle/changed');
  },
};

/** These say themselves what the manifest is: it is not to be made to fit. */
export const keepsManifest: readonly string[] = ['a file that nobody listed', 'the rules', 'the manifest', 'an older state, and a newer checkpoint was kept'];

const tilesIn = (draft: Draft) => [...draft.files.keys()].filter((path) => path.startsWith('tile/'));

function dropEmptyFiles(draft: Draft): void {
  for (const [path, content] of draft.files) if (path.startsWith('events/') && content.length === 0) draft.files.delete(path);
}
