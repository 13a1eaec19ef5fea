// npm test: installs what is missing, then checks types, style and rules, and runs every test against a real PostgreSQL (and Redis, if TEST_REDIS_URL is set).
import { spawnSync } from 'node:child_process';
import { installWhatIsMissing, root } from './install.mjs';

installWhatIsMissing();

const steps = [
  ['types', 'node_modules/typescript/bin/tsc', '-b'],
  ['lint', 'node_modules/nx/dist/bin/nx.js', 'run-many', '-t', 'lint'],
  ['lint of the tools', 'node_modules/eslint/bin/eslint.js', 'tools', '*.mjs'],
  ['format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  ['circular imports', 'tools/check-circular.mjs'],
  ['the console', 'tools/build-console.mjs'],
  ['tests', 'node_modules/jest/bin/jest.js', ...process.argv.slice(2)],
];
for (const [name, ...command] of steps) {
  console.log(`\n— ${name}`);
  const started = Date.now();
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit', env: { ...process.env, NX_DAEMON: 'false' } });
  if (status !== 0) {
    console.error(`\n${name} failed (${command.join(' ')}).`);
    process.exit(status ?? 1);
  }
  console.log(`  ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
