export { ProjectionJob } from './projection.job.ts';
export { SealJob } from './seal.job.ts';
export { WorkerModule } from './worker.module.ts';
