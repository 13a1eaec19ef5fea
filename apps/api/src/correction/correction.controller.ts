import { Controller, Get, Inject, Injectable, Param, Req, Res } from '@nestjs/common';
import { CommandBus, CommandHandler, type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, correctionRoutes, correctionsQuery, previewQuery } from '@casetrail/contracts';
import type { CorrectionId, Reach } from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import type { CorrectionFilters, Page } from '@casetrail/readmodel';
import type { Logger } from '@casetrail/runtime';
import { CommandController, CommandRoutes, recordId } from '../command/command-controller.ts';
import { EnvelopeCommand, EnvelopeHandler, type Outcome } from '../command/envelope.ts';
import { reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { noQuery, valid } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { DESTROY_DUE, LOGGER } from '../tokens.ts';
import { ViewReader, withVersion } from '../view/view-reader.ts';
import { EffectOfCorrection, EffectOfCorrectionHandler } from './effect.query.ts';
import { PreviewCorrection, PreviewCorrectionHandler } from './preview.query.ts';

export class ExecuteCorrectionCommand extends EnvelopeCommand {}

export type DestroyDue = () => Promise<unknown>;

/** An approval may be the decision to erase somebody: then it is done before the answer. Where that fails, the worker does it. */
@Injectable()
@CommandHandler(ExecuteCorrectionCommand)
export class CorrectionCommandHandler extends EnvelopeHandler {
  constructor(
    ledger: Ledger,
    @Inject(DESTROY_DUE) private readonly destroyDue: DestroyDue,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    super(ledger);
  }

  override async execute(command: ExecuteCorrectionCommand): Promise<Outcome> {
    const outcome = await super.execute(command);
    if (command.issued.type === 'ApproveCorrection')
      await this.destroyDue().catch((error: unknown) => this.log.error({ err: error }, 'a key that is to be destroyed is still there; the worker destroys it'));
    return outcome;
  }
}

export class ListCorrections extends Query<Answer<'Corrections'>> {
  constructor(
    readonly filters: CorrectionFilters,
    readonly page: Page,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(ListCorrections)
export class ListCorrectionsHandler extends ViewReader implements IQueryHandler<ListCorrections> {
  execute({ filters, page, reach }: ListCorrections): Promise<Answer<'Corrections'>> {
    return this.listed(this.views.seenBy(reach).correctionList(filters, page));
  }
}

export class ReadCorrection extends Query<Answer<'Correction'>> {
  constructor(
    readonly id: CorrectionId,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(ReadCorrection)
export class ReadCorrectionHandler extends ViewReader implements IQueryHandler<ReadCorrection> {
  execute({ id, reach }: ReadCorrection): Promise<Answer<'Correction'>> {
    return this.found(id, reach, this.views.seenBy(reach).correction(id));
  }
}

const { tag } = correctionRoutes;

@Controller(correctionRoutes.path)
@CommandRoutes(correctionRoutes, ExecuteCorrectionCommand)
export class CorrectionController extends CommandController {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super(commands);
  }

  @Get()
  @Policy('corrections.list')
  @describeRead({ tag, summary: 'Corrections, the newest first', query: correctionsQuery, response: 'Corrections' })
  list(@Req() request: FastifyRequest): Promise<Answer<'Corrections'>> {
    const { after, limit, isCounted, ...filters } = valid(correctionsQuery, request.query, 'query');
    return this.queries.execute(new ListCorrections(filters, { after, limit, isCounted }, reachIn(request)));
  }

  @Get(':id')
  @Policy('corrections.read')
  @describeRead({ tag, summary: 'A correction that was asked for, whatever became of it', response: 'Correction', unknown: 'correction/is-unknown' })
  async file(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'Correction'>> {
    noQuery(request);
    const file = await this.queries.execute(new ReadCorrection(recordId('correction', id), reachIn(request)));
    return withVersion(reply, file.version, file);
  }

  @Get(':id/preview')
  @Policy('corrections.read')
  @describeRead({
    tag,
    summary: 'What would change: the figures that would move if the correction were approved now, and by how much',
    query: previewQuery,
    response: 'Preview',
    unknown: 'correction/is-unknown',
    problems: ['correction/not-pending', 'figure/not-counted-yet'],
  })
  preview(@Param('id') id: string, @Req() request: FastifyRequest): Promise<Answer<'Preview'>> {
    const { asOf } = valid(previewQuery, request.query, 'query');
    return this.queries.execute(new PreviewCorrection(recordId('correction', id), asOf, reachIn(request)));
  }

  @Get(':id/effect')
  @Policy('corrections.read')
  @describeRead({
    tag,
    summary: 'What has changed: the figures that an approved correction moved, from what to what, and in which steps of their waterfalls',
    query: previewQuery,
    response: 'CorrectionEffect',
    unknown: 'correction/is-unknown',
    problems: ['correction/not-approved', 'figure/not-counted-yet'],
  })
  effect(@Param('id') id: string, @Req() request: FastifyRequest): Promise<Answer<'CorrectionEffect'>> {
    const { asOf } = valid(previewQuery, request.query, 'query');
    return this.queries.execute(new EffectOfCorrection(recordId('correction', id), asOf, reachIn(request)));
  }
}

export const correctionHandlers = [
  CorrectionCommandHandler,
  ListCorrectionsHandler,
  ReadCorrectionHandler,
  PreviewCorrectionHandler,
  EffectOfCorrectionHandler,
];
