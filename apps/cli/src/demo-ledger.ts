import { type Actor, CITY_LEVEL, type CivilDate } from '@casetrail/domain';
import { demoCityVersion } from '@casetrail/demo-city';
import { type Ledger, type PlayedCommand, newStreamId } from '@casetrail/ledger';

const OPENED_ON = '2018-01-01';
export const system: Actor = { user: 'casetrail', role: 'SYSTEM', org: 'casetrail', district: CITY_LEVEL };

/** The act that makes a ledger a demo ledger: its first event. The same at every run, so that an interrupted load finds it again. */
export const opening: PlayedCommand = {
  id: '00000000-0000-4000-8000-000000000001',
  stream: newStreamId('ledger', new Date(OPENED_ON), `demo city ${demoCityVersion}`),
  type: 'OpenLedger',
  data: { kind: 'demo', city: CITY_LEVEL },
  act: { occurredOn: OPENED_ON as CivilDate },
  actor: system,
  recordedAt: `${OPENED_ON}T08:00:00.000+08:00`,
};

/** Under this id the opening is asked for again at the end. It records nothing but that the city was played to its end, and is quickly found. */
export const FINISHED = '00000000-0000-4000-8000-000000000002';

/** How far the demo city was loaded into a ledger. */
export async function demoCityIn(ledger: Ledger): Promise<'not loaded' | 'interrupted' | 'loaded'> {
  const recorded = await ledger.recordedCommands([opening.id, FINISHED]);
  if (recorded.has(FINISHED)) return 'loaded';
  return recorded.has(opening.id) ? 'interrupted' : 'not loaded';
}
