import fc from 'fast-check';
import { aggregates } from '@casetrail/contracts';
import { type JsonSchema, type Known, type Schemas, spoilt, valuesOf } from './arbitrary.ts';
import { type Who, actors } from './index.ts';

type Parameter = { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: JsonSchema; readonly example?: string };
type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;
export type Operation = {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: JsonSchema | undefined;
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
};
type Documented = Pick<Operation, 'responses'> & { readonly parameters?: readonly Parameter[]; readonly requestBody?: { readonly content: Content } };
export type OpenApi = { readonly paths: Readonly<Record<string, Readonly<Record<string, Documented>>>>; readonly components: { readonly schemas: Schemas } };

/** A request as it is sent. `body` is what the payload was made of, where it was made of something. */
export type Sent = {
  readonly as: Who | undefined;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string | undefined;
  readonly body?: unknown;
};

/** A stream that never ends answers nothing that could be held against a schema. */
export const operationsOf = ({ paths }: OpenApi): Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { responses }]) => !('text/event-stream' in (responses['200']?.content ?? {})))
      .map(([method, { parameters = [], requestBody, responses }]) => ({
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase() as Operation['method'],
        path,
        parameters,
        body: requestBody?.content['application/json']?.schema,
        responses,
      })),
  );

const everybody = Object.keys(actors) as Who[];
const issuers = new Map(
  aggregates.flatMap(({ commands }) => commands.map(({ path, by }) => [path, everybody.filter((who) => by.some((role) => role === actors[who].role))])),
);
const whoever = (path: string) => {
  const those = issuers.get(path) ?? [];
  return those.length === 0
    ? fc.constantFrom(...everybody)
    : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...those) }, { weight: 1, arbitrary: fc.constantFrom(...everybody) });
};

const junk = fc.oneof(
  fc.constantFrom(
    'x',
    '0',
    '-1',
    '1e9',
    '..%2f',
    'null',
    "' or 1=1 --",
    '<script>',
    '\u0000',
    '\ud7ff',
    '%',
    'é',
    '😀',
    'x'.repeat(101),
    'x'.repeat(3000),
    '__proto__',
    'constructor',
  ),
  fc.string({ minLength: 1, maxLength: 30 }).filter((text) => !/^\.{1,2}$/.test(text)),
);
const encoded = (text: string) => encodeURIComponent(text.toWellFormed());
const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

function urls({ path, parameters }: Operation, schemas: Schemas, known: Known, isSpoilt: boolean): fc.Arbitrary<string> {
  const all = known[/^\/(?:v1\/)?[\w-]+/.exec(path)?.[0] ?? path] ?? ['1'];
  const parts = [...path.matchAll(/\{\w+\}/g)].map(([name]) =>
    isSpoilt
      ? junk
      : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...(known[name] ?? all)) }, { weight: 1, arbitrary: junk.filter((text) => text.length < 100) }),
  );
  const asked = parameters.filter((one) => one.in === 'query');
  const value = ({ name, schema }: Parameter) => {
    const there = known[`{${name}}`] ?? [];
    const described = valuesOf(schema, schemas, known);
    if (isSpoilt) return spoilt(described).map(asText);
    return there.length > 0 ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...there) }, described.map(asText)) : described.map(asText);
  };
  const query = fc.record(Object.fromEntries(asked.map((one) => [one.name, value(one)])), {
    requiredKeys: isSpoilt ? [] : asked.flatMap(({ name, required }) => (required ? [name] : [])),
  });
  const more = isSpoilt ? fc.constantFrom('', '', '&isUnheardOf=1', '&%', '&a[b]=c', '&limit=1&limit=2') : fc.constant('');
  return fc.tuple(fc.tuple(...parts), query, more).map(([values, pairs, rest]) => {
    let next = 0;
    const filled = path.replace(/\{\w+\}/g, () => encoded(values[next++] as string));
    const search = `${Object.entries(pairs)
      .map(([name, text]) => `${name}=${encoded(text as string)}`)
      .join('&')}${rest}`;
    return search === '' ? filled : `${filled}?${search}`;
  });
}

const json = { 'content-type': 'application/json' };
const key = fc.uuid();

/** Requests that are right as far as the documentation says. */
export function validRequests(operation: Operation, schemas: Schemas, known: Known): fc.Arbitrary<Sent> {
  const body = operation.body ? valuesOf(operation.body, schemas, known) : fc.constant(undefined);
  const ifMatch = fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 9 }) });
  return fc
    .record({ as: whoever(operation.path), url: urls(operation, schemas, known, false), body, key, ifMatch })
    .map(({ as, url, body: value, key: its, ifMatch: version }) =>
      operation.method === 'GET'
        ? { as, url, headers: {} }
        : {
            as,
            url,
            body: value,
            payload: JSON.stringify(value),
            headers: { ...json, 'idempotency-key': its, ...(version !== undefined && { 'if-match': `"${version}"` }) },
          },
    );
}

const texts = [
  '{',
  '[]',
  'null',
  '"x"',
  '',
  '{"a":1,"a":2}',
  '\ufeff{}',
  '{"a":1e999}',
  '{}{}',
  `${'['.repeat(2000)}${']'.repeat(2000)}`,
  `{"a":"${'x'.repeat(20_000)}"}`,
  '{"__proto__":{}}',
];
const wrongHeaders: readonly Readonly<Record<string, string>>[] = [
  { 'idempotency-key': '' },
  { 'idempotency-key': 'two words' },
  { 'if-match': 'W/"1"' },
  { 'if-match': '"x"' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-16' },
  { authorization: 'Bearer x.y.z' },
  { authorization: 'Basic bGk6d2Vp' },
  { 'x-request-id': '<script>' },
  { accept: 'image/png' },
];

/** Requests with something wrong: in the body, the address, a header; or nobody asks. */
export function invalidRequests(operation: Operation, schemas: Schemas, known: Known): fc.Arbitrary<Sent> {
  const valid = validRequests(operation, schemas, known);
  const elsewhere = fc.tuple(valid, urls(operation, schemas, known, true)).map(([sent, url]) => ({ ...sent, url }));
  const wronglyHeaded = fc.tuple(valid, fc.constantFrom(...wrongHeaders)).map(([sent, headers]) => ({ ...sent, headers: { ...sent.headers, ...headers } }));
  const byNobody = valid.map((sent) => ({ ...sent, as: undefined }));
  if (!operation.body) return fc.oneof({ weight: 3, arbitrary: elsewhere }, wronglyHeaded, byNobody);
  const body = fc
    .tuple(valid, spoilt(valuesOf(operation.body, schemas, known)))
    .map(([sent, value]) => ({ ...sent, body: value, payload: JSON.stringify(value) }));
  const text = fc.tuple(valid, fc.constantFrom(...texts)).map(([{ body: _, ...sent }, payload]) => ({ ...sent, payload }));
  return fc.oneof({ weight: 6, arbitrary: body }, { weight: 2, arbitrary: text }, { weight: 1, arbitrary: elsewhere }, wronglyHeaded, byNobody);
}
