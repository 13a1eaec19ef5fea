import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import { z } from 'zod';
import type { Config } from '@casetrail/runtime';
import { configuration } from './database.ts';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const WITHIN_MS = 10_000;
/** A token that is about to expire is not given to anybody. */
const MARGIN_MS = 60_000;

const metadata = z.object({ issuer: z.string(), device_authorization_endpoint: z.url(), token_endpoint: z.url() });
const started = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.url(),
  verification_uri_complete: z.url().optional(),
  expires_in: z.number(),
  interval: z.number().default(5), // RFC 8628, section 3.2
});
const granted = z.object({ access_token: z.string(), expires_in: z.number().default(300) });
const refused = z.object({ error: z.string(), error_description: z.string().optional() });
const kept = z.object({ issuer: z.string(), as: z.string().optional(), accessToken: z.string(), expiresAt: z.number() });
type Kept = z.infer<typeof kept>;
type Options = { readonly as?: string; readonly client: string; readonly scope: string };

export function loginCommand(): Command {
  return new Command('login')
    .description('sign in at the OpenID Connect issuer, and print the access token; again without signing in while that is valid')
    .option('--as <user>', 'as somebody of the demo city, at the local issuer of "npm start", which asks for no password')
    .option('--client <id>', 'what the issuer calls this program', 'casetrail-cli')
    .option('--scope <scope>', 'what is asked for', 'openid act')
    .action(login);
}

async function login(options: Options): Promise<void> {
  const { oidc, home } = configuration();
  if (!oidc) throw new Error('Set OIDC_ISSUER to the issuer to sign in at.');
  const file = join(home, 'login.json');
  const before = read(file);
  const isStillGood = before?.issuer === oidc.issuer && before.as === options.as && before.expiresAt - Date.now() > MARGIN_MS;
  const token = isStillGood ? before : await signIn(oidc, options);
  if (!isStillGood) keep(file, token);
  process.stdout.write(`${token.accessToken}\n`);
}

/** The device flow (RFC 8628): somebody confirms a code in a browser, wherever that is, while this waits. */
async function signIn({ issuer }: NonNullable<Config['oidc']>, { as, client, scope }: Options): Promise<Kept> {
  const found = metadata.parse(await answerOf(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`));
  if (found.issuer !== issuer) throw new Error(`${issuer} says that it is ${found.issuer}.`);
  const device = started.parse(accepted(await answerOf(found.device_authorization_endpoint, { client_id: client, scope })));
  if (as === undefined) process.stderr.write(`Open ${device.verification_uri_complete ?? device.verification_uri}\nand confirm the code ${device.user_code}\n`);
  else await confirm(issuer, device.user_code, as);

  const deadline = Date.now() + device.expires_in * 1000;
  for (let interval = device.interval; Date.now() < deadline; await wait(interval * 1000)) {
    const answer = await answerOf(found.token_endpoint, { grant_type: DEVICE_CODE, device_code: device.device_code, client_id: client });
    const token = granted.safeParse(answer);
    if (token.success)
      return { issuer, ...(as !== undefined && { as }), accessToken: token.data.access_token, expiresAt: Date.now() + token.data.expires_in * 1000 };
    const { data } = refused.safeParse(answer);
    if (data?.error === 'slow_down') interval += 5;
    else if (data?.error !== 'authorization_pending') accepted(answer);
  }
  throw new Error('Nobody has confirmed the code in time.');
}

/** What the issuer answers, unless that is a refusal. */
function accepted(answer: unknown): unknown {
  const { data } = refused.safeParse(answer);
  if (data) throw new Error(`The issuer refuses: ${data.error_description ?? data.error}.`);
  return answer;
}

/** Only the local issuer takes somebody's word for who they are. */
async function confirm(issuer: string, userCode: string, subject: string): Promise<void> {
  const answer = await fetch(`${issuer}/confirm-device`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userCode, subject }),
    signal: AbortSignal.timeout(WITHIN_MS),
  });
  if (answer.status === 404) throw new Error(`${issuer} is not the local issuer of "npm start": sign in without --as.`);
  if (!answer.ok) throw new Error((await answer.text()).trim());
}

async function answerOf(address: string, form?: Readonly<Record<string, string>>): Promise<unknown> {
  const body = form && { method: 'POST', body: new URLSearchParams(form) };
  const answer = await fetch(address, { ...body, redirect: 'error', signal: AbortSignal.timeout(WITHIN_MS) }).catch((error: Error) => {
    throw new Error(`The issuer does not answer at ${address}. Is "npm start" running, or OIDC_ISSUER right?`, { cause: error });
  });
  const text = await answer.text();
  if (![200, 400, 401].includes(answer.status)) throw new Error(`${address} answers ${answer.status}.`);
  return JSON.parse(text);
}

/** What was kept before; nothing where it cannot be read as that. */
function read(file: string): Kept | undefined {
  try {
    return kept.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** For this account alone, from the first byte on. */
function keep(file: string, token: Kept): void {
  fs.mkdirSync(join(file, '..'), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  fs.writeFileSync(fresh, JSON.stringify(token), { mode: 0o600 });
  fs.renameSync(fresh, file);
}
