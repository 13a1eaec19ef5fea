/**
 * Everything that can be found wrong. `unusable`: what was given cannot be verified at all; `wrong`: it can, and does not hold. The codes are public:
 * both verifiers use them, and so may whoever reads their verdicts.
 */
export const findings = {
  'bundle/unreadable': 'unusable',
  'bundle/unknown-version': 'unusable',
  'bundle/missing-file': 'unusable',
  'key/unreadable': 'unusable',
  'kept/unreadable': 'unusable',
  'seal/missing': 'unusable',
  'bundle/changed': 'wrong',
  'bundle/file-changed': 'wrong',
  'bundle/unlisted-file': 'wrong',
  'checkpoint/malformed': 'wrong',
  'checkpoint/unknown-signer': 'wrong',
  'checkpoint/forged-signature': 'wrong',
  'checkpoint/wrong-origin': 'wrong',
  'checkpoint/wrong-size': 'wrong',
  'checkpoint/wrong-root': 'wrong',
  'checkpoint/shorter-than-kept': 'wrong',
  'checkpoint/not-an-extension': 'wrong',
  'tile/missing': 'wrong',
  'tile/truncated': 'wrong',
  'tile/edited': 'wrong',
  'event/malformed': 'wrong',
  'event/edited': 'wrong',
  'event/deleted': 'wrong',
  'event/inserted': 'wrong',
  'event/reordered': 'wrong',
  'event/recorded-time-changed': 'wrong',
  'event/position-changed': 'wrong',
  'event/hash-changed': 'wrong',
  'event/not-canonical': 'wrong',
  'event/version-gap': 'wrong',
  'event/time-backwards': 'wrong',
  'event/copy-differs': 'wrong',
  'events/truncated': 'wrong',
  'events/appended': 'wrong',
  'stream/differs': 'wrong',
  'publication/malformed': 'wrong',
  'publication/not-countable': 'wrong',
  'publication/unknown-checkpoint': 'wrong',
  'publication/other-rules': 'wrong',
  'publication/figure-differs': 'wrong',
  'publication/file-differs': 'wrong',
} as const;
export type FindingCode = keyof typeof findings;

/** The first thing that is wrong: what, said in a sentence, and where. */
export type Finding = { readonly code: FindingCode; readonly message: string; readonly position?: number; readonly path?: string };

/** Ends a verification. */
export class NotHolding extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.message);
    this.name = 'NotHolding';
    this.finding = finding;
  }
}
