import { Controller } from '@nestjs/common';
import { CommandBus, CommandHandler, QueryBus } from '@nestjs/cqrs';
import { criminalCaseRoutes } from '@casetrail/contracts';
import { CommandController, CommandRoutes } from '../command/command-controller.ts';
import { EnvelopeCommand, EnvelopeHandler } from '../command/envelope.ts';

export class ExecuteCriminalCaseCommand extends EnvelopeCommand {}

@CommandHandler(ExecuteCriminalCaseCommand)
export class CriminalCaseCommandHandler extends EnvelopeHandler {}

@Controller(criminalCaseRoutes.path)
@CommandRoutes(criminalCaseRoutes, ExecuteCriminalCaseCommand)
export class CriminalCaseController extends CommandController {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super(commands);
  }
}
