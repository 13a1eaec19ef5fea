import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type AggregateRoutes, type CommandRoute, type ProblemCode, type ResponseName, type TieBodyName, problems } from '@casetrail/contracts';

export const ref = (component: string) => ({ $ref: `#/components/schemas/${component}` });

/** Problems that any route may answer, and any that reads or writes the database. */
const always: readonly ProblemCode[] = ['service/busy', 'service/fault'];
const withToken: readonly ProblemCode[] = [
  'authentication/required',
  'authentication/invalid-token',
  'authentication/no-office',
  'authentication/office-required',
  'authentication/issuer-unavailable',
  'request/too-many',
  'service/database-unavailable',
  ...always,
];
const onWriting: readonly ProblemCode[] = [
  'request/malformed-json',
  'request/invalid',
  'idempotency/key-required',
  'role/not-allowed',
  'request/stale-version',
  'request/too-large',
  'request/unsupported-media-type',
  'idempotency/key-reused',
  'ledger/contention',
  ...withToken,
];

/** One response for each status, naming the codes that come with it. */
function problemResponses(codes: readonly (ProblemCode | `${string}/is-unknown`)[], refused?: string): MethodDecorator {
  const byStatus = new Map<number, string[]>(refused ? [[409, [refused]]] : []);
  for (const code of new Set(codes)) {
    const { status } = code in problems ? problems[code as ProblemCode] : { status: 404 };
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${code}\``]);
  }
  const schema = ref('Problem');
  return applyDecorators(
    ...[...byStatus].map(([status, named]) => ApiResponse({ status, description: named.join(', '), content: { 'application/problem+json': { schema } } })),
  );
}

const idempotencyKey = ApiHeader({
  name: 'Idempotency-Key',
  required: true,
  description: 'Yours, new for each request: repeating it has the same answer, and no second effect',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
});
const ifMatch = ApiHeader({
  name: 'If-Match',
  required: false,
  description: 'The version you saw, like "3"',
  schema: { type: 'string', pattern: '^"\\d{1,9}"$' },
});

export function describeCommand({ tag, category }: AggregateRoutes, { command, verb, summary, by, isCorrection }: CommandRoute): MethodDecorator {
  const aggregate = category.replaceAll('_', '-');
  const who = by.length > 8 ? '' : `For ${by.join(', ')}. `;
  const how = isCorrection
    ? 'A correction: it is requested here (202), and takes effect when a second person approves it.'
    : category === 'correction'
      ? 'Done by another person than the one who asked for it, except for the withdrawal.'
      : category === 'publication'
        ? 'Recorded at once (201), and never corrected: what comes to be known later is for another publication.'
        : 'Recorded at once (201); more than 30 days after the act it is a late entry, which is requested (202) with a reason and approved by a second person.';
  const headers = { etag: { description: 'The version of the record in `stream`', schema: { type: 'string' as const } } };
  const content = { 'application/json': { schema: ref('Receipt') } };
  return applyDecorators(
    ApiTags(tag),
    ApiBearerAuth(),
    ApiOperation({ operationId: `${command === 'VoidRecords' ? `${aggregate}-` : ''}${command}`, summary, description: who + how }),
    idempotencyKey,
    ifMatch,
    ...(verb === undefined ? [] : [ApiParam({ name: 'id', schema: { type: 'string' }, example: `${category}-01ARZ3NDEKTSV4RRFFQ69G5FAV` })]),
    ApiBody({ required: true, schema: ref(command) }),
    ...(isCorrection ? [] : [ApiResponse({ status: 201, description: 'Recorded', content, headers })]),
    ...(category === 'correction' ? [] : [ApiResponse({ status: 202, description: 'Requested: a second person decides', content, headers })]),
    problemResponses([...onWriting, `${aggregate}/is-unknown`], `Refused by what is recorded. The code says why, such as \`${aggregate}/is-…\``),
  );
}

/** A list as a file, in one of some types. */
export function describeExport(types: readonly string[]): MethodDecorator {
  const file = { type: 'string' as const, format: 'binary' };
  const header = (description: string) => ({ description, schema: { type: 'string' as const } });
  return applyDecorators(
    ApiTags('Exports'),
    ApiBearerAuth(),
    ApiOperation({
      operationId: 'WriteExport',
      summary: 'A list as a file, for a purpose that is recorded',
      description:
        'Holds what the list shows to whoever asks, and says in itself who asked, when, what for and where the ledger stood. Files are not kept: a repetition makes the same file again as long as the list is the same.',
    }),
    idempotencyKey,
    ApiBody({ required: true, schema: ref('Export') }),
    ApiResponse({
      status: 200,
      description: 'The file',
      content: Object.fromEntries(types.map((type) => [type, { schema: file }])),
      headers: {
        'Repr-Digest': header('SHA-256 of the file, as it is recorded (RFC 9530)'),
        'Casetrail-Export': header('The id of the export'),
        'Casetrail-Rows': header('How many rows the file has'),
      },
    }),
    problemResponses([
      ...onWriting.filter((code) => code !== 'request/stale-version' && code !== 'ledger/contention'),
      ...(['export/purpose-required', 'export/too-many-rows', 'export/moved-on'] as const),
      ...(['figure/known-at-beyond-ledger', 'figure/not-counted-yet'] as const),
    ]),
  );
}

