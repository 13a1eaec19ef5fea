import { LookNotRecorded } from '@casetrail/runtime';
import { isDatabaseTrouble } from '../http/problem.ts';

const SQLSTATE = /^[0-9A-Z]{5}$/;

/** What the database refuses while somebody looks is a look that was not recorded: nothing is shown. */
export const failingClosed = <T>(looking: Promise<T>): Promise<T> =>
  looking.catch((error: unknown) => {
    const { code } = error as { code?: unknown };
    throw typeof code === 'string' && SQLSTATE.test(code) && !isDatabaseTrouble(error) ? new LookNotRecorded(error) : error;
  });
