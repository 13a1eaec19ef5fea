import { OPENED_AT, demoCityCommands, demoOpening } from '@casetrail/demo-city';
import { type PlayedCommand, newStreamId } from '@casetrail/ledger';

let city: readonly PlayedCommand[] | undefined;

/** The first acts of the demo city: something to project. */
export function playedCity(acts: number): readonly PlayedCommand[] {
  city ??= [demoOpening(newStreamId('ledger', OPENED_AT, 'a test')), ...demoCityCommands()];
  return city.slice(0, acts);
}
