import type { Campaign } from './campaign.ts';
import { canonical } from './canonical/canonical.ts';
import { controls } from './controls/controls.ts';
import { crash } from './crash/crash.ts';
import { proofs } from './proofs/proofs.ts';
import { publications } from './publications/publications.ts';
import { tamper } from './tamper/tamper.ts';

/** Every campaign there is, by its name. */
export const campaigns: Readonly<Record<string, Campaign>> = {
  crash: {
    proves: 'Whatever is killed, nothing acknowledged is lost, nothing is recorded twice, and every figure is what a recount says.',
    round: 'a kill in the middle of the load of 16 clients, a new start, every open question asked again, the ledger read',
    rounds: 300,
    run: crash,
  },
  controls: {
    proves: 'The crash campaign finds what it looks for: faults planted on purpose are caught.',
    round: 'at most as many kills as each control gets',
    rounds: 20,
    run: controls,
  },
  proofs: {
    proves: 'Proofs of the tree agree with a naive tree at every size up to 300, and no proof, note or checkpoint that was changed is accepted.',
    round: 'a proof, note or checkpoint changed at random',
    rounds: 100_000,
    run: proofs,
  },
  canonical: {
    proves:
      'Canonical bytes are read back as what was written, agree with a second implementation, differ where values differ, and refuse what JSON cannot carry exactly.',
    round: 'a random value, and a random one with something bad in it',
    rounds: 100_000,
    run: canonical,
  },
  tamper: {
    proves: 'Whatever is changed in a bundle or a database is found, and called what it is; where nothing was changed, nothing is found.',
    round: 'one change that must be found, and one look at what nobody has touched',
    rounds: 1000,
    run: tamper,
  },
  publications: {
    proves: 'What is published stays as it is under all later events, counts the same again, and any two points differ by exactly what is said.',
    round:
      '100 later acts of the demo city, every paper read, two pairs of points compared; every tenth time a new paper, one counted again, one pair opened to its last unit',
    rounds: 100,
    run: publications,
  },
};
