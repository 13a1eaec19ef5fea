import { builtinModules } from 'node:module';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Which layer may use which. `api`, `worker` and `cli` meet in the database and the queue, never in the code. */
const layers = (inSpecs = []) => [
  { sourceTag: 'layer:domain', onlyDependOnLibsWithTags: [], allowedExternalImports: ['zod', ...inSpecs] },
  { sourceTag: 'layer:contracts', onlyDependOnLibsWithTags: ['layer:domain'], allowedExternalImports: ['zod', ...inSpecs] },
  { sourceTag: 'layer:demo', onlyDependOnLibsWithTags: ['layer:domain'], allowedExternalImports: inSpecs },
  { sourceTag: 'layer:ledger', onlyDependOnLibsWithTags: ['layer:domain'], bannedExternalImports: ['@nestjs/*', 'bullmq'] },
  { sourceTag: 'layer:readmodel', onlyDependOnLibsWithTags: ['layer:domain', 'layer:ledger'], bannedExternalImports: ['@nestjs/*', 'bullmq'] },
  { sourceTag: 'layer:vault', onlyDependOnLibsWithTags: ['layer:domain', 'layer:ledger'], bannedExternalImports: ['@nestjs/*', 'bullmq'] },
  { sourceTag: 'layer:runtime', onlyDependOnLibsWithTags: ['layer:domain', 'layer:ledger', 'layer:readmodel', 'layer:vault'] },
  {
    sourceTag: 'layer:app',
    onlyDependOnLibsWithTags: ['layer:domain', 'layer:ledger', 'layer:readmodel', 'layer:vault', 'layer:contracts', 'layer:runtime', 'layer:demo'],
  },
  // In the browser there is nothing but what the api answers.
  { sourceTag: 'layer:web', onlyDependOnLibsWithTags: ['layer:contracts'] },
  // Campaigns meet the apps as processes, like everybody else.
  {
    sourceTag: 'layer:campaigns',
    onlyDependOnLibsWithTags: ['layer:domain', 'layer:ledger', 'layer:readmodel', 'layer:contracts', 'layer:runtime', 'layer:demo'],
  },
  // Benchmarks do too, and start them as campaigns do.
  {
    sourceTag: 'layer:bench',
    onlyDependOnLibsWithTags: [
      'layer:domain',
      'layer:ledger',
      'layer:readmodel',
      'layer:contracts',
      'layer:vault',
      'layer:runtime',
      'layer:demo',
      'layer:campaigns',
    ],
  },
];
const boundaries = (inSpecs) => ({ '@nx/enforce-module-boundaries': ['error', { enforceBuildableLibDependency: true, depConstraints: layers(inSpecs) }] });

const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Export by name: a default export has another name in every file.' };
const noSkippedTests = [
  { selector: 'MemberExpression[object.name=/^(describe|it|test)$/][property.name=/^(skip|only|todo)$/]', message: 'Every test runs, or it is deleted.' },
  { selector: 'CallExpression[callee.name=/^(xdescribe|xit|xtest|fdescribe|fit)$/]', message: 'Every test runs, or it is deleted.' },
];
const fromContext = 'The domain has no clock, no randomness and no surroundings: they arrive in the context.';
const pure = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: fromContext },
  { selector: 'CallExpression[callee.name="Date"]', message: fromContext },
  { selector: 'MemberExpression[object.name="Date"][property.name="now"]', message: fromContext },
  { selector: 'MemberExpression[object.name="Math"][property.name="random"]', message: fromContext },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'bench/.peers/**', '.nx/**', '.casetrail/**', 'coverage/**'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@nx': nx },
    // Nest finds what to inject by the types in decorated signatures: those imports must stay.
    languageOptions: { parserOptions: { emitDecoratorMetadata: true, experimentalDecorators: true } },
    rules: {
      ...boundaries([]),
      'no-restricted-syntax': ['error', noDefaultExport, ...noSkippedTests],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
    },
  },
  { files: ['**/*.spec.ts', '**/testing/**/*.ts'], rules: boundaries(['fast-check', 'zod']) },
  {
    files: ['apps/web/src/**/*.{ts,tsx}'],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@casetrail/contracts',
              allowTypeImports: true,
              message: 'Import types only: the schemas, and the domain behind them, stay out of the browser.',
            },
            { name: 'zod', message: 'Schemas stay out of the browser; forms are made from JSON Schema when the console is built.' },
            { name: 'echarts', message: 'Import what is drawn from echarts/charts and echarts/core, in a part that is loaded when it is needed.' },
          ],
          patterns: [{ regex: '^node:', message: 'There is no Node in a browser.' }],
        },
      ],
    },
  },
  {
    files: ['libs/domain/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': ['error', noDefaultExport, ...noSkippedTests, ...pure],
      // Node's own modules can also be named without `node:`.
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^node:', message: fromContext }], paths: builtinModules.map((name) => ({ name, message: fromContext })) },
      ],
      'no-restricted-globals': [
        'error',
        ...['process', 'crypto', 'performance', 'fetch', 'setTimeout', 'setInterval', 'Buffer'].map((name) => ({ name, message: fromContext })),
      ],
    },
  },
);
