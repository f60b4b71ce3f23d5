import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { drive } from './drive.js';
import { compile, installExample, withHost } from './example-host.js';
import { emptyFolder, pack } from './host-folder.js';

let packed: string;
let tarball: string;
beforeAll(async () => {
  packed = await emptyFolder('packed');
  ({ tarball } = await pack(packed));
});
afterAll(() => rm(packed, { recursive: true, force: true }));

test('examples/minimal works from the tarball', async () => {
  const folder = await installExample('minimal', tarball);
  await compile(folder, process.execPath);
  await withHost(folder, process.execPath, {}, drive);
  await rm(folder, { recursive: true });
  expect.hasAssertions();
}, 300_000);
