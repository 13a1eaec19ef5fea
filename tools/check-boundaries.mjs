// Plants violations of the rules for imports and makes sure that the linter finds every one of them. A rule that no longer fires looks like good order.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

const root = fileURLToPath(new URL('..', import.meta.url));
const nx = (...args) =>
  spawnSync(process.execPath, [createRequire(import.meta.url).resolve('nx/bin/nx'), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NX_DAEMON: 'false', FORCE_COLOR: '0', NO_COLOR: '1' },
  });

const BOUNDARY = '@nx/enforce-module-boundaries';
const SYNTAX = 'no-restricted-syntax';
const violation = (project, rule, text, file = 'planted.ts') => ({ project, rule, text, file: `${project}/src/${file}` });
const importing = (name) => `import * as planted from '${name}';\nexport const used = planted;\n`;
const forbidden = (project, names, rule = BOUNDARY) => names.map((name) => violation(project, rule, importing(name)));
const permitted = (project, names) => forbidden(project, names, null);

const violations = [
  ...forbidden('libs/domain', [
    '@casetrail/ledger',
    '@casetrail/readmodel',
    '@casetrail/contracts',
    '@casetrail/vault',
    '@casetrail/runtime',
    '@casetrail/api',
  ]),
  ...forbidden('libs/domain', ['@nestjs/common', 'pg', 'typeorm', 'ulid', 'fast-check']),
  ...forbidden('libs/domain', ['node:fs', 'node:crypto', 'fs'], 'no-restricted-imports'),
  ...forbidden('libs/contracts', ['@casetrail/ledger', '@casetrail/runtime', '@nestjs/common', 'pg']),
  ...forbidden('libs/demo-city', ['@casetrail/ledger', '@casetrail/readmodel', '@casetrail/runtime', 'pg']),
  ...forbidden('libs/ledger', ['@casetrail/readmodel', '@casetrail/runtime', '@casetrail/contracts', '@nestjs/common', 'bullmq']),
  ...forbidden('libs/readmodel', ['@casetrail/runtime', '@casetrail/contracts', '@casetrail/demo-city', '@nestjs/cqrs', 'bullmq']),
  ...forbidden('libs/vault', ['@casetrail/readmodel', '@casetrail/runtime', '@casetrail/contracts', '@casetrail/demo-city', '@nestjs/common', 'bullmq']),
  ...forbidden('libs/readmodel', ['@casetrail/vault']),
  ...forbidden('libs/runtime', ['@casetrail/contracts', '@casetrail/demo-city', '@casetrail/worker']),
  ...forbidden('apps/api', ['@casetrail/worker', 'casetrail', '../../worker/src/index.ts']),
  ...forbidden('apps/worker', ['@casetrail/api', 'casetrail']),
  ...forbidden('apps/cli', ['@casetrail/api', '@casetrail/worker', '@casetrail/login']),
  ...forbidden('apps/login', ['@casetrail/api', '@casetrail/worker', 'casetrail']),
  ...forbidden('apps/web', ['@casetrail/domain', '@casetrail/runtime', '@casetrail/api']),
  ...forbidden('apps/web', ['@casetrail/contracts', 'zod', 'echarts', 'node:fs'], '@typescript-eslint/no-restricted-imports'),
  ...forbidden('campaigns', ['@casetrail/api', '@casetrail/worker', 'casetrail', '../../apps/worker/src/index.ts']),
  ...forbidden('bench', ['@casetrail/api', '@casetrail/worker', 'casetrail', '../../apps/worker/src/index.ts']),
  violation('libs/domain', SYNTAX, 'export const now = () => Date.now();\n'),
  violation('libs/domain', SYNTAX, 'export const now = () => new Date();\n'),
  violation('libs/domain', SYNTAX, 'export const dice = () => Math.random();\n'),
  violation('libs/domain', 'no-restricted-globals', 'export const home = () => process.env;\n'),
  violation('libs/ledger', SYNTAX, 'const planted = 1;\nexport default planted;\n'),
  violation('libs/ledger', SYNTAX, "it.skip('is tested', () => {});\n", 'planted.spec.ts'),
  violation('libs/ledger', SYNTAX, "describe.only('a part', () => {});\n", 'planted.spec.ts'),
  violation('libs/ledger', 'max-lines', Array.from({ length: 401 }, (_, i) => `export const a${i} = ${i};\n`).join('')),
];
const allowed = [
  ...permitted('libs/domain', ['zod']),
  ...permitted('libs/contracts', ['@casetrail/domain', 'zod']),
  ...permitted('libs/ledger', ['@casetrail/domain', 'pg', 'node:crypto']),
  ...permitted('libs/readmodel', ['@casetrail/domain', '@casetrail/ledger']),
  ...permitted('libs/vault', ['@casetrail/domain', '@casetrail/ledger', 'pg', 'node:crypto']),
  ...permitted('libs/runtime', ['@casetrail/vault', '@casetrail/ledger', '@casetrail/readmodel', 'bullmq']),
  ...permitted('apps/api', ['@casetrail/contracts', '@casetrail/runtime', '@nestjs/common']),
  violation('apps/web', null, "import type { Answer } from '@casetrail/contracts';\nexport type Used = Answer<'Me'>;\n"),
  ...permitted('apps/web', ['echarts/core', 'react']),
  violation('libs/domain', null, 'export const day = (time: number) => new Date(time);\n'),
  violation('libs/domain', null, importing('fast-check'), 'planted.spec.ts'),
];

const failures = [];

/** Every rule, one by one, on text that never touches the disk. */
async function checkRules() {
  const eslint = new ESLint({ cwd: root });
  for (const { rule, text, file } of [...violations, ...allowed]) {
    const [{ messages }] = await eslint.lintText(text, { filePath: join(root, file) });
    const found = messages.map(({ ruleId }) => ruleId);
    if (rule ? !found.includes(rule) : found.length > 0)
      failures.push(`${file}: ${text.split('\n', 1)[0]}\n    should give ${rule ?? 'nothing'}, gave ${found.join(', ') || 'nothing'}`);
  }
}

/** The command that people and CI run, on files that are really there: the linter skips the boundaries when it is started in the wrong way. */
function checkCommand() {
  const plants = [
    { project: '@casetrail/domain', file: 'libs/domain/src/planted-violation.ts', text: importing('@casetrail/readmodel') },
    { project: '@casetrail/api', file: 'apps/api/src/planted-violation.ts', text: importing('@casetrail/worker') },
  ];
  const remove = () => plants.forEach(({ file }) => fs.rmSync(join(root, file), { force: true }));
  process.on('exit', remove);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
  try {
    for (const { file, text } of plants) fs.writeFileSync(join(root, file), text);
    for (const { project, file } of plants) {
      const { status, stdout, stderr } = nx('run', `${project}:lint`);
      const said = stdout + stderr;
      if (status === 0 || !said.includes(BOUNDARY) || !said.includes(file))
        failures.push(`${file}: nx run ${project}:lint did not fail with ${BOUNDARY}:\n${said}`);
    }
  } finally {
    remove();
  }
}

const { status, stderr } = nx('show', 'projects'); // makes the project graph, without which the boundaries are not checked at all
if (status !== 0) failures.push(`nx does not start:\n${stderr}`);
await checkRules();
checkCommand();
if (failures.length > 0) {
  console.error(`The linter lets violations pass:\n\n  ${failures.join('\n  ')}`);
  process.exit(1);
}
console.log(`The linter finds all ${violations.length} planted violations.`);
