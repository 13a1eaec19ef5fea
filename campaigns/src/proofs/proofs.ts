import { random } from '@casetrail/domain/testing';
import {
  SmallTree,
  checkpointText,
  newSigningKey,
  openCheckpoint,
  provesConsistency,
  provesInclusion,
  signNote,
  signerOf,
  verifierOf,
} from '@casetrail/ledger';
import type { CampaignOptions, Outcome } from '../campaign.ts';
import { type Dice, flipped, mutatedProof, mutatedText } from './mutations.ts';
import { NaiveTree } from './naive-tree.ts';

const SIZES = 300;
const data = Array.from({ length: SIZES }, (_, i) => Buffer.from(`leaf ${i}`));
const naive = new NaiveTree(data);
const tree = new SmallTree(data.map((_, i) => naive.leaf(i)));
const equal = (a: readonly Buffer[], b: readonly Buffer[]) => a.length === b.length && a.every((hash, i) => hash.equals(b[i] as Buffer));

/** Every proof of every tree up to some size against the naive tree, then proofs, notes and checkpoints with something changed, none of which may be accepted. */
export async function proofs({
  rounds,
  seed,
  sizes = SIZES,
  say = () => undefined,
}: Pick<CampaignOptions, 'rounds' | 'seed'> & ProofsOptions): Promise<Outcome> {
  const violations: string[] = [];
  const agreed = compareAll(sizes, violations);
  say(`${agreed.inclusion} proofs of inclusion and ${agreed.consistency} of consistency are those of the naive tree`);
  const dice = random(seed);
  const counts: Record<string, number> = { ...agreed, mutated: 0, accepted: 0, unchanged: 0 };
  for (let i = 0; i < rounds; i++) {
    const accepted = dice.pick(trials)(dice);
    if (accepted === undefined) counts['unchanged'] = (counts['unchanged'] ?? 0) + 1;
    else counts['mutated'] = (counts['mutated'] ?? 0) + 1;
    if (!accepted) continue;
    counts['accepted'] = (counts['accepted'] ?? 0) + 1;
    violations.push(`round ${i}: accepted although ${accepted}`);
  }
  return { rounds, counts, violations };
}
type ProofsOptions = { readonly sizes?: number; readonly say?: (line: string) => void };

function compareAll(sizes: number, violations: string[]) {
  const counts = { inclusion: 0, consistency: 0 };
  for (let size = 1; size <= sizes; size++) {
    const root = naive.root(size);
    if (!tree.root(size).equals(root)) violations.push(`the root of ${size} leaves`);
    for (let index = 0; index < size; index++, counts.inclusion++) {
      const proof = naive.path(index, size);
      if (!equal(proof, tree.inclusion(index, size))) violations.push(`the proof of leaf ${index} in ${size}`);
      if (!provesInclusion(proof, index, size, naive.leaf(index), root)) violations.push(`the naive proof of leaf ${index} in ${size} is refused`);
    }
    for (let old = 1; old <= size; old++, counts.consistency++) {
      const proof = naive.proof(old, size);
      if (!equal(proof, tree.consistency(old, size))) violations.push(`the proof that ${size} begins with ${old}`);
      if (!provesConsistency(proof, old, size, naive.root(old), root)) violations.push(`the naive proof that ${size} begins with ${old} is refused`);
    }
  }
  return counts;
}

/** What was changed, if it was accepted; false if it was not; undefined if nothing was changed. */
type Trial = (dice: Dice) => string | false | undefined;

const inclusionOfChanged: Trial = (dice) => {
  const size = 1 + dice.int(SIZES);
  const index = dice.int(size);
  const found = mutatedProof(tree.inclusion(index, size), dice);
  if (!found) return undefined;
  return provesInclusion(found.changed, index, size, naive.leaf(index), naive.root(size)) && `inclusion of ${index} in ${size}: ${found.how}`;
};

const consistencyOfChanged: Trial = (dice) => {
  const size = 1 + dice.int(SIZES);
  const old = 1 + dice.int(size);
  const found = mutatedProof(tree.consistency(old, size), dice);
  if (!found) return undefined;
  return provesConsistency(found.changed, old, size, naive.root(old), naive.root(size)) && `consistency of ${old} in ${size}: ${found.how}`;
};

