import { Controller, Get, Inject, Res } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Answer } from '@casetrail/contracts';
import { Ledger, LedgerNotProtected, Seal, type SealStatus, assertAppendOnly } from '@casetrail/ledger';
import { type ProjectorStanding, projectorStandings, unnamed } from '@casetrail/readmodel';
import type { Logger } from '@casetrail/runtime';
import { Uncounted } from '../http/authentication.guard.ts';
import { Public } from '../http/policy.ts';
import { describeRead, ref } from '../openapi/describe.ts';
import { LOGGER } from '../tokens.ts';

const tag = 'Health';
const PROVEN_FOR_MS = 60_000;
/** What is promised: this long after it was recorded, an event is sealed. */
const SEALED_WITHIN_SECONDS = 10;

/** Anybody may ask. */
const readModelOf = ({ position, lag, state, since, stop }: ProjectorStanding): Answer<'Health'>['readModels'][string] => ({
  ok: lag === 0 && state === 'running',
  position,
  lag,
  state,
  ...(stop && { stoppedBefore: stop.position, reason: unnamed(stop.reason), since: since.toISOString() }),
});

export class Readiness extends Query<Answer<'Health'>> {}

@QueryHandler(Readiness)
export class ReadinessHandler implements IQueryHandler<Readiness> {
  #provenAt = -Infinity;

  constructor(
    private readonly ledger: Ledger,
    private readonly seal: Seal,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async execute(): Promise<Answer<'Health'>> {
    try {
      const isAppendOnly = await this.#isAppendOnly();
      const readModels = Object.fromEntries((await projectorStandings(this.ledger.pool)).map((standing) => [standing.name, readModelOf(standing)]));
      const sealed = await this.seal.status();
      const { position } = await this.ledger.head(); // last, so that nothing seems to be ahead of it
      return {
        status: isAppendOnly ? 'ok' : 'unavailable',
        database: { ok: true },
        ledger: { ok: isAppendOnly, position, isAppendOnly },
        readModels,
        seal: sealHealth(sealed),
      };
    } catch (error) {
      this.log.warn({ err: error }, 'not ready');
      return {
        status: 'unavailable',
        database: { ok: false, detail: 'The database does not answer.' },
        ledger: { ok: false, position: 0, isAppendOnly: false },
        readModels: {},
        seal: { ok: false, state: 'none', size: 0, ageSeconds: 0 },
      };
    }
  }

  /** Trying to change the ledger is not something to do at every probe. */
  async #isAppendOnly(): Promise<boolean> {
    if (performance.now() - this.#provenAt < PROVEN_FOR_MS) return true;
    try {
      await assertAppendOnly(this.ledger.pool);
    } catch (error) {
      if (!(error instanceof LedgerNotProtected)) throw error;
      this.log.error({ err: error }, 'the ledger is not protected');
      return false;
    }
    this.#provenAt = performance.now();
    return true;
  }
}

function sealHealth({ size, head, lag, signedAt, refusal }: SealStatus): Answer<'Health'>['seal'] {
  const state = refusal !== undefined ? 'refused' : size === 0 ? 'none' : size < head ? 'behind' : 'sealed';
  return {
    ok: state !== 'refused' && lag <= SEALED_WITHIN_SECONDS,
    state,
    size,
    ...(signedAt && { signedAt: signedAt.toISOString() }),
    ageSeconds: Math.floor(lag),
    ...(refusal !== undefined && { reason: refusal }),
  };
}

@Public()
@Uncounted()
@Controller('/health')
export class HealthController {
  constructor(private readonly queries: QueryBus) {}

  @Get('live')
  @describeRead({ tag, summary: 'Whether the process runs', response: 'Live', isPublic: true })
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  @describeRead({
    tag,
    summary: 'Whether the process can do its work',
    response: 'Health',
    description:
      'Answers 503 with the same body when it cannot. Read models that lag or have stopped, with the event in the way and the reason, and a ledger that is not sealed in time are reported, and do not make it unready.',
    isPublic: true,
  })
  @ApiResponse({
    status: 503,
    description: 'It cannot: the same, with what is not as it should be',
    content: { 'application/json': { schema: ref('Health') } },
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const health = await this.queries.execute(new Readiness());
    void reply.code(health.status === 'ok' ? 200 : 503);
    return health;
  }
}
