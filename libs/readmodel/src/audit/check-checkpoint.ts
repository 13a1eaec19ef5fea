import { type Checkpoint, NotASignedNote, type NoteVerifier, openCheckpoint, openNote, readCheckpointText, verifierOf } from '@casetrail/ledger';
import { type FindingCode, NotHolding } from './finding.ts';
import type { AuditSource } from './source.ts';

/** Reads a public key. @throws NotHolding */
export function keyFrom(text: string, whose: string): NoteVerifier {
  try {
    return verifierOf(text);
  } catch (error) {
    throw new NotHolding({ code: 'key/unreadable', message: `${whose}: ${(error as Error).message}` });
  }
}

/** Opens a note that one of some keys has signed. @throws NotHolding */
export function opened(note: string, keys: readonly NoteVerifier[], path: string): Checkpoint {
  const no = (code: FindingCode, message: string) => new NotHolding({ code, message, path });
  let refusal: unknown;
  for (const key of keys)
    try {
      return openCheckpoint(note, key);
    } catch (error) {
      refusal ??= error;
      if (!(error instanceof NotASignedNote)) throw error;
      if (/the signature of .* is wrong/.test(error.message))
        throw no('checkpoint/forged-signature', `The signature of ${path} is not that of ${key.name} over this text.`);
    }
  const origin = originOf(note, keys);
  if (origin !== undefined) throw no('checkpoint/wrong-origin', `${path} is of ${origin}, not of ${keys.map(({ name }) => name).join(' or ')}.`);
  const message = (refusal as Error).message;
  throw /nobody who is known/.test(message)
    ? no('checkpoint/unknown-signer', `${path} is not signed by ${keys.map(({ name, id }) => `${name}+${id.toString('hex')}`).join(' or ')}.`)
    : no('checkpoint/malformed', `${path}: ${message}`);
}

/** The origin of a note that is in order but for that. */
function originOf(note: string, keys: readonly NoteVerifier[]): string | undefined {
  try {
    return readCheckpointText(openNote(note, keys)).origin;
  } catch {
    return undefined;
  }
}

/** The checkpoint that everything is measured by. @throws NotHolding */
export async function checkCheckpoint(source: AuditSource, keys: readonly NoteVerifier[]): Promise<Checkpoint> {
  const path = 'checkpoint';
  const checkpoint = opened(await source.checkpoint(), keys, path);
  const { origin, size } = checkpoint;
  if (origin !== source.origin)
    throw new NotHolding({ code: 'checkpoint/wrong-origin', message: `The checkpoint is of ${origin}, not of ${source.origin}.`, path });
  if (size !== source.size || size === 0)
    throw new NotHolding({ code: 'checkpoint/wrong-size', message: `The checkpoint is of ${size} events, not of ${source.size}.`, path });
  return checkpoint;
}
