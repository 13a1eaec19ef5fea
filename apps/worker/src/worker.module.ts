import { type DynamicModule, Module } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Logger, Queues } from '@casetrail/runtime';
import { ProjectionJob } from './projection.job.ts';
import { type SealConfig, SealJob } from './seal.job.ts';
import { LOGGER, POOL, QUEUES, SEAL_CONFIG } from './tokens.ts';

/** What a worker works with. */
export type WorkerParts = { readonly pool: Pool; readonly queues: Queues; readonly seal: SealConfig; readonly log: Logger };

@Module({})
export class WorkerModule {
  static register({ pool, queues, seal, log }: WorkerParts): DynamicModule {
    return {
      module: WorkerModule,
      providers: [
        { provide: POOL, useValue: pool },
        { provide: QUEUES, useValue: queues },
        { provide: SEAL_CONFIG, useValue: seal },
        { provide: LOGGER, useValue: log },
        ProjectionJob,
        SealJob,
      ],
    };
  }
}
