export { ProjectionJob } from './projection.job.ts';
export { SealJob } from './seal.job.ts';
export { RebuildJob } from './rebuild.job.ts';
export { WorkerModule } from './worker.module.ts';
