/** How long what was granted or taken lasts, by when somebody looks after it, and what is conspicuous. Milliseconds, days and numbers. */
export type Granting = {
  readonly breakGlassFor: number;
  readonly reviewWithin: number;
  readonly decideWithin: number;
  /** The longest access that can be asked for, in days. */
  readonly longest: number;
  /** More than so many looks in ten minutes that were refused or found nothing, or more than so many persons in a day, are flagged. */
  readonly flags: { readonly turnedAway: number; readonly persons: number };
};

const HOUR = 3_600_000;

type Variables = {
  readonly [
    K in
      | 'CASETRAIL_BREAK_GLASS_HOURS'
      | 'CASETRAIL_REVIEW_WITHIN_HOURS'
      | 'CASETRAIL_DECIDE_WITHIN_HOURS'
      | 'CASETRAIL_ACCESS_DAYS'
      | 'CASETRAIL_FLAG_TURNED_AWAY'
      | 'CASETRAIL_FLAG_PERSONS'
  ]?: number | undefined;
};

export const grantingFrom = (set: Variables): Granting => ({
  breakGlassFor: (set.CASETRAIL_BREAK_GLASS_HOURS ?? 4) * HOUR,
  reviewWithin: (set.CASETRAIL_REVIEW_WITHIN_HOURS ?? 24) * HOUR,
  decideWithin: (set.CASETRAIL_DECIDE_WITHIN_HOURS ?? 72) * HOUR,
  longest: set.CASETRAIL_ACCESS_DAYS ?? 180,
  flags: { turnedAway: set.CASETRAIL_FLAG_TURNED_AWAY ?? 10, persons: set.CASETRAIL_FLAG_PERSONS ?? 200 },
});

/** What holds where nothing is set. */
export const usualGranting: Granting = grantingFrom({});
