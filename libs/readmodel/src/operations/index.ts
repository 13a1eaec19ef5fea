export {
  type ProjectorStanding,
  type ProjectorTrouble,
  type Stop,
  checkpointOf,
  isOfAnEvent,
  projectorStandings,
  projectorTroubles,
  stopBy,
  tellRunning,
  tellStopped,
  unnamed,
} from './projectors.ts';
export { type SkipAsked, skipEvent } from './skip.ts';
export { type Skips, skippedPositions } from './skips.ts';
