import { type DynamicModule, Module } from '@nestjs/common';
import type { ClientConfig, Pool } from 'pg';
import type { Ledger } from '@casetrail/ledger';
import type { Logger } from '@casetrail/runtime';
import type { Queues } from '@casetrail/runtime/queues';
import { type EraseConfig, EraseJob } from './erase.job.ts';
import { LookJob } from './look.job.ts';
import { ProjectionJob } from './projection.job.ts';
import { RebuildJob } from './rebuild.job.ts';
import { type SealConfig, SealJob } from './seal.job.ts';
import { ANCHOR_LOOKS_EVERY, CONNECTION, ERASE_CONFIG, LEDGER, LOGGER, POOL, QUEUES, SEAL_CONFIG } from './tokens.ts';

/** What a worker works with. */
export type WorkerParts = {
  readonly pool: Pool;
  readonly connection: ClientConfig;
  readonly queues: Queues;
  readonly seal: SealConfig;
  readonly erase: EraseConfig;
  /** With the rights to append: for what the system records itself. */
  readonly ledger: Ledger;
  /** In milliseconds. */
  readonly anchorLooksEvery: number;
  readonly log: Logger;
};

@Module({})
export class WorkerModule {
  static register({ pool, connection, queues, seal, erase, ledger, anchorLooksEvery, log }: WorkerParts): DynamicModule {
    const parts = [
      { provide: POOL, useValue: pool },
      { provide: CONNECTION, useValue: connection },
      { provide: QUEUES, useValue: queues },
      { provide: SEAL_CONFIG, useValue: seal },
      { provide: ERASE_CONFIG, useValue: erase },
      { provide: LEDGER, useValue: ledger },
      { provide: ANCHOR_LOOKS_EVERY, useValue: anchorLooksEvery },
      { provide: LOGGER, useValue: log },
    ];
    return { module: WorkerModule, providers: [...parts, ProjectionJob, SealJob, RebuildJob, EraseJob, LookJob] };
  }
}
