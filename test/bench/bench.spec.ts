import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The benchmark fails if product and baseline end with different users or outcomes. It asserts no times. */
test('the benchmark runs: both do the same work, and it prints tables', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, 'bench.ts'),
      '--rows=100',
      '--runs=1',
      '--warm-ups=0',
      '--database=sqlite',
      '--only=throughput',
    ],
    { env: { ...process.env, NODE_OPTIONS: '' } },
  );
  expect(stdout).toContain('### Throughput');
  expect(stdout).toMatch(/^\| SQLite \| 100 \|/m);
}, 60_000);
