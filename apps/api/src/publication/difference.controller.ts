import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Answer, differenceQuery, differenceUnitsQuery, pointsQuery, pointsUnitsQuery } from '@casetrail/contracts';
import { type DifferenceCell, type FigureId, type Language, civilDateAt, differenceAsMarkdown, differenceCellNames } from '@casetrail/domain';
import { comparedIds } from '@casetrail/readmodel';
import { recordId } from '../command/command-controller.ts';
import { knownAtIn, reading } from '../figure/figure.controller.ts';
import { reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { Problem } from '../http/problem.ts';
import { valid } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { DifferenceBetween, type End, UnitsOfDifference } from './difference.queries.ts';

const types = ['application/json', 'text/markdown'];
const description =
  'The cells of a figure are its change: what came true since, what was recorded late, each kind of correction, and the change of the rule. A residual other than 0 is a value that does not follow from the ledger.';
const published = ['publication/is-unknown', 'publication/not-published', ...reading] as const;
const opening = ['figure/is-unknown', 'difference/cell-is-unknown', 'role/not-allowed'] as const;

@Controller('/v1')
export class DifferenceController {
  constructor(private readonly queries: QueryBus) {}

  @Get('publications/:a/diff/:b')
  @Policy('figures.read')
  @describeRead({
    ...{ tag: 'Publications', summary: 'Why every figure differs between two publications', description },
    ...{ query: differenceQuery, response: 'Difference', types, problems: published },
  })
  async publications(@Param('a') a: string, @Param('b') b: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const form = valid(differenceQuery, request.query, 'query');
    return laidOut(await this.queries.execute(new DifferenceBetween(publicationsNamed(a, b), reachIn(request))), form, reply);
  }

  @Get('publications/:a/diff/:b/:figure/:cell')
  @Policy('facts.read')
  @describeRead({
    ...{ tag: 'Publications', summary: 'The units and events that one cell of a difference is made of' },
    ...{ query: differenceUnitsQuery, response: 'DifferenceUnits', problems: [...published, ...opening] },
  })
  unitsOfPublications(
    @Param('a') a: string,
    @Param('b') b: string,
    @Param('figure') figure: string,
    @Param('cell') cell: string,
    @Req() request: FastifyRequest,
  ) {
    const page = valid(differenceUnitsQuery, request.query, 'query');
    return this.queries.execute(new UnitsOfDifference(publicationsNamed(a, b), comparedFigure(figure), cellNamed(cell), page, reachIn(request)));
  }

  @Get('figures/diff')
  @Policy('figures.read')
  @describeRead({
    ...{ tag: 'Figures', summary: 'Why every figure differs between any two points', description },
    ...{ query: pointsQuery, response: 'Difference', types, problems: reading },
  })
  async points(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { format, lang, ...asked } = valid(pointsQuery, request.query, 'query');
    return laidOut(await this.queries.execute(new DifferenceBetween(endsIn(asked), reachIn(request))), { format, lang }, reply);
  }

  @Get('figures/diff/:figure/:cell')
  @Policy('facts.read')
  @describeRead({
    ...{ tag: 'Figures', summary: 'The units and events that one cell of a difference between two points is made of' },
    ...{ query: pointsUnitsQuery, response: 'DifferenceUnits', problems: [...reading, ...opening] },
  })
  unitsOfPoints(@Param('figure') figure: string, @Param('cell') cell: string, @Req() request: FastifyRequest) {
    const { after, limit, ...asked } = valid(pointsUnitsQuery, request.query, 'query');
    return this.queries.execute(new UnitsOfDifference(endsIn(asked), comparedFigure(figure), cellNamed(cell), { after, limit }, reachIn(request)));
  }
}

const publicationsNamed = (a: string, b: string): readonly [End, End] => [
  { publication: recordId('publication', a) },
  { publication: recordId('publication', b) },
];

type Asked = Omit<z.infer<typeof pointsQuery>, 'format' | 'lang'>;
const endsIn = ({ fromAsOf, fromKnownAt, fromRuleSet, toAsOf, toKnownAt, toRuleSet }: Asked): readonly [End, End] => [
  { asOf: fromAsOf, knownAt: knownAtIn(fromKnownAt), ruleSet: fromRuleSet },
  { asOf: toAsOf ?? civilDateAt(new Date()), knownAt: knownAtIn(toKnownAt), ruleSet: toRuleSet },
];

function laidOut(
  answer: Answer<'Difference'>,
  { format = 'json', lang = 'zh' }: { readonly format?: 'json' | 'md' | undefined; readonly lang?: Language | undefined },
  reply: FastifyReply,
) {
  if (format === 'json') return answer;
  void reply.type('text/markdown; charset=utf-8').header('content-language', lang === 'zh' ? 'zh-CN' : 'en');
  const { from, to, figures } = answer;
  return differenceAsMarkdown({ from: inWords(from), to: inWords(to), figures: figures as Parameters<typeof differenceAsMarkdown>[0]['figures'] }, lang);
}
const inWords = ({ publication, asOf, knownAt, ruleSet }: Answer<'Difference'>['from']): string =>
  `${publication ? `${publication} ` : ''}${asOf} #${knownAt.position} ${ruleSet}`;

function comparedFigure(id: string): FigureId {
  const found = comparedIds.find((one) => one === id);
  if (!found) throw new Problem('figure/is-unknown', 'There is no figure of this name in a difference.');
  return found;
}

function cellNamed(name: string): DifferenceCell {
  const found = differenceCellNames.find((one) => one === name);
  if (!found) throw new Problem('difference/cell-is-unknown');
  return found;
}
