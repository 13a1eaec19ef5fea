import { Controller } from '@nestjs/common';
import { CommandBus, CommandHandler, QueryBus } from '@nestjs/cqrs';
import { correctionRoutes } from '@casetrail/contracts';
import { CommandController, CommandRoutes } from '../command/command-controller.ts';
import { EnvelopeCommand, EnvelopeHandler } from '../command/envelope.ts';

export class ExecuteCorrectionCommand extends EnvelopeCommand {}

@CommandHandler(ExecuteCorrectionCommand)
export class CorrectionCommandHandler extends EnvelopeHandler {}

@Controller(correctionRoutes.path)
@CommandRoutes(correctionRoutes, ExecuteCorrectionCommand)
export class CorrectionController extends CommandController {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super(commands);
  }
}
