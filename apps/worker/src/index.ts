export { ProjectionJob, projectors } from './projection.job.ts';
export { WorkerModule } from './worker.module.ts';
