import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** These have nothing to do with a database: their tests start in no time. */
const pure = ['domain', 'contracts'];

/**
 * What every project's Jest has in common. Tests run as CommonJS, see tools/jest-esm.cjs.
 * Jest runs a global set-up once for all the projects that name it: one server, whether all are tested or one.
 */
export const jestProject = (displayName, more = {}) => ({
  displayName,
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  testEnvironment: 'node',
  testTimeout: 30_000,
  ...(pure.includes(displayName) ? {} : { globalSetup: here('./tools/jest-postgres-setup.mjs'), globalTeardown: here('./tools/jest-postgres-teardown.mjs') }),
  // resolve workspace packages to their src/, so that tests need no build
  testEnvironmentOptions: { customExportConditions: ['@casetrail/source', 'node', 'node-addons'] },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
      },
    ],
    '^.+\\.m?js$': here('./tools/jest-esm.cjs'),
  },
  transformIgnorePatterns: [],
  ...more,
});
