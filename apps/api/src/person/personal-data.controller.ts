import { Body, Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Answer, findBody, personRoutes, revealBody } from '@casetrail/contracts';
import { type PersonId, type Reach, type SealedVersions, actionOf, mayReveal } from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import type { Logger } from '@casetrail/runtime';
import { Unreadable, Vault } from '@casetrail/vault';
import { recordId } from '../command/command-controller.ts';
import { reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { Problem, unknownRecord } from '../http/problem.ts';
import { noQuery, valid } from '../http/validation.ts';
import { describeAsked } from '../openapi/describe.ts';
import { LOGGER } from '../tokens.ts';
import { personAt, readIdentityNumber } from './entered-data.ts';
import { failingClosed } from './fail-closed.ts';
import { dealingsWith } from './dealings.ts';

type Asking = { readonly reach: Reach; readonly requestId: string };

export class RevealPersonalData extends Query<Answer<'PersonalData'>> {
  constructor(
    readonly id: PersonId,
    readonly asked: z.infer<typeof revealBody>,
    readonly asking: Asking,
  ) {
    super();
  }
}

/** Shows what the vault holds of a person. The look is recorded first, also one that is refused; where it cannot be, nothing is shown. */
@QueryHandler(RevealPersonalData)
export class RevealPersonalDataHandler implements IQueryHandler<RevealPersonalData> {
  constructor(
    private readonly ledger: Ledger,
    private readonly vault: Vault,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async execute({ id, asked: { purpose, case: file, fields }, asking: { reach, requestId } }: RevealPersonalData): Promise<Answer<'PersonalData'>> {
    const { state, dealings } = await dealingsWith(this.ledger, id, reach, file);
    const look = { actor: reach.actor, requestId, purpose, detail: { fields, ...(file && { case: file }) } };
    if (state.status === 'unknown' || state.isSealed || !dealings) {
      await failingClosed(this.vault.refuse(id, look, 'NOTHING'));
      throw unknownRecord('person');
    }
    if (!mayReveal(reach.actor, dealings)) {
      await failingClosed(this.vault.refuse(id, look, 'REFUSED'));
      throw new Problem('personal-data/not-involved');
    }
    const versions = Object.fromEntries(fields.map((field) => [field, state.personalData[field]])) as SealedVersions;
    const { personalData, isErased } = await failingClosed(this.vault.reveal(id, versions, look)).catch((error: unknown) => {
      if (!(error instanceof Unreadable)) throw error;
      this.log.error({ err: error }, 'ALARM: something in the vault cannot be read, and nobody has decided to erase it');
      throw new Problem('personal-data/unreadable');
    });
    return { person: id, personalData, isErased: isErased || state.isErased };
  }
}

export class FindPerson extends Query<Answer<'PersonFound'>> {
  constructor(
    readonly asked: z.infer<typeof findBody>,
    readonly asking: Asking,
  ) {
    super();
  }
}

/** Finds a person by an identity number: the whole of it, and only where it is still the number of that person. */
@QueryHandler(FindPerson)
export class FindPersonHandler implements IQueryHandler<FindPerson> {
  constructor(
    private readonly ledger: Ledger,
    private readonly vault: Vault,
  ) {}

  async execute({ asked: { idNumber, purpose }, asking: { reach, requestId } }: FindPerson): Promise<Answer<'PersonFound'>> {
    const found = await failingClosed(this.vault.find(readIdentityNumber(idNumber), { actor: reach.actor, requestId, purpose }));
    if (!found || reach.closed.includes(found.person)) throw unknownRecord('person');
    const { status, isSealed, idHash } = await personAt(this.ledger, found.person);
    if (status === 'unknown' || isSealed || idHash !== found.token) throw unknownRecord('person');
    return { person: found.person };
  }
}

const { tag, path } = personRoutes;
const looking = ['personal-data/purpose-required', 'look/not-recorded'] as const;
const forWhom = (action: 'personal-data.reveal' | 'personal-data.find') => `For ${actionOf(action).by.join(', ')}.`;

/** What may be personal stands in bodies: addresses get into logs, histories and proxies. */
@Controller(path)
export class PersonalDataController {
  constructor(private readonly queries: QueryBus) {}

  @Post('find')
  @Policy('personal-data.find')
  @HttpCode(200)
  @describeAsked({
    tag,
    summary: 'Whose identity number it is',
    description: `The whole number. ${forWhom('personal-data.find')} Recorded with its purpose, whether somebody is found or not; the number itself is recorded nowhere.`,
    body: 'FindPerson',
    response: 'PersonFound',
    unknown: 'person/is-unknown',
    problems: looking,
  })
  async find(@Body() body: unknown, @Req() request: FastifyRequest): Promise<Answer<'PersonFound'>> {
    noQuery(request);
    const asked = valid(findBody, withPurpose(body));
    return this.queries.execute(new FindPerson(asked, { reach: reachIn(request), requestId: request.id }));
  }

  @Post(':id/reveal')
  @Policy('personal-data.reveal')
  @HttpCode(200)
  @describeAsked({
    tag,
    summary: 'What the vault holds of a person, in the clear',
    description:
      'Only the fields that are asked for, to those who work on the person and the leaders of their organs. Every look is recorded with its purpose.',
    body: 'RevealPersonalData',
    response: 'PersonalData',
    unknown: 'person/is-unknown',
    problems: [...looking, 'personal-data/not-involved', 'personal-data/unreadable'],
  })
  reveal(@Param('id') id: string, @Body() body: unknown, @Req() request: FastifyRequest): Promise<Answer<'PersonalData'>> {
    noQuery(request);
    const asked = valid(revealBody, withPurpose(body));
    return this.queries.execute(new RevealPersonalData(recordId('person', id), asked, { reach: reachIn(request), requestId: request.id }));
  }
}

function withPurpose(body: unknown): unknown {
  const isWithout = body === undefined || (typeof body === 'object' && body !== null && !Array.isArray(body) && !('purpose' in body));
  if (isWithout) throw new Problem('personal-data/purpose-required');
  return body;
}

export const personalDataHandlers = [RevealPersonalDataHandler, FindPersonHandler];
