import { randomUUID } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ProblemCode, problems } from '@casetrail/contracts';
import type { Edge } from '@casetrail/runtime';
import { passedOverIn } from './json-text.ts';
import { Problem } from './problem.ts';
import { securityHeaders } from './security-headers.ts';
import { invalid } from './validation.ts';

const LONGEST_PATH_PART = 100;
/** How often connections are looked at that have not sent what they began, in milliseconds: Node would do it every 30 seconds only. */
const CHECKED_EVERY = 2000;

const requestId = /^[\w.-]{1,64}$/;
const asHeader = (value: string | string[] | undefined) => (typeof value === 'string' && requestId.test(value) ? value : undefined);

/** Fastify with our limits: it reads JSON and nothing else, and whatever it refuses by itself it refuses as a problem. */
export function createServer(edge: Edge): { readonly adapter: FastifyAdapter; readonly served: ServedRoutes } {
  const adapter = new FastifyAdapter({
    bodyLimit: edge.body,
    requestTimeout: edge.requestWithin,
    http: { maxHeaderSize: edge.headers, headersTimeout: edge.headersWithin, connectionsCheckingInterval: Math.min(edge.headersWithin, CHECKED_EVERY) },
    routerOptions: { maxParamLength: LONGEST_PATH_PART },
    trustProxy: edge.proxies.length > 0 && [...edge.proxies],
    genReqId: (request: IncomingMessage) => asHeader(request.headers['x-request-id']) ?? randomUUID(),
    frameworkErrors: (error: { readonly statusCode?: number }, request: FastifyRequest, reply: FastifyReply) => {
      const code = error.statusCode === 414 ? 'request/url-too-long' : 'request/malformed';
      void reply
        .code(problems[code].status)
        .headers({ 'x-request-id': request.id, ...securityHeaders('', edge.isBehindTls) })
        .type('application/problem+json; charset=utf-8')
        .send(JSON.stringify(early(code, request.id)));
    },
    clientErrorHandler(error, socket: Socket) {
      if (error.code === 'ECONNRESET' || !socket.writable) return;
      const code = atConnection[error.code] ?? 'request/malformed';
      const id = randomUUID();
      const body = JSON.stringify(early(code, id));
      const headers = {
        'x-request-id': id,
        'content-type': 'application/problem+json; charset=utf-8',
        'content-length': String(Buffer.byteLength(body)),
        connection: 'close',
        ...securityHeaders('', edge.isBehindTls),
      };
      const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(`HTTP/1.1 ${problems[code].status} ${STATUS_CODES[problems[code].status]}\r\n${head.join('')}\r\n${body}`);
    },
  });
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_: unknown, body: Buffer) => readJson(body, edge.json));
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.headers({ 'x-request-id': request.id, ...securityHeaders(request.url, edge.isBehindTls) });
  });
  admitAtOnce(fastify, edge.atOnce);
  return { adapter, served: new ServedRoutes(adapter) };
}

/**
 * Refuses what comes while too much is being worked on, so that what is under way gets done. Counted from when the whole request has arrived: whoever sends slowly
 * takes nobody's place. Probes are always answered.
 */
function admitAtOnce(fastify: FastifyInstance, most: number): void {
  if (most === 0) return;
  const admitted = new WeakSet<FastifyRequest>();
  let underWay = 0;
  fastify.addHook('preValidation', async (request, reply) => {
    if (request.url.startsWith('/health/') || reply.raw.destroyed) return; // who has hung up meanwhile would never give the place back
    if (underWay >= most) throw new Problem('service/busy', undefined, { headers: { 'retry-after': '1' } });
    admitted.add(request);
    underWay++;
  });
  fastify.addHook('onResponse', async (request) => {
    if (admitted.delete(request)) underWay--;
  });
}

/**
 * What goes wrong before there is a request. A connection that was opened and not used times out too: a client that uses it at that very moment must not
 * hear that its request is malformed, or it would never send it again.
 */
const atConnection: Readonly<Record<string, ProblemCode>> = { HPE_HEADER_OVERFLOW: 'request/headers-too-large', ERR_HTTP_REQUEST_TIMEOUT: 'request/timeout' };

const early = (code: ProblemCode, id: string) => ({
  type: `/problems/${code}`,
  title: problems[code].title,
  status: problems[code].status,
  detail: problems[code].meaning,
  code,
  requestId: id,
});

/** No body and an empty one are the same: some acts have nothing to say. What would be read as something else than it says is refused. */
function readJson(body: Buffer, limits: Edge['json']): unknown {
  if (body.length === 0) return undefined;
  const { text, value } = parsed(body);
  const flaws = passedOverIn(text, limits);
  if (flaws.length > 0) throw invalid(flaws);
  return value;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parsed(body: Buffer): { readonly text: string; readonly value: unknown } {
  try {
    const text = utf8.decode(body);
    return { text, value: JSON.parse(text) };
  } catch {
    throw new Problem('request/malformed-json');
  }
}

/** Which methods a path takes, to tell "not this way" from "not at all". */
export class ServedRoutes {
  readonly #routes: { readonly methods: readonly string[]; readonly pattern: RegExp }[] = [];

  constructor(adapter: FastifyAdapter) {
    adapter.getInstance().addHook('onRoute', ({ method, url }) => {
      const pattern = new RegExp(
        `^${url
          .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
          .replaceAll('*', '.*')
          .replace(/:\w+/g, '[^/]+')}$`,
      );
      this.#routes.push({ methods: [method].flat(), pattern });
    });
  }

  methodsOf(url: string): string[] {
    const path = url.split('?')[0] as string;
    return [...new Set(this.#routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))].sort();
  }
}
