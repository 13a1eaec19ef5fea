import { randomBytes } from 'node:crypto';
import type { random } from '@casetrail/domain/testing';

export type Dice = ReturnType<typeof random>;

const HASH_BYTES = 32;

export function flipped(bytes: Uint8Array, dice: Dice): Buffer {
  const changed = Buffer.from(bytes);
  const bit = dice.int(bytes.length * 8);
  changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
  return changed;
}

const proofMutations = {
  'a bit flipped': (proof: Buffer[], dice: Dice) => void (proof.length > 0 && replace(proof, dice, (hash) => flipped(hash, dice))),
  'a hash left out': (proof: Buffer[], dice: Dice) => void proof.splice(dice.int(proof.length), 1),
  'a hash repeated': (proof: Buffer[], dice: Dice) => void proof.splice(dice.int(proof.length), 0, ...(proof.length > 0 ? [dice.pick(proof)] : [])),
  'a hash added': (proof: Buffer[], dice: Dice) => void proof.splice(dice.int(proof.length + 1), 0, randomBytes(HASH_BYTES)),
  'a hash replaced': (proof: Buffer[], dice: Dice) => void (proof.length > 0 && replace(proof, dice, () => randomBytes(HASH_BYTES))),
  'a hash cut short': (proof: Buffer[], dice: Dice) => void (proof.length > 0 && replace(proof, dice, (hash) => hash.subarray(1 + dice.int(HASH_BYTES)))),
  'a hash made longer': (proof: Buffer[], dice: Dice) => void (proof.length > 0 && replace(proof, dice, (hash) => Buffer.concat([hash, Buffer.of(0)]))),
  'two hashes exchanged': (proof: Buffer[], dice: Dice) => {
    const [i, j] = [dice.int(proof.length), dice.int(proof.length)];
    if (proof.length > 0) [proof[i], proof[j]] = [proof[j] as Buffer, proof[i] as Buffer];
  },
  'turned around': (proof: Buffer[]) => void proof.reverse(),
  emptied: (proof: Buffer[]) => void proof.splice(0),
} as const;

function replace(proof: Buffer[], dice: Dice, how: (hash: Buffer) => Buffer): void {
  const i = dice.int(proof.length);
  proof[i] = how(proof[i] as Buffer);
}

/** A proof changed in one way; undefined where the change changes nothing. */
export function mutatedProof(proof: readonly Buffer[], dice: Dice): { readonly how: string; readonly changed: readonly Buffer[] } | undefined {
  const how = dice.pick(Object.keys(proofMutations) as (keyof typeof proofMutations)[]);
  const changed = [...proof];
  proofMutations[how](changed, dice);
  const isSame = changed.length === proof.length && changed.every((hash, i) => hash.equals(proof[i] as Buffer));
  return isSame ? undefined : { how, changed };
}

/** A text with one character changed, left out, added or moved, or cut off. */
export function mutatedText(text: string, dice: Dice): { readonly how: string; readonly changed: string } {
  const i = dice.int(text.length);
  const other = String.fromCharCode(dice.pick([10, 32, 43, 47, 61, 0x2014, 48 + dice.int(10), 65 + dice.int(26), 97 + dice.int(26)]));
  const ways = {
    'a character changed': () => text.slice(0, i) + other + text.slice(i + 1),
    'a character left out': () => text.slice(0, i) + text.slice(i + 1),
    'a character added': () => text.slice(0, i) + other + text.slice(i),
    'cut off': () => text.slice(0, i),
    'two characters exchanged': () => text.slice(0, i) + (text[i + 1] ?? '') + (text[i] ?? '') + text.slice(i + 2),
  };
  const how = dice.pick(Object.keys(ways) as (keyof typeof ways)[]);
  return { how, changed: ways[how]() };
}
