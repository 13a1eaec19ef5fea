import { Controller, Get, Param, Req, Res, type Type } from '@nestjs/common';
import { CommandBus, CommandHandler, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AggregateRoutes, type Answer, recordsQuery } from '@casetrail/contracts';
import { type ActionName, type Category, type Kind, type StreamId, kindOf } from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { type RecordCategory, isRecordCategory } from '@casetrail/readmodel';
import { CommandController, CommandRoutes, type Understood, recordId } from '../command/command-controller.ts';
import { EnvelopeCommand, EnvelopeHandler } from '../command/envelope.ts';
import { reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { noQuery, valid } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { withVersion } from '../view/view-reader.ts';
import { ListRecords, ReadRecord } from './record.queries.ts';

/** What an aggregate needs to be served: its controller, and the handler of its envelope. */
export type RecordSlice = { readonly controller: Type<CommandController>; readonly handlers: readonly Type<EnvelopeHandler>[] };
type Data = Readonly<Record<string, unknown>>;
/** The record that a natural key in a command begins; undefined where every such command begins a new one. */
type Begins = (command: string, data: Data, ledger: Ledger) => StreamId | undefined | Promise<StreamId | undefined>;

/** Serves an aggregate that needs nothing of its own: one route for each command, the file of a record, and a list. */
export function recordSlice(routes: AggregateRoutes, begins: Begins = () => undefined): RecordSlice {
  const { tag, path } = routes;
  const category = shownAsRecord(routes.category);
  const noun = tag.toLowerCase();
  const policy = policies[kindOf(category)];

  class ExecuteRecordCommand extends EnvelopeCommand {}

  @CommandHandler(ExecuteRecordCommand)
  class RecordCommandHandler extends EnvelopeHandler {}

  @Controller(path)
  @CommandRoutes(routes, ExecuteRecordCommand)
  class RecordController extends CommandController {
    constructor(
      commands: CommandBus,
      private readonly queries: QueryBus,
      private readonly ledger: Ledger,
    ) {
      super(commands);
    }

    @Get()
    @Policy(policy.list)
    @describeRead({ tag, summary: `List ${noun}, the newest record first`, query: recordsQuery, response: 'Records', problems: ['role/not-allowed'] })
    list(@Req() request: FastifyRequest): Promise<Answer<'Records'>> {
      const { after, limit, isCounted, ...filters } = valid(recordsQuery, request.query, 'query');
      return this.queries.execute(new ListRecords(category, filters, { after, limit, isCounted }, reachIn(request)));
    }

    @Get(':id')
    @Policy(policy.read)
    @describeRead({
      tag,
      summary: `One record of the ${noun}, with what it refers to and its timeline`,
      response: 'RecordFile',
      unknown: `${category.replaceAll('_', '-')}/is-unknown`,
    })
    async file(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'RecordFile'>> {
      noQuery(request);
      const file = await this.queries.execute(new ReadRecord(recordId(category, id), reachIn(request)));
      return withVersion(reply, file.record.version, file);
    }

    protected override async read(data: Data, command: string): Promise<Understood> {
      return { data, begins: await begins(command, data, this.ledger) };
    }
  }

  const name = category.replace(/(^|_)([a-z])/g, (_, _gap, letter: string) => letter.toUpperCase());
  for (const [one, called] of [
    [ExecuteRecordCommand, `Execute${name}Command`],
    [RecordCommandHandler, `${name}CommandHandler`],
    [RecordController, `${name}Controller`],
  ] as const)
    Object.defineProperty(one, 'name', { value: called });
  return { controller: RecordController, handlers: [RecordCommandHandler] };
}

/** What somebody must be allowed to do to list such records, and to open one. */
export const policies: Readonly<Record<Kind, { readonly list: ActionName; readonly read: ActionName }>> = {
  case: { list: 'cases.list', read: 'cases.read' },
  sealed: { list: 'sealed.list', read: 'sealed.read' },
  correction: { list: 'corrections.list', read: 'corrections.read' },
  open: { list: 'records.list', read: 'records.read' },
};

function shownAsRecord(category: Category): RecordCategory {
  if (!isRecordCategory(category)) throw new Error(`${category} is not shown as a record`);
  return category;
}
