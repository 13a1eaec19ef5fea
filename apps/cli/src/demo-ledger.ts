import { OPENED_AT, demoCityVersion, demoOpening } from '@casetrail/demo-city';
import { type Ledger, newStreamId } from '@casetrail/ledger';

export const opening = demoOpening(newStreamId('ledger', OPENED_AT, `demo city ${demoCityVersion}`));

/** Under this id the opening is asked for again at the end. It records nothing but that the city was played to its end, and is quickly found. */
export const FINISHED = '00000000-0000-4000-8000-000000000002';

/** How far the demo city was loaded into a ledger. */
export async function demoCityIn(ledger: Ledger): Promise<'not loaded' | 'interrupted' | 'loaded'> {
  const recorded = await ledger.recordedCommands([opening.id, FINISHED]);
  if (recorded.has(FINISHED)) return 'loaded';
  return recorded.has(opening.id) ? 'interrupted' : 'not loaded';
}
