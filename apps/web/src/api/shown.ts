import type { Answer } from '@casetrail/contracts';
import { queryClient } from './queries.ts';

const EVERY_MS = 250;
const MOST_TIMES = 40;

/** Waits until the read models have come to a position, and has everything read again: a page must not show the state from before what was just recorded. */
export async function shownUpTo(position: number): Promise<void> {
  for (let times = 0; times < MOST_TIMES; times++) {
    const health = await fetch('/health/ready').then(
      (answer) => answer.json() as Promise<Answer<'Health'>>,
      () => undefined,
    );
    if (health && Object.values(health.readModels).every((model) => model.position >= position || model.state === 'stopped')) break;
    await new Promise((done) => setTimeout(done, EVERY_MS));
  }
  await queryClient.invalidateQueries();
}