/** A right proof, of something else: another leaf, another place, another tree. */
const inclusionOfAnother: Trial = (dice) => {
  const size = 2 + dice.int(SIZES - 1);
  const index = dice.int(size);
  const proof = tree.inclusion(index, size);
  const [otherSize, otherIndex] = [1 + dice.int(SIZES), dice.int(size)];
  const claims = {
    'another leaf': () => otherIndex !== index && provesInclusion(proof, index, size, naive.leaf(otherIndex), naive.root(size)),
    'another place': () => otherIndex !== index && provesInclusion(proof, otherIndex, size, naive.leaf(index), naive.root(size)),
    'another size': () => otherSize !== size && provesInclusion(proof, index, otherSize, naive.leaf(index), naive.root(otherSize)),
    'another root': () => provesInclusion(proof, index, size, naive.leaf(index), flipped(naive.root(size), dice)),
  };
  const claim = dice.pick(Object.keys(claims) as (keyof typeof claims)[]);
  return claims[claim]() && `inclusion of ${index} in ${size}: ${claim} (${otherIndex}, ${otherSize})`;
};

const consistencyOfAnother: Trial = (dice) => {
  const size = 2 + dice.int(SIZES - 1);
  const old = 1 + dice.int(size - 1);
  const proof = tree.consistency(old, size);
  const [otherOld, otherSize] = [1 + dice.int(SIZES), 1 + dice.int(SIZES)];
  const claims = {
    'another beginning': () => otherOld !== old && provesConsistency(proof, otherOld, size, naive.root(otherOld), naive.root(size)),
    'another size': () => otherSize !== size && provesConsistency(proof, old, otherSize, naive.root(old), naive.root(otherSize)),
    'another old root': () => provesConsistency(proof, old, size, flipped(naive.root(old), dice), naive.root(size)),
    'another root': () => provesConsistency(proof, old, size, naive.root(old), flipped(naive.root(size), dice)),
    'no beginning': () => provesConsistency(proof, 0, size, naive.root(0), naive.root(size)),
  };
  const claim = dice.pick(Object.keys(claims) as (keyof typeof claims)[]);
  return claims[claim]() && `consistency of ${old} in ${size}: ${claim} (${otherOld}, ${otherSize})`;
};

const origin = 'casetrail.campaign/370200';
const signer = signerOf(newSigningKey(origin));
const stranger = signerOf(newSigningKey(origin));
const verifier = verifierOf(signer.verifier);
const checkpointOf = (size: number) => checkpointText({ origin, size, root: naive.root(size) });
const isAccepted = (note: string) => {
  try {
    openCheckpoint(note, verifier);
    return true;
  } catch {
    return false;
  }
};

const changedNote: Trial = (dice) => {
  const note = signNote(checkpointOf(dice.int(SIZES)), signer);
  const { how, changed } = mutatedText(note, dice);
  if (changed === note) return undefined;
  return isAccepted(changed) && `a note with ${how}: ${JSON.stringify(changed)}`;
};

/** A checkpoint with the signature of another one, or of somebody else under the log's name. */
const forgedNote: Trial = (dice) => {
  const [size, other] = [dice.int(SIZES), dice.int(SIZES)];
  if (size === other) return undefined;
  const signature = signNote(checkpointOf(size), signer).split('\n\n')[1] as string;
  const forgeries = {
    'the signature of another checkpoint': () => `${checkpointOf(other)}\n${signature}`,
    'the size of another one': () => signNote(checkpointOf(size), signer).replace(`\n${size}\n`, `\n${other}\n`),
    'the signature of a stranger': () => signNote(checkpointOf(size), stranger),
    'a stranger who bears the id of the key': () => signNote(checkpointOf(size), { ...stranger, id: signer.id }),
    'a text in front of it': () => `${checkpointOf(other)}\n${signNote(checkpointOf(size), signer)}`,
  };
  const how = dice.pick(Object.keys(forgeries) as (keyof typeof forgeries)[]);
  return isAccepted(forgeries[how]()) && `a note with ${how}: ${size}, ${other}`;
};

const trials: readonly Trial[] = [inclusionOfChanged, consistencyOfChanged, inclusionOfAnother, consistencyOfAnother, changedNote, forgedNote];
