export { type DifferingPart, type Differing, type Verdict } from './compare.ts';
export { type Piece, type PhaseStep, isPieceOf, readPiece } from './flow.ts';
export { type Hand, type Order, hireThread } from './hands.ts';
export type { ModelName } from './model.ts';
export { modelNames } from './models.ts';
export { type RebuildOptions, type RebuildProgress, type Rebuilt, isSame, rebuildFigures, rebuildHere, rebuildViews } from './one-process.ts';
export {
  type Begun,
  type Served,
  beginRebuild,
  cancelRebuild,
  compareNext,
  goBack,
  missingAfter,
  reportTrouble,
  stepOf,
  switchVersions,
  versions,
} from './operations.ts';
export { NextExists, type PhaseStanding, type Plan, RebuildUnderWay } from './plan.ts';
export { RebuildGone } from './run-task.ts';
export { NotSwitchable, type Version, type Versions } from './versions.ts';
