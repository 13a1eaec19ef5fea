import { type DynamicModule, Module } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Logger, Queues } from '@casetrail/runtime';
import { ProjectionJob } from './projection.job.ts';
import { LOGGER, POOL, QUEUES } from './tokens.ts';

@Module({})
export class WorkerModule {
  static register({ pool, queues, log }: { readonly pool: Pool; readonly queues: Queues; readonly log: Logger }): DynamicModule {
    return {
      module: WorkerModule,
      providers: [{ provide: POOL, useValue: pool }, { provide: QUEUES, useValue: queues }, { provide: LOGGER, useValue: log }, ProjectionJob],
    };
  }
}
