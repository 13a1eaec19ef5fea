import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '@casetrail/runtime';
import { type Answered, Problem, answerTo } from './problem.ts';
import type { ServedRoutes } from './server.ts';

/** Answers every error as application/problem+json, and logs those that are ours. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log: Logger;
  readonly #served: ServedRoutes;

  constructor(log: Logger, served: ServedRoutes) {
    this.#log = log;
    this.#served = served;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { headers, ...body } = this.#answer(error, request);
    if (body.status >= 500 && !(error instanceof Problem))
      this.#log[body.status === 500 ? 'error' : 'warn'](
        { err: error, requestId: request.id, method: request.method, path: request.url.split('?')[0] },
        body.code,
      );
    if (reply.sent) return;
    void reply
      .code(body.status)
      .headers(headers)
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify({ ...body, requestId: request.id }));
  }

  #answer(error: unknown, request: FastifyRequest): Answered {
    const answer = answerTo(error);
    if (answer.code !== 'request/unknown-route') return answer;
    const allowed = this.#served.methodsOf(request.url);
    return allowed.length === 0
      ? answer
      : answerTo(new Problem('request/method-not-allowed', `${request.method} is not served here.`, { headers: { allow: allowed.join(', ') } }));
  }
}
