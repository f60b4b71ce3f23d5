import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** TypeScript also reports a marked line that is no error. */
test('a misspelt column does not compile, and a label that the host has named does', () => {
  const { stdout, status } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', import.meta.dirname],
    {
      cwd: join(import.meta.dirname, '../..'),
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
}, 60_000);
