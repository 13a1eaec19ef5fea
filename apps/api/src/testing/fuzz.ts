import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { aggregates } from '@casetrail/contracts';
import { figures } from '@casetrail/domain';
import { type OpenApi, type Operation, type Sent, invalidRequests, operationsOf, validRequests } from './fuzz-requests.ts';
import { type Answered, TestApi, ago } from './index.ts';
import { leaksIn } from './leaks.ts';
import { publish, sealing } from './publishing.ts';
import { arrestReviewed, identifiedGroup, openCase, prosecutionReviewed, receivedLead, servedRecommendation } from './stories.ts';

/** So many requests are under way at a time: the database works while the api does, and requests get into each other's way. */
const AT_ONCE = 8;
const MOST_KNOWN = 40;
const BEGINNINGS = 12;

type Kind = 'valid' | 'invalid';
/** Which part of all operations to try, how many right and as many wrong requests to send to each, and from which seed: the same seed is the same again, but for the ids and who comes first. */
export type Share = { readonly share: number; readonly shares: number; readonly runs: number; readonly seed: number };
export type Tried = {
  readonly operations: readonly string[];
  /** How many requests were sent, by kind and method. */
  readonly sent: Readonly<Record<string, number>>;
  /** How many answers there were, by kind, method and status. */
  readonly counts: Readonly<Record<string, number>>;
  /** What is otherwise than the documentation says, with a request that shows it. */
  readonly found: readonly string[];
};
type Check = (schema: { readonly $ref?: string }) => ValidateFunction;
const samples = (requests: fc.Arbitrary<Sent>, numRuns: number, seed: number) => fc.sample(requests, { numRuns, seed });

