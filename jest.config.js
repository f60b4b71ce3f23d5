import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import vm from 'node:vm';
import { contextFlags, newerNode } from './tools/newer-node.js';

// The tests are native ES modules on a Node that the dependencies support: Jest runs again where this one is another.
const node = newerNode();
if (node !== process.execPath || !vm.SourceTextModule) {
  const { status } = spawnSync(
    node,
    [
      '--experimental-vm-modules',
      ...contextFlags(node),
      '--disable-warning=ExperimentalWarning',
      '--import',
      new URL('./tools/end-with-parent.js', import.meta.url).href,
      ...process.execArgv,
      ...process.argv.slice(1),
    ],
    { stdio: 'inherit' },
  );
  process.exit(status ?? 1);
}

const shared = {
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^user-batch-upload$': '<rootDir>/libs/user-batch-upload/src/index.ts',
    '^user-batch-upload/testing$': '<rootDir>/libs/user-batch-upload/testing/index.ts',
    '^user-batch-upload/bull$': '<rootDir>/libs/user-batch-upload/bull/index.ts',
    '^user-batch-upload/bullmq$': '<rootDir>/libs/user-batch-upload/bullmq/index.ts',
    '^user-batch-upload/mikro-orm$': '<rootDir>/libs/user-batch-upload/mikro-orm/index.ts',
  },
};

export default {
  testTimeout: 30_000,
  // Jest never frees the modules of a spec that it ran as ES modules. A worker that has grown is replaced.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  workerIdleMemoryLimit: '1GB',
  testSequencer: '<rootDir>/test/services/longest-first.js',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{libs,apps}/**/*.spec.ts'],
    },
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/{apps,libs}/**/*.e2e-spec.ts', '<rootDir>/test/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/services/setup.js',
      globalTeardown: '<rootDir>/test/services/teardown.js',
    },
  ],
};
