import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type Provider from 'oidc-provider';
import { demoPeople } from '@casetrail/demo-city';
import { peoplePage } from './pages.ts';
import { confirmDevice } from './provider.ts';

const LONGEST_BODY = 4096;

/** The provider, and what it leaves to us: who somebody is. */
export function createLoginServer(provider: Provider): Server {
  const ofProvider = provider.callback();
  return createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] as string;
    const answer = path.startsWith('/people/')
      ? choose(provider, request, response)
      : path === '/confirm-device'
        ? confirm(provider, request, response)
        : undefined;
    if (!answer) return void ofProvider(request, response);
    answer.catch((error: Error) => void response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' }).end(`${error.message}\n`));
  });
}

/** A page with all demo people: whoever is chosen is signed in. */
async function choose(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await provider.interactionDetails(request, response); // throws where nobody wants to sign in
  if (request.method !== 'POST')
    return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(peoplePage);
  const subject = new URLSearchParams(await bodyOf(request)).get('subject');
  if (!demoPeople.some(({ user }) => user === subject)) throw new Error('There is nobody of this name in the demo city.');
  await provider.interactionFinished(request, response, { login: { accountId: subject as string } });
}

/** For scripts: JSON, which a page from elsewhere cannot send here unasked. */
async function confirm(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST' || request.headers['content-type'] !== 'application/json') throw new Error('POST JSON: {"userCode": …, "subject": …}');
  const { userCode, subject } = JSON.parse(await bodyOf(request)) as { userCode?: unknown; subject?: unknown };
  const isConfirmed = await confirmDevice(provider, String(userCode), String(subject));
  if (!isConfirmed) throw new Error('There is no such code that waits, or nobody of this name in the demo city.');
  response.writeHead(204).end();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) if ((body += chunk).length > LONGEST_BODY) throw new Error('The body is too large.');
  return body;
}
