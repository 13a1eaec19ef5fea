import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { aggregates } from '@casetrail/contracts';
import { figures } from '@casetrail/domain';
import { type OpenApi, type Operation, type Sent, invalidRequests, operationsOf, validRequests } from './testing/fuzz-requests.ts';
import { type Answered, TestApi, ago } from './testing/index.ts';
import { leaksIn } from './testing/leaks.ts';
import { publish, sealing } from './testing/publishing.ts';
import { arrestReviewed, identifiedGroup, openCase, prosecutionReviewed, receivedLead, servedRecommendation } from './testing/stories.ts';

/** How many valid requests each operation is sent, and as many invalid ones: FUZZ_RUNS=500 for all there is to it, FUZZ_SEED to see the same again, but for the ids. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 8);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const MOST_TOLD = 25;
const MOST_KNOWN = 40;
const BEGINNINGS = 12;
const samples = (requests: fc.Arbitrary<Sent>, numRuns: number, seed: number) => fc.sample(requests, { numRuns, seed });
jest.setTimeout(60_000 + RUNS * 60_000);

let api: TestApi;
let document: OpenApi;
let operations: Operation[];
const known: Record<string, string[]> = {
  '{figure}': figures.map(({ id }) => id),
  '{cell}': ['new-facts', 'ended', 'late-entries', 'K1'],
  '{position}': ['1', '2', '9'],
  '{path}': ['0/000.p/3', '0/000', 'entries/000.p/3'],
  '{subject}': ['request', 'ledger', 'criminal-case'],
  '{reason}': ['invalid', 'contention', 'is-unknown'],
  '{knownAt}': ['9', ago(0)],
  '{fromKnownAt}': ['5', ago(1)],
  '{toKnownAt}': ['9', ago(0)],
  '{from}': ['1', '3'],
  '{size}': ['3', '9'],
  '/v1/figures': figures.map(({ id }) => id),
};
const counts: Record<string, number> = {};
const found = new Map<string, string>();
const { seal } = sealing();

/** What is there can be found again: by its category, and under the address of its kind. */
function know(stream: string): void {
  const category = stream.split('-')[0] as string;
  for (const name of ['{refersTo}', '{target}', '{stream}', category, aggregates.find((one) => one.category === category)?.path ?? category]) {
    const ids = (known[name] ??= []);
    if (!ids.includes(stream) && ids.length < MOST_KNOWN) ids.push(stream);
  }
}

/** A city in which something goes on, with a published paper; and what else the documentation alone can begin. */
beforeAll(async () => {
  api = await TestApi.start();
  await api.openLedger();
  const file = await openCase(api);
  await arrestReviewed(api, file);
  await prosecutionReviewed(api);
  await servedRecommendation(api, file);
  await receivedLead(api);
  await identifiedGroup(api);
  await publish(api, seal);
  const { rows } = await api.owner.query<{ id: string }>('select id from ledger.streams order by no');
  for (const { id } of rows) know(id);
  document = (await api.send('GET', '/openapi.json', undefined, {})).body as OpenApi;
  operations = operationsOf(document);
  for (const beginning of operations.filter(({ method, path }) => method === 'POST' && !path.includes('{')))
    for (const request of samples(validRequests(beginning, document.components.schemas, known), BEGINNINGS, SEED)) await send(beginning, request);
});
afterAll(() => api.stop());

/** The schemas of the document, each compiled once. */
function validators(): (schema: { readonly $ref?: string }) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'api', components: document.components });
  return (schema) => (schema.$ref ? (ajv.getSchema(`api${schema.$ref}`) as ValidateFunction) : ajv.compile(schema));
}

/** What is wrong with an answer, by the documentation. */
function flawsOf({ responses }: Operation, { status, headers, body, text }: Answered, check: ReturnType<typeof validators>): string[] {
  const type = String(headers['content-type']).split(';')[0] as string;
  const content = responses[status]?.content;
  const leaked = leaksIn(text).map((leak) => `leaks ${leak}`);
  if (status >= 500 && status !== 503) return [`answers ${status}`, ...leaked];
  if (!responses[status]) return [`answers ${status}, which is not documented`, ...leaked];
  const documented = content?.[type];
  if (!documented) return [`answers ${status} as ${type}, which is not documented`, ...leaked];
  const values = type.endsWith('json')
    ? type === 'application/x-ndjson'
      ? text
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line))
      : [body]
    : [text];
  const validate = check(documented.schema);
  const isRight = values.every((value) => validate(value));
  return [...(isRight ? [] : [`answers ${status} with another body: ${JSON.stringify(validate.errors?.slice(0, 2))}`]), ...leaked];
}

async function send(operation: Operation, { as, url, headers, payload }: Sent): Promise<Answered> {
  const answer = await api.send(operation.method, url, payload, { ...(as && api.bearer(as)), ...headers });
  const { stream } = (answer.status < 300 && operation.method === 'POST' ? answer.body : {}) as { stream?: string };
  if (stream) know(stream);
  return answer;
}

type Requests = typeof validRequests;

async function fuzz(kind: 'valid' | 'invalid', method: Operation['method'], of: Requests): Promise<number> {
  const check = validators();
  let sent = 0;
  for (const [index, operation] of operations.entries()) {
    if (operation.method !== method) continue;
    for (const request of samples(of(operation, document.components.schemas, known), RUNS, SEED + index)) {
      const answer = await send(operation, request);
      sent++;
      counts[`${kind} ${method}: ${answer.status}`] = (counts[`${kind} ${method}: ${answer.status}`] ?? 0) + 1;
      const isAcceptedWrongly = operation.body && request.body !== undefined && answer.status < 300 && !check(operation.body)(request.body);
      for (const flaw of [...flawsOf(operation, answer, check), ...(isAcceptedWrongly ? ['accepts what its schema does not'] : [])])
        found.set(`${operation.name} ${flaw}`, `${operation.name} ${flaw}: ${JSON.stringify(request).slice(0, 400)} → ${answer.text.slice(0, 200)}`);
    }
  }
  return sent;
}

describe('every operation, as the documentation has it,', () => {
  afterEach(() => expect([...found.values()].slice(0, MOST_TOLD)).toEqual([]));
  afterAll(() => console.info(`FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS}: ${operations.length} operations; ${JSON.stringify(counts)}`));

  it('answers what it says to acts that are right', async () => expect(await fuzz('valid', 'POST', validRequests)).toBeGreaterThan(200 * RUNS));
  it('answers what it says to acts with something wrong', async () => expect(await fuzz('invalid', 'POST', invalidRequests)).toBeGreaterThan(200 * RUNS));
  it('answers what it says to questions that are right', async () => {
    await api.catchUp();
    await seal(api);
    expect(await fuzz('valid', 'GET', validRequests)).toBeGreaterThan(40 * RUNS);
  });
  it('answers what it says to questions with something wrong', async () => expect(await fuzz('invalid', 'GET', invalidRequests)).toBeGreaterThan(40 * RUNS));
  it('is used in earnest: some acts are recorded, and some questions answered', () => {
    expect(counts['valid POST: 201']).toBeGreaterThan(0);
    expect(counts['valid GET: 200']).toBeGreaterThan(0);
  });
});
