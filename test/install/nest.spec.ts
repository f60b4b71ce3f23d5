import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PlatformProcess } from '../e2e/platform-process.js';

const ROOT = join(import.meta.dirname, '../..');
const WORKSPACES: Record<string, string> = {
  platform: 'apps/platform',
  'user-batch-upload': 'libs/user-batch-upload',
};
const run = promisify(execFile);

let clone: string;

/** The sources, and the installed packages, with nothing built. */
beforeAll(async () => {
  clone = await mkdtemp(join(tmpdir(), 'clone-'));
  const { stdout } = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  });
  const files = stdout.split('\n').filter((path) => /^(apps|libs|tools|[^/]+$)/.test(path));
  for (const path of files) await cp(join(ROOT, path), join(clone, path));
  for (const folder of ['', ...Object.values(WORKSPACES)]) await linkPackages(folder);
});
afterAll(() => rm(clone, { recursive: true, force: true }));

/** All but the workspaces, which are the clone's own. */
async function linkPackages(folder: string): Promise<void> {
  const packages = join(clone, folder, 'node_modules');
  await mkdir(packages);
  const installed = join(ROOT, folder, 'node_modules');
  for (const name of await readdir(installed).catch(() => []))
    await symlink(
      WORKSPACES[name] ? join(clone, WORKSPACES[name]) : join(installed, name),
      join(packages, name),
    );
}

const nest = (...args: string[]) =>
  run(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', ...args], { cwd: clone });

test('in a fresh clone, `nest build` builds everything the platform needs to start', async () => {
  await nest('build');
  const platform = new PlatformProcess(
    'start',
    { PORT: '0', DATA_DIR: join(clone, 'data') },
    [],
    clone,
  );
  try {
    await platform.prints('Batch Upload: http');
  } finally {
    await platform.stop();
  }
  expect(await readdir(join(clone, 'apps/platform/dist/pages'))).toContain('pages.js');
  expect(await readdir(join(clone, 'libs/user-batch-upload/dist/ui'))).toContain(
    'user-batch-upload.js',
  );
}, 300_000);

test('`nest build user-batch-upload` builds the library and its page', async () => {
  const dist = join(clone, 'libs/user-batch-upload/dist');
  await rm(dist, { recursive: true, force: true });
  await nest('build', 'user-batch-upload');
  expect(await readdir(join(dist, 'src'))).toContain('index.js');
  expect(await readdir(join(dist, 'ui'))).toContain('user-batch-upload.js');
}, 300_000);

test('`nest build` exits with 1 if a source does not compile', async () => {
  await writeFile(join(clone, 'apps/platform/src/broken.ts'), 'export const port: number = "80";');
  await expect(nest('build')).rejects.toMatchObject({ code: 1 });
}, 300_000);
