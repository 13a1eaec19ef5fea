import { type Answer, responses } from '@casetrail/contracts';
import type { Actor } from '@casetrail/domain';
import type { Site } from './site.ts';

export type Receipt = Answer<'Receipt'>;
/** What a client knows of a request: that it was done, that it was refused, or nothing at all. */
export type Reply =
  | { readonly kind: 'acknowledged'; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** A command as a client sends it, as often as it takes. The key stands in the event too, as the number of a document: so what came of it is known by two ways. */
export type Operation = { readonly key: string; readonly as: Actor; readonly path: string; readonly body: Readonly<Record<string, unknown>>; reply: Reply };

/** An answer that no client should ever get, whatever is killed. */
export class Unacceptable extends Error {}

/** Talks to the api like anybody else. `hangUp` cuts every request that is under way: what became of it, the client does not know. */
export class Client {
  readonly #site: Site;
  readonly #tokens = new Map<string, Promise<string>>();
  #line = new AbortController();

  constructor(site: Site) {
    this.#site = site;
  }

  hangUp(): void {
    this.#line.abort();
    this.#line = new AbortController();
  }

  /** @throws Unacceptable for an answer that is neither a receipt, nor a refusal, nor "try again" */
  async send({ key, as, path, body }: Pick<Operation, 'key' | 'as' | 'path' | 'body'>): Promise<Reply> {
    const answer = await this.#ask(as, path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
    if (typeof answer === 'string') return { kind: 'unknown', why: answer };
    const { status, text } = answer;
    if (status === 201 || status === 202) return { kind: 'acknowledged', receipt: responses.Receipt.parse(JSON.parse(text)) };
    if (status === 409) return { kind: 'refused', code: (JSON.parse(text) as { code: string }).code };
    if (status === 503 || status === 408) return { kind: 'unknown', why: text };
    throw new Unacceptable(`POST ${path} with key ${key} answered ${status}: ${text}`);
  }

  /** Reads what must be there. Answers with undefined while the api is away. @throws Unacceptable */
  async read(as: Actor, path: string): Promise<unknown> {
    const answer = await this.#ask(as, path, {});
    if (typeof answer === 'string' || answer.status === 503 || answer.status === 408) return undefined;
    if (answer.status === 200) return JSON.parse(answer.text) as unknown;
    throw new Unacceptable(`GET ${path} answered ${answer.status}: ${answer.text}`);
  }

  async #ask(as: Actor, path: string, request: RequestInit & { headers?: Record<string, string> }): Promise<{ status: number; text: string } | string> {
    const token = this.#tokens.get(as.user) ?? this.#site.issueToken(as);
    this.#tokens.set(as.user, token);
    const headers = { ...request.headers, authorization: `Bearer ${await token}` };
    try {
      const answer = await fetch(`${this.#site.address}${path}`, { ...request, headers, signal: this.#line.signal });
      return { status: answer.status, text: await answer.text() };
    } catch (error) {
      return (error as Error).message; // refused, reset, cut off in the middle of an answer, or hung up
    }
  }
}
