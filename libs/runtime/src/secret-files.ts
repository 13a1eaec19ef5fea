import * as fs from 'node:fs';

/** Everybody on the machine may read it: then it is none. */
const READ_BY_OTHERS = 0o004;
/** More than any secret has: whoever names the wrong file is told so, and not much of it is read. */
const LONGEST = 64 * 1024;

/** @throws Error where others on this machine may read a file that holds a secret. Never says what is in it */
export function assertPrivate(path: string): void {
  if ((fs.statSync(path).mode & READ_BY_OTHERS) !== 0)
    throw new Error(`${path} holds a secret, and everybody on this machine may read it: chmod o-rwx ${path}`);
}

/** Settings that hold a secret: each may be given as the name of a file instead, in the variable with _FILE at its end. */
const secrets = ['DATABASE_URL', 'DATABASE_PASSWORD', 'REDIS_URL', 'REDIS_PASSWORD'] as const;
/** A password may be kept apart from the address it belongs to. */
const passwords = { DATABASE_PASSWORD: 'DATABASE_URL', REDIS_PASSWORD: 'REDIS_URL' } as const;

type Trouble = { readonly variable: string; readonly message: string };
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment with what its files say, and what is wrong with them. In production a file that everybody may read is refused. */
export function withSecrets(env: Environment): { readonly env: Environment; readonly troubles: readonly Trouble[] } {
  const troubles: Trouble[] = [];
  const found: Record<string, string | undefined> = { ...env };
  for (const name of secrets) {
    const file = env[`${name}_FILE`];
    if (!file) continue;
    const wrong = (message: string) => void troubles.push({ variable: `${name}_FILE`, message });
    if (env[name]) wrong(`must not be set beside ${name}`);
    else if (!fs.existsSync(file)) wrong('must name a file that is there');
    else {
      try {
        if (env['NODE_ENV'] === 'production') assertPrivate(file);
        found[name] = secretIn(file);
      } catch (error) {
        wrong(`cannot be used: ${(error as Error).message}`);
      }
    }
  }
  for (const [password, url] of Object.entries(passwords)) {
    const said = found[password];
    const address = found[url];
    if (!said) continue;
    if (!address || !URL.canParse(address)) troubles.push({ variable: password, message: `belongs to ${url}, which must be set` });
    else if (new URL(address).password !== '') troubles.push({ variable: url, message: `must not hold a password beside ${password}` });
    else found[url] = Object.assign(new URL(address), { password: encodeURIComponent(said) }).href;
  }
  return { env: found, troubles };
}

function secretIn(file: string): string {
  const { size } = fs.statSync(file);
  if (size > LONGEST) throw new Error(`${file} is larger than any secret`);
  const text = fs.readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  if (text === '' || /[\0\r\n]/.test(text)) throw new Error(`${file} must hold one line`);
  return text;
}
