import { type DynamicModule, Module } from '@nestjs/common';
import type { ClientConfig, Pool } from 'pg';
import type { Logger, Queues } from '@casetrail/runtime';
import { type EraseConfig, EraseJob } from './erase.job.ts';
import { ProjectionJob } from './projection.job.ts';
import { RebuildJob } from './rebuild.job.ts';
import { type SealConfig, SealJob } from './seal.job.ts';
import { CONNECTION, ERASE_CONFIG, LOGGER, POOL, QUEUES, SEAL_CONFIG } from './tokens.ts';

/** What a worker works with. */
export type WorkerParts = {
  readonly pool: Pool;
  readonly connection: ClientConfig;
  readonly queues: Queues;
  readonly seal: SealConfig;
  readonly erase: EraseConfig;
  readonly log: Logger;
};

@Module({})
export class WorkerModule {
  static register({ pool, connection, queues, seal, erase, log }: WorkerParts): DynamicModule {
    const parts = [
      { provide: POOL, useValue: pool },
      { provide: CONNECTION, useValue: connection },
      { provide: QUEUES, useValue: queues },
      { provide: SEAL_CONFIG, useValue: seal },
      { provide: ERASE_CONFIG, useValue: erase },
      { provide: LOGGER, useValue: log },
    ];
    return { module: WorkerModule, providers: [...parts, ProjectionJob, SealJob, RebuildJob, EraseJob] };
  }
}
