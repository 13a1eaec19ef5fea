import { Controller, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Answer } from '@casetrail/contracts';
import { organisations, policy } from '@casetrail/domain';
import { policyHash } from '@casetrail/runtime';
import { Policy } from '../http/policy.ts';
import { noQuery } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';

const tag = 'Access';

/** Who may do what, and for which organs: for anybody who is signed in. */
@Controller('/v1')
export class PolicyController {
  @Get('policy')
  @Policy('policy.read')
  @describeRead({ tag, summary: 'The policy: who may do what, and with whose records', response: 'Policy' })
  policy(@Req() request: FastifyRequest): Answer<'Policy'> {
    noQuery(request);
    return { sha256: policyHash, ...policy };
  }

  @Get('organisations')
  @Policy('organisations.read')
  @describeRead({
    tag,
    summary: 'The register of organs: what they are called, which stands above which, and in which roles one acts for them',
    response: 'Organisations',
  })
  organisations(@Req() request: FastifyRequest): Answer<'Organisations'> {
    noQuery(request);
    return { organisations: [...organisations.values()] };
  }
}
