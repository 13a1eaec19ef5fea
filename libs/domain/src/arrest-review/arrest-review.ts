import { arrestReviewCommands, arrestReviewEvents } from './arrest-review-messages.ts';

export const arrestReview = { category: 'arrest_review', noun: 'arrest review', initialState: { status: 'unknown' }, commands: arrestReviewCommands, events: arrestReviewEvents, rules: {}, decide: {}, evolve: {} } as never as import('../kernel/decider.ts').AnyDecider;
