import { random } from '@casetrail/domain/testing';
import { many } from '../testing/build.ts';
import { mutatedProof, mutatedText } from './mutations.ts';
import { proofs } from './proofs.ts';

const seed = Date.now() % 1_000_000;

it('proofs are those of a naive tree, and none that was changed is accepted', async () => {
  const rounds = many('CAMPAIGN_MUTATIONS', 4000);
  const { counts, violations } = await proofs({ rounds, seed, sizes: 150 });
  expect({ seed, violations }).toEqual({ seed, violations: [] });
  expect(counts).toMatchObject({ inclusion: 11_325, consistency: 11_325, accepted: 0 });
  expect(counts['mutated']).toBeGreaterThan(rounds * 0.9);
});

it('what is called changed is changed', () => {
  const dice = random(seed);
  const proof = [Buffer.alloc(32, 1), Buffer.alloc(32, 2), Buffer.alloc(32, 3)];
  for (let i = 0; i < 500; i++) {
    const found = mutatedProof(proof, dice);
    if (found) expect(Buffer.concat(found.changed).equals(Buffer.concat(proof)) && found.changed.length === proof.length).toBe(false);
    expect(proof.map((hash) => hash[0])).toEqual([1, 2, 3]);
  }
  expect(mutatedText('abc', dice).changed.length).toBeLessThan(5);
});