type TieAct = {
  readonly tag: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly body: TieBodyName;
  /** 200 changes what is there; any other begins something. */
  readonly status: 200 | 201 | 202;
  readonly problems?: readonly ProblemCode[];
};

const onTies: readonly ProblemCode[] = ['access/is-unknown', 'access/not-possible', 'access/second-person-required', 'request/stale-version'];

/** An act about access to a record. It is no command of an aggregate: the ledger does not hold it. */
export function describeTieAct({ tag, operationId, summary, description, body, status, problems: own = [] }: TieAct): MethodDecorator {
  return applyDecorators(
    ApiTags(tag),
    ApiBearerAuth(),
    ApiOperation({ operationId, summary, ...(description && { description }) }),
    idempotencyKey,
    ...(status === 200 ? [ifMatch, ApiParam({ name: 'id', schema: { type: 'string' }, example: '01890a5d-ac96-874b-bcce-b302099a8057' })] : []),
    ApiBody({ required: true, schema: ref(body) }),
    ApiResponse({
      status,
      description: summary,
      content: { 'application/json': { schema: ref('Tie') } },
      headers: { etag: { description: 'How often it was changed', schema: { type: 'string' as const } } },
    }),
    problemResponses([...onWriting.filter((code) => code !== 'request/stale-version'), 'look/not-recorded', ...(status === 200 ? onTies : []), ...own]),
  );
}

type Read = {
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly query?: z.ZodObject;
  /** The schema of the answer, where it is JSON. */
  readonly response?: ResponseName;
  /** Other forms of the answer than JSON. */
  readonly types?: readonly string[];
  readonly problems?: readonly ProblemCode[];
  /** The code it answers with where the record is not there. */
  readonly unknown?: `${string}/is-unknown`;
  readonly isPublic?: boolean;
};

type Asked = Omit<Read, 'query' | 'types' | 'isPublic'> & {
  /** The schema of the body, by its name. */
  readonly body: string;
};

/** What is asked in a body, because it must not stand in an address: it records no act, and needs no key. */
export function describeAsked({ tag, summary, description, body, response, problems: own = [], unknown }: Asked): MethodDecorator {
  return applyDecorators(
    ApiTags(tag),
    ApiBearerAuth(),
    ApiOperation({ summary, ...(description && { description }) }),
    ApiBody({ required: true, schema: ref(body) }),
    ApiResponse({ status: 200, description: summary, content: { 'application/json': { schema: ref(response as ResponseName) } } }),
    problemResponses([
      ...(['request/malformed-json', 'request/invalid', 'role/not-allowed', 'request/too-large', 'request/unsupported-media-type'] as const),
      ...own,
      ...(unknown ? [unknown] : []),
      ...withToken,
    ]),
  );
}

export function describeRead({
  tag,
  summary,
  description,
  query,
  response,
  types = ['application/json'],
  problems: own = [],
  unknown,
  isPublic = false,
}: Read): MethodDecorator {
  const schema = (type: string) => (response && (type === 'application/json' || type === 'application/x-ndjson') ? ref(response) : { type: 'string' as const });
  return applyDecorators(
    ApiTags(tag),
    ...(isPublic ? [] : [ApiBearerAuth()]),
    ApiOperation({ summary, ...(description && { description }) }),
    ...(query ? queryParameters(query) : []),
    ApiResponse({ status: 200, description: summary, content: Object.fromEntries(types.map((type) => [type, { schema: schema(type) }])) }),
    problemResponses([
      ...(query ? (['request/invalid'] as const) : []),
      ...own,
      ...(unknown ? ([unknown, 'view/not-shown-yet', 'request/invalid'] as const) : []),
      ...(isPublic ? always : withToken),
    ]),
  );
}

/** The form of JSON Schema that the documentation holds, without what belongs to a document of its own. */
export function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'output' });
  return rest;
}

const queryParameters = ({ shape }: z.ZodObject) =>
  Object.entries(shape as Record<string, z.ZodType>).map(([name, schema]) => {
    const { description, ...rest } = jsonSchema(schema);
    return ApiQuery({ name, required: !schema.safeParse(undefined).success, schema: rest, ...(typeof description === 'string' && { description }) });
  });
