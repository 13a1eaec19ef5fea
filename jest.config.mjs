/** All projects in one process: `npx jest`. */
export default {
  testTimeout: 30_000,
  testSequencer: '<rootDir>/tools/jest-sequencer.mjs',
  maxWorkers: '100%', // most specs wait for a database or a process of their own
  projects: ['<rootDir>/libs/*/jest.config.mjs', '<rootDir>/apps/*/jest.config.mjs', '<rootDir>/campaigns/jest.config.mjs', '<rootDir>/bench/jest.config.mjs'],
};
