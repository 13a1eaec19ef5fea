import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { type ProblemCode, components, problems } from '@casetrail/contracts';
import { ref } from './describe.ts';

const description = `Casetrail records what the organs of a city do about organised crime in an append-only ledger, and counts from it.

Every write is a command: \`POST\` with an \`Idempotency-Key\`, and optionally \`If-Match\` with the version you saw. It answers a receipt. Corrections and
late entries answer 202: a second person approves them. Errors are \`application/problem+json\` with a stable \`code\`; /problems lists them. A refusal by
what is recorded is a 409, also where a date lies in the future: it may be accepted another day. Figures are read as of a day, and as known at a ledger
position or at the end of a day.`;

const authentication = `An access token of the OpenID Connect issuer (RFC 9068). It says who somebody is; in which office they act, the service knows. Whoever holds
several offices names one in the header \`Casetrail-Office: ROLE@org\`, like \`Casetrail-Office: POLICE_LEADER@psb-370202\`.`;

/** The OpenAPI document, made from the routes and the schemas that also check the requests. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Casetrail')
    .setDescription(description)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: authentication });
  const document = SwaggerModule.createDocument(app, builder.build(), { autoTagControllers: false });
  for (const [path, methods] of Object.entries(document.paths))
    if (path.includes('{')) for (const operation of [methods.get, methods.post]) for (const code of ofNames) addProblem(operation?.responses, code);
  return { ...document, components: { ...document.components, schemas: namedSchemas() } };
}

/** What is answered before anything else where a path holds a name: one that is no text, or longer than any. */
const ofNames: readonly ProblemCode[] = ['request/malformed', 'request/url-too-long'];

function addProblem(responses: Responses | undefined, code: ProblemCode): void {
  if (!responses) return;
  const { status } = problems[code];
  const { description = '' } = (responses[status] ?? {}) as { readonly description?: string };
  const named = description.includes(code) ? description : [description, `\`${code}\``].filter(Boolean).join(', ');
  responses[status] = { description: named, content: { 'application/problem+json': { schema: ref('Problem') } } };
}

type Responses = NonNullable<OpenAPIObject['paths'][string]['get']>['responses'];
type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

function namedSchemas(): Schemas {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(components)) if (!registry.has(schema)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: 'output', uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema: _s, $id: _i, ...schema }]) => [id, schema])) as Schemas;
}

/** Serves the document at /openapi.json and a readable page at /docs. */
export function serveDocumentation(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), { jsonDocumentUrl: 'openapi.json', raw: ['json'], customSiteTitle: 'Casetrail API' });
}
