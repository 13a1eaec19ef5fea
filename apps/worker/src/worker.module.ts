import { type DynamicModule, Module } from '@nestjs/common';
import type { ClientConfig, Pool } from 'pg';
import type { Logger, Queues } from '@casetrail/runtime';
import { ProjectionJob } from './projection.job.ts';
import { RebuildJob } from './rebuild.job.ts';
import { CONNECTION, LOGGER, POOL, QUEUES } from './tokens.ts';

type Surroundings = { readonly pool: Pool; readonly connection: ClientConfig; readonly queues: Queues; readonly log: Logger };

@Module({})
export class WorkerModule {
  static register({ pool, connection, queues, log }: Surroundings): DynamicModule {
    const surroundings = [
      { provide: POOL, useValue: pool },
      { provide: CONNECTION, useValue: connection },
      { provide: QUEUES, useValue: queues },
      { provide: LOGGER, useValue: log },
    ];
    return { module: WorkerModule, providers: [...surroundings, ProjectionJob, RebuildJob] };
  }
}
