import { type Actor, CITY_LEVEL, type CivilDate, type StreamId } from '@casetrail/domain';
import type { PlayedCommand } from './record-book.ts';

const OPENED_ON = '2018-01-01';
/** Who acts where no person does. */
export const system: Actor = { user: 'casetrail', role: 'SYSTEM', org: 'casetrail', district: CITY_LEVEL };
/** When the ledger of the demo city begins: before its first act. */
export const OPENED_AT = new Date(OPENED_ON);

/** The act that makes a ledger a demo ledger: its first event. The same at every run on the same stream, so that an interrupted load finds it again. */
export const demoOpening = (stream: StreamId<'ledger'>): PlayedCommand => ({
  id: '00000000-0000-4000-8000-000000000001',
  stream,
  type: 'OpenLedger',
  data: { kind: 'demo', city: CITY_LEVEL },
  act: { occurredOn: OPENED_ON as CivilDate },
  actor: system,
  recordedAt: `${OPENED_ON}T08:00:00.000+08:00`,
});
