/** Native ESM: run through `npm test`, which sets --experimental-vm-modules. */
export default {
  testMatch: ['<rootDir>/{libs,apps,test}/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^user-batch-upload$': '<rootDir>/libs/user-batch-upload/src/index.ts',
    '^user-batch-upload/testing$': '<rootDir>/libs/user-batch-upload/testing/index.ts',
  },
  testTimeout: 30_000,
  globalSetup: '<rootDir>/test/services/setup.js',
  globalTeardown: '<rootDir>/test/services/teardown.js',
};
