// npm test: installs what is missing, then checks types, style and rules, and runs every test against a real PostgreSQL (and Redis, if TEST_REDIS_URL is set).
import { spawn } from 'node:child_process';
import { installWhatIsMissing, root } from './install.mjs';

installWhatIsMissing();

/** What has nothing to do with each other is checked side by side, in two rows. */
const checks = [
  [
    ['types', 'node_modules/typescript/bin/tsc', '-b'],
    ['circular imports', 'tools/check-circular.mjs'],
    ['the console', 'tools/build-console.mjs'],
  ],
  [
    ['format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
    ['projects', 'node_modules/nx/dist/bin/nx.js', 'show', 'projects'], // ESLint looks at the boundaries between projects where Nx has drawn up which there are
    ['lint', 'node_modules/eslint/bin/eslint.js', '.'],
  ],
];
const tests = ['tests', 'node_modules/jest/bin/jest.js', ...process.argv.slice(2)];

const running = new Set();

/** Runs a step; where others run beside it, what it prints is kept together. When it fails, so does everything, at once. */
async function run([name, ...command], stdio, more = {}) {
  if (stdio === 'inherit') console.log(`\n— ${name}`);
  const started = Date.now();
  const step = spawn(process.execPath, command, { cwd: root, stdio, env: { ...process.env, NX_DAEMON: 'false', ...more } });
  running.add(step);
  const printed = [];
  for (const stream of [step.stdout, step.stderr]) stream?.on('data', (text) => printed.push(text));
  const status = await new Promise((done) => step.once('close', (code) => done(code ?? 1)));
  running.delete(step);
  if (stdio !== 'inherit') process.stdout.write(`\n— ${name}\n${Buffer.concat(printed)}`);
  console.log(`  ${((Date.now() - started) / 1000).toFixed(1)} s`);
  if (status === 0) return;
  console.error(`\n${name} failed (${command.join(' ')}).`);
  for (const other of running) other.kill();
  process.exit(status);
}

await Promise.all(
  checks.map(async (row) => {
    for (const step of row) await run(step, ['ignore', 'pipe', 'pipe']);
  }),
);
await run(tests, 'inherit', { CASETRAIL_BUILT: 'yes' }); // specs that run processes need not look whether they are built
