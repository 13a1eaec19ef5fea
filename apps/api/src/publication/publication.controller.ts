import { Controller, Get, Param, Req, Res, type Type } from '@nestjs/common';
import { CommandBus, CommandHandler, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, proofQuery, publicationRoutes, publicationsQuery, publishedPaperQuery } from '@casetrail/contracts';
import {
  type Actor,
  type ComputedFigures,
  type EventId,
  type PublicationId,
  type StreamId,
  paperAsHtml,
  paperAsMarkdown,
  publication,
} from '@casetrail/domain';
import { Ledger, canonicalJson } from '@casetrail/ledger';
import { Figures, FiguresBehind, NotSealedYet, Publications, Views, assertProjecting, computeFigures } from '@casetrail/readmodel';
import { CommandController, CommandRoutes, type Understood, recordId } from '../command/command-controller.ts';
import { EnvelopeCommand, EnvelopeHandler } from '../command/envelope.ts';
import { reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { Problem, unknownRecord } from '../http/problem.ts';
import { noQuery, valid } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { withVersion } from '../view/view-reader.ts';
import { ListPublications, ProveEvent, ReadPaper, ReadPublication, ReadReceipt, publicationQueries } from './publication.queries.ts';

class ExecutePublicationCommand extends EnvelopeCommand {}

@CommandHandler(ExecutePublicationCommand)
class PublicationCommandHandler extends EnvelopeHandler {}

const { tag, path } = publicationRoutes;
const unknown = 'publication/is-unknown';
const AGAIN_IN_A_SECOND = { 'retry-after': '1' };
const publicationId = (id: string): PublicationId => recordId('publication', id);

@Controller(path)
@CommandRoutes(publicationRoutes, ExecutePublicationCommand)
export class PublicationController extends CommandController {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly ledger: Ledger,
    private readonly figures: Figures,
    private readonly views: Views,
    private readonly publications: Publications,
  ) {
    super(commands);
  }

  @Get()
  @Policy('publications.read')
  @describeRead({ tag, summary: 'Publications, the newest first', query: publicationsQuery, response: 'Publications' })
  list(@Req() { query }: FastifyRequest): Promise<Answer<'Publications'>> {
    return this.queries.execute(new ListPublications(valid(publicationsQuery, query, 'query')));
  }

  @Get(':id')
  @Policy('publications.read')
  @describeRead({ tag, summary: 'A publication: its figures, who has certified them, and what is to be done next', response: 'PublicationFile', unknown })
  async file(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'PublicationFile'>> {
    noQuery(request);
    const file = await this.queries.execute(new ReadPublication(publicationId(id), reachIn(request)));
    return withVersion(reply, file.publication.version, file);
  }

  @Get(':id/white-paper')
  @Policy('publications.read')
  @describeRead({
    tag,
    summary: 'The paper as it was computed: the same for ever, whatever is recorded later',
    query: publishedPaperQuery,
    response: 'PublishedPaper',
    types: ['application/json', 'text/markdown', 'text/html'],
    unknown,
    problems: ['publication/not-computed'],
    description: 'Where a later publication has replaced it, the Link header names that one as the successor-version.',
  })
  async paper(
    @Param('id') id: string,
    @Req() { query }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer<'PublishedPaper'> | string> {
    const { format = 'json', lang = 'zh' } = valid(publishedPaperQuery, query, 'query');
    const { paper, laidOut, restatedBy } = await this.queries.execute(new ReadPaper(publicationId(id), lang));
    if (restatedBy) void reply.header('link', `<${path}/${restatedBy}/white-paper>; rel="successor-version"`);
    if (format === 'json') return paper;
    void reply.type(format === 'md' ? 'text/markdown; charset=utf-8' : 'text/html; charset=utf-8').header('content-language', lang === 'zh' ? 'zh-CN' : 'en');
    return format === 'md' ? paperAsMarkdown(laidOut) : paperAsHtml(laidOut);
  }

  @Get(':id/figures/:figure/receipt')
  @Policy('publications.read')
  @describeRead({
    tag,
    summary: 'The receipt of a published figure: by which rule, from how many events, and where that is in the sealed ledger',
    response: 'FigureReceipt',
    unknown,
    problems: ['publication/not-published', 'figure/is-unknown'],
    description: 'Canonical JSON (RFC 8785). Of a figure of the discipline organs, everybody else is not told the events and their root.',
  })
  async receipt(
    @Param('id') id: string,
    @Param('figure') figure: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    noQuery(request);
    const receipt = await this.queries.execute(new ReadReceipt(publicationId(id), figure, reachIn(request)));
    void reply.type('application/json; charset=utf-8');
    return canonicalJson(receipt);
  }

  @Get(':id/figures/:figure/proof')
  @Policy('facts.read')
  @describeRead({
    tag,
    summary: 'Whether an event is one of those that make a published figure, with the proof',
    query: proofQuery,
    response: 'FigureProof',
    unknown,
    problems: [
      'publication/not-published',
      'publication/counted-by-other-rules',
      'figure/is-unknown',
      'figure/not-counted-yet',
      'event/is-unknown',
      'role/not-allowed',
    ],
    description:
      'The tree is that of RFC 6962 over the events in ledger order. An event that is not inside lies between two neighbouring leaves: both are proven. Of figures of sealed records this is for the discipline organs.',
  })
  proof(@Param('id') id: string, @Param('figure') figure: string, @Req() request: FastifyRequest): Promise<Answer<'FigureProof'>> {
    const { event } = valid(proofQuery, request.query, 'query');
    return this.queries.execute(new ProveEvent(publicationId(id), figure, event as EventId, reachIn(request)));
  }

  /** The figures of a publication are never sent: they are computed here. What would be refused anyway is refused without computing them. */
  protected override async read(data: Understood['data'], command: string, record?: StreamId, actor?: Actor): Promise<Understood> {
    if (command === 'PublishPublication') await answering(assertProjecting(this.ledger.pool));
    if (command !== 'ComputePublication') return { data };
    const file = await this.publications.one(record as PublicationId);
    if (!file) throw unknownRecord('publication');
    const { asOf, ruleSet, status } = file.state;
    const { by, from } = publication.rules.ComputePublication;
    if (!asOf || !ruleSet || !actor || !by.includes(actor.role) || !from.status?.includes(status)) return { data };
    return { data: await this.#computed({ asOf, ruleSet }), asked: data };
  }

  async #computed(drafted: Parameters<typeof computeFigures>[1]): Promise<ComputedFigures> {
    const { ledger, figures, publications, views } = this;
    return answering(computeFigures({ ledger, figures, publications, exceptions: (asOf) => views.signedExceptions(asOf) }, drafted));
  }
}

/** What cannot be computed or published now, as it is answered. */
const answering = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    if (error instanceof NotSealedYet) throw new Problem('publication/not-sealed-yet', error.message, { headers: AGAIN_IN_A_SECOND });
    if (error instanceof FiguresBehind) throw new Problem('publication/figures-behind', error.message, { headers: AGAIN_IN_A_SECOND });
    throw error;
  });

export const publicationHandlers: readonly Type[] = [PublicationCommandHandler, ...publicationQueries];
