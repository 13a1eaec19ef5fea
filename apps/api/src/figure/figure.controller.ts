import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type figuresQuery as FiguresQuery, factsQuery, figuresQuery, whitePaperQuery } from '@casetrail/contracts';
import { type FigureId, civilDate, civilDateAt, isFigureId, paperAsHtml, paperAsMarkdown } from '@casetrail/domain';
import type { KnownAt } from '@casetrail/readmodel';
import { reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { Problem } from '../http/problem.ts';
import { valid } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { AllFigures, type Asked, FactsOfFigure, OneFigure, WaterfallOfFigure } from './figure.queries.ts';
import { WhitePaper } from './white-paper.queries.ts';

const tag = 'Figures';
const SEALED =
  'Of the figures of the discipline organs, everybody else is told what was released of them (`releasedOn`): as many units as were released, of which nothing is said.';
export const reading = ['figure/known-at-beyond-ledger', 'figure/not-counted-yet'] as const;
const readingOne = ['figure/is-unknown', ...reading] as const;

@Controller('/v1')
export class FigureController {
  constructor(private readonly queries: QueryBus) {}

  @Get('figures')
  @Policy('figures.read')
  @describeRead({ tag, summary: 'Every figure, of the city or of one district', query: figuresQuery, response: 'Figures', problems: reading })
  figures(@Req() request: FastifyRequest) {
    return this.queries.execute(new AllFigures(askedIn(valid(figuresQuery, request.query, 'query')), reachIn(request)));
  }

  @Get('figures/:id')
  @Policy('figures.read')
  @describeRead({
    tag,
    summary: 'One figure: its rule in words, its value, and its series by month',
    query: figuresQuery,
    response: 'Figure',
    problems: readingOne,
  })
  figure(@Param('id') id: string, @Req() request: FastifyRequest) {
    return this.queries.execute(new OneFigure(figureId(id), askedIn(valid(figuresQuery, request.query, 'query')), reachIn(request)));
  }

  @Get('figures/:id/facts')
  @Policy('facts.read')
  @describeRead({
    tag,
    summary: 'What a figure counts, or a step of its waterfall is about: unit by unit, with the events behind each',
    query: factsQuery,
    response: 'Facts',
    problems: readingOne,
    description: SEALED,
  })
  facts(@Param('id') id: string, @Req() request: FastifyRequest) {
    const { after, limit, step, ...asked } = valid(factsQuery, request.query, 'query');
    return this.queries.execute(new FactsOfFigure(figureId(id), askedIn(asked), { after, limit }, reachIn(request), step));
  }

  @Get('figures/:id/waterfall')
  @Policy('figures.read')
  @describeRead({
    tag,
    summary: 'From gross to the figure: what each kind of act and correction added and took',
    query: figuresQuery,
    response: 'Waterfall',
    problems: readingOne,
  })
  waterfall(@Param('id') id: string, @Req() request: FastifyRequest) {
    return this.queries.execute(new WaterfallOfFigure(figureId(id), askedIn(valid(figuresQuery, request.query, 'query')), reachIn(request)));
  }

  @Get('white-paper')
  @Policy('figures.read')
  @describeRead({
    tag,
    summary: 'The white paper, of the city or of one district',
    query: whitePaperQuery,
    response: 'WhitePaper',
    types: ['application/json', 'text/markdown', 'text/html'],
    problems: reading,
    description: 'Two of its areas publish no figures, and say so. The annex has one row per figure. The cross-checks are about the whole city.',
  })
  async whitePaper(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { format = 'json', lang = 'zh', ...asked } = valid(whitePaperQuery, request.query, 'query');
    const answer = await this.queries.execute(new WhitePaper(askedIn(asked), lang, reachIn(request)));
    if (format === 'json') return answer;
    const { language, paragraphs, annex, checks, asOf, knownAt, district } = answer;
    const printed = { paper: { language, paragraphs }, annex, checks, asOf, knownAt: String(knownAt.position), district } as Parameters<typeof paperAsHtml>[0];
    void reply.type(format === 'md' ? 'text/markdown; charset=utf-8' : 'text/html; charset=utf-8').header('content-language', lang === 'zh' ? 'zh-CN' : 'en');
    return format === 'md' ? paperAsMarkdown(printed) : paperAsHtml(printed);
  }
}

/** A day is asked for as a day, a position as a number. */
export const askedIn = ({ asOf, knownAt, ...rest }: z.infer<typeof FiguresQuery>): Asked => ({
  ...rest,
  asOf: asOf ?? civilDateAt(new Date()),
  knownAt: knownAtIn(knownAt),
});

export function knownAtIn(text: string | undefined): KnownAt | undefined {
  const day = civilDate.safeParse(text);
  return text === undefined ? undefined : day.success ? { day: day.data } : { position: Number(text) };
}

function figureId(id: string): FigureId {
  if (!isFigureId(id)) throw new Problem('figure/is-unknown', 'There is no figure of this name: GET /v1/figures lists those there are.');
  return id;
}
