import { Ajv2020 } from 'ajv/dist/2020.js';
import { aggregates, components, responses } from '@casetrail/contracts';
import { TestApi } from './testing/index.ts';

type Operation = {
  summary?: string;
  operationId?: string;
  tags?: string[];
  security?: unknown[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  parameters?: { name: string; in: string; schema?: unknown }[];
  responses: Record<string, { description?: string; content?: Record<string, { schema: unknown }> }>;
};
type Document = { openapi: string; paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, object> } };

let api: TestApi;
let document: Document;
let operations: { name: string; path: string; method: string; operation: Operation }[];
beforeAll(async () => {
  api = await TestApi.start();
  document = (await api.send('GET', '/openapi.json', undefined, {})).body as Document;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, path, method, operation })),
  );
});
afterAll(() => api.stop());

const refsIn = (value: unknown): string[] =>
  value !== null && typeof value === 'object' ? Object.entries(value).flatMap(([key, member]) => (key === '$ref' ? [String(member)] : refsIn(member))) : [];

describe('the OpenAPI document', () => {
  it('is of version 3.1', () => expect(document.openapi).toBe('3.1.0'));
  it('has every command with its body and its receipt', () => {
    for (const { commands, tag } of aggregates)
      for (const { path, command, summary, isCorrection } of commands) {
        const operation = document.paths[path]?.['post'];
        expect(operation).toMatchObject({
          summary,
          tags: [tag],
          requestBody: { content: { 'application/json': { schema: { $ref: `#/components/schemas/${command}` } } } },
        });
        expect(operation!.responses[isCorrection ? '202' : '201']!.content!['application/json']!.schema).toEqual({ $ref: '#/components/schemas/Receipt' });
        expect(operation!.parameters!.map(({ name }) => name)).toEqual(
          expect.arrayContaining(['Idempotency-Key', 'If-Match', ...(path.includes('{id}') ? ['id'] : [])]),
        );
        expect(Object.keys(operation!.responses)).toEqual(
          expect.arrayContaining(['400', '401', '403', '404', '409', '412', '413', '415', '422', '500', '503']),
        );
        expect(operation!.responses['409']!.content).toHaveProperty(['application/problem+json']);
      }
  });
  it('has every route that is served, each with a summary and a schema', () => {
    const tree = api.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
    const served = [...tree.matchAll(/\(([A-Z, ]+)\)/g)].flatMap(([, methods]) => (methods as string).match(/GET|POST/g) ?? []).length;
    expect(operations.length).toBeGreaterThan(250);
    expect(served).toBeGreaterThanOrEqual(operations.length);
    for (const { name, operation } of operations) {
      expect([name, operation.summary]).toEqual([name, expect.any(String)]);
      const success = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
      expect([name, success.length > 0, success.every(([, { content }]) => Object.values(content ?? {}).every(({ schema }) => schema !== undefined))]).toEqual([
        name,
        true,
        true,
      ]);
    }
  });
  it('gives no operation id twice', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
  it('describes every parameter in a path', () => {
    for (const { name, path, operation } of operations)
      for (const [, parameter] of path.matchAll(/\{(\w+)\}/g))
        expect([name, operation.parameters?.find((one) => one.in === 'path' && one.name === parameter)?.schema]).toEqual([
          name,
          expect.objectContaining({ type: 'string' }),
        ]);
  });
  it('refers to nothing that is not there', () => {
    const missing = [...new Set(refsIn(document))].filter(
      (ref) => !((ref.split('/').at(-1) as string) in document.components.schemas) || !ref.startsWith('#/components/schemas/'),
    );
    expect(missing).toEqual([]);
  });
  it('asks for a token wherever one is needed', async () => {
    for (const { name, method, path, operation } of operations) {
      const { status } = await api.send(method.toUpperCase() as 'GET', path.replace(/\{\w+\}/g, 'x'), undefined, {});
      expect([name, operation.security !== undefined]).toEqual([name, status === 401]);
    }
  });
  it('holds schemas that are JSON Schema, one for each that is declared', () => {
    expect(Object.keys(document.components.schemas).sort()).toEqual(Object.keys(components).sort());
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'api', components: document.components });
    for (const name of Object.keys(document.components.schemas)) expect(ajv.getSchema(`api#/components/schemas/${name}`)).toBeInstanceOf(Function);
  });
  it('holds schemas that agree with what is answered', async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'api', components: document.components });
    const { body } = await api.get('/v1/figures');
    expect(responses.Figures.safeParse(body).success).toBe(true);
    expect(ajv.getSchema('api#/components/schemas/Figures')!(body)).toBe(true);
    expect(ajv.getSchema('api#/components/schemas/Problem')!((await api.get('/v1/figures?asOf=x')).body)).toBe(true);
  });
});

it('a readable page shows it', async () => {
  const page = await api.send('GET', '/docs', undefined, {});
  expect([page.status, page.text]).toEqual([200, expect.stringContaining('Casetrail API')]);
  const script = await api.send('GET', '/docs/swagger-ui-init.js', undefined, {});
  expect([script.status, script.text]).toEqual([200, expect.stringContaining('/v1/criminal-cases/{id}/crack')]);
  expect((await api.send('GET', '/docs/swagger-ui-bundle.js', undefined, {})).status).toBe(200);
});
