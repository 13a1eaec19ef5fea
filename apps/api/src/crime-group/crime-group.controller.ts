import { Controller } from '@nestjs/common';
import { CommandBus, CommandHandler, QueryBus } from '@nestjs/cqrs';
import { crimeGroupRoutes } from '@casetrail/contracts';
import { CommandController, CommandRoutes } from '../command/command-controller.ts';
import { EnvelopeCommand, EnvelopeHandler } from '../command/envelope.ts';

export class ExecuteCrimeGroupCommand extends EnvelopeCommand {}

@CommandHandler(ExecuteCrimeGroupCommand)
export class CrimeGroupCommandHandler extends EnvelopeHandler {}

@Controller(crimeGroupRoutes.path)
@CommandRoutes(crimeGroupRoutes, ExecuteCrimeGroupCommand)
export class CrimeGroupController extends CommandController {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super(commands);
  }
}
