import { Controller } from '@nestjs/common';
import { CommandBus, CommandHandler, QueryBus } from '@nestjs/cqrs';
import { suspectRoutes } from '@casetrail/contracts';
import { CommandController, CommandRoutes } from '../command/command-controller.ts';
import { EnvelopeCommand, EnvelopeHandler } from '../command/envelope.ts';

export class ExecuteSuspectCommand extends EnvelopeCommand {}

@CommandHandler(ExecuteSuspectCommand)
export class SuspectCommandHandler extends EnvelopeHandler {}

@Controller(suspectRoutes.path)
@CommandRoutes(suspectRoutes, ExecuteSuspectCommand)
export class SuspectController extends CommandController {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super(commands);
  }
}
