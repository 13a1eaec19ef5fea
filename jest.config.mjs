/** All projects in one process: `npx jest`. */
export default {
  testTimeout: 30_000,
  projects: ['<rootDir>/libs/*/jest.config.mjs', '<rootDir>/apps/*/jest.config.mjs', '<rootDir>/campaigns/jest.config.mjs'],
};
