import { type Actor, CITY_LEVEL, type CivilDate } from '@casetrail/domain';
import { demoCityCommands } from '@casetrail/demo-city';
import { type PlayedCommand, newStreamId } from '@casetrail/ledger';

const OPENED_ON = '2018-01-01' as CivilDate;
const system: Actor = { user: 'casetrail', role: 'SYSTEM', org: 'casetrail', district: CITY_LEVEL };
const opening: PlayedCommand = {
  id: '00000000-0000-4000-8000-000000000001',
  stream: newStreamId('ledger', new Date(OPENED_ON), 'a test'),
  type: 'OpenLedger',
  data: { kind: 'demo', city: CITY_LEVEL },
  act: { occurredOn: OPENED_ON },
  actor: system,
  recordedAt: `${OPENED_ON}T08:00:00.000+08:00`,
};

let city: readonly PlayedCommand[] | undefined;

/** The first acts of the demo city: something to project. */
export function playedCity(acts: number): readonly PlayedCommand[] {
  city ??= [opening, ...demoCityCommands()];
  return city.slice(0, acts);
}
