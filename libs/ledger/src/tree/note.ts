import { type KeyObject, createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { HASH_BYTES } from './merkle.ts';

/** C2SP signed-note: the algorithm byte of Ed25519. */
const ED25519 = Buffer.of(1);
const MOST_BYTES = 65_536;
const KEY_BYTES = 32;
const ID_BYTES = 4;
/** What precedes the 32 bytes of an Ed25519 key in PKCS #8 and in SubjectPublicKeyInfo (RFC 8410). */
const PRIVATE_DER = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_DER = Buffer.from('302a300506032b6570032100', 'hex');

/** Who signs: the log's name, which is its origin too, and a key. */
export type NoteSigner = { readonly name: string; readonly id: Buffer; readonly key: KeyObject; readonly verifier: string };
export type NoteVerifier = { readonly name: string; readonly id: Buffer; readonly key: KeyObject };

/** A note that is not one, or not signed by whom it should be. */
export class NotASignedNote extends Error {
  constructor(reason: string) {
    super(`The note is not accepted: ${reason}.`);
    this.name = 'NotASignedNote';
  }
}

const isName = (name: string) => /^[^\s+\p{Cc}]+$/u.test(name);
const idOf = (name: string, publicKey: Buffer) => createHash('sha256').update(`${name}\n`).update(ED25519).update(publicKey).digest().subarray(0, ID_BYTES);

/** Standard Base64 with its padding, and nothing that merely decodes. */
function base64(text: string, bytes?: number): Buffer | undefined {
  const decoded = Buffer.from(text, 'base64');
  return decoded.toString('base64') === text && (bytes === undefined || decoded.length === bytes) ? decoded : undefined;
}

/** A new private key, as text: `PRIVATE+KEY+<name>+<id>+<key>`, the form that the tools of Go's checksum database use. */
export function newSigningKey(name: string): string {
  if (!isName(name)) throw new RangeError(`${JSON.stringify(name)} cannot be the name of a key: no spaces, no "+".`);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-KEY_BYTES);
  const id = idOf(name, publicKey.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES));
  return `PRIVATE+KEY+${name}+${id.toString('hex')}+${Buffer.concat([ED25519, seed]).toString('base64')}`;
}

/** @throws RangeError for what is no private key of this form */
export function signerOf(text: string): NoteSigner {
  const [, name = '', id, encoded = ''] = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? [];
  const bytes = base64(encoded, 1 + KEY_BYTES);
  if (!bytes?.subarray(0, 1).equals(ED25519) || !isName(name)) throw new RangeError('This is no private key of the form PRIVATE+KEY+<name>+<id>+<key>.');
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE_DER, bytes.subarray(1)]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES);
  const own = idOf(name, publicKey);
  if (own.toString('hex') !== id) throw new RangeError('The id of this private key does not fit the key.');
  return { name, id: own, key, verifier: `${name}+${id}+${Buffer.concat([ED25519, publicKey]).toString('base64')}` };
}

/** Reads a public key of the form `<name>+<id>+<key>`. @throws RangeError for anything else */
export function verifierOf(text: string): NoteVerifier {
  const [, name = '', id, encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? [];
  const bytes = base64(encoded, 1 + KEY_BYTES);
  if (!bytes?.subarray(0, 1).equals(ED25519) || !isName(name)) throw new RangeError('This is no public key of the form <name>+<id>+<key>.');
  const own = idOf(name, bytes.subarray(1));
  if (own.toString('hex') !== id) throw new RangeError('The id of this public key does not fit the key.');
  return { name, id: own, key: createPublicKey({ key: Buffer.concat([PUBLIC_DER, bytes.subarray(1)]), format: 'der', type: 'spki' }) };
}

/** C2SP signed-note: the text, which ends with a newline, an empty line, and a line for the signature. */
export function signNote(text: string, { name, id, key }: NoteSigner): string {
  return `${text}\n— ${name} ${Buffer.concat([id, sign(null, Buffer.from(text), key)]).toString('base64')}\n`;
}

/** The text of a note that a known key has signed. Signatures of others are passed over; one of a known key that is wrong spoils the note. @throws NotASignedNote */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): string {
  if (Buffer.byteLength(note) > MOST_BYTES) throw new NotASignedNote('it is longer than 64 KiB');
  if (!note.isWellFormed() || note.includes('�')) throw new NotASignedNote('it is no UTF-8');
  if (/[\u0000-\u0009\u000b-\u001f\u007f]/u.test(note)) throw new NotASignedNote('it holds control characters');
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) throw new NotASignedNote('it has no signatures');
  const text = note.slice(0, end + 1);
  let isSigned = false;
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
    const bytes = base64(encoded);
    if (!isName(name) || !bytes || bytes.length <= ID_BYTES) throw new NotASignedNote('a signature is malformed');
    const known = verifiers.find((verifier) => verifier.name === name && verifier.id.equals(bytes.subarray(0, ID_BYTES)));
    if (!known) continue;
    if (!verify(null, Buffer.from(text), known.key, bytes.subarray(ID_BYTES))) throw new NotASignedNote(`the signature of ${name} is wrong`);
    isSigned = true;
  }
  if (!isSigned) throw new NotASignedNote('nobody who is known has signed it');
  return text;
}

/** The head of the tree: whose it is, how many leaves it has, and its root. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Buffer };

/** C2SP tlog-checkpoint: three lines. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${root.toString('base64')}\n`;

/** @throws NotASignedNote for what is no checkpoint of exactly three lines */
export function readCheckpointText(text: string): Checkpoint {
  const [origin = '', size = '', root = '', rest, ...more] = text.split('\n');
  const hash = base64(root, HASH_BYTES);
  if (origin === '' || rest !== '' || more.length > 0) throw new NotASignedNote('it is no checkpoint of three lines');
  if (!/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) throw new NotASignedNote('its size is no number');
  if (!hash) throw new NotASignedNote('its root is no hash');
  return { origin, size: Number(size), root: hash };
}

/** A checkpoint that a log has signed with its own key, under its own name. @throws NotASignedNote */
export function openCheckpoint(note: string, verifier: NoteVerifier): Checkpoint {
  const checkpoint = readCheckpointText(openNote(note, [verifier]));
  if (checkpoint.origin !== verifier.name) throw new NotASignedNote(`it is of ${checkpoint.origin}, not of ${verifier.name}`);
  return checkpoint;
}