const fixed: Readonly<Record<string, readonly string[]>> = {
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

/** A city in which something goes on, with a published paper; and an api that is asked about it, every time as the documentation has it or a little otherwise. */
class Fuzz {
  readonly counts: Record<string, number> = {};
  readonly found = new Map<string, string>();
  readonly #known: Record<string, string[]> = Object.fromEntries(Object.entries(fixed).map(([name, values]) => [name, [...values]]));
  readonly #seal = sealing().seal;

  private constructor(
    private readonly api: TestApi,
    private readonly document: OpenApi,
    readonly operations: readonly Operation[],
    private readonly check: Check,
    private readonly seed: number,
  ) {}

  static async start(seed: number): Promise<Fuzz> {
    const api = await TestApi.start();
    await api.openLedger();
    const file = await openCase(api);
    await arrestReviewed(api, file);
    await prosecutionReviewed(api);
    await servedRecommendation(api, file);
    await receivedLead(api);
    await identifiedGroup(api);
    const document = (await api.send('GET', '/openapi.json', undefined, {})).body as OpenApi;
    const fuzz = new Fuzz(api, document, operationsOf(document), checking(document), seed);
    await publish(api, fuzz.#seal);
    const { rows } = await api.owner.query<{ id: string }>('select id from ledger.streams order by no');
    for (const { id } of rows) fuzz.#know(id);
    for (const beginning of fuzz.operations.filter(({ method, path }) => method === 'POST' && !path.includes('{')))
      for (const request of samples(validRequests(beginning, document.components.schemas, fuzz.#known), BEGINNINGS, seed)) await fuzz.#send(beginning, request);
    return fuzz;
  }

  stop(): Promise<void> {
    return this.api.stop();
  }

  /** Lets the read models and the seal catch up. */
  async catchUp(): Promise<void> {
    await this.api.catchUp();
    await this.#seal(this.api);
  }

  /** Sends every operation of some its share, and tells how many requests that were. */
  async all(kind: Kind, operations: readonly Operation[], runs: number): Promise<number> {
    let sent = 0;
    for (const operation of operations) sent += await this.#one(kind, operation, runs);
    return sent;
  }

  async #one(kind: Kind, operation: Operation, runs: number): Promise<number> {
    const requestsOf = kind === 'valid' ? validRequests : invalidRequests;
    const requests = samples(requestsOf(operation, this.document.components.schemas, this.#known), runs, this.seed + this.operations.indexOf(operation));
    const next = requests.values();
    const sender = async () => {
      for (const request of next) {
        const answer = await this.#send(operation, request);
        this.#judge(kind, operation, request, answer);
        if (isWrite(operation) && answer.status < 300) this.#compare(operation, request, answer, await this.#send(operation, request));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sender));
    return requests.length;
  }

  async #send(operation: Operation, { as, url, headers, payload }: Sent): Promise<Answered> {
    const answer = await this.api.send(operation.method, url, payload, { ...(as && this.api.bearer(as)), ...headers });
    const { stream } = ((answer.status < 300 && operation.method === 'POST' ? answer.body : undefined) ?? {}) as { stream?: string };
    if (stream) this.#know(stream);
    return answer;
  }

  /** What is there can be found again: by its category, and under the address of its kind. */
  #know(stream: string): void {
    const category = stream.split('-')[0] as string;
    for (const name of ['{refersTo}', '{target}', '{stream}', category, aggregates.find((one) => one.category === category)?.path ?? category]) {
      const ids = (this.#known[name] ??= []);
      if (!ids.includes(stream) && ids.length < MOST_KNOWN) ids.push(stream);
    }
  }

  /** A write that is sent again has the same answer, says so, and has no second effect: a receipt names the events there are. */
  #compare(operation: Operation, request: Sent, first: Answered, again: Answered): void {
    this.counts[`again: ${again.status}`] = (this.counts[`again: ${again.status}`] ?? 0) + 1;
    if ((again.body as { readonly code?: string } | undefined)?.code === 'export/moved-on') return; // others have recorded something in between
    const told = ({ status, body, text }: Answered) => JSON.stringify([status, body === undefined ? text : { ...body, isRepeated: true }]);
    if (told(again) !== told(first) || again.headers['idempotent-replayed'] !== 'true')
      this.found.set(
        `${operation.name} again`,
        `${operation.name} answers otherwise when it is repeated: ${JSON.stringify(request).slice(0, 400)} → ${again.text.slice(0, 200)}`,
      );
  }

  #judge(kind: Kind, operation: Operation, request: Sent, answer: Answered): void {
    const counted = `${kind} ${operation.method}: ${answer.status}`;
    this.counts[counted] = (this.counts[counted] ?? 0) + 1;
    const isAcceptedWrongly = operation.body && request.body !== undefined && answer.status < 300 && !this.check(operation.body)(request.body);
    for (const flaw of [...flawsOf(operation, answer, this.check), ...(isAcceptedWrongly ? ['accepts what its schema does not'] : [])])
      this.found.set(`${operation.name} ${flaw}`, `${operation.name} ${flaw}: ${JSON.stringify(request).slice(0, 400)} → ${answer.text.slice(0, 200)}`);
  }
}

const isWrite = ({ parameters }: Operation): boolean => parameters.some(({ name }) => name === 'Idempotency-Key');

/** The schemas of the document, each compiled once, when it is needed. */
function checking(document: OpenApi): Check {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'api', components: document.components });
  const compiled = new Map<string, ValidateFunction>();
  return (schema) => {
    const key = schema.$ref ?? JSON.stringify(schema);
    const known = compiled.get(key) ?? (schema.$ref ? (ajv.getSchema(`api${schema.$ref}`) as ValidateFunction) : ajv.compile(schema));
    compiled.set(key, known);
    return known;
  };
}

/** What is wrong with an answer, by the documentation. */
function flawsOf({ responses }: Operation, { status, headers, body, text }: Answered, check: Check): string[] {
  const type = String(headers['content-type']).split(';')[0] as string;
  const content = responses[status]?.content;
  const leaked = leaksIn(text).map((leak) => `leaks ${leak}`);
  if (status >= 500 && status !== 503) return [`answers ${status}`, ...leaked];
  if (!responses[status]) return [`answers ${status}, which is not documented`, ...leaked];
  const documented = content?.[type];
  if (!documented) return [`answers ${status} as ${type}, which is not documented`, ...leaked];
  const validate = check(documented.schema);
  const isRight = valuesIn(type, body, text).every((value) => validate(value));
  return [...(isRight ? [] : [`answers ${status} with another body: ${JSON.stringify(validate.errors?.slice(0, 2))}`]), ...leaked];
}

function valuesIn(type: string, body: unknown, text: string): unknown[] {
  if (!type.endsWith('json')) return [text];
  if (type !== 'application/x-ndjson') return [body];
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown);
}

/** Tries a share of all operations: several shares, so that several processors have something to do. */
export async function tryShare({ share, shares, runs, seed }: Share): Promise<Tried> {
  const fuzz = await Fuzz.start(seed);
  const mine = (method: Operation['method']) => fuzz.operations.filter((one) => one.method === method).filter((_, index) => index % shares === share - 1);
  const sent: Record<string, number> = {};
  for (const method of ['POST', 'GET'] as const) {
    if (method === 'GET') await fuzz.catchUp();
    for (const kind of ['valid', 'invalid'] as const) sent[`${kind} ${method}`] = await fuzz.all(kind, mine(method), runs);
  }
  await fuzz.stop();
  return { operations: [...mine('POST'), ...mine('GET')].map(({ name }) => name), sent, counts: fuzz.counts, found: [...fuzz.found.values()] };
}
