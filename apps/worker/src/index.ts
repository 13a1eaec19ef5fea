export { ProjectionJob } from './projection.job.ts';
export { WorkerModule } from './worker.module.ts';
