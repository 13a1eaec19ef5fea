import { type Begun, type ModelName, type Plan, beginRebuild, isPieceOf, modelNames, stepOf, versions } from '@casetrail/readmodel';
import { type Flows, openQueues } from '@casetrail/runtime/queues';
import type { Site } from './site.ts';
import { until } from './until.ts';

/** How long the workers may take; one that was killed is missed only after a while. Milliseconds. */
export const BUILDING = 60_000;

/** A rebuild by the workers of a site, asked for as the command line does. */
export class Rebuilding {
  readonly #site: Site;
  readonly #flows: Flows;

  constructor(site: Site) {
    this.#site = site;
    const config = { databaseUrl: site.database.url, redisUrl: site.redisUrl };
    this.#flows = openQueues(config, 'worker', (error) => site.troubles.push(error.message)).openFlows('rebuild');
  }

  async begin(names: readonly ModelName[] = modelNames): Promise<readonly Begun[]> {
    const queued = await this.#flows.pending();
    const begun = await beginRebuild(this.#site.owner, names, (rebuild) => queued.some((id) => isPieceOf(rebuild, id)));
    for (const one of begun) {
      const step = await stepOf(this.#site.owner, one);
      if (step) await this.#flows.start(step.last, step.before);
    }
    return begun;
  }

  async plan(model: ModelName): Promise<Plan | undefined> {
    return (await versions(this.#site.owner, [model]))[0]?.plan;
  }

  async isFinished(names: readonly ModelName[] = modelNames): Promise<boolean> {
    for (const name of names) if (!(await this.plan(name))?.isFinished) return false;
    return true;
  }

  finished(names: readonly ModelName[] = modelNames): Promise<true> {
    return until('the next versions are built', () => this.isFinished(names), BUILDING);
  }

  pending(): Promise<readonly string[]> {
    return this.#flows.pending();
  }

  close(): Promise<void> {
    return this.#flows.close();
  }
}
