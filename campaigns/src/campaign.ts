/** What a campaign has done and found. */
export type Outcome = {
  readonly rounds: number;
  /** What was done, and how often. */
  readonly counts: Readonly<Record<string, number>>;
  /** Everything that should not have happened. None: every check held. */
  readonly violations: readonly string[];
};
