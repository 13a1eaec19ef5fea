// npm run audit: known holes in what this project is made of, as the registry knows them. Fails on high and critical ones.
//   --omit=dev         only what runs in production
// Ends with 0: none. 1: some. 2: the registry could not be asked, so that nothing is known.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const grave = ['high', 'critical'];

/** What npm says. It says it in JSON, also where it could not ask. */
function ask(options) {
  const { stdout, error } = spawnSync('npm', ['audit', '--json', ...options], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });
  if (error) return { error: { summary: error.message } };
  try {
    return JSON.parse(stdout);
  } catch {
    return { error: { summary: 'npm audit did not answer in JSON' } };
  }
}

/** Packages whose makers say that they are no longer kept, as the lock file remembers it. */
export const deprecatedIn = (lock) =>
  Object.entries(lock.packages)
    .filter(([, { deprecated }]) => deprecated)
    .map(([path, { version, deprecated, dev }]) => `${path.split('node_modules/').at(-1)}@${version}${dev ? ' (development only)' : ''}: ${deprecated}`);

/** What to say of an answer, and with which code to end. */
export function verdictOn({ vulnerabilities, metadata, error, message, statusCode }) {
  if (!vulnerabilities) {
    const why = error?.summary || message || 'no answer';
    const isMissing = statusCode === 404 || statusCode === 405 || /\b40[45]\b|Method Not Allowed|Not Found/.test(why);
    return {
      code: 2,
      says: [
        isMissing ? 'This registry has no audit endpoint: nothing is known about holes, neither good nor bad.' : 'The registry could not be asked about holes.',
        `  npm says: ${why}`,
        '  Ask one that has it: npm run audit -- --registry=<its address>',
      ],
    };
  }
  const found = Object.values(vulnerabilities).filter(({ severity }) => grave.includes(severity));
  const counts = Object.entries(metadata?.vulnerabilities ?? {}).filter(([name, count]) => name !== 'total' && count > 0);
  return {
    code: found.length > 0 ? 1 : 0,
    says: [
      ...found.map(({ severity, name, range, via }) => `FAIL  ${severity}  ${name} ${range}: ${via.map((one) => one.title ?? one).join('; ')}`),
      found.length === 0 ? 'ok    no high or critical hole is known' : `${found.length} packages have high or critical holes`,
      ...(counts.length > 0 ? [`      known in all: ${counts.map(([name, count]) => `${count} ${name}`).join(', ')}`] : []),
    ],
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { code, says } = verdictOn(ask(process.argv.slice(2)));
  console.log(says.join('\n'));
  for (const line of deprecatedIn(JSON.parse(fs.readFileSync(`${root}/package-lock.json`, 'utf8')))) console.log(`      no longer kept: ${line}`);
  process.exitCode = code;
}
