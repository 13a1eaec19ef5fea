import { Controller, Inject } from '@nestjs/common';
import { CommandBus, CommandHandler, QueryBus } from '@nestjs/cqrs';
import { personRoutes } from '@casetrail/contracts';
import { type PersonId, civilDateAt } from '@casetrail/domain';
import { type IdentityNumber, parseIdentityNumber, personIdOf } from '@casetrail/runtime';
import { CommandController, CommandRoutes } from '../command/command-controller.ts';
import { EnvelopeCommand, EnvelopeHandler } from '../command/envelope.ts';
import { invalid } from '../http/validation.ts';
import { HASH_IDENTITY } from '../tokens.ts';

/** Turns an identity number into the keyed hash that an event may hold. */
export type HashIdentity = (id: IdentityNumber) => string;

export class ExecutePersonCommand extends EnvelopeCommand {}

@CommandHandler(ExecutePersonCommand)
export class PersonCommandHandler extends EnvelopeHandler {}

@Controller(personRoutes.path)
@CommandRoutes(personRoutes, ExecutePersonCommand)
export class PersonController extends CommandController {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(HASH_IDENTITY) private readonly hashIdentity: HashIdentity,
  ) {
    super(commands);
  }

  /** The identity number ends here. The same number always begins the same record, so nobody is registered twice. */
  protected override read({ idNumber, ...data }: Readonly<Record<string, unknown>>): { data: Readonly<Record<string, unknown>>; begins?: PersonId } {
    if (typeof idNumber !== 'string') return { data };
    const idHash = this.hashIdentity(identityNumber(idNumber));
    return { data: { ...data, idHash }, begins: personIdOf(idHash) };
  }
}

function identityNumber(text: string): IdentityNumber {
  try {
    return parseIdentityNumber(text, civilDateAt(new Date()));
  } catch (error) {
    throw invalid([{ path: 'idNumber', code: 'invalid-format', message: (error as Error).message }]);
  }
}
