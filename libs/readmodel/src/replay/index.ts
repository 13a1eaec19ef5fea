export { type Change, changesBetween, withChanges } from './changes.ts';
export { BeyondRecord, type PointInTime, type Replay, type ReplayOptions, type State, type Step, replay } from './replay.ts';
export { type Visible, visible } from './visible.ts';
