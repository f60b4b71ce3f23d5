import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { onPostgresqlAndRedis } from '../e2e/databases.js';
import { compile, driveExample, installExample } from './example-host.ts';
import { emptyFolder, pack } from './host-folder.ts';

/** Each example on the Node that runs the tests. `npm run matrix` runs them on others, and on other versions of Nest. */

let packed: string;
let tarball: string;
beforeAll(async () => {
  packed = await emptyFolder('packed');
  ({ tarball } = await pack(packed));
}, 60_000);
afterAll(() => rm(packed, { recursive: true, force: true }));

async function works(name: string, env: Record<string, string> = {}): Promise<void> {
  const folder = await installExample(name, tarball);
  try {
    await compile(folder, process.execPath);
    await expect(driveExample(name, folder, process.execPath, env)).resolves.toBeUndefined();
  } finally {
    await rm(folder, { recursive: true });
  }
}

test.each(['minimal', 'nest-11-commonjs'])(
  'examples/%s works from the tarball',
  (name) => works(name),
  300_000,
);

onPostgresqlAndRedis((setup) => {
  test(
    'examples/bullmq works from the tarball',
    async () => works('bullmq', await setup.env()),
    300_000,
  );
});
